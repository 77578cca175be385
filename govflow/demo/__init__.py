"""The demonstration: the Seaport Alliance's story, played through the real acts into a real database, and shown.

The story is data (``story.yaml``, a scenario file); what is done is done by the acts. No rule and no shortcut lives here.
"""

from govflow.demo.showing import run_demo

__all__ = ["run_demo"]
