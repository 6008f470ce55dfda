"""The door of this room: `manage.py analyse`."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

_TEXT = "Rents rise in the east\n\nRents rose by 4 percent, Ana Ruiz said.\n\nIs that so?\n"


def _run(raw: bytes, tmp_path: Path, *flags: str) -> tuple[list[Any], str]:
    path = tmp_path / "input"
    path.write_bytes(raw)
    out, err = io.StringIO(), io.StringIO()
    call_command("analyse", str(path), *flags, stdout=out, stderr=err)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_a_claim_is_printed_with_everything_known_about_it(tmp_path: Path) -> None:
    (claim,), _ = _run(_TEXT.encode(), tmp_path)
    assert list(claim) == [
        "start", "end", "text", "kind", "checkworthy", "label", "scores", "attribution", "reasons",
    ]  # fmt: skip
    assert claim["text"] == _TEXT[claim["start"] : claim["end"]] == "Rents rose by 4 percent, Ana Ruiz said."
    assert set(claim["scores"]) == {"sourced", "disputed", "opinion"}
    assert claim["label"] == "sourced"
    assert claim["attribution"]["source"] == {"start": 49, "end": 57, "text": "Ana Ruiz"}
    assert claim["attribution"]["direct"] is False
    assert all({"cue", "start", "end"} <= set(reason) for reason in claim["reasons"])


def test_units_shows_headings_and_questions_too(tmp_path: Path) -> None:
    units, _ = _run(_TEXT.encode(), tmp_path, "--units")
    assert [unit["kind"] for unit in units] == ["heading", "claim", "question"]


def test_one_claim_takes_the_whole_text(tmp_path: Path) -> None:
    (claim,), _ = _run(_TEXT.encode(), tmp_path, "--one-claim")
    assert claim["text"] == _TEXT.strip()


def test_the_encoder_scores_where_it_is_asked_for(tmp_path: Path) -> None:
    (by_linear,), _ = _run(_TEXT.encode(), tmp_path)
    (by_encoder,), _ = _run(_TEXT.encode(), tmp_path, "--tier", "encoder")
    assert by_encoder["text"] == by_linear["text"]
    assert by_encoder["checkworthy"] != by_linear["checkworthy"]


def test_offsets_count_the_text_after_newlines_became_lf(tmp_path: Path) -> None:
    (claim,), _ = _run(_TEXT.replace("\n", "\r\n").encode(), tmp_path)
    assert claim["start"] == _TEXT.index("Rents rose")


def test_nul_is_replaced_and_said_so(tmp_path: Path) -> None:
    (claim,), err = _run(b"Rents\x00rose by 4 percent.", tmp_path)
    assert claim["text"].startswith("Rents\ufffdrose")
    assert "replaced 1" in err


def test_text_that_is_not_utf8_is_refused_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not UTF-8: byte 2") as refused:
        _run(b"ab\xff", tmp_path)
    assert refused.value.returncode == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere") as refused:
        call_command("analyse", str(tmp_path / "nowhere"))
    assert refused.value.returncode == 2


def test_standard_input_is_read_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(_TEXT.encode())))
    out = io.StringIO()
    call_command("analyse", stdout=out)
    assert json.loads(out.getvalue())["text"].startswith("Rents rose")


def test_jsonl_answers_each_line_under_its_id(tmp_path: Path) -> None:
    raw = '{"id": 7, "text": "Rents rose."}\n\n{"id": "b", "text": "Line\u2028stays. It is so."}\n'
    answers, _ = _run(raw.encode(), tmp_path, "--jsonl")
    assert [(answer["id"], len(answer["claims"])) for answer in answers] == [(7, 1), ("b", 2)]


@pytest.mark.parametrize(
    "bad", [b"nonsense", b"[1]", b'{"id": 1}', b'{"id": 1, "text": 2}', b'{"id": 1, "text": "\xff"}']
)
def test_a_bad_line_is_named_and_the_others_are_answered(bad: bytes, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b'{"id": 1, "text": "Rents rose."}\n' + bad + b'\n{"id": 3, "text": "Wages fell."}\n')
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("analyse", str(path), "--jsonl", stdout=out, stderr=err)
    assert refused.value.returncode == 2
    assert err.getvalue().startswith("line 2: ")
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [1, 3]


def test_an_escaped_lone_surrogate_in_a_line_is_replaced(tmp_path: Path) -> None:
    (answer,), _ = _run(rb'{"id": 1, "text": "Rents \ud800 rose by much."}', tmp_path, "--jsonl")
    assert answer["claims"][0]["text"] == "Rents \ufffd rose by much."
