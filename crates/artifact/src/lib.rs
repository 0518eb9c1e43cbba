//! Versioned, checksummed files that carry the output of one stage to the next.
//!
//! A file is a fixed header (see [`Header`]) and one payload, usually a [`Shard`] of documents. [`write()`] puts it in
//! place in one step: a reader sees the old file, the new file or none, never a half. [`read`] survives any bytes:
//! a truncated, bit-flipped, foreign or future file is an [`Error`] that names the file, what was expected, what was
//! found and the command that mends it.
//!
//! ```
//! use sayso_artifact::{Fingerprints, Shard, read, write};
//! use sayso_core::Article;
//!
//! let dir = std::env::temp_dir().join(format!("sayso-doc-{}", std::process::id()));
//! std::fs::create_dir_all(&dir)?;
//! let path = dir.join("00000.articles");
//! let shard = Shard { documents: vec![Article::default()] };
//! write(&path, &Fingerprints::default(), &shard)?;
//! let (header, back) = read::<Shard<Article>>(&path)?;
//! assert_eq!((header.schema, back), (1, shard));
//! # std::fs::remove_dir_all(&dir)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod codec;
mod consistent;
mod error;
mod file;
mod header;
mod payload;
mod replace;
mod show;
mod stage;
mod verify;

pub use codec::Codec;
pub use error::Error;
pub use file::{decode, encode, read, read_header, write, write_with};
pub use header::{FORMAT, Fingerprints, HEADER_LEN, Header, MAGIC, OLDEST_FORMAT};
pub use payload::{Layer, Payload, Shard};
pub use replace::replace;
pub use show::{Bounds, show};
pub use stage::Stage;
pub use verify::{Report, verify};
