from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.database.error_messages import to_storage_error

ADDRESS = DatabaseAddress("postgresql://ada:salt@db.example:5432/nutgraf", Path("data"))
REFUSED = (
    'connection failed: connection to server at "10.0.0.7", port 5432 failed: Connection refused\n'
    "\tIs the server running on that host and accepting TCP/IP connections?"
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            REFUSED,
            'is not reached; start PostgreSQL, or correct NUTGRAF_DATABASE_URL. (connection to server at "10.0.0.7"',
        ),
        (
            "failed to resolve host 'db.example': not known",
            "names a host that is not found; correct NUTGRAF_DATABASE_URL.",
        ),
        ('FATAL:  password authentication failed for user "ada"', "refuses the user or the password; correct"),
        ('FATAL:  database "nutgraf" does not exist', "does not exist; make it with createdb"),
    ],
)
def test_what_postgresql_says_becomes_what_to_do(said, told):
    line = to_storage_error(ADDRESS, sa.exc.OperationalError("", {}, Exception(said))).cause

    assert line.startswith(f"postgresql://ada:***@db.example:5432/nutgraf {told}")
    assert "Is the server running" not in line
    assert "salt" not in line
