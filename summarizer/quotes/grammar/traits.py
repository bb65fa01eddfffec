"""What a rule may ask about the grammar and the print habits of a language, instead of which language it is."""

from dataclasses import dataclass
from enum import StrEnum


class WordOrder(StrEnum):
    """The order of verb and subject beside a quote. The values are in feature names that the learned weights have."""

    OTHER = ""
    VERB_SECOND = "V2"
    ROMANCE = "RO"
    VERB_FINAL = "TR"


class PatternFamily(StrEnum):
    """Which patterns name a speaker beyond doubt; OTHER for languages in which only a signature does.

    In languages of the family PLAIN nothing else names one: the weights were learned from no article in them.
    """

    OTHER = ""
    ENGLISH = "english"
    GERMAN = "german"
    VERB_SECOND = "verb_second"
    ROMANCE = "romance"
    VERB_FINAL = "verb_final"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class LanguageTraits:
    """Traits of one language, from the key "traits" of its file; in a language we know little of only names inflect.

    Attributes:
        learned_from_many_articles: the weights were learned from many articles, so proximity and nouns can be
            trusted more.
        resolves_pronouns_surely: "he" and "who" are resolved well enough to be trusted.
        resolves_shared_surnames: a surname two persons share refers to the one named in full more often.
        knows_speech_verbs: an unknown word behind a quote is no speech verb: the list of them is complete.
        lacks_capitals: the script has none, so a name shows by its place behind a verb or a role.
        commas_inside_marks: the comma of a quote is inside its marks, so that none parts it from its verb.
        capitalises_nouns: every noun has a capital, so a capital alone shows no name.
        capital_pairs_are_doubtful: two capitals in a row are often no person.
        opening_pair_is_name: two capitals that open a sentence are a name if the first is written small nowhere: "Zeke
            Emanuel".
        capitalises_headlines: headlines have capitals throughout: "Lind Says Pier Is Safe".
        has_names_like_small_words: some names look like small words: "Will Lind", "Sara May".
        adverbs_end_in_ly: words in "-ly" are adverbs.
        past_ends_in_ed: a verb in "-ed" ends a noun phrase: "the council closed the pier".
        has_ing_participles: speech verbs in "-ing" depend on another verb: "…, calling it a farce".
        has_hearsay_passive: others say it of the subject: "who was said to have recovered".
        names_who_is_spoken_to: a passive or a relative clause rules a speaker out: "Lind was asked", "Lind, whom Falk
            called".
        quotes_continue_noun_phrases: a quote may be part of a noun phrase: "a dismissive “woman's card”".
        owner_precedes_noun: an owner with 's comes before the noun: "Lind's lawyer", "Lind's promise to".
        noun_behind_verb_is_role: a noun right behind a speech verb is a role: "said the harbour's new master,
            Jo Lind".
        inserts_indefinite_nouns: an insertion with "a" describes the name before it: "Lind, a retired worker, said".
        article_excludes_persons: "the" before a lone word rules a person out: "the West".
        office_ties_are_capitalised: an office has capitals throughout its "of" phrase: "Secretary of State".
        function_words_end_roles: no role has "when", "for" or "his" in front of its noun.
        noun_before_name_is_role: any noun right before a first name is a role: "Rapper Jo Lind".
        stacks_nouns_before_names: nouns with capitals come right before a name: "Republican Jeb Lind",
            "Museumsdirektor Thomas Lind".
        inflects_roles: adjectives and roles show their case: "holsteinischen".
        inflects_names: names take the endings of cases ("Declana Rice").
        has_genitive_s: the genitive of a name ends in a bare s: "Anna Linds parti".
        genitive_shows_in_article: the article of a group shows the genitive: "einer der Forscher".
        ties_owners_with_von: "von" behind a name or a noun names its owner or group: "Filiz Lind von den Grünen".
        particles_are_common_words: words inside names are everyday words too: "von", "zu", "der".
        names_things_in_marks: quote marks often surround the name of a thing, without any sign of speech.
        has_als_verdicts: a verdict without a speaker: "wurde als „…“ verurteilt".
        object_may_follow_verb: a noun beside a speech verb may be its object.
        reports_in_subjunctive: speech verbs are also forms of reported speech ("sei"), or need a particle ("stellte
            … fest").
        parts_compound_verbs: many words may come between the parts of a verb: "hat vor Gericht erklärt, …".
        adverbs_precede_subject: adverbs may come between a verb and its subject: "Dabei bezeichnete es Ana Lind als
            „…“".
        weak_verbs_end_no_phrase: verbs that often frame a few quoted words do not end a noun phrase.
        determiners_are_pronouns: a determiner in front of a speech verb is a pronoun: "Det sier".
        names_roles_in_appositions: a role and a name behind a comma are one person: "the mayor, Jo Lind".
        elides_small_words: small words are glued to the next or the last: "l’avocat", "dit-elle".
        articles_open_names: an article with a capital within a sentence is part of a name: "Le Courrier".
        subject_follows_speech_verb: behind a speech verb come addressee, place and time, then the subject.
        office_precedes_name: an office or a party, and no article, precedes a person's name: "l'Intérieur
            Christophe Lind".
        party_follows_role: initials behind a role are the party's: "l'adjointe ABC".
        verbs_have_clitics: pronouns and auxiliaries before a verb end a noun phrase: "s'est", "ha detto".
        renames_speakers_by_role: "the minister" is the last person who spoke.
        roles_run_into_clauses: a role may have caught words of the clause behind it: "maire s'était tourné".
        title_opens_name: a title within a row of capitals opens another name: "dans le Courrier Maître Lind".
        inserts_clauses_between_commas: the reporter's clause is inside the marks, between commas.
        inserts_clauses_between_dashes: the reporter's clause is inside the marks, between dashes.
        never_opens_speech_with_dash: newsrooms never open speech with a dash.
        dash_marks_every_turn: once a dash has opened speech, every paragraph that opens with one is speech.
    """

    learned_from_many_articles: bool = False
    resolves_pronouns_surely: bool = False
    resolves_shared_surnames: bool = False
    knows_speech_verbs: bool = False
    lacks_capitals: bool = False
    commas_inside_marks: bool = False
    capitalises_nouns: bool = False
    capital_pairs_are_doubtful: bool = False
    opening_pair_is_name: bool = False
    capitalises_headlines: bool = False
    has_names_like_small_words: bool = False
    adverbs_end_in_ly: bool = False
    past_ends_in_ed: bool = False
    has_ing_participles: bool = False
    has_hearsay_passive: bool = False
    names_who_is_spoken_to: bool = False
    quotes_continue_noun_phrases: bool = False
    owner_precedes_noun: bool = False
    noun_behind_verb_is_role: bool = False
    inserts_indefinite_nouns: bool = False
    article_excludes_persons: bool = False
    office_ties_are_capitalised: bool = False
    function_words_end_roles: bool = False
    noun_before_name_is_role: bool = False
    stacks_nouns_before_names: bool = False
    inflects_roles: bool = False
    inflects_names: bool = False
    has_genitive_s: bool = False
    genitive_shows_in_article: bool = False
    ties_owners_with_von: bool = False
    particles_are_common_words: bool = False
    names_things_in_marks: bool = False
    has_als_verdicts: bool = False
    object_may_follow_verb: bool = False
    reports_in_subjunctive: bool = False
    parts_compound_verbs: bool = False
    adverbs_precede_subject: bool = False
    weak_verbs_end_no_phrase: bool = False
    determiners_are_pronouns: bool = False
    names_roles_in_appositions: bool = False
    elides_small_words: bool = False
    articles_open_names: bool = False
    subject_follows_speech_verb: bool = False
    office_precedes_name: bool = False
    party_follows_role: bool = False
    verbs_have_clitics: bool = False
    renames_speakers_by_role: bool = False
    roles_run_into_clauses: bool = False
    title_opens_name: bool = False
    inserts_clauses_between_commas: bool = False
    inserts_clauses_between_dashes: bool = False
    never_opens_speech_with_dash: bool = False
    dash_marks_every_turn: bool = False
