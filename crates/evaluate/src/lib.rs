//! Gold annotations against output: the reference scorers' figures over files in our JSON Lines.

mod lines;
pub mod names;
pub mod quotes;
pub mod speakers;

pub use lines::ReadError;
