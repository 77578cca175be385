"""Where the shipped workflows and policies lie: an operator's own folder, the wheel's, or the one beside the package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str, own: Path | None = None) -> Path:
    """Return the folder ``name`` (workflows, policies): ``own`` if given, else the wheel's, else the one beside the package."""
    if own is not None:
        return _there(own)
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _there(PACKAGE.parent / name)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        message = f"there is no folder {folder}"
        raise FileNotFoundError(message)
    return folder
