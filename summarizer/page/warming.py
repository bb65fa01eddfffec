"""What the libraries would read from disk at their first page is read when this is imported: no page opens a file."""

import _strptime  # noqa: F401  (datetime.strptime imports it when it is first called)

from htmldate.extractors import get_external_parser, month_words
from trafilatura.external import jt_stoplist_init


def warm() -> None:
    """Make justext load its stop lists, and dateparser its languages: 0.4 s, once a process."""
    jt_stoplist_init()
    get_external_parser()
    month_words()


warm()
