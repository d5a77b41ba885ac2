//! Lanes: the readings of a fact that can be compared with each other.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Verdict, VerdictKind};
use crate::claim::{Certainty, ClaimValue, Status};
use crate::graph::{Reading, ReadingKey, Stretch, ValueKind, Voice};
use crate::rules::{Behaviour, Policy};
use crate::value::{Bound, Decimal, Interval, Period, Rounding};

/// A stretch of a reading, as a behaviour sees it.
#[derive(Debug, Clone)]
pub(super) struct Entry<'r> {
    /// The reading's index.
    pub(super) reading: usize,
    /// The index of the stretch in its timeline.
    pub(super) number: usize,
    /// What the reading says.
    pub(super) key: &'r ReadingKey,
    /// What is compared: the value, or the day that it is due.
    pub(super) interval: Interval,
    /// When, and by how many.
    pub(super) stretch: &'r Stretch,
}

impl Entry<'_> {
    /// The last day of it; undated claims come first.
    pub(super) fn day(&self) -> Option<Date> {
        self.stretch.days.map(|(_, last)| last)
    }

    /// The first day of it.
    pub(super) fn first_day(&self) -> Option<Date> {
        self.stretch.days.map(|(first, _)| first)
    }

    /// A verdict on it.
    pub(super) fn verdict(&self, kind: VerdictKind, other: Option<usize>) -> Verdict {
        Verdict { other, ..Verdict::alone(kind, self.reading, self.number) }
    }

    /// The voice.
    pub(super) fn voice(&self) -> &Voice {
        &self.key.voice
    }
}

/// Entries that can be compared, in the order of time.
#[derive(Debug, Clone)]
pub(super) struct Lane<'r> {
    /// What they have in common.
    pub(super) key: LaneKey,
    /// The entries.
    pub(super) entries: Vec<Entry<'r>>,
}

impl<'r> Lane<'r> {
    /// The entry at a position.
    pub(super) fn entry(&self, at: usize) -> Option<&Entry<'r>> {
        self.entries.get(at)
    }
}

/// What has to be the same for two readings to be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LaneKey {
    pub(super) status: Status,
    pub(super) kind: ValueKind,
    pub(super) basis: Option<std::sync::Arc<str>>,
    /// The period of a metric that has a value for each.
    pub(super) period: Option<Period>,
    /// Who wants it: what different people propose does not contradict.
    pub(super) proposer: Option<Voice>,
    pub(super) unit: Option<std::sync::Arc<str>>,
}

/// The lanes of a fact, in the order of their keys.
///
/// Left out are readings that can contradict nothing: denied, hedged, vague, a value of before, and, but under
/// `event`, those of undated articles. A forecast is hedged by nature.
pub(super) fn lanes<'r>(readings: &'r [Reading], policy: &Policy) -> Vec<Lane<'r>> {
    let mut lanes: BTreeMap<LaneKey, Vec<Entry<'r>>> = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate() {
        if barred(&reading.key, policy).is_none() {
            let undated = policy.behaviour == Behaviour::Event;
            let stretches = reading.timeline.stretches().iter().enumerate();
            let entry = |(number, stretch)| Entry {
                reading: index,
                number,
                key: &reading.key,
                interval: reading.key.interval,
                stretch,
            };
            let dated = stretches.filter(|(_, s)| undated || s.days.is_some()).map(entry);
            lanes.entry(key(&reading.key, policy)).or_default().extend(dated);
        }
    }
    let lane = |(key, mut entries): (LaneKey, Vec<Entry<'r>>)| {
        sort(&mut entries);
        Lane { key, entries }
    };
    lanes.into_iter().map(lane).filter(|l| !l.entries.is_empty()).collect()
}

/// In the order of time; on one day by who stated it first, then by what it says.
fn sort<'r>(entries: &mut [Entry<'r>]) {
    entries.sort_by(|a, b| {
        let key = |e: &Entry<'r>| (e.day(), e.reading, e.number);
        let first = |e: &Entry<'r>| e.stretch.evidence.first().map(|e| (&*e.article, e.place));
        a.day().cmp(&b.day()).then_with(|| first(a).cmp(&first(b))).then_with(|| key(a).cmp(&key(b)))
    });
}

/// Why a reading says nothing that another can contradict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// It is denied.
    Denied,
    /// It is given with reserve.
    Hedged,
    /// It is a wish that nobody voices: news about talks, and no value.
    Unvoiced,
    /// It is a value of before.
    Previous,
    /// It is no more than an order of magnitude.
    Vague,
}

/// Why a reading says nothing that another can contradict; none where it does.
#[must_use]
pub fn barred(key: &ReadingKey, policy: &Policy) -> Option<Bar> {
    let firm = policy.behaviour == Behaviour::Forecast || key.certainty == Certainty::Asserted;
    let all = [
        (key.negated, Bar::Denied),
        (!firm, Bar::Hedged),
        (is_proposal(key, policy) && key.voice == Voice::Own, Bar::Unvoiced),
        (key.status == Status::Previous, Bar::Previous),
        (is_vague(key), Bar::Vague),
    ];
    all.into_iter().find_map(|(so, bar)| so.then_some(bar))
}

/// Whether a figure is no more than an order of magnitude: `tientallen`, `hundreds`. It has no number, and
/// both its ends are soft.
pub(super) fn is_vague(key: &ReadingKey) -> bool {
    let soft = |bound: &Bound| bound.at.is_some() && bound.give > Decimal::ZERO;
    key.kind == ValueKind::Figure
        && key.nominal.is_none()
        && soft(&key.interval.low)
        && soft(&key.interval.high)
}

/// Whether somebody wants what the metric otherwise states.
#[must_use]
pub fn is_proposal(key: &ReadingKey, policy: &Policy) -> bool {
    key.status == Status::Proposed && policy.status != Status::Proposed
}

fn key(key: &ReadingKey, policy: &Policy) -> LaneKey {
    LaneKey {
        status: key.status,
        kind: key.kind,
        basis: key.basis.clone(),
        period: key.period.filter(|_| policy.behaviour == Behaviour::Period),
        proposer: is_proposal(key, policy).then(|| key.voice.clone()),
        unit: key.unit.clone(),
    }
}

/// The due dates of the values of a lane as lanes of their own: the same target by another year.
pub(super) fn dues<'r>(lane: &Lane<'r>) -> Vec<Lane<'r>> {
    let mut all: BTreeMap<Interval, Vec<Entry<'r>>> = BTreeMap::new();
    for entry in &lane.entries {
        if let Some(due) = entry.key.due {
            let interval = ClaimValue::Date(due).interval(Rounding::Exact);
            all.entry(entry.key.interval).or_default().push(Entry { interval, ..entry.clone() });
        }
    }
    let lane = |entries| Lane { key: lane.key.clone(), entries };
    all.into_values().filter(|e| e.len() > 1).map(lane).collect()
}
