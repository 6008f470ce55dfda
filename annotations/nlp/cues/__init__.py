"""The cue tables: which words and shapes in an English text hint at what. One small table a module.

A cue only says *what is there*; what it is worth stands in `annotations.nlp.weights`.
"""

from .advice import ADVICE
from .comparison import COMPARISON
from .contest import CONTEST
from .evaluation import EVALUATION
from .figures import figure_hits
from .first_person import FIRST_PERSON
from .future import FUTURE
from .hedges import HEDGES, IGNORED, LOOKALIKES
from .lexicon import Lexicon
from .names import name_hits
from .reporting import REPORTING, REPORTING_CUES
from .stance import STANCE

LEXICONS: tuple[Lexicon, ...] = (
    *ADVICE,
    *COMPARISON,
    *CONTEST,
    *EVALUATION,
    *FIRST_PERSON,
    *FUTURE,
    *HEDGES,
    *LOOKALIKES,
    *REPORTING,
    *STANCE,
)
"""Every word list, matched token by token whatever the case."""

SHAPES = (figure_hits, name_hits)
"""Every function that finds cues by their shape in `text[start:end]`."""

__all__ = ["IGNORED", "LEXICONS", "REPORTING_CUES", "SHAPES", "Lexicon", "figure_hits", "name_hits"]
