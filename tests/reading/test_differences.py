"""Differences as they are shown: every change with a little of what stayed around it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from time import process_time

import pytest

from govflow.acts.text import LONG
from govflow.reading import differences as differing
from govflow.reading.differences import Piece, differences, shortened


def test_what_stayed_is_cut_to_what_is_around_a_change() -> None:
    stays = "word " * 400
    pieces = shortened(differences(f"{stays}old {stays}", f"{stays}new {stays}"))
    assert [piece.text.strip() for piece in pieces if piece.kind != "same"] == ["old", "new"]
    assert sum(len(piece.text) for piece in pieces) < 400
    assert pieces[0].text.startswith("[…] ")
    assert pieces[-1].text.endswith("[…]")


def test_between_two_changes_both_ends_stay() -> None:
    stays = "".join(f"w{n} " for n in range(300))
    pieces = shortened(differences(f"a {stays}b", f"c {stays}d"))
    kept = next(piece.text for piece in pieces if piece.kind == "same")
    assert "w0 " in kept
    assert kept.endswith("w299")
    assert " […] " in kept
    assert "w150 " not in kept


def test_short_texts_and_unbroken_ones_are_left_readable() -> None:
    assert shortened(differences("The team stays.", "The team goes.")) == differences("The team stays.", "The team goes.")
    assert "[…]" in shortened(differences("x" * 2000 + " a", "x" * 2000 + " b"))[0].text


def words(of: Sequence[str], length: int, chance: Random) -> str:
    return "".join(f"{chance.choice(of)} " for _ in range(length))[:LONG].ljust(LONG, "x")


def hostile() -> Mapping[str, tuple[str, str]]:
    """Pairs of the longest texts that are kept, each made so that some step of a comparison would take long."""
    chance, letters = Random(16), [chr(97 + n) for n in range(26)]
    many = [f"w{n}" for n in range(20_000)]
    between = ["".join(f"u{n} {words('ab', 190, chance)[:380]}" for n in range(260))[:LONG] for _ in range(2)]
    numbers = [f"{n % 500} " for n in range(25_000)]
    shuffled = chance.sample(numbers, len(numbers))
    pairs = {f"{n} random words": (words(letters[:n], LONG, chance), words(letters[:n], LONG, chance)) for n in (2, 3, 10, 26)}
    pairs |= {f"{n} random long words": (words(many[:n], LONG, chance), words(many[:n], LONG, chance)) for n in (200, 20_000)}
    return pairs | {
        "one word and another": ("a " * 50_000, "a " * 25_000 + "b " * 25_000),
        "a word and that word with another": ("a " * 50_000, "a b " * 25_000),
        "the other way round": ("".join(many)[:LONG], "".join(many[::-1])[:LONG]),
        "turned": (" ".join(many)[:LONG], " ".join(many[::-1])[:LONG]),
        "each twice": (" ".join(many)[:LONG], " ".join(f"{w} {w}" for w in many)[:LONG]),
        "alike between what is there once": (between[0], between[1]),
        "shuffled": ("".join(numbers)[:LONG], "".join(shuffled)[:LONG]),
        "nothing but spaces": (" " * LONG, " " * (LONG - 1) + "x"),
        "no space at all": ("x" * LONG, "y" * LONG),
    }


@pytest.mark.parametrize("kind", hostile())
def test_the_longest_texts_are_compared_in_half_a_second_however_they_are_made(kind: str) -> None:
    old, new = hostile()[kind]
    began = process_time()
    pieces = differences.__wrapped__(old, new)
    took = process_time() - began
    print(f"{kind}: {took:.3f} s")
    assert took < 0.5
    assert_right(pieces, old, new)


def assert_right(pieces: Sequence[Piece], old: str, new: str) -> None:
    """Check that both texts can be read from the pieces, and that no two of a kind stand side by side."""
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == new
    assert all(one.kind != next_one.kind for one, next_one in pairwise(pieces))


@pytest.mark.parametrize("small", [differing.SMALL, 4])
def test_any_two_texts_can_be_read_from_their_pieces(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differing, "SMALL", small)
    chance = Random(7)
    for _ in range(3_000):
        alphabet = "abcdefgh"[: chance.randint(1, 8)]
        old, new = ("".join(f"{chance.choice(alphabet)} " for _ in range(chance.randint(0, 24))) for _ in range(2))
        assert_right(differences.__wrapped__(old, new), old, new)


@pytest.mark.parametrize("of", [[f"w{n}" for n in range(3_000)], ["yes", "no", "perhaps"]])
def test_in_a_long_text_only_the_words_that_were_changed_are_shown(of: Sequence[str]) -> None:
    chance = Random(3)
    before = words(of, LONG, chance).split()
    after = list(before)
    for at in range(200, len(before), len(before) // 50):
        after[at] = "CHANGED"
    pieces = differences.__wrapped__(" ".join(before), " ".join(after))
    assert [piece.text.strip() for piece in pieces if piece.kind == "in"] == ["CHANGED"] * after.count("CHANGED")
    assert sum(len(piece.text.split()) for piece in pieces if piece.kind == "out") == after.count("CHANGED")
