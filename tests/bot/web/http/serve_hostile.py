"""A site that serves the hostile cases of ../shared/security, in a process of its own so that it takes no time from ours.

python serve_hostile.py ../shared/security/hostile.py     prints its port; then GET /prepare/NAME (makes it) and GET /NAME
"""

import importlib.util
import socket
import sys
import threading
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES: dict[str, Any] = load(Path(sys.argv[1])).CASES


@cache
def body_of(name: str) -> bytes:
    try:
        made: bytes = CASES[name].body()
    except ModuleNotFoundError:  # the zstd bomb needs its library; we refuse that encoding before the first byte
        return b"\x28\xb5\x2f\xfd" + bytes(1000)
    return made


def answer(connection: socket.socket) -> None:
    head = b""
    with connection:
        try:
            connection.settimeout(30)
            while b"\r\n\r\n" not in head:
                head += connection.recv(65_536) or b"\r\n\r\n"
            folder, _, name = head.split(b" ", 2)[1].decode().rpartition("/")
            if folder == "/prepare":
                if CASES[name].kind != "wire":
                    body_of(name)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                return
            case = CASES.get(name, CASES["redirect_loop"])
            if case.kind == "wire":
                case.body(connection)
                return
            body = body_of(name)
            headers = "".join(f"{key}: {value}\r\n" for key, value in case.headers.items())
            start = f"HTTP/1.1 200 OK\r\n{headers}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            connection.sendall(start.encode() + body)
        except OSError:
            return


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=answer, args=(accepted,), daemon=True).start()
