"""Differences as they are shown: every change with a little of what stayed around it."""

from govflow.reading.differences import differences, shortened


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
