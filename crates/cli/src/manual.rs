//! `sayso completions` and `sayso man`: made from the same description of the flags as `--help`.

use crate::End;
use crate::arguments::{Completions, Man, Sayso};
use clap::CommandFactory;
use std::fs;
use std::io;

pub(crate) fn completions(arguments: &Completions) -> End {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Sayso::command(), "sayso", &mut script);
    raw(&script)
}

pub(crate) fn man(arguments: &Man) -> End {
    if let Some(dir) = &arguments.dir {
        let written = fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(Sayso::command(), dir));
        return match written {
            Ok(()) => End::Done,
            Err(error) => End::Unusable(format!("{}: {error}", dir.display())),
        };
    }
    let mut page = Vec::new();
    match clap_mangen::Man::new(Sayso::command()).render(&mut page) {
        Ok(()) => raw(&page),
        Err(error) => End::Unusable(error.to_string()),
    }
}

/// Prints a text of ours for another program, byte for byte: nothing from outside is in it.
fn raw(text: &[u8]) -> End {
    let mut out = io::stdout().lock();
    if let Err(error) = io::Write::write_all(&mut out, text) {
        crate::terminal::failed(&error);
    }
    End::Done
}
