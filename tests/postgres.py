"""A PostgreSQL server for the tests: in a temporary folder, on a free local port, removed at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
"""Where Debian has the newest server's programs, which are not on the PATH there."""


class Cluster:
    """A server that can be stopped and started again.

    Skips the test that creates it where PostgreSQL is not installed.
    """

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self._bin = _find_programs()
        self._user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self._folder = Path(tempfile.mkdtemp(prefix="nutgraf-postgres-"))
        if self._user:
            shutil.chown(self._folder, self._user)
        self.port = _free_port()
        self._made = 0
        self._run("initdb", "-D", "data", "-U", "nutgraf", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = ("fsync=off", "shared_buffers=16MB", "max_connections=200", "listen_addresses=127.0.0.1")
        options = [part for setting in settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._bin / "postgres", "-D", "data", "-p", str(self.port), "-k", self._folder, *options],
                cwd=self._folder,
                user=self._user,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        for _ in range(300):
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop at once: open connections are lost."""
        if self._server is not None:
            self._server.send_signal(2)  # SIGINT, "fast shutdown"
            self._server.wait(30)
            self._server = None

    def remove(self) -> None:
        """Stop the server and delete its files."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def make_database(self) -> str:
        """Returns the address of a new, empty database."""
        self._made += 1
        name = f"nutgraf_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str) -> str:
        """Returns the address of a database of this server."""
        return f"postgresql://nutgraf@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        subprocess.run(command, cwd=self._folder, user=self._user, check=True, capture_output=True)


def _find_programs() -> Path:
    found = shutil.which("initdb")
    folders = [*_HOMES, *([Path(found).resolve().parent] if found else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.skip("needs PostgreSQL's server programs (Debian: apt-get install postgresql)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
