//! Lines on their way into a file.

use crate::Schema;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A file of lines that has its name only once it is complete; until then it is called `….part`.
pub struct Writer {
    path: PathBuf,
    temporary: PathBuf,
    out: BufWriter<File>,
}

impl Writer {
    /// Begins the file in a run's directory.
    ///
    /// # Errors
    /// The temporary file cannot be made.
    pub fn create(dir: &Path, schema: &Schema) -> io::Result<Self> {
        let path = dir.join(schema.file);
        let temporary = dir.join(format!("{}.part", schema.file));
        let out = BufWriter::with_capacity(1 << 16, File::create(&temporary)?);
        Ok(Self { path, temporary, out })
    }

    /// Where the file will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a line of the file's schema.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut bytes = Vec::new();
        push_line(&mut bytes, line)?;
        self.append(&bytes)
    }

    /// Writes lines that [`push_line`] has made.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.out.write_all(lines)
    }

    /// Completes the file.
    ///
    /// # Errors
    /// The file cannot be written, or what is in its place cannot be replaced.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.temporary, &self.path)
    }
}

/// Appends a line with its end.
///
/// # Errors
/// The value cannot be JSON; no type of this crate is such.
pub fn push_line(out: &mut Vec<u8>, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.push(b'\n');
    Ok(())
}

/// A probability as lines have it: three digits, since more would be noise.
pub fn rounded(probability: f32) -> f64 {
    let probability = if probability.is_finite() { f64::from(probability.clamp(0.0, 1.0)) } else { 0.0 };
    (probability * 1000.0).round() / 1000.0
}
