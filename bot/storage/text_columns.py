"""Text columns that accept any text on every database.

PostgreSQL rejects NUL, and no driver encodes half of a surrogate pair: one headline with either would lose all rows
that are written with it. External text is cleaned where it is read; this covers whatever else gets here.
Source: postgresql.org/docs, "Character Types"; docs.sqlalchemy.org, "Augmenting Existing Types".
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from summarizer.text.markup import join_surrogates


def clean_texts(metadata: sa.MetaData) -> None:
    """Make every text column of these tables accept any text, in values and in queries."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.Text):
                column.type = CleanText()
            elif isinstance(column.type, sa.String):
                column.type = CleanString(column.type.length)


class CleanText(TypeDecorator[str]):
    """A text of any length."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002  (SQLAlchemy's signature)
        """Return the text as it is stored and queried."""
        return None if value is None else storable(value)


class CleanString(TypeDecorator[str]):
    """A text with a maximum number of characters."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002  (SQLAlchemy's signature)
        """Return the text as it is stored and queried."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Return the text without NUL; surrogates are joined, or replaced by U+FFFD."""
    return join_surrogates(text.replace("\0", ""))
