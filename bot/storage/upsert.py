"""Inserts that handle existing rows; both databases support them, each with its own syntax."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_into(connection: AsyncConnection, table: sa.Table) -> Any:
    """Return an INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, for the connection's database."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table)
