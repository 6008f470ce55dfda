"""`evaluate_model --data PATH…`: how good the model is, beside the majority, the cues, and the model in use."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.nlp.scorer import CueScorer, Scorer
from annotations.nlp.scoring_models import ModelError, read_model, shipped_model
from annotations.nlp.training.evaluate import as_json, evaluate, lines
from annotations.nlp.training.examples import BadExample, read_examples

CURRENT = "current model"


class Command(BaseCommand):
    """Prints figures with 95 % intervals over articles, calibration, and differences."""

    help = (
        "Measure the model on labelled JSON Lines (see train_model): F1, Brier score and calibration with 95 percent "
        "intervals over articles, beside the majority guess and the cues alone. Exit status 2: something is unreadable."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The data, and the model where it is not the current one."""
        parser.add_argument(
            "--data", nargs="+", type=Path, required=True, metavar="PATH", help="JSON Lines, or folders"
        )
        parser.add_argument("--split", help='only lines whose "split" is this')
        parser.add_argument("--model", type=Path, metavar="FILE", help="another model, compared with the current one")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *args: Any, **options: Any) -> None:
        """One block a head."""
        try:
            scorers: dict[str, Scorer] = {"cues": CueScorer(), CURRENT: shipped_model().scorer}
            versions = {CURRENT: shipped_model().version}
            if options["model"]:
                model = read_model(options["model"].read_bytes())
                scorers["this model"], versions["this model"] = model.scorer, model.version
            examples = read_examples(options["data"], split=options["split"])
        except (BadExample, ModelError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        reports = evaluate(examples, scorers, against=CURRENT)
        if options["json"]:
            answer = {"versions": versions, "reports": [as_json(report) for report in reports]}
            self.stdout.write(json.dumps(answer, indent=2))
            return
        for report in reports:
            for line in lines(report, bands=True):
                self.stdout.write(line)
