import os
import pickle
import threading

import pytest
from conftest import rows

import sayso


def test_spans_are_string_indices(nlp, articles):
    for text in articles:
        doc = nlp(text)
        assert doc.text == text
        for a in doc.attributions:
            assert a.content == " ".join(text[start:end] for start, end in a.content_spans)
            assert a.source == " ".join(text[start:end] for start, end in a.source_spans)
            assert a.cue == " ".join(text[start:end] for start, end in a.cue_spans)
        for mention in doc.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_speakers_and_entities(nlp, articles):
    doc = nlp(articles[0])
    assert {a.speakers[0].name for a in doc.attributions} == {"Ann Roe"}
    assert doc.attributions[0].speakers[0].kind == "person"
    assert "Ann Roe" in [entity.name for entity in doc.entities]
    assert len(doc) == len(doc.attributions)


@pytest.mark.parametrize("model", ["rules", "fast", "accurate"])
def test_every_model_is_in_the_wheel(model, articles):
    nlp = sayso.load(model)
    assert nlp.model.startswith(model)
    assert nlp(articles[0]).attributions


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_pipe_keeps_order(nlp, articles, expected, threads):
    texts = articles * 50
    assert [rows(doc) for doc in nlp.pipe(texts, threads=threads)] == expected * 50


def test_pipe_is_lazy_and_gives_errors_in_their_place(nlp):
    taken = []

    def texts():
        for number in range(100_000):
            taken.append(number)
            yield "It rained." if number != 40 else 40

    documents = nlp.pipe(texts())
    for _ in range(40):
        next(documents)
    with pytest.raises(TypeError, match="not int"):
        next(documents)
    assert len(taken) < 1_000


def test_pickled_analyzers_find_the_same(articles):
    nlp = sayso.load("rules", min_confidence=0.5)
    again = pickle.loads(pickle.dumps(nlp))
    assert [rows(again(text)) for text in articles] == [rows(nlp(text)) for text in articles]
    assert all(a.confidence >= 0.5 for text in articles for a in again(text).attributions)


def test_threads_share_an_analyzer(nlp, articles, expected):
    results = {}

    def work(number):
        results[number] = [rows(nlp(text)) for text in articles]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(results.values()) == [expected] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_child_goes_on(nlp, articles, expected):
    list(nlp.pipe(articles, threads=2))
    child = os.fork()
    if child == 0:
        same = [rows(doc) for doc in nlp.pipe(articles, threads=2)] == expected
        os._exit(0 if same else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_facts_about_an_article_help(nlp):
    doc = nlp({"text": "“We will appeal,” Roe said.", "id": "a-1", "title": "Appeal", "authors": ["Ida Brandt"]})
    assert (doc.id, doc.title) == ("a-1", "Appeal")


def test_errors_are_python_classes(tmp_path):
    with pytest.raises(sayso.ModelError, match="missing.model"):
        sayso.load(tmp_path / "missing.model")
    (tmp_path / "names.tsv").write_text("no\theader\n")
    with pytest.raises(sayso.NamesError, match=r"names\.tsv:1"):
        sayso.load("rules", names=[tmp_path / "names.tsv"])
    with pytest.raises(sayso.SaysoError):
        sayso.load(tmp_path / "missing.model")
    with pytest.raises(ValueError, match="from 0 to 1"):
        sayso.load("rules", min_confidence=2)
    nlp = sayso.load("rules")
    for wrong, error in [(3, TypeError), ({"title": "no text"}, ValueError), ({"text": 3}, TypeError)]:
        with pytest.raises(error):
            nlp(wrong)


def test_notebooks_show_safe_html(nlp):
    doc = nlp("“<script>alert(1)</script> is late,” said Ann Roe.")
    html = doc._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<mark class="source" title="Ann Roe">Ann Roe</mark>' in html
