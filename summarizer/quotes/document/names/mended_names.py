"""Mentions that are longer or shorter than they look: a name in a headline, two names in a row, two roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.quotes.document.entity_mention import NAME, NOUN, EntityMention, make_mention
from summarizer.quotes.document.tokens import CAPITAL, GAP, QUOTE, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import PARTICLES, THINGS, is_first_name
from summarizer.quotes.grammar.romance_words import OF
from summarizer.quotes.grammar.word_lists import all_words, short_list

MEDIA = short_list("en", "media_names")
ROLE_JOINING = all_words("role_joining")
VON = short_list("de", "by")
ARTICLES = short_list("de", "articles_in_names")
LEAST_TITLE = 4
"""Words of a headline; shorter lines may be a name."""

VERB_ENDINGS = ("s", "ed", "ing")
CAPITALISED = 0.8
"""So many of the longer words in a headline have capitals."""

TWO_NAMES = 4
"""Words of two names in a row."""


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """What the article prints outside its headlines.

    Attributes:
        capitals: words with a capital that opens no sentence.
        pairs: names of two words.
        surnames: the last words of those that name no institution.
        alone: names of one word.
        speaking: the last words of names beside a speech verb.
        particles: small words within names, each with the word behind it.
        small: words without a capital.
        titles: the tokens of headlines with capitals throughout.
    """

    capitals: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    surnames: frozenset[str]
    alone: frozenset[str]
    speaking: frozenset[str]
    particles: frozenset[tuple[str, str]]
    small: frozenset[str]
    titles: frozenset[int]


def mend_names(
    tokenized: TokenizedArticle, mentions: Sequence[EntityMention], lexicon: LanguageLexicon
) -> Iterator[EntityMention]:
    """The mentions, with only the name where it ran into a headline's verb, an office, a newspaper, another name."""
    printed = _printed_names(tokenized, mentions, lexicon)
    tokens = tokenized.tokens
    for mention in join_roles(tokens, mentions, printed.surnames, lexicon):
        if mention.kind != NAME or mention.last - mention.core == 1:
            yield mention
        elif mention.first in printed.titles:
            yield _without_verb(tokens, mention, printed, lexicon)
        else:
            yield from _apart(tokens, mention, printed, lexicon)


def join_roles(
    tokens: Sequence[Token], mentions: Sequence[EntityMention], surnames: frozenset[str], lexicon: LanguageLexicon
) -> Iterator[EntityMention]:
    """The mentions, with one for two roles of one person, "Bäckerin und Kolumnistin Ana Lind", or an employer."""
    position = 0
    while position < len(mentions):
        mention = mentions[position]
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        if following is not None and (
            _has_two_roles(tokens, mention, following, lexicon)
            or _is_employed_by(tokens, mention, following, surnames, lexicon)
        ):
            mention = make_mention(tokens, mention.first, following.last, NAME, following.core)
            position += 1
        yield mention
        position += 1


def _has_two_roles(tokens: Sequence[Token], role: EntityMention, name: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether a role, "and", and a role with a name follow each other, both with a capital or both without."""
    if name.kind != NAME or name.first != role.last + 1 or tokens[role.last].lower not in ROLE_JOINING:
        return False
    is_whole = tokens[name.core].kind == CAPITAL and name.last - name.core > 1 and name.core > name.first
    if role.is_possessive or not is_whole or tokens[name.first].lower in lexicon.determiners:
        return False
    head, second = tokens[role.last - 1], tokens[name.core - 1]
    if head.kind != second.kind or head.lower in lexicon.people:
        return False
    is_told = lexicon.is_role(second.lower) or second.lower in lexicon.titles or lexicon.traits.noun_before_name_is_role
    return is_told and (lexicon.is_role(head.lower) or _is_german_noun(tokens, role, lexicon))


def _is_employed_by(
    tokens: Sequence[Token],
    owner: EntityMention,
    name: EntityMention,
    surnames: frozenset[str],
    lexicon: LanguageLexicon,
) -> bool:
    """Whether a surname follows an owner at a speech verb: "said Ropewatch's Tarn", where Ilse Tarn is named."""
    if not lexicon.traits.owner_precedes_noun or owner.kind != NAME or name.kind != NAME or not owner.is_possessive:
        return False
    if name.first != owner.last or name.last - name.core > 1 or tokens[name.core].lower not in surnames:
        return False
    around = tokens[owner.first - 1 : owner.first] if owner.first else ()
    return any(token.lower in lexicon.speech_verbs for token in (*around, *tokens[name.last : name.last + 1]))


def _is_german_noun(tokens: Sequence[Token], role: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether a lone noun behind a speech verb can only be a role: "erklärt Bäckermeisterin und …"."""
    is_lone = role.last - role.first == 1 and role.first > 0 and lexicon.traits.noun_before_name_is_role
    return is_lone and tokens[role.first - 1].lower in lexicon.speech_verbs


def _printed_names(
    tokenized: TokenizedArticle, mentions: Sequence[EntityMention], lexicon: LanguageLexicon
) -> PrintedNames:
    tokens = tokenized.tokens
    titles = frozenset() if lexicon.traits.capitalises_nouns else frozenset(_title_tokens(tokens))
    openers = {first for first, _ in tokenized.bounds}
    capitals = frozenset(
        token.lower
        for index, token in enumerate(tokens)
        if token.kind == CAPITAL and index not in openers and index not in titles
    )
    names = [
        [token.lower.removesuffix("'s") for token in tokens[mention.core : mention.last]]
        for mention in mentions
        if mention.kind == NAME and mention.first not in titles
    ]
    pairs = frozenset((name[0], name[1]) for name in names if len(name) == len(("first", "last")))
    alone = frozenset(name[0] for name in names if len(name) == 1)
    particles = frozenset(_particles(tokens, mentions))
    speaking = frozenset(_speaking(tokens, mentions, lexicon))
    surnames = frozenset(last for first, last in pairs if first not in THINGS)
    return PrintedNames(capitals, pairs, surnames, alone, speaking, particles, tokenized.small, titles)


def _speaking(tokens: Sequence[Token], mentions: Sequence[EntityMention], lexicon: LanguageLexicon) -> Iterator[str]:
    for mention in mentions:
        if mention.kind == NAME and mention.last - mention.first <= len(("first", "last")):
            around = (*tokens[mention.first - 1 : mention.first], *tokens[mention.last : mention.last + 1])
            if any(token.lower in lexicon.speech_verbs for token in around):
                yield tokens[mention.last - 1].lower


def _particles(tokens: Sequence[Token], mentions: Sequence[EntityMention]) -> Iterator[tuple[str, str]]:
    for mention in mentions:
        for index in range(mention.core + 1, mention.last - 1 if mention.kind == NAME else 0):
            if tokens[index].kind == WORD:
                yield tokens[index].lower, tokens[index + 1].lower


def _title_tokens(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens of lines with capitals throughout and no full stop: "Marsh Goes On The Attack"."""
    first = 0
    for index in range(len(tokens) + 1):
        if index < len(tokens) and tokens[index].kind != GAP:
            continue
        if _is_title(tokens[first:index]):
            yield from range(first, index)
        first = index + 1


def _is_title(line: Sequence[Token]) -> bool:
    if not line or line[-1].text in ".!?…:" or any(token.kind == QUOTE for token in line):
        return False
    words = [token for token in line if token.kind in (CAPITAL, WORD)]
    long_words = [token for token in words if len(token.text) > len("from")] or words
    capitals = sum(token.kind == CAPITAL for token in long_words)
    return len(words) >= LEAST_TITLE and capitals >= CAPITALISED * len(long_words)


def _without_verb(
    tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames, lexicon: LanguageLexicon
) -> EntityMention:
    """The name between a headline's other words: "Marsh" in "Marsh Goes", "Ana Lind" in "Jury Frees Ana Lind Today"."""
    core = mention.core
    last = _end_of_name(tokens, core, mention.last, printed, lexicon)
    if last < mention.last - 2 and not _is_somebody(tokens[core:last], mention, printed):
        core = last + 1
        last = _end_of_name(tokens, core, mention.last, printed, lexicon)
        return make_mention(tokens, core, last, NAME, core)
    return mention if last == mention.last else make_mention(tokens, mention.first, last, NAME, core)


def _end_of_name(tokens: Sequence[Token], core: int, last: int, printed: PrintedNames, lexicon: LanguageLexicon) -> int:
    """The first word behind `core` that is no name; `last` where all may be."""
    others = (index for index in range(core + 1, last) if _is_no_name(tokens, index, core, printed, lexicon))
    return next(others, last)


def _is_somebody(name: Sequence[Token], mention: EntityMention, printed: PrintedNames) -> bool:
    """Whether the words in front of a headline's verb are a name: with a role, a first name, or printed elsewhere."""
    is_printed = any(token.lower in printed.capitals for token in name)
    return mention.core > mention.first or is_first_name(name[0].lower) or is_printed


def _is_no_name(
    tokens: Sequence[Token], index: int, core: int, printed: PrintedNames, lexicon: LanguageLexicon
) -> bool:
    """Whether a headline's word has its capital only there: the article prints it small, or it looks like a verb."""
    word = tokens[index].lower
    if word in printed.capitals or is_first_name(word) or (index == core + 1 and is_first_name(tokens[core].lower)):
        return False
    if is_first_name(tokens[core].lower) and tokens[index].kind == CAPITAL and word not in PARTICLES:
        return True  # "Ana Lind Guilty": the third word is printed nowhere else
    return word in printed.small or lexicon.is_cue(word) or word in lexicon.verbs or word.endswith(VERB_ENDINGS)


def _apart(
    tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames, lexicon: LanguageLexicon
) -> Iterator[EntityMention]:
    if tokens[mention.core].kind == WORD and tokens[mention.core].lower in PARTICLES and mention.core > mention.first:
        yield _behind_particle(tokens, mention, printed, lexicon)
        return
    cut = _second_name(tokens, mention, printed, lexicon) or _behind_medium(tokens, mention, printed)
    if cut:
        yield make_mention(tokens, mention.first, cut, NAME, mention.core)
        yield make_mention(tokens, cut, mention.last, NAME, cut)
        return
    core = _behind_institution(tokens, mention, printed, lexicon)
    is_office = (
        mention.core > 0 and tokens[mention.core - 1].lower in OF
    )  # "la jueza del Tribunal Portuario Lidia Lind"
    if core and mention.core == mention.first and not is_office:
        yield make_mention(tokens, mention.first, core, NAME, mention.core)
        yield make_mention(tokens, core, mention.last, NAME, core)
        return
    yield mention._replace(core=core) if core else mention


def _second_name(
    tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames, lexicon: LanguageLexicon
) -> int:
    """Where the second of two whole names begins: "Charlotte Elsen Tobias Trommer"; 0 for nowhere."""
    if mention.last - mention.core < TWO_NAMES or not is_first_name(tokens[mention.core].lower):
        return 0
    for index in range(mention.core + 2, mention.last - 1):
        if not is_first_name(tokens[index].lower) or is_first_name(tokens[index - 1].lower):
            continue
        if any(token.kind != CAPITAL for token in tokens[mention.core : mention.last]):
            return 0
        # Spanish and Portuguese names have two surnames, which may look like a first name.
        is_printed = (tokens[index].lower, tokens[index + 1].lower) in printed.pairs
        if is_printed or not lexicon.traits.subject_follows_speech_verb:
            return index
    return 0


def _behind_medium(tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames) -> int:
    """Where a surname begins behind a newspaper: "Speaking to the Daily Mail Lind said"; 0 for nowhere."""
    last = mention.last - 1
    if is_first_name(tokens[mention.core].lower) or tokens[last - 1].lower not in MEDIA:
        return 0
    word = tokens[last].lower.removesuffix("'s")
    return last if word not in THINGS and word not in MEDIA and word in printed.surnames else 0


def _behind_institution(
    tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames, lexicon: LanguageLexicon
) -> int:
    """Where the name begins behind an institution or a party: "del Tribunal Portuario Lidia Lind"; 0 for nowhere."""
    core = mention.core
    if is_first_name(tokens[core].lower) or core == 0:
        return 0
    before = tokens[core - 1].lower
    if lexicon.traits.stacks_nouns_before_names:
        is_office = before == "of" and core > 1 and lexicon.is_role(tokens[core - 2].lower)
        has_name = mention.last - core > len(("first", "last")) and tokens[core].lower in THINGS
        return mention.last - 2 if is_office and has_name else 0  # "Head of School Ana Lind"
    is_institution = tokens[core].lower in THINGS or before in OF or lexicon.is_role(before)
    if not is_institution:
        return 0
    told = (index for index in range(core + 1, mention.last - 1) if is_first_name(tokens[index].lower))
    start = next(told, 0)
    pair = tokens[mention.last - 2].lower, tokens[mention.last - 1].lower
    is_known = pair[1] in printed.speaking and pair[1] not in THINGS
    if not start and is_known and mention.last - core > len(pair) and tokens[core].lower in THINGS:
        return mention.last - len(pair)
    return start


def _behind_particle(
    tokens: Sequence[Token], mention: EntityMention, printed: PrintedNames, lexicon: LanguageLexicon
) -> EntityMention:
    """As in "Chef de Mission Lind", "der Konzernchef von FACC": an office, or a surname like "von Lind"."""
    core, last = mention.core, mention.last
    particle, word = tokens[core].lower, tokens[core + 1].lower
    if word in ARTICLES or tokens[core + 1].kind != CAPITAL or (particle, word) in printed.particles:
        return mention
    if lexicon.traits.ties_owners_with_von and particle in VON:
        return make_mention(tokens, mention.first, core, NOUN, core - 1)
    surname = tokens[last - 1].lower
    if last - core > len(("de", "Mission")) and (surname in printed.alone or surname in printed.surnames):
        return mention._replace(core=last - 1)
    return mention
