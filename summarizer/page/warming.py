"""What the libraries would read from disk at their first page is read when this is imported: no page opens a file."""

from htmldate.extractors import get_external_parser, month_words
from trafilatura.external import jt_stoplist_init


def warm() -> None:
    """Make justext load its stop lists, and dateparser its languages and the zone: 0.4 s, once a process."""
    jt_stoplist_init()
    month_words()
    get_external_parser().get_date_data("3 mai 2024 10:00 CET")


warm()
