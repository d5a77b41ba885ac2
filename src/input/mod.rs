//! Files to articles: what a reader reads, who published it, when, and the way
//! back to every byte of the file.
//!
//! A format ([`Format`]) yields a text, its map and its lines or elements; one
//! sorter, the same for all formats, tells metadata, furniture of the page and
//! the blocks of the article apart, by words that are data ([`LanguageWords`]).
//! Whatever a file holds, reading it takes time linear in its size, and what is
//! wrong with it is a problem of its own ([`Reading`]).

mod address;
mod assemble;
mod dates;
mod document;
mod front_matter;
mod header;
mod heading;
mod html;
mod json_lines;
mod limits;
mod lines;
mod markdown;
mod mask;
mod plain;
mod reader;
mod remarks;
mod requests;
mod source;
mod words;

#[cfg(test)]
mod tests;

pub use assemble::Defaults;
pub use document::{Block, BlockKind, Document, Metadata};
pub use limits::{LONGEST, MOST_TEXT, readable, too_long};
pub use lines::{Line, Lines, Told};
pub use reader::{Format, Reader, Reading, decode, empty};
pub use remarks::suppressions;
pub use requests::{Request, request};
pub use source::{Body, Source};
pub use words::{LanguageWords, PageWords};
