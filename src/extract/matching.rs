//! Which patterns fit a sentence, and which of them gets which value.

use std::borrow::Cow;
use std::sync::Arc;

use super::part::{Hit, Hits};
use super::plan::{Plan, Planned};
use super::sentence::Sentence;
use crate::rules::class::ClassSet;
use crate::rules::metric::{Metric, PatternFields};
use crate::rules::pattern::{Gap, Group};

/// A pattern that fits a value.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The index of the metric.
    pub(crate) metric: usize,
    /// The index of the pattern among the metric's in the language.
    pub(crate) pattern: usize,
    /// The folded position of the value's mention.
    pub(crate) value: usize,
    /// The folded positions of the slots that the pattern filled.
    pub(crate) slots: Vec<(Arc<str>, usize)>,
    /// The folded bytes from the first to the last part.
    pub(crate) start: usize,
    /// One past the last of them.
    pub(crate) end: usize,
    /// How far apart its groups lie, in folded bytes.
    pub(crate) distance: usize,
}

/// All matches of some patterns in a sentence; of those that cannot make a claim there `may_claim` tells.
pub(super) fn matches<'p, 'r: 'p>(
    sentence: &Sentence,
    plan: &Plan<'r>,
    candidates: impl Iterator<Item = &'p Planned<'r>>,
    may_claim: impl Fn(&Planned<'_>) -> bool,
) -> Vec<Match> {
    // Most do not fit.
    let fits = |planned: &&Planned<'_>| {
        planned.parts.iter().flatten().all(|part| plan.may_fit(*part, sentence)) && may_claim(planned)
    };
    candidates.filter(fits).flat_map(|planned| find(sentence, planned, plan)).collect()
}

/// The matches of one pattern in a sentence.
pub(super) fn find(sentence: &Sentence, planned: &Planned<'_>, plan: &Plan<'_>) -> Vec<Match> {
    let groups = planned.source.groups.as_slice();
    let mut hits: Vec<Hits> = Vec::with_capacity(groups.iter().map(Vec::len).sum());
    for part in planned.parts.iter().flatten() {
        let own = plan.part_hits(*part, sentence);
        if own.all.is_empty() {
            return Vec::new();
        }
        hits.push(own);
    }
    let Some(main) = groups.iter().position(|g| g.iter().any(|p| p.has_value)) else { return Vec::new() };
    let mut rest = hits.as_slice();
    let mut chained = Vec::with_capacity(groups.len());
    for (group, parts) in groups.iter().zip(&planned.parts) {
        let (own, behind) = rest.split_at(parts.len().min(rest.len()));
        rest = behind;
        let lead = group.iter().position(|p| p.has_value).unwrap_or(0);
        let searched = lead > 0 && own.get(lead).is_some_and(|hits| !hits.apart);
        let later = |hit: &Hit| if searched { plan.later(*parts.get(lead)?, sentence, hit) } else { None };
        chained.push(chains(sentence, planned.values, (group, own, lead), later));
    }
    let own = chained.remove(main);
    let number = |found| Match { metric: planned.metric, pattern: planned.pattern, ..found };
    own.iter().filter_map(|chain| join(chain, &chained)).map(number).collect()
}

/// The ways in which the parts of a group follow each other; each hit of its leading
/// part (the one with the value, else the first) takes the nearest hits around it. A hit that starts before what has to
/// stand before it gives way to the `later` one in it: `rate of inflation fell to 2 percent` has `to 2 percent` behind
/// `inflation`, though `of … 2 percent` starts first.
fn chains<'h>(
    sentence: &Sentence,
    values: ClassSet,
    (group, hits, lead): (&Group, &'h [Hits], usize),
    later: impl Fn(&Hit) -> Option<Hit>,
) -> Cow<'h, [Hit]> {
    let Some(Hits { all: leads, .. }) = hits.get(lead) else { return Cow::default() };
    if group.len() == 1 {
        return Cow::Borrowed(leads);
    }
    let chain = |hit: &Hit| {
        let reach = |hit: &Hit| extend(sentence, values, (group, hits), (lead, hit));
        reach(hit).or_else(|| std::iter::successors(later(hit), &later).find_map(|hit| reach(&hit)))
    };
    leads.iter().filter_map(chain).collect()
}

fn extend(
    sentence: &Sentence,
    values: ClassSet,
    (group, hits): (&Group, &[Hits]),
    (lead, hit): (usize, &Hit),
) -> Option<Hit> {
    let mut chain = hit.clone();
    let clear = |start: usize, end: usize, gap: Gap| {
        gap == Gap::Wide || !sentence.slice(start, end).iter().any(|b| values.has(*b))
    };
    for i in (0..lead).rev() {
        let gap = group.get(i + 1)?.gap?;
        let before = hits.get(i)?.all.iter().rev().find(|h| h.end <= chain.start)?;
        if !clear(before.end, chain.start, gap) {
            return None;
        }
        chain.start = before.start;
        chain.slots.extend(before.slots.iter().cloned());
    }
    for i in lead + 1..group.len() {
        let gap = group.get(i)?.gap?;
        let after = hits.get(i)?.all.iter().find(|h| h.start >= chain.end)?;
        if !clear(chain.end, after.start, gap) {
            return None;
        }
        chain.end = after.end;
        chain.slots.extend(after.slots.iter().cloned());
    }
    Some(chain)
}

/// Joins the chain that holds the value with the nearest of each other group.
fn join(chain: &Hit, others: &[Cow<'_, [Hit]>]) -> Option<Match> {
    let value = chain.slots.iter().find(|(name, _)| &**name == "value")?.1;
    let mut out = Match {
        metric: 0,
        pattern: 0,
        value,
        slots: chain.slots.iter().filter(|(name, _)| &**name != "value").cloned().collect(),
        start: chain.start,
        end: chain.end,
        distance: chain.end - chain.start,
    };
    for group in others {
        let gap = |h: &Hit| value.saturating_sub(h.end).max(h.start.saturating_sub(value));
        let near = group.iter().min_by_key(|h| gap(h))?;
        out.distance += gap(near);
        out.start = out.start.min(near.start);
        out.end = out.end.max(near.end);
        out.slots.extend(near.slots.iter().cloned());
    }
    Some(out)
}

fn fields<'m>(m: &Match, metrics: &'m [Metric], language: &str) -> Option<&'m PatternFields> {
    let metric = metrics.get(m.metric)?;
    metric.patterns.get(language)?.get(m.pattern).map(|p| &p.fields)
}

/// For each value the match that wins: the highest rank, then, between metrics that each need a context, the one whose
/// `topic` was named last, then the tightest, then the first. What is `ruled_out` of its metric is no claim.
pub(super) fn settle(
    matches: Vec<Match>,
    ruled_out: impl Fn(&Match) -> bool,
    (metrics, language): (&[Metric], &str),
    topic: impl Fn(&Match, &PatternFields) -> Option<usize>,
) -> Vec<Match> {
    let fields = |m: &Match| fields(m, metrics, language);
    let mut best: Vec<Match> = Vec::new();
    for m in matches {
        let Some(f) = fields(&m) else { continue };
        if ruled_out(&m) {
            continue;
        }
        let key = |m: &Match, rank: i32| (std::cmp::Reverse(rank), m.distance, m.metric, m.pattern);
        match best.iter_mut().find(|b| b.value == m.value) {
            Some(b) => {
                let rank = fields(b).map_or(0, |f| f.rank);
                // What stands around the value in any of its readings is what it shares with a row.
                let (start, end) =
                    if m.metric == b.metric { (m.start.min(b.start), m.end.max(b.end)) } else { (0, 0) };
                let topics = || {
                    let other = fields(b).filter(|other| m.metric != b.metric && other.rank == f.rank)?;
                    Some((topic(&m, f)?, topic(b, other)?)).filter(|(own, other)| own != other)
                };
                let wins =
                    topics().map_or_else(|| key(&m, f.rank) < key(b, rank), |(own, other)| own > other);
                if wins {
                    *b = m;
                }
                if end > 0 {
                    (b.start, b.end) = (start, end);
                }
            }
            None => best.push(m),
        }
    }
    best.sort_by_key(|m| m.value);
    best
}
