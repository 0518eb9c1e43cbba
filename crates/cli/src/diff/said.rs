//! A change in words.

use crate::sanitize::one_line;
use sayso_dedup::{Piece, difference};
use sayso_diff::{Change, Field, Side};

/// Who says what, and what was said before: `[-old-]` and `{+new+}` as other tools mark words.
pub(crate) fn said(change: &Change) -> String {
    match (&change.before, &change.after) {
        (None, Some(side)) | (Some(side), None) => format!("{}: {}", who(side), one_line(&side.content)),
        (Some(before), Some(after)) => both(change, before, after),
        (None, None) => String::new(),
    }
}

fn both(change: &Change, before: &Side, after: &Side) -> String {
    let has = |field: Field| change.fields.contains(&field);
    let [old, new] = told_apart(before, after);
    let mut out = if has(Field::Speaker) { old_new(&old, &new) } else { who(after) };
    out.push_str(": ");
    out.push_str(&if has(Field::Content) {
        words(&before.content, &after.content)
    } else {
        one_line(&after.content)
    });
    let parts = [
        (Field::Source, "source", one_line(&before.source), one_line(&after.source)),
        (Field::Cue, "cue", one_line(&before.cue), one_line(&after.cue)),
        (Field::Form, "form", one_line(&before.form), one_line(&after.form)),
        (Field::Confidence, "sure", percent(before), percent(after)),
    ];
    for (field, name, before, after) in parts {
        if has(field) {
            out.extend(["; ", name, " ", &old_new(&before, &after)]);
        }
    }
    out
}

/// The words, marked where they differ.
fn words(before: &str, after: &str) -> String {
    let pieces = difference(before, after);
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Both(words) => one_line(words),
        Piece::First(words) => format!("[-{}-]", one_line(words)),
        Piece::Second(words) => format!("{{+{}+}}", one_line(words)),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn old_new(before: &str, after: &str) -> String {
    match (before, after) {
        (before, "") => format!("[-{before}-]"),
        ("", after) => format!("{{+{after}+}}"),
        _ => format!("[-{before}-] {{+{after}+}}"),
    }
}

/// The speakers of one side.
pub(crate) fn who(side: &Side) -> String {
    side.speakers.iter().map(|speaker| one_line(&speaker.name)).collect::<Vec<_>>().join("; ")
}

/// The speakers of both sides; where they only bear the same names, with their ids.
pub(crate) fn told_apart(before: &Side, after: &Side) -> [String; 2] {
    let names = [before, after].map(who);
    if names[0] != names[1] {
        return names;
    }
    let ids = |side: &Side| {
        side.speakers.iter().map(|speaker| one_line(&speaker.id)).collect::<Vec<_>>().join("; ")
    };
    [before, after].map(|side| format!("{} ({})", who(side), ids(side)))
}

/// A confidence in per cent.
pub(crate) fn percent(side: &Side) -> String {
    format!("{:.0}%", side.confidence * 100.0)
}
