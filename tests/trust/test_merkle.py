"""The tree, against the published vectors, against another implementation, and exhaustively for small sizes."""

import hashlib

import pymerkle
import pytest

from govflow.trust import merkle

# The eight leaves and roots that Certificate Transparency's own tests use.
VECTORS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 130
LEAVES = [merkle.leaf(bytes([n])) for n in range(MOST)]


def grown(leaves: list[bytes]) -> merkle.Frontier:
    frontier: merkle.Frontier = ()
    for size, new in enumerate(leaves):
        frontier = merkle.append(frontier, size, new)
    return frontier


def test_the_published_roots() -> None:
    leaves = [merkle.leaf(bytes.fromhex(text)) for text in VECTORS]
    assert [merkle.root(grown(leaves[: n + 1])).hex() for n in range(8)] == ROOTS
    assert merkle.root(()) == hashlib.sha256(b"").digest()


def test_the_published_proofs() -> None:
    leaves = [merkle.leaf(bytes.fromhex(text)) for text in VECTORS]
    assert [step.hex()[:8] for step in merkle.inclusion(leaves, 5)] == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert [step.hex()[:8] for step in merkle.consistency(leaves[:7], 3)][:1] == ["0298d122"]


@pytest.mark.parametrize("size", range(1, MOST))
def test_a_frontier_is_short_and_gives_the_root_of_the_definition(size: int) -> None:
    frontier = grown(LEAVES[:size])
    assert len(frontier) == size.bit_count()
    assert merkle.root(frontier) == merkle.root_of(LEAVES[:size])


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 100, 127, 128, 129])
def test_every_inclusion_proof_holds_and_no_other_leaf_or_place_does(size: int) -> None:
    leaves, root = LEAVES[:size], merkle.root_of(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion(leaves, index)
        assert merkle.is_included(leaves[index], index, size, proof, root)
        assert not merkle.is_included(leaves[index - 1], index, size, proof, root) or size == 1
        assert not merkle.is_included(leaves[index], index + 1, size, proof, root)
        assert not merkle.is_included(leaves[index], index, size, [*proof, root], root)
        assert not merkle.is_included(leaves[index], index, size, proof[:-1], root) or not proof


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 100, 127, 128, 129])
def test_every_consistency_proof_holds_and_a_changed_history_does_not(size: int) -> None:
    leaves, root = LEAVES[:size], merkle.root_of(LEAVES[:size])
    for earlier in range(1, size + 1):
        then, proof = merkle.root_of(leaves[:earlier]), merkle.consistency(leaves, earlier)
        assert merkle.is_consistent(earlier, then, size, root, proof)
        assert not merkle.is_consistent(earlier, merkle.leaf(b"other"), size, root, proof)
        assert not merkle.is_consistent(earlier, then, size, merkle.leaf(b"other"), proof)
        assert not merkle.is_consistent(earlier, then, size, root, [*proof, root])
    assert not merkle.is_consistent(0, merkle.EMPTY, size, root, [])


def test_another_implementation_agrees() -> None:
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    frontier: merkle.Frontier = ()
    for n in range(300):
        body = b"entry %d" % n
        theirs.append_entry(body)
        frontier = merkle.append(frontier, n, merkle.leaf(body))
        assert theirs.get_state() == merkle.root(frontier)
