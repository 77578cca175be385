"""Short names of organisations: made from titles in any language of the country, always usable, never two alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.short_names import short_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour Council", "harbour-council"),
        ("Tŷ Gobaith & Friends", "ty-gobaith-and-friends"),
        ("St. John's Hostel", "st-johns-hostel"),
        ("St John’s  Hostel ", "st-johns-hostel"),
        ("Łódź Øvre Æbleskiver", "lodz-ovre-aebleskiver"),
        ("2nd Chance", "organisation-2nd-chance"),
        ("慈善", "organisation"),
        ("---", "organisation"),
        ("An organisation whose name goes on and on for ever", "an-organisation-whose-name-goes-on-and-o"),
    ],
)
def test_a_short_name_is_made_from_the_title(title, name):
    assert short_name(title) == name


def test_a_name_that_is_taken_gets_a_number():
    assert short_name("Harbour Council", ["harbour-council"]) == "harbour-council-2"
    assert short_name("Harbour Council", ["harbour-council", "harbour-council-2"]) == "harbour-council-3"


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=5))
def test_any_title_gives_a_name_that_fits_in_an_address_and_is_free(title, others):
    taken = []
    for other in others:
        taken.append(short_name(other, taken))
    name = short_name(title, taken)
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name)
    assert name not in taken
