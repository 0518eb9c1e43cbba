//! `cargo xtask mix OUT MEGABYTES PATHS…`: a large directory of mixed input, made from files that are there, to
//! measure speed and memory on. Every file is copied again and again; every third round is packed by `tar`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes the directory, and says how many bytes are in it.
///
/// # Errors
/// Where a file cannot be read or written, or `tar` fails.
pub(crate) fn mix(out: &Path, megabytes: u64, paths: &[PathBuf]) -> io::Result<u64> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    files.sort();
    if files.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "no file under the paths"));
    }
    let wanted = megabytes * 1_000_000;
    let mut bytes = 0;
    for round in 0.. {
        let directory = out.join(format!("{round:04}"));
        fs::create_dir_all(&directory)?;
        for (number, file) in files.iter().enumerate() {
            if bytes >= wanted {
                return Ok(bytes);
            }
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            bytes += fs::copy(file, directory.join(format!("{number:05}-{name}")))?;
        }
        if round % 3 == 1 {
            pack(&directory)?;
        }
    }
    Ok(bytes)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

/// The directory as an archive of its own name.
fn pack(directory: &Path) -> io::Result<()> {
    let archive = directory.with_extension("tar");
    let status = Command::new("tar").arg("-cf").arg(&archive).arg("-C").arg(directory).arg(".").status()?;
    if !status.success() {
        return Err(io::Error::other("tar failed"));
    }
    fs::remove_dir_all(directory)
}
