"""What entries of all formats have in common: links, identity, words in angle brackets, which are the newest."""
