//! From bytes to text.

mod eight_bit;
mod mojibake;

pub(crate) use mojibake::mend;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sayso_core::{Diagnostic, Severity};

/// Bytes at which a declared charset is looked for and the detector looks.
const WINDOW: usize = 16 << 10;

/// Text, and what had to be guessed on the way.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Decodes a whole document: a byte order mark, else UTF-8 where it is valid, else the charset that a page
/// declares, else UTF-8 with replacements where most of it is UTF-8, else the detector's guess.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&str>, place: &str) -> Decoded {
    mended(raw(bytes, declared, place), place)
}

/// Mends what was decoded once too often.
fn mended(mut decoded: Decoded, place: &str) -> Decoded {
    if let Some((text, count)) = mojibake::mended(&decoded.text) {
        decoded.text = text;
        decoded.diagnostics.push(said_mended(count, place));
    }
    decoded
}

/// Says that letters were mended.
pub(crate) fn said_mended(count: usize, place: &str) -> Diagnostic {
    let message = format!(
        "{count} letters had been decoded twice (`\u{E2}\u{20AC}\u{153}` for `\u{201C}`) and were mended"
    );
    Diagnostic::new(Severity::Note, "ingest.mojibake", place, message)
        .with_help("mend the program that made the file, if it is yours")
}

fn raw(bytes: Vec<u8>, declared: Option<&str>, place: &str) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return with(encoding, &bytes[mark..], place, false);
    }
    // A page of an archive: whole inputs are UTF-8 by now. English in UTF-16 is valid UTF-8 with a zero behind each letter.
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return with(encoding, &bytes, place, true);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, diagnostics: Vec::new() },
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) =
        declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|&e| e != UTF_8)
    {
        return with(encoding, &bytes, place, false);
    }
    if mostly_utf8(&bytes) {
        return with(UTF_8, &bytes, place, false);
    }
    with(eight_bit::guess(&bytes), &bytes, place, true)
}

/// The charset of a file that is read piece by piece, from its first bytes, and whether it is a guess; nothing where it
/// is UTF-8, perhaps a damaged one.
pub(crate) fn of_lines(head: &[u8], stated: Option<&str>) -> Option<(&'static Encoding, bool)> {
    // The head may end inside a letter.
    let error = std::str::from_utf8(head).err().filter(|error| error.error_len().is_some())?;
    if let Some(encoding) = stated.and_then(|label| Encoding::for_label(label.as_bytes())) {
        return Some((encoding, false));
    }
    let damaged = &head[error.valid_up_to()..];
    if mostly_utf8(head) || !eight_bit::is_plausible(damaged) {
        return None;
    }
    Some((eight_bit::guess(head), true))
}

/// Says that a charset was guessed.
pub(crate) fn said_guessed(encoding: &'static Encoding, place: &str) -> Diagnostic {
    let message = format!("it is not UTF-8 and states no charset; read as {}", encoding.name());
    Diagnostic::new(Severity::Warning, "ingest.charset-guessed", place, message)
        .with_help("if letters look wrong, name the charset: `--encoding windows-1250`")
}

/// Decodes one line of JSON Lines, which must be UTF-8.
pub(crate) fn lossy(bytes: &[u8], place: &str) -> Decoded {
    with(UTF_8, bytes, place, false)
}

/// The same without copying where it is UTF-8.
pub(crate) fn lossy_if_needed(bytes: Vec<u8>, place: &str) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, diagnostics: Vec::new() },
        Err(error) => lossy(error.as_bytes(), place),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8], place: &str, guessed: bool) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut diagnostics = Vec::new();
    if guessed {
        diagnostics.push(said_guessed(encoding, place));
    }
    if damaged {
        let count = text.chars().filter(|&letter| letter == '\u{FFFD}').count();
        let message = format!("invalid {}: {count} damaged places were replaced by U+FFFD", encoding.name());
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "ingest.invalid-charset", place, message)
                .with_help("quotations with U+FFFD in them are not the source's words; get a sound copy"),
        );
    }
    Decoded { text: text.into_owned(), diagnostics }
}

/// The encoding of bytes that are UTF-16, with or without a mark.
pub(crate) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) => Some(encoding).filter(|&found| found != UTF_8),
        None => utf16_without_mark(head),
    }
}

/// Latin text in UTF-16 has a zero in nearly every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(WINDOW)];
    memchr::memchr(0, head)?;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() * 3 / 8;
    if head.len() < 16 || even.max(odd) <= most {
        None
    } else {
        Some(if even > odd { UTF_16BE } else { UTF_16LE })
    }
}

/// Whether valid sequences of two bytes and more outnumber the invalid ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > invalid
}

/// The charset that a page or an XML declaration names in its first bytes.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(WINDOW)]).to_ascii_lowercase();
    let after = |key: &str| head.find(key).map(|at| head[at + key.len()..].trim_start());
    let value =
        after("charset=").or_else(|| head.starts_with("<?xml").then(|| after("encoding=")).flatten())?;
    let label: String = value
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_:".contains(*letter))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// Whether text is no text: it holds more control characters than any writing does.
pub(crate) fn is_binary(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(WINDOW)];
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x0C\x1B\x08".contains(&byte)).count();
    controls * 50 > head.len()
}
