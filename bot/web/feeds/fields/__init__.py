"""What entries of all formats have in common: links, identity, titles, summaries, dates, and who published them."""
