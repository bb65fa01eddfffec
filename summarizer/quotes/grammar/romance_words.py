"""Small words of French, Spanish, Italian and Portuguese that several modules look at."""

from summarizer.quotes.grammar.word_lists import all_words

HELPING = all_words("auxiliaries")
CLITICS = all_words("clitics")
OF_THE = all_words("of_the")
OF = OF_THE | all_words("of")
