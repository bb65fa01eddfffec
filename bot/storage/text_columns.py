"""Texts that every database takes.

PostgreSQL refuses NUL, and no driver encodes one half of a surrogate pair: one headline with either would lose all rows
that are written with it. What comes from outside is cleaned where it is read; this holds whatever else gets here.
Source: postgresql.org/docs, "Character Types"; docs.sqlalchemy.org, "Augmenting Existing Types".
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from summarizer.text.markup import join_surrogates


def clean_texts(metadata: sa.MetaData) -> None:
    """Have every text column of these tables take any text, to store and to look for."""
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
        """The text as it is stored and looked for."""
        return None if value is None else storable(value)


class CleanString(TypeDecorator[str]):
    """A text of at most so many characters."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002  (SQLAlchemy's signature)
        """The text as it is stored and looked for."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without NUL; surrogates are joined, or U+FFFD."""
    return join_surrogates(text.replace("\0", ""))
