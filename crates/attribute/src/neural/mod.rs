//! The accurate attributor: a small recurrent net finds cues, contents and sources, and says which belong together.

mod accurate;
pub mod decode;
pub mod features;
pub mod file;
pub mod gemm;
pub mod network;
pub mod run;

pub use accurate::Accurate;
pub use file::ModelError;
