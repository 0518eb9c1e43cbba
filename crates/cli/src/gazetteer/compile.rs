//! `sayso gazetteer compile`: lists and dumps to one file that a run maps into memory.

use sayso_gazetteer::Gazetteer;
use sayso_gazetteer::import::{Classes, Source};
use std::io::Write;
use std::path::Path;

/// Compiles the lists and prints the sizes of what was written.
pub(super) fn compile(out: &Path, lists: &[String], alone: bool, classes: &[String]) -> Result<(), String> {
    let classes = if classes.is_empty() {
        Classes::default()
    } else {
        Classes::parse(classes).ok_or("--class expects CLASS=KIND, for example Q5=person")?
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
        "{} rows, {} names, {} bytes ({} of them index)",
        sizes.rows, sizes.names, sizes.file, sizes.index
    );
    if made.left_out() > 0 {
        println!("{} records skipped: their names cannot occur in text", made.left_out());
    }
    Ok(())
}
