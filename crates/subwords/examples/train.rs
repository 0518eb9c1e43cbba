//! Trains the small byte-level BPE vocabulary that we ship for tests:
//! `cargo run -p sayso-subwords --example train -- OUT.json TEXT…`
//!
//! The same texts give the same file.

use std::error::Error;
use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{Tokenizer, models::TrainerWrapper};

const VOCABULARY: usize = 800;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let out = paths.next().ok_or("usage: train OUT.json TEXT…")?;
    let texts = paths.map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;

    let mut tokenizer = Tokenizer::new(BPE::default());
    tokenizer.with_pre_tokenizer(Some(ByteLevel::default().add_prefix_space(false)));
    let mut alphabet: Vec<_> = ByteLevel::alphabet().into_iter().collect();
    alphabet.sort_unstable();
    let mut trainer = TrainerWrapper::from(
        BpeTrainer::builder()
            .vocab_size(VOCABULARY)
            .min_frequency(2)
            .show_progress(false)
            .initial_alphabet(alphabet.into_iter().collect())
            .build(),
    );
    tokenizer.train(&mut trainer, texts.into_iter()).map_err(|error| error.to_string())?;
    tokenizer.save(&out, false).map_err(|error| error.to_string())?;
    Ok(())
}
