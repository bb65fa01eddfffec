"""How the learned weights of summarizer/quotes/ are made: labelled articles -> cases -> weights."""
