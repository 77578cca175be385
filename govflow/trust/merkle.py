"""The Merkle tree of RFC 6962 over the entries of one record: leaves, a frontier that grows by appending, roots and proofs.

A frontier is the list of the roots of the perfect subtrees, largest first: at most 64 hashes, and all that appending
needs. What the leaves mean, and where they are kept, does not live here.
"""

import hashlib
from collections.abc import Sequence

Frontier = tuple[bytes, ...]

EMPTY = hashlib.sha256(b"").digest()


def leaf(body: bytes) -> bytes:
    """Return the hash of one leaf, SHA-256(0x00 ‖ body)."""
    return hashlib.sha256(b"\0" + body).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def append(frontier: Frontier, size: int, new: bytes) -> Frontier:
    """Return the frontier of ``size`` + 1 leaves: that of ``size`` leaves and the leaf hash ``new``."""
    subtrees = list(frontier)
    while size & 1:  # each trailing one of the size is a subtree as large as the one being carried
        new = node(subtrees.pop(), new)
        size >>= 1
    return (*subtrees, new)


def root(frontier: Frontier) -> bytes:
    """Return the root of the tree with this frontier; the hash of nothing for an empty one."""
    if not frontier:
        return EMPTY
    result = frontier[-1]
    for subtree in reversed(frontier[:-1]):
        result = node(subtree, result)
    return result


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, by the definition of RFC 6962, 2.1."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return node(root_of(leaves[:half]), root_of(leaves[half:]))


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that leaf ``index`` (from 0) is in the tree over ``leaves``, nearest neighbour first."""
    if len(leaves) <= 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion(leaves[half:], index - half), root_of(leaves[:half])]


def consistency(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Return the proof that the tree over the first ``earlier`` leaves (1 or more) is a beginning of the tree over ``leaves``."""
    return _subproof(leaves, earlier, whole=True)


def is_included(new: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Say whether ``proof`` shows the leaf hash ``new`` at ``index`` (from 0) in the tree of ``size`` leaves with that root."""
    if not 0 <= index < size:
        return False
    position, last, result = index, size - 1, new
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            result = node(step, result)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            result = node(result, step)
        position, last = position >> 1, last >> 1
    return last == 0 and result == expected


def is_consistent(earlier: int, root_then: bytes, later: int, root_now: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether ``proof`` shows that the tree of ``earlier`` leaves is a beginning of the later one (RFC 9162, 2.1.4.2)."""
    if not 0 < earlier <= later:
        return False
    if earlier == later:
        return not proof and root_then == root_now
    steps = [root_then, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not steps:
        return False
    position, last = earlier - 1, later - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node(step, old), node(step, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node(new, step)
        position, last = position >> 1, last >> 1
    return last == 0 and old == root_then and new == root_now


def _half(size: int) -> int:
    # The largest power of two below the size.
    return 1 << (size - 1).bit_length() - 1


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    if earlier <= half:
        return [*_subproof(leaves[:half], earlier, whole=whole), root_of(leaves[half:])]
    return [*_subproof(leaves[half:], earlier - half, whole=False), root_of(leaves[:half])]
