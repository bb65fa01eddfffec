"""A message to the bot -> what it asks for: a request, an intent, and what of it cannot be done as asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.newsroom.ports import DigestOptions
from bot.newsroom.requests.request import NOTHING_TO_REMARK, Intent, Remarks, Request
from bot.slack.parsing.messages.asked_options import (
    AskedOptions,
    cut_option_line,
    read_options,
    read_options_beside,
)
from bot.slack.parsing.messages.content import MessageContent
from bot.slack.parsing.messages.languages import find_asked_language
from bot.slack.parsing.messages.material import LEAST_WORDS, find_material, is_permalink
from bot.slack.parsing.messages.phrases import (
    asks_at_length,
    cut_request,
    find_change,
    is_question,
    named_length,
    read_intent,
    says_no_more,
)
from bot.slack.parsing.messages.text_elements import links_in, without_person, words_between_links
from summarizer.text.words import count_words

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

_BARE_ADDRESS = re.compile(
    r"(?:www\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})(?::\d{2,5})?(?P<path>/\S*)?",
    re.IGNORECASE,
)
_LONGEST_REQUEST = 3_000
"""Characters of words that ask for something, or of addresses that are written without https://."""

_HELP_OPTIONS = ("--help", "—help", "–help", "-h", "-help", "/help")
"""As at a command line; clients make one dash of two."""

_AROUND_ADDRESS = ".,;:!?'\"()[]<>“”„«»"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks for.

    Attributes:
        request: what to read; empty where the message holds nothing.
        intent: what it asks for.
        remarks: what is not done as asked.
    """

    request: Request
    intent: Intent = Intent.READ
    remarks: Remarks = NOTHING_TO_REMARK


def read_asked(content: MessageContent, *, bot_user: str = "", default: DigestOptions | None = None) -> Asked:
    """What a message asks for.

    Args:
        content: the message.
        bot_user: the bot, whose mention is no part of what is said.
        default: options where the message names none.
    """
    content = replace(content, elements=without_person(content.elements, bot_user))
    options = default or DigestOptions()
    between = words_between_links(content.elements)
    found = find_material(content, least_words=LEAST_WORDS)
    if found.text and not content.shared:
        pasted = _read_pasted(found, options)
        if pasted is not None:
            return pasted
        found = replace(found, text=None)
    if found.links or found.permalinks:
        return _read_beside_links(found, content, between, options)
    said = " ".join(between).strip()
    asked = read_options(said, options)
    if found.files or found.text:
        return Asked(replace(found, options=asked.options), remarks=_remarks(asked))
    return _read_words(said, asked)


def _read_pasted(found: Request, default: DigestOptions) -> Asked | None:
    """A pasted text without the words that only ask for its summary; None where all of it is such words."""
    text, options = cut_option_line(found.text or "", default)
    text, options = cut_option_line(cut_request(text), options)
    if count_words(text) < LEAST_WORDS or asks_at_length(text):
        return None
    return Asked(replace(found, text=text, options=options))


def _read_beside_links(
    found: Request, content: MessageContent, between: Sequence[str], default: DigestOptions
) -> Asked:
    """Links, each with its options."""
    all_links = links_in(content.elements)
    if not all_links:  # they are in what is forwarded
        asked = read_options(" ".join(between).strip(), default)
        return Asked(replace(found, options=asked.options), remarks=_remarks(asked))
    beside = read_options_beside(between, default)
    of_link = {link: asked.options for link, asked in zip(all_links, beside, strict=True) if not is_permalink(link)}
    different = set(of_link.values())
    if len(different) > 1:
        found = replace(found, link_options=tuple(of_link.items()))
    options = next(iter(different)) if len(different) == 1 else beside[0].options if not different else default
    return Asked(replace(found, options=options), remarks=_remarks(beside[0]))


def _read_words(said: str, asked: AskedOptions) -> Asked:
    """Few words without a link: an address without https://, or words that ask for something."""
    addresses = find_bare_addresses(asked.rest)
    if addresses:
        rest = " ".join(word for word in asked.rest.split() if word.strip(_AROUND_ADDRESS) not in addresses)
        beside = read_options(rest, asked.options)
        links = tuple(f"https://{address}" for address in addresses)
        remarks = _remarks(replace(beside, unknown=asked.unknown))
        return Asked(Request(links=links, options=beside.options), remarks=remarks)
    request = Request(options=asked.options)
    if len(said) > _LONGEST_REQUEST:
        return Asked(request, Intent.UNCLEAR, Remarks(asked.unknown))
    change = find_change(said)
    if change is not None:
        return Asked(request, change, Remarks(asked.unknown))
    if said in _HELP_OPTIONS:
        return Asked(request, Intent.HELP)
    if not _LETTER_OR_DIGIT.search(asked.rest) and "?" not in asked.rest:
        return Asked(request, remarks=_remarks(asked))
    remarks = _remarks(asked)
    intent = Intent.READ if remarks.language else read_intent(asked.rest)
    return Asked(request, intent, remarks if intent is Intent.READ else Remarks(asked.unknown))


def find_bare_addresses(words: str) -> tuple[str, ...]:
    """Addresses that are written without https://, as in a command, where Slack makes no links of them.

    One without a path counts where nothing is said beside it but what asks for a digest, or where it begins with
    "www.": "U.S." and "Node.js" in a sentence are none.
    """
    if len(words) > _LONGEST_REQUEST:
        return ()
    tokens = [token for word in words.split() if (token := word.strip(_AROUND_ADDRESS))]
    matches = [(token, _BARE_ADDRESS.fullmatch(token)) for token in tokens]
    beside = " ".join(token for token, match in matches if not match)
    is_asked_for = not beside or says_no_more(beside) or named_length(beside) is not None
    return tuple(
        token
        for token, match in matches
        if match and (match["path"] or token.casefold().startswith("www.") or is_asked_for)
    )


def _remarks(asked: AskedOptions) -> Remarks:
    """What of the words beside a request is not done."""
    if len(asked.rest) > _LONGEST_REQUEST:
        return Remarks(asked.unknown)
    language = find_asked_language(asked.rest)
    return Remarks(asked.unknown, language, is_question(asked.rest))
