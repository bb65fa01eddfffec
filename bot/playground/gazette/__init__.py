"""The Harbour Gazette: a newspaper with invented people and an invented town, to try the bot on.

An article is a file in `articles/`: some lines `name: value`, a blank line, then paragraphs with blank lines between
them (`> ` marks a block quote, `## ` a heading). A new file appears on the front page and in the feeds.
"""
