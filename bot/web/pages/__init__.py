"""What a page turns out to be: an interstitial, or another address of the same article."""
