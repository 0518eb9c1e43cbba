//! `sayso names compile`: lists and dumps to one file that a run maps into memory.

use crate::End;
use crate::arguments::Names;
use sayso_gazetteer::Gazetteer;
use sayso_gazetteer::import::{Classes, Source};
use std::io::Write;
use std::path::Path;

pub(crate) fn run(command: &Names) -> End {
    let Names::Compile { out, lists, alone, classes } = command;
    match compile(out, lists, *alone, classes) {
        Ok(()) => End::Done,
        Err(message) => End::Unusable(message),
    }
}

fn compile(out: &Path, lists: &[String], alone: bool, classes: &[String]) -> Result<(), String> {
    let classes = if classes.is_empty() {
        Classes::default()
    } else {
        Classes::parse(classes).ok_or("--class takes CLASS=KIND, as in Q5=person")?
    };
    let sources: Vec<Source> = lists.iter().map(|list| Source::parse(list)).collect();
    let made = Gazetteer::compile(&sources, &classes, !alone).map_err(|error| error.to_string())?;
    let failed = |error: std::io::Error| format!("{}: {error}", out.display());
    // Nobody maps half a file, and a map of the old one stays whole.
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(made.bytes()).map_err(failed)?;
    file.persist(out).map_err(|error| failed(error.error))?;
    let sizes = made.sizes();
    println!(
        "{} rows, {} names, {} bytes, of which the index {}",
        sizes.rows, sizes.names, sizes.file, sizes.index
    );
    if made.left_out() > 0 {
        println!("{} records left out: no text can hold their names", made.left_out());
    }
    Ok(())
}
