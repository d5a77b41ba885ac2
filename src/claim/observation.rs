//! What is seen within one article, without any other.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Place, Publication};
use crate::value::Date;

/// Something about one article by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What it is.
    pub kind: ObservationKind,
    /// The article.
    pub publication: Arc<Publication>,
    /// Where; none where the whole article is meant.
    pub place: Option<Place>,
}

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObservationKind {
    /// A weekday is written beside a date that falls on another.
    Weekday {
        /// The weekday that is written, 1 (Monday) to 7.
        written: i8,
        /// The date.
        date: Date,
        /// The weekday of the date.
        actual: i8,
    },
    /// The date does not exist.
    Impossible,
    /// Nothing dates the article.
    Undated,
}

impl ObservationKind {
    /// The word for it in rules and reports.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Weekday { .. } => "weekday",
            Self::Impossible => "impossible",
            Self::Undated => "undated",
        }
    }
}
