"""The command line: plain click. Each command imports what it needs when it runs, so that ``--help`` answers at once.

Exit 0 when it held or was done, 1 when it did not hold or was refused, 2 for wrong usage. No rule lives here.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govflow import __version__
from govflow.progress import Progress

if TYPE_CHECKING:
    from govflow.acts.house import House
    from govflow.record.store import Store

DID_NOT_HOLD = 1
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROLES = ("administrator", "manager", "observer", "auditor", "lived experience")
NOBODY_LISTENS = 141  # what shells expect of a command whose output nobody reads any more (128 + SIGPIPE)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--debug", is_flag=True, help="Show where in the code an unexpected error came from.")
def main(debug: bool) -> None:  # noqa: FBT001
    """govflow: the governance engine for alliances."""


def says_what_is_wrong(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn whatever goes wrong into sentences and exit code 1; a reader that went away ends the command quietly."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - whatever click passes
        try:
            command(*args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it ends
            sys.exit(NOBODY_LISTENS)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as wrong:
            if click.get_current_context().find_root().params.get("debug"):
                raise
            from govflow.error_sentences import sentences

            for sentence in sentences(wrong):
                click.echo(sentence, err=True)
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


@contextmanager
def _existing_house() -> Iterator["House"]:
    """Give the house of an installation that is there; nothing is made or migrated."""
    from govflow.assemble import assemble_existing
    from govflow.config import read

    with assemble_existing(read()) as house:
        _warn(house.book.library.warnings)
        yield house


@contextmanager
def _house_to_look() -> Iterator["House"]:
    """Give the house of an installation that is there, to look at; nothing in it changes."""
    from govflow.assemble import assemble_to_look
    from govflow.config import read

    with assemble_to_look(read()) as house:
        _warn(house.book.library.warnings)
        yield house


def _alliance(house: "House", given: str | None) -> str:
    return _alliance_in(house.store, given)


def _alliance_in(store: "Store", given: str | None) -> str:
    from govflow.record.errors import UnknownAllianceError
    from govflow.record.read_only import NothingHereError

    known = store.alliances()
    if given in known:
        return str(given)
    if not known:
        raise NothingHereError("the database holds none")
    if given is not None:
        raise UnknownAllianceError(f"There is no alliance {given} here. Known: {', '.join(known)}.")
    if len(known) > 1:
        raise click.UsageError(f"Say which alliance with --alliance: {', '.join(known)}.")
    return known[0]


def _progress() -> Progress:
    """Return what shows on the error stream how far something is, where it takes longer than two seconds."""
    return Progress(sys.stderr)


def _in_capitals(_context: click.Context, _parameter: click.Parameter, ref: str) -> str:
    """References are written in capitals, and may be typed in any case."""
    return ref.strip().upper()


alliance_option = click.option("--alliance", help="Which alliance, where an installation holds several.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print data as JSON.")


def _print(value: Any, text: str, *, as_json: bool) -> None:  # noqa: ANN401
    click.echo(
        json.dumps(value, indent=2, ensure_ascii=False, default=str) if as_json else text, nl=as_json or not text.endswith("\n")
    )


@main.command()
@click.option("--no-serve", is_flag=True, help="Stop after the story and the record; for scripts.")
@click.option("--fresh", is_flag=True, help="Set the earlier demonstration aside and start again.")
@click.option("--new-passwords", is_flag=True, help="Give the accounts of the demonstration a new password, and print it.")
@says_what_is_wrong
def demo(no_serve: bool, fresh: bool, new_passwords: bool) -> None:  # noqa: FBT001
    """Play the Seaport Alliance's story through the real acts, print a decision's record, and serve the screens."""
    from govflow.config import read
    from govflow.demo import run_demo

    settings = read()
    code = run_demo(settings, say=click.echo, fresh=fresh, new_passwords=new_passwords)
    if code or no_serve:
        sys.exit(code)
    from govflow.serving import serve as run

    sys.exit(run(settings, click.echo))


@main.command()
@click.argument("alliance", required=False)
@click.option("--title", help='What the alliance is called, such as "Harbour Alliance".')
@click.option("--administrator", help="The name of the first administrator, who sets the alliance up.")
@click.option("--email", help="The administrator's e-mail address, with which they sign in.")
@click.option("--policy", help="The policy pack whose rules the alliance begins under.  [default: plymouth]")
@click.option("--from", "file", type=FILE, help="A file with organisations, people and a draft mandate (see --template).")
@click.option("--people", type=FILE, help="With --from: people in a spreadsheet saved as CSV.")
@click.option("--template", is_flag=True, help="Print a commented file to fill in for --from, and stop.")
@click.option("--example", is_flag=True, help="Found the pack's made-up alliance instead, marked as illustrative.")
@says_what_is_wrong
def init(template: bool, alliance: str | None, **given: Any) -> None:  # noqa: ANN401, FBT001 - whatever click passes
    """Found ALLIANCE (a short name, such as harbour), empty but for its rules and one administrator.

    Prints the link with which the administrator chooses a password. Run again, it says what is there and changes nothing.
    """
    from govflow.founding_command import FoundingOptions, found_or_describe

    if template:
        from govflow.definitions.alliance_files import template as text

        click.echo(text(), nl=False)
        return
    if not alliance:
        raise click.UsageError("Say what to call the alliance in short, such as: govflow init harbour")
    from govflow.config import read

    settings, house, options = read(), _house(), FoundingOptions(**given)
    missing = () if options.file or options.example or alliance in house.store.alliances() else options.missing
    if missing:
        raise click.UsageError(f"Give {', '.join(missing)}; or --from FILE, which says it all (govflow init --template).")
    for line in found_or_describe(settings, house, alliance, options):
        click.echo(line)


@main.command()
@click.argument("email")
@click.option("--name", help="The person's name, where they are new to the alliance.")
@click.option("--role", type=click.Choice(ROLES), help="A role they are given, such as administrator.")
@click.option("--person", help="Reference of a person who is here and has no address yet, such as PER-0001.")
@click.option("--by", "by", default="PER-0001", show_default=True, help="Reference of the person who does it.")
@alliance_option
@says_what_is_wrong
def invite(email: str, by: str, alliance: str | None, **given: str | None) -> None:
    """Invite the person with that address, or one who is here again, and print the link with which they choose a password."""
    from govflow.config import read
    from govflow.founding_command import Invitation, invited

    with _existing_house() as house:
        for line in invited(read(), house, _alliance(house, alliance), Invitation(email, by=by, **given)):
            click.echo(line)


@main.command()
@click.argument("email")
@alliance_option
@says_what_is_wrong
def disable_account(email: str, alliance: str | None) -> None:
    """Close the account with that address at once: its person is signed out everywhere, and cannot sign in."""
    _set_disabled(email, alliance, disabled=True)


@main.command()
@click.argument("email")
@alliance_option
@says_what_is_wrong
def enable_account(email: str, alliance: str | None) -> None:
    """Open an account again that was closed."""
    _set_disabled(email, alliance, disabled=False)


def _set_disabled(email: str, alliance: str | None, *, disabled: bool) -> None:
    from govflow.acts.accounts import set_disabled_by_command

    with _existing_house() as house:
        set_disabled_by_command(house, _alliance(house, alliance), email, disabled=disabled)
    click.echo(f"{email} {'is signed out everywhere, and cannot sign in' if disabled else 'can sign in again'}.")


@main.command()
@click.argument("email")
@says_what_is_wrong
def reset_password(email: str) -> None:
    """Print a link with which the person who signs in with that address chooses a new password."""
    from govflow.acts.accounts import reset_link
    from govflow.config import read

    with _existing_house() as house:
        link = f"{read().base_url}/set-password/{reset_link(house, email)}"
    click.echo(f"Open this link within one hour to choose a new password:\n  {link}")


@main.command()
@says_what_is_wrong
def migrate() -> None:
    """Bring the database to the newest schema; it is done at every start too."""
    house = _house()
    click.echo(f"The database is at the newest schema: {house.store.engine.url.render_as_string(hide_password=True)}")


def _place(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from govflow.config import check_bind

    wrong = check_bind(value) if value is not None else None
    if wrong:
        raise click.BadParameter(f"it {wrong}.")
    return value


@main.command()
@click.option("--bind", callback=_place, help="Where to listen (host:port); GOVFLOW_BIND otherwise.")
@click.option("--no-worker", is_flag=True, help="The screens only: the worker runs elsewhere.")
@says_what_is_wrong
def serve(bind: str | None, no_worker: bool) -> None:  # noqa: FBT001
    """Serve the screens, and run the worker beside them."""
    from govflow.config import listening_on, read
    from govflow.reading.rules_in_force import rules_in_force
    from govflow.serving import serve as run

    # The settings are right and the database is at the newest schema, or this says what is not.
    house = _house()
    _warn(rules_in_force(house.store, house.book))
    sys.exit(run(read(listening_on(bind)) if bind else read(), click.echo, worker=not no_worker))


@main.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the standard input does; for govflow serve.")
@says_what_is_wrong
def worker(once: bool, with_parent: bool) -> None:  # noqa: FBT001
    """Do the clock's acts and the reminders when they fall due, and send what waits (printed here where no mail is set up)."""
    from govflow.assemble import post_of
    from govflow.config import read
    from govflow.logs import WORKER, logger
    from govflow.reading.rules_in_force import rules_in_force
    from govflow.scheduler import work, work_once
    from govflow.serving import end_with_parent

    if with_parent:
        end_with_parent(os.getpid())
    house = _house()
    _warn(rules_in_force(house.store, house.book))
    post = post_of(read(), click.echo)
    if once:
        click.echo(f"{work_once(house, post, click.echo)} done")
    else:
        work(house, post, logger(WORKER))


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
@click.argument("ref", callback=_in_capitals)
@alliance_option
@json_option
@says_what_is_wrong
def record(ref: str, alliance: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the record of decision REF (DEC-0001)."""
    from govflow.reading.record_text import as_text
    from govflow.reading.records import decision_record

    with _house_to_look() as house, house.store.view(_alliance(house, alliance)) as view:
        found = decision_record(view, house.book, ref, house.clock.now())
    _print(found, as_text(found), as_json=as_json)


@main.command()
@alliance_option
@click.option(
    "--receipt",
    help="What somebody was told that the record holds: the hash (or the number) of an entry, or the line of a mail that tells how "
    "many entries there were, and their root.",
)
@click.option("--gently", is_flag=True, help="Take only what others leave of the processor.")
@json_option
@says_what_is_wrong
def verify(alliance: str | None, receipt: str | None, gently: bool, as_json: bool) -> None:  # noqa: FBT001
    """Check the database, the chain of the ledger, that folding it gives the tables, and the papers. Changes nothing.

    Exit 1 names what does not fit. A database that was copied while govflow served may lack the last acts and still be whole:
    --receipt checks that one you know of is there. Whoever owns the database could write all of the record anew, and no check of it
    alone would tell; the lines that people keep from their mails do.
    """
    from govflow.acts.audit import audit
    from govflow.assemble import files_of, store_to_look
    from govflow.config import read

    if gently:
        os.nice(19)
    settings = read()
    with store_to_look(settings) as store, _progress() as tell:
        result = audit(store, files_of(settings), _alliance_in(store, alliance), receipt or "", tell)
    _print(result.as_data(), result.as_text(), as_json=as_json)
    sys.exit(0 if result.holds else DID_NOT_HOLD)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@says_what_is_wrong
def backup(file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Write the record as it stands now, and the papers it refers to, to FILE; others may act meanwhile.

    FILE holds everything people may read in govflow, and hashes of passwords: keep it as safe as govflow itself. The secret key is
    not in it. Exit 1 where nothing was written, or where a paper was missing.
    """
    from govflow.assemble import files_of, store_in_use
    from govflow.backups.backup import back_up
    from govflow.backups.report import backed_up_data, backed_up_text
    from govflow.clock import SystemClock
    from govflow.config import read

    settings = read()
    with store_in_use(settings) as store, _progress() as tell:
        done = back_up(store, files_of(settings), SystemClock().now(), file, tell)
    _print(backed_up_data(done), backed_up_text(done) + "\n", as_json=as_json)
    sys.exit(DID_NOT_HOLD if done.missing else 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--digest", default="", help="The SHA-256 that was printed when the backup was made; another file is refused.")
@click.option("--send-waiting", is_flag=True, help="Send what fell due since the backup, though it may have gone out already.")
@json_option
@says_what_is_wrong
def restore(file: Path, digest: str, send_waiting: bool, as_json: bool) -> None:  # noqa: FBT001
    """Bring back the backup in FILE, into a home and a database that hold nothing yet.

    Everything is checked before and after. Everybody must sign in again. Exit 1 where nothing was restored, or a paper is missing.
    """
    from functools import partial

    from govflow.assemble import assemble, files_of
    from govflow.backups.report import restored_data, restored_text
    from govflow.backups.restore import Target
    from govflow.backups.restore import restore as bring_back
    from govflow.config import read

    settings = read()
    target = Target(settings.home, settings.database, files_of(settings), partial(assemble, settings))
    with _progress() as tell:
        done = bring_back(file, target, tell, digest=digest, send_waiting=send_waiting)
    _print(restored_data(done), restored_text(done) + "\n", as_json=as_json)
    sys.exit(DID_NOT_HOLD if done.missing else 0)


@main.command()
@click.argument("url")
@says_what_is_wrong
def move(url: str) -> None:
    """Copy the record to the database at URL (postgresql://user:password@host/name, or sqlite:////path), which must hold none.

    Stop govflow first. The database in use stays as it is. Say GOVFLOW_DATABASE=URL afterwards.
    """
    from dataclasses import replace
    from functools import partial

    from govflow.assemble import assemble
    from govflow.backups.move import move as move_record
    from govflow.backups.report import moved_text
    from govflow.config import database_address, read, without_password

    address = database_address(url)
    new = partial(assemble, replace(read(), database=address))
    with _existing_house() as house, _progress() as tell:
        moved = move_record(house, address, new, tell)
    click.echo(moved_text(moved, without_password(url)))


@main.command()
@alliance_option
@json_option
@says_what_is_wrong
def people(alliance: str | None, as_json: bool) -> None:  # noqa: FBT001
    """List the people of the alliance with their seats and offices today."""
    from govflow.reading.people import people_text, people_today

    with _house_to_look() as house, house.store.view(_alliance(house, alliance)) as view:
        found = people_today(view, house.book, house.clock.now())
    _print(found, people_text(found), as_json=as_json)


@main.command()
@click.argument("participant")
@click.argument("name")
@click.option("--body", default="leadership-team", show_default=True)
@click.option("--email", default="", help="The person's e-mail address, to which notices go.")
@click.option("--by", "by", default="PER-0001", show_default=True, help="Reference of the person who does it.")
@alliance_option
@says_what_is_wrong
def seat(by: str, alliance: str | None, **given: str) -> None:
    """Invite NAME and fill PARTICIPANT's seat in a body with that person: both, or neither where one is refused."""
    from govflow.acts.people import SeatFor, invite_to_seat

    wanted = SeatFor(**given)
    with _existing_house() as house:
        person = invite_to_seat(house, _alliance(house, alliance), wanted, by)
    click.echo(f"{wanted.name} is {person} and holds the seat of {wanted.participant} in {wanted.body}.")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@json_option
@says_what_is_wrong
def check(paths: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001
    """Check workflow files and policy packs, and prove their promises; without PATHS, those of the folders in use."""
    from govflow.assemble import folders_of
    from govflow.config import read
    from govflow.engine.reporting import check_report

    with _progress() as tell:
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
    from govflow.rehearsing import rehearse as play

    settings = read()
    library = library_of(settings.workflows, settings.policies)
    _warn(library.warnings)
    with _progress() as tell:
        result = play(files, library, house_in_memory, tell)
    click.echo(result.json() if as_json else result.text(), nl=as_json)
    sys.exit(0 if result.ok else DID_NOT_HOLD)


if __name__ == "__main__":
    main()
