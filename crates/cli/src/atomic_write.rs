//! Files that are there as a whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

/// Puts a text in the place of a file: whoever reads sees the old one or the new one.
pub(crate) fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(text.as_bytes())?;
    share(&fresh, file)?;
    fresh.persist(file).map(drop).map_err(|error| error.error)
}

/// A temporary file is its owner's alone; this one is shared as the old one was, or as files are.
#[cfg(unix)]
fn share(fresh: &tempfile::NamedTempFile, file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file).map_or(0o644, |metadata| metadata.permissions().mode());
    fresh.as_file().set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn share(_: &tempfile::NamedTempFile, _: &Path) -> io::Result<()> {
    Ok(())
}
