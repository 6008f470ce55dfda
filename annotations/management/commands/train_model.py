"""`train_model --data PATH… --output DIR`: labelled sentences in, a model file out. No database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.nlp.linear_model import save_model
from annotations.nlp.training.examples import BadExample, read_examples
from annotations.nlp.training.fit import TrainingError, train


class Command(BaseCommand):
    """Fits the linear model; the same data give the same bytes."""

    help = (
        'Train the linear model from JSON Lines with "text" and "checkworthy" or "opinion" (true or false), and '
        '"source" and "licence" to be named in the model. Writes linear.npz. Exit status 2: the data will not do.'
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the data are, where the model goes, and what it is called."""
        parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="PATH", help="JSON Lines files")
        parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder for linear.npz")
        parser.add_argument("--split", help='only lines whose "split" is this')
        parser.add_argument("--model-version", default="linear-1.0.0", help="the name the model goes by")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, write, and say how large it is."""
        try:
            examples = read_examples(options["data"], split=options["split"])
            model = train(examples, version=options["model_version"])
            path = options["output"] / "linear.npz"
            save_model(model, path)
        except (BadExample, TrainingError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes from {len(examples):,} sentences")
