"""`register_model`: keep a model file in a project, so that its managers can make it live."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.nlp.scoring_models import LARGEST_MODEL, ModelError, read_model
from annotations.selectors.access import project_by_slug
from annotations.services.actor import Actor, Door
from annotations.services.scoring_models import encoder_register, model_register


class Command(BaseCommand):
    """Registers the encoder in this package, or any model file. Nothing is live before a manager says so."""

    help = (
        "Keep a model in a project: the encoder that comes with Claimdesk, or with --model a file that train_model "
        "wrote. A manager makes it live on the project's model page. Exit status 2: the model cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The project, and the file where it is not the encoder in this package."""
        parser.add_argument("--project", required=True, metavar="SLUG", help="whose model it becomes")
        parser.add_argument("--model", type=Path, metavar="FILE", help="another model than the encoder")
        parser.add_argument("--name", help="what people see of a file; its own name where this is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it, register it, say its version."""
        project = project_by_slug(options["project"])
        if project is None:
            raise CommandError(f"There is no project {options['project']!r}.", returncode=2)
        actor, path = Actor.system("register_model", door=Door.COMMAND), options["model"]
        try:
            if path is None:
                row, _event = encoder_register(actor=actor, project=project, at=timezone.now())
            else:
                row = self._file_registered(actor, project, path, options["name"] or path.name)
        except AnnotationError as error:
            raise CommandError(f"{error.message} {error.hint}".strip(), returncode=2) from error
        except ModelError as error:
            raise CommandError(f"{path.name}: {error}", returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        self.stdout.write(
            f"Registered as {row.version}. It is not live: a manager makes it so on the project's model page."
        )

    def _file_registered(self, actor: Actor, project: Project, path: Path, name: str) -> ScoringModel:
        if path.stat().st_size > LARGEST_MODEL:
            raise ModelError("it is larger than a model can be")
        content = path.read_bytes()
        model = read_model(content)
        row, _event = model_register(
            actor=actor,
            project=project,
            name=name,
            version=model.version,
            tier=model.tier,
            card=model.card,
            weights=content,
            at=timezone.now(),
        )
        return row
