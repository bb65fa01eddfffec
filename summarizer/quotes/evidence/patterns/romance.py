"""Where the subject stands in French, Spanish, Italian and Portuguese, whose verb opens the clause behind a quote.

Between verb and subject come who was told, where and when: « …, a indiqué mardi au Courrier la maire de Velby ».
"""

from summarizer.quotes.document.mentions import NAME, NOUN, PRONOUN
from summarizer.quotes.document.noun_phrases import ASIDES, CLITICS, HELPING, OF, PARTICIPLES
from summarizer.quotes.document.quote_context import REACH, Scene
from summarizer.quotes.document.romance_names import is_initials
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD
from summarizer.quotes.evidence.addressees import is_aside
from summarizer.quotes.evidence.patterns.verb_second import Plain

BEFORE_VERB = 6  # tokens
MOST_BEFORE_NAME = 3  # words: "all'agenzia" before "ANP"
APPOSITION = 14  # tokens between "la maire" and her name


def behind_verb(scene: Scene, at: int) -> Plain | None:
    """As in `« … », a indiqué mardi au Courrier la maire de Velby`: the first behind the verb that is no aside."""
    tokens, verb = scene.layout.tokens, _find_verb(scene, at)
    if verb < 0:
        return None
    for index in range(verb + 1, min(len(tokens), verb + REACH)):
        number = scene.spot_at[index]
        if number < 0 and _ends_clause(scene, index):
            return None
        if _is_name_in_aside(scene, index):
            continue
        if number < 0 or scene.spots[number].first != index or is_aside(scene, number) or tokens[index - 1].lower in OF:
            continue
        if scene.is_relative(number):
            return None
        return Plain(_named(scene, number), verb)
    return None


def _is_name_in_aside(scene: Scene, index: int) -> bool:
    """Whether a name goes on with what an aside begins: "all'agenzia ANP"."""
    tokens, number = scene.layout.tokens, scene.spot_at[index]
    if number < 0 or scene.spots[number].kind != NAME or tokens[index].kind != CAPITAL:
        return False
    start = index
    while (
        start > 0
        and tokens[start - 1].kind == WORD
        and scene.spot_at[start - 1] < 0
        and start > index - MOST_BEFORE_NAME
    ):
        start -= 1
    opens = next((at for at in range(start, index) if tokens[at].lower in ASIDES[scene.words.language]), index)
    return opens < index - 1


def _find_verb(scene: Scene, at: int) -> int:
    """The verb of saying behind a quote, over "a", "ont aussi", "se"; -1 for none."""
    tokens, index, endings = scene.layout.tokens, at + 1, PARTICIPLES[scene.words.language]
    while index < min(len(tokens), at + 3) and tokens[index].kind == MARK and tokens[index].text in ",!?–—-":
        index += 1
    for ahead in range(index, min(len(tokens), index + BEFORE_VERB)):
        if scene.cue[ahead] == "S" and tokens[ahead].lower not in scene.words.adverbs:
            is_helped = any(token.lower in HELPING for token in tokens[index:ahead])
            return ahead if is_helped or not tokens[ahead].lower.endswith(endings) else -1
        number = scene.spot_at[ahead]
        is_clitic = number >= 0 and scene.spots[number].kind == PRONOUN and ahead > index
        lower = tokens[ahead].lower
        is_adverb = lower in scene.words.adverbs or lower.endswith(("ment", "mente"))
        if is_clitic or (number < 0 and (is_adverb or lower in CLITICS)):
            continue
        return -1
    return -1


def _ends_clause(scene: Scene, index: int) -> bool:
    token = scene.layout.tokens[index]
    if token.kind in (GAP, QUOTE):
        return True
    return token.kind == MARK or (token.lower in scene.words.conjunctions and token.lower not in scene.words.adverbs)


def _named(scene: Scene, number: int) -> int:
    """The name behind a noun, right there or set off by a comma: "la maire de Velby, Ana Lind"."""
    spot, tokens = scene.spots[number], scene.layout.tokens
    if spot.kind != NOUN:
        return number
    beside = scene.spot_at[spot.last]
    if beside >= 0 and _is_name_behind(scene, spot.last, beside):
        return beside
    for index in range(spot.last, min(len(tokens) - 1, spot.last + APPOSITION)):
        if tokens[index].text == ",":
            behind = scene.spot_at[index + 1]
            return behind if behind >= 0 and scene.spots[behind].kind == NAME and scene.known[behind] else number
        if _ends_clause(scene, index):
            return number
    return number


def _is_name_behind(scene: Scene, index: int, beside: int) -> bool:
    """Whether a noun's own name follows it: "la glaciologue Ana Lind", "la porte-parole du parti Ana Lind"."""
    tokens, spot = scene.layout.tokens, scene.spots[beside]
    if spot.kind != NAME:
        return False
    if tokens[index].lower not in OF:
        return tokens[index].kind == CAPITAL and not is_initials(tokens[index])
    name = tokens[spot.core : spot.last]
    return spot.core > index + 1 and len(name) > 1 and all(token.kind == CAPITAL for token in name)
