//! Gold annotations against output: the reference scorers' figures over files in our JSON Lines.

pub mod quotes;
