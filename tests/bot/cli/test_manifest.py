import json

from bot.slack.manifest.app_manifest import ManifestOptions, Variant, build_manifest


def test_the_full_manifest_is_printed_as_json(nutgraf, tmp_path):
    done = nutgraf("manifest", cwd=tmp_path)

    assert done.returncode == 0
    assert json.loads(done.stdout) == build_manifest(ManifestOptions())


def test_the_options_are_taken(nutgraf, tmp_path):
    url = "https://bot.example.org"

    done = nutgraf("manifest", "--variant", "minimal", "--url", url, "--name", "Kurier", cwd=tmp_path)

    assert json.loads(done.stdout) == build_manifest(ManifestOptions(Variant.MINIMAL, url, "Kurier"))


def test_the_commands_have_the_names_of_the_settings(nutgraf, tmp_path):
    done = nutgraf("manifest", cwd=tmp_path, NUTGRAF_SUMMARIZE_COMMAND="/kort", NUTGRAF_DIGEST_COMMAND="/nytt")

    assert [each["command"] for each in json.loads(done.stdout)["features"]["slash_commands"]] == ["/kort", "/nytt"]


def test_http_without_an_address_says_what_is_missing(nutgraf, tmp_path):
    done = nutgraf("manifest", "--variant", "http", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("nutgraf: --variant http: say with --url")


def test_a_link_to_make_the_app_can_be_printed(nutgraf, tmp_path):
    done = nutgraf("manifest", "--link", cwd=tmp_path)

    assert done.stdout.startswith("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
    assert done.stdout.count("\n") == 1
