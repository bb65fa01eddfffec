"""The role in front of a comma: "The president of the council, Nicolas Féraud,", "the forecaster on duty, Jo Lind"."""

from collections.abc import Sequence

from summarizer.quotes.coreference.roles.in_front import behind_loose_words
from summarizer.quotes.coreference.roles.role_ends import OF, cannot_lead, is_clause, is_quoted_name, names_another
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.romance_words import OF as ROMANCE_OF
from summarizer.quotes.grammar.word_lists import short_list

MOST_WORDS = 20
MOST_SPOKEN_ABOUT = 4  # words
HELPERS = short_list("en", "helpers")


def role_before_comma(
    tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon
) -> tuple[int, int] | None:
    """First and last (exclusive) token of a role that a comma parts from the name behind it."""
    last = mention.first - 1
    if mention.first < 2 or tokens[last].text != ",":
        return None
    first = _start(tokens, last, lexicon)
    while first < last and tokens[first].lower in lexicon.determiners:
        first += 1
    first = behind_loose_words(tokens, first, last, lexicon)
    early = range(first, min(first + 4, last))
    head = next((index for index in early if lexicon.is_role(tokens[index].lower)), None)
    if head is not None:
        first = next((index + 1 for index in range(head - 1, first, -1) if tokens[index].lower in ROMANCE_OF), first)
    if head is None and _is_spoken_about(tokens, first, last, lexicon):
        return first, last
    if head is None or any(cannot_lead(tokens[index], lexicon) for index in range(first, head)):
        return None
    if names_another(tokens, head, last) or is_clause(tokens, head, last, lexicon):
        return None
    if _has_another_role(tokens, head, last, lexicon):
        return None  # "the spokesman of the prime minister, Jo Lind": either of them
    return first, last


def _is_spoken_about(tokens: Sequence[Token], first: int, last: int, lexicon: LanguageLexicon) -> bool:
    """Whether any noun right behind a speech verb says who it is: "said Skerry's stroke, Jo Lind"."""
    if not lexicon.traits.noun_behind_verb_is_role or not 0 < first < last <= first + MOST_SPOKEN_ABOUT:
        return False
    before = first - 1
    if tokens[before].lower in lexicon.determiners:
        before -= 1
    plain = all(token.kind in (WORD, CAPITAL) and not cannot_lead(token, lexicon) for token in tokens[first:last])
    return before >= 0 and tokens[before].lower in lexicon.speech_verbs and tokens[last - 1].kind == WORD and plain


def _start(tokens: Sequence[Token], last: int, lexicon: LanguageLexicon) -> int:
    """Where the words in front of a comma begin, back to the article before a role."""
    first = last
    while first > 0 and last + 1 - first < MOST_WORDS:
        token = tokens[first - 1]
        is_name = first == last and is_quoted_name(tokens, first - 1, lexicon)
        if (token.kind not in (WORD, CAPITAL) and not is_name) or token.lower in lexicon.speech_verbs:
            break
        if token.lower in lexicon.conjunctions or (lexicon.traits.past_ends_in_ed and token.lower in HELPERS):
            break
        first -= 1
        opens = token.lower in lexicon.determiners and token.lower not in OF
        if opens and first + 1 < last and _has_role(tokens[first + 1 : first + 4], lexicon):
            break
    return first


def _has_another_role(tokens: Sequence[Token], head: int, last: int, lexicon: LanguageLexicon) -> bool:
    ties = (index for index in range(head + 1, last) if tokens[index].lower in OF)
    return any(_has_role(tokens[index + 1 : last], lexicon) for index in ties)


def _has_role(tokens: Sequence[Token], lexicon: LanguageLexicon) -> bool:
    return any(lexicon.is_role(token.lower) for token in tokens)
