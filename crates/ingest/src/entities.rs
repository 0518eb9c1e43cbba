//! Character references, by number and by the names that news uses; nothing else is ever expanded.

/// Names of letters and marks as HTML has them, XML's own five among them.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{A0}"),
    ("lsquo", "\u{2018}"),
    ("rsquo", "\u{2019}"),
    ("sbquo", "\u{201A}"),
    ("ldquo", "\u{201C}"),
    ("rdquo", "\u{201D}"),
    ("bdquo", "\u{201E}"),
    ("laquo", "\u{AB}"),
    ("raquo", "\u{BB}"),
    ("ndash", "\u{2013}"),
    ("mdash", "\u{2014}"),
    ("hellip", "\u{2026}"),
    ("bull", "\u{2022}"),
    ("middot", "\u{B7}"),
    ("sect", "\u{A7}"),
    ("para", "\u{B6}"),
    ("copy", "\u{A9}"),
    ("reg", "\u{AE}"),
    ("trade", "\u{2122}"),
    ("deg", "\u{B0}"),
    ("frac12", "\u{BD}"),
    ("frac14", "\u{BC}"),
    ("frac34", "\u{BE}"),
    ("pound", "\u{A3}"),
    ("euro", "\u{20AC}"),
    ("yen", "\u{A5}"),
    ("cent", "\u{A2}"),
    ("eacute", "é"),
    ("Eacute", "É"),
    ("egrave", "è"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("aacute", "á"),
    ("agrave", "à"),
    ("acirc", "â"),
    ("aring", "å"),
    ("Aring", "Å"),
    ("atilde", "ã"),
    ("auml", "ä"),
    ("Auml", "Ä"),
    ("aelig", "æ"),
    ("ccedil", "ç"),
    ("Ccedil", "Ç"),
    ("iacute", "í"),
    ("icirc", "î"),
    ("iuml", "ï"),
    ("ntilde", "ñ"),
    ("Ntilde", "Ñ"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("ouml", "ö"),
    ("Ouml", "Ö"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("uacute", "ú"),
    ("ucirc", "û"),
    ("uuml", "ü"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
];

/// Bytes of the longest reference that is looked at, without `&` and `;`.
const LONGEST: usize = 10;

/// What a reference (`amp`, `#8217`, `#x2019`) stands for.
pub(crate) fn letter(name: &str) -> Option<String> {
    let Some(digits) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| (*letter).to_owned());
    };
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    // 128 to 159 are Windows' letters wherever they stand: everyone reads them so.
    let number = number?;
    if (0x80..0xA0).contains(&number) {
        let byte = [number as u8];
        return Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned());
    }
    char::from_u32(number).map(String::from)
}

/// The text with its references resolved; what is none stays as it is.
pub(crate) fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        if let Some((end, letter)) = end.and_then(|end| Some((end, letter(rest.get(1..end)?)?))) {
            out.push_str(&letter);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, expect) in [
            ("a &amp; b", "a & b"),
            ("&#8220;x&#x201D;", "\u{201C}x\u{201D}"),
            ("&#147;x&#148;", "\u{201C}x\u{201D}"),
            ("AT&T &unknown; &; & &#99999999999;", "AT&T &unknown; &; & &#99999999999;"),
            ("&mdash", "&mdash"),
            ("é&eacute;&", "éé&"),
        ] {
            assert_eq!(resolve(text), expect);
        }
    }
}
