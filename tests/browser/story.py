"""The article the journeys work on, and what should become of it. Written for these tests."""

TITLE = "Lindow council weighs a second bridge over the Aske"
CLAIMS = (
    "The Lindow town council will decide on 9 May whether to build a second bridge over the river Aske.",
    "Two councillors and one county engineer said the crossing would cost £41.5 million.",
    "“The old bridge carries 18,200 vehicles a day,” the engineer, J. K. Marl, told the Lindow Messenger.",
    "It was designed for 7,000.",
    "Residents of Aske Wharf rejected the figure.",
    "Their own count, taken over three days in March, found 12,400 vehicles, according to a letter seen by this paper.",
    "The council denied that it had counted buses twice.",
    "In my view the town has waited too long for an honest plan.",
    "A bridge without a bus lane would be a splendid monument to the last century.",
    "The council should publish its numbers before it asks anyone for money.",
)
TEXT = (
    f"{TITLE}\n\n"
    f"{CLAIMS[0]} {CLAIMS[1]}\n\n"
    f"{CLAIMS[2]} {CLAIMS[3]}\n\n"
    f"{CLAIMS[4]} {CLAIMS[5]} {CLAIMS[6]}\n\n"
    f"{CLAIMS[7]} {CLAIMS[8]} {CLAIMS[9]}\n\n"
    "Our latest articles\n"
)
EMOJI_TITLE = "Ferry 🛥️ back in service"
EMOJI_TEXT = (
    f"{EMOJI_TITLE}\n\n"
    "The ferry 👩‍✈️ from Nørholm carried 3,100 passengers on its first day. "
    "“Café Übermut” on board sold 412 coffees, its owner said.\n\n"
    "قالت المديرة إن الرحلة استغرقت 40 دقيقة.\n"
)


def long_text(claims: int) -> str:
    """An article of exactly so many claims, four to a paragraph, each with its number in it."""
    sentences = [
        f"The town of Aske spent {n * 37 + 1_000:,} pounds on road number {n}, its treasurer said on Monday."
        for n in range(1, claims + 1)
    ]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, claims, 4)]
    return "\n\n".join([f"Aske counts what {claims} roads have cost", *paragraphs]) + "\n"
