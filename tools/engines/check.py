"""The same attributions on real local clusters as in one process: Spark and Ray, two workers each, rows that are
skewed and null, and a Spark worker that is killed in the middle. Prints one line an engine."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time

import pyarrow as pa
import sayso

ARTICLES = [
    "The bridge stays closed until May, Mayor Ann Roe said.\n\n“It is late,” she told the Ostby Courier.",
    "Engineers denied that they had known of the cracks.\n\n“Nobody asked us,” Ben Ames, their chief, wrote.",
    "It rained.",
]
COLUMNS = ["url", "content", "speaker", "form", "confidence", "content_spans"]


def table(rows: int) -> pa.Table:
    texts = [None if number % 97 == 0 else ARTICLES[number % 3] for number in range(rows)]
    # One very long article makes one partition slow.
    texts[1] = "\n\n".join(ARTICLES * 2_000)
    return pa.table({"url": [f"u{number:06}" for number in range(rows)], "body": texts})


def ordered(found: pa.Table) -> list:
    key = lambda row: (row["url"], [(span["start"], span["end"]) for span in row["content_spans"]])
    return sorted(found.select(COLUMNS).to_pylist(), key=key)


def spark(articles: pa.Table, partitions: int, kill: bool) -> pa.Table:
    from pyspark.sql import SparkSession

    import sayso.spark

    # Two Python workers, processes of their own; a task that loses its worker is tried again, up to eight times.
    session = SparkSession.builder.master("local[2,8]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    frame = session.createDataFrame(articles).repartition(partitions)
    found = sayso.spark.attributions(frame, text="body", id="url", model="rules")
    if kill:
        threading.Thread(target=_kill_a_worker, daemon=True).start()
    result = found.toArrow()
    session.stop()
    return result


def _kill_a_worker() -> None:
    for _ in range(200):
        time.sleep(0.1)
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{process}/cmdline", "rb") as file:
                    worker = b"pyspark.daemon" in file.read()
            except OSError:
                continue
            if worker:
                time.sleep(1.0)
                os.kill(int(process), signal.SIGKILL)
                print("  killed a worker", flush=True)
                return


def ray(articles: pa.Table) -> pa.Table:
    import ray
    import ray.data

    import sayso.ray

    ray.init(num_cpus=2, log_to_driver=False, logging_level="ERROR")
    dataset = ray.data.from_arrow(articles).repartition(8)
    found = dataset.map_batches(
        sayso.ray.Attributor,
        fn_constructor_kwargs={"text": "body", "id": "url", "model": "rules"},
        batch_format="pyarrow",
        concurrency=2,
    )
    result = pa.concat_tables(ray.get(found.to_arrow_refs()))
    ray.shutdown()
    return result


def main() -> None:
    articles = table(3_000)
    expected = ordered(pa.table(sayso.load("rules").attributions(articles, text="body", id="url")))
    print(f"one process: {len(expected)} attributions")
    for partitions in (1, 4, 37):
        assert ordered(spark(articles, partitions, kill=False)) == expected, partitions
        print(f"Spark, {partitions} partitions: the same", flush=True)
    assert ordered(spark(table(3_000), 8, kill=True)) == expected
    print("Spark, a worker killed: the same", flush=True)
    assert ordered(ray(articles)) == expected
    print("Ray, two workers: the same", flush=True)


if __name__ == "__main__":
    # Workers run the same Python.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        main()
