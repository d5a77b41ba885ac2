//! What of an article's figures became claims, and what did not.

use std::sync::Arc;

use super::{Place, Publication};
use crate::text::Span;

/// The figures, dates and durations of an article, told apart by whether a claim has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The article.
    pub publication: Arc<Publication>,
    /// How many of them are the value of a claim, or its period or due date.
    pub claimed: usize,
    /// The others, in the order of the text.
    pub missed: Vec<Missed>,
}

/// A figure, date or duration that no metric claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Where it stands.
    pub place: Place,
    /// What it is: `money`, `percent`, `date`, as patterns call it.
    pub kind: Arc<str>,
    /// The words and mentions right around it, as a pattern would have them: `voor {money} aan`.
    pub shape: Arc<str>,
    /// Its sentence as a reader reads it.
    pub sentence: Arc<str>,
    /// Where it stands in that sentence.
    pub within: Span,
}
