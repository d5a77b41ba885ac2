//! What judging says.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::claim::ClaimId;
use crate::graph::Evidence;
use crate::value::{Date, Decimal};

/// How a reading stands to others of its fact, or to the day of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// One interval lies within the other.
    Confirms,
    /// The intervals overlap.
    Compatible,
    /// Disjoint only through a soft end, touching, or resting on a slot that was assumed.
    Doubtful,
    /// Disjoint on hard ends, and one of the two is wrong.
    Conflicts,
    /// The same digits in another unit, of another magnitude, or swapped.
    Slips,
    /// A total that only grows is lower than before.
    Decreases,
    /// A new value takes over.
    Changes,
    /// Differs from all before it, and nothing marks it as new.
    Unexpected,
    /// What is still to come gets another day or value.
    Moves,
    /// The same speaker, or the same source, names another value than before.
    Revises,
    /// Another speaker, or the article itself, says otherwise.
    Disputes,
    /// A superseded value, given as current.
    Stale,
    /// What an article has taken back is repeated.
    Repeats,
    /// A forecast whose end has passed.
    Expired,
    /// Outside what the metric holds for possible.
    Implausible,
    /// Parts and their whole, given apart, that do not add up.
    Parts,
    /// A part that is more than its whole.
    Exceeds,
    /// An amount and the share that it is make another whole than elsewhere.
    Implies,
}

impl VerdictKind {
    /// All of them, in their order.
    pub const ALL: [Self; 18] = [
        Self::Confirms,
        Self::Compatible,
        Self::Doubtful,
        Self::Conflicts,
        Self::Slips,
        Self::Decreases,
        Self::Changes,
        Self::Unexpected,
        Self::Moves,
        Self::Revises,
        Self::Disputes,
        Self::Stale,
        Self::Repeats,
        Self::Expired,
        Self::Implausible,
        Self::Parts,
        Self::Exceeds,
        Self::Implies,
    ];

    /// The word for it in rules and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirms => "confirms",
            Self::Compatible => "compatible",
            Self::Doubtful => "doubtful",
            Self::Conflicts => "conflicts",
            Self::Slips => "slips",
            Self::Decreases => "decreases",
            Self::Changes => "changes",
            Self::Unexpected => "unexpected",
            Self::Moves => "moves",
            Self::Revises => "revises",
            Self::Disputes => "disputes",
            Self::Stale => "stale",
            Self::Repeats => "repeats",
            Self::Expired => "expired",
            Self::Implausible => "implausible",
            Self::Parts => "parts",
            Self::Exceeds => "exceeds",
            Self::Implies => "implies",
        }
    }
}

/// In what way two figures are the same digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slip {
    /// In another unit: euro and dollar.
    Unit,
    /// A thousand times as much, or a million: `miljoen` and `miljard`.
    Magnitude,
    /// Two neighbouring digits have changed places: 2035 and 2053.
    Digits,
}

impl Slip {
    /// The word for it in rules and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Magnitude => "magnitude",
            Self::Digits => "digits",
        }
    }
}

/// That a value was taken back, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The id of the article that took it back.
    pub by: Arc<str>,
    /// The first and the last day on which that may have been published.
    pub published: Option<(Date, Date)>,
    /// Whether it gives another value instead.
    pub anew: bool,
}

/// What an amount and its share make of the whole, in the unit of the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wholes {
    /// Here.
    pub here: Decimal,
    /// Where most say so, or another.
    pub there: Decimal,
}

/// A verdict on the claims of a reading that stand in one of its stretches of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What it is.
    pub kind: VerdictKind,
    /// The index of the reading that it is about.
    pub reading: usize,
    /// The index of the stretch of the reading's timeline.
    pub stretch: usize,
    /// The index of the reading that it stands against; none where it is judged by itself.
    pub other: Option<usize>,
    /// Claims that it stands against, in the order in which to show them, one a family: a few of them.
    pub against: Vec<Evidence>,
    /// How many independent articles stand against it; an estimate where they are more than
    /// [`crate::graph::EXACT`].
    pub families: usize,
    /// How many that are to the last one, where there are too many to tell by the readings, and they were counted.
    #[serde(default)]
    pub counted: Option<usize>,
    /// Whether neither side has a majority, so that neither is called wrong; then it is about the first
    /// claim of the stretch alone.
    pub tie: bool,
    /// What kind of slip it is.
    pub slip: Option<Slip>,
    /// The id of the rule that joins the facts, where it rests on several.
    #[serde(default)]
    pub join: Option<Arc<str>>,
    /// How its value was taken back, where it repeats one that was.
    #[serde(default)]
    pub correction: Option<Correction>,
    /// What wholes amounts imply, where it is about these.
    #[serde(default)]
    pub wholes: Option<Wholes>,
    /// The claim that it is about, where it is not about all of the stretch.
    #[serde(default)]
    pub about: Option<ClaimId>,
}

impl Verdict {
    /// A verdict that rests on no other reading.
    #[must_use]
    pub const fn alone(kind: VerdictKind, reading: usize, stretch: usize) -> Self {
        Self {
            kind,
            reading,
            stretch,
            other: None,
            against: Vec::new(),
            families: 0,
            counted: None,
            tie: false,
            slip: None,
            join: None,
            correction: None,
            wholes: None,
            about: None,
        }
    }

    /// The same against the given claims of `families` independent articles.
    #[must_use]
    pub fn citing<'e>(mut self, against: impl Iterator<Item = &'e Evidence>, families: usize) -> Self {
        self.against = against.cloned().collect();
        self.families = families;
        self
    }
}
