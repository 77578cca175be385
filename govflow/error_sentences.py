"""What can go wrong around a command, as sentences that say what to do: refusals, bad files and settings, databases, disks."""

import errno
from collections.abc import Mapping

from govflow.domain.refusals import Refused
from govflow.record.error_words import in_words

DISK: Mapping[int, str] = {
    errno.ENOSPC: "The disk is full: make room, and try again.",
    errno.EDQUOT: "The disk quota is used up: make room, and try again.",
    errno.EFBIG: "A file may not grow that large here: raise the limit (ulimit -f), or use another disk.",
    errno.EROFS: "The disk is read-only: use another place, or mount it for writing.",
    errno.EACCES: "govflow may not do that there: check who owns it and its folder, and run govflow as that user.",
    errno.EPERM: "govflow may not do that there: check who owns it and its folder, and run govflow as that user.",
    errno.ENOENT: "There is no such file or folder: check the name.",
    errno.ENOTDIR: "A part of the path is a file, not a folder: check the name.",
    errno.EISDIR: "It is a folder, not a file: name a file.",
    errno.EEXIST: "It is there already: name another.",
    errno.EIO: "The disk did not take or give what it should: check that it is sound.",
    errno.EADDRINUSE: "Something else listens there already: stop it, or choose another port.",
}
UNEXPECTED = (
    "This is an error in govflow itself; what was recorded stands. Run `govflow --debug ...` again, and report what it shows."
)


def sentences(wrong: Exception) -> tuple[str, ...]:
    """Return what to print for whatever went wrong."""
    if isinstance(wrong, Refused):
        return tuple(f"{one.says}\n  {one.remedy}  ({one.code})" for one in wrong.refusals)
    of_database = in_words(wrong)
    if of_database is not None:
        return (of_database,)
    if isinstance(wrong, OSError):
        where = f" ({wrong.filename})" if wrong.filename else ""
        return (f"{DISK.get(wrong.errno or 0, wrong.strerror or str(wrong))}{where}",)
    if type(wrong).__module__.partition(".")[0] == "govflow":  # an error of our own is a sentence already
        return (str(wrong),)
    return (f"{type(wrong).__name__}: {wrong}", UNEXPECTED)
