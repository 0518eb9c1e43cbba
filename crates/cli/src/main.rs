//! The `sayso` command. The only place beside xtask that prints or exits.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

mod arguments;
mod artifact;
mod ask;
mod compile;
mod correct;
mod diff;
mod evaluate;
mod explain;
mod export;
mod names;
mod plain;
mod progress;
mod run;
mod speakers;
mod summary;
mod whole;

use arguments::{Command, Sayso};
use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended; the exit code says it.
enum End {
    /// 0
    Done,
    /// 1
    SomeFailed,
    /// 2
    Unusable(String),
    /// 130: the user stopped it
    Interrupted(String),
}

fn main() -> ExitCode {
    let end = match Sayso::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Who(asked) => ask::who(&asked),
        Command::Quotes(asked) => ask::quotes(&asked),
        Command::Correct(asked) => correct::run(&asked),
        Command::Diff(asked) => diff::run(&asked),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Artifact(command) => artifact::run(&command),
        Command::Evaluate(command) => evaluate::run(&command),
        Command::Names(command) => compile::run(&command),
    };
    match end {
        End::Done => ExitCode::SUCCESS,
        End::SomeFailed => ExitCode::from(1),
        End::Unusable(message) => {
            eprintln!("sayso: {message}");
            ExitCode::from(2)
        }
        End::Interrupted(message) => {
            eprintln!("sayso: {message}");
            ExitCode::from(130)
        }
    }
}
