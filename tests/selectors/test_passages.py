"""The part of a project's guidelines that speaks of a label."""

import pytest

from annotations.demo import guidelines
from annotations.models.claims import Label
from annotations.selectors.passages import passage_about

HEADED = (
    "# How we work\n\n## Sourced\nA document backs it.\n\n## Opinion\n\nTaste, praise.\n\n### Disputed\n\n### Other"
)
LISTED = (
    "We use five labels:\n- Sourced: a document backs it.\n- Opinion – taste\n  and praise\n\nThe opinion of experts."
)


@pytest.mark.parametrize("label", Label.values)
def test_the_demo_speaks_of_every_label(label: str) -> None:
    assert Label(label).label.lower() in passage_about(guidelines(), label).partition(".")[0].lower()


@pytest.mark.parametrize(
    ("text", "label", "passage"),
    [
        (HEADED, "sourced", "A document backs it."),
        (HEADED, "opinion", "Taste, praise."),
        (HEADED, "disputed", ""),
        (HEADED, "unresolved", ""),
        (LISTED, "sourced", "- Sourced: a document backs it."),
        (LISTED, "opinion", "- Opinion – taste\n  and praise"),
        ("A claim is sourced where a document backs it and nobody who should know denies it.", "sourced", ""),
        ("", "sourced", ""),
    ],
)
def test_a_passage_begins_with_the_name_of_its_label(text: str, label: str, passage: str) -> None:
    assert passage_about(text, label) == passage
