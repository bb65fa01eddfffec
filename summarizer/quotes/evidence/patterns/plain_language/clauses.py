"""The subject of a speech verb in the languages in which only plain patterns name a speaker.

The subject is right behind the verb, or right in front of it: "сказал мэр Иван Петров", "Jan Wolski, burmistrz
Wierzbna, powiedział". A verb without any subject goes on with the speaker of the quote before: "dodał".
"""

from dataclasses import dataclass

from summarizer.quotes.document.entity_mention import NAME, NOUN, PRONOUN, EntityMention
from summarizer.quotes.document.quote_context import QuoteContext
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD, Token
from summarizer.quotes.grammar.gender import PERSONAL, Gender
from summarizer.quotes.grammar.name_cases import is_in_other_case
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.plain_words import PLAIN_WORDS, PlainWords

COMMAS = ",،"
CLOSING = ".!?…؟;؛:)"
MOST_AHEAD = 12  # tokens between a verb and its subject, or the end of its clause
MOST_INSERTED = 14  # tokens of "Jan Wolski, burmistrz Wierzbna, powiedział"
MOST_BACK = 3  # adverbs between a subject and its verb


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a speech verb.

    Attributes:
        mention: index of its mention; -1 where the verb has none, or only a pronoun: the last speaker goes on.
        gender: what the pronoun or the verb shows.
    """

    mention: int
    gender: Gender = Gender.UNKNOWN


class ClauseReader:
    """Reads subjects in one article."""

    def __init__(self, context: QuoteContext) -> None:
        self.context = context
        self.tokens = context.tokenized.tokens
        self.mentions = context.mentions
        self.lexicon = context.lexicon
        self.words: PlainWords = PLAIN_WORDS[context.lexicon.language]

    def subject_behind(self, verb: int) -> Subject | None:
        """What follows the verb: its subject, or the end of the clause; None for anything else."""
        index, limit = verb + 1, min(len(self.tokens), verb + 1 + MOST_AHEAD)
        while index < limit:
            token, number = self.tokens[index], self.context.mention_at[index]
            aside = self._behind_aside(index)
            if aside > index:
                index = aside
                continue
            if self._ends_clause(token) or self._goes_on(index):
                return self._no_subject(verb)
            if number >= 0 and (self.is_in_phrase(self.mentions[number]) or not self._is_whole(number)):
                return self._behind_asides(index, limit, verb)
            if number >= 0 and not self._is_addressee(number):
                return self._as_subject(number, verb)
            if number >= 0:
                index = self.mentions[number].last
            elif token.lower in self.lexicon.adverbs:
                index += 1
            elif token.lower in self.lexicon.prepositions and self._is_short_aside(index):
                index += 2
            else:
                return self._behind_asides(index, limit, verb)
        return self._no_subject(verb) if index >= len(self.tokens) else None

    def _behind_asides(self, first: int, limit: int, verb: int) -> Subject | None:
        """The only person in the rest of the clause who is no object: "napsal na síti X poslanec Adam Lis"."""
        found = []
        for index in range(first, limit):
            if self._ends_clause(self.tokens[index]) or self._goes_on(index):
                break
            number = self.context.mention_at[index]
            opens = number >= 0 and self.mentions[number].first == index
            if opens and (self._is_free_person(number) or self._named_by(number) != number):
                found.append(number)
        return self._as_subject(found[0], verb) if len(found) == 1 else None

    def _is_free_person(self, number: int) -> bool:
        """Whether a role or a listed first name opens the mention, behind no preposition or role in another case."""
        here = self.mentions[number]
        before = self.tokens[here.first - 1].lower
        is_object = before in self.words.roles_in_genitive or before in self.words.before_source
        is_told = here.core > here.first or is_first_name(self.tokens[here.core].lower)
        return here.kind == NAME and is_told and not is_object and not self.is_in_phrase(here)

    def _is_whole(self, number: int) -> bool:
        """Whether a lone capital is not the first word of something longer: "řekla České tiskové kanceláři"."""
        here = self.mentions[number]
        is_lone = here.kind == NAME and here.core == here.first and here.last - here.core == 1
        if not is_lone or here.last >= len(self.tokens):
            return True
        token = self.tokens[here.last]
        is_small = self.is_small(here.last) or token.lower in self.lexicon.prepositions
        return token.kind != WORD or is_small or self._goes_on(here.last)

    def subject_before(self, verb: int, start: int) -> Subject | None:
        """What precedes the verb in its clause, which begins at `start`; None for anything else.

        Where nothing but small words precedes it, what follows it is its subject.
        """
        index = verb
        while index > start and index > verb - MOST_BACK and self.is_small(index - 1):
            index -= 1
        if index <= start:
            return self.subject_behind(verb)
        if all(self.context.mention_at[each] < 0 and not self.context.cue[each] for each in range(start, index)):
            return self.subject_behind(verb) if self.tokens[index - 1].text in COMMAS else None
        if self.tokens[index - 1].text in COMMAS:
            return self._before_insertion(index - 1, start, verb)
        number = self.context.mention_at[index - 1]
        if number >= 0 and self.mentions[number].last == index:
            is_opener = self._is_alone_before(number, start)
            return self._as_subject(number, verb) if is_opener else None
        return None

    def _before_insertion(self, closing: int, start: int, verb: int) -> Subject | None:
        """As in "Jan Wolski, burmistrz Wierzbna, powiedział" and "Ministra Sănătății, Ana Munteanu, a spus"."""
        first = max(start, closing - MOST_INSERTED)
        opening = next((at for at in range(closing - 1, first, -1) if self.tokens[at].text in COMMAS), -1)
        if opening < 0 or any(self.context.cue[at] for at in range(opening, closing)):
            return None
        number = self.context.mention_at[opening - 1]
        if number < 0 or self.mentions[number].last != opening or not self._is_alone_before(number, start):
            return None
        return self._as_subject(self._named_by(number), verb)

    def _named_by(self, number: int) -> int:
        """The name that follows a role behind a comma; else the mention itself."""
        here = self.mentions[number]
        if here.kind != NOUN or here.last + 1 >= len(self.tokens) or self.tokens[here.last].text not in COMMAS:
            return number
        beside = self.context.mention_at[here.last + 1]
        is_name = beside >= 0 and self.mentions[beside].kind == NAME and self.mentions[beside].first == here.last + 1
        if not is_name or self.mentions[beside].last - self.mentions[beside].core < len(("Ana", "Munteanu")):
            return number
        last = self.mentions[beside].last
        return beside if last >= len(self.tokens) or self.tokens[last].kind in (MARK, GAP, QUOTE) else number

    def _as_subject(self, number: int, verb: int) -> Subject | None:
        """The mention as the subject of the verb; None if it cannot be one."""
        here = self.mentions[number]
        if here.kind == PRONOUN:
            gender = self.lexicon.pronouns.get(self.tokens[here.last - 1].lower, Gender.UNKNOWN)
            return Subject(-1, gender) if gender in (*PERSONAL, Gender.PLURAL) else None
        if self.is_in_phrase(here):
            return None
        number = self._named_by(number)
        here = self.mentions[number]
        if here.kind == NAME and is_in_other_case(self.tokens[here.core].lower, self.words):
            return None
        return None if self._clashes(here, self.verb_gender(verb)) else Subject(number)

    def _clashes(self, mention: EntityMention, gender: Gender) -> bool:
        """Whether a role is a man's and the verb a woman's: "сказала" behind "королева" only."""
        roles = {token.lower for token in self.tokens[mention.first : mention.core + (mention.kind == NOUN)]}
        if gender is Gender.MASCULINE:
            return bool(roles & self.lexicon.female)
        return gender is Gender.FEMININE and bool(roles & self.lexicon.male)

    def verb_gender(self, verb: int) -> Gender:
        """The gender that the verb shows."""
        return self.words.verb_gender(self.tokens[verb].lower)

    def is_in_phrase(self, mention: EntityMention) -> bool:
        """Whether a preposition precedes the mention, so that it is no subject."""
        return mention.first > 0 and self.tokens[mention.first - 1].lower in self.lexicon.prepositions

    def _no_subject(self, verb: int) -> Subject:
        return Subject(-1, self.verb_gender(verb))

    def is_person(self, number: int) -> bool:
        """Whether the mention is a name of two words, or one with a role in front."""
        here = self.mentions[number]
        is_full = here.last - here.core > 1 or here.core > here.first
        return here.kind == NAME and is_full and not is_in_other_case(self.tokens[here.core].lower, self.words)

    def start_of_clause(self, first: int) -> int:
        """The first token at or behind `first` that is a word: not the dash or the bracket in front."""
        index = first
        while index < len(self.tokens) - 1 and self.tokens[index].kind in (MARK, GAP):
            index += 1
        return index

    def _ends_clause(self, token: Token) -> bool:
        return token.kind in (GAP, QUOTE) or (token.kind == MARK and token.text in COMMAS + CLOSING + "–—-(")

    def _goes_on(self, index: int) -> bool:
        """Whether "that" or "and" follows: a new clause."""
        lower = self.tokens[index].lower
        return lower in self.words.that_clause or (
            lower in self.lexicon.conjunctions and lower not in self.lexicon.adverbs
        )

    def _is_short_aside(self, index: int) -> bool:
        """Whether one word, and no more, stands behind a preposition: "po chwili"."""
        return index + 1 < len(self.tokens) and self.tokens[index + 1].kind not in (GAP, QUOTE, MARK)

    def _behind_aside(self, index: int) -> int:
        """The token behind adverbs between commas: "a declarat, vineri, primarul"; the same for none."""
        if self.tokens[index].text not in COMMAS:
            return index
        closing = index + 1
        while closing < len(self.tokens) and self.tokens[closing].lower in self.lexicon.adverbs:
            closing += 1
        is_aside = index + 1 < closing < len(self.tokens) and self.tokens[closing].text in COMMAS
        return closing + 1 if is_aside else index

    def _is_addressee(self, number: int) -> bool:
        here = self.mentions[number]
        return all(token.lower in self.words.addressees for token in self.tokens[here.first : here.last])

    def is_small(self, index: int) -> bool:
        """Whether the token may come between a subject or a quote and the verb."""
        token, lower = self.tokens[index], self.tokens[index].lower
        is_no_word = token.kind in (MARK, GAP, QUOTE) or (token.kind == CAPITAL and lower not in self.words.as_told)
        if is_no_word or self.context.mention_at[index] >= 0:
            return False
        return any(
            lower in known for known in (self.lexicon.adverbs, self.words.before_speech_verb, self.words.as_told)
        )

    def _is_alone_before(self, number: int, start: int) -> bool:
        """Whether the clause names nobody else in front of the mention, and no preposition precedes it."""
        here = self.mentions[number]
        for index in range(start, here.first):
            other = self.context.mention_at[index]
            if other >= 0 and not self.is_in_phrase(self.mentions[other]):
                return False
        return not self.is_in_phrase(here)
