"""Looking into a record from outside an installation: nothing is made, nothing is migrated, and what cannot be read is not there."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from govflow.record.errors import RecordError
from govflow.record.sessions import open_database
from govflow.record.store import Store


def policies_kept(url: str) -> tuple[bytes, ...]:
    """Return the content of the policy in force of each alliance whose record is at ``url``."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not (address.database and Path(address.database).is_file()):
        return ()
    engine = open_database(address)
    try:
        return _policies(Store(engine))
    except (DBAPIError, RecordError):
        return ()
    finally:
        engine.dispose()


def _policies(store: Store) -> tuple[bytes, ...]:
    found = []
    for alliance in store.alliances():
        with store.view(alliance) as view:
            content = view.edition(view.alliance().policy)
            found += [content] if content else []
    return tuple(found)
