"""The command line: plain click. Each command imports what it needs when it runs, so that ``--help`` answers at once.

Exit 0 when it held or was done, 1 when it did not hold or was refused, 2 for wrong usage. No rule lives here.
"""

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govflow import __version__

if TYPE_CHECKING:
    from govflow.acts.house import House

DID_NOT_HOLD = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """govflow: the governance engine for alliances."""


def says_what_is_wrong(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn refusals, bad files and bad settings into sentences and exit code 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - whatever click passes
        from govflow.config import BadSettingsError
        from govflow.definitions.strict_yaml import DefinitionError
        from govflow.domain.refusals import Refused
        from govflow.record.errors import RecordError

        try:
            command(*args, **options)
        except Refused as refused:
            for one in refused.refusals:
                click.echo(f"{one.says}\n  {one.remedy}  ({one.code})", err=True)
            sys.exit(DID_NOT_HOLD)
        except (DefinitionError, BadSettingsError, RecordError) as wrong:
            click.echo(str(wrong), err=True)
            sys.exit(DID_NOT_HOLD)

    return run


def _house() -> "House":
    from govflow.assemble import assemble
    from govflow.config import read

    house = assemble(read())
    _warn(house.book.library.warnings)
    return house


def _warn(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)


def _alliance(house: "House", given: str | None) -> str:
    known = house.store.alliances()
    if given in known:
        return str(given)
    if given is None and len(known) == 1:
        return known[0]
    if not known:
        raise click.UsageError("There is no alliance here yet. Try: govflow demo, or govflow init.")
    raise click.UsageError(f"Say which alliance with --alliance: {', '.join(known)}.")


alliance_option = click.option("--alliance", help="Which alliance, where an installation holds several.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print data as JSON.")


def _print(value: Any, text: str, *, as_json: bool) -> None:  # noqa: ANN401
    click.echo(
        json.dumps(value, indent=2, ensure_ascii=False, default=str) if as_json else text, nl=as_json or not text.endswith("\n")
    )


@main.command()
@click.option("--no-serve", is_flag=True, help="Stop after the story and the record; for scripts.")
@click.option("--fresh", is_flag=True, help="Set the earlier demonstration aside and start again.")
@says_what_is_wrong
def demo(no_serve: bool, fresh: bool) -> None:  # noqa: FBT001
    """Play the Seaport Alliance's story through the real acts, print a decision's record, and serve the screens."""
    from govflow.config import read
    from govflow.demo import run_demo

    settings = read()
    code = run_demo(settings, say=click.echo, fresh=fresh)
    if code or no_serve:
        sys.exit(code)
    from govflow.serving import serve as run

    sys.exit(run(settings.bind, click.echo))


@main.command()
@click.argument("alliance")
@click.option("--pack", default="plymouth", show_default=True, help="The policy pack whose example file describes the alliance.")
@click.option("--administrator", default="Administrator", show_default=True, help="The name of the first administrator.")
@says_what_is_wrong
def init(alliance: str, pack: str, administrator: str) -> None:
    """Found ALLIANCE (a short name) under a policy pack, with the participants and mandate of the pack's alliance file."""
    from govflow.acts.founding import Founding, found_alliance

    house = _house()
    library = house.book.library
    founding = Founding(library.example(pack), library.pack(pack), administrator)
    receipt = found_alliance(house, alliance, founding)
    click.echo(f"{alliance} is founded under {library.policies[pack].title}. First entry: {receipt.hash}")


@main.command()
@says_what_is_wrong
def migrate() -> None:
    """Bring the database to the newest schema; it is done at every start too."""
    house = _house()
    click.echo(f"The database is at the newest schema: {house.store.engine.url.render_as_string(hide_password=True)}")


@main.command()
@click.option("--bind", help="Where to listen (host:port); GOVFLOW_BIND otherwise.")
@says_what_is_wrong
def serve(bind: str | None) -> None:
    """Serve the screens, and run the worker beside them."""
    from govflow.config import read
    from govflow.reading.rules_in_force import rules_in_force
    from govflow.serving import serve as run

    # The settings are right and the database is at the newest schema, or this says what is not.
    house = _house()
    _warn(rules_in_force(house.store, house.book))
    sys.exit(run(bind or read().bind, click.echo))


@main.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@says_what_is_wrong
def worker(once: bool) -> None:  # noqa: FBT001
    """Do the clock's acts and the reminders when they fall due, and send what waits (printed here where no mail is set up)."""
    from govflow.assemble import post_of
    from govflow.config import read
    from govflow.reading.rules_in_force import rules_in_force
    from govflow.scheduler import work, work_once

    house = _house()
    _warn(rules_in_force(house.store, house.book))
    post = post_of(read(), click.echo)
    if once:
        click.echo(f"{work_once(house, post, click.echo)} done")
    else:
        work(house, post, click.echo)


@main.command()
@json_option
@says_what_is_wrong
def config(as_json: bool) -> None:  # noqa: FBT001
    """Show every setting, its value and what it means. Secrets are hidden."""
    from govflow.config import read, shown

    rows = shown(read())
    _print(
        [dict(zip(("name", "value", "meaning"), row, strict=True)) for row in rows],
        "".join(f"{n}={v}\n    {m}\n" for n, v, m in rows),
        as_json=as_json,
    )


@main.command()
@click.argument("ref")
@alliance_option
@json_option
@says_what_is_wrong
def record(ref: str, alliance: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the record of decision REF (DEC-0001)."""
    from govflow.reading.record_text import as_text
    from govflow.reading.records import decision_record

    house = _house()
    with house.store.view(_alliance(house, alliance)) as view:
        found = decision_record(view, house.book, ref, house.clock.now())
    _print(found, as_text(found), as_json=as_json)


@main.command()
@alliance_option
@json_option
@says_what_is_wrong
def verify(alliance: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Check the chain of the ledger, and that folding it gives the tables. Exit 1 names what does not fit."""
    from govflow.record.verifying import verify as verified

    house = _house()
    verdict = verified(house.store, _alliance(house, alliance))
    problems = [{"where": p.where, "row": p.row, "says": p.says} for p in verdict.problems]
    said = "".join(f"{p.where}, {p.row}: {p.says}\n" for p in verdict.problems)
    held = f"{verdict.entries} entries: the chain is whole, and the tables are what it says.\n"
    _print({"holds": verdict.ok, "entries": verdict.entries, "problems": problems}, held if verdict.ok else said, as_json=as_json)
    sys.exit(0 if verdict.ok else DID_NOT_HOLD)


@main.command()
@alliance_option
@json_option
@says_what_is_wrong
def people(alliance: str | None, as_json: bool) -> None:  # noqa: FBT001
    """List the people of the alliance with their seats and offices today."""
    from govflow.reading.people import people_text, people_today

    house = _house()
    with house.store.view(_alliance(house, alliance)) as view:
        found = people_today(view, house.book, house.clock.now())
    _print(found, people_text(found), as_json=as_json)


@main.command()
@click.argument("participant")
@click.argument("name")
@click.option("--body", default="leadership-team", show_default=True)
@click.option("--by", "by", default="PER-0001", show_default=True, help="Reference of the person who does it.")
@alliance_option
@says_what_is_wrong
def seat(participant: str, name: str, body: str, by: str, alliance: str | None) -> None:
    """Invite NAME and fill PARTICIPANT's seat in a body with that person."""
    from govflow.acts.people import Place, invite_to_seat

    house = _house()
    person = invite_to_seat(house, _alliance(house, alliance), Place(participant, body), by=by, name=name)
    click.echo(f"{name} is {person} and holds the seat of {participant} in {body}.")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@json_option
@says_what_is_wrong
def check(paths: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001
    """Check workflow files and policy packs, and prove their promises; without PATHS, those of the folders in use."""
    from govflow.assemble import folders_of
    from govflow.config import read
    from govflow.engine.reporting import check_report
    from govflow.progress import Progress

    with Progress(sys.stderr) as tell:
        report = check_report(folders_of(read()), paths, tell)
    _print(report.as_data(), "\n".join(report.lines), as_json=as_json)
    sys.exit(0 if report.held else DID_NOT_HOLD)


@main.command()
@click.argument("name")
@click.option("--from", "source", default="plymouth", show_default=True, help="The pack to begin from.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="The folder; GOVFLOW_POLICIES otherwise.")
@says_what_is_wrong
def new_pack(name: str, source: str, into: Path | None) -> None:
    """Begin a policy pack of your own, called NAME, as a copy of another with all its comments."""
    from govflow.assemble import folders_of
    from govflow.config import read
    from govflow.definitions.new_pack import PackError, begin_pack

    settings = read()
    folder = into or settings.policies
    if folder is None:
        raise click.UsageError("Say where with --into FOLDER, or set GOVFLOW_POLICIES to your own folder of policies.")
    try:
        pack = begin_pack(name, source, folder, folders_of(settings).policies)
    except PackError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    in_use = settings.policies is not None and settings.policies.resolve() == folder.resolve()
    click.echo(f"{pack} is a policy pack to make your own. Begin with {pack / 'policy.yaml'}.")
    click.echo(f"Then: govflow check {pack}" + ("" if in_use else f"\nTo work with it: GOVFLOW_POLICIES={folder}"))


@main.command()
@click.argument("name")
@click.option("--as", "form", type=click.Choice(["english", "table", "mermaid", "svg"]), default="english", show_default=True)
@click.option(
    "--policy", help="The policy whose roles and clocks fill a workflow's sentences; the alliance's own, or the only one."
)
@json_option
@says_what_is_wrong
def explain(name: str, form: str, policy: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Explain a workflow (decision) or a policy pack (plymouth, or the folder of one) in English, as a table or as a picture."""
    from govflow.assemble import library_of, policies_in_force
    from govflow.config import read
    from govflow.definitions.explaining.asked import Unexplained, explained

    settings = read()
    library = library_of(settings.workflows, settings.policies)
    _warn(library.warnings)
    try:
        found = explained(name, form, policy, library, lambda: policies_in_force(settings))
    except Unexplained as wrong:
        raise click.UsageError(str(wrong)) from wrong
    _print(found.as_data(), found.text, as_json=as_json)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@json_option
@says_what_is_wrong
def rehearse(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001
    """Play scenario files against a throw-away record with a virtual clock, and report each step."""
    from govflow.assemble import house_in_memory, library_of
    from govflow.config import read
    from govflow.progress import Progress
    from govflow.rehearsing import rehearse as play

    settings = read()
    library = library_of(settings.workflows, settings.policies)
    _warn(library.warnings)
    with Progress(sys.stderr) as tell:
        result = play(files, library, house_in_memory, tell)
    click.echo(result.json() if as_json else result.text(), nl=as_json)
    sys.exit(0 if result.ok else DID_NOT_HOLD)


if __name__ == "__main__":
    main()
