"""What imports cannot show: who writes, who reads how, and what a service looks like."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

import annotations.services
from annotations.services.actor import Actor
from annotations.services.verbs import Verb

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "annotations"
WRITERS = {
    "create",
    "save",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "_raw_delete",
    "acreate",
    "asave",
    "aupdate",
    "adelete",
    "abulk_create",
    "aget_or_create",
    "aupdate_or_create",
}
RELATION_WRITERS = {"add", "remove", "set", "clear"}
# Words that are writers of rows in one place and something else in another: `dict.update`, `hashlib`'s `update`, sets.
NOT_A_ROW = {"body", "digest", "conf", "headers", "context"}

# Rooms that know no Django (import-linter sees to that), so whatever they update is no row.
PURE = ("nlp", "chain", "exports", "extract")

# Where a door asks a manager itself, and why it may.
READS_AT_A_DOOR = {
    "api/access.py": "the API's own access module: requests name several things at once, and people by their uid",
    "api/auth.py": "a key is looked up before there is anybody to ask for",
    "api/views/articles.py": "reads the article the access module gave once more, without its twin's text",
}
# Functions of services that no door calls as a service: mechanics of the queue, of files, of the ledger itself.
INTERNAL_MODULES = {
    "about": "checks of what is said about an article",
    "actor": "who acts",
    "blobs": "content-addressed bytes: nothing to change, nothing to audit",
    "claim_updates": "when each claim last changed: derived from rows that have their events",
    "heartbeats": "signs of life of workers",
    "idempotency": "answers kept for repeated requests",
    "ledger": "how events are written",
    "op_shape": "the shape of the outbox's operations",
    "search_index": "what search looks through: derived from rows that have their events",
    "token_use": "when a key was last used",
    "values": "checks of text fields",
    "verbs": "the closed list",
}


def modules(under: Path = APP) -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours under a folder, by its path inside the app."""
    for path in sorted(under.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(APP).as_posix(), ast.parse(path.read_text())


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Calls of methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def receiver(attribute: ast.Attribute) -> str:
    """The last word before the method."""
    return ast.unparse(attribute.value).rpartition(".")[2]


def orm_writes(tree: ast.Module) -> list[str]:
    """Calls that would write rows: a writer's name, not on something that is known to be no row."""
    through_managers = ("objects", "_default_manager", "_base_manager", "filter(", "exclude(", "all(")
    found = []
    for node, method in calls(tree):
        target = ast.unparse(method.value)
        a_writer = method.attr in WRITERS and receiver(method) not in NOT_A_ROW
        a_relation = method.attr in RELATION_WRITERS and any(word in target for word in through_managers)
        if a_writer or a_relation:
            found.append(f"{node.lineno}: {ast.unparse(node)[:80]}")
    return found


def test_only_services_write() -> None:
    """Every ORM write sits in annotations/services, where the ledger is."""
    outside = {path: orm_writes(tree) for path, tree in modules() if path.partition("/")[0] not in {"services", *PURE}}
    assert {path: found for path, found in outside.items() if found} == {}


def test_the_search_for_writes_finds_them() -> None:
    """The negative control of the test above."""
    samples = [
        "Claim.objects.create(x=1)",
        "claim.save(update_fields=['x'])",
        "Claim.objects.filter(pk=1).update(x=1)",
        "claim.delete()",
        "Claim.objects.bulk_create([c])",
        "claim.parents.filter(x=1).set([])",
    ]
    assert all(orm_writes(ast.parse(sample)) for sample in samples)
    assert any(orm_writes(tree) for path, tree in modules(APP / "services"))
    assert not orm_writes(ast.parse("digest.update(piece)\nkinds.add('x')"))


def managers_used(tree: ast.Module) -> list[int]:
    """Lines that say `.objects` or one of its secret names."""
    names = {"objects", "_default_manager", "_base_manager"}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in names]


@pytest.mark.parametrize("door", ["web", "api"])
def test_doors_get_things_through_access_functions(door: str) -> None:
    asking = {path for path, tree in modules(APP / door) if managers_used(tree)}
    assert asking - set(READS_AT_A_DOOR) == set()


def test_an_exception_nobody_uses_is_struck_out() -> None:
    asking = {path for path, tree in modules() if managers_used(tree)}
    assert set(READS_AT_A_DOOR) <= asking
    assert set(INTERNAL_MODULES) <= {info.name for info in pkgutil.iter_modules(annotations.services.__path__)}


def service_functions() -> list[tuple[str, inspect.Signature]]:
    """Public functions of the services' modules that take an actor by name."""
    found = []
    for info in pkgutil.iter_modules(annotations.services.__path__):
        if info.name in INTERNAL_MODULES:
            continue
        module = importlib.import_module(f"annotations.services.{info.name}")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                signature = inspect.signature(function)
                actor = signature.parameters.get("actor")
                if actor is not None and actor.kind is actor.KEYWORD_ONLY:
                    hints = get_type_hints(function)
                    assert set(signature.parameters) <= set(hints), f"{name} leaves a parameter without its type"
                    assert hints["actor"] is Actor, name
                    assert "return" in hints, name
                    found.append((f"{info.name}.{name}", signature))
    return found


@pytest.mark.parametrize(("name", "signature"), service_functions())
def test_a_service_is_keyword_only_and_takes_its_actor_first(name: str, signature: inspect.Signature) -> None:
    parameters = list(signature.parameters.values())
    assert parameters[0].name == "actor", name
    assert all(parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD) for parameter in parameters), name


def test_a_service_that_writes_an_event_says_when() -> None:
    """The clock is passed in: every function that opens an entry has an `at`."""
    for path, tree in modules(APP / "services"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "open_entry(" in ast.unparse(node):
                names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                assert "at" in names, f"{path}: {node.name}"


def test_no_service_looks_at_the_clock() -> None:
    for path, tree in modules(APP / "services"):
        said = ast.unparse(tree)
        assert "timezone.now" not in said, path
        assert "datetime.now" not in said, path


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_is_used(verb: Verb) -> None:
    said = f"Verb.{verb.name}"
    assert any(said in ast.unparse(tree) for path, tree in modules(APP / "services") if path != "services/verbs.py")


LONGEST = 300
LONG_BY_NATURE = {
    "annotations/errors.py": "a list, one entry after the other",
    "factcheck/settings.py": "every setting in one place, in reading order",
}


def test_files_are_short() -> None:
    """Past 300 lines there is a second noun in it."""
    long = {
        path.relative_to(ROOT).as_posix()
        for folder in ("annotations", "factcheck")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > LONGEST
    }
    assert long - set(LONG_BY_NATURE) == set()
