"""Takes off an entry's summary what its blog, aggregator or feed maker put there, and leaves the article's words. Pure.

    "The post … appeared first on …"       WordPress, in its languages
    "Read more on gazette.example »"       and "Continue reading …", "[…]", "(more…)"
    "Article URL: … Points: 5"             hnrss; "Comments" of Hacker News and Lobsters
    "submitted by /u/… [link] [comments]"  Reddit
    "3 posts - 2 participants Read full topic"  Discourse
    "arXiv:… Announce Type: new Abstract:" arXiv, in front

Where "[…]" cuts a sentence, "…" stays: the sentence is not whole. The phrases are in `summaries.json`. Only the end of
a text is searched, so a phrase inside the article's words stays.
"""

import json
import re
from importlib.resources import files

from summarizer.text.markup import unescape
from summarizer.text.sentence_form import has_end_mark

_PHRASES = json.loads(files("bot").joinpath("web/feeds/fields/summaries.json").read_text("utf-8"))

_APPEARED_FIRST: tuple[tuple[str, str], ...] = tuple((start, verb) for start, verb in _PHRASES["appeared_first"])
_READ_ON = re.compile(
    r"(?:(?<=[.!?…»”\"'’)\]|:*–—→►▸|<>-] )|(?<=[\[(|<>…→])|(?<=\.\.\.)|(?<=  )|^)"
    rf"(?:{'|'.join(re.escape(phrase) for phrase in sorted(_PHRASES['read_on'], key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_MARKS: tuple[str, ...] = tuple(_PHRASES["marks"])

_LONGEST_TITLE = 320
_LONGEST_OUTLET = 160
_LONGEST_REST = 160
"""Characters behind "Read more": the name of a site, or the title again."""

_MOST_PASSES = 5
_OPEN = " [(|»«→►▸<>*–—-"
_SENTENCE_END = re.compile(r"[.!?](?: (?=\w)|$)")

_TAILS = (
    (
        "omments URL: ",
        r"(?:Article URL: \S{1,2000} )?Comments URL: \S{1,2000}(?: Points: \d{1,9})?(?: # Comments: \d{1,9})?$",
    ),
    ("submitted by ", r"submitted by /?u/\S{1,60}(?: to /?r/\S{1,60})?(?: \[link\])?(?: \[comments\])?$"),
    (" participant", r"(?:^|(?<= ))\d{1,9} posts? - \d{1,9} participants?(?: Read full topic)?$"),
    ("[comments]", r"(?:\[link\] )?\[comments\]$"),
    ("omments (", r"Comments? \(\d{1,6}\)$"),
    ("[link]", r"\[link\]$"),
)
"""What is in a text that ends with a note, and the note."""

_COMPILED = tuple((sign, re.compile(pattern)) for sign, pattern in _TAILS)
_COMMENTS_ONLY = re.compile(
    r"(?:\d{1,6} )?(?:Comments?|Kommentare?|Commentaires?|Comentarios)(?: ?\(\d{1,6}\))?", re.IGNORECASE
)
_REDDIT = re.compile(r"https?://(?:[\w-]{1,20}\.){0,2}(?:reddit\.com|redd\.it|redditmedia\.com)(?:/|$)", re.IGNORECASE)
_DISCUSSED = re.compile(r"<a href=\"(https?://[^\"<>\s]{4,2000})\">\[link\]</a>")
_MOST_MARKUP = 6_000
"""Characters at the end of a summary in which its links are searched."""

_ARXIV = re.compile(r"arXiv:\S{1,40} Announce Type: \S{1,30} (?:Abstract: )?")


def strip_notes(text: str, title: str = "") -> str:
    """Return a summary without the words of those who passed it on.

    Args:
        text: plain, on one line.
        title: the entry's, which may be printed behind "Continue reading".
    """
    text = _ARXIV.sub("", text, count=1) if text.startswith("arXiv:") else text
    for _ in range(_MOST_PASSES):
        shorter = _strip_last(text, title).rstrip()
        if shorter == text:
            break
        text = shorter
    return text


def find_discussed(markup: str, link: str) -> str:
    """Return the page that an entry of Reddit is about; its own link where that is the discussion itself.

    Args:
        markup: its summary, which ends with "[link] [comments]".
        link: the discussion's.
    """
    if not _REDDIT.match(link):
        return link
    found = _DISCUSSED.search(markup[-_MOST_MARKUP:])
    return link if found is None or _REDDIT.match(unescape(found.group(1))) else unescape(found.group(1))


def _strip_last(text: str, title: str) -> str:
    """Return a text without the last note in it."""
    mark = next((mark for mark in _MARKS if text.endswith(mark)), "")
    if mark:
        return _mark_cut(text.removesuffix(mark).rstrip())
    for sign, note in _COMPILED:
        found = note.search(text) if sign in text else None
        if found is not None:
            return text[: found.start()]
    if _COMMENTS_ONLY.fullmatch(text):
        return ""
    cut = _find_appeared_first(text)
    return text[:cut] if cut is not None else _strip_read_on(text, title)


def _mark_cut(text: str) -> str:
    """Return a text that a mark was taken off: with "…" at its end where its last sentence is cut there."""
    return text if not text or has_end_mark(text) else f"{text} …"


def _find_appeared_first(text: str) -> int | None:
    """Return where "The post … appeared first on …" begins at the end of a text; None where it does not."""
    end = text[-_LONGEST_OUTLET:]
    for start, verb in _APPEARED_FIRST:
        if verb not in end:
            continue
        at_verb = text.rfind(verb)
        begin = text.rfind(start, max(0, at_verb - _LONGEST_TITLE), at_verb + 1)
        if begin == 0 or (begin > 0 and not text[begin - 1].isalnum()):
            return begin
    return None


def _strip_read_on(text: str, title: str) -> str:
    """Return a text without an invitation to read on at its end, whatever is printed behind it."""
    from_here = max(0, len(text) - _LONGEST_REST - len(title))
    for found in _READ_ON.finditer(text, from_here):
        if found.group()[0].islower():
            continue  # the middle of a sentence
        rest = text[found.end() :]
        if not _has_another_sentence(rest.replace(title, "", 1) if title else rest):
            return text[: found.start()].rstrip(_OPEN)
    return text


def _has_another_sentence(rest: str) -> bool:
    """Return whether the words behind an invitation go on with a sentence of their own."""
    end = _SENTENCE_END.search(rest)
    return end is not None and len(rest) - end.end() > len(" »→")
