"""Tells the query parameters that only say where a reader came from, from those that choose the article. Pure.

A kept list: add a name when a feed shows a new one. A name that some sites use for an article's own id ("id", "p",
"s", a number under "cid" or "ref") never gets into the list of all sites; it has a rule for its value, or for its site.
Stored links were cleaned by the list of their day: `bot.web.former_links` knows that of 0.2.0.
Source: what feeds and newsletters append; for both kinds issues 7, 112, 142, 157 and 176 of ClearURLs/Rules and 179 of
ClearURLs/Addon.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_NAMES = frozenset(
    {
        # papers, portals and networks
        "__twitter_impression", "_hsenc", "_hsmi", "amp_gsa", "amp_js_v", "campaign_id", "cmp", "cmpid", "cvid",
        "dclid", "fb_ref", "fb_source", "fbclid", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer",
        "guce_referrer_sig", "icid", "igsh", "igshid", "ito", "li_fat_id", "mkt_tok", "msclkid", "ncid", "ocid",
        "partner_share", "ref_source", "ref_src", "ref_url", "referringsource", "s_cid", "sh", "share_source",
        "sharetype", "si", "smid", "smtyp", "soc_src", "soc_trk", "sref", "traffic_source", "ttclid", "twclid",
        "usqp", "vero_id", "wbraid", "wt.mc_id", "wt_mc", "wt_zmc", "xtor", "yclid", ".tsrc", "addata", "emc",
        "feedname", "feedtype", "fsrc", "ftag", "ftcamp", "hpid", "intcid", "int_cid", "intcmp", "itid", "leadsource",
        "mbid", "rss", "sara_ecid", "sara_ref", "smprod", "srnd", "taid", "tpcc", "wpisrc", "wpmk", "wpmm", "wtmc",
        "ref_topic", "sharetarget", "share_id", "cx_testid", "cx_artpos", "recirc", "sr_share", "fromrss", "from_rss",
        # advertising and search
        "_ga", "_gl", "_openstat", "awc", "cjdata", "cjevent", "clickid", "dicbo", "ef_id", "epik", "fb_action_ids",
        "fb_action_types", "gad_campaignid", "gad_source", "irclickid", "irgwc", "mibextid", "ndclid", "oborigurl",
        "obref", "rb_clickid", "rdt_cid", "s_kwcid", "srsltid", "syclid", "tblci", "tduid", "wickedid", "ymclid",
        "ysclid", "zanpid",
        # newsletters and campaigns
        "bxid", "cndid", "esrc", "hasha", "hashb", "hashc", "lctg", "trackingcode", "wprov", "yptr",
        "__hsfp", "__hssc", "__hstc", "_bhlid", "_branch_match_id", "_branch_referrer", "_kx", "adobe_mc",
        "ck_subscriber_id", "dm_i", "hsctatracking", "iterablecampaignid", "iterabletemplateid", "ml_subscriber",
        "ml_subscriber_hash", "nr_email_referer", "pnespid", "sfmc_id", "spm", "trackingid", "vero_conv", "vgo_ee",
    }
)  # fmt: skip
"""In lower case, on all sites."""

_PREFIXES = (
    "__s", "at_", "bsft_", "elq", "guce_", "hsa_", "itm_", "lmd_", "mc_", "mtm_", "ns_", "oly_", "piwik_", "pk_", "sc_",
    "sfmc_", "taboola_", "trk", "utm_", "wt.",
)  # fmt: skip
_REFERRERS = frozenset(
    {"campaign", "feature", "from", "medium", "origin", "partner", "ref", "refer", "referer", "referrer", "sender",
     "share", "source", "src", "via"}
)  # fmt: skip
"""Parameters that are tracking only if their value is a word ("ref=homepage"), not an id ("ref=48213")."""

_WORD = re.compile(r"[a-z][a-z_.:-]{0,40}", re.IGNORECASE)

_FROM_A_FEED = re.compile(r"rss[0-9.]{0,4}|rss[-_]?feeds?|newsfeed|feed|atom|feedburner", re.IGNORECASE)
"""A value that says under nearly every name that the link is a feed's."""

_CHOOSES = frozenset(
    {
        "action", "article", "cat", "category", "feed", "format", "id", "keyword", "name", "option", "output", "p",
        "page", "q", "query", "s", "search", "section", "slug", "story", "tag", "title", "tmpl", "topic", "type",
        "view",
    }
)  # fmt: skip
"""Parameters with which "rss" is what is shown or looked for, not where a reader came from."""

_CAMPAIGNS = frozenset({"cid", "mod"})
_CAMPAIGN = re.compile(
    r"(?:rss|feed|social|soc|sm|email|mail|newsletter|nl|clicksource|click|twitter|tw|facebook|fb|app|homepage|home|hp"
    r"|mhp|sem|ppc|ads?|affiliate|aff|partner|public|push|share|promo|int|ext|copyurl|google|yahoo|apple|flipboard"
    r"|taboola|outbrain|trending|searchresults|djem)(?:[-_:.|%0-9][^&]{0,80})?",
    re.IGNORECASE,
)
"""A value of "cid", "mod" or a referrer that names a campaign ("rss:front", "clicksource_438"), no number, no slug."""

_FEED_CAMPAIGN = re.compile(r"rss[-_:.|%0-9][^&]{0,80}", re.IGNORECASE)
"""A referrer's value such as Medium's "rss----1a2b3c---4"."""

_SITES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "amazon.com": frozenset({"ref_", "tag", "psc", "linkcode", "pd_rd_r", "pd_rd_w", "pf_rd_p", "pf_rd_r"}),
        "barrons.com": frozenset({"mod"}),
        "ft.com": frozenset({"segmentid", "desktop"}),
        "linkedin.com": frozenset({"lipi", "refid"}),
        "marketwatch.com": frozenset({"mod", "siteid", "dist"}),
        "medium.com": frozenset({"source"}),
        "npr.org": frozenset({"f", "ft"}),
        "nytimes.com": frozenset(
            {"action", "algo", "contentcollection", "impression_id", "instance_id", "module", "nl", "pgtype", "regi_id",
             "region", "req_id", "searchresultposition", "segment_id", "surface", "te", "variant"}
        ),
        "reddit.com": frozenset({"rdt", "share_id"}),
        "repubblica.it": frozenset({"ref"}),
        "reuters.com": frozenset({"rpc", "il"}),
        "substack.com": frozenset({"isfreemail", "post_id", "publication_id", "r", "s", "triedredirect"}),
        "sueddeutsche.de": frozenset({"reduced"}),
        "tiktok.com": frozenset({"_r", "_t", "is_from_webapp", "sender_device"}),
        "twitter.com": frozenset({"s", "t"}),
        "washingtonpost.com": frozenset({"tid"}),
        "wsj.com": frozenset({"mod"}),
        "x.com": frozenset({"s", "t"}),
        "youtube.com": frozenset({"ab_channel", "pp"}),
    }
)  # fmt: skip
"""By registered domain: names that are an article's own on other sites."""


def is_tracking(pair: str, site: str = "") -> bool:
    """Return whether a "name=value" of a query only says where a reader came from.

    Args:
        pair: as written in the link.
        site: the link's registered domain.
    """
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _NAMES or name.startswith(_PREFIXES) or name in _SITES.get(site, frozenset()):
        return True
    if name in _REFERRERS and (_WORD.fullmatch(value) or _FEED_CAMPAIGN.fullmatch(value)):
        return True
    if name in _CAMPAIGNS and _CAMPAIGN.fullmatch(value):
        return True
    return name not in _CHOOSES and _FROM_A_FEED.fullmatch(value) is not None
