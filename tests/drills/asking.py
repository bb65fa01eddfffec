"""The requests of a drill: generated from a seed, about invented places and people."""

import random
from dataclasses import dataclass

DM_PEOPLE = ("U0MARLOWE1", "U0OKAFOR01", "U0LINDQV01")
_TOWNS = ("Saltmouth", "Grenholm", "Varnick", "Ostrava Bay", "Lower Pell", "Tarn Quay", "Merrow", "Skerrivick")
_PEOPLE = ("Ada Brandt", "Tomas Quill", "Ines Holloway", "Piet Varga", "Lena Osk", "Rufus Amdal", "Mina Sorrel")
_THINGS = ("pier", "tram line", "library", "harbour wall", "swimming bath", "fish market", "lighthouse", "bridge")


@dataclass(frozen=True, slots=True)
class Ask:
    """One message that needs an answer."""

    kind: str
    channel: str
    text: str


def make_asks(count: int, channels: tuple[str, ...], links: tuple[str, ...], seed: int) -> list[Ask]:
    """Returns requests: mentions with a text, one link, several links, direct messages, and some that must fail."""
    chance = random.Random(seed)  # noqa: S311  (a drill that can be repeated)
    kinds = chance.choices(("text", "link", "links", "dm", "nothing", "missing"), (45, 25, 12, 12, 3, 3), k=count)
    return [_make(kind, number, channels, links, chance) for number, kind in enumerate(kinds)]


def _make(kind: str, number: int, channels: tuple[str, ...], links: tuple[str, ...], chance: random.Random) -> Ask:
    channel = chance.choice(channels)
    length = chance.choice(("short", "medium", "long"))
    match kind:
        case "link":
            return Ask(kind, channel, f"@nutgraf {length} {chance.choice(links)}")
        case "links":
            return Ask(kind, channel, f"@nutgraf {length} {' '.join(chance.sample(links, chance.randint(2, 5)))}")
        case "dm":
            return Ask(kind, chance.choice(DM_PEOPLE), make_story(number, chance))
        case "nothing":
            return Ask(kind, channel, "@nutgraf")
        case "missing":
            return Ask(kind, channel, f"@nutgraf {links[0]}-{number}")
    return Ask(kind, channel, f"@nutgraf {make_story(number, chance)}")


def make_story(number: int, chance: random.Random) -> str:
    """Returns a news story that is unique in the drill."""
    town, thing = chance.choice(_TOWNS), chance.choice(_THINGS)
    first, second = chance.sample(_PEOPLE, 2)
    months, crowns, share = chance.randint(5, 40), chance.randint(2, 90), chance.randint(10, 60)
    return f"""The {thing} at {town} reopens after {months} months

The {thing} at {town} reopened on Monday after {months} months of repairs that cost the town {crowns} million crowns.

"We kept our word and the weather kept its temper for once," Mayor {first} told a crowd of {number + 200} people.

The old works had decayed so badly that engineers closed the {thing} in the spring, a week before the regatta.

Harbour master {second} said the new {thing} would carry "twice the load of the old one" and last for sixty years.

Traders nearby said they had lost {share} percent of their summer income while the {thing} was shut.

The council will decide next month whether visitors have to pay a crown to use it on Sundays."""
