"""Plain text of any source: characters, words, sentences, language."""
