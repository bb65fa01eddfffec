import os
import re
from pathlib import Path

import pytest

import bot
import bot.config
from bot.config import Settings, load_settings
from bot.errors import ConfigError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(("NUTGRAF_", "SLACK_")) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_variable_the_playground_is_meant():
    settings = load_settings()

    assert not settings.has_slack
    assert settings.playground_port == 8642


@pytest.mark.parametrize(
    "content",
    [
        "SLACK_BOT_TOKEN=xoxb-1\nNUTGRAF_MAX_LINKS=3\n",
        "SLACK_BOT_TOKEN=xoxb-1\r\nNUTGRAF_MAX_LINKS=3\r\n",
        "\ufeffSLACK_BOT_TOKEN='xoxb-1'\nNUTGRAF_MAX_LINKS=\"3\"\n",
        "export SLACK_BOT_TOKEN=xoxb-1\n# a comment\n\nNUTGRAF_MAX_LINKS=3\nUNKNOWN=1\n",
    ],
)
def test_env_files_of_every_editor_are_read(clean_environment, content):
    (clean_environment / ".env").write_bytes(content.encode())

    settings = load_settings()

    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert settings.max_links == 3


def test_the_environment_wins_over_the_file(clean_environment, monkeypatch):
    (clean_environment / ".env").write_text("NUTGRAF_MAX_LINKS=3\n")
    monkeypatch.setenv("NUTGRAF_MAX_LINKS", "7")

    assert load_settings().max_links == 7


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xapp-secret-1", "must start with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-secret-1", "must start with xapp-"),
        ("NUTGRAF_MAX_LINKS", "secret-many", "integer"),
        ("NUTGRAF_MAX_FEEDS", "0", "greater than or equal to 1"),
        ("NUTGRAF_SLACK_MODE", "secret-pigeon", "socket"),
        ("NUTGRAF_PLAYGROUND_PORT", "99999", "65535"),
        ("NUTGRAF_DIGEST_COMMAND", "secret", "must be a slash and 1 to 31 lower-case characters"),
        ("NUTGRAF_DIGEST_COMMAND", "/Secret", "must be a slash"),
        ("NUTGRAF_SUMMARIZE_COMMAND", "/my secret", "must be a slash"),
        ("NUTGRAF_SUMMARIZE_COMMAND", "/secret" + 26 * "x", "must be a slash"),
        ("NUTGRAF_SUMMARIZE_COMMAND", "//secret", "must be a slash"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_never_said(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as caught:
        load_settings()

    assert name in caught.value.cause
    assert said in caught.value.cause
    assert value not in caught.value.cause


def test_empty_variables_count_as_unset(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")

    assert load_settings().slack_bot_token is None


def test_the_missing_token_of_a_mode_is_named(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")

    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN"):
        load_settings().require_slack()


def test_tokens_do_not_show_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hush-1")

    assert "hush" not in repr(load_settings())


def test_proxies_of_the_environment_do_not_reach_a_slack_on_this_machine(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NUTGRAF_SLACK_API_URL", "http://127.0.0.1:8642/api/")

    load_settings()

    assert "HTTPS_PROXY" not in os.environ


def test_oauth_variables_do_not_switch_bolt_to_oauth(monkeypatch):
    monkeypatch.setenv("SLACK_CLIENT_ID", "1")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "2")

    load_settings()

    assert "SLACK_CLIENT_ID" not in os.environ


def test_commands_may_have_other_names(monkeypatch):
    monkeypatch.setenv("NUTGRAF_SUMMARIZE_COMMAND", "/kort")
    monkeypatch.setenv("NUTGRAF_DIGEST_COMMAND", "/dagens-nytt_å")

    assert (load_settings().summarize_command, load_settings().digest_command) == ("/kort", "/dagens-nytt_å")


@pytest.mark.parametrize("name", ["NUTGRAF_SUMMARIZE_COMMAND", "NUTGRAF_DIGEST_COMMAND"])
def test_two_commands_of_one_name_are_refused_by_both_settings(monkeypatch, name):
    monkeypatch.setenv(name, {"NUTGRAF_SUMMARIZE_COMMAND": "/digest", "NUTGRAF_DIGEST_COMMAND": "/summarize"}[name])

    with pytest.raises(ConfigError, match="NUTGRAF_SUMMARIZE_COMMAND and NUTGRAF_DIGEST_COMMAND must differ"):
        load_settings()


def test_every_setting_is_read_by_some_part_of_the_bot():
    code = "".join(path.read_text("utf-8") for path in Path(bot.__file__).parent.rglob("*.py"))
    read = set(re.findall(r"\bsettings\.(\w+)", code)) | set(
        re.findall(r"\bself\.(\w+)", Path(bot.config.__file__).read_text("utf-8"))
    )

    assert sorted(Settings.model_fields.keys() - read) == []


def test_every_setting_has_a_row_in_the_readme():
    readme = Path(bot.__file__).parents[1] / "README.md"
    rows = "\n".join(line.split("|")[1] for line in readme.read_text("utf-8").splitlines() if line.startswith("| `"))

    assert [field.alias for field in Settings.model_fields.values() if f"`{field.alias}`" not in rows] == []
