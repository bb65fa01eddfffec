"""Jobs for child processes: importable by name, as every job must be."""

import os
import signal
import time
from pathlib import Path

from bot.errors import TooLargeError


def double(number: int) -> int:
    return number * 2


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def burn(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def wait_for_a_word(word: str) -> bool:
    """Waits for a file; returns False where it did not come."""
    for _ in range(2_000):
        if Path(word).exists():
            return True
        time.sleep(0.01)
    return False


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_048_576))


def eat_stack(depth: int) -> int:
    return eat_stack(depth + 1) + 1


def end(status: int) -> None:
    os._exit(status)


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def read_too_much() -> None:
    raise TooLargeError("a cause")


def read_too_little() -> None:
    from summarizer.errors import TooShortError  # here, as the core takes a second to import

    raise TooShortError(3)


class OddError(Exception):
    """Cannot be rebuilt from its arguments."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} and {second}")


def raise_odd() -> None:
    raise OddError(1, 2)


def return_function() -> object:
    return lambda: None


def environment() -> dict[str, str]:
    return dict(os.environ)  # noqa: TID251  (what a child was given is the question)


def process_id() -> int:
    return os.getpid()


def interrupt_me() -> int:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return os.getpid()


def print_something() -> str:
    print("libraries print")
    return "said"


def print_lines(count: int) -> None:
    for number in range(count):
        os.write(2, f"libraries warn {number} of https://x.example/?token=1\n".encode())


def print_endlessly() -> int:
    return os.write(2, b"x" * 300_000)


def connect() -> None:
    import socket

    socket.create_connection(("127.0.0.1", 9))


def run_command() -> None:
    import subprocess

    subprocess.run(["true"], check=False)  # noqa: S607  (never runs)


def write_pid_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def write_pid_and_burn(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    burn(60)


def soft_limits() -> tuple[int, int]:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]
