//! Files to articles: what a reader reads, who published it, when, and the way
//! back to every byte of the file.

mod document;

pub use document::{Block, BlockKind, Document, Metadata};
