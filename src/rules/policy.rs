//! How a metric's values are judged.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, FactKey, Status, event_day};
use crate::value::{Date, Decimal, Rounding};

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
    /// For how many days after a value was last given a different one is a surprise; after that it is a change.
    pub lapses: i64,
    /// Whether an event of this kind may happen again: then a value that is marked as new, or given more than
    /// `settles` days from the others, is of another one.
    pub recurs: bool,
    /// Whether more may come to such an event, as to a pledge of weapons: then two values that one article each gives
    /// more than `settles` days apart, or between which one is marked as coming on top, contradict nothing.
    pub adds: bool,
    /// The day of the one event that the fact is about, where it is known: what is counted of it is counted on the days
    /// after.
    pub event: Option<Date>,
    /// How a bare figure is to be taken.
    pub rounding: Rounding,
    /// Whether it tells by how much something grows, in percent or as a factor: what doubles grows by 100 percent.
    pub grows: bool,
    /// What `subject` and scope slots are taken to be where a claim leaves them open; what rests on such a
    /// guess is doubtful at most.
    pub assume: BTreeMap<Arc<str>, Arc<str>>,
    /// Values outside are implausible, ends included; a figure in the unit of the metric's value.
    pub plausible: Option<(Decimal, Decimal)>,
}

impl Policy {
    /// The fact that a claim of the metric is about, and whether that is a guess: a slot was assumed or
    /// inferred, the article tells the value apart from another, or which of several events it is of is not known; none
    /// while a slot is unknown.
    #[must_use]
    pub fn fact(&self, claim: &Claim) -> Option<(FactKey, bool)> {
        let (key, assumed) = FactKey::of(claim, &self.assume)?;
        let any_time = self.may_recur(&key) && self.is_of_any_time(claim);
        Some((key, assumed || claim.apart || claim.grounds.unsure() || any_time))
    }

    /// Whether the event that a fact is about may be one of several: those that are told apart by their day or their
    /// year happen once.
    #[must_use]
    pub fn may_recur(&self, fact: &FactKey) -> bool {
        let pinned =
            |value: &str| value.parse::<Date>().is_ok() || (value.len() == 4 && value.parse::<u16>().is_ok());
        self.recurs && !fact.scope.iter().any(|(_, value)| pinned(value))
    }

    /// The policy for a fact.
    #[must_use]
    pub fn for_fact(&self, fact: &FactKey) -> Cow<'_, Self> {
        let recurs = self.may_recur(fact);
        let event = event_day(fact.scope.iter().map(|(_, value)| &**value));
        if (self.recurs, self.event) == (recurs, event) {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(Self { recurs, event, ..self.clone() })
        }
    }

    /// Whether a claim may be of any of the events of a month or a year: it says no more of when that was.
    fn is_of_any_time(&self, claim: &Claim) -> bool {
        let days = claim.period.from.zip(claim.period.to).map(|(from, to)| i64::from((to - from).get_days()));
        days.is_some_and(|days| days > self.settles)
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
