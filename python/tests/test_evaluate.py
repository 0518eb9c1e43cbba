import json

import pytest

import sayso

TEXT = "“It is late,” said Ann Roe, the mayor."
GOLD = {
    "doc_id": "a",
    "text": TEXT,
    "attributions": [{"content_spans": [[0, 13]], "source_spans": [[19, 37]], "cue_spans": [[14, 18]]}],
}


def test_documents_are_scored():
    figures = sayso.evaluate([GOLD], [sayso.load("rules")(TEXT)])
    assert figures["linked@0.8"]["f1"] == 1.0
    assert figures["linked@0.8"]["gold"] == 1
    nothing = sayso.evaluate([GOLD], [{"doc_id": "a", "attributions": []}])
    assert nothing["linked@0.8"]["recall"] == 0.0


def test_files_are_scored_as_by_the_command(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n")
    assert sayso.evaluate(gold, gold)["cue.exact"]["f1"] == 1.0


def test_bad_gold_is_told():
    with pytest.raises(sayso.SaysoError, match="gold"):
        sayso.evaluate([{"doc_id": "a", "attributions": 3}], [{"doc_id": "a", "attributions": []}])
    with pytest.raises(ValueError, match="no gold document"):
        sayso.evaluate([], [sayso.load("rules")(TEXT)])
