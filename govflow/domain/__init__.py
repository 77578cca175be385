"""What alliances agree, as plain Python.

No I/O, no clock, no third-party import: a rule here is a function of values. Whoever needs the time passes ``now``; whoever needs
a calendar passes a ``Calendar``. Nothing here may import another room of govflow.
"""
