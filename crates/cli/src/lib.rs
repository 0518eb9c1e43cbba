//! The `sayso` command, as a library for programs that bring it along. The only place beside xtask that prints.

/// In place of the standard macros, so that no printing forgets what [`terminal`] is for.
macro_rules! print {
    ($($text:tt)*) => { $crate::terminal::out(format_args!($($text)*)) };
}
macro_rules! println {
    () => { $crate::terminal::out(format_args!("\n")) };
    ($($text:tt)*) => { $crate::terminal::out(format_args!("{}\n", format_args!($($text)*))) };
}
macro_rules! eprintln {
    ($($text:tt)*) => { $crate::terminal::err(format_args!("{}\n", format_args!($($text)*))) };
}

mod arguments;
mod artifact;
mod atomic_write;
mod audit;
mod correct;
mod demo;
mod diff;
mod doctor;
mod evaluate;
mod explain;
mod export;
mod gazetteer;
mod manual;
mod progress;
mod query;
mod run;
mod sanitize;
mod serve;
mod summary;
mod terminal;

use arguments::{Command, Sayso};
use clap::Parser;
use clap::error::ErrorKind;
use std::ffi::OsString;

/// A stage or parser that panics on an article is caught, and the article is reported as failed: only who asks for
/// backtraces sees more of it. The main thread's own panics are told as ever.
fn quiet_panics() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let main = std::thread::current().name() == Some("main");
        if main || std::env::var_os("RUST_BACKTRACE").is_some() {
            told(panic);
        }
    }));
}

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

/// Runs the command with these arguments, the program's name first; gives the exit code.
pub fn command(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let sayso = match Sayso::try_parse_from(arguments) {
        Ok(sayso) => sayso,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => {
            print!("{}", doctor::version());
            return told(0);
        }
        Err(error) => {
            // Help comes this way, too.
            if let Err(error) = error.print() {
                terminal::failed(&error);
            }
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return told(code);
        }
    };
    quiet_panics();
    let code = match end_of(&sayso.command) {
        End::Done => 0,
        End::SomeFailed => 1,
        End::Unusable(message) => {
            eprintln!("sayso: {message}");
            2
        }
        End::Interrupted(message) => {
            eprintln!("sayso: {message}");
            130
        }
    };
    told(code)
}

/// The exit code, given that what was printed was also written.
fn told(code: u8) -> u8 {
    terminal::failure().map_or(code, |reason| {
        eprintln!("sayso: standard output: {reason}");
        2
    })
}

fn end_of(command: &Command) -> End {
    match command {
        Command::Run(arguments) => run::run(arguments),
        Command::Who(asked) => query::who(asked),
        Command::People(asked) => query::people(asked),
        Command::Attributions(asked) => query::attributions(asked),
        Command::Audit(asked) => audit::run(asked),
        Command::Correct(asked) => correct::run(asked),
        Command::Serve(asked) => serve::run(asked),
        Command::Diff(asked) => diff::run(asked),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Artifact(command) => artifact::run(command),
        Command::Evaluate(command) => evaluate::run(command),
        Command::Gazetteer(command) => gazetteer::run(command),
        Command::Demo(arguments) => demo::demo(arguments),
        Command::Doctor => doctor::doctor(),
        Command::Completions(arguments) => manual::completions(arguments),
        Command::Man(arguments) => manual::man(arguments),
    }
}
