//! Lanes: the claims of a fact that can be compared with each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::classes::{Class, classes};
use crate::claim::{Certainty, Claim, ClaimValue, Status};
use crate::rules::{Behaviour, Policy};
use crate::value::{Interval, Period};

/// A claim as a behaviour sees it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its index.
    pub claim: usize,
    /// The first and the last day on which it may have been published; undated claims have none.
    pub published: Option<(Date, Date)>,
    /// What it says.
    pub interval: Interval,
    /// Copies and versions of one article share it.
    pub family: u64,
    /// Who says it; none is the article's own voice.
    pub speaker: Option<Arc<str>>,
    /// Whether the article marks it as new.
    pub marked: bool,
    /// By when it is due.
    pub due: Option<Period>,
}

impl Entry {
    /// The last day on which it may have been published; undated claims come first.
    pub(super) fn day(&self) -> Option<Date> {
        self.published.map(|(_, last)| last)
    }
}

/// What has to be the same for two claims to be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    status: Status,
    kind: &'static str,
    unit: Option<String>,
    of: Option<String>,
    /// The period of a `period` metric.
    period: Option<Period>,
    /// Who wants it: what different people propose does not contradict.
    proposer: Option<Option<Arc<str>>>,
}

/// The lanes of a fact, in the order of their keys; within each the claims by time, then by article and place.
///
/// Left out are claims that can contradict nothing: denied, hedged, of a period that is not known, a value
/// of before, and, but under `event`, those of undated articles. A forecast is hedged by nature.
pub(super) fn lanes(claims: &[Claim], members: &[usize], policy: &Policy) -> Vec<Vec<Entry>> {
    let mut lanes: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    for &index in members {
        let Some(claim) = claims.get(index) else { continue };
        if let (Some(key), true) = (key(claim, policy), comparable(claim, policy)) {
            lanes.entry(key).or_default().push(entry(claim, index, policy));
        }
    }
    let mut lanes: Vec<Vec<Entry>> = lanes.into_values().collect();
    for lane in &mut lanes {
        lane.sort_by_key(|e| {
            let place = claims.get(e.claim).map(|c| (c.publication.id.clone(), c.place.span));
            (e.day(), place)
        });
    }
    lanes
}

fn comparable(claim: &Claim, policy: &Policy) -> bool {
    let forecast = policy.behaviour == Behaviour::Forecast;
    let dated = claim.publication.published.is_some() || policy.behaviour == Behaviour::Event;
    let firm = forecast || claim.certainty == Certainty::Asserted;
    // A wish that nobody voices is news about talks, and no value.
    let voiced = !is_proposal(claim, policy) || claim.speaker.is_some();
    !claim.negated && firm && dated && voiced && claim.status != Status::Previous
}

/// Whether somebody wants what the metric otherwise states.
fn is_proposal(claim: &Claim, policy: &Policy) -> bool {
    claim.status == Status::Proposed && policy.status != Status::Proposed
}

fn key(claim: &Claim, policy: &Policy) -> Option<Key> {
    let period = if policy.behaviour == Behaviour::Period {
        Some(claim.period).filter(|p| p.from.is_some() && p.to.is_some())
    } else {
        None
    };
    if policy.behaviour == Behaviour::Period && period.is_none() {
        return None;
    }
    let (kind, of) = match &claim.value {
        ClaimValue::Figure(f) => ("figure", f.of.clone()),
        ClaimValue::Date(_) => ("date", None),
        ClaimValue::Duration(_) => ("duration", None),
    };
    let unit = claim.value.unit().map(str::to_owned);
    let proposer = is_proposal(claim, policy).then(|| claim.speaker.clone());
    Some(Key { status: claim.status, kind, unit, of, period, proposer })
}

fn entry(claim: &Claim, index: usize, policy: &Policy) -> Entry {
    let published = claim.publication.published.and_then(|p| Some((p.from?, p.to?)));
    let due = if let ClaimValue::Figure(f) = &claim.value { f.due } else { None };
    Entry {
        claim: index,
        published,
        interval: claim.value.interval(policy.rounding),
        family: claim.publication.family,
        speaker: claim.speaker.clone(),
        marked: claim.marked_new,
        due,
    }
}

/// The due dates of each class of a lane as lanes of their own: the same target by another year.
pub(super) fn dues(lane: &[Entry]) -> Vec<Vec<Entry>> {
    let due = |e: &Entry| {
        let interval = ClaimValue::Date(e.due?).interval(crate::value::Rounding::Exact);
        Some(Entry { interval, due: None, ..e.clone() })
    };
    let (classes, _) = classes(lane);
    let of = |c: &Class| c.entries.iter().filter_map(|i| lane.get(*i)).filter_map(due).collect();
    classes.iter().map(of).collect()
}
