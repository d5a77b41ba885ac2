//! Readings: the claims of one fact that say the same.
//!
//! A reading is plain data of bounded size, however many claims it stands for: what they say, when they
//! said it and how many of them are independent, and a few of them as evidence. So a fact with a hundred
//! thousand claims is judged as fast as one with ten, and an archive keeps readings and no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Carrier, Evidence, Timeline};
use crate::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Status, event_day};
use crate::extract::UNNAMED;
use crate::rules::{Behaviour, Policy};
use crate::value::{Bound, Decimal, Figure, Grain, Interval, Period};

/// Whose voice a claim is in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The newsroom's own.
    Own,
    /// A speaker's, by the entity's id or the name.
    Named(Arc<str>),
    /// That of somebody who is not named: no two of them are known to be one.
    Unnamed,
}

impl Voice {
    /// The voice of a claim.
    #[must_use]
    pub fn of(speaker: Option<&Arc<str>>) -> Self {
        match speaker {
            None => Self::Own,
            Some(id) if &**id == UNNAMED => Self::Unnamed,
            Some(id) => Self::Named(id.clone()),
        }
    }

    /// Whether both are known to be the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        *self != Self::Unnamed && self == other
    }
}

/// What a value is, of which only like is compared with like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    /// A count, share, amount, measure or factor.
    Figure,
    /// A date or a window; the interval counts days since 1 January 1970.
    Date,
    /// A length of time; the interval counts days.
    Duration,
}

/// What the claims of a reading have in common. The order is that in which readings are judged and shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other, and set by name")]
pub struct ReadingKey {
    /// In what sense.
    pub status: Status,
    /// What kind of value.
    pub kind: ValueKind,
    /// The unit: ISO 4217, UCUM, `%`, `pp`; none for counts and dates.
    pub unit: Option<Arc<str>>,
    /// What a share is a share of.
    pub basis: Option<Arc<str>>,
    /// The period that it speaks of, where the metric has one value for each period, or it may happen again and is told to
    /// have been before the article.
    pub period: Option<Period>,
    /// What the value may be.
    pub interval: Interval,
    /// The number that is written, if it is one.
    pub nominal: Option<Decimal>,
    /// By when it is due.
    pub due: Option<Period>,
    /// Who says so.
    pub voice: Voice,
    /// How firmly.
    pub certainty: Certainty,
    /// Whether it is denied.
    pub negated: bool,
    /// Whether the article takes it back: it was said before, and is no longer.
    pub taken_back: bool,
    /// Whether the article converted it from another unit.
    pub converted: bool,
    /// Whether it is a guess that it is of this fact: a slot was assumed, its subject inferred, or the article tells it
    /// apart from another.
    pub assumed: bool,
    /// How many things of it lean on words near its sentence: what is measured, whose it is, or which part.
    pub leans: u8,
}

/// The claims of one fact that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What they say.
    pub key: ReadingKey,
    /// When, and how many of them.
    pub timeline: Timeline,
}

impl Reading {
    /// A reading that nothing carries yet.
    #[must_use]
    pub fn new(key: ReadingKey) -> Self {
        Self { key, timeline: Timeline::default() }
    }

    /// How many independent articles carry it.
    #[must_use]
    pub fn families(&self) -> usize {
        self.timeline.families()
    }

    /// The first and the last day of it; none if all is undated.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let stretches = self.timeline.stretches();
        let first = stretches.iter().find_map(|s| s.days)?.0;
        Some((first, stretches.last()?.days?.1))
    }

    /// Whether an article marks it as new.
    #[must_use]
    pub fn marked(&self) -> bool {
        self.timeline.stretches().iter().any(|s| s.marked)
    }
}

/// What a claim says, as readings of its fact: one, and one more for each unit into which the article
/// converts the value. None where the metric has a value for each period and the claim's is not known.
#[must_use]
pub fn read(claim: &Claim, policy: &Policy, assumed: bool) -> Vec<(ReadingKey, Carrier)> {
    if tells_of_then(claim, policy) {
        return Vec::new();
    }
    let by_period = policy.behaviour == Behaviour::Period;
    let period = Some(claim.period).filter(|p| by_period && p.from.is_some() && p.to.is_some());
    if by_period && period.is_none() {
        return Vec::new();
    }
    let (kind, basis, due) = match &claim.value {
        ClaimValue::Figure(f) => (ValueKind::Figure, f.of.as_deref().map(Into::into), f.due),
        ClaimValue::Date(_) => (ValueKind::Date, None, None),
        ClaimValue::Duration(_) => (ValueKind::Duration, None, None),
    };
    // Of what may happen again it matters when it was, where that is told.
    let before = claim.publication.published.and_then(|p| p.from);
    let over = |p: &Period| p.to.zip(before).is_some_and(|(end, day)| end < day);
    let told = Some(claim.period).filter(|p| policy.recurs && (p.grain == Grain::Week || over(p)));
    let grown = if policy.grows { grown(&claim.value) } else { None };
    let value = grown.as_ref().unwrap_or(&claim.value);
    let key = ReadingKey {
        status: claim.status,
        kind,
        unit: value.unit().map(Into::into),
        basis,
        period: period.or(told),
        interval: value.interval(policy.rounding).normalised(),
        nominal: nominal(value),
        due,
        voice: Voice::of(claim.speaker.as_ref()),
        certainty: claim.certainty,
        negated: claim.negated,
        taken_back: claim.taken_back,
        converted: false,
        assumed,
        leans: claim.grounds.leaning(),
    };
    let carrier = carrier(claim, policy);
    let converted: &[Figure] = if let ClaimValue::Figure(f) = &claim.value { &f.converted } else { &[] };
    let others = converted.iter().map(|f| (in_other_unit(&key, f, policy), carrier.clone()));
    let mut out: Vec<(ReadingKey, Carrier)> = others.collect();
    out.insert(0, (key, carrier));
    out
}

/// A growth that is told as a factor, in percent.
fn grown(value: &ClaimValue) -> Option<ClaimValue> {
    let ClaimValue::Figure(told) = value else { return None };
    Some(ClaimValue::Figure(ClaimFigure { figure: told.figure.growth()?, ..told.clone() }))
}

/// After how many days that what an article tells of a time does not say what holds on its own day.
const LONG_OVER: i32 = 200;

/// Whether an article tells what was so or agreed at a time long over, of which the fact does not name the date: `in 2014
/// spraken zij 2 procent af` says nothing of what holds now.
fn tells_of_then(claim: &Claim, policy: &Policy) -> bool {
    let ended = claim.period.to.zip(claim.publication.published.and_then(|p| p.from));
    let dated = |value: &str| value.starts_with(|c: char| c.is_ascii_digit());
    policy.behaviour == Behaviour::State
        && claim.status != Status::Previous
        && ended.is_some_and(|(end, day)| (day - end).get_days() > LONG_OVER)
        && !claim.scope.values().flatten().any(|value| dated(value))
}

/// The key of the amount in the unit that the article converts it to. By how much rates differ from day to
/// day nobody says, so its ends give way by a tenth.
fn in_other_unit(key: &ReadingKey, figure: &Figure, policy: &Policy) -> ReadingKey {
    let plain = figure.interval(policy.rounding);
    let soft = |b: Bound| b.soft(b.give.saturating_add(b.at.unwrap_or_default().abs() / Decimal::TEN));
    let interval = Interval { low: soft(plain.low), high: soft(plain.high) };
    ReadingKey {
        unit: figure.unit.as_deref().map(Into::into),
        interval: interval.normalised(),
        nominal: figure.nominal.map(|d| d.normalize()),
        converted: true,
        ..key.clone()
    }
}

fn nominal(value: &ClaimValue) -> Option<Decimal> {
    match value {
        ClaimValue::Figure(f) => f.figure.nominal.map(|d| d.normalize()),
        ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
    }
}

fn carrier(claim: &Claim, policy: &Policy) -> Carrier {
    let published = claim.publication.published.and_then(|p| Some((p.from?, p.to?)));
    let printed = published.map(|(_, last)| last);
    // A total is ordered by the day that it speaks of; an open period is that of the article. What came of one event, of
    // which the fact names the day, is ordered by when it was told.
    let one_event = event_day(claim.scope.values().flatten().map(|value| &**value)).is_some();
    let spoken = claim.period.to.filter(|_| policy.behaviour == Behaviour::Cumulative && !one_event);
    let starts = match &claim.value {
        ClaimValue::Date(p) => p.from,
        ClaimValue::Figure(_) | ClaimValue::Duration(_) => claim.period.from,
    };
    Carrier {
        day: spoken.or(printed),
        evidence: Evidence {
            published,
            article: claim.publication.id.clone(),
            place: claim.place.span.start,
            claim: claim.id.clone(),
            family: claim.publication.family,
        },
        marked: claim.marked_new,
        ahead: matches!((starts, printed), (Some(start), Some(day)) if start > day),
        yardstick: claim.yardstick,
    }
}

/// The readings of a fact with the claims that make up each, as indices, in the order of the reading's day.
/// The order of `members` does not matter; `assumed` says whether a slot of a claim was assumed.
#[must_use]
pub fn readings(
    claims: &[Claim],
    members: &[(usize, bool)],
    policy: &Policy,
) -> (Vec<Reading>, Vec<Vec<Member>>) {
    let mut all: BTreeMap<ReadingKey, (Timeline, Vec<Member>)> = BTreeMap::new();
    for &(index, assumed) in members {
        let Some(claim) = claims.get(index) else { continue };
        for (key, carrier) in read(claim, policy, assumed) {
            let (timeline, members) = all.entry(key).or_default();
            timeline.absorb(&carrier);
            members.push(Member { day: carrier.day, evidence: carrier.evidence, claim: index });
        }
    }
    let mut out = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (key, (timeline, mut members)) in all {
        members.sort_unstable();
        members.shrink_to_fit();
        out.0.push(Reading { key, timeline });
        out.1.push(members);
    }
    out
}

/// A claim of a reading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The day that orders it.
    pub day: Option<Date>,
    /// Its article and place.
    pub evidence: Evidence,
    /// Its index among the claims.
    pub claim: usize,
}
