//! The values of a sentence that counter-patterns say are none of a metric.

use std::cell::RefCell;

use super::Extractor;
use super::article::Article;
use super::matching::matches;
use super::plan::{Plan, Planned};
use super::sentence::Sentence;

/// What counter-patterns rule out in a sentence: looked for when it is asked of a metric, for most sentences hold nothing
/// that most metrics could claim.
#[derive(Debug)]
pub(super) struct RuledOut<'s, 'r> {
    extractor: &'s Extractor<'r>,
    article: &'s Article<'s>,
    sentence: &'s Sentence,
    plan: &'s Plan<'s>,
    /// The counter-patterns that may fit, in the order of the metrics.
    patterns: Vec<&'s Planned<'s>>,
    /// Each metric that was asked of, with the values that are none of it.
    known: RefCell<Vec<(usize, Vec<usize>)>>,
}

impl<'s, 'r> RuledOut<'s, 'r> {
    /// What these patterns rule out in the sentence.
    pub(super) fn new(
        extractor: &'s Extractor<'r>,
        (article, sentence): (&'s Article<'s>, &'s Sentence),
        plan: &'s Plan<'s>,
        patterns: Vec<&'s Planned<'s>>,
    ) -> Self {
        Self { extractor, article, sentence, plan, patterns, known: RefCell::default() }
    }

    /// Whether the value at a folded position is none of the metric with an index.
    pub(super) fn has(&self, metric: usize, value: usize) -> bool {
        let mut known = self.known.borrow_mut();
        if let Some((_, values)) = known.iter().find(|(own, _)| *own == metric) {
            return values.contains(&value);
        }
        let values = self.values(metric);
        let has = values.contains(&value);
        known.push((metric, values));
        has
    }

    fn values(&self, metric: usize) -> Vec<usize> {
        let own = self.patterns.iter().copied().filter(|p| p.metric == metric);
        let may_claim = |p: &Planned<'_>| self.extractor.in_mind(self.article, self.sentence, p);
        let found = matches(self.sentence, self.plan, own, may_claim);
        let fits = |m: &&_| self.extractor.fits(self.sentence, m, self.article.lookup());
        found.iter().filter(fits).map(|m| m.value).collect()
    }
}
