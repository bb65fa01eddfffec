import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.terminal import print_places, source_lines
from summarizer import Article, Span, digest, read_text
from summarizer.model import Digest, Sentence
from tests.alarm import alarm
from tests.bot.fakes import STORY

ROOT = Path(__file__).parents[3]
COMMANDS = ("run", "playground", "digest", "verify", "batch", "feed", "edition", "jobs", "backup", "doctor")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_digest_prints_headline_sentences_quotes_and_the_reasons(nutgraf, story):
    done = nutgraf("digest", str(story), "--why", cwd=story.parent)

    assert done.returncode == 0
    assert done.stdout.startswith("Pier at Saltmouth reopens after two years\n")
    assert "• The pier at Saltmouth reopened on Monday" in done.stdout
    assert "(opens the story" in done.stdout
    assert "— Mayor Ada Brandt" in done.stdout


def test_a_quote_has_the_line_with_name_and_role_and_its_place(nutgraf, story):
    found = json.loads(nutgraf("digest", str(story), "--json", cwd=story.parent).stdout)

    line = found["key_quotes"][0]["speaker_line"]
    assert line["text"] == "Mayor Ada Brandt" == found["article"]["body"][line["start"] : line["end"]]


def test_the_same_command_prints_the_same_bytes_in_another_process(nutgraf, story):
    first = nutgraf("digest", str(story), "--json", cwd=story.parent).stdout
    command = [sys.executable, "-m", "bot", "digest", "--json", "-"]
    second = subprocess.run(command, input=STORY, capture_output=True, text=True, check=False, cwd=ROOT).stdout

    assert first == second
    record = json.loads(first)
    assert record["article"]["language"] == "en"
    for part in (*record["sentences"], *record["key_quotes"]):
        assert record["article"]["body"][part["start"] : part["end"]] == part["text"]


def test_slack_prints_what_would_be_posted(nutgraf, story):
    done = nutgraf("digest", str(story), "--slack", cwd=story.parent)

    payload = json.loads(done.stdout)
    assert payload["unfurl_links"] is False
    assert payload["blocks"][0]["type"] == "rich_text"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("digest", "nowhere.txt"), 1, "There is no file nowhere.txt."),
        (("digest", "."), 1, "I cannot read"),
        (("digest", "https://10.0.0.1/"), 1, "not one I may open"),
        (("digest", "short.txt"), 1, "already short (3 words)"),
        (("digest", "story.txt", "--method", "guess"), 2, "lex-rank"),
        (("digest", "story.txt", "--length", "huge"), 2, "short"),
        (("batch", "nowhere.jsonl", "out.jsonl"), 2, "nowhere.jsonl"),
        (("run",), 2, "SLACK_BOT_TOKEN"),
    ],
)
def test_wrong_use_is_one_sentence_and_an_exit_code(nutgraf, story, arguments, code, said):
    (story.parent / "short.txt").write_text("three little words")
    more = {"SLACK_BOT_TOKEN": "nonsense"} if arguments == ("run",) else {}

    done = nutgraf(*arguments, cwd=story.parent, **more)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_shows_every_sentence_at_its_place(nutgraf, story):
    done = nutgraf("verify", str(story), cwd=story.parent)

    assert done.returncode == 0
    assert "sentence 1, line 3:" in done.stdout
    assert "4 of 4 word for word." in done.stdout


def test_verify_fails_for_a_sentence_that_is_not_in_the_source(capsys):
    article = Article("The quay reopened on Tuesday.")
    invented = Digest(article, (Sentence(article.body, Span(0, 29), 0),), (), 1, "nutgraf")

    assert not print_places(invented, STORY)
    assert "NOT in the source" in capsys.readouterr().out


def test_verify_reads_a_page_through_its_tags():
    page = "<html><body><p>The <b>pier</b> of Salt<i>mouth</i> &amp; quay</p>\n<script>x < 1</script><p>opened.</p></body></html>"

    assert [line.split() for line in source_lines(page)] == [
        ["The", "pier", "of", "Saltmouth", "&", "quay"],
        ["opened."],
    ]


def test_a07_what_a_page_writes_as_half_and_half_is_found_in_its_source():
    page = "<html><body><p>The pier &#55357;&#56832; is&#2; open&#xD83D;</p></body></html>"
    assert source_lines(page)[0].split() == ["The", "pier", "\U0001f600", "is", "open\ufffd"]


@pytest.mark.parametrize("opening", ["<script ", "<!--", "<", "<b "])
def test_a01_verify_reads_a_page_of_tags_that_never_close(opening):
    with alarm():
        (line,) = source_lines(f"<html>The pier {opening * 50_000}")

    assert line.split()[:2] == ["The", "pier"]


def test_verify_leaves_out_comments_scripts_and_styles():
    page = "<html>a<!-- > -->b<SCRIPT>x</script >c<style>\n<!--</style>d<script>e<!--f>g"

    assert [line.split() for line in source_lines(page)] == [["a", "b", "c"], ["d", "e", "g"]]


def test_verify_holds_for_a_saved_page(nutgraf, tmp_path):
    paragraphs = "".join(f"<p>{line}</p>\n" for line in STORY.split("\n\n")[1:])
    page = tmp_path / "pier.html"
    page.write_text(
        f"<html><head><title>Pier</title></head><body><article><h1>Pier</h1>{paragraphs}</article></body></html>"
    )

    done = nutgraf("verify", str(page), cwd=tmp_path)

    assert done.returncode == 0
    assert "nutgraf:" not in done.stderr


def test_batch_answers_every_line_in_order(nutgraf, tmp_path):
    page = f"<html><body><article><h1>Pier</h1><p>{STORY.replace(chr(10) * 2, '</p><p>')}</p></article></body></html>"
    with gzip.open(tmp_path / "pier.html.gz", "wt", encoding="utf-8") as out:
        out.write(page)
    lines = [
        json.dumps({"id": 1, "text": STORY}),
        json.dumps({"id": "two", "html_file": "pier.html.gz", "url": "https://gazette.example/pier"}),
        "this is no JSON",
        json.dumps([1, 2]),
        json.dumps({"id": 5}),
        json.dumps({"id": 6, "text": 7}),
        json.dumps({"id": 7, "html_file": "missing.html"}),
        json.dumps({"id": 8, "text": "three little words"}),
        json.dumps({"id": 9, "html": page}),
        json.dumps({"id": 10, "text": STORY.split("\n\n", 1)[1], "clean": True, "title": "Pier", "outlet": "Gazette"}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n\n")

    done = nutgraf("batch", "in.jsonl", "out.jsonl", "--jobs", "2", "--sentences", "2", cwd=tmp_path)

    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [answer["id"] for answer in answers] == [1, "two", None, None, 5, 6, 7, 8, 9, 10]
    codes = [answer.get("error", {}).get("code") for answer in answers]
    assert codes == [None, None, *["bad_line"] * 5, "too_short", None, None]
    for answer in answers:
        if "error" not in answer:
            body = answer["article"]["body"]
            assert len(answer["sentences"]) == 2
            assert answer["ms"] > 0
            for part in (*answer["sentences"], *answer["quotes"], *answer["key_quotes"]):
                assert body[part["start"] : part["end"]] == part["text"]
            for quote in answer["quotes"]:
                assert (quote["speaker"] is None) == (quote["confidence"] is None)
                assert quote["confidence"] is None or 0 < quote["confidence"] <= 1
    assert answers[9]["article"]["body"] == STORY.split("\n\n", 1)[1]
    assert "6 of the lines could not be read" in done.stderr


def test_batch_says_which_lines_tell_one_story(nutgraf, tmp_path):
    others = "The opera house in Grenholm has a new director. Critics were surprised by the choice. She starts in May."
    items = [
        {"id": 1, "title": "Pier reopens in Saltmouth after repairs", "text": STORY, "time": "2026-11-20T08:00:00Z"},
        {"id": 2, "title": "New director for the opera in Grenholm", "text": others, "time": "2026-11-20T09:00:00Z"},
        {
            "id": 3,
            "title": "Saltmouth pier reopens after two years of repairs",
            "text": STORY,
            "time": "2026-11-20T10:00:00",
        },
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, items)))
    (tmp_path / "old.jsonl").write_text(json.dumps({"title": "Weather", "text": "It rained."}))

    nutgraf("batch", "in.jsonl", "out.jsonl", "--stories", "--history", "old.jsonl", cwd=tmp_path)

    first, second, third = (json.loads(line)["story"] for line in (tmp_path / "out.jsonl").read_text().splitlines())
    assert first == third
    assert first != second


def test_doctor_names_what_to_fix(nutgraf, tmp_path):
    done = nutgraf("doctor", cwd=tmp_path, NUTGRAF_SLACK_API_URL="http://127.0.0.1:9/api/", SLACK_BOT_TOKEN="xoxb-1")

    assert done.returncode == 2
    assert "SLACK_APP_TOKEN is not set" in done.stdout
    assert "cannot be reached" in done.stdout
    assert "Not ready" in done.stdout


def test_every_command_has_help_a_person_can_follow():
    for command in COMMANDS:
        shown = CliRunner().invoke(app, [command, "--help"])
        assert shown.exit_code == 0
        assert len(shown.output.split()) > 8


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for command in COMMANDS:
        assert f"nutgraf {command}" in readme


def test_a_digest_of_json_and_of_the_library_are_one(nutgraf, story):
    shown = digest(read_text(STORY))

    record = json.loads(nutgraf("digest", str(story), "--json", cwd=story.parent).stdout)

    assert [part["text"] for part in record["sentences"]] == [sentence.text for sentence in shown.sentences]


def test_the_version_is_that_of_the_newest_section_of_the_changelog(nutgraf, tmp_path):
    done = nutgraf("--version", cwd=tmp_path)
    newest = re.search(r"^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest is not None
    assert done.stdout == f"nutgraf {newest.group(1)}\n"
    assert done.returncode == 0
