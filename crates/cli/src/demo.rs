//! `sayso demo`: the samples of the repository, which the program carries, and their report.

use crate::arguments::{Command, Demo, Sayso};
use crate::{End, run};
use clap::Parser;
use std::path::Path;
use std::{fs, io};

/// A sample's path and its bytes.
macro_rules! sample {
    ($path:literal) => {
        ($path, include_bytes!(concat!("../samples/", $path)))
    };
}

/// The samples, by their paths below `data/samples`.
const SAMPLES: &[(&str, &[u8])] = &[
    sample!("html/ugly-page-tram-strike.html"),
    sample!("jsonl/archive.jsonl.gz"),
    sample!("jsonl/desk.jsonl"),
    sample!("text/feature-last-lighthouse.txt"),
    sample!("text/interview-glacier-scientist.txt"),
    sample!("text/live-blog-storm-elke.txt"),
    sample!("text/press-release-river-bill.txt"),
    sample!("text/wire-ferry-inquiry.txt"),
];

pub(crate) fn demo(arguments: &Demo) -> End {
    let samples = arguments.out.join("samples");
    if let Err(error) = unpack(&samples) {
        return End::Unusable(format!("{}: {error}", samples.display()));
    }
    let command = ["sayso", "run", "--title", "Sayso demo", "--out"];
    let command = command.map(Into::into).into_iter();
    let command = command.chain([arguments.out.clone().into_os_string(), samples.into_os_string()]);
    match Sayso::try_parse_from(command).map(|sayso| sayso.command) {
        Ok(Command::Run(arguments)) => run::run(&arguments),
        Ok(_) => unreachable!("the line above says run"),
        Err(error) => End::Unusable(error.to_string()),
    }
}

fn unpack(directory: &Path) -> io::Result<()> {
    for (path, bytes) in SAMPLES {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap_or(directory))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_those_of_the_repository() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/samples");
        let mut found = 0;
        for folder in fs::read_dir(&samples).unwrap() {
            found += fs::read_dir(folder.unwrap().path()).unwrap().count();
        }
        assert_eq!(found, SAMPLES.len());
        for (path, bytes) in SAMPLES {
            assert_eq!(
                fs::read(samples.join(path)).unwrap(),
                *bytes,
                "copy data/samples/{path} to crates/cli/samples"
            );
        }
    }
}
