//! One text: `cargo run --example one_text`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use sayso::{Analyzer, Model};

fn main() -> Result<(), sayso::Error> {
    let analyzer = Analyzer::new(Model::Fast)?;
    let document = analyzer.analyze(
        "The bridge will stay closed until May, Mayor Ann Roe said on Monday.\n\n\
         “It is late,” she told reporters. “It is not too late.”",
    );
    for attribution in document.attributions() {
        println!(
            "{} ({:.0} %): {}",
            attribution.speakers()[0].name(),
            attribution.confidence() * 100.0,
            attribution.content()
        );
    }
    Ok(())
}
