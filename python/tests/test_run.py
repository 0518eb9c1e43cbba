import json
import os
import signal
import subprocess
import sys
import time

import pytest

import sayso


@pytest.fixture
def files(tmp_path, articles):
    inputs = tmp_path / "articles"
    inputs.mkdir()
    for number, text in enumerate(articles):
        (inputs / f"{number}.txt").write_text(text)
    return inputs


def test_a_run_writes_report_and_tables(files):
    pa = pytest.importorskip("pyarrow")
    run = sayso.run([files / "*.txt"], out=files.parent / "out", model="rules", threads=2)
    assert run.summary.articles == 4
    assert os.path.exists(run.report)
    attributions = pa.table(run.attributions)
    assert attributions.num_rows == run.summary.attributions > 0
    assert pa.table(run.articles).num_rows == 4
    again = sayso.open(files.parent / "out")
    assert pa.table(again.attributions).equals(attributions)
    for name in again.tables:
        pa.table(again.table(name))
    with pytest.raises(sayso.RunError, match="the tables are"):
        again.table("nothing")


def test_failures_are_told(files):
    (files / "broken.jsonl").write_text("{broken\n")
    run = sayso.run(files, out=files.parent / "out", model="rules")
    assert any("broken.jsonl" in failure for failure in run.summary.failures)
    with pytest.raises(sayso.RunError):
        sayso.open(files / "nowhere")


def test_the_command_finds_the_same(files):
    command = [sys.executable, "-m", "sayso", "run", str(files), "--model", "rules", "--out", str(files.parent / "command")]
    subprocess.run(command, check=True, capture_output=True)
    sayso.run(files, out=files.parent / "library", model="rules")
    for name in ["attributions.jsonl", "entities.jsonl", "index.html"]:
        assert (files.parent / "command" / name).read_bytes() == (files.parent / "library" / name).read_bytes()


def test_the_command_finds_what_the_analyzer_finds(files, articles, expected):
    sayso.run(files, out=files.parent / "out", model="rules")
    lines = (files.parent / "out" / "attributions.jsonl").read_text().splitlines()
    found = {}
    for line in map(json.loads, lines):
        attributions = line["attributions"] if "attributions" in line else line["quotes"]
        found[line["text"]] = [(a["content"], [tuple(span) for span in a["content_spans"]]) for a in attributions]
    assert found == {text: [(a[0], a[6]) for a in each] for text, each in zip(articles, expected)}


def test_exit_codes(files):
    def code(*arguments):
        return subprocess.run([sys.executable, "-m", "sayso", *arguments], capture_output=True).returncode

    assert code("--version") == 0
    assert code("--nonsense") == 2
    assert code("run", str(files / "missing.txt"), "--out", str(files.parent / "out")) == 2


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_answers(files, articles):
    many = "\n".join(json.dumps({"text": "\n\n".join(articles * 20) + str(number)}) for number in range(4000))
    (files / "many.jsonl").write_text(many)
    program = (
        "import sayso, sys\n"
        "print('ready', flush=True)\n"
        "try:\n    sayso.run(sys.argv[1], out=sys.argv[2], model='rules')\n"
        "except KeyboardInterrupt:\n    sys.exit(77)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(files / "many.jsonl"), str(files.parent / "out")], stdout=subprocess.PIPE)
    child.stdout.readline()
    # The run is in the middle of its shards once the first one is written; it ends after those that are going on.
    while not list((files.parent / "out").glob("artifacts/attribute/*")):
        assert child.poll() is None
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=600) == 77
