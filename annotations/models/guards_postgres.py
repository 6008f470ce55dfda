"""The guards as PostgreSQL triggers, on even while session_replication_role is replica."""

# ruff: noqa: S608  the statements are made of table names of our own, never of input

from annotations.models.guarded import APPEND_ONLY, HEADS, MESSAGE, PAYLOADS, PREFIX, TOUCHES, guarded_models

REFUSE = "USING ERRCODE = 'integrity_constraint_violation'"

OBJECT = f"""
DECLARE complaint text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        complaint := 'rows are never deleted';
    ELSIF TG_OP = 'INSERT' AND NEW.row_version <> 1 THEN
        complaint := 'a new row begins at version 1';
    ELSIF TG_OP = 'UPDATE' AND (NEW.row_version <> OLD.row_version + 1 OR NEW.uid <> OLD.uid OR NEW.id <> OLD.id) THEN
        complaint := 'a change needs its event';
    ELSIF NOT EXISTS (
        SELECT 1 FROM {TOUCHES} t
        WHERE t.object_type = TG_ARGV[0] AND t.object_id = NEW.uid AND t.object_version = NEW.row_version
    ) THEN
        complaint := 'a change needs its event';
    END IF;
    IF complaint IS NULL AND TG_OP = 'UPDATE' AND TG_ARGV[0] = 'article' THEN
        IF OLD.text IS NOT NULL AND NEW.text IS DISTINCT FROM OLD.text THEN
            complaint := 'the text is set once';
        END IF;
    END IF;
    IF complaint IS NOT NULL THEN
        RAISE EXCEPTION '{MESSAGE}: %: %', TG_TABLE_NAME, complaint {REFUSE};
    END IF;
    RETURN NEW;
END """
LEDGER = f"""
BEGIN
    RAISE EXCEPTION '{MESSAGE}: %: events are never changed or deleted', TG_TABLE_NAME {REFUSE};
END """
TOUCH = f"""
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM {PAYLOADS} p WHERE p.event_id = NEW.event_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{MESSAGE}: %: events are never changed or added to', TG_TABLE_NAME {REFUSE};
END """
HEAD = f"""
BEGIN
    IF TG_OP = 'INSERT' AND NEW.seq = 0 THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NEW.seq = OLD.seq + 1 AND NEW.stream = OLD.stream THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{MESSAGE}: %: a head moves by one event', TG_TABLE_NAME {REFUSE};
END """
FUNCTIONS = {"object": OBJECT, "ledger": LEDGER, "touch": TOUCH, "head": HEAD}


def functions() -> list[str]:
    """The statements that make the functions the triggers call."""
    return [
        f"CREATE OR REPLACE FUNCTION {PREFIX}_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"
        for name, body in FUNCTIONS.items()
    ]


def triggers() -> dict[str, tuple[str, str, str]]:
    """Each trigger's name with its table, the statement that makes it, and the body of the function it calls."""
    found: dict[str, tuple[str, str, str]] = {}
    for model in guarded_models():
        found |= table_triggers(model._meta.db_table, "INSERT OR UPDATE OR DELETE", "object", f"'{model.OBJECT_TYPE}'")
    for table in APPEND_ONLY:
        if table == TOUCHES:
            found |= table_triggers(table, "INSERT OR UPDATE OR DELETE", "touch")
        else:
            found |= table_triggers(table, "UPDATE OR DELETE", "ledger")
    return found | table_triggers(HEADS, "INSERT OR UPDATE OR DELETE", "head")


def table_triggers(table: str, events: str, function: str, argument: str = "") -> dict[str, tuple[str, str, str]]:
    """The row guard and the TRUNCATE guard of one table."""
    row, truncate = f"{PREFIX}_{table}_row", f"{PREFIX}_{table}_truncate"
    call, refuse = f"{PREFIX}_{function}({argument})", f"{PREFIX}_ledger()"
    return {
        row: (
            table,
            f"CREATE TRIGGER {row} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {call}",
            FUNCTIONS[function],
        ),
        truncate: (
            table,
            f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {refuse}",
            LEDGER,
        ),
    }
