"""Shared digests without threads: as few messages as possible, for a response_url, which takes only a few posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Message
from bot.slack.rendering.digest_messages import shared_digest
from summarizer import Digest


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a shared digest that fits into one message: mostly all of it.

    Attributes:
        number: the digest's.
        part: its position among the pieces of that digest, from 0.
        text: what notifications say.
        blocks: what the channel shows.
    """

    number: int
    part: int
    text: str = field(compare=False)
    blocks: tuple[Block, ...] = field(compare=False)


def pieces_of(number: int, digest: Digest, *, user_id: str) -> tuple[Piece, ...]:
    """A shared digest in pieces: headline, sharer, sentences and quotes."""
    parent, thread = shared_digest(digest, user_id=user_id)
    groups = [[*parent.blocks], *([block] for message in thread for block in message.blocks)]
    return tuple(Piece(number, part, parent.text, blocks) for part, blocks in enumerate(kit.pack(groups)))


def together(pieces: Sequence[Piece]) -> Iterator[tuple[tuple[Piece, ...], Message]]:
    """Messages, each with the pieces it holds, in order."""
    held: list[Piece] = []
    for piece in pieces:
        if held and len(kit.pack([_blocks([*held, piece])])) > 1:
            yield tuple(held), _message(held)
            held = []
        held.append(piece)
    if held:
        yield tuple(held), _message(held)


def _message(held: Sequence[Piece]) -> Message:
    others = len({piece.number for piece in held}) - 1
    return Message(f"{held[0].text} and {others} more" if others else held[0].text, tuple(_blocks(held)))


def _blocks(held: Sequence[Piece]) -> list[Block]:
    """The blocks of several pieces, with a divider between two."""
    blocks: list[Block] = []
    for piece in held:
        blocks += [kit.divider()] if blocks else []
        blocks += piece.blocks
    return blocks
