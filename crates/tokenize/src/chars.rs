//! What a byte or character is to the scanner.

/// Classes of ASCII bytes; `Wide` is the first byte of anything longer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Space,
    Letter,
    Digit,
    Double,
    Single,
    Stop,
    Comma,
    Hyphen,
    Open,
    Close,
    Symbol,
    Wide,
}

const fn classify(byte: u8) -> Class {
    match byte {
        b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ' => Class::Space,
        b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'"' => Class::Double,
        b'\'' | b'`' => Class::Single,
        b'.' | b'!' | b'?' => Class::Stop,
        b',' | b';' | b':' => Class::Comma,
        b'-' => Class::Hyphen,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        0x80.. => Class::Wide,
        _ => Class::Symbol,
    }
}

static CLASSES: [Class; 256] = {
    let mut table = [Class::Symbol; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = classify(byte as u8);
        byte += 1;
    }
    table
};

pub(crate) fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

/// The class of a character beyond ASCII.
pub(crate) fn wide_class(character: char) -> Class {
    match character {
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => Class::Double,
        '‘' | '’' | '‚' | '‛' | '´' | 'ʼ' => Class::Single,
        '…' | '‼' | '⁇' | '⁈' | '⁉' | '。' => Class::Stop,
        '–' | '—' | '―' | '‒' | '‐' | '‑' | '−' => Class::Hyphen,
        '°' | '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' => Class::Letter,
        _ if character.is_whitespace() => Class::Space,
        _ if character.is_alphabetic() => Class::Letter,
        _ if character.is_numeric() => Class::Digit,
        _ => Class::Symbol,
    }
}

/// The class of the character at a byte and its length in bytes; `None` at the end.
pub(crate) fn at(text: &str, byte: usize) -> Option<(Class, usize)> {
    let first = *text.as_bytes().get(byte)?;
    match class(first) {
        Class::Wide => {
            let character = text.get(byte..)?.chars().next()?;
            Some((wide_class(character), character.len_utf8()))
        }
        class => Some((class, 1)),
    }
}

/// The class of the character that ends at a byte; `None` at the start.
pub(crate) fn before(text: &str, byte: usize) -> Option<Class> {
    let last = *text.as_bytes().get(byte.checked_sub(1)?)?;
    match class(last) {
        Class::Wide => text.get(..byte)?.chars().next_back().map(wide_class),
        class => Some(class),
    }
}

pub(crate) fn is_word(class: Class) -> bool {
    matches!(class, Class::Letter | Class::Digit)
}
