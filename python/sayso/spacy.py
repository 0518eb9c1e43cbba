"""``nlp.add_pipe("sayso")``: attributions in a spaCy pipeline.

``doc._.attributions`` holds them as Sayso found them, ``doc.spans["sayso"]`` their contents, sources and cues as spans
that displaCy shows: ``displacy.render(doc, style="span", options={"spans_key": "sayso"})``.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

import sayso

if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=None)
if not Span.has_extension("attribution"):
    Span.set_extension("attribution", default=None)


class Component:
    """A pipeline component; it needs no other one."""

    def __init__(self, model: str, names: list[str], min_confidence: float, spans_key: str) -> None:
        self._analyzer = sayso.load(model, names=names, min_confidence=min_confidence)
        self._spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        return self._add(doc, self._analyzer(doc.text))

    def pipe(self, stream: Any, batch_size: int = 128) -> Any:
        """Documents in order."""
        import itertools

        docs, texts = itertools.tee(stream)
        for doc, found in zip(docs, self._analyzer.pipe(doc.text for doc in texts)):
            yield self._add(doc, found)

    def to_disk(self, path: Any, exclude: Any = ()) -> None:
        """The configuration says all."""

    def from_disk(self, path: Any, exclude: Any = ()) -> Component:
        """The configuration says all."""
        return self

    def _add(self, doc: Doc, found: sayso.Document) -> Doc:
        doc._.attributions = found.attributions
        spans = []
        for attribution in found.attributions:
            for part in ("content", "source", "cue"):
                for start, end in getattr(attribution, f"{part}_spans"):
                    span = doc.char_span(start, end, label=part.upper(), alignment_mode="expand")
                    if span is not None:
                        span._.attribution = attribution
                        spans.append(span)
        doc.spans[self._spans_key] = spans
        return doc


@Language.factory(
    "sayso",
    default_config={"model": "accurate", "names": [], "min_confidence": 0.0, "spans_key": "sayso"},
)
def _component(
    nlp: Language, name: str, model: str, names: list[str], min_confidence: float, spans_key: str
) -> Component:
    return Component(model, names, min_confidence, spans_key)
