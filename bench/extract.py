"""How long extraction takes, kind by kind: in this process, and in a child with everything that costs.

Run from the repository: `python -m bench.extract`. Prints medians of seconds, and the peak memory of a child.
"""

import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO

import docx

from annotations.extract.documents import extract
from annotations.extract.sandbox import extract_in_child

ROUNDS = 5
SENTENCE = "The harbour board said on Monday that 12 of its 40 cranes had been inspected since the winter storms. "


def paragraphs(count: int) -> list[str]:
    """Paragraphs of five sentences, no two alike."""
    return [f"Paragraph {number}. {SENTENCE * 5}" for number in range(count)]


def page(count: int) -> bytes:
    """A page with menu and footer around an article."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs(count))
    menu = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(100))
    return f"<html><body><nav><ul>{menu}</ul></nav><article><h1>Head</h1>{body}</article></body></html>".encode()


def word(count: int) -> bytes:
    """A Word document."""
    document = docx.Document()
    for words in paragraphs(count):
        document.add_paragraph(words)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def median_seconds(work: Callable[[], object]) -> float:
    """The median time of some rounds, the first of which is not counted."""
    work()
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure an ordinary article (20 paragraphs) and a long one (1,500 paragraphs, 0.8 million characters)."""
    print(f"{'document':<24}{'characters':>12}{'here, s':>10}{'child, s':>10}")
    for count in (20, 1_500):
        text = "\n\n".join(paragraphs(count)).encode()
        for name, body in {"a.txt": text, "a.md": text, "a.html": page(count), "a.docx": word(count)}.items():
            characters = len(extract(body, filename=name).text)
            here = median_seconds(partial(extract, body, filename=name))
            child = median_seconds(partial(extract_in_child, body, filename=name))
            print(f"{name + f', {count} paragraphs':<24}{characters:>12,}{here:>10.3f}{child:>10.3f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest child: {peak:.0f} MB resident")


if __name__ == "__main__":
    main()
