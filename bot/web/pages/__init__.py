"""Kinds of pages: interstitials, and other addresses of the same article."""
