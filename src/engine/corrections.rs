//! Corrections between articles: what an article takes back no longer counts, and is told where it is repeated.
//!
//! An article that corrects another takes back what that one says of the facts that it states itself; one that
//! retracts it takes back all. The claims that are taken back are not judged. A later claim of their value is a
//! repetition, unless independent articles besides the one that was corrected gave it before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::claim::{Claim, Publication};
use crate::graph::{Evidence, Fact, Member};
use crate::judge::{Verdict, VerdictKind};
use crate::value::Relation;

/// Which articles take back what others say.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    /// By the id of the article that was corrected, those that correct it.
    corrected: BTreeMap<Arc<str>, Vec<Arc<Publication>>>,
    /// By the id of the article that was retracted, those that retract it.
    retracted: BTreeMap<Arc<str>, Vec<Arc<Publication>>>,
}

/// A claim that was taken back: its place among the claims, who took it back, and what it is now.
struct Withdrawn<'a> {
    member: &'a Member,
    reading: usize,
    by: &'a Publication,
    now: Option<(usize, Evidence)>,
}

impl Corrections {
    /// The corrections among articles.
    pub(super) fn of(publications: &[Arc<Publication>]) -> Self {
        let mut out = Self::default();
        for publication in publications {
            for id in &publication.corrects {
                out.corrected.entry(id.clone()).or_default().push(publication.clone());
            }
            for id in &publication.retracts {
                out.retracted.entry(id.clone()).or_default().push(publication.clone());
            }
        }
        out
    }

    /// Whether no article takes anything back.
    pub(super) fn is_empty(&self) -> bool {
        self.corrected.is_empty() && self.retracted.is_empty()
    }

    /// The claims that are taken back, by their indices: they are judged with nothing.
    pub(super) fn withdrawn(&self, facts: &[Fact]) -> BTreeSet<usize> {
        facts.iter().flat_map(|f| self.of_fact(f)).map(|w| w.member.claim).collect()
    }

    fn of_fact<'a>(&'a self, fact: &'a Fact) -> Vec<Withdrawn<'a>> {
        let mut stated: BTreeMap<&str, (usize, &Member)> = BTreeMap::new();
        for (reading, members) in fact.members.iter().enumerate() {
            for member in members {
                stated.entry(&member.evidence.article).or_insert((reading, member));
            }
        }
        let mut out = Vec::new();
        for (reading, members) in fact.members.iter().enumerate() {
            for member in members {
                let id = &member.evidence.article;
                let mut corrected = self.corrected.get(id).into_iter().flatten();
                let now = corrected.find_map(|by| Some((by, stated.get(&*by.id)?)));
                if let Some((by, (at, new))) = now {
                    let now = Some((*at, new.evidence.clone()));
                    out.push(Withdrawn { member, reading, by, now });
                } else if let Some(by) = self.retracted.get(id).and_then(|all| all.first()) {
                    out.push(Withdrawn { member, reading, by, now: None });
                }
            }
        }
        out
    }

    /// The verdicts on claims that repeat what was taken back. `before` is the fact with all claims, `after` the
    /// one without those that were taken back.
    pub(super) fn repeated(&self, before: &Fact, after: &Fact) -> Vec<Verdict> {
        let withdrawn = self.of_fact(before);
        let mut out = Vec::new();
        for (index, reading) in after.readings.iter().enumerate().filter(|_| !withdrawn.is_empty()) {
            for (number, stretch) in reading.timeline.stretches().iter().enumerate() {
                let again = withdrawn.iter().find(|w| {
                    let old = before.readings.get(w.reading).map(|r| &r.key);
                    let same = old.is_some_and(|old| {
                        old.unit == reading.key.unit
                            && old.status == reading.key.status
                            && old.interval.relation(&reading.key.interval) == Relation::Within
                    });
                    let fits_now =
                        w.now.as_ref().and_then(|(at, _)| before.readings.get(*at)).is_some_and(|now| {
                            now.key.interval.relation(&reading.key.interval) != Relation::Disjoint
                        });
                    let day = w.by.published.and_then(|p| p.to);
                    let independent = reading.timeline.stretches().iter().any(|s| s.days.map(|d| d.0) <= day);
                    same && !fits_now && !reading.key.negated && stretch.surely > day && !independent
                });
                let Some(again) = again else { continue };
                let other = again.now.as_ref().and_then(|(_, new)| {
                    after.members.iter().position(|m| m.iter().any(|m| m.evidence.claim == new.claim))
                });
                let cited = again.now.iter().map(|(_, new)| new);
                let verdict = Verdict::alone(VerdictKind::Repeats, index, number);
                out.push(Verdict { other, ..verdict }.citing(cited, usize::from(again.now.is_some())));
            }
        }
        out
    }
}

/// The claims without those that are taken back.
pub(super) fn without(claims: &[Claim], withdrawn: &BTreeSet<usize>) -> Vec<Claim> {
    let kept = claims.iter().enumerate().filter(|(i, _)| !withdrawn.contains(i));
    kept.map(|(_, c)| c.clone()).collect()
}
