//! Quotations and reported statements: cues, contents, sources, speakers
