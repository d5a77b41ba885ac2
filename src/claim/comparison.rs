//! Why two claims are held against each other, or are not.

use std::sync::Arc;

use super::Claim;

/// What keeps two claims from being compared, or from contradicting each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// They are of different metrics.
    Metric,
    /// Their subjects differ.
    Subject,
    /// The subject of one is not known, and nothing may be assumed.
    SubjectUnknown,
    /// A scope slot differs.
    Scope(Arc<str>),
    /// A scope slot is not known of one, and nothing may be assumed.
    ScopeUnknown(Arc<str>),
    /// They are meant in another sense: a target and what is spent.
    Status,
    /// One is a number and the other a date, or a length of time.
    Kind,
    /// Their units differ.
    Unit,
    /// They are shares of different things.
    Basis,
    /// They speak of different periods.
    Period,
    /// The period of one is not known, and the metric has a value for each.
    PeriodUnknown,
    /// What different people want does not contradict.
    Proposer,
    /// One is denied.
    Denied,
    /// One is given with reserve.
    Hedged,
    /// One is wanted by nobody who is named.
    Unvoiced,
    /// One is a value of before.
    Previous,
    /// One is no more than an order of magnitude: `tientallen`.
    Vague,
    /// The article of one is not dated.
    Undated,
    /// The article of one tells its value apart from another, or a slot of it was assumed: doubtful at most.
    Guess,
    /// Both stand in copies of one text, or in one article.
    OneText,
    /// They are so far apart in time that they are of two events.
    Occasions,
}

impl Hindrance {
    /// The word for it in machine formats.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Subject => "subject",
            Self::SubjectUnknown => "subject-unknown",
            Self::Scope(_) => "scope",
            Self::ScopeUnknown(_) => "scope-unknown",
            Self::Status => "status",
            Self::Kind => "kind",
            Self::Unit => "unit",
            Self::Basis => "basis",
            Self::Period => "period",
            Self::PeriodUnknown => "period-unknown",
            Self::Proposer => "proposer",
            Self::Denied => "denied",
            Self::Hedged => "hedged",
            Self::Unvoiced => "unvoiced",
            Self::Previous => "previous",
            Self::Vague => "vague",
            Self::Undated => "undated",
            Self::Guess => "guess",
            Self::OneText => "one-text",
            Self::Occasions => "occasions",
        }
    }
}

/// Two claims beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The claims, in the order in which they were named.
    pub claims: [Claim; 2],
    /// What keeps them from being compared; empty where they are.
    pub hindrances: Vec<Hindrance>,
    /// What each may be, as an interval.
    pub intervals: [String; 2],
    /// How the intervals stand to each other: `within`, `overlaps`, `doubtful`, `disjoint`.
    pub relation: &'static str,
    /// What judging the two alone says of one of them against the other.
    pub verdicts: Vec<&'static str>,
}
