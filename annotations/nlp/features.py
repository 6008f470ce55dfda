"""The words of a claim as hashed features: which rows of a weight table they stand for.

A feature is a short name. Its row is `crc32(name as UTF-8) % BUCKETS`, CRC-32 as in zlib and RFC 1952: the same on
every machine and in every version of Python. The names, for the word `rose` followed by `by`:

| name                                  | what it is                                                                |
|---------------------------------------|---------------------------------------------------------------------------|
| `w rose`                              | the word, in lower case, curly apostrophes made straight, digits made 0   |
| `c <ro`, `c ros`, `c ose`, `c se>`, … | its letter groups of 3, 4 and 5 with the word's edges marked              |
| `p rose by`                           | the pair of it and the word after; the claim's edges count as `<` and `>` |

Words are runs of letters and digits with inner apostrophes; of other signs only `% ! ? " $ £ €` are words too.
"""

import re
from zlib import crc32

BUCKETS = 1 << 17
GROUPS = (3, 4, 5)
MAX_WORD = 40  # code points of a word that are read: nothing longer is a word of a language

_WORD = re.compile(r"\w+(?:'\w+)*|[%!?\"$£€]")
_PLAIN = str.maketrans({**dict.fromkeys("’‘", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("123456789", "0")})


def bucket(name: str) -> int:
    """The row of the feature called `name`."""
    return crc32(name.encode("utf-8", "replace")) % BUCKETS


def words_of(text: str) -> list[str]:
    """The words of a text as the features see them, in order. Linear."""
    return [word[:MAX_WORD] for word in _WORD.findall(text.lower().translate(_PLAIN))]


def word_buckets(word: str) -> list[int]:
    """The rows of a word itself and of its letter groups, in a fixed order, repeats kept."""
    edged = f"<{word}>"
    groups = [
        bucket(f"c {edged[begin : begin + size]}") for size in GROUPS for begin in range(max(0, len(edged) - size + 1))
    ]
    return [bucket(f"w {word}"), *groups]


def pair_bucket(first: str, second: str) -> int:
    """The row of two words in a row."""
    return bucket(f"p {first} {second}")
