//! Text to mentions: figures, dates, durations and names, driven by language packs.

pub mod entity;
mod mention;
mod token;

pub use mention::{Context, DateValue, EntityForm, EntityValue, Mention, MentionValue};
pub use token::{Token, TokenKind, tokenize};
