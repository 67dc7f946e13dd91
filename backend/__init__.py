"""LLMBreaker's server side: from a text file to events in a browser, one room per package."""

__version__ = "0.1.0"
