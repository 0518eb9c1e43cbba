//! `sayso doctor` and `sayso --version`: what is in this build, and what it finds here.

use crate::End;
use crate::arguments::DEFAULT_OUT;
use sayso::{Analyzer, Model};
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;
use std::{env, fs, io, thread};

/// The version, with that of the models and of the lists of names.
pub(crate) fn version() -> String {
    format!("sayso {}\nmodels: {}\nnames: {}\n", env!("CARGO_PKG_VERSION"), models().join(", "), names())
}

pub(crate) fn doctor() -> End {
    let formats: Vec<&str> = sayso_ingest::formats().iter().map(|format| format.name).collect();
    let exports = sayso_export::Form::ALL.map(sayso_export::Form::name);
    let threads =
        thread::available_parallelism().map_or_else(|_| "unknown".to_owned(), |count| count.to_string());
    let here = env::current_dir().unwrap_or_default();
    let rows = [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("built for", format!("{} {}", env::consts::ARCH, env::consts::OS)),
        ("models", models().join(", ")),
        ("names", names()),
        ("reads", formats.join(", ")),
        ("exports", exports.join(", ")),
        ("left out", list(&left_out())),
        ("processor", list(&processor())),
        ("threads", threads),
        ("output", format!("{} ({})", here.join(DEFAULT_OUT).display(), writable(&here))),
        ("temporary", format!("{} ({})", env::temp_dir().display(), writable(&env::temp_dir()))),
        (
            "terminal",
            if io::stdout().is_terminal() { "yes" } else { "no: no colour, no wrapping" }.to_owned(),
        ),
        ("network", "never used".to_owned()),
    ];
    let mut text = String::new();
    for (title, value) in rows {
        let _ = writeln!(text, "{title:<10} {value}");
    }
    print!("{text}");
    End::Done
}

fn models() -> Vec<String> {
    let name = |model: Model| {
        // The built-in ones always load; a user's own is not asked for here.
        Analyzer::new(model)
            .map_or_else(|error| error.to_string(), |analyzer| analyzer.model_name().to_owned())
    };
    [Model::Accurate, Model::Fast, Model::Rules].map(name).into()
}

fn names() -> String {
    let shipped = sayso_gazetteer::Gazetteer::shipped();
    let fingerprint = shipped.fingerprint();
    let head = u64::from_be_bytes(std::array::from_fn(|at| fingerprint[at]));
    format!("{} entities ({head:016x})", shipped.len())
}

/// Features that this build lacks.
fn left_out() -> Vec<&'static str> {
    let features = [
        ("parquet", cfg!(feature = "parquet")),
        ("sqlite", cfg!(feature = "sqlite")),
        ("pdf", cfg!(feature = "pdf")),
        ("sheets", cfg!(feature = "sheets")),
    ];
    features.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
}

/// What the nets use, where it is there.
#[cfg(target_arch = "x86_64")]
fn processor() -> Vec<&'static str> {
    let known = [
        ("AVX2", std::arch::is_x86_feature_detected!("avx2")),
        ("FMA", std::arch::is_x86_feature_detected!("fma")),
    ];
    known.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn processor() -> Vec<&'static str> {
    Vec::new()
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn writable(directory: &Path) -> &'static str {
    let read_only = |found: fs::Metadata| !found.is_dir() || found.permissions().readonly();
    match fs::metadata(directory).map(read_only) {
        Ok(false) if tempfile::tempfile_in(directory).is_ok() => "writable",
        _ => "not writable",
    }
}
