"""Stories that are told in two languages."""

from datetime import UTC, datetime, timedelta

import pytest

from summarizer.model import Article
from summarizer.stories import cluster

MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)

ENGLISH = (
    "Brandvik and Halberg sign herring deal in Port Sarn",
    (
        "Prime Minister Ilse Brandvik of Vennmark and President Runa Halberg of Orsany signed a deal on herring in Port Sarn "
        "on Friday, which lets both fleets catch 61,400 tonnes a year."
    ),
)
OTHERS = {
    "Spanish": (
        "Brandvik y Halberg firman en Port Sarn el acuerdo del arenque",
        (
            "La primera ministra de Vennmark, Ilse Brandvik, y la presidenta de Orsany, Runa Halberg, firmaron el viernes en "
            "Port Sarn un acuerdo que permite pescar 61.400 toneladas al año."
        ),
    ),
    "Finnish": (
        "Brandvik ja Halberg allekirjoittivat sillisopimuksen Port Sarnissa",
        (
            "Vennmarkin pääministeri Ilse Brandvik ja Orsanyn presidentti Runa Halberg allekirjoittivat perjantaina Port "
            "Sarnissa sopimuksen, joka sallii molemmille 61 400 tonnin saaliin vuodessa."
        ),
    ),
    "German": (
        "Brandvik und Halberg unterzeichnen in Port Sarn das Heringsabkommen",
        (
            "Vennmarks Regierungschefin Ilse Brandvik und Orsanys Präsidentin Runa Halberg haben am Freitag in Port Sarn ein "
            "Abkommen unterzeichnet, nach dem beide Flotten 61.400 Tonnen im Jahr fangen dürfen."
        ),
    ),
}
ANOTHER = {
    "another event with one of them": (
        "Brandvik recibe a los bomberos de Tarnes",
        (
            "La primera ministra Ilse Brandvik agradeció el viernes a los bomberos de Tarnes su trabajo en el incendio de la "
            "fábrica de conservas, que ardió durante tres días."
        ),
    ),
    "nobody they share": (
        "El Rayo de Lund gana la copa en los penaltis",
        (
            "El Rayo de Lund ganó la copa el viernes en los penaltis ante el Deportivo Halvorna, después de un partido sin "
            "goles que duró dos horas."
        ),
    ),
}


def tell(*reports: tuple[str, str], hours: float = 1) -> list[Article]:
    return [
        Article(body, headline=headline, outlet=f"Outlet {i}", published_at=MORNING + timedelta(hours=hours * i))
        for i, (headline, body) in enumerate(reports)
    ]


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_one_event_in_two_languages_is_one_story(other: tuple[str, str]):
    assert cluster(tell(ENGLISH, other)) == (0, 0)


@pytest.mark.parametrize("other", ANOTHER.values(), ids=ANOTHER.keys())
def test_two_events_in_two_languages_are_two_stories(other: tuple[str, str]):
    assert cluster(tell(ENGLISH, other)) == (0, 1)


def test_of_two_events_with_the_same_people_the_nearer_one_is_joined():
    spanish = OTHERS["Spanish"]
    told = tell(ENGLISH, spanish, ANOTHER["another event with one of them"])

    assert cluster(told) == (0, 0, 1)


def test_reports_in_two_languages_that_are_days_apart_are_two_stories():
    assert cluster(tell(ENGLISH, OTHERS["Spanish"], hours=80)) == (0, 1)
