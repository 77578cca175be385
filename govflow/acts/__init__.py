"""Acts: the things a person or the clock can do, each one unit of work.

Doors (forms, API, scenarios, the clock) call ``perform``; what an act's data may hold is in ``data``; which rules apply is the
engine's business, keeping it the record's. There is no second way to change a state.
"""
