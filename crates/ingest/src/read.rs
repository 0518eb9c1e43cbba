use crate::format::{self, Context};
use crate::source::{self, HEAD, Meter, Stream};
use crate::{Input, Options, charset, language};
use sayso_core::{Article, Diagnostic, Severity};
use std::cell::Cell;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Streams the articles of one input into `sink`, with a [`Diagnostic`] for what could not be read; the rest goes
/// on. Stops where the sink breaks. No bytes make it panic.
pub fn read(
    input: &Input,
    options: &Options,
    sink: &mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
) {
    read_watched(input, options, Arc::default(), sink);
}

/// As [`read`]; meanwhile `taken` grows by the bytes of the file that were read. Formats that are read from their end
/// (Parquet, zip) add nothing before they are done.
pub fn read_watched(
    input: &Input,
    options: &Options,
    taken: Arc<AtomicU64>,
    sink: &mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
) {
    let meter = Meter::watched(&options.limits, Some(taken));
    let file = (!input.is_stdin()).then_some(&*input.path);
    stream(&input.name, file, source::open(input, &meter), &meter, options, sink);
}

/// Reads bytes as if they were a file of that name; otherwise as [`read`].
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &Options,
    sink: &mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
) {
    let meter = Meter::new(&options.limits);
    meter.took(bytes.len() as u64);
    stream(name, None, source::decompress(Box::new(bytes), &meter), &meter, options, sink);
}

fn stream(
    name: &str,
    file: Option<&Path>,
    opened: io::Result<Stream<'_>>,
    meter: &Rc<Meter>,
    options: &Options,
    sink: &mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
) {
    // An input out of which nothing came, and of which nobody said why.
    let silent = Cell::new(true);
    let mut sift = |outcome: Result<Article, Diagnostic>| {
        let outcome = outcome.and_then(|article| sift(article, options));
        let says_why = |complaint: &Diagnostic| {
            complaint.severity == Severity::Error || complaint.code == language::SET_ASIDE
        };
        if outcome.as_ref().map_or_else(says_why, |_| true) {
            silent.set(false);
        }
        let flow = sink(outcome);
        if flow.is_break() {
            silent.set(false);
        }
        flow
    };
    let files = Cell::new(0);
    let mut context = Context { name, file, options, meter, files: &files, depth: 0, sink: &mut sift };
    // A break is the sink's wish; there is nobody left to tell.
    let _ = match opened {
        Ok(stream) => content(stream, &mut context),
        Err(error) => context.failed(&error, 0),
    };
    if silent.get() {
        let help = "leave it out, or fetch it again";
        let _ = context.error("ingest.nothing-read", "nothing readable was found in the input", help);
    }
}

/// Lets English go on.
fn sift(article: Article, options: &Options) -> Result<Article, Diagnostic> {
    let foreign = if options.all_languages { None } else { language::foreign(&article.text) };
    foreign.map_or(Ok(()), |tag| Err(language::set_aside(&article.source_id, tag))).map(|()| article)
}

/// Reads what a stream holds, in the format that its first bytes give away.
pub(crate) fn content(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let head = match stream.fill_buf() {
        Ok(head) => head[..head.len().min(HEAD)].to_vec(),
        Err(error) => return context.failed(&error, 0),
    };
    if head.is_empty() {
        return context.error("ingest.empty", "the file is empty", "leave it out, or fetch it again");
    }
    let detected = format::detect(&head, context.name);
    // What is text is UTF-8 from here on.
    let stream = match charset::utf16(&head).filter(|_| detected.is_text) {
        Some(encoding) => source::transcoded(stream, encoding),
        None if detected.by_line => match charset::of_lines(&head, context.options.encoding.as_deref()) {
            Some((encoding, guessed)) => {
                if guessed {
                    context.complain(charset::said_guessed(encoding, context.name))?;
                }
                source::transcoded(stream, encoding)
            }
            None => stream,
        },
        None => stream,
    };
    let (order, unproven) = context.options.date_order.in_input(&head, context.file);
    if unproven && detected.by_line {
        let message = "dates such as 03/04/2024 are read month first: nothing in the file proves their order";
        let complaint = Diagnostic::new(Severity::Warning, "ingest.date-order", context.name, message);
        context.complain(complaint.with_help("say it with `--day-first` or `--month-first`"))?;
    }
    let options = context.options.with_order(order);
    let context = &mut Context { options: &options, ..context.again() };
    let format = match context.options.format.as_deref() {
        // A forced format is that of the files in an archive.
        Some(name) if !detected.holds_files => format::formats().iter().find(|format| format.name == name),
        _ => Some(detected),
    };
    let Some(format) = format else {
        let known: Vec<&str> = format::formats().iter().map(|format| format.name).collect();
        let message =
            format!("no format is called `{}`", context.options.format.as_deref().unwrap_or_default());
        return context.error("ingest.unknown-format", &message, &format!("one of {}", known.join(", ")));
    };
    (format.read)(stream, context)
}

impl Context<'_> {
    /// The same context, lent.
    pub(crate) fn again(&mut self) -> Context<'_> {
        Context {
            name: self.name,
            file: self.file,
            options: self.options,
            meter: self.meter,
            files: self.files,
            depth: self.depth,
            sink: &mut *self.sink,
        }
    }
}

impl Context<'_> {
    /// The charset that a document is taken to be in where it is not UTF-8.
    pub(crate) fn charset(&self, declared: Option<String>) -> Option<String> {
        self.options.encoding.clone().or(declared)
    }

    pub(crate) fn complain(&mut self, diagnostic: Diagnostic) -> ControlFlow<()> {
        (self.sink)(Err(diagnostic))
    }

    pub(crate) fn error(&mut self, code: &str, message: &str, help: &str) -> ControlFlow<()> {
        self.complain(Diagnostic::new(Severity::Error, code, self.name, message).with_help(help))
    }

    /// Reports an error of reading, after `kept` articles.
    pub(crate) fn failed(&mut self, error: &io::Error, kept: u64) -> ControlFlow<()> {
        self.complain(complaint(error, self.name, kept))
    }
}

/// What an error of reading means to the user.
pub(crate) fn complaint(error: &io::Error, place: &str, kept: u64) -> Diagnostic {
    let bomb = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<source::Bomb>);
    let (code, message, help) = match error.kind() {
        _ if bomb => {
            ("ingest.expansion", error.to_string(), "if the file is sound, unpack it and read what was in it")
        }
        io::ErrorKind::UnexpectedEof => (
            "ingest.truncated",
            format!("the compressed data ends early; {kept} articles before that were kept"),
            "fetch the file again",
        ),
        io::ErrorKind::NotFound => ("ingest.not-found", "no such file".to_owned(), "check the path"),
        io::ErrorKind::PermissionDenied => {
            ("ingest.unreadable", "permission to read the file is denied".to_owned(), "check its permissions")
        }
        _ => (
            "ingest.unreadable",
            format!("the file cannot be read: {error}; {kept} articles before that were kept"),
            "check the file, or fetch it again",
        ),
    };
    Diagnostic::new(Severity::Error, code, place, message).with_help(help)
}
