"""Whether the screens that will be served are the ones that came with this engine.

They are the package ``web``, a name that others use too: web.py puts its files into the same folder, and takes them away again.
"""

from functools import cache
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

NAME = "web"
OURS = Path(__file__).resolve().parent.parent / NAME


@cache
def what_is_wrong() -> str:
    """Return a sentence that says why our screens cannot be served, and what to do; "" where they can."""
    others = sorted(set(packages_distributions().get(NAME, ())) - {"govflow"})
    if others:
        return (
            f"{' and '.join(others)} is installed here too. It keeps its files in a folder called {NAME}, as govflow does, so the "
            "screens may be incomplete. Install govflow again, in an environment of its own."
        )
    spec = find_spec(NAME)
    found = Path(spec.origin).resolve().parent if spec and spec.origin else None
    if found == OURS:
        return ""
    if found is None:
        return f"The screens are missing: there is no {OURS}/__init__.py. Install govflow again, in an environment of its own."
    return (
        f"Python finds {found} instead of govflow's own screens in {OURS}. Start govflow in another folder, or rename that one."
    )
