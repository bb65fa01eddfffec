"""The role in front of a name: "Pentagon chief James Mattis", "le ministre de l'Intérieur Christophe Lind"."""

from collections.abc import Sequence

from summarizer.quotes.coreference.roles.role_ends import NAMING, OF, is_age
from summarizer.quotes.coreference.roles.role_starts import begin_further_left
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.romance_words import OF as ROMANCE_OF
from summarizer.quotes.grammar.word_lists import endings, short_list

CASE_ENDINGS = endings("de", "adjective_case_endings")
ADJECTIVE_ENDINGS = endings("de", "adjective_endings")
RELATIONS = short_list("en", "relations")
MOST_OFFICE = 8
LONGEST_TITLE = 4
"""Letters of a title that is no role: "Dr.", "Lady", "Mme"."""


def role_in_front(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> tuple[int, int] | None:
    """First and last (exclusive) token of the role between determiner and name."""
    core = mention.core
    first = _behind_relation(tokens, _behind_whose(tokens, mention.first, core, lexicon), core)
    while first < core and (tokens[first].lower in lexicon.determiners or is_age(tokens[first])):
        first += 1
    first = behind_loose_words(tokens, first, core, lexicon)
    while core > first and (_is_no_part(tokens[core - 1], lexicon) or _is_rank_behind(tokens, first, core, lexicon)):
        core -= 1
    first = _over_of(tokens, first, core, lexicon)
    first = _over_other_case(tokens, first, core, lexicon)
    if first >= core or not _says_what_somebody_is(tokens, first, core, mention, lexicon):
        return _office(tokens, mention, lexicon)
    if first == mention.first:
        first = begin_further_left(tokens, first, lexicon)
    return first, core


def _says_what_somebody_is(
    tokens: Sequence[Token], first: int, core: int, mention: EntityMention, lexicon: LanguageLexicon
) -> bool:
    if any(lexicon.is_role(token.lower) for token in tokens[first:core]):
        return True
    # German puts any noun before a name: "Rapper Jo Lind".
    is_next = core == mention.core and core - first == 1
    return lexicon.traits.noun_before_name_is_role and is_next and is_first_name(tokens[core].lower)


def _is_no_part(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether the word between role and name belongs to neither: "Dr.", "Me", "named"."""
    if token.lower in NAMING:
        return True
    if token.lower not in lexicon.titles or lexicon.is_role(token.lower):
        return False  # "Gov."
    if token.text.isupper() and len(token.text) > 1:
        return False  # "Deputy PM"
    return token.text.endswith(".") or len(token.text) <= LONGEST_TITLE


def _is_rank_behind(tokens: Sequence[Token], first: int, core: int, lexicon: LanguageLexicon) -> bool:
    """Whether a rank follows the role: "Defence Minister Gen."; not "Lt. Col.", which is all of it."""
    if core - first < len(("role", "rank")) or not tokens[core - 1].text.endswith("."):
        return False
    return lexicon.is_role(tokens[core - 2].lower) and not tokens[core - 2].text.endswith(".")


def _behind_relation(tokens: Sequence[Token], first: int, core: int) -> int:
    """Skip a relation to another person: "wife of", "the partner of" before "midfielder Jo Lind"."""
    for index in range(first + 1, core):
        if tokens[index].lower in OF and tokens[index - 1].lower in RELATIONS:
            return index + 1
    return first


def _behind_whose(tokens: Sequence[Token], first: int, core: int, lexicon: LanguageLexicon) -> int:
    """Skip a noun whose owner has the role: "Entscheidung von US-Präsident", "extradición del expresidente"."""
    if not lexicon.traits.ties_owners_with_von and not lexicon.traits.office_precedes_name:
        return first
    ties = ("von",) if lexicon.traits.ties_owners_with_von else ROMANCE_OF
    for index in range(first, core - 1):
        told = any(lexicon.is_role(token.lower) for token in tokens[first:index])
        is_owned = tokens[index].lower == "von" or lexicon.is_role(tokens[index + 1].lower)
        if tokens[index].lower in ties and is_owned and not told:
            return index + 1
    return first


def behind_loose_words(tokens: Sequence[Token], first: int, core: int, lexicon: LanguageLexicon) -> int:
    """Skip what is no part of the role: "(at the) time Noble's owner", "hat Bischof"."""
    if lexicon.traits.inflects_roles:
        while first < core and tokens[first].kind == WORD and not tokens[first].lower.endswith(ADJECTIVE_ENDINGS):
            first += 1
        return first
    owned = (index for index in range(first + 1, core - 1) if tokens[index].lower.endswith("'s"))
    owner = next(owned, first)
    if lexicon.traits.owner_precedes_noun and owner == first + 1 and tokens[owner].kind == CAPITAL:
        is_described = tokens[first].kind == CAPITAL or tokens[first].lower in lexicon.titles
        return first if is_described else owner
    return first


def _over_other_case(tokens: Sequence[Token], first: int, core: int, lexicon: LanguageLexicon) -> int:
    """Skip German adjectives in another case ("holsteinischen"); skip all if the role is in one too."""
    if not lexicon.traits.inflects_roles or first >= core:
        return first
    while first < core and tokens[first].kind == WORD and tokens[first].lower.endswith(CASE_ENDINGS):
        first += 1
    word = tokens[core - 1].lower
    other_case = word.endswith("n") and any(lexicon.is_role(stem) for stem in (word[:-1], word[:-2]))
    return core if other_case and not word.endswith("in") else first


def _over_of(tokens: Sequence[Token], first: int, core: int, lexicon: LanguageLexicon) -> int:
    """Include the office in front of an "of": "US Secretary of" before "State Rex Tillerson"."""
    if first < 2 or core <= first or tokens[first - 1].lower != "of":
        return first
    start = first - 2
    while start > 0 and first - start < 6 and tokens[start - 1].kind == CAPITAL:
        start -= 1
    heads = [token.lower for token in tokens[start : first - 1] if lexicon.is_role(token.lower)]
    return start if heads and heads[-1] not in RELATIONS else first


def _office(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> tuple[int, int] | None:
    """As in "le ministre de l'Intérieur Christophe Lind": a role, its "of" phrase, then the name."""
    core = mention.core
    if lexicon.traits.office_ties_are_capitalised or core < 2 or not is_first_name(tokens[core].lower):
        return None
    if tokens[core - 1].lower in OF:
        return None  # "le ministre compte sur la voix de Jeb Lind"
    first, seen_of = core, False
    while first > 0 and core - first < MOST_OFFICE:
        token = tokens[first - 1]
        if lexicon.is_role(token.lower):
            return (_with_first(tokens, first - 1, lexicon), core) if seen_of else None
        if token.kind not in (WORD, CAPITAL) or lexicon.is_cue(token.lower):
            return None
        seen_of = seen_of or token.lower in OF
        first -= 1
    return None


def _with_first(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> int:
    """Where a role begins, with another role word in front of it: "premier ministre"."""
    return index - 1 if index > 0 and lexicon.is_role(tokens[index - 1].lower) else index
