//! Changes that a sentence tells: `van 2 naar 5 procent`, `met 3 miljard naar 24 miljard`.

use super::sentence::Sentence;
use super::slots::figure;
use super::telling::Told;
use super::voice::Lookup;
use crate::claim::{ClaimId, Delta};
use crate::value::{Figure, Quantity};

/// How far, in folded characters, a word such as `van` stands before the level that it leads in.
const LEAD: usize = 14;
/// How far apart two levels of a change stand at most.
const APART: usize = 40;
/// How far a figure stands from the word that makes it how much changes: `een stijging van ruim 28 procent`.
const BY: usize = 28;

/// The folded positions of the figures of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Change {
    /// What it was.
    pub(super) from: Option<usize>,
    /// What it becomes.
    pub(super) to: Option<usize>,
    /// How much that is.
    pub(super) by: Option<usize>,
}

/// Whether a word such as `van` leads in the level at `at`.
pub(super) fn leads(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let words = look.all("from", sentence, (at.saturating_sub(LEAD), at));
    words.last().is_some_and(|w| sentence.slice(w.1, at).iter().filter(|b| **b == b' ').count() <= 2)
}

/// Whether a word such as `naar` right before the level at `to` leads from the figure at `from` to it.
pub(super) fn onto(sentence: &Sentence, look: Lookup<'_>, (from, to): (usize, usize)) -> bool {
    let words = look.all("onto", sentence, (from, to));
    words.last().is_some_and(|w| {
        let close = sentence.slice(w.1, to).iter().all(|c| *c == b' ');
        close && sentence.slice(from, w.0).len() <= APART
    })
}

/// Whether a word such as `from` right before the figure at `from` makes it what the level at `to` was before.
fn comes_from(sentence: &Sentence, look: Lookup<'_>, (to, from): (usize, usize)) -> bool {
    let words = look.all("comes-from", sentence, (to, from));
    words.last().is_some_and(|w| {
        let near = sentence.slice(to + 1, w.0);
        sentence.slice(w.1, from).iter().all(|c| *c == b' ') && near.len() <= LEAD && !near.contains(&b',')
    })
}

/// The changes that a sentence tells, in order.
pub(super) fn changes(sentence: &Sentence, look: Lookup<'_>) -> Vec<Change> {
    let figures: Vec<(usize, &Figure)> =
        sentence.marks.iter().filter_map(|m| Some((m.at, figure(m, look.mentions)?))).collect();
    let grows = |at: usize| {
        // `met 3 miljard`, `een stijging van 28 procent`, and `stijgt 28 procent`
        let words = |set| look.all(set, sentence, (at.saturating_sub(BY), at));
        let near = |w: &(usize, usize)| sentence.slice(w.1, at).iter().filter(|b| **b == b' ').count() <= 2;
        words("changes-by").last().is_some_and(near) || words("changing").last().is_some_and(near)
    };
    let pairs = figures.iter().zip(figures.iter().skip(1));
    let mut out: Vec<Change> = Vec::new();
    for ((a, first), (b, second)) in pairs {
        let alike = first.quantity == second.quantity && (first.unit == second.unit || first.unit.is_none());
        // `raised it to 120 from 94`
        if alike
            && onto(sentence, look, (a.saturating_sub(APART), *a))
            && comes_from(sentence, look, (*a, *b))
        {
            out.push(Change { from: Some(*b), to: Some(*a), by: None });
            continue;
        }
        if !onto(sentence, look, (*a, *b)) {
            continue;
        }
        let part = matches!(first.quantity, Quantity::Percent | Quantity::PercentagePoint);
        if alike && leads(sentence, look, *a) {
            out.push(Change { from: Some(*a), to: Some(*b), by: None });
        } else if (alike || part) && grows(*a) {
            out.push(Change { from: None, to: Some(*b), by: Some(*a) });
        }
    }
    // `van 2 naar 5 procent, een stijging van 3 procentpunt`
    if let [change] = out.as_mut_slice()
        && change.by.is_none()
    {
        let inside = |at: usize| change.from == Some(at) || change.to == Some(at);
        let mut others = figures.iter().map(|(at, _)| *at).filter(|at| !inside(*at) && grows(*at));
        if let (Some(by), None) = (others.next(), others.next()) {
            change.by = Some(by);
        }
    }
    out
}

/// Ties the claims of a sentence that tell one change: each then names them all.
pub(super) fn tie(changes: &[Change], claims: &mut [Told]) {
    for change in changes {
        let id = |at: Option<usize>| -> Option<ClaimId> {
            claims.iter().find(|told| Some(told.value) == at).map(|told| told.claim.id.clone())
        };
        let delta = Delta { from: id(change.from), to: id(change.to), by: id(change.by) };
        if [&delta.from, &delta.to, &delta.by].into_iter().flatten().count() < 2 {
            continue;
        }
        let part = |told: &&mut Told| [change.from, change.to, change.by].contains(&Some(told.value));
        for told in claims.iter_mut().filter(part) {
            told.claim.change = Some(delta.clone());
        }
    }
}
