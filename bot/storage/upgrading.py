"""Brings the tables up to date at start, by Alembic's migrations.

A database that is newer than this code is refused: older code must not write into tables it does not understand.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SchemaTooNewError, StorageError
from bot.storage.database import DatabaseAddress

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(address: DatabaseAddress, revision: str = "head") -> None:
    """Migrate up to a revision.

    Raises:
        SchemaTooNewError: a later version of this program has been here.
        StorageError: the database cannot be opened or changed.
    """
    engine = address.open_sync()
    try:
        with engine.begin() as connection:
            known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
            current = MigrationContext.configure(connection).get_current_revision()
            if current is not None and current not in known:
                raise SchemaTooNewError(current)
            command.upgrade(_config(connection), revision)
    except sa.exc.DBAPIError as error:
        raise StorageError(f"{address.name}: {error.orig}") from error
    finally:
        engine.dispose()


def downgrade(address: DatabaseAddress, revision: str) -> None:
    """Migrate down to a revision ("base" is before the first).

    Raises:
        StorageError: the database cannot be opened or changed.
    """
    engine = address.open_sync()
    try:
        with engine.begin() as connection:
            command.downgrade(_config(connection), revision)
    except sa.exc.DBAPIError as error:
        raise StorageError(f"{address.name}: {error.orig}") from error
    finally:
        engine.dispose()


def revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    scripts = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
