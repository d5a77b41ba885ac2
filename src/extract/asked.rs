//! The cue sets that are asked of what a reader has in mind, found together: in one pass over a title, a paragraph or a
//! part of one.

use rustc_hash::FxHashMap;

use super::scan::{Things, Words, WordsBuilder};
use crate::rules::RuleSet;
use crate::rules::metric::{Metric, PatternFields};
use crate::text::fold;

/// Whether an article tells of its own country.
pub(super) const AT_HOME: &str = "at-home";

/// The sets of one language.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    numbers: FxHashMap<&'r str, usize>,
    words: Words<'r>,
}

/// What a pattern asks of what is in mind, by the numbers of its sets.
#[derive(Debug, Default)]
pub(super) struct InMind {
    /// A word of each of these stands in the sentence or near before it.
    pub(super) context: Vec<usize>,
    /// Or where the article tells what it is about.
    pub(super) topic: Vec<usize>,
}

impl<'r> Asked<'r> {
    /// The sets that rules ask of; none where the automaton would be too large.
    pub(super) fn new(rules: &'r RuleSet, language: &'r str) -> Option<Self> {
        let mut words = WordsBuilder::default();
        let names = rules.metrics.iter().flat_map(|metric| sets(metric, language)).chain([AT_HOME]);
        let numbers = words.sets(names, (&rules.cues, language));
        Some(Self { numbers, words: words.build()? })
    }

    /// The number of a set.
    pub(super) fn number(&self, set: &str) -> Option<usize> {
        self.numbers.get(set).copied()
    }

    /// What a pattern with these fields asks.
    pub(super) fn by(&self, fields: &PatternFields) -> InMind {
        let numbers = |sets: &[String]| sets.iter().filter_map(|set| self.number(set)).collect();
        InMind { context: numbers(&fields.context), topic: numbers(&fields.topic) }
    }

    /// None of the sets.
    pub(super) fn none(&self) -> Things {
        self.words.no_things()
    }

    /// The sets of which a word stands in a text.
    pub(super) fn within(&self, text: &str) -> Things {
        self.words.things(fold(text).as_bytes())
    }

    /// Where in a text, folded, the last word of any of some sets starts.
    pub(super) fn last(&self, sets: &[String], text: &str) -> Option<usize> {
        let scan = self.words.scan(fold(text).as_bytes());
        let numbers = sets.iter().filter_map(|set| self.number(set));
        numbers.flat_map(|number| scan.all(number, &self.words)).map(|(start, _)| start).max()
    }
}

/// The sets that a metric asks of what is in mind.
fn sets<'r>(metric: &'r Metric, language: &str) -> impl Iterator<Item = &'r str> {
    let patterns = metric.patterns.get(language).into_iter().flatten();
    let of = |fields: &'r PatternFields| fields.context.iter().chain(&fields.topic);
    let slots = metric.scope.iter().flat_map(|slot| slot.context.iter().map(|(_, set)| set));
    let all = patterns.flat_map(move |p| of(&p.fields)).chain(slots).chain(&metric.subject.default_with);
    all.map(String::as_str)
}
