"""Two hundred invented articles, the same on every machine: what digests of different Pythons are compared on.

Sentences are drawn by a generator of its own (Python's may change what it draws), in four languages and three layouts,
with what pages are full of: a caption, a sub-head, quotes, a sentence that points back, one that tells it again.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

ARTICLES = 200


class Composed(NamedTuple):
    """An article."""

    id: str
    language: str
    headline: str
    text: str


PEOPLE = ("Dana Orr", "Ivo Brandt", "Marta Quill", "Tomas Veil", "Lena Foss", "Aldo Ferrin", "Noor Haddal", "Pia Lund")
PLACES = ("Port Ellery", "Sandvik", "Greyhaven", "Altmoor", "Costa Brena", "Nordwick", "Vallunga", "Mirefield")

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "The ferry between {place} and {other} sank on Monday with {number} people on board.",
        "{person} told the council of {place} that the bridge will stay shut for {number} days.",
        "The harbour of {place} has lost {number} boats in two years, a report says.",
        "“We have asked for {number} new lamps, and nobody has answered,” {person} said.",
        "He said the money would come from {other}.",
        "However, {rival} called the plan for {place} too dear.",
        "The bridge to {place} carries {number} lorries a day and was built by {person}’s grandfather.",
        "Some {number} people marched through {place} with {rival} to keep the school open.",
        "Rain is expected in {other} until the end of the week, and the river has risen by {number} centimetres.",
        "Pictured: {person} at the quay of {place}",
        "What happens next",
        "Nobody in {place} knows who will pay for it, {rival} wrote in a letter of {number} pages.",
        "On Monday, {number} people went down with the ferry from {place} to {other}.",
        "They are to meet again in {other} in {number} weeks.",
        "The council of {place} voted {number} to nine for the plan after {person} had spoken for an hour.",
        "Read more about {place} in our newsletter.",
    ),
    "de": (
        "Die Fähre von {place} nach {other} ist am Montag mit {number} Menschen gesunken.",
        "{person} sagte dem Rat von {place}, die Brücke bleibe {number} Tage gesperrt.",
        "Der Hafen von {place} hat in zwei Jahren {number} Boote verloren, heißt es in einem Bericht.",
        "„Wir haben um {number} neue Lampen gebeten, und niemand hat geantwortet“, sagte {person}.",
        "Er sagte, das Geld komme aus {other}.",
        "Allerdings nannte {rival} den Plan für {place} zu teuer.",
        "Rund {number} Menschen zogen mit {rival} durch {place}, damit die Schule offen bleibt.",
        "Foto: {person}",
        "In {other} wird bis zum Ende der Woche Regen erwartet, der Fluss ist um {number} Zentimeter gestiegen.",
        "Das alles kostet die Stadt {place} {number} Millionen Kronen.",
        "Der Rat von {place} stimmte mit {number} zu neun für den Plan, nachdem {person} eine Stunde gesprochen hatte.",
        "Am Montag gingen {number} Menschen mit der Fähre von {place} nach {other} unter.",
    ),
    "fr": (
        "Le bac entre {place} et {other} a coulé lundi avec {number} personnes à bord.",
        "{person} a dit au conseil de {place} que le pont resterait fermé {number} jours.",
        "Le port de {place} a perdu {number} bateaux en deux ans, selon un rapport.",
        "« Nous avons demandé {number} lampes, et personne n’a répondu », a déclaré {person}.",
        "Elle a ajouté que l’argent viendrait de {other}.",
        "Toutefois, {rival} juge le projet de {place} trop cher.",
        "Environ {number} personnes ont défilé avec {rival} à {place} pour garder l’école ouverte.",
        "La pluie est attendue à {other} jusqu’à la fin de la semaine, et la rivière a monté de {number} centimètres.",
        "Tout cela coûtera {number} millions à la ville de {place}.",
        "Lundi, {number} personnes ont disparu avec le bac de {place} à {other}.",
        "À lire aussi : le pont de {place}",
    ),
    "es": (
        "El transbordador entre {place} y {other} se hundió el lunes con {number} personas a bordo.",
        "{person} dijo al consejo de {place} que el puente seguirá cerrado {number} días.",
        "El puerto de {place} ha perdido {number} barcos en dos años, según un informe.",
        "«Hemos pedido {number} lámparas y nadie ha contestado», afirmó {person}.",
        "Ella añadió que el dinero vendrá de {other}.",
        "Sin embargo, {rival} considera demasiado caro el plan de {place}.",
        "Unas {number} personas marcharon con {rival} por {place} para que la escuela siga abierta.",
        "Se espera lluvia en {other} hasta el final de la semana, y el río ha subido {number} centímetros.",
        "Todo ello costará {number} millones a la ciudad de {place}.",
        "El lunes, {number} personas se hundieron con el transbordador de {place} a {other}.",
    ),
}


class _Draw:
    """A linear congruential generator (Knuth's MMIX): the same numbers everywhere."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 7919 + 12345

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def of(self, choices: Sequence[str]) -> str:
        """One of them."""
        return choices[self.below(len(choices))]


def compose() -> Iterator[Composed]:
    """All articles."""
    languages = tuple(SENTENCES)
    for number in range(ARTICLES):
        draw = _Draw(number)
        language = languages[number % len(languages)]
        sentences = list(_write(draw, language, 8 + draw.below(12)))
        breaks = (" ", "\n\n", None)[number % 3]
        text = breaks.join(sentences) if breaks else _set_in_paragraphs(draw, sentences)
        yield Composed(f"composed-{number}", language, sentences[0].rstrip(".”"), text)


def _write(draw: _Draw, language: str, count: int) -> Iterator[str]:
    """Some sentences about one place, more or less."""
    place, person = draw.of(PLACES), draw.of(PEOPLE)
    for _ in range(count):
        yield draw.of(SENTENCES[language]).format(
            place=place if draw.below(3) else draw.of(PLACES),
            other=draw.of(PLACES),
            person=person if draw.below(2) else draw.of(PEOPLE),
            rival=draw.of(PEOPLE),
            number=2 + draw.below(4_000),
        )


def _set_in_paragraphs(draw: _Draw, sentences: Sequence[str]) -> str:
    """Paragraphs of one to three sentences."""
    text = sentences[0]
    for sentence in sentences[1:]:
        text += (" " if draw.below(2) else "\n\n") + sentence
    return text
