"""Tells reports from pieces that are marked as something else: opinion, video, quiz, live page, podcast. Pure.

Such a piece gives a story neither its headline nor its first sentence while a report of it is there. Only marks count
that papers set apart, by a bar, a colon or a dash, or in the address; "Video shows trawler sinking" is a report.
"""

import re
from urllib.parse import urlsplit

from bot.newsroom.feeds.model import Item

_MARKS = """
(?:photo |picture )?galler(?:y|ies); analysis; ao vivo; as it happened; bilder; bildergalerie; cartoon; chronique;
column; columna; commentary; crossword; debatt; diaporama; diretta; editorial; editoriale; en direct; en directo; en
images; en imágenes; en vivo; fotogallery; fotos; fotostrecke; galería; gastbeitrag; glosse; il commento; in beeld;
in diretta; in pictures; kolumne; kommentar; kronikk; krönika; le foto; ledare; leder; leitartikel; letters?(?: to
the editor)?; listen; live(?: ?blog| updates?| ticker)?; liveticker; meinung; mening; newsticker; op-?ed; opinie;
opinione; opinions?; opinião; opinión; photos?; pictures; podcast; quiz; review; rätsel; tribuna; tribune; video;
vidéo; vídeo; watch(?: live)?; édito; éditorial
"""
_KINDS = "|".join(" ".join(_MARKS.split()).split("; "))
_IN_FRONT = re.compile(rf"[\[(]?(?:{_KINDS})[\])]?[ ]?(?:[|:•·»>–—]|[ ]-[ ]|[\])])", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?:[|•·–—][ ]?|[ ]-[ ]|[\[(])(?:{_KINDS})[\])]?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"/(?:opinions?|commentisfree|op-ed|editorials?|meinung|kommentare?|opinion(?:e|es|i)?|tribunes?|debatt|kolumnen?"
    r"|videos?|gallery|galleries|galerie|fotostrecke|bildergalerie|podcasts?|audio|quiz(?:zes)?|live|liveblog|liveticker"
    r"|cartoons?|crosswords?|letters)(?:/|$)",
    re.IGNORECASE,
)


def is_report(item: Item) -> bool:
    """Return whether an item is a report, as far as its headline and address say."""
    title = item.title.strip()
    if _IN_FRONT.match(title) or _AT_THE_END.search(title):
        return False
    try:
        path = urlsplit(item.url).path
    except ValueError:
        return True
    return _ADDRESS.search(path) is None


def put_reports_first(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items of a story in their order, but pieces that are no reports last."""
    return tuple(sorted(items, key=lambda item: not is_report(item)))
