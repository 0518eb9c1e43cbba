//! What archives of files share: which files in them are read, and how many.

use super::Context;
use crate::read::content;
use crate::source::{self, Stream};
use sayso_core::{Diagnostic, Severity};
use std::io;
use std::ops::ControlFlow;

/// Archives inside archives.
const DEPTH: usize = 4;

/// What to do with a file in an archive.
pub(super) enum Entry {
    /// Read it, under this name.
    Read(String),
    /// Nothing to read, nothing to say.
    PassOver,
    /// Its name leads out of the archive.
    Unsafe,
}

/// Judges a name in an archive. Nothing is ever written under it, but it becomes the articles' name.
pub(super) fn judge(name: &str) -> Entry {
    let name = name.replace('\\', "/");
    let mut steps = Vec::new();
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => return Entry::Unsafe,
            step => steps.push(step),
        }
    }
    let drive = steps.first().is_some_and(|first| first.len() == 2 && first.ends_with(':'));
    if name.starts_with('/') || drive || name.contains('\0') {
        return Entry::Unsafe;
    }
    // As in directories: hidden files, and what macOS puts beside the files.
    let hidden = steps.iter().any(|step| step.starts_with('.') || *step == "__MACOSX");
    if hidden || name.ends_with('/') || steps.is_empty() {
        Entry::PassOver
    } else {
        Entry::Read(steps.join("/"))
    }
}

impl Context<'_> {
    /// Whether one more file may be read; says so where it may not.
    pub(super) fn one_more_file(&mut self) -> ControlFlow<(), bool> {
        let limit = self.options.limits.archive_files;
        let count = self.files.get() + 1;
        self.files.set(count);
        if count <= limit {
            return ControlFlow::Continue(true);
        }
        let message =
            format!("the archive holds more files than the limit of {limit}; the first ones were read");
        self.error(
            "ingest.too-many-files",
            &message,
            "split the archive, or unpack it and read the directory",
        )?;
        ControlFlow::Continue(false)
    }

    /// Reads a file in an archive, which may be compressed or an archive itself.
    pub(super) fn inside(&mut self, name: &str, raw: Stream<'_>) -> ControlFlow<()> {
        let name = format!("{}!{name}", self.name);
        let mut context = Context {
            name: &name,
            file: None,
            options: self.options,
            meter: self.meter,
            files: self.files,
            depth: self.depth + 1,
            sink: &mut *self.sink,
        };
        if context.depth > DEPTH {
            let message = format!("archives lie more than {DEPTH} deep in one another");
            return context.error("ingest.too-deep", &message, "unpack the outer archives first");
        }
        match source::decompress(Box::new(raw), self.meter) {
            Ok(stream) => content(stream, &mut context),
            Err(error) => context.failed(&error, 0),
        }
    }

    /// Reports a file in an archive that is not read.
    pub(super) fn left_out(&mut self, name: &str, code: &str, message: &str, help: &str) -> ControlFlow<()> {
        let place = format!("{}!{}", self.name, name.escape_debug());
        self.complain(Diagnostic::new(Severity::Error, code, place, message).with_help(help))
    }

    pub(super) fn unsafe_name(&mut self, name: &str) -> ControlFlow<()> {
        let message = "the file's name leads out of the archive; it was left out";
        self.left_out(name, "ingest.unsafe-path", message, "pack the archive with relative names")
    }

    /// Reports damage to the archive itself.
    pub(super) fn broken_archive(&mut self, error: &io::Error, files: u64) -> ControlFlow<()> {
        let mut complaint = crate::read::complaint(error, self.name, 0);
        if complaint.code == "ingest.unreadable" {
            "ingest.broken-archive".clone_into(&mut complaint.code);
        }
        complaint.message = format!("the archive is broken: {error}; {files} files before that were read");
        self.complain(complaint)
    }
}
