//! Readings × policy → verdicts. Pure: it sees the claims of one fact and nothing else.
//!
//! Claims that can be compared stand in one lane (`lane`); in a lane values whose
//! intervals overlap form classes (`classes`); how a class stands to the others is
//! the matter of the metric's behaviour, a file each. Nothing compares pairs: a lane
//! is sorted once and swept once.

mod classes;
mod event;
mod forecast;
mod lane;
mod state;

use jiff::civil::Date;

use crate::claim::Claim;
use crate::rules::{Behaviour, Policy};

pub use lane::Entry;

/// How a claim stands to others of its fact, or to the day of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VerdictKind {
    /// Disjoint on hard ends, and one of the two is wrong.
    Conflicts,
    /// Disjoint only through a soft end, or touching.
    Doubtful,
    /// A new value takes over.
    Changes,
    /// Differs from all before it, and nothing marks it as new.
    Unexpected,
    /// The same speaker names another window than before.
    Revises,
    /// Another speaker, or the article itself, says otherwise.
    Disputes,
    /// A superseded value, given as current.
    Stale,
    /// A forecast whose end has passed.
    Expired,
}

impl VerdictKind {
    /// The word for it in rules and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conflicts => "conflicts",
            Self::Doubtful => "doubtful",
            Self::Changes => "changes",
            Self::Unexpected => "unexpected",
            Self::Revises => "revises",
            Self::Disputes => "disputes",
            Self::Stale => "stale",
            Self::Expired => "expired",
        }
    }
}

/// A verdict on one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it is.
    pub kind: VerdictKind,
    /// The index of the claim that it is about.
    pub claim: usize,
    /// The claims that it stands against, in the order of time.
    pub against: Vec<usize>,
    /// Whether neither side has a majority, so that neither is called wrong.
    pub tie: bool,
}

/// Judges the claims of one fact, given as indices into `claims`.
///
/// `as_of` is the day of the report. The order of `members` does not matter.
#[must_use]
pub fn judge(claims: &[Claim], members: &[usize], policy: &Policy, as_of: Date) -> Vec<Verdict> {
    let mut out = Vec::new();
    for lane in lane::lanes(claims, members, policy) {
        match policy.behaviour {
            Behaviour::State | Behaviour::Cumulative => out.extend(state::judge(&lane, policy.settles)),
            Behaviour::Event | Behaviour::Period => out.extend(event::judge(&lane)),
            Behaviour::Forecast => out.extend(forecast::judge(&lane, as_of)),
        }
        out.extend(lane::dues(&lane).iter().flat_map(|lane| event::judge(lane)));
    }
    out.sort_by_key(|a| (a.claim, a.kind));
    out
}
