"""`train_model`: labelled sentences, or a team's own decisions, in; a model file out. `--register` keeps it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.models.projects import Project
from annotations.nlp.cards import encoder_card
from annotations.nlp.encoder_model import encoder_bytes
from annotations.nlp.linear_model import load_model, model_bytes
from annotations.nlp.linear_scorer import MODEL
from annotations.nlp.scoring_models import read_model
from annotations.nlp.training.decisions import Decision, examples_from, train_on_decisions
from annotations.nlp.training.encoder_weights import LINEAGE, published_weights
from annotations.nlp.training.examples import BadExample, Example, read_examples
from annotations.nlp.training.fit import TrainingError, train, train_encoder
from annotations.nlp.version import SHIPPED_MODEL
from annotations.selectors.access import project_by_slug
from annotations.selectors.decisions import blind_decisions_in
from annotations.selectors.releases import release_named
from annotations.selectors.scoring_models import free_version
from annotations.services.actor import Actor, Door
from annotations.services.scoring_models import model_register

FILE = "linear.npz"
ENCODER_FILE = "encoder.bin"


class Command(BaseCommand):
    """Fits a model; the same data give the same bytes."""

    help = (
        'Train a model. From JSON Lines, or folders of them, with "text" and "checkworthy" or "opinion" (true '
        'or false), and "source" and "licence" to be named in the model; "article" keeps sentences of one article '
        "together. Or from a release: then only decisions made before the suggestion was seen teach, the shipped model "
        "is where it begins, and every fourth article only measures. Writes linear.npz, or with --encoder encoder.bin. "
        "Exit status 2: the data will "
        "not do."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to learn from, where the model goes, and what it is called."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--data", nargs="+", type=Path, metavar="PATH", help="JSON Lines files, or folders of them")
        source.add_argument("--release", metavar="NAME", help="a project's release; needs --project")
        parser.add_argument("--project", metavar="SLUG", help="whose release it is, and whose model it becomes")
        parser.add_argument("--output", type=Path, metavar="DIR", help=f"folder for {FILE}")
        parser.add_argument("--split", help='with --data: only lines whose "split" is this')
        parser.add_argument("--from-shipped", action="store_true", help="with --data: begin with the shipped model")
        parser.add_argument(
            "--encoder",
            type=Path,
            metavar="DIR",
            help="with --data: train the encoder tier, on the published encoder in this folder",
        )
        parser.add_argument("--model-version", help="the name the model goes by")
        parser.add_argument("--register", action="store_true", help="keep it in the project; it is not made live")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, write, register, and say what was learned from what."""
        if not options["output"] and not options["register"]:
            raise CommandError("Say where it goes: --output DIR, --register, or both.")
        if options["encoder"] and (options["release"] or options["from_shipped"]):
            raise CommandError("--encoder goes with --data alone.")
        if (options["release"] or options["register"]) and not options["project"]:
            raise CommandError("Name the project: --project SLUG.")
        try:
            if options["release"]:
                content, said = self._from_release(options)
            else:
                content, said = self._from_files(options)
            self.stdout.write(said)
            if options["output"]:
                options["output"].mkdir(parents=True, exist_ok=True)
                path = options["output"] / (ENCODER_FILE if options["encoder"] else FILE)
                path.write_bytes(content)
                self.stdout.write(f"{path}: {len(content):,} bytes")
            if options["register"]:
                self._register(content, options)
        except (BadExample, TrainingError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=2) from error
        except AnnotationError as error:
            raise CommandError(f"{error.message} {error.hint}".strip(), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error

    def _from_files(self, options: dict[str, Any]) -> tuple[bytes, str]:
        examples = read_examples(options["data"], split=options["split"])
        if options["encoder"]:
            return self._encoder_from_files(examples, options)
        base = load_model(MODEL) if options["from_shipped"] else None
        model = train(examples, version=options["model_version"] or SHIPPED_MODEL, base=base)
        begun = f", begun with {base.version}" if base else ""
        kept = "".join(f"\n{reason}: this head stays as it was" for reason in model.header.get("kept", {}).values())
        return model_bytes(model), f"Trained on {len(examples):,} sentences{begun}.{kept}"

    def _encoder_from_files(self, examples: list[Example], options: dict[str, Any]) -> tuple[bytes, str]:
        try:
            encoder = published_weights(options["encoder"], (example.text for example in examples))
        except (KeyError, ValueError) as error:
            raise CommandError(
                f"{options['encoder']} holds no encoder that can be read: {error}", returncode=2
            ) from error
        version = options["model_version"] or encoder_card()["version"]
        model = train_encoder(examples, encoder, version=version, lineage=LINEAGE)
        return encoder_bytes(model), f"Trained on {len(examples):,} sentences and {len(encoder.vocabulary):,} pieces."

    def _from_release(self, options: dict[str, Any]) -> tuple[bytes, str]:
        project = self._project(options)
        release = release_named(project, options["release"])
        if release is None:
            raise CommandError(f"There is no ready release called {options['release']!r}.", returncode=2)
        examples = examples_from(Decision(*row) for row in blind_decisions_in(release))
        version = options["model_version"] or free_version(project)
        content, card = train_on_decisions(examples, version=version)
        counts = card["decisions"]
        kept = "".join(f"\n{reason}: this head stays as it was" for reason in card["kept"].values())
        return content, (
            f"Trained on {counts['taught']:,} of {counts['claims']:,} claims in {counts['articles']:,} articles, begun "
            f"with {card['base']}; {counts['held_out']:,} only measure.{kept}"
        )

    def _register(self, content: bytes, options: dict[str, Any]) -> None:
        model = read_model(content)
        row, _event = model_register(
            actor=Actor.system("train_model", door=Door.COMMAND),
            project=self._project(options),
            name=f"Trained with train_model, {timezone.now():%-d %B %Y}",
            version=model.version,
            tier=model.tier,
            card=model.card,
            weights=content,
            at=timezone.now(),
        )
        self.stdout.write(
            f"Registered as {row.version}. It is not live: a manager makes it so on the project's model page."
        )

    def _project(self, options: dict[str, Any]) -> Project:
        project = project_by_slug(options["project"])
        if project is None:
            raise CommandError(f"There is no project {options['project']!r}.", returncode=2)
        return project
