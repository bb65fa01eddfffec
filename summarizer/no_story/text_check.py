"""Refuses texts that are no story, whatever they came from, by what they are made of.

The measures are shares, so that they hold for texts nobody has seen; their limits are far from every real article of
the measuring data (docs/quality.md). A wrong refusal costs more than a miss: where signs disagree, the text is read.
"""

import unicodedata

from summarizer.errors import (
    IN_TEXT,
    CookieNoticeError,
    GibberishError,
    LoginPageError,
    NumbersError,
    PlaceholderTextError,
)
from summarizer.no_story.letter_pairs import rate_letters, without_accents
from summarizer.no_story.text_features import (
    count_kinds,
    count_words_of,
    find_stems,
    load_lines,
    quotes_somebody,
    share_covered,
    share_of_codes,
    share_of_digits,
    share_of_sentences,
    split_phrases,
)
from summarizer.text.language import cut_samples
from summarizer.text.words import count_words

SAMPLES, SAMPLE_CHARACTERS = 3, 400
"""Gibberish is gibberish in each of so many places of a text; most texts are read after the first."""

MIN_CHARACTERS = 40
"""A shorter text is not judged: a name, a code, a headline."""

UNLIKELY_LETTERS = -4.9
"""Mean log2 likelihood of pairs of letters; real texts have -4.3 or more, keys hit at random -5 or less."""

CODE_SHARE, DIGIT_SHARE, SIGN_SHARE = 0.5, 0.4, 0.5
MIN_REPEATED_WORDS, MAX_KINDS = 12, 3
TABLE_SENTENCES = 0.2
"""Share of a table of numbers that sentences may be."""

MAX_NOTICE_CHARACTERS, OPENING_CHARACTERS = 4_000, 600
MIN_NOTICE_STEMS, CONSENT_SHARE, SURE_CONSENT_SHARE, ABOUT_SHARE = 4, 0.08, 0.16, 0.6
ADDRESS_SHARE, BUTTON_WORDS, MIN_BUTTONS = 0.02, 5, 2
"""A notice speaks to its reader, or has buttons; news about cookies does neither."""

MAX_LOGIN_WORDS, MIN_LOGIN_PHRASES, LOGIN_SHARE, SURE_LOGIN_PHRASES, LOGIN_SENTENCES = 120, 3, 0.3, 5, 0.8
MIN_NAMED_PHRASES = 2
PLACEHOLDER_SHARE = 0.6

_CONSENT = split_phrases(load_lines("consent_words.txt"))
_ADDRESS = tuple(split_phrases(tuple(line.split())) for line in load_lines("address_words.txt"))
_LOGIN = frozenset(without_accents(line.removeprefix("* ")) for line in load_lines("login_phrases.txt"))
_SECRETS = frozenset(without_accents(line[2:]) for line in load_lines("login_phrases.txt") if line.startswith("* "))
_PLACEHOLDER = split_phrases(tuple(word for line in load_lines("placeholder_words.txt") for word in line.split()))
_PLACEHOLDER_SIGNS = frozenset({"lorem", "ipsum", "consectetur", "consetetur", "ullamcorper", "vestibulum"})


def check_story(text: str, where: str = IN_TEXT) -> None:
    """Refuse gibberish, tables of numbers, cookie notices, forms to log in and placeholder text.

    Args:
        text: as it was given, or the body of a page.
        where: `IN_TEXT` or `ON_PAGE`, for the sentence.

    Raises:
        GibberishError, NumbersError, PlaceholderTextError, CookieNoticeError, LoginPageError: it is one of these.
    """
    text = text.strip()
    samples = cut_samples(text, SAMPLES, SAMPLE_CHARACTERS) if len(text) > SAMPLES * SAMPLE_CHARACTERS else (text,)
    if all(share_of_codes(sample) > CODE_SHARE for sample in samples) and len(text) >= MIN_CHARACTERS:
        raise GibberishError(where)
    if _is_numbers(text, samples):
        raise NumbersError(where)
    if all(map(_is_gibberish, samples)):
        raise GibberishError(where)
    if is_cookie_notice(text):
        raise CookieNoticeError(where)
    if is_login_form(text):
        raise LoginPageError(where)
    if _is_placeholder(text):
        raise PlaceholderTextError(where)


def _is_numbers(text: str, samples: tuple[str, ...]) -> bool:
    """Whether most of a text is digits, and hardly any of it sentences."""
    if len(text) < MIN_CHARACTERS or any(share_of_digits(sample) < DIGIT_SHARE / 2 for sample in samples):
        return False
    return share_of_digits(text) >= DIGIT_SHARE and share_of_sentences(text.splitlines()) < TABLE_SENTENCES


def _is_gibberish(text: str) -> bool:
    """Whether a piece of text has no words of any language."""
    if len(text) < MIN_CHARACTERS:
        return False
    likelihood = rate_letters(text)
    if likelihood is not None and likelihood < UNLIKELY_LETTERS:
        return True
    return _is_repeated(text) or _is_signs(text)


def _is_repeated(text: str) -> bool:
    """Whether a text is a few words over and over."""
    words, kinds = count_kinds(text)
    return words >= MIN_REPEATED_WORDS and kinds <= MAX_KINDS


def _is_signs(text: str) -> bool:
    """Whether most of a text is punctuation and signs. Vowel signs are letters here: Thai and Hindi have many."""
    signs = sum(not (each.isalnum() or each.isspace()) for each in text)
    shown = sum(not each.isspace() for each in text)
    if signs < SIGN_SHARE * shown:
        return False
    return sum(unicodedata.category(each)[0] in "PSC" for each in text if not each.isspace()) >= SIGN_SHARE * shown


def is_cookie_notice(text: str) -> bool:
    """Whether a short text asks its reader for consent to cookies, rather than telling of somebody who does."""
    if len(text) > MAX_NOTICE_CHARACTERS or find_stems(text[:OPENING_CHARACTERS], _CONSENT)[1] < 2:
        return False
    words = count_words(text)
    found, kinds = find_stems(text, _CONSENT)
    if kinds < MIN_NOTICE_STEMS or found < CONSENT_SHARE * words or quotes_somebody(text):
        return False
    if _count_words_about_consent(text) < ABOUT_SHARE * words:
        return False
    is_addressed = max(count_words_of(text, language) for language in _ADDRESS) >= ADDRESS_SHARE * words
    return is_addressed or (found >= SURE_CONSENT_SHARE * words and _count_buttons(text) >= MIN_BUTTONS)


def _count_words_about_consent(text: str) -> int:
    """Returns how many words are in lines with a word about consent: a story below a notice has none."""
    lines = (line for line in text.splitlines() if find_stems(line, _CONSENT)[0])
    return sum(map(count_words, lines))


def _count_buttons(text: str) -> int:
    """Returns how many lines are a word or two about consent, such as "Accept all"."""
    lines = (line.strip() for line in text.splitlines())
    return sum(find_stems(line, _CONSENT)[0] > 0 for line in lines if line and count_words(line) <= BUTTON_WORDS)


def is_login_form(text: str) -> bool:
    """Whether a short text is the labels and buttons of a form to log in."""
    if len(text) > 10 * MAX_LOGIN_WORDS or count_words(text) > MAX_LOGIN_WORDS:
        return False
    if share_of_sentences(text.splitlines()) > LOGIN_SENTENCES:
        return False
    share, found = share_covered(text, _LOGIN)
    has_secret = bool(found & _SECRETS) or len(found) >= SURE_LOGIN_PHRASES
    return has_secret and len(found) >= MIN_LOGIN_PHRASES and share >= LOGIN_SHARE


def names_login(text: str) -> bool:
    """Whether a text has two or more of the words that stand on forms to log in."""
    return len(share_covered(text, _LOGIN)[1]) >= MIN_NAMED_PHRASES


def _is_placeholder(text: str) -> bool:
    """Whether a text is made of the words of lorem ipsum; Latin has many of them, but not this many."""
    start = text[:SAMPLE_CHARACTERS]
    words = count_words(start)
    if words < MIN_REPEATED_WORDS or not any(sign in start.casefold() for sign in _PLACEHOLDER_SIGNS):
        return False
    return count_words_of(start, _PLACEHOLDER) >= PLACEHOLDER_SHARE * words
