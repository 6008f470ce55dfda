"""`evaluate_model --data PATH…`: how good the model is, beside the majority, the cues, and the model in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.nlp.linear_model import ModelError, load_model
from annotations.nlp.linear_scorer import MODEL, LinearScorer
from annotations.nlp.scorer import CueScorer, Scorer
from annotations.nlp.training.evaluate import evaluate, lines
from annotations.nlp.training.examples import BadExample, read_examples


class Command(BaseCommand):
    """Prints figures with 95 % intervals and the reliability tables."""

    help = "Measure the linear model on labelled JSON Lines (see train_model). Exit status 2: something is unreadable."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The data, and the model where it is not the current one."""
        parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="PATH", help="JSON Lines files")
        parser.add_argument("--split", help='only lines whose "split" is this')
        parser.add_argument("--model", type=Path, metavar="FILE", help="another model, compared with the current one")

    def handle(self, *args: Any, **options: Any) -> None:
        """One block a head."""
        try:
            scorers: dict[str, Scorer] = {"cues": CueScorer(), "current model": LinearScorer(load_model(MODEL))}
            if options["model"]:
                scorers["this model"] = LinearScorer(load_model(options["model"]))
            examples = read_examples(options["data"], split=options["split"])
        except (BadExample, ModelError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        for report in evaluate(examples, scorers):
            for line in lines(report, bands=True):
                self.stdout.write(line)
