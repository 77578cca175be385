"""The English of what is shipped, as approved. A change of the rules shows here as a change of sentences, to be read and agreed.

To approve a change: set GOVFLOW_APPROVE=1, run this file, read what git says has changed in approved/, and commit it with the rules.
"""

import os
from pathlib import Path

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.explaining import english, policy_english
from govflow.definitions.library import load_library
from govflow.engine.registry import known_words

APPROVED = Path(__file__).parent / "approved"
APPROVING = os.environ.get("GOVFLOW_APPROVE", "") not in {"", "0"}
LIBRARY = load_library(bundled("workflows"), bundled("policies"), known_words())

TEXTS = {
    **{f"workflow-{name}-under-plymouth": english(w, LIBRARY.policies["plymouth"]) for name, w in LIBRARY.workflows.items()},
    **{f"policy-{pack}": policy_english(policy) for pack, policy in LIBRARY.policies.items()},
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_english_is_as_approved(name):
    path = APPROVED / f"{name}.txt"
    if APPROVING:
        path.write_text(TEXTS[name], encoding="utf-8")
    approved = path.read_text(encoding="utf-8") if path.is_file() else ""
    told = f"The English of {name} has changed. Set GOVFLOW_APPROVE=1, run this test, read the difference and commit it."
    assert approved == TEXTS[name], told


def test_nothing_is_approved_that_is_not_shipped():
    assert APPROVING or {path.stem for path in APPROVED.glob("*.txt")} == set(TEXTS)
