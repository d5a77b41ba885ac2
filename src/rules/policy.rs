//! How a metric's values are judged.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, FactKey, Status};
use crate::value::{Decimal, Rounding};

/// How a value behaves over time: what makes a different number a contradiction, a change, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Behaviour {
    /// Holds until something changes it: a target, the number of members.
    State,
    /// One value for each period: spending in 2024.
    Period,
    /// Fixed once it has happened: a package, a summit's date.
    Event,
    /// Only grows: aid given so far.
    Cumulative,
    /// Belongs to its speaker and moment: an attack window.
    Forecast,
}

/// What judging has to know of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The metric's id.
    pub metric: Arc<str>,
    /// What it measures, by language code.
    pub title: BTreeMap<String, String>,
    /// The status of a claim that nothing marks otherwise.
    pub status: Status,
    /// How its values behave.
    pub behaviour: Behaviour,
    /// For how many days after a value a different one, that nothing marks as new, contradicts it; at least 0.
    pub settles: i64,
    /// Whether an event of this kind may happen again: then a value that is marked as new, or given more than
    /// `settles` days from the others, is of another one.
    pub recurs: bool,
    /// How a bare figure is to be taken.
    pub rounding: Rounding,
    /// What `subject` and scope slots are taken to be where a claim leaves them open; what rests on such a
    /// guess is doubtful at most.
    pub assume: BTreeMap<Arc<str>, Arc<str>>,
    /// Values outside are implausible, ends included; a figure in the unit of the metric's value.
    pub plausible: Option<(Decimal, Decimal)>,
}

impl Policy {
    /// The fact that a claim of the metric is about, and whether that is a guess: a slot was assumed, or the
    /// article tells the value apart from another; none while a slot is unknown.
    #[must_use]
    pub fn fact(&self, claim: &Claim) -> Option<(FactKey, bool)> {
        let (key, assumed) = FactKey::of(claim, &self.assume)?;
        Some((key, assumed || claim.apart))
    }
}

/// The words for the behaviours.
pub const BEHAVIOURS: [(&str, Behaviour); 5] = [
    ("state", Behaviour::State),
    ("period", Behaviour::Period),
    ("event", Behaviour::Event),
    ("cumulative", Behaviour::Cumulative),
    ("forecast", Behaviour::Forecast),
];

impl Behaviour {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        BEHAVIOURS.iter().find(|(_, b)| *b == self).map_or("", |(name, _)| name)
    }
}
