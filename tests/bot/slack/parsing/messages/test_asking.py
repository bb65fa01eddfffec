import pytest

from bot.newsroom.ports import DigestOptions
from bot.newsroom.requests.request import Intent, Remarks
from bot.slack.parsing.messages.asking import Asked, find_bare_addresses, read_asked
from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.payloads import parse_payload
from tests.alarm import alarm

PIER, QUAY = "https://gazette.example/pier", "https://gazette.example/quay"
STORY = "The pier at Saltmouth reopened on Monday after two years of repairs. " * 8


def asked(text: str, **message: object) -> Asked:
    return read_asked(read_content({"text": f"<@UBOT> {text}", **message}), bot_user="UBOT")


def test_a_link_is_a_request_for_that_link():
    read = asked(f"<{PIER}>")

    assert read == Asked(read.request)
    assert (read.request.links, read.request.options) == ((PIER,), DigestOptions("medium"))


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("short please LINK", "short"),
        ("LINK long", "long"),
        ("give me the long version LINK", "long"),
        ("LINK --short", "short"),
        ("kurz bitte LINK", "short"),
        ("LINK version longue".replace("longue", "long"), "long"),
        ("LINK why is this so long?", "medium"),
        ("not the long one LINK", "medium"),
        ("a long read about the pier LINK", "medium"),
        ("LINK nicht so lang", "medium"),
        ("The short list of the prize: LINK", "medium"),
    ],
)
def test_a_length_counts_only_as_an_option(words, length):
    assert asked(words.replace("LINK", f"<{PIER}>")).request.options.length == length


def test_an_option_beside_one_of_several_links_is_for_that_link():
    read = asked(f"<{PIER}> short <{QUAY}> long").request

    assert (read.options_for(PIER).length, read.options_for(QUAY).length) == ("short", "long")
    assert asked(f"short <{PIER}> long <{QUAY}>").request.options_for(PIER).length == "short"


def test_an_option_before_or_behind_all_links_is_for_all():
    for text in (f"short: <{PIER}> <{QUAY}>", f"<{PIER}> and <{QUAY}> short"):
        read = asked(text).request
        assert {read.options_for(PIER).length, read.options_for(QUAY).length} == {"short"}, text


def test_a_method_can_be_named():
    assert asked(f"<{PIER}> --method lex-rank").request.options.method == "lex-rank"
    assert asked(f"<{PIER}> —method=kl").request.options.method == "kl"


def test_options_that_do_not_exist_are_named():
    read = asked(f"<{PIER}> --method magic --loud")

    assert read.remarks == Remarks(unknown_options=("--loud", "--method magic"))
    assert read.request.options == DigestOptions("medium")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("in German please", "German"),
        ("auf Deutsch", "German"),
        ("en français s'il te plaît", "French"),
        ("in het Nederlands", "Dutch"),
        ("suomeksi", "Finnish"),
        ("translate it into Spanish", "Spanish"),
        ("can you translate this?", "another language"),
        ("the German election", ""),
        ("from the French paper", ""),
    ],
)
def test_a_digest_in_another_language_is_noticed(words, language):
    assert asked(f"<{PIER}> {words}").remarks.language == language


@pytest.mark.parametrize(
    ("words", "length"), [("too long for me:", "short"), ("zu lang!", "short"), ("too short", "long"), ("long", "long")]
)
def test_too_long_beside_a_link_asks_for_the_contrary_of_long(words, length):
    assert asked(f"{words} <{PIER}>").request.options.length == length


def test_a_language_is_noticed_without_a_link_too():
    read = asked("auf Deutsch bitte")

    assert (read.request.is_empty, read.remarks.language) == (True, "German")


@pytest.mark.parametrize("words", ["why did the pier close?", "wer hat das bezahlt?", "who paid for this"])
def test_a_question_about_the_story_is_noticed(words):
    assert asked(f"<{PIER}> {words}").remarks.is_question is words.endswith("?") or words.startswith("who")


@pytest.mark.parametrize(
    "words",
    [
        "can you have a look?", "what's this about?", "worth reading?", "interesting!", "have you seen this?",
        "did anyone read this?", "what do you make of this?", "is it worth reading?", "was haltet ihr davon?",
    ],
)  # fmt: skip
def test_what_the_digest_answers_is_no_question(words):
    assert asked(f"<{PIER}> {words}").remarks.is_empty


def test_pasted_text_with_a_link_inside_is_text():
    read = asked(f"{STORY} More at <{PIER}>.")

    assert read.request.links == ()
    assert "reopened on Monday" in (read.request.text or "")


@pytest.mark.parametrize(
    "line",
    [
        "short:", "--short:", "— short —", "short -", " Short, lex-rank ;", "short: lex-rank",
    ],
)  # fmt: skip
def test_a_first_line_of_options_is_not_part_of_the_text(line):
    read = asked(f"{line}\n{STORY}").request

    assert read.options.length == "short"
    assert (read.text or "").startswith("The pier")


@pytest.mark.parametrize("line", ["short long lex-rank", "short-long", "short story", "—", "short " * 40])
def test_a_first_line_of_other_words_is_a_part_of_the_text(line):
    read = asked(f"{line}\n{STORY}").request

    assert (read.text or "").startswith(line.strip())
    assert read.options == DigestOptions("medium")


@pytest.mark.parametrize(
    "before",
    [
        "summarise ", "Please summarize this:\n", "tldr: ", "TL;DR\n\n", "can you sum this up for us?\n",
        "Kannst du das bitte zusammenfassen?\n", "Résume cet article : ", "riassumi questo articolo:\n",
        "Summarize the following article: ",
    ],
)  # fmt: skip
def test_words_that_ask_for_the_summary_are_no_part_of_the_text(before):
    text = asked(f"{before}School buses in Lowmoor will run late. {STORY}").request.text or ""

    assert text.startswith("School buses in Lowmoor")


def test_a_text_that_begins_with_an_option_word_is_kept_whole():
    for opening in ("Short stories won the prize in Saltmouth", "Resume of the mayor was forged", "Summaries are out"):
        text = f"{opening}, the jury said on Monday, to the surprise of the whole town and its council."
        assert (asked(text).request.text or "").startswith(opening)


@pytest.mark.parametrize(
    "text",
    [
        "summarize this", "tldr", "please", "what's this about?", "can you sum this up for us?", "zusammenfassen bitte",
        "worum geht's hier?", "résume cet article", "de quoi ça parle ?", "resumen por favor", "riassumi", "samenvatten",
        "sammanfatta", "tiivistä", "streść to", "要約して", "总结一下", "요약해 줘", "кратко, пожалуйста", "özetle",
        "what did the mayor say?", "could you please give all of us a quick summary of this article so that we need not read it",
    ],
)  # fmt: skip
def test_few_words_that_ask_for_a_digest_are_no_article(text):
    read = asked(text)

    assert (read.intent, read.request.is_empty) == (Intent.READ, True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("help", Intent.HELP), ("Help!", Intent.HELP), ("help please", Intent.HELP), ("what can you do?", Intent.HELP),
        ("hi", Intent.HELP), ("Was kannst du?", Intent.HELP), ("aide", Intent.HELP), ("ayuda por favor", Intent.HELP),
        ("thanks!", Intent.THANK), ("thank you so much :heart:", Intent.THANK), ("danke dir", Intent.THANK),
        ("merci beaucoup", Intent.THANK), ("muchas gracias", Intent.THANK), ("ありがとうございます", Intent.THANK),
        ("longer", Intent.LONGER), ("make it longer please", Intent.LONGER), ("länger bitte", Intent.LONGER),
        ("más largo", Intent.LONGER), ("shorter", Intent.SHORTER), ("plus court", Intent.SHORTER),
        ("thanks, and now shorter", Intent.SHORTER), ("quotes", Intent.QUOTES), ("all the quotes please", Intent.QUOTES),
        ("alle Zitate", Intent.QUOTES), ("why?", Intent.WHY), ("why these sentences?", Intent.WHY),
        ("pourquoi", Intent.WHY), ("por qué?", Intent.WHY),
        ("not the long one", Intent.UNCLEAR), ("great stuff, see you on Monday", Intent.UNCLEAR), ("lol", Intent.UNCLEAR),
        ("too long", Intent.SHORTER), ("that's too long", Intent.SHORTER), ("zu lang", Intent.SHORTER),
        ("c'est trop long", Intent.SHORTER), ("demasiado largo", Intent.SHORTER), ("te lang", Intent.SHORTER),
        ("för lång", Intent.SHORTER), ("长的太长", Intent.SHORTER), ("even shorter", Intent.SHORTER),
        ("mach's kürzer", Intent.SHORTER), ("un peu plus court", Intent.SHORTER), ("perfect, now shorter", Intent.SHORTER),
        ("this is too long", Intent.SHORTER), ("is this the long version?", Intent.READ),
        ("too long; didn't read", Intent.READ), ("shorter, shorter!", Intent.SHORTER), ("why why why", Intent.WHY),
        ("muéstrame las citas", Intent.QUOTES), ("danke, sehr hilfreich", Intent.THANK),
        ("too short", Intent.LONGER), ("zu kurz", Intent.LONGER), ("trop court", Intent.LONGER),
        ("a bit longer", Intent.LONGER), ("und jetzt länger", Intent.LONGER), ("go deeper", Intent.LONGER),
        ("und jetzt bitte die Zitate", Intent.QUOTES), ("who said what?", Intent.QUOTES), ("any quotes?", Intent.QUOTES),
        ("what are the quotes?", Intent.QUOTES), ("y las citas?", Intent.QUOTES), ("nur die Zitate", Intent.QUOTES),
        ("why did you pick these sentences?", Intent.WHY), ("how did you choose these?", Intent.WHY),
        ("warum genau diese Sätze?", Intent.WHY), ("but why?", Intent.WHY), ("pourquoi celles-ci ?", Intent.WHY),
        ("good bot", Intent.THANK), ("nice one", Intent.THANK), ("thanks a bunch", Intent.THANK),
        ("much appreciated", Intent.THANK), ("gut gemacht", Intent.THANK), ("un grand merci", Intent.THANK),
        ("ok", Intent.THANK), ("thanks, that helps", Intent.THANK),
        ("hi bot", Intent.HELP), ("good morning", Intent.HELP), ("--help", Intent.HELP), ("what can u do", Intent.HELP),
        ("wie geht das?", Intent.HELP), ("test", Intent.HELP),
        ("again", Intent.READ), ("nochmal bitte", Intent.READ), ("try again", Intent.READ), ("whats this", Intent.READ),
        ("translate to German", Intent.READ), ("auf Deutsch bitte", Intent.READ), ("les points clés", Intent.READ),
        ("why is this so long?", Intent.READ), ("longer than I thought it would ever be, this pier", Intent.UNCLEAR),
    ],
)  # fmt: skip
def test_few_words_ask_for_what_they_say(text, intent):
    assert asked(text).intent is intent


def test_help_is_recognised_only_where_nothing_else_is_said():
    assert asked("help the harbour, says the mayor of Saltmouth").intent is not Intent.HELP


def test_emoji_and_blanks_are_nothing_to_read():
    for text in ("", ":tada: :newspaper:", "   ", "🎉🎉", "!!!"):
        assert asked(text).request.is_empty, text


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("news.example/pier-reopens", ("news.example/pier-reopens",)),
        ("short news.example/pier", ("news.example/pier",)),
        ("(news.example/pier).", ("news.example/pier",)),
        ("www.news.example", ("www.news.example",)),
        ("news.example", ("news.example",)),
        ("I like node.js and U.S. news", ()),
        ("ask ed@gazette.example", ()),
        ("9.30 a.m.", ()),
        ("news.example gazette.example", ("news.example", "gazette.example")),
        ("summarize news.example please", ("news.example",)),
        ("news.example, long", ("news.example",)),
        ("I read it on news.example yesterday", ()),
    ],
)
def test_addresses_without_https_are_found(text, addresses):
    assert find_bare_addresses(text) == addresses


def test_an_address_without_https_is_read_as_one_with_its_options():
    read = asked("short news.example/pier").request

    assert (read.links, read.options.length) == (("https://news.example/pier",), "short")


def test_words_beside_a_file_are_options_or_nothing():
    file = {"id": "F1", "name": "report.pdf", "url_private": "https://files.slack.com/r"}

    read = asked("could you all please have a look at the short report that I have put here for Monday", files=[file])

    assert [each.id for each in read.request.files] == ["F1"]
    assert asked("short please", files=[file]).request.options.length == "short"


def test_what_is_forwarded_is_read_whatever_is_said_beside_it():
    shared = {"is_share": True, "text": f"<{PIER}>", "from_url": "https://t.slack.com/archives/C0/p1"}

    read = asked("what do you think?", attachments=[shared])

    assert (read.request.links, read.intent) == ((PIER,), Intent.READ)


@pytest.mark.parametrize(
    "between", ["-", "- ", ",", "\u00a0", "a-", "short ", ")", "http://a)", "<@", ":a", "a.", "*", "_ "]
)
def test_a01_a_message_of_one_thing_over_and_over_is_read_at_once(between):
    text = (between * 40_000)[:39_999] + "!"
    blocks = [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]}
    ]
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.2", "text": f"<@U1> {text}"}

    with alarm():
        asked(text)
        asked("", blocks=blocks)
        job = parse_payload({"type": "event_callback", "event": event})

    assert job is not None
    assert job.id == "message:C1:1.2"
