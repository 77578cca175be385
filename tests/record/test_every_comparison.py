"""Each comparison by which the check of a record tells right from wrong, taken out once: the forgeries then come out otherwise.

A comparison is taken out by letting it always hold and never hold. Most of what is forged would still be found without one of them,
by another; so it is the exact list of what is found, for all forgeries together, that must change.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import MultipleResultsFound

from govflow.record import chain, replay, table_copy, verifying
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store
from govflow.record.verifying import examine
from tests.record import forging, story
from tests.record.test_verifying import unguarded

MODULES = (chain, replay, verifying)
# What does not judge: how far it is, how many at once, what is prepared already; and one that only PostgreSQL asks for.
NOT_JUDGING = {
    ("walk", "walked.size % TOLD_EVERY == 0"),
    ("_batches", "size >= BATCH"),
    ("_listing", "key not in self._prepared.listings"),
    ("_stamper", "type(cell) is str"),
}
# A quick look at all of an entry at once: where it says no, each part is compared again, and that is what judges.
QUICK = "step"
FEW = 5  # entries in a batch, so that there are several


class Comparison(NamedTuple):
    """A comparison in the source: in which function, what it says, and its place among those of the function."""

    function: FunctionType
    text: str
    place: int
    holds: bool

    def __str__(self) -> str:
        return f"{self.function.__qualname__}-{self.place}-{self.holds}-{self.text[:40]}"


def functions(module: ModuleType) -> Iterator[FunctionType]:
    for value in vars(module).values():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(value):
            for method in vars(value).values():
                inner = method.fget if isinstance(method, property) else method
                if isinstance(inner, FunctionType) and inner.__code__.co_filename == module.__file__:
                    yield inner
        elif isinstance(value, FunctionType):
            yield value


def tree_of(function: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def comparisons() -> Iterator[Comparison]:
    for module in MODULES:
        for function in functions(module):
            found = [node for node in ast.walk(tree_of(function)) if isinstance(node, ast.Compare)]
            for place, node in enumerate(found):
                if (function.__name__, ast.unparse(node)) not in NOT_JUDGING:
                    ways = (True,) if function.__name__ == QUICK else (True, False)
                    yield from (Comparison(function, ast.unparse(node), place, holds) for holds in ways)


def without(one: Comparison) -> CodeType:
    """Return the code of its function with the comparison taken out."""
    tree = tree_of(one.function)
    node = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)][one.place]

    class Out(ast.NodeTransformer):
        def visit_Compare(self, seen: ast.Compare) -> ast.AST:
            return ast.copy_location(ast.Constant(one.holds), seen) if seen is node else self.generic_visit(seen)

    tree = ast.fix_missing_locations(Out().visit(tree))
    code = compile(tree, inspect.getsourcefile(one.function) or "", "exec")
    return next(c for c in _codes(code) if c.co_name == one.function.__name__)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two alliances in one database, one of them with something in every table."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('told') / 'govflow.db'}")
    migrate(engine)
    store = Store(engine)
    story.found(store, "plymouth")
    story.found(store, "another")
    story.decide(store)
    story.decide(store, acts=9)
    story.decide(store, acts=1)
    story.gather(store)
    story.decide(store, "another")
    with store.unit("plymouth") as unit:
        unit.save(story.alliance_act(unit, "rename", story.f.AllianceRenamed("Another name"), when=story.at(-60)))
    yield store
    engine.dispose()


def evidence(store: Store) -> Iterator[object]:
    """Give what the check says of the record as it is, of every forgery, and of what stands elsewhere."""
    with store.engine.connect() as connection, connection.begin():
        yield examine(connection, store.prepared, "plymouth")
        yield examine(connection, store.prepared, "another")
        yield looked_up(connection, "x")
        row = chain.TABLES["ledger_entries"].c
        last = connection.execute(
            select(row.hash).where(row.alliance == "another").order_by(row.seq.desc()).limit(1)
        ).scalar_one()
        yield looked_up(connection, last)
        yield [verifying.entry_is_there(connection, name, seq) for name in ("plymouth", "another") for seq in (1, 30, 99)]
        yield [verifying.root_at(connection, name, size) for name in ("plymouth", "another") for size in (1, 20, 30, 99)]
        yield whole(store, connection, {})
        yield whole(store, connection, table_copy.standings(connection))
    yield chain.same(1, True), chain.same(1, 1), chain.same(1, 2)
    for forge, _ in forging.FORGERIES.values():
        with unguarded(store) as connection:
            forge(connection)
            yield sorted(examine(connection, store.prepared, "plymouth").problems)


def whole(store: Store, connection: Connection, expected: dict[str, table_copy.Standing]) -> str:
    try:
        verifying.require_whole(connection, store.prepared, expected, verifying.untold)
    except verifying.NotWholeError as error:
        return str(error)
    return ""


def looked_up(connection: Connection, hash_: str) -> object:
    try:
        return [verifying.number_of(connection, name, hash_) for name in ("plymouth", "another")]
    except MultipleResultsFound as error:
        return error


@pytest.fixture(scope="module")
def right(told: Store) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "BATCH", FEW)
        return list(evidence(told))


@pytest.mark.parametrize("one", [pytest.param(one, id=str(one)) for one in comparisons()])
def test_without_this_comparison_something_comes_out_otherwise(
    told: Store, right: list[object], one: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "BATCH", FEW)
    monkeypatch.setattr(one.function, "__code__", without(one))
    monkeypatch.setattr(told.prepared, "listings", {})  # statements that are prepared without it must not outlive this test
    assert any(came != expected for came, expected in zip(evidence(told), right, strict=True))
