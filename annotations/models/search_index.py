"""The databases' own indexes over the words of search, and the question put to them.

SQLite: an FTS5 table over the entries' words, kept in step by triggers. PostgreSQL: a stored `tsvector` of the words
with a GIN index. Neither sees a text: both get our words, cut at blanks, so both find the same rows.

Put in place after every migration, since SQLite drops the triggers of a table it rebuilds without a word.
"""

# ruff: noqa: S608  the statements are made of table names of our own; words go in as parameters

from collections.abc import Sequence
from typing import Any

from django.db import connections

from annotations.terms import Term
from annotations.words import LONGEST_WORD

TABLE = "annotations_searchentry"
FTS = "annotations_search_fts"
# One ASCII tokeniser that only cuts at blanks: letters of other scripts and the underscore belong to words.
MAKE_FTS = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(words, content='{TABLE}', content_rowid='id', "
    "tokenize=\"ascii tokenchars '_'\", detail=none, columnsize=0, prefix='2 3')"
)
TAKE_OUT = f"INSERT INTO {FTS}({FTS}, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
PUT_IN = f"INSERT INTO {FTS}(rowid, words) VALUES (NEW.id, NEW.words);"
TRIGGERS = {
    f"{FTS}_insert": f"AFTER INSERT ON {TABLE} BEGIN {PUT_IN} END",
    f"{FTS}_update": f"AFTER UPDATE OF words ON {TABLE} BEGIN {TAKE_OUT} {PUT_IN} END",
    f"{FTS}_delete": f"AFTER DELETE ON {TABLE} BEGIN {TAKE_OUT} END",
}
VECTOR = "array_to_tsvector(array_remove(string_to_array(words, ' '), ''))"
ON_POSTGRES = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS vector tsvector "
    f"GENERATED ALWAYS AS (CASE WHEN loose THEN NULL ELSE {VECTOR} END) STORED",
    f"CREATE INDEX IF NOT EXISTS {FTS} ON {TABLE} USING gin (vector)",
)


def install_search(*, using: str = "default", **from_signal: Any) -> None:
    """Put the index in place. Run by `post_migrate`; safe to repeat. Where it was missing, every row is taken in."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return  # migrated to a point before search
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [FTS])
            for statement in () if cursor.fetchone() else ON_POSTGRES:
                cursor.execute(statement)
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{FTS}%"])
        there = {name for (name,) in cursor.fetchall()}
        if there >= {FTS, *TRIGGERS}:
            return
        if FTS not in there:
            cursor.execute(MAKE_FTS)
        for name, words in TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {words}")
        cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")


def ids_matching(vendor: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    """A statement that gives the keys of entries that have all words of the terms, and its parameters."""
    wanted = [(word, False) for term in terms for word in term.words[:-1]]
    wanted += [(term.words[-1], term.begins) for term in terms]
    if vendor == "sqlite":
        indexed = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"
        words = " AND ".join(f'"{word}"*' if begins else f'"{word}"' for word, begins in wanted)
    else:
        indexed = f"SELECT id FROM {TABLE} WHERE vector @@ %s::tsquery"
        words = " & ".join(f"'{word}':*" if begins else f"'{word}'" for word, begins in wanted)
    if any(len(word.encode()) > LONGEST_WORD for word, _begins in wanted):
        indexed, words = f"SELECT id FROM {TABLE} WHERE id < 0 AND words = %s", ""  # no row in the index has it
    # `_` belongs to words and means any character here, so it is escaped; `%` never belongs to one.
    through = [f"%{term.slice}%".replace("_", "\\_") for term in terms]
    loose = f"SELECT id FROM {TABLE} WHERE loose AND " + " AND ".join(["words LIKE %s ESCAPE '\\'"] * len(through))
    return f"{indexed} UNION ALL {loose}", [words, *through]
