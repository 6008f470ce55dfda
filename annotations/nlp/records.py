"""Units as plain JSON values, the form in which `analyse` prints them."""

import json
from typing import Any

from .types import Attribution, TextSpan, Unit

# JSON allows them, but many programs split lines at them.
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_line(value: Any) -> str:
    """`value` as one line of JSON in readable Unicode, without anything a program could take for a line break."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS)


def unit_record(text: str, unit: Unit) -> dict[str, Any]:
    """One unit of `text`: its words, kind, scores, attribution and reasons. Offsets are code points of `text`."""
    return {
        "start": unit.start,
        "end": unit.end,
        "text": text[unit.start : unit.end],
        "kind": unit.kind.value,
        "checkworthy": unit.checkworthy,
        "label": unit.label.value if unit.label else None,
        "scores": {
            "sourced": unit.scores.sourced,
            "disputed": unit.scores.disputed,
            "opinion": unit.scores.opinion,
        },
        "attribution": _attribution_record(text, unit.attribution) if unit.attribution else None,
        "reasons": [
            {
                "cue": reason.cue,
                "start": reason.start,
                "end": reason.end,
                "label": reason.label.value if reason.label else None,
                "side": reason.side.value,
            }
            for reason in unit.reasons
        ],
    }


def _attribution_record(text: str, attribution: Attribution) -> dict[str, Any]:
    return {
        "source": _span_record(text, attribution.source),
        "cue": _span_record(text, attribution.cue),
        "content": _span_record(text, attribution.content),
        "direct": attribution.direct,
    }


def _span_record(text: str, span: TextSpan) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
