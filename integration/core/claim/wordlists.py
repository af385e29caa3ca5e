"""Lists of words, written as words."""


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a list that is written as a text, which reads better than a column of quotes."""
    return frozenset(listed.split())
