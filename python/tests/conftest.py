import pytest

import sayso

ARTICLES = [
    "The bridge stays closed until May, Mayor Ann Roe said.\n\n“It is late,” she told the Ostby Courier. “But not too late.”",
    "Engineers denied that they had known of the cracks.\n\n“Nobody asked us,” Ben Ames, their chief, wrote.",
    "😀 «Déjà vu», said Yōko Brandt, an engineer. Nobody else spoke.",
    "It rained.",
]


@pytest.fixture(scope="session")
def articles():
    return list(ARTICLES)


@pytest.fixture(scope="session")
def nlp():
    return sayso.load("rules")


def rows(document):
    """What every way into Sayso must give alike."""
    return [
        (a.content, a.source, a.cue, a.speakers[0].name, a.form, round(a.confidence, 6), a.content_spans)
        for a in document.attributions
    ]


@pytest.fixture(scope="session")
def expected(nlp, articles):
    return [rows(nlp(text)) for text in articles]
