"""The engine of govflow: unanimous decisions between organisations, on a record that anyone can check.

Everything that happens is an act. `acts` holds one function for each; an act is decided by `engine` under the rules that
`definitions` read from the workflow and policy files, in the terms of `domain`, and `record` appends its facts in the
same transaction that changes the state. `trust` lets anyone check that record; `reading` turns it into plain values;
`notices` tells people. `assemble` joins the parts, `scheduler` ticks, `cli` is the command line. Nothing here knows that
there is a web; the screens live in the package `web` and import from here.
"""

__version__ = "0.1.0"
