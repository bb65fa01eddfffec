"""Requests for a digest in another language, which we do not make: we show the article's own words. Pure."""

import re
from collections.abc import Mapping

from bot.slack.parsing.messages.phrases import fold_words

_NAMES: Mapping[str, str] = {
    "English": "english englisch anglais ingles inglese engels engelska engelsk englanniksi angielsku",
    "German": "german deutsch allemand aleman tedesco alemao duits tyska tysk saksaksi niemiecku",
    "French": "french franzosisch francais frances francese frans franska fransk ranskaksi francusku",
    "Spanish": "spanish spanisch espagnol espanol spagnolo espanhol spaans spanska espanjaksi hiszpansku",
    "Italian": "italian italienisch italien italiano italiaans italienska italiensk italiaksi wlosku",
    "Portuguese": "portuguese portugiesisch portugais portugues portoghese portugees portugisiska",
    "Dutch": "dutch niederlandisch hollandisch neerlandais holandes olandese nederlands",
    "Swedish": "swedish schwedisch suedois sueco svedese zweeds svenska ruotsiksi",
    "Danish": "danish danisch danois danes danese deens dansk danska",
    "Norwegian": "norwegian norwegisch norvegien noruego norvegese noors norsk norska",
    "Finnish": "finnish finnisch finnois fines finlandese fins suomeksi finska",
    "Polish": "polish polnisch polonais polaco polacco pools polska polsku",
    "Russian": "russian russisch russe ruso russo russisch ryska",
    "Ukrainian": "ukrainian ukrainisch ukrainien ucraniano ucraino",
    "Turkish": "turkish turkisch turc turco turks turkce",
    "Arabic": "arabic arabisch arabe arabo",
    "Hebrew": "hebrew hebraisch hebreu hebreo ebraico",
    "Chinese": "chinese chinesisch chinois chino cinese mandarin",
    "Japanese": "japanese japanisch japonais japones giapponese",
    "Korean": "korean koreanisch coreen coreano",
    "Hindi": "hindi",
}
_LANGUAGE_OF = {word: language for language, words in _NAMES.items() for word in words.split()}
_BEFORE = frozenset({"in", "into", "to", "as", "auf", "ins", "en", "al", "het", "pa", "em", "na", "po", "a"})
_ALONE = frozenset({word for words in _NAMES.values() for word in words.split() if word.endswith("ksi")} | {"turkce"})
_TRANSLATE = re.compile(r"\b(?:translat|ubersetz|uebersetz|tradu|vertaal|over?sett|oversatt|kaann|przetlumacz)")


def find_asked_language(text: str) -> str:
    """The English name of the language that words ask a digest in; "" where they ask for none.

    "another language" where they ask for a translation and do not say into what.
    """
    said = fold_words(text)
    for before, word in zip(("", *said), said, strict=False):
        if word in _LANGUAGE_OF and (before in _BEFORE or word in _ALONE):
            return _LANGUAGE_OF[word]
    if not _TRANSLATE.search(" ".join(said)):
        return ""
    return next((_LANGUAGE_OF[word] for word in said if word in _LANGUAGE_OF), "another language")
