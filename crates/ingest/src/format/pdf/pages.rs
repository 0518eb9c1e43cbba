//! The letters of a PDF's pages with their places.

use super::layout::{self, Glyph};
use crate::format::text::whole;
use crate::format::{Context, document};
use crate::source::Stream;
use pdf_extract::{
    Dictionary, Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Transform, output_doc,
};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Letters of one document.
const LETTERS: usize = 20_000_000;
/// Bytes of all streams but pictures, unpacked: the parser holds many times that.
const EXPANDED: u64 = 64 << 20;
/// Bytes of a stream packed in an older way.
const OLD_PACKED: usize = 1 << 20;
/// Pages inside pages.
const PARENTS: usize = 100;
/// Forms inside forms.
const NESTED: usize = 50;

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(whole) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    // The parser is known to panic on some broken files; a broken file must cost only itself.
    let outcome = catch_unwind(AssertUnwindSafe(|| pages(&whole.bytes)));
    let pages = match outcome.unwrap_or(Err(Failure::Broken("the parser gave up on it".to_owned()))) {
        Ok(pages) => pages,
        Err(failure) => return failure.report(context),
    };
    let count = pages.len();
    if pages.iter().all(Vec::is_empty) {
        let message = format!("none of its {count} pages has a text layer: they are pictures of text");
        let help = "have the text recognised first, for example with ocrmypdf";
        return context.error("ingest.scanned", &message, help);
    }
    let blocks = layout::blocks(pages);
    document::emit(&blocks, "pdf", whole.cut.into_iter().collect(), context)
}

enum Failure {
    Encrypted,
    Broken(String),
}

impl Failure {
    fn report(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        match self {
            Self::Encrypted => {
                let help = "open it with its password and save it without one";
                context.error("ingest.encrypted", "the PDF is encrypted with a password", help)
            }
            Self::Broken(problem) => {
                let message = format!("expected a sound PDF: {problem}");
                context.error("ingest.broken-pdf", &message, "fetch the file again, or print it to a new PDF")
            }
        }
    }
}

fn pages(bytes: &[u8]) -> Result<Vec<Vec<Glyph>>, Failure> {
    let broken = |problem: &dyn std::fmt::Display| Failure::Broken(problem.to_string());
    let mut document = Document::load_mem(bytes).map_err(|error| broken(&error))?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Failure::Encrypted);
    }
    if is_circular(&document) || has_circular_parents(&document) {
        return Err(Failure::Broken("a part of it contains itself".to_owned()));
    }
    if expands_too_far(&document) {
        return Err(Failure::Broken(format!("its pages expand to more than {} MiB", EXPANDED >> 20)));
    }
    let mut output = Pages::default();
    let outcome = output_doc(&document, &mut output);
    match outcome {
        Err(error) if output.pages.iter().all(Vec::is_empty) => Err(broken(&error)),
        // What came before damage is kept.
        _ => Ok(output.pages),
    }
}

/// Whether some page's parents have no end.
fn has_circular_parents(document: &Document) -> bool {
    let parent = |id: ObjectId| {
        let dict = document.get_object(id).ok()?.as_dict().ok()?;
        dict.get(b"Parent").ok()?.as_reference().ok()
    };
    document
        .get_pages()
        .values()
        .any(|&page| std::iter::successors(Some(page), |&id| parent(id)).take(PARENTS + 1).count() > PARENTS)
}

/// Whether the streams unpack to more than any article has.
fn expands_too_far(document: &Document) -> bool {
    let mut left = EXPANDED;
    for object in document.objects.values() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image") {
            continue;
        }
        let filters = stream.filters().unwrap_or_default();
        let size = if filters.iter().any(|name| *name == b"FlateDecode") {
            let unpacked = flate2::read::ZlibDecoder::new(&stream.content[..]).take(left + 1);
            std::io::copy(&mut { unpacked }, &mut std::io::sink()).unwrap_or(0)
        } else if filters.is_empty() || stream.content.len() <= OLD_PACKED {
            stream.content.len() as u64
        } else {
            return true;
        };
        match left.checked_sub(size) {
            Some(rest) => left = rest,
            None => return true,
        }
    }
    false
}

/// Whether a form is drawn inside itself, which a reader would follow without end.
fn is_circular(document: &Document) -> bool {
    let mut inner: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
    for (&id, object) in &document.objects {
        if let Object::Stream(stream) = object {
            inner.insert(id, forms(document, &stream.dict));
        }
    }
    let mut sound: HashSet<ObjectId> = HashSet::new();
    inner.keys().any(|&id| reaches_itself(id, &inner, &mut sound))
}

/// The forms and pictures that a stream's resources name.
fn forms(document: &Document, stream: &Dictionary) -> Vec<ObjectId> {
    let resolved = |object: &Object| {
        document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok().cloned())
    };
    let resources = stream.get(b"Resources").ok().and_then(resolved);
    let drawn = resources.as_ref().and_then(|resources| resources.get(b"XObject").ok()).and_then(resolved);
    let drawn = drawn.into_iter().flat_map(|drawn| {
        drawn.iter().filter_map(|(_, object)| object.as_reference().ok()).collect::<Vec<_>>()
    });
    drawn.collect()
}

/// Depth first by hand.
fn reaches_itself(
    start: ObjectId,
    inner: &HashMap<ObjectId, Vec<ObjectId>>,
    sound: &mut HashSet<ObjectId>,
) -> bool {
    let mut path: Vec<(ObjectId, usize)> = vec![(start, 0)];
    while let Some((id, next)) = path.last_mut() {
        let child = inner.get(id).and_then(|children| children.get(*next)).copied();
        *next += 1;
        match child {
            None => {
                sound.insert(*id);
                path.pop();
            }
            Some(child) if sound.contains(&child) => {}
            Some(child) if path.iter().any(|(open, _)| *open == child) || path.len() > NESTED => return true,
            Some(child) => path.push((child, 0)),
        }
    }
    false
}

#[derive(Default)]
struct Pages {
    pages: Vec<Vec<Glyph>>,
    letters: usize,
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        trm: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        self.letters += 1;
        // Text that runs upwards or downwards is no article.
        let upright = trm.m11.abs() > trm.m12.abs();
        if self.letters > LETTERS || !upright {
            return Ok(());
        }
        let size = (trm.m22.abs() * font_size).max(0.1);
        let glyph = Glyph {
            left: trm.m31,
            right: trm.m31 + width * trm.m11.abs() * font_size,
            base: trm.m32,
            size,
            letters: letters.to_owned(),
        };
        let finite =
            glyph.left.is_finite() && glyph.right.is_finite() && glyph.base.is_finite() && size.is_finite();
        if let Some(page) = self.pages.last_mut().filter(|_| finite) {
            page.push(glyph);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
