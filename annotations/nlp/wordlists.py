"""Writing word lists as prose: one string, blanks between the words."""


def words(*lines: str) -> frozenset[str]:
    """The words of `lines` as a set."""
    return frozenset(" ".join(lines).split())
