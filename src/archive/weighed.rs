//! Facts as the archive and new articles together tell them, and what judging says of that.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::corrected::take_out;
use crate::claim::FactKey;
use crate::engine::{self, TakenBack};
use crate::graph::{Evidence, Fact, Member, Reading, ReadingKey};
use crate::judge::{Verdict, VerdictKind};
use crate::rules::RuleSet;
use crate::value::Date;

/// What is taken back of a fact: by anyone, and by archived articles of what those say.
#[derive(Debug, Default)]
pub(super) struct Back {
    pub(super) all: Vec<TakenBack>,
    pub(super) before: Vec<TakenBack>,
}

/// A fact with verdicts on it, and the claims that these are about.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) fact: Fact,
    pub(super) verdicts: Vec<Verdict>,
}

/// What tells a verdict from others, whatever readings there are beside it.
type Mark = (FactKey, VerdictKind, Option<Arc<str>>, ReadingKey, Option<Date>);

/// A fact with what the archive and the new articles say of it.
#[derive(Debug)]
pub(super) struct Weighed {
    /// Its readings are those of both, its members the new claims.
    fact: Fact,
    share: Share,
}

/// What of a fact is the archive's.
#[derive(Debug)]
struct Share {
    /// What the archive has of the readings that the new articles add to; nothing of those that they bring.
    added_to: BTreeMap<ReadingKey, Option<Reading>>,
    back: Back,
}

impl Weighed {
    /// What new articles say of a fact, put to what the archive has of it.
    pub(super) fn of(new: Fact, mut archived: Vec<Reading>, back: Back) -> Self {
        take_out(&mut archived, &back.all);
        let mut all: BTreeMap<ReadingKey, (Reading, Vec<Member>)> =
            archived.into_iter().map(|reading| (reading.key.clone(), (reading, Vec::new()))).collect();
        let mut added_to = BTreeMap::new();
        for (reading, members) in new.readings.into_iter().zip(new.members) {
            if let Some((known, held)) = all.get_mut(&reading.key) {
                added_to.insert(reading.key, Some(known.clone()));
                known.timeline.merge(&reading.timeline);
                *held = members;
            } else {
                added_to.insert(reading.key.clone(), None);
                all.insert(reading.key.clone(), (reading, members));
            }
        }
        let (readings, members) = all.into_values().unzip();
        let fact = Fact { key: new.key, claims: new.claims, readings, members };
        Self { fact, share: Share { added_to, back } }
    }

    /// A fact of which only the archive knows.
    pub(super) fn archived(key: FactKey, readings: Vec<Reading>, back: Back) -> Self {
        let none = Fact { key, claims: Vec::new(), readings: Vec::new(), members: Vec::new() };
        Self::of(none, readings, back)
    }
}

impl Share {
    /// The fact as the archive alone tells it.
    fn alone(&self, fact: &Fact) -> Fact {
        let of = |r: &Reading| self.added_to.get(&r.key).map_or_else(|| Some(r.clone()), Clone::clone);
        let readings: Vec<Reading> = fact.readings.iter().filter_map(of).collect();
        let members = vec![Vec::new(); readings.len()];
        Fact { key: fact.key.clone(), claims: Vec::new(), readings, members }
    }
}

/// Judges facts with what new articles say of them, each by itself and joined with each other: verdicts on the new
/// articles, and those on archived ones that rest on the new. What was so without them is left out.
pub(super) fn judge(all: Vec<Weighed>, rules: &RuleSet, day: Date) -> Vec<Touched> {
    let (facts, shares): (Vec<Fact>, Vec<Share>) = all.into_iter().map(|w| (w.fact, w.share)).unzip();
    let own: BTreeSet<&Arc<str>> =
        facts.iter().flat_map(|f| f.members.iter().flatten()).map(|m| &m.evidence.claim).collect();
    let back = shares.iter().map(|share| &share.back.all);
    let verdicts = verdicts(&facts, back, rules, day);
    let before = Before { facts: &facts, shares: &shares, rules, day, told: OnceCell::new() };
    let mut new: Vec<Vec<Verdict>> = vec![Vec::new(); facts.len()];
    let mut others: Vec<Vec<Verdict>> = new.clone();
    for (number, verdict) in verdicts {
        let Some(fact) = facts.get(number) else { continue };
        let at = (fact.readings.get(verdict.reading), fact.members.get(verdict.reading));
        let (Some(reading), Some(held)) = at else { continue };
        let to = if !engine::subjects(&verdict, reading, held).is_empty() {
            new.get_mut(number)
        } else if verdict.against.iter().any(|e| own.contains(&e.claim)) && !before.told(fact, &verdict) {
            others.get_mut(number)
        } else {
            None
        };
        to.into_iter().for_each(|all| all.push(verdict.clone()));
    }
    let mut out = Vec::new();
    for ((fact, new), others) in facts.into_iter().zip(new).zip(others) {
        if !others.is_empty() {
            out.push(rests_on_new(&fact, others));
        }
        out.push(Touched { fact, verdicts: new });
    }
    out
}

/// An archived fact with verdicts on it, and the claims of their stretches.
fn rests_on_new(fact: &Fact, verdicts: Vec<Verdict>) -> Touched {
    let mut members: Vec<Vec<Member>> = vec![Vec::new(); fact.readings.len()];
    for verdict in &verdicts {
        let reading = fact.readings.get(verdict.reading);
        if let (Some(reading), Some(held)) = (reading, members.get_mut(verdict.reading)) {
            held.extend(members_of(reading, verdict.stretch));
            held.sort_unstable();
            held.dedup();
        }
    }
    Touched { fact: Fact { members, ..fact.clone() }, verdicts }
}

/// The verdicts on facts by themselves and joined, with their numbers.
fn verdicts<'b>(
    facts: &[Fact],
    back: impl Iterator<Item = &'b Vec<TakenBack>>,
    rules: &RuleSet,
    day: Date,
) -> Vec<(usize, Verdict)> {
    let mut out = Vec::new();
    for ((number, fact), back) in facts.iter().enumerate().zip(back) {
        let found = engine::verdicts(&fact.key, (&fact.readings, back), rules, day);
        out.extend(found.into_iter().map(|verdict| (number, verdict)));
    }
    engine::doubt_parts(facts, &mut out, rules);
    out.extend(engine::joined_verdicts(facts, &out, rules));
    out
}

/// What is told of the archive alone, found only where there is something to hold against it.
struct Before<'a> {
    facts: &'a [Fact],
    shares: &'a [Share],
    rules: &'a RuleSet,
    day: Date,
    told: OnceCell<BTreeSet<Mark>>,
}

impl Before<'_> {
    /// Whether a verdict on a fact was so without the new articles.
    fn told(&self, fact: &Fact, verdict: &Verdict) -> bool {
        let told = self.told.get_or_init(|| {
            let alone: Vec<Fact> = self.facts.iter().zip(self.shares).map(|(f, s)| s.alone(f)).collect();
            let back = self.shares.iter().map(|share| &share.back.before);
            let verdicts = verdicts(&alone, back, self.rules, self.day);
            verdicts.iter().filter_map(|(number, verdict)| mark(alone.get(*number)?, verdict)).collect()
        });
        mark(fact, verdict).is_some_and(|mark| told.contains(&mark))
    }
}

fn mark(fact: &Fact, verdict: &Verdict) -> Option<Mark> {
    let reading = fact.readings.get(verdict.reading)?;
    let stretch = reading.timeline.stretches().get(verdict.stretch)?;
    let first = stretch.days.map(|(first, _)| first);
    Some((fact.key.clone(), verdict.kind, verdict.join.clone(), reading.key.clone(), first))
}

/// How many readings of a fact are told of besides those that its verdicts are about, and how many claims of each.
const TOLD: usize = 8;
const CLAIMS: usize = 4;

/// A fact with some of the archived claims of the readings that there is something to tell of.
pub(super) fn with_evidence(mut touched: Touched) -> Touched {
    let of = |verdict: &Verdict| [Some(verdict.reading), verdict.other];
    let wanted: BTreeSet<usize> = touched.verdicts.iter().flat_map(of).flatten().chain(0..TOLD).collect();
    for (number, (reading, members)) in
        touched.fact.readings.iter().zip(&mut touched.fact.members).enumerate()
    {
        if wanted.contains(&number) {
            let stretches = 0..reading.timeline.stretches().len();
            let held = stretches.flat_map(|stretch| members_of(reading, stretch)).take(CLAIMS);
            let known: BTreeSet<Arc<str>> = members.iter().map(|m| m.evidence.claim.clone()).collect();
            members.extend(held.filter(|m| !known.contains(&m.evidence.claim)));
            members.sort_unstable();
        }
    }
    touched
}

/// The claims of a stretch that are kept as evidence. They have no index: they stand in the archive.
fn members_of(reading: &Reading, stretch: usize) -> Vec<Member> {
    let Some(stretch) = reading.timeline.stretches().get(stretch) else { return Vec::new() };
    let day = stretch.days.map(|(first, _)| first);
    let member = |e: &Evidence| Member { day, evidence: e.clone(), claim: usize::MAX };
    stretch.evidence.iter().map(member).collect()
}
