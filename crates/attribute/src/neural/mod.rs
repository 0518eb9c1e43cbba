//! The accurate attributor: a small recurrent net finds cues, contents and sources, and says which belong together.
#![allow(
    clippy::similar_names,
    clippy::needless_range_loop,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::iter_on_single_items,
    reason = "arithmetic over parallel arrays reads best by index; strides are far below isize::MAX"
)]

mod accurate;
pub mod calibration;
pub mod decode;
pub mod features;
pub mod file;
pub mod gemm;
pub mod linker;
pub mod network;
pub mod notes;
mod recur;
pub mod run;
mod scratch;
pub mod vocabulary;

pub use accurate::Accurate;
pub use file::ModelError;
