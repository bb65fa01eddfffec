"""Loads the libraries' data from disk before a process's first page, so that no later page opens a file.

Not at import: loading costs seconds and 100 MB, and most processes (the bot's own, `nutgraf jobs`) never read a page
themselves. The children that do read one before their first job.
"""

from datetime import datetime
from functools import cache

from htmldate.extractors import get_external_parser, month_words
from trafilatura.external import jt_stoplist_init


@cache
def warm() -> None:
    """Make justext load its stop lists, and dateparser its languages and time zone: 0.4 s, once per process."""
    jt_stoplist_init()
    month_words()
    for printed in ("3 mai 2024", "vor 3 Tagen", "3 hours ago", "3 May 2024 10:00 CET"):
        get_external_parser().get_date_data(printed)
    datetime.strptime("2024-05-03 +0000", "%Y-%m-%d %z")
