"""How fast govflow is beside twins of other engines: one unit of work, one run, ratios. Run it with ``make bench``."""
