"""Links as version 0.2.0 wrote them, so that what it stored is recognised. Pure; nothing here ever changes.

Since then more trackers come off and more wrappings are opened, so an entry that was posted under its old link has a
new one. It is known by both.
"""

import re
from urllib.parse import unquote

from bot.errors import InvalidLinkError
from bot.web.urls import join, parse_link

_NAMES = frozenset(
    {
        "__twitter_impression", "_hsenc", "_hsmi", "amp_gsa", "amp_js_v", "campaign_id", "cmp", "cmpid", "cvid",
        "dclid", "fb_ref", "fb_source", "fbclid", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer",
        "guce_referrer_sig", "icid", "igsh", "igshid", "ito", "li_fat_id", "mkt_tok", "msclkid", "ncid", "ocid",
        "partner_share", "ref_source", "ref_src", "ref_url", "referringsource", "s_cid", "sh", "share_source",
        "sharetype", "si", "smid", "smtyp", "soc_src", "soc_trk", "sref", "traffic_source", "ttclid", "twclid",
        "usqp", "vero_id", "wbraid", "wt.mc_id", "wt_mc", "wt_zmc", "xtor", "yclid",
    }
)  # fmt: skip
_PREFIXES = ("utm_", "mc_", "at_", "pk_", "mtm_", "hsa_", "itm_", "__s", "oly_", "ns_")
_REFERRERS = frozenset({"ref", "referrer", "referer", "source", "src", "via", "from", "feature", "share", "partner"})
_WORD = re.compile(r"[a-z][a-z_.:-]{0,40}", re.IGNORECASE)

_REDIRECTORS = (
    (re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}"), "/url", ("q", "url")),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), "/", ("u",)),
    (re.compile(r"(?:\w+\.)?safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"slack-redir\.net"), "/link", ("url",)),
    (re.compile(r"out\.reddit\.com"), "/", ("url",)),
)
_AMP_CACHE = re.compile(
    r"(?:www\.google(?:\.[a-z]{2,3}){1,2}/amp|[\w-]+\.cdn\.ampproject\.org/[civ])/(?P<secure>s/)?(?P<rest>[\w.-]+\.\w+/.*)"
)


def former_story_link(base: str, reference: str) -> str | None:
    """Return the link that version 0.2.0 stored for an entry; None where it stored none."""
    if not reference.strip():
        return None
    try:
        link = parse_link(_clean(_unwrap(join(base, reference))))
    except InvalidLinkError:
        return None
    return link.href if link.scheme in {"http", "https"} else None


def _clean(url: str) -> str:
    """Return a link without the tracking and the fragment that version 0.2.0 took off."""
    link = parse_link(url)
    if not link.query:
        return link.href
    kept = [pair for pair in link.query.split("&") if pair and not _is_tracking(pair)]
    head = link.href.split("?", 1)[0]
    return f"{head}?{'&'.join(kept)}" if kept else head


def _unwrap(url: str) -> str:
    try:
        link = parse_link(url)
    except InvalidLinkError:
        return url
    for host, path, name in _REDIRECTORS:
        if host.fullmatch(link.host) and link.path.startswith(path):
            inner = next((unquote(value) for key, value in _pairs(link.query) if key in name), "")
            return inner if inner.startswith(("http://", "https://")) else url
    cached = _AMP_CACHE.fullmatch(f"{link.host}{link.path}")
    if cached is None:
        return url
    scheme = "https" if cached.group("secure") else "http"
    return f"{scheme}://{cached.group('rest')}" + (f"?{link.query}" if link.query else "")


def _pairs(query: str) -> list[tuple[str, str]]:
    """Return name and value of each parameter, as written."""
    return [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&"))]


def _is_tracking(pair: str) -> bool:
    """Return whether a "name=value" of a query only says where a reader came from."""
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _NAMES or name.startswith(_PREFIXES):
        return True
    return name in _REFERRERS and _WORD.fullmatch(value) is not None
