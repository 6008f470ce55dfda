"""`analyse [FILE or -]`: a text in, one JSON object a claim out. No database, no account, nothing stored."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.nlp.pipeline import analyse, analyse_one
from annotations.nlp.records import json_line, unit_record
from annotations.nlp.scoring_models import shipped_encoder, shipped_model
from annotations.nlp.text import normalise_newlines_and_controls

BAD_INPUT = 2
TIERS = {"linear": shipped_model, "encoder": shipped_encoder}


class BadLine(ValueError):
    """A line of a JSONL input that cannot be analysed; the message says why."""


class Command(BaseCommand):
    """Prints the claims of a text as JSON lines; offsets are code points of the text with LF newlines."""

    help = (
        "Split a text into claims and print one JSON object a claim. Newlines become LF, NUL and lone surrogates "
        "U+FFFD; offsets count code points of the text after that. Exit status 2: some input could not be read."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, and how to read and print it."""
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="a UTF-8 text; - reads standard input")
        parser.add_argument("--jsonl", action="store_true", help='read {"id", "text"} a line, write {"id", "claims"}')
        parser.add_argument("--one-claim", action="store_true", help="take each text as one claim, without splitting")
        parser.add_argument("--units", action="store_true", help="print headings, questions and the rest too")
        parser.add_argument(
            "--tier", choices=list(TIERS), default="linear", help="which model scores: encoder is better and slower"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print claims as they come; a bad line is named on standard error and the others are still answered."""
        self.one_claim, self.units = options["one_claim"], options["units"]
        self.model = TIERS[options["tier"]]()
        try:
            with _opened(options["file"]) as source:
                bad = self._answer_lines(source) if options["jsonl"] else self._answer_text(source.read())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=BAD_INPUT) from error
        if bad:
            lines = "line" if bad == 1 else "lines"
            raise CommandError(f"{bad} bad {lines}; the others were answered", returncode=BAD_INPUT)

    def _answer_text(self, raw: bytes) -> int:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(f"the text is not UTF-8: byte {error.start} is wrong", returncode=BAD_INPUT) from error
        for record in self._records(text, "the text"):
            self.stdout.write(json_line(record))
        return 0

    def _answer_lines(self, lines: Iterable[bytes]) -> int:
        bad = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                identifier, text = _read_line(line)
            except BadLine as error:
                self.stderr.write(f"line {number}: {error}")
                bad += 1
                continue
            answer = {"id": identifier, "claims": list(self._records(text, f"line {number}"))}
            self.stdout.write(json_line(answer))
        return bad

    def _records(self, raw: str, place: str) -> Iterator[dict[str, Any]]:
        text, replaced = normalise_newlines_and_controls(raw)
        if replaced:
            self.stderr.write(f"{place}: replaced {replaced} characters that cannot be stored by U+FFFD")
        analysis = (analyse_one if self.one_claim else analyse)(text, model=self.model)
        for unit in analysis.units if self.units else analysis.claims:
            yield unit_record(text, unit)


def _opened(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


def _read_line(line: bytes) -> tuple[Any, str]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8: byte {error.start} is wrong") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(value, dict) or "id" not in value or not isinstance(value.get("text"), str):
        raise BadLine('expected an object with "id" and a string "text"')
    return value["id"], value["text"]
