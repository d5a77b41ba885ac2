//! Which time a value speaks of that has no date of its own: the one that was told right before it.

use super::sentence::{Mark, Sentence};
use super::slots::Sources;
use super::voice::Lookup;
use crate::recognise::MentionValue;
use crate::rules::metric::{DateRole, Metric};
use crate::value::{Grain, Period};

/// For how many days before its article a time may have ended that goes on into the next sentence: papers write of the
/// last year or quarter, and go back further only to compare.
const LATELY: i32 = 550;

/// How many blocks back a time goes on.
const BLOCKS: usize = 1;

/// The time of a value that is told in the past, or as what was told before it, where the value before has a time or
/// the sentence before names one: `Vorig jaar stegen de uitgaven. België gaf 1,18 procent uit.`
pub(super) fn carried(sources: &Sources<'_>, metric: &Metric, published: Option<Period>) -> Option<Period> {
    let Sources { sentence, look, found, .. } = *sources;
    let (from, to) = sentence.clauses(look).around(found.value);
    let own = (from.min(found.value), to.max(found.value + 1));
    let past = || look.has("was-so", sentence, own);
    let again = || look.starting("says-again", sentence, 0).is_some();
    let whole = (0, sentence.folded.len());
    let other = ["current", "earlier", "future"].iter().any(|set| look.has(set, sentence, whole));
    if metric.dates != DateRole::Period || other || times(sentence, look, metric).next().is_some() {
        return None;
    }
    let day = published.and_then(|p| p.from)?;
    let lately = |p: &Period| {
        p.from.is_some() && p.to.is_some_and(|end| end < day && (day - end).get_days() <= LATELY)
    };
    if past() || again() { before(sources, metric).filter(lately) } else { None }
}

/// The time that was told right before: of the last value that has one, else the only one of the last sentence.
fn before(sources: &Sources<'_>, metric: &Metric) -> Option<Period> {
    let Sources { recall, look, .. } = *sources;
    let number = recall.number();
    let block = recall.block(number)?;
    let metrics = &sources.article.rules.metrics;
    let periodic = |at: usize| metrics.get(at).is_some_and(|m| m.dates == DateRole::Period);
    let last = sources.told.iter().rev().find(|t| t.sentence < number && periodic(t.pattern.0));
    let near = last.filter(|t| recall.block(t.sentence).is_some_and(|b| b + BLOCKS >= block));
    let sentence = recall.before().next().filter(|(at, _)| recall.block(*at) == Some(block));
    // A value without a time in between leaves open which one is meant.
    let told = near.map(|t| (t.sentence, t.claim.period));
    match (told, sentence) {
        (Some((at, period)), Some((previous, _))) if at == previous => fits(period, metric),
        (told, Some((_, previous))) => {
            let mut named = times(previous, look, metric);
            let first = named.next();
            first.filter(|_| named.next().is_none()).or(told.and_then(|(_, p)| fits(p, metric)))
        }
        (told, None) => told.and_then(|(_, period)| fits(period, metric)),
    }
}

fn fits(period: Period, metric: &Metric) -> Option<Period> {
    Some(period).filter(|p| p.grain >= metric.finest.max(Grain::Month) && p.from.is_some())
}

/// The times that a sentence names of which a value of the metric may speak.
fn times<'s>(
    sentence: &'s Sentence,
    look: Lookup<'s>,
    metric: &'s Metric,
) -> impl Iterator<Item = Period> + 's {
    let date = move |m: &Mark| match &look.mentions.get(m.mention)?.value {
        MentionValue::Date(d) if d.resolved && d.period.grain >= metric.finest.max(Grain::Month) => {
            Some(d.period)
        }
        _ => None,
    };
    sentence.marks.iter().filter_map(date)
}
