//! Which values of a sentence metrics win, and with which of their patterns.

use super::Extractor;
use super::article::Article;
use super::context::{missing_context, topic};
use super::conversions::converts;
use super::fits::refusal;
use super::full::Full;
use super::matching::{self, Match};
use super::onward;
use super::plan::{Plan, Planned};
use super::ruled_out::RuledOut;
use super::sentence::Sentence;
use super::sentences::Sentences;
use super::series::{is_named, spread};
use super::telling::Told;
use super::voice::Lookup;
use crate::rules::metric::{BY_ONWARD, Metric, Name, PatternFields};

/// What was found in a sentence.
#[derive(Debug)]
pub(super) struct Found<'s, 'r> {
    /// The values that metrics win.
    pub(super) won: Vec<Match>,
    /// The values that are none of a metric.
    pub(super) ruled_out: RuledOut<'s, 'r>,
    /// What fits a value, but waits for a claim before it.
    pub(super) waiting: Vec<Match>,
}

impl<'r> Extractor<'r> {
    /// The values in a sentence that a metric wins, and those that are none of a metric.
    pub(super) fn found<'s>(
        &'s self,
        article: &'s Article<'s>,
        sentence: &'s Sentence,
        plan: &'s Plan<'s>,
    ) -> Found<'s, 'r> {
        let look = article.lookup();
        let Found { won: mut settled, ruled_out, waiting } = self.settled(article, sentence, plan);
        if let Some(full) = Full::of(sentence, look) {
            settled.retain(|m| !full.is_of_whole(m));
            let more = self.settled(article, &full.sentence, plan).won;
            let more: Vec<Match> = more.into_iter().filter_map(|m| full.written(m)).collect();
            // What rules out the one rules out the other, which counts the same.
            let out = |metric: usize, at: usize| ruled_out.has(metric, at);
            let free = |m: &Match| {
                let lender = full.lender(m.value);
                let in_row = || {
                    m.slots.is_empty() && lender.is_some_and(|at| full.lends_to_named(at, (sentence, look)))
                };
                !out(m.metric, m.value) && !lender.is_some_and(|at| out(m.metric, at)) && !in_row()
            };
            for m in more.into_iter().filter(free) {
                match settled.iter_mut().find(|known| known.value == m.value) {
                    Some(known) if self.says_whose(article.language, known, &m) => *known = m,
                    Some(_) => {}
                    None => settled.push(m),
                }
            }
            settled.sort_by_key(|m| m.value);
        }
        let mut all = spread(settled, &ruled_out, sentence, (self.rules, look));
        let values: Vec<usize> = all.iter().map(|m| m.value).collect();
        all.retain(|m| !converts(article, sentence, &values, m.value));
        for m in &mut all {
            if let Some(metric) = onward::increment(self.rules, sentence, look, m) {
                *m = Match { metric, pattern: BY_ONWARD, ..m.clone() };
            }
        }
        Found { won: all, ruled_out, waiting }
    }

    /// The matches that win the values of a sentence, the values that are none of a metric, and what waits.
    fn settled<'s>(
        &'s self,
        article: &'s Article<'s>,
        sentence: &'s Sentence,
        plan: &'s Plan<'s>,
    ) -> Found<'s, 'r> {
        let look = article.lookup();
        let (never, candidates): (Vec<_>, Vec<_>) =
            plan.candidates(sentence).into_iter().partition(|planned| planned.never);
        let may_claim = |planned: &Planned<'_>| self.in_mind(article, sentence, planned);
        let mut found = matching::matches(sentence, plan, candidates.into_iter(), may_claim);
        found.retain(|m| self.fits(sentence, m, look));
        let ruled_out = RuledOut::new(self, (article, sentence), plan, never);
        let (waiting, found): (Vec<Match>, Vec<Match>) =
            found.into_iter().partition(|m| !self.waits_for(article.language, m).is_empty());
        let won = self.settle(found, &ruled_out, article, sentence);
        Found { won, ruled_out, waiting }
    }

    /// For each value the match that wins it.
    fn settle(
        &self,
        found: Vec<Match>,
        ruled_out: &RuledOut<'_, '_>,
        article: &Article<'_>,
        sentence: &Sentence,
    ) -> Vec<Match> {
        let topic = |m: &Match, fields: &PatternFields| topic(article, sentence, (m, fields));
        let ruled_out = |m: &Match| ruled_out.has(m.metric, m.value);
        matching::settle(found, ruled_out, (&self.rules.metrics, article.language), topic)
    }

    /// Whether the words that a pattern needs before its sentence stand there.
    pub(super) fn in_mind(&self, article: &Article<'_>, sentence: &Sentence, planned: &Planned<'_>) -> bool {
        let metric = self.rules.metrics.get(planned.metric);
        let pattern = metric.and_then(|m| m.patterns.get(article.language)?.get(planned.pattern));
        pattern.is_some_and(|p| missing_context(article, sentence, planned, &p.fields).is_none())
    }

    /// The match of the value at `at` that waited for a claim of others, and has it in what is told before.
    pub(super) fn late(
        &self,
        article: &Article<'_>,
        (sentences, number): (&Sentences<'_>, usize),
        (found, told): (&Found<'_, '_>, &[Told]),
        at: usize,
    ) -> Option<Match> {
        let sentence = sentences.get(number)?;
        let waits: Vec<&Match> = found.waiting.iter().filter(|m| m.value == at).collect();
        if waits.is_empty() {
            return None;
        }
        let before = told.iter().filter(|t| t.sentence < number || t.value < at);
        let in_mind = in_mind(before, sentences, number);
        let known = |name: &Name| in_mind.iter().any(|i| self.is_metric(*i, &name.id));
        // Whose it is, the name before it tells, which goes on from nothing here.
        let named = is_named(sentence, article.lookup(), (0, at));
        let whose = |m: &&Match| !named || m.slots.iter().any(|(name, _)| &**name == "subject");
        let fits = |m: &&Match| whose(m) && self.waits_for(article.language, m).iter().any(known);
        let free = waits.into_iter().filter(fits);
        self.settle(free.cloned().collect(), &found.ruled_out, article, sentence).pop()
    }

    /// The metrics of which a claim has to stand before the value of a match.
    fn waits_for(&self, language: &str, found: &Match) -> &'r [Name] {
        let pattern =
            self.rules.metrics.get(found.metric).and_then(|m| m.patterns.get(language)?.get(found.pattern));
        pattern.map_or(&[], |pattern| &pattern.fields.after)
    }

    /// Whether the metric with an index has an id.
    fn is_metric(&self, index: usize, id: &str) -> bool {
        self.rules.metrics.get(index).is_some_and(|m| *m.policy.metric == *id)
    }

    /// Whether a match says the same as a known one and, unlike it, whose the value is.
    fn says_whose(&self, language: &str, known: &Match, more: &Match) -> bool {
        let scope = |m: &Match| {
            let patterns = self.rules.metrics.get(m.metric)?.patterns.get(language)?;
            patterns.get(m.pattern).map(|p| (p.fields.status, &p.fields.scope))
        };
        let whose = |m: &Match| m.slots.iter().any(|(name, _)| &**name == "subject");
        known.metric == more.metric && scope(known) == scope(more) && !whose(known) && whose(more)
    }

    /// Whether a match of a pattern that has in mind what it needs can stand, before matches compete for its value.
    pub(super) fn fits(&self, sentence: &Sentence, found: &Match, look: Lookup<'_>) -> bool {
        let pattern = |m: &'r Metric| Some((m, &m.patterns.get(look.language)?.get(found.pattern)?.fields));
        let known = self.rules.metrics.get(found.metric).and_then(pattern);
        known.is_some_and(|k| refusal(sentence, found, k, look).is_none())
    }
}

/// The metrics of the claims that a reader has in mind when a sentence begins: those of its paragraph and of the one
/// before.
fn in_mind<'t>(
    told: impl DoubleEndedIterator<Item = &'t Told>,
    sentences: &Sentences<'_>,
    number: usize,
) -> Vec<usize> {
    let Some(block) = sentences.block(number) else { return Vec::new() };
    let near = |t: &&Told| sentences.block(t.sentence).is_some_and(|own| own + 1 >= block);
    let mut metrics: Vec<usize> = told.rev().take_while(near).map(|t| t.pattern.0).collect();
    metrics.sort_unstable();
    metrics.dedup();
    metrics
}
