//! Corrections: what an article takes back no longer counts, and is told where it is repeated.
//!
//! An article takes something back in two ways. Its front matter names another article: one that it corrects, of which
//! it takes back what it states itself, or one that it retracts, of which it takes back all. Or its text does (`eerder
//! meldden wij dat …`): then the same value is taken back wherever it was given until then. What is taken back is not
//! judged. A later claim of its value is a repetition, unless independent articles besides the one that was corrected
//! gave it before, or an article gives it as new since.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::claim::{Claim, ClaimId, Publication};
use crate::graph::{Carrier, Evidence, Fact, Reading, ReadingKey, Stretch, Voice};
use crate::judge::{Correction, Verdict, VerdictKind, barred};
use crate::rules::Policy;
use crate::value::{Date, Relation};

/// How many values that were taken back those of a fact are held against: the first of them.
const REMEMBERED: usize = 64;

/// What an audit marks a value with that was corrected.
pub const CORRECTED: &str = "corrected";
/// What it marks one with that was taken back and that nothing takes the place of.
const RETRACTED: &str = "retracted";

/// Which articles take back what others say.
#[derive(Debug, Default)]
pub struct Corrections {
    /// By the id of the article that was corrected, those that correct it.
    corrected: BTreeMap<Arc<str>, Vec<Arc<Publication>>>,
    /// By the id of the article that was retracted, those that retract it.
    retracted: BTreeMap<Arc<str>, Vec<Arc<Publication>>>,
    /// The ids of all of them.
    articles: BTreeSet<Arc<str>>,
}

/// What an article says of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it says.
    pub key: ReadingKey,
    /// Where, and when.
    pub carrier: Carrier,
}

/// A statement that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// What was said.
    pub key: ReadingKey,
    /// The claim that said so; of what a text takes back, the claim in that text.
    pub carrier: Carrier,
    /// By which article.
    by: Arc<str>,
    /// When that may have been published.
    published: Option<(Date, Date)>,
    /// What it is instead.
    now: Option<(ReadingKey, Evidence)>,
}

impl Corrections {
    /// The corrections among articles.
    #[must_use]
    pub fn of<'p>(publications: impl IntoIterator<Item = &'p Arc<Publication>>) -> Self {
        let mut out = Self::default();
        let all: Vec<&Arc<Publication>> = publications.into_iter().collect();
        // Two that call themselves the same are both meant.
        let mut others: BTreeMap<&Arc<str>, Vec<&Arc<str>>> = BTreeMap::new();
        for publication in all.iter().filter(|p| p.called.is_some()) {
            others.entry(publication.own_id()).or_default().push(&publication.id);
        }
        let meant = |ids: &[Arc<str>]| -> Vec<Arc<str>> {
            let twins = ids.iter().filter_map(|id| others.get(id)).flatten().copied();
            ids.iter().chain(twins).cloned().collect()
        };
        for publication in &all {
            let (corrects, retracts) = (meant(&publication.corrects), meant(&publication.retracts));
            for id in &corrects {
                out.corrected.entry(id.clone()).or_default().push((*publication).clone());
            }
            for id in &retracts {
                out.retracted.entry(id.clone()).or_default().push((*publication).clone());
            }
            for id in corrects.into_iter().chain(retracts) {
                out.articles.extend([id, publication.id.clone()]);
            }
        }
        out
    }

    /// Whether no article takes anything back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The ids of the articles that correct or are corrected.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<str>> {
        self.articles.iter()
    }

    /// What the articles of corrections say of a fact.
    #[must_use]
    pub fn statements(&self, fact: &Fact, claims: &[Claim], policy: &Policy) -> Vec<Statement> {
        if self.is_empty() {
            return Vec::new();
        }
        let of = fact.claims.iter().filter_map(|index| claims.get(*index));
        let concerned = of.filter(|claim| self.articles.contains(&claim.publication.id));
        let read = |claim: &Claim| {
            let assumed = policy.fact(claim).is_some_and(|(_, assumed)| assumed);
            crate::graph::read(claim, policy, assumed)
        };
        concerned.flat_map(read).map(|(key, carrier)| Statement { key, carrier }).collect()
    }

    /// Those of the statements on a fact that are taken back.
    #[must_use]
    pub fn taken_back(&self, stated: &[Statement]) -> Vec<TakenBack> {
        let mut out = Vec::new();
        for Statement { key, carrier } in stated {
            let id = &carrier.evidence.article;
            let corrected = self.corrected.get(id).into_iter().flatten();
            let anew = |by: &Arc<Publication>| Some((by.clone(), Some(instead(&by.id, key, stated)?)));
            let retracted = || self.retracted.get(id).and_then(|all| Some((all.first()?.clone(), None)));
            if let Some((by, now)) = corrected.filter(|by| by.id != *id).find_map(anew).or_else(retracted) {
                let published = by.published.and_then(|p| p.from.zip(p.to));
                let (key, carrier) = (key.clone(), carrier.clone());
                out.push(TakenBack { key, carrier, by: by.id.clone(), published, now });
            }
        }
        out.sort_by(|a, b| (&a.key, &a.carrier.evidence).cmp(&(&b.key, &b.carrier.evidence)));
        out
    }
}

/// What an article says instead of a statement: of the same period, and rather in the same unit.
fn instead(article: &str, old: &ReadingKey, stated: &[Statement]) -> Option<(ReadingKey, Evidence)> {
    let of = stated.iter().filter(|s| {
        let key = &s.key;
        let same = (key.kind, key.period) == (old.kind, old.period);
        *s.carrier.evidence.article == *article && same && !key.negated
    });
    let best = of.min_by_key(|s| (s.key.unit != old.unit, s.key.converted, &s.carrier.evidence))?;
    Some((best.key.clone(), best.carrier.evidence.clone()))
}

/// The claims without those that are taken back.
#[must_use]
pub fn without<'c>(claims: &'c [Claim], taken: &BTreeSet<ClaimId>) -> Cow<'c, [Claim]> {
    if taken.is_empty() {
        return Cow::Borrowed(claims);
    }
    claims.iter().filter(|claim| !taken.contains(&claim.id)).cloned().collect()
}

/// What the texts of articles take back of the readings of a fact.
fn in_texts(readings: &[Reading]) -> Vec<TakenBack> {
    let lines = readings.iter().filter(|reading| reading.key.taken_back);
    let mut out: Vec<TakenBack> = lines
        .flat_map(|reading| reading.timeline.stretches().iter().map(move |stretch| (&reading.key, stretch)))
        .filter_map(|(key, stretch)| {
            let evidence = stretch.evidence.first()?.clone();
            // `Wij meldden eerder` names nobody, and means the newsroom.
            let voice = if key.voice == Voice::Unnamed { Voice::Own } else { key.voice.clone() };
            let key = ReadingKey { voice, negated: false, taken_back: false, ..key.clone() };
            Some(TakenBack {
                now: beside(readings, &key, &evidence.article),
                by: evidence.article.clone(),
                published: evidence.published,
                carrier: Carrier {
                    day: stretch.days.map(|(_, last)| last),
                    evidence,
                    marked: false,
                    ahead: false,
                    yardstick: false,
                },
                key,
            })
        })
        .collect();
    out.sort_by(|a, b| (a.published, &a.carrier.evidence).cmp(&(b.published, &b.carrier.evidence)));
    out.truncate(REMEMBERED);
    out
}

/// What an article gives besides a value that it takes back.
fn beside(readings: &[Reading], old: &ReadingKey, article: &str) -> Option<(ReadingKey, Evidence)> {
    let alike = |key: &ReadingKey| {
        (key.kind, &key.unit, key.period) == (old.kind, &old.unit, old.period) && !key.negated
    };
    let other = |key: &ReadingKey| alike(key) && key.interval.relation(&old.interval) == Relation::Disjoint;
    readings.iter().filter(|reading| other(&reading.key)).find_map(|reading| {
        let mut evidence = reading.timeline.stretches().iter().flat_map(|stretch| &stretch.evidence);
        evidence.find(|e| *e.article == *article).map(|e| (reading.key.clone(), e.clone()))
    })
}

/// The readings of a fact without what texts take back, and where each of them was.
pub(super) struct Left {
    pub(super) readings: Vec<Reading>,
    /// The place of each reading, and those of its stretches.
    origin: Vec<(usize, Vec<usize>)>,
    /// What was taken back.
    lines: Vec<TakenBack>,
}

impl Left {
    /// None where no text takes anything back.
    pub(super) fn of(readings: &[Reading]) -> Option<Self> {
        let lines = in_texts(readings);
        if lines.is_empty() {
            return None;
        }
        let (mut left, mut origin) = (Vec::new(), Vec::new());
        for (number, reading) in readings.iter().enumerate() {
            let of: Vec<&TakenBack> = lines.iter().filter(|line| says(&reading.key, &line.key)).collect();
            let gone = |stretch: &Stretch| {
                stretch.days.is_some_and(|(_, last)| of.iter().any(|line| Some(last) <= line.carrier.day))
            };
            let stretches = reading.timeline.stretches().iter().enumerate();
            let kept: Vec<usize> = stretches.filter(|(_, s)| !gone(s)).map(|(at, _)| at).collect();
            if !kept.is_empty() {
                let timeline = reading.timeline.without(gone);
                left.push(Reading { key: reading.key.clone(), timeline });
                origin.push((number, kept));
            }
        }
        Some(Self { readings: left, origin, lines })
    }

    /// Verdicts on the readings that are left, as they are of all of them.
    pub(super) fn told(&self, verdicts: Vec<Verdict>) -> Vec<Verdict> {
        let place = |mut verdict: Verdict| {
            let (reading, stretches) = self.origin.get(verdict.reading)?;
            verdict.stretch = *stretches.get(verdict.stretch)?;
            verdict.reading = *reading;
            verdict.other = verdict.other.and_then(|other| Some(self.origin.get(other)?.0));
            Some(verdict)
        };
        verdicts.into_iter().filter_map(place).collect()
    }
}

/// The stretches of readings that texts have taken back, by the reading and their number.
#[must_use]
pub fn withdrawn(readings: &[Reading]) -> BTreeSet<(usize, usize)> {
    let Some(left) = Left::of(readings) else { return BTreeSet::new() };
    let kept: BTreeSet<(usize, usize)> =
        left.origin.iter().flat_map(|(reading, all)| all.iter().map(|at| (*reading, *at))).collect();
    let all = readings
        .iter()
        .enumerate()
        .flat_map(|(number, reading)| (0..reading.timeline.stretches().len()).map(move |at| (number, at)));
    all.filter(|place| !kept.contains(place)).collect()
}

/// Whether a reading says what was taken back: in the same sense, of the same period and in the same voice.
fn says(key: &ReadingKey, old: &ReadingKey) -> bool {
    let alike = (key.status, key.kind, key.period) == (old.status, old.kind, old.period)
        && (&key.unit, &key.basis) == (&old.unit, &old.basis);
    !key.negated
        && (key.voice == Voice::Own || key.voice.same(&old.voice))
        && alike
        && key.interval.relation(&old.interval) == Relation::Within
}

/// Puts verdicts on claims that repeat what was taken back in the place of the others on them: what repeats a mistake
/// that was put right is that, and no contradiction besides. `back` is what the front matter of articles takes back,
/// and is not among the readings; what texts take back is in `left`.
pub(super) fn repeated(
    found: Vec<Verdict>,
    readings: &[Reading],
    (back, left): (&[TakenBack], Option<&Left>),
    policy: &Policy,
) -> Vec<Verdict> {
    let lines = left.map_or(&[][..], |left| &left.lines);
    let mut known: Vec<&TakenBack> = Vec::new();
    for one in back.iter().chain(lines) {
        if known.len() < REMEMBERED && !known.iter().any(|k| (&k.key, &k.by) == (&one.key, &one.by)) {
            known.push(one);
        }
    }
    let mut again = Vec::new();
    for (index, reading) in readings.iter().enumerate().filter(|_| !known.is_empty()) {
        if barred(&reading.key, policy).is_some() {
            continue;
        }
        let of: Vec<&&TakenBack> = known.iter().filter(|one| one.fits(reading)).collect();
        for (number, stretch) in reading.timeline.stretches().iter().enumerate() {
            if let Some(one) = of.iter().find(|one| one.comes_again(reading, stretch, policy)) {
                again.push(one.verdict((index, number), readings));
            }
        }
    }
    let told: BTreeSet<(usize, usize)> = again.iter().map(|v| (v.reading, v.stretch)).collect();
    let others = found.into_iter().filter(|v| !told.contains(&(v.reading, v.stretch)));
    others.chain(again.iter().cloned()).collect()
}

impl TakenBack {
    /// What an audit marks it with.
    #[must_use]
    pub const fn mark(&self) -> &'static str {
        if self.now.is_some() { CORRECTED } else { RETRACTED }
    }

    /// Whether a reading gives the value that was taken back, and not the one that it is instead.
    fn fits(&self, reading: &Reading) -> bool {
        let now = self.now.as_ref().map(|(key, _)| key.interval);
        let right = now.is_some_and(|now| now.relation(&reading.key.interval) != Relation::Disjoint);
        says(&reading.key, &self.key) && reading.key.voice.same(&self.key.voice) && !right
    }

    /// Whether a stretch of such a reading is later, and nothing says that it is right by now.
    fn comes_again(&self, reading: &Reading, stretch: &Stretch, policy: &Policy) -> bool {
        let day = self.published.map(|(_, last)| last);
        let (Some(day), Some((first, _))) = (day, stretch.days) else { return false };
        let stretches = || reading.timeline.stretches().iter();
        let independent = stretches().any(|s| s.days.is_none_or(|(start, _)| start <= day));
        let new = stretches().any(|s| s.marked && s.days.is_some_and(|(start, _)| start <= first));
        let another = policy.recurs && i64::from((first - day).get_days()) > policy.settles;
        stretch.surely > Some(day) && !independent && !new && !another
    }

    fn verdict(&self, (reading, stretch): (usize, usize), readings: &[Reading]) -> Verdict {
        let now = self.now.as_ref();
        let other = now.and_then(|(key, _)| readings.iter().position(|r| r.key == *key));
        let cited = now.map_or(&self.carrier.evidence, |(_, evidence)| evidence);
        let correction = Correction { by: self.by.clone(), published: self.published, anew: now.is_some() };
        let verdict = Verdict::alone(VerdictKind::Repeats, reading, stretch);
        Verdict { other, correction: Some(correction), ..verdict }.citing([cited].into_iter(), 1)
    }
}
