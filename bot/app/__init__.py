"""The composition root: builds every part of the bot, once and in one order; starts and stops it."""
