"""Word lists and names of each language, from its file in lexicon/."""
