//! News agencies and the marks by which their copy is known.

use sayso_document::{Credit, Span};

/// An agency: its name and how it signs.
struct Agency {
    name: &'static str,
    /// In parentheses in a dateline: `(AP)`.
    marks: &'static [&'static str],
    /// In running text and bylines.
    names: &'static [&'static str],
}

const AGENCIES: &[Agency] = &[
    Agency { name: "Associated Press", marks: &["AP"], names: &["The Associated Press", "Associated Press"] },
    Agency {
        name: "Reuters",
        marks: &["Reuters", "REUTERS", "Thomson Reuters"],
        names: &["Thomson Reuters", "Reuters"],
    },
    Agency {
        name: "Agence France-Presse",
        marks: &["AFP", "Agence France-Presse"],
        names: &["Agence France-Presse", "AFP"],
    },
    Agency {
        name: "United Press International",
        marks: &["UPI"],
        names: &["United Press International", "UPI"],
    },
    Agency { name: "Bloomberg", marks: &["Bloomberg"], names: &["Bloomberg News", "Bloomberg"] },
    Agency { name: "Xinhua", marks: &["Xinhua"], names: &["Xinhua News Agency", "Xinhua"] },
    Agency {
        name: "Press Association",
        marks: &["PA", "PA Media"],
        names: &["Press Association", "PA Media"],
    },
    Agency { name: "Deutsche Presse-Agentur", marks: &["dpa", "DPA"], names: &["Deutsche Presse-Agentur"] },
    Agency { name: "EFE", marks: &["EFE"], names: &["Agencia EFE"] },
    Agency { name: "ANSA", marks: &["ANSA"], names: &["ANSA"] },
    Agency { name: "TASS", marks: &["TASS", "ITAR-TASS"], names: &["ITAR-TASS", "TASS"] },
    Agency { name: "Interfax", marks: &["Interfax"], names: &["Interfax"] },
    Agency { name: "Kyodo News", marks: &["Kyodo"], names: &["Kyodo News"] },
    Agency { name: "Yonhap", marks: &["Yonhap"], names: &["Yonhap News Agency", "Yonhap"] },
    Agency { name: "Press Trust of India", marks: &["PTI"], names: &["Press Trust of India"] },
    Agency { name: "Canadian Press", marks: &["CP"], names: &["The Canadian Press", "Canadian Press"] },
    Agency { name: "Australian Associated Press", marks: &["AAP"], names: &["Australian Associated Press"] },
    Agency { name: "Tribune News Service", marks: &["TNS"], names: &["Tribune News Service"] },
    Agency { name: "States Newsroom", marks: &[], names: &["States Newsroom"] },
];

/// Bytes at the end of an article where notes on its making stand.
const TAIL: usize = 1_500;

/// The agency that signs `(mark)` in a dateline.
pub(crate) fn by_mark(mark: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|agency| agency.marks.contains(&mark)).map(|agency| agency.name)
}

/// The agency that a byline or a publisher field names.
pub(crate) fn by_name(text: &str) -> Option<&'static str> {
    let named = |agency: &&Agency| agency.names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
    AGENCIES.iter().find(named).map(|agency| agency.name)
}

/// The first agency named anywhere in a short text, with its place.
pub(crate) fn named_in(text: &str) -> Option<(&'static str, Span)> {
    AGENCIES
        .iter()
        .filter_map(|agency| {
            let (at, name) = agency.names.iter().find_map(|name| word(text, name).map(|at| (at, name)))?;
            Some((agency.name, Span::new(at, at + name.len())))
        })
        .min_by_key(|(_, span)| span.start)
}

/// The agency that a byline names, by its mark or its name.
pub(crate) fn credited(byline: &str) -> Option<&'static str> {
    by_mark(byline.trim()).or_else(|| named_in(byline).map(|(agency, _)| agency))
}

/// Words before an agency that only helped.
const HELPED: &[&str] = &[
    "with files from ",
    "with reporting by ",
    "with reporting from ",
    "with material from ",
    "with information from ",
    "with contributions from ",
    "additional reporting by ",
    "contributions from ",
    "this report includes material from ",
    "includes reporting by ",
];

/// Credits that stand in the notes at the end: "The Associated Press contributed to this report", "(Reporting by …)",
/// "With files from Reuters", "Copyright 2021 The Associated Press", a last line that is an agency's name.
pub(crate) fn at_the_end(text: &str) -> Vec<Credit> {
    let mut from = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    let mut credits = Vec::new();
    if let Some(at) = tail.find("(Reporting by ") {
        credits.push(credit("Reuters", from + at, "(Reporting by".len(), true));
    }
    // Letter case is folded without changing any length.
    let lower = tail.to_ascii_lowercase();
    let mut note = |start: usize, end: usize, whole: bool| {
        if let Some((agency, span)) = named_in(&tail[start..end]) {
            credits.push(credit(agency, from + start + span.start as usize, span.len(), whole));
        }
    };
    let sentence_end = |at: usize| tail[at..].find(['.', '\n']).map_or(tail.len(), |end| at + end);
    for (at, _) in tail.match_indices(" contributed") {
        note(tail[..at].rfind(['.', '\n']).map_or(0, |stop| stop + 1), at, false);
    }
    for words in HELPED {
        for (at, _) in lower.match_indices(words) {
            note(at, sentence_end(at), false);
        }
    }
    for rights in ["copyright ", "\u{A9} ", "(c) "] {
        for (at, _) in lower.match_indices(rights).take(3) {
            note(at, sentence_end(at), true);
        }
    }
    let last = tail.trim_end().rfind('\n').map_or(0, |stop| stop + 1);
    let line = tail[last..].trim();
    let bare = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    if line.len() < 40
        && last > 0
        && let Some(agency) = by_mark(bare).or_else(|| by_name(bare))
    {
        let at = last + tail[last..].find(bare).unwrap_or(0);
        credits.push(credit(agency, from + at, bare.len(), true));
    }
    credits
}

fn credit(agency: &str, start: usize, length: usize, whole: bool) -> Credit {
    Credit { agency: agency.to_owned(), span: Some(Span::new(start, start + length)), whole }
}

/// Where `name` stands as whole words.
fn word(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Agencies, those of the whole article with a star.
    #[track_caller]
    fn check(end: &str, expect: &str) {
        let text = format!(
            "The weir stays, the council told The Associated Press. Reuters reported it first.\n\n{end}"
        );
        let credits = at_the_end(&text);
        let found: Vec<String> = credits
            .iter()
            .map(|it| {
                format!(
                    "{}{} {:?}",
                    it.agency,
                    if it.whole { "*" } else { "" },
                    it.span.map_or("", |span| span.of(&text))
                )
            })
            .collect();
        assert_eq!(found.join("; "), expect);
    }

    #[test]
    fn notes_at_the_end() {
        check("It will be mended in May.", "");
        check(
            "The Associated Press contributed to this report.",
            "Associated Press \"The Associated Press\"",
        );
        check("Associated Press writer Jon Ask contributed.", "Associated Press \"Associated Press\"");
        check("(Reporting by Mira Holt; editing by Jon Ask)", "Reuters* \"(Reporting by\"");
        check("With files from The Canadian Press", "Canadian Press \"The Canadian Press\"");
        check("Additional reporting by Reuters and AFP.", "Reuters \"Reuters\"");
        check("\u{2014} Reuters", "Reuters* \"Reuters\"");
        check("(AFP)", "Agence France-Presse* \"AFP\"");
        check(
            "Copyright 2021 The Associated Press. All rights reserved.",
            "Associated Press* \"The Associated Press\"",
        );
        check("Copyright 2021 The Lenn Daily. Nothing about Reuters.", "");
    }

    #[test]
    fn bylines() {
        for (byline, expect) in [
            ("AP", Some("Associated Press")),
            ("By Mira Holt, The Associated Press", Some("Associated Press")),
            ("Reuters Staff", Some("Reuters")),
            ("Australian Associated Press", Some("Australian Associated Press")),
            ("Mira Holt", None),
            ("Ana Sanchez", None),
        ] {
            assert_eq!(credited(byline), expect, "{byline}");
        }
    }
}
