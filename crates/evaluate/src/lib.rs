//! Gold annotations against output: the reference scorers' figures over files in our JSON Lines.

pub mod attribution;
pub mod entities;
mod lines;
pub mod speakers;

pub use lines::ReadError;
