//! What is seen within one article, without any other.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Place, Publication};
use crate::value::{Date, Figure};

/// Something about one article by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What it is.
    pub kind: ObservationKind,
    /// The article.
    pub publication: Arc<Publication>,
    /// Where; none where the whole article is meant.
    pub place: Option<Place>,
    /// The other places that it hangs on, in the order in which to show them.
    #[serde(default)]
    pub related: Vec<Place>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Parts do not add up to their total.
    Sum {
        /// The parts.
        parts: Vec<Figure>,
        /// The total that is stated.
        total: Figure,
        /// What the parts come to.
        sum: Figure,
    },
    /// A change in percent is not what its two levels come to.
    Change {
        /// The level before.
        from: Figure,
        /// The level after.
        to: Figure,
        /// The change that is stated.
        given: Figure,
        /// What the levels come to.
        actual: Figure,
    },
    /// A share in percent is not what part and whole come to.
    Ratio {
        /// The part.
        part: Figure,
        /// The whole.
        whole: Figure,
        /// The share that is stated.
        given: Figure,
        /// What part and whole come to.
        actual: Figure,
    },
    /// An amount is given in another currency too. It is no mistake by itself.
    Conversion {
        /// The amount.
        amount: Figure,
        /// What it is converted to.
        given: Figure,
    },
    /// An event is told as over although it is still to come, or the other way round.
    Tense {
        /// The day of the event.
        day: Date,
        /// Whether it is told as over here.
        over: bool,
    },
    /// The headline says more than the article.
    Overstates {
        /// The headline's figure.
        headline: Figure,
        /// The first figure of the body for the same fact.
        body: Figure,
        /// Whether it is more certain, and not more.
        certainty: bool,
    },
    /// A figure for one metric is elsewhere in the article one for another.
    MetricSlip {
        /// The figure.
        figure: Figure,
        /// The metric that it is given for here.
        metric: Arc<str>,
        /// The metric that it is given for elsewhere.
        other: Arc<str>,
    },
    /// The same digits in another currency.
    UnitSlip {
        /// The figure here.
        figure: Figure,
        /// The figure elsewhere.
        other: Figure,
    },
    /// The same digits, a thousand or a million times as much.
    MagnitudeSlip {
        /// The figure here.
        figure: Figure,
        /// The figure elsewhere.
        other: Figure,
    },
}

impl ObservationKind {
    /// The metrics that it is about.
    #[must_use]
    pub fn metrics(&self) -> Vec<&Arc<str>> {
        match self {
            Self::MetricSlip { metric, other, .. } => vec![metric, other],
            _ => Vec::new(),
        }
    }

    /// The word for it in rules and reports.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Weekday { .. } => "weekday",
            Self::Impossible => "impossible",
            Self::Undated => "undated",
            Self::Sum { .. } => "sum",
            Self::Change { .. } => "change",
            Self::Ratio { .. } => "ratio",
            Self::Conversion { .. } => "conversion",
            Self::Tense { .. } => "tense",
            Self::Overstates { .. } => "overstates",
            Self::MetricSlip { .. } => "metric-slip",
            Self::UnitSlip { .. } => "unit-slip",
            Self::MagnitudeSlip { .. } => "magnitude-slip",
        }
    }
}
