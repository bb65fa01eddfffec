"""Plain text, regardless of where it came from: characters, words, sentences, language."""
