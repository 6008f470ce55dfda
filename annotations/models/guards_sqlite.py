"""The guards as SQLite triggers.

INSERT OR REPLACE removes the old row without asking the DELETE trigger unless recursive_triggers is on, and another
client may not set it: so inserting over a row is refused as well.
"""

# ruff: noqa: S608  the statements are made of table names of our own, never of input

from annotations.models.guarded import APPEND_ONLY, HEADS, MESSAGE, PAYLOADS, PREFIX, TOUCHES, guarded_models


def triggers() -> dict[str, str]:
    """Each trigger's name with the statement that makes it."""
    return dict([*object_triggers(), *ledger_triggers(), *head_triggers()])


def trigger(table: str, word: str, when: str, complaint: str) -> tuple[str, str]:
    """A trigger that refuses what `when` describes; everything where it is empty."""
    name = f"{PREFIX}_{table}_{word}"
    condition = f"WHEN {when} " if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {word.upper()} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}: {complaint}'); END"
    )


def object_triggers() -> list[tuple[str, str]]:
    """No row comes or changes without a touch for exactly that version; none goes."""
    result = []
    for model in guarded_models():
        table, kind = model._meta.db_table, model.OBJECT_TYPE
        no_event = (
            f"NOT EXISTS (SELECT 1 FROM {TOUCHES} t WHERE t.object_type = '{kind}' "
            "AND t.object_id = NEW.uid AND t.object_version = NEW.row_version)"
        )
        there = f"EXISTS (SELECT 1 FROM {table} o WHERE o.uid = NEW.uid OR o.id = NEW.id)"
        moved = "NEW.row_version <> OLD.row_version + 1 OR NEW.uid <> OLD.uid OR NEW.id <> OLD.id"
        if kind == "article":
            moved += " OR (OLD.text IS NOT NULL AND NEW.text IS NOT OLD.text)"
        born = f"NEW.row_version <> 1 OR {there} OR {no_event}"
        result.append(trigger(table, "insert", born, "a new row needs its event"))
        result.append(trigger(table, "update", f"{moved} OR {no_event}", "a change needs its event"))
        result.append(trigger(table, "delete", "", "rows are never deleted"))
    return result


def ledger_triggers() -> list[tuple[str, str]]:
    """Events, touches and payloads come once and stay; an event with its payload takes no more touches."""
    result = []
    for table, uniques in APPEND_ONLY.items():
        refused = " OR ".join("(" + " AND ".join(f"o.{c} = NEW.{c}" for c in columns) + ")" for columns in uniques)
        refused = f"EXISTS (SELECT 1 FROM {table} o WHERE {refused})"
        if table == TOUCHES:
            refused += f" OR EXISTS (SELECT 1 FROM {PAYLOADS} p WHERE p.event_id = NEW.event_id)"
        result.append(trigger(table, "insert", refused, "events are never replaced or added to"))
        result.append(trigger(table, "update", "", "events are never changed"))
        result.append(trigger(table, "delete", "", "events are never deleted"))
    return result


def head_triggers() -> list[tuple[str, str]]:
    """A head begins at nothing, moves by one event and stays."""
    there = f"NEW.seq <> 0 OR EXISTS (SELECT 1 FROM {HEADS} o WHERE o.stream = NEW.stream)"
    moved = "NEW.seq <> OLD.seq + 1 OR NEW.stream <> OLD.stream"
    return [
        trigger(HEADS, "insert", there, "a head begins once, at nothing"),
        trigger(HEADS, "update", moved, "a head moves by one event"),
        trigger(HEADS, "delete", "", "heads are never deleted"),
    ]
