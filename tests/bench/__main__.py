"""``python -m tests.bench``: measure, print the table and the lines, and end with 1 where a line is missed."""

import argparse
import json
import os
import sys

from tests.bench.lines import Run, table
from tests.bench.running import run


def main() -> int:
    asked = _arguments()
    found = run(
        asked.decisions, asked.rounds, asked.large, asked.crowd, say=lambda what: print(what, file=sys.stderr, flush=True)
    )
    print(json.dumps(found.plain(), indent=2) if asked.json else _text(found))
    lines = found.lines()
    missed = [line for line in lines if line.missed]
    if missed:
        print(f"{len(missed)} of {len(lines)} lines were missed: {'; '.join(line.what for line in missed)}", file=sys.stderr)
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--decisions", type=int, default=40, help="decisions a contender makes in a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the best counts")
    parser.add_argument("--large", type=int, default=100_000, help="decisions and entries in the large record")
    parser.add_argument("--crowd", type=float, default=60.0, help="seconds for which twenty people use the server at once")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def _text(found: Run) -> str:
    load = f"load of the machine in the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return "\n".join([table(found), "", *(line.says for line in found.lines()), "", load])


if __name__ == "__main__":
    sys.exit(main())
