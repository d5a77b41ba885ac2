//! Text without meaning: byte spans, the map from an article's text back to its
//! file, line and column, sentences.
//!
//! Two coordinate systems exist and never mix: a [`Span`] counts bytes in an
//! article's *text* (what a reader reads, markup gone), a [`SourceSpan`] counts
//! bytes in the *file* as the user wrote it. [`OffsetMap`] leads from one to the other.

mod fold;
mod lines;
mod map;
mod sentence;
mod span;

pub use fold::{
    HEAD, LETTER_BLOCK, OTHER, fold, fold_char_into, fold_into, head, lead, letter_bits, letters, runs,
};
pub use lines::{LineIndex, Position};
pub use map::{MapBuilder, OffsetMap};
pub use sentence::{MAX_SENTENCE, SentenceRules, Sentences};
pub use span::{SourceSpan, Span};
