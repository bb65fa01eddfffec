from bot.slack.parsing.messages.markdown import read_markdown
from bot.slack.parsing.messages.text_elements import links_in, visible_text

PIER = "https://gazette.example/pier"


def test_links_keep_their_addresses_and_words_lose_their_signs():
    elements = read_markdown(f"# Pier reopens\n\n**See** [the *story*]({PIER})")

    assert links_in(elements) == (PIER,)
    assert visible_text(elements) == "Pier reopens\n\nSee the story"
