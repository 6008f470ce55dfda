"""The practice article of the demo, with its reference answers: what the guidelines of the demo desk make of each
claim. Written for this repository; the town and everybody in it are made up."""

from pathlib import Path
from typing import NamedTuple

TEXT = (Path(__file__).parent / "market-hall-roof.txt").read_text(encoding="utf-8").strip()
TITLE = TEXT.partition("\n")[0]


class Known(NamedTuple):
    """The words of a claim, its reference answer (a value of models.claims.Label), and why."""

    quote: str
    label: str
    reason: str


KNOWN = (
    Known(
        "The new roof of the Tarrow market hall will cost €2.4 million, according to the contract that the town "
        "council published on Monday.",
        "sourced",
        "The figure has an origin that a reader can open: a contract, by whom and when it was published.",
    ),
    Known(
        "Few buildings in the county are as dear to people’s hearts.",
        "opinion",
        "It sounds like a comparison, but no count of hearts could settle it. Praise is opinion.",
    ),
    Known(
        "Who uses the hall",
        "not_a_claim",
        "A heading. It asserts nothing.",
    ),
    Known(
        "Some 3,200 people come on a Saturday, says Ines Calloway, who runs the hall and has them counted at the "
        "doors.",
        "sourced",
        "She is named, she is in a position to know, and the text says how she knows.",
    ),
    Known(
        "“A third of them will stay away while the scaffolding is up,” says Rolf Anders, who sells bread there.",
        "sourced",
        "A named person is a source for what he expects, and that is all the claim says. Whether they will stay away "
        "nobody can know yet.",
    ),
    Known(
        "The council says that the old roof was inspected every year.",
        "disputed",
        "The next sentence holds evidence against it: the inspection book has a gap of four years. That the council "
        "said so makes it no truer.",
    ),
    Known(
        "When the roof leaked last winter, goods worth €60,000 were ruined, the traders’ association says; the "
        "insurer, who had them valued, speaks of €19,000.",
        "disputed",
        "Two sources that both deserve a hearing give figures that cannot both be right.",
    ),
    Known(
        "The architect Sela Brandt drew the plans without a fee, as the council’s minutes of 12 May show.",
        "sourced",
        "The minutes are a document with a date. The neighbour’s doubt does not make it disputed: a denial counts only "
        "from somebody in a position to know.",
    ),
    Known(
        "The builder of 1911 is said to have been paid in smoked fish.",
        "unresolved",
        "An account book could settle it, so it is no opinion. But nobody is named and nothing about it can be found; "
        "in real work the note says where you looked.",
    ),
    Known(
        "More stolen bicycles turn up behind the hall than anywhere else in town.",
        "unresolved",
        "A count could settle it, but there is no source here, and finds are not recorded by place. Neither side can "
        "be shown.",
    ),
    Known(
        "The council should have replaced the roof ten years ago.",
        "opinion",
        "What somebody ought to have done. Evidence can show that the roof leaked, not what should have followed.",
    ),
    Known(
        "Photographs: Tarrow town archive. Letters to the editor reach us at the usual address.",
        "not_a_claim",
        "Small print. Nobody would check it, and nothing hangs on it.",
    ),
)
