"""Lines that are a site's and not the article's: what opens its tail, what it prints inside, what it says of cookies."""

import re
from importlib import resources

TAIL_SPARE_WORDS = 4
"""A heading of the tail may go on for so many words ("More from the harbour desk")."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})
_EDGES = " \t.:;!?…>»|·•-–—#*[]()▶►▼→←↑↓+"

_SPEAKING_OF_ITSELF = re.compile(
    r"\b(?:we|this (?:site|website)) uses? cookies\b|\bcookie (?:policy|settings|preferences|consent)\b|\bprivacy (?:policy|notice)\b"
    r"|\bterms of (?:use|service)\b|\ball rights reserved\b|©|\bcopyright (?:\(c\)|\d{4})|\bsign up (?:for|to) (?:our|the|receive)\b"
    r"|\b(?:subscribe|sign up)\b.{0,40}\bnewsletters?\b|\bour newsletters?\b|\bunsubscribe\b|\byour (?:inbox|email address)\b"
    r"|\benable javascript\b|\bad ?blocker\b|\bfollow us on\b|\blike us on facebook\b|\bdownload (?:our|the) app\b"
    r"|\bwir verwenden cookies\b|\bdatenschutz(?:erklärung|hinweise|bestimmungen)\b|\balle rechte vorbehalten\b|\bnewsletter an(?:melden|fordern)\b"
    r"|\bpolitique de confidentialité\b|\btous droits réservés\b|\bpolítica de (?:privacidad|cookies|privacidade)\b"
    r"|\btodos los derechos reservados\b|\btodos os direitos reservados\b|\btutti i diritti riservati\b|\binformativa sulla privacy\b"
    r"|\balle rechten voorbehouden\b|\bвсе права защищены\b|\bwszelkie prawa zastrzeżone\b",
    re.IGNORECASE,
)


def _phrases(name: str) -> tuple[str, ...]:
    """The phrases of a word list."""
    text = resources.files("summarizer.lexicon").joinpath(name).read_text("utf-8")
    return tuple(
        line.strip().translate(_QUOTES) for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


_CHROME = frozenset(_phrases("page_chrome_lines.txt"))
_TAILS = re.compile(
    r"(?:%s)(?!\w)" % "|".join(map(re.escape, sorted(_phrases("page_tail_headings.txt"), key=len, reverse=True)))
)


def fold(line: str) -> str:
    """The line for comparing: one case, straight quote marks, no marks at its ends."""
    return line.translate(_QUOTES).casefold().strip(_EDGES)


def is_chrome(line: str) -> bool:
    """Whether it is a button or a label ("Share this article", "Advertisement")."""
    return len(line) < 60 and fold(line) in _CHROME


def opens_tail(line: str) -> bool:
    """Whether it heads what stands below an article ("You may also like", "About the author")."""
    if len(line) > 100:
        return False
    folded = fold(line)
    found = _TAILS.match(folded)
    if found is None or line.rstrip().endswith((".", '."', ".”")):
        return False
    rest = folded[found.end() :]
    return len(rest.split()) <= TAIL_SPARE_WORDS and not rest.startswith(("'", "-"))


def speaks_of_site(line: str) -> bool:
    """Whether the site speaks of itself: cookies, privacy, rights, newsletters."""
    return len(line) < 600 and _SPEAKING_OF_ITSELF.search(line) is not None
