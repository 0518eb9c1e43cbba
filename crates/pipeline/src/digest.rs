//! Hashes of what results depend on.

use serde::Serialize;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

pub(crate) type Digest = [u8; 32];

/// One hash for several.
pub(crate) fn of_all<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// The hash of a configuration, by its JSON.
pub(crate) fn of_options(options: &impl Serialize) -> Digest {
    let json = serde_json::to_vec(options).unwrap_or_default();
    *blake3::hash(&json).as_bytes()
}

/// The hash of a file's bytes.
pub(crate) fn of_file(path: &Path) -> io::Result<Digest> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(*hasher.finalize().as_bytes()),
            read => hasher.update(&buffer[..read]),
        };
    }
}

/// The file that holds this program, where that is not the executable.
static PROGRAM_FILE: OnceLock<PathBuf> = OnceLock::new();

/// Says which file holds Sayso's code: a library that another program loaded. Results are computed anew where that
/// file changes; by default it is the executable. Takes effect only before the first run of the process.
pub fn set_program_file(path: impl Into<PathBuf>) {
    // Whoever said it first is right: the file is the same for the whole process.
    let _ = PROGRAM_FILE.set(path.into());
}

/// The hash of this very program: another build may give other results, and nobody remembers to count a version up.
pub(crate) fn of_program() -> Digest {
    static PROGRAM: LazyLock<Digest> = LazyLock::new(|| {
        let file = PROGRAM_FILE.get().cloned().map_or_else(std::env::current_exe, Ok);
        file.and_then(|path| of_file(&path))
            .unwrap_or_else(|_| *blake3::hash(env!("CARGO_PKG_VERSION").as_bytes()).as_bytes())
    });
    *PROGRAM
}

pub(crate) fn hex(digest: &Digest) -> String {
    blake3::Hash::from(*digest).to_hex().to_string()
}
