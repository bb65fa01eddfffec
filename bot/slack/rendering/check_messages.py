"""Checks of what was shown -> messages. Source text is literal everywhere."""

from collections.abc import Sequence

from bot.newsroom.corrections.model import ArticleCheck, ChangeKind, Fate, LineCheck, Verdict
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Block, Element, Message
from bot.slack.rendering.block_kit.escaping import count, fallback, one_line, shorten
from bot.slack.rendering.digest_messages import MAX_HEADLINE, MAX_NAME

CHECKED_STORY = tuple[str, Sequence[ArticleCheck] | None]
"""A story's headline, and a check for each of its articles; None where an earlier version stored the edition."""

TOO_OLD = "Too old to check: I don't have what it showed."
NOTHING_SHOWN = "Not checked: I showed only its headline."

_WORDS = {
    Verdict.UNCHANGED: "Unchanged",
    Verdict.CORRECTED: "Corrected",
    Verdict.CHANGED: "Changed",
    Verdict.WITHDRAWN: "Withdrawn",
    Verdict.GONE: "Gone",
    Verdict.MOVED: "Moved",
    Verdict.UNREADABLE: "Couldn't be checked",
    Verdict.NOT_CHECKED: "Not checked",
}
_GRAVEST_FIRST = (
    Verdict.WITHDRAWN,
    Verdict.CORRECTED,
    Verdict.GONE,
    Verdict.MOVED,
    Verdict.CHANGED,
    Verdict.UNREADABLE,
    Verdict.NOT_CHECKED,
    Verdict.UNCHANGED,
)
_LONGEST_LINE = 600
_NAMED_CHANGES = 4
_LIVE = "It's a live page, which goes on changing."


def check_messages(checks: Sequence[ArticleCheck]) -> tuple[Message, ...]:
    """What a digest's articles say now: each with its verdict, and what is no longer there."""
    groups = [group for check in checks for group in _article_groups(check)]
    text = fallback(" ".join(f"{_WORDS[check.verdict]}: {_name(check)}." for check in checks))
    return tuple(Message(text, blocks, has_article=True) for blocks in kit.pack(groups))


def edition_check_messages(stories: Sequence[CHECKED_STORY]) -> tuple[Message, ...]:
    """What the stories of an edition say now, a line each; a line more for what changed."""
    title = kit.paragraph(kit.text("Checked again", bold=True), kit.text(f" · {_count_verdicts(stories)}"))
    groups = [group for number, story in enumerate(stories, 1) for group in _story_groups(number, *story)]
    text = fallback(f"Checked again: {_count_verdicts(stories)}.")
    return tuple(Message(text, blocks, has_article=True) for blocks in kit.pack([[title], *groups]))


def _article_groups(check: ArticleCheck) -> list[list[Block]]:
    """The blocks of one article: verdict and headline, then the lines that are not as they were."""
    head: list[Element] = [kit.text(_WORDS[check.verdict], bold=True), kit.text(" · ")]
    head.append(kit.link(check.shown.url, _name(check)) if check.shown.url else kit.text(_name(check)))
    groups = [[kit.paragraph(*head), *([kit.context(said)] if (said := _format_outcome(check)) else [])]]
    if check.withdrawal:
        groups.append([_quote_notice(check.withdrawal)])
    groups += [[_quote_notice(notice)] for notice in check.corrections]
    if check.headline:
        groups.append([kit.bullets([[kit.text(f"The headline is now: “{one_line(check.headline, MAX_HEADLINE)}”")]])])
    if check.verdict not in {Verdict.WITHDRAWN, Verdict.MOVED}:
        groups += [[kit.bullets([_line(line)])] for line in check.lines if line.fate is not Fate.SAME]
    return groups


def _format_outcome(check: ArticleCheck) -> str:
    """What was compared and how much is as it was, or why nothing was compared."""
    said = [check.reason]
    if check.lines and check.verdict not in {Verdict.WITHDRAWN, Verdict.MOVED}:
        same = sum(line.fate is Fate.SAME for line in check.lines)
        lines = count(len(check.lines), "sentence or quote", "sentences and quotes")
        all_same = "It's still on the page, word for word." if len(check.lines) == 1 else ""
        whole = all_same or f"All {lines} are still on the page, word for word."
        verb = "is" if same == 1 or len(check.lines) == 1 else "are"
        part = f"{same or 'None'} of {lines} {verb} still on the page as shown."
        alone = "It's no longer on the page as shown." if len(check.lines) == 1 else part
        said.append(whole if same == len(check.lines) else alone)
    said.append(_LIVE if check.is_live else "")
    return " ".join(part for part in said if part)


def _line(line: LineCheck) -> list[Element]:
    """A sentence or quote that is not as it was: before, and now."""
    before = shorten(line.text, _LONGEST_LINE)
    if line.fate is Fate.MISSING:
        return [kit.text("No longer there: ", bold=True), kit.text(f"“{before}”")]
    if line.fate is Fate.OTHER_SPEAKER:
        who = f"{one_line(line.speaker, MAX_NAME)} → {one_line(line.now, MAX_NAME)}"
        return [kit.text("Another speaker: ", bold=True), kit.text(f"{who}\n“{before}”")]
    elements = [kit.text(f"{_format_kind(line)}: ", bold=True)]
    elements += [kit.text(f"{_format_changes(line)}\n")] if _format_changes(line) else []
    return [*elements, kit.text(f"Before: “{before}”\nNow: “{shorten(line.now, _LONGEST_LINE)}”")]


def _format_kind(line: LineCheck) -> str:
    kinds = {change.kind for change in line.changes}
    if ChangeKind.NUMBER in kinds:
        return "Another number"
    return "Another name" if ChangeKind.NAME in kinds else "Another wording"


def _format_changes(line: LineCheck) -> str:
    """The numbers and names that were replaced: "12 → 14"."""
    named = [change for change in line.changes if change.kind is not ChangeKind.WORDING][:_NAMED_CHANGES]
    return ", ".join(f"{one_line(change.before, MAX_NAME)} → {one_line(change.now, MAX_NAME)}" for change in named)


def _story_groups(number: int, headline: str, checks: Sequence[ArticleCheck] | None) -> list[list[Block]]:
    """A story of an edition: a line with its verdict, and below it what is different, a line each."""
    title = kit.text(f"{number}. {one_line(headline, MAX_HEADLINE)}: ")
    if not checks:
        return [[kit.paragraph(title, kit.text(TOO_OLD if checks is None else NOTHING_SHOWN))]]
    head = kit.paragraph(title, kit.text(_WORDS[_gravest(checks)], bold=True))
    details = [each for check in checks for each in _story_details(check, is_named=len(checks) > 1)]
    return [[head], *([kit.bullets([each])] for each in details)]


def _story_details(check: ArticleCheck, *, is_named: bool) -> list[list[Element]]:
    """What is different in one article of a story, each under its outlet's link; nothing where it is unchanged."""
    if check.verdict is Verdict.UNCHANGED:
        return []
    name = one_line(check.shown.outlet or "source", MAX_NAME)
    label = f"{name} ({_WORDS[check.verdict].lower()})" if is_named else name
    link = kit.link(check.shown.url, label) if check.shown.url else kit.text(label)
    said = [f"“{shorten(one_line(notice, 1_000), _LONGEST_LINE)}”" for notice in check.corrections[:1]]
    if check.verdict is Verdict.WITHDRAWN:
        said = [f"“{shorten(one_line(check.withdrawal, 1_000), _LONGEST_LINE)}”"]
    elif check.verdict in {Verdict.CORRECTED, Verdict.CHANGED}:
        said += [_format_short(line) for line in check.lines if line.fate is not Fate.SAME]
    elif check.reason:
        said = [check.reason]
    said += [_LIVE] if check.is_live else []
    return [[link, kit.text(f": {each}")] for each in said] or [[link]]


def _format_short(line: LineCheck) -> str:
    """What has become of a line, on one line."""
    if line.fate is Fate.MISSING:
        return f"no longer there: “{shorten(line.text, 200)}”"
    if line.fate is Fate.OTHER_SPEAKER:
        return f"another speaker: {one_line(line.speaker, MAX_NAME)} → {one_line(line.now, MAX_NAME)}"
    changes = _format_changes(line)
    return f"{changes + ': ' if changes else ''}now “{shorten(line.now, 300)}”"


def _gravest(checks: Sequence[ArticleCheck]) -> Verdict:
    return min((check.verdict for check in checks), key=_GRAVEST_FIRST.index)


def _count_verdicts(stories: Sequence[CHECKED_STORY]) -> str:
    """How many stories have become what: "1 corrected, 4 unchanged"."""
    verdicts = [_gravest(checks) if checks else Verdict.NOT_CHECKED for _, checks in stories]
    told = [(each, verdicts.count(each)) for each in _GRAVEST_FIRST if each in verdicts]
    return ", ".join(f"{number:,} {_WORDS[each].lower()}" for each, number in told) or "no stories"


def _quote_notice(notice: str) -> Block:
    """A notice of the page, word for word."""
    return kit.quotation(kit.text(shorten(notice, kit.MAX_TEXT - 10)))


def _name(check: ArticleCheck) -> str:
    """Headline and outlet of an article in one line."""
    title = one_line(check.shown.headline or "", MAX_HEADLINE)
    outlet = one_line(check.shown.outlet or "", MAX_NAME)
    return " · ".join(part for part in (title, outlet) if part) or "Pasted text"
