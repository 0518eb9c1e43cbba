//! The same bytes come out, whatever the number of threads, the size of shards, the order of inputs; also after any
//! number of violent deaths.
#![allow(clippy::unwrap_used)]

mod scratch;

use sayso_pipeline::{Config, ShardSize};
use scratch::{Scratch, assert_same, finish, output, tree};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

const DOCUMENTS: usize = 25;

fn sharded(documents: usize) -> ShardSize {
    ShardSize { documents, ..ShardSize::default() }
}

#[test]
fn threads_and_shard_sizes_do_not_show() {
    let scratch = Scratch::new();
    scratch.articles(DOCUMENTS);
    let plain = scratch.config("plain");
    assert_eq!(finish(&plain).articles, DOCUMENTS);
    let expected = output(&plain.out);
    for (jobs, documents) in [(1, 1), (2, 1), (2, 1000), (4, 3)] {
        let name = format!("jobs-{jobs}-shards-of-{documents}");
        let config = Config { jobs, shard: sharded(documents), ..scratch.config(&name) };
        finish(&config);
        assert_same(&expected, &output(&config.out), &name);
    }
}

#[test]
fn the_order_of_inputs_does_not_show() {
    let scratch = Scratch::new();
    let mut inputs = scratch.articles(DOCUMENTS);
    let sorted = Config { inputs: inputs.clone(), shard: sharded(4), ..scratch.config("sorted") };
    finish(&sorted);
    inputs.reverse();
    inputs.swap(3, 17);
    inputs.push(inputs[5].clone());
    for jobs in [1, 2] {
        let name = format!("shuffled, {jobs} threads");
        let shuffled = Config { inputs: inputs.clone(), jobs, shard: sharded(4), ..scratch.config(&name) };
        finish(&shuffled);
        assert_same(&output(&sorted.out), &output(&shuffled.out), &name);
    }
}

#[test]
fn only_what_changed_is_computed_again() {
    let scratch = Scratch::new();
    scratch.articles(6);
    let config = Config { shard: sharded(2), ..scratch.config("out") };
    finish(&config);
    let first = tree(&config.out);
    let again = finish(&config);
    assert!(again.stages.iter().all(|(_, tally)| tally.computed == 0), "{:?}", again.stages);
    assert!(again.report_current);
    assert_same(&first, &tree(&config.out), "a second run");
    let forced = Config { force: true, ..config };
    assert!(finish(&forced).stages.iter().all(|(_, tally)| tally.reused == 0));
    assert_same(&first, &tree(&forced.out), "a forced run");
}

/// The test binary runs itself again with these set; see [`child`].
const CHILD_DIR: &str = "SAYSO_TEST_CHILD_DIR";

/// Not a test of its own: the process that [`killed_at_any_moment`] kills.
#[test]
fn child() {
    let Ok(dir) = std::env::var(CHILD_DIR) else { return };
    let input = format!("{dir}/in");
    let out = format!("{dir}/killed").into();
    finish(&Config { jobs: 2, shard: sharded(3), ..Config::new(vec![input], out) });
}

fn spawn(scratch: &Scratch) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child"])
        .env(CHILD_DIR, scratch.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_any_moment() {
    let scratch = Scratch::new();
    scratch.articles(DOCUMENTS);
    let whole = Config { jobs: 1, shard: sharded(3), ..scratch.config("whole") };
    finish(&whole);
    // How long a whole run takes here, start of the process included.
    let started = Instant::now();
    assert!(spawn(&scratch).wait().unwrap().success());
    let long = started.elapsed();
    let out = scratch.join("killed");
    let expected = output(&whole.out);
    assert_same(&expected, &output(&out), "in another process");
    // Moments that are spread over the run and the same in every test run.
    let mut killed = 0;
    for moment in [95, 12, 60, 33, 80, 50, 70, 88, 25, 99] {
        if moment % 2 == 0 {
            // Half of them from nothing, half on top of what the last one left.
            std::fs::remove_dir_all(&out).unwrap_or_default();
        }
        let mut run = spawn(&scratch);
        sleep(long * moment / 100);
        run.kill().unwrap();
        killed += usize::from(!run.wait().unwrap().success());
    }
    assert!(killed > 0, "every run was over before it was killed");
    let done = Config { jobs: 2, shard: sharded(3), ..scratch.config("killed") };
    finish(&done);
    assert_same(&expected, &output(&out), "after ten deaths");
    let reports = sayso_artifact::verify(&out).unwrap();
    assert!(reports.iter().all(sayso_artifact::Report::is_sound), "{reports:#?}");
    assert!(tree(&out).keys().all(|name| !name.contains(".tmp")));
}
