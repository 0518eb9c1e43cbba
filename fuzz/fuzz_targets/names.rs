//! Any bytes as a compiled list of names, and any text as rows: refused or usable, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_gazetteer::Gazetteer;

fuzz_target!(|data: &[u8]| {
    let mut hits = Vec::new();
    if let Ok(gazetteer) = Gazetteer::of_bytes("fuzz", data.to_vec()) {
        gazetteer.hits("New York and O'Brien of the U.S. and Société Générale", &mut hits);
        hits.iter().for_each(|hit| drop(gazetteer.candidates(hit).iter().collect::<Vec<_>>()));
        gazetteer.entries().for_each(|(_, entry)| drop(entry.name().to_owned()));
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(gazetteer) = Gazetteer::of_text("fuzz", text)
    {
        gazetteer.all_hits(text, &mut hits);
    }
});
