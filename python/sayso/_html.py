"""Documents marked up for notebooks. Everything from the article is escaped."""

from __future__ import annotations

import html
from typing import Any

# The report's colours, for light and dark pages.
STYLE = """
<style>
.sayso { max-width: 46em; line-height: 1.5; white-space: pre-wrap; }
.sayso mark { color: inherit; border-radius: 2px; padding: 0 1px; }
.sayso .content { background: rgba(46, 125, 50, .18); }
.sayso .source { background: rgba(21, 101, 192, .18); }
.sayso .cue { background: rgba(239, 140, 0, .25); }
.sayso-table { margin-top: 1em; border-collapse: collapse; }
.sayso-table td, .sayso-table th { text-align: left; vertical-align: top; padding: .2em .8em .2em 0; }
</style>
"""


def marked(document: Any) -> str:
    """The document's text with contents, sources and cues marked, and a table of its attributions."""
    return f'{STYLE}<div class="sayso">{_text(document)}</div>{_table(document)}'


def _text(document: Any) -> str:
    spans = []
    for attribution in document.attributions:
        speakers = ", ".join(speaker.name for speaker in attribution.speakers)
        for part in ("content", "source", "cue"):
            for start, end in getattr(attribution, f"{part}_spans"):
                spans.append((start, end, part, speakers))
    cuts = sorted({0, len(document.text)} | {edge for start, end, *_ in spans for edge in (start, end)})
    pieces = []
    for start, end in zip(cuts, cuts[1:]):
        text = html.escape(document.text[start:end])
        # The shortest span around a piece says what it is: a cue inside a content is a cue.
        inside = [span for span in spans if span[0] <= start and end <= span[1]]
        if inside:
            _, _, part, speakers = min(inside, key=lambda span: span[1] - span[0])
            text = f'<mark class="{part}" title="{html.escape(speakers)}">{text}</mark>'
        pieces.append(text)
    return "".join(pieces)


def _table(document: Any) -> str:
    rows = [
        "<tr>"
        + "".join(
            f"<td>{html.escape(cell)}</td>"
            for cell in (
                ", ".join(speaker.name for speaker in attribution.speakers),
                attribution.form,
                f"{attribution.confidence:.0%}",
                attribution.content,
            )
        )
        + "</tr>"
        for attribution in document.attributions
    ]
    head = "<tr><th>speaker</th><th>form</th><th>sure</th><th>words</th></tr>"
    return f'<table class="sayso-table">{head}{"".join(rows)}</table>'
