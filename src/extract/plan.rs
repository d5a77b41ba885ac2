//! What the metrics of one language look for, arranged so that a sentence meets no pattern that cannot fit it.
//!
//! Every pattern holds words, cue words and mentions that have to be in its sentence: its anchors. One pass over
//! a sentence finds all words, and only the patterns that hang on one of them are looked at. Of those again only
//! the ones whose anchors stand in their order, with no more words in between than the pattern leaves room for.
//! So a metric costs nothing in the sentences that lack its words, and a regular expression, which takes longer
//! to build than an article to read, is built where it is likely to match. Parts that several patterns share are
//! searched once in a sentence.

use rustc_hash::FxHashMap;

use super::asked::{Asked, InMind};
use super::clauses;
use super::met::{Anchored, Hanging, Kinds, Met, Need, Standing};
use super::part::{Ground, Hit, Hits, InOrder, Shared};
use super::scan::{Scan, Things, Words, WordsBuilder};
use super::sentence::Sentence;
use crate::rules::RuleSet;
use crate::rules::class::ClassSet;
use crate::rules::cues::{CueSet, CueWord, Cues};
use crate::rules::metric::{Metric, PatternFields};
use crate::rules::outline::Choice;
use crate::rules::pattern::{Part, Pattern, Piece};

/// A pattern that may fit a sentence.
#[derive(Debug)]
pub(super) struct Planned<'r> {
    /// The index of the metric.
    pub(super) metric: usize,
    /// The index of the pattern among the metric's in the language.
    pub(super) pattern: usize,
    /// The numbers of its parts, group by group.
    pub(super) parts: Vec<Vec<usize>>,
    /// What may be its value.
    pub(super) values: ClassSet,
    /// Whether it is a counter-pattern.
    pub(super) never: bool,
    pub(super) source: &'r Pattern,
    /// What has to be in mind.
    pub(super) in_mind: InMind,
    /// What has to stand in a sentence, beside the word that the pattern hangs on; what is rare comes first.
    pub(super) needs: Vec<Need>,
}

/// The plan of one language.
#[derive(Debug)]
pub(super) struct Plan<'r> {
    cues: &'r Cues,
    language: &'r str,
    set_numbers: FxHashMap<&'r str, usize>,
    words: Words<'r>,
    parts: Vec<Shared<'r>>,
    patterns: Vec<Planned<'r>>,
    /// The classes of the anchors.
    kinds: Kinds,
    /// What may stand at the anchors.
    choices: FxHashMap<&'r Choice, Anchored>,
    /// The patterns that hang on each thing, and on which things some do.
    by_thing: Vec<Met>,
    hanging: Things,
    /// The patterns that hang on none.
    free: Met,
    /// For each word a bit for each kind of word that clauses hang on.
    clause_words: Vec<u32>,
    /// What is asked of what stands before a sentence.
    pub(super) asked: Asked<'r>,
}

impl<'r> Plan<'r> {
    /// The plan for the rules in one language; none where the automaton would be too large.
    pub(super) fn new(rules: &'r RuleSet, language: &'r str) -> Option<Self> {
        let asked = parse(rules, language)?;
        let mut builder = Builder::new(rules, language);
        let mut patterns = Vec::new();
        for (m, metric) in rules.metrics.iter().enumerate() {
            patterns.extend(builder.metric(m, metric, &asked));
        }
        let mut kinds = Kinds::default();
        let Builder { set_numbers, words, parts, choices, .. } = builder;
        let cues = &rules.cues;
        let mut by_thing: Vec<Met> = Vec::new();
        let mut free = Met::default();
        for (i, (pattern, anchors)) in patterns.iter_mut().enumerate() {
            let sure = anchors.iter().filter(|a| a.classes.is_empty()).filter_map(|a| a.thing);
            let hangs = sure.max_by_key(|thing| words.rarity(*thing));
            anchors.retain(|a| a.thing.is_none() || a.thing != hangs);
            anchors.sort_by_key(|a| std::cmp::Reverse(a.thing.map(|thing| words.rarity(thing))));
            pattern.needs = anchors.iter().map(|anchor| kinds.need(*anchor)).collect();
            match hangs {
                Some(thing) => {
                    by_thing.resize_with(by_thing.len().max(thing + 1), Met::default);
                    by_thing.get_mut(thing).into_iter().for_each(|met| met.push(i, pattern));
                }
                None => free.push(i, pattern),
            }
        }
        let patterns = patterns.into_iter().map(|(pattern, _)| pattern).collect();
        let words = words.build()?;
        let mut hanging = words.no_things();
        let some = by_thing.iter().enumerate().filter(|(_, met)| !met.is_empty());
        some.for_each(|(thing, _)| hanging.add(thing));
        let clause_words = words.masks(&clauses::SETS.map(|set| set_numbers.get(set).copied()));
        Some(Self {
            cues,
            language,
            set_numbers,
            words,
            parts,
            patterns,
            kinds,
            choices,
            by_thing,
            hanging,
            free,
            clause_words,
            asked,
        })
    }

    /// What stands in `folded` of what is looked for.
    pub(super) fn scan(&self, folded: &[u8]) -> Scan {
        self.words.scan(folded)
    }

    /// All patterns, in the order of the metrics.
    pub(super) fn patterns(&self) -> &[Planned<'r>] {
        &self.patterns
    }

    /// Whether what may stand at an anchor stands somewhere in a sentence.
    pub(super) fn holds(&self, choice: &Choice, sentence: &Sentence) -> bool {
        let scan = sentence.scan(self);
        self.choices.get(choice).is_some_and(|anchored| anchored.is_in(sentence, scan))
    }

    /// The patterns that may fit a sentence, in the order of the metrics.
    pub(super) fn candidates(&self, sentence: &Sentence) -> Vec<&Planned<'r>> {
        let scan = sentence.scan(self);
        let hanging = scan.both(&self.hanging).filter_map(|thing| self.by_thing.get(thing));
        let standing = Standing::new(sentence, scan, &self.kinds);
        let stand = |needs: &[Need]| needs.iter().all(|need| standing.has(*need));
        let fits = |pattern: &&Hanging| {
            pattern.rarest.is_none_or(|need| standing.has(need))
                && self.patterns.get(pattern.number as usize).is_some_and(|p| stand(&p.needs))
        };
        let met = hanging.chain([&self.free]).flat_map(|met| met.of(sentence.classes));
        let mut out: Vec<u32> = met.filter(fits).map(|p| p.number).collect();
        out.sort_unstable();
        out.iter().filter_map(|i| self.patterns.get(*i as usize)).collect()
    }

    /// The number of a cue set.
    pub(super) fn set_number(&self, set: &str) -> Option<usize> {
        self.set_numbers.get(set).copied()
    }

    /// Where the words of a cue set stand in a sentence, the longest where they overlap.
    pub(super) fn cue_hits<'s>(
        &'s self,
        set: &str,
        sentence: &'s Sentence,
    ) -> impl Iterator<Item = (usize, usize)> + use<'s, 'r> {
        let number = self.set_number(set);
        number.into_iter().flat_map(|number| sentence.scan(self).apart(number, &self.words))
    }

    /// The words of a sentence that clauses hang on, in order: where each starts and ends, and a bit for each of the
    /// sets of [`clauses::SETS`] that it belongs to.
    pub(super) fn clause_words<'s>(
        &'s self,
        sentence: &'s Sentence,
    ) -> impl Iterator<Item = (usize, usize, u32)> + use<'s, 'r> {
        let hits = sentence.scan(self).hits().iter();
        hits.filter_map(|hit| {
            let sets = self.clause_words.get(hit.word).copied().filter(|sets| *sets != 0)?;
            Some((hit.start, hit.end.0, sets))
        })
    }

    /// What parts are looked for with.
    fn ground(&self) -> Ground<'_> {
        Ground { cues: self.cues, language: self.language, words: &self.words }
    }

    /// Whether the part with a number may stand in a sentence.
    pub(super) fn may_fit(&self, number: usize, sentence: &Sentence) -> bool {
        let Some(part) = self.parts.get(number) else { return false };
        let scan = sentence.scan(self);
        part.only_needs(sentence, scan).unwrap_or_else(|| {
            sentence.may_fit(number, || match part.told(sentence, (scan, self.ground())) {
                Some(hits) if hits.is_empty() => false,
                Some(hits) => {
                    sentence.keep_hits(number, Hits::told(hits));
                    true
                }
                None => part.stands_in_order(sentence, (scan, self.ground())),
            })
        })
    }

    /// Where the part with a number stands in a sentence.
    pub(super) fn part_hits(&self, number: usize, sentence: &Sentence) -> Hits {
        let Some(part) = self.parts.get(number) else { return Hits::default() };
        sentence.part_hits(number, || part.hits(sentence, (sentence.scan(self), self.ground())))
    }

    /// The next hit of the part with a number that starts within one of its hits, which were searched for.
    pub(super) fn later(&self, number: usize, sentence: &Sentence, first: &Hit) -> Option<Hit> {
        self.parts.get(number)?.later(first, sentence, self.ground())
    }
}

/// Parses the patterns of a language, half of them beside the other half, and beside both what is asked of what stands
/// before a sentence: they are a good part of what a start takes. Threads of its own do it, for one of a pool that waits
/// may take up an article that waits for this plan.
fn parse<'r>(rules: &'r RuleSet, language: &'r str) -> Option<Asked<'r>> {
    let of = |metric: &Metric| metric.patterns.get(language).map_or(0, Vec::len);
    let all: usize = rules.metrics.iter().map(of).sum();
    let mut so_far = 0;
    let half = rules.metrics.iter().position(|metric| {
        so_far += of(metric);
        2 * so_far > all
    });
    let parse = |metrics: &[Metric]| {
        for metric in metrics {
            let known = metric.placeholders(&rules.classes);
            let patterns = metric.patterns.get(language).into_iter().flatten();
            patterns.for_each(|pattern| _ = pattern.pattern(&known, &rules.cues));
        }
    };
    let (first, second) = rules.metrics.split_at(half.unwrap_or(0));
    std::thread::scope(|scope| {
        scope.spawn(|| parse(first));
        let asked = scope.spawn(|| Asked::new(rules, language));
        parse(second);
        asked.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What a plan is built from.
struct Builder<'r> {
    rules: &'r RuleSet,
    language: &'r str,
    set_numbers: FxHashMap<&'r str, usize>,
    words: WordsBuilder<'r>,
    choices: FxHashMap<&'r Choice, Anchored>,
    part_numbers: FxHashMap<&'r [Piece], usize>,
    parts: Vec<Shared<'r>>,
}

impl<'r> Builder<'r> {
    fn new(rules: &'r RuleSet, language: &'r str) -> Self {
        let mut words = WordsBuilder::default();
        let set_numbers = words.sets(rules.cues.names(), (&rules.cues, language));
        let (choices, part_numbers) = (FxHashMap::default(), FxHashMap::default());
        Self { rules, language, set_numbers, words, choices, part_numbers, parts: Vec::new() }
    }

    /// The patterns of a metric, each with its anchors.
    fn metric(
        &mut self,
        number: usize,
        metric: &'r Metric,
        asked: &Asked<'r>,
    ) -> Vec<(Planned<'r>, Vec<Anchored>)> {
        let known = metric.placeholders(&self.rules.classes);
        let cues = &self.rules.cues;
        let all = metric.patterns.get(self.language).into_iter().flatten().enumerate();
        let patterns: Vec<_> =
            all.filter_map(|(i, p)| Some((i, &p.fields, p.pattern(&known, cues)?))).collect();
        let plan = |(i, fields, source): (usize, &PatternFields, &'r Pattern)| {
            let group = |group: &'r Vec<Part>| group.iter().map(|part| self.part(part)).collect();
            let parts: Vec<Vec<usize>> = source.groups.iter().map(group).collect();
            let of = |part: &usize| self.parts.get(*part).into_iter().flat_map(Shared::anchors);
            let anchors = parts.iter().flatten().flat_map(of).collect();
            let planned = Planned {
                metric: number,
                pattern: i,
                parts,
                values: metric.values,
                never: fields.never,
                source,
                in_mind: asked.by(fields),
                needs: Vec::new(),
            };
            (planned, anchors)
        };
        patterns.into_iter().map(plan).collect()
    }

    fn part(&mut self, part: &'r Part) -> usize {
        let next = self.parts.len();
        let number = *self.part_numbers.entry(part.pieces.as_slice()).or_insert(next);
        if number == next {
            let anchors =
                part.outline.anchors.iter().map(|anchor| InOrder::new(self.choice(&anchor.choice), anchor));
            let anchors = anchors.collect();
            let told = part.outline.anchors.iter().all(|anchor| self.is_written_out(&anchor.choice));
            self.parts.push(Shared::new(part, anchors, told));
        }
        number
    }

    /// Whether the words of the sets of a choice are written out.
    fn is_written_out(&self, choice: &Choice) -> bool {
        let sets = choice.sets.iter().filter_map(|set| self.rules.cues.get(set, self.language));
        !sets.flat_map(CueSet::words).any(CueWord::is_open)
    }

    fn choice(&mut self, choice: &'r Choice) -> Anchored {
        if let Some(known) = self.choices.get(choice) {
            return *known;
        }
        let thing = match (choice.words.as_slice(), choice.sets.as_slice()) {
            ([], []) => None,
            ([], [set]) => self.set_numbers.get(set.as_str()).copied(),
            (words, sets) => {
                let thing = self.words.thing();
                let sets = sets.iter().filter_map(|set| self.rules.cues.get(set, self.language));
                let all = words.iter().chain(sets.flat_map(CueSet::words));
                all.for_each(|word| self.words.add(word, thing));
                Some(thing)
            }
        };
        let anchored = Anchored { thing, classes: choice.classes };
        self.choices.insert(choice, anchored);
        anchored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::Context;
    use crate::testing::lines_below;
    use crate::text::Span;
    use crate::value::Language;

    #[test]
    fn steps_tell_what_the_regular_expression_finds() {
        let mut all = lines_below(&["fixtures", "rules/metrics", "tests/extraction"]);
        all.retain(|line| line.len() < 1_000);
        let (rules, _) = RuleSet::load(Vec::new());
        let mut told = 0;
        for language in rules.languages() {
            let plan = Plan::new(&rules, language).unwrap();
            let context = Context { language: Some(Language::new(language)), ..Context::default() };
            // A third of them are of all kinds.
            for line in all.iter().step_by(3) {
                let mentions = rules.recogniser.recognise(line, &context);
                let span = Span::new(0, line.len());
                let sentence = Sentence::new(line, span, 0, (&mentions, 0), &rules.classes);
                let scan = sentence.scan(&plan);
                let with = (scan, plan.ground());
                for part in plan.parts.iter().filter(|part| part.anchors().all(|a| a.is_in(&sentence, scan)))
                {
                    let Some(hits) = part.told(&sentence, with) else { continue };
                    let seen = |hits: &[Hit]| format!("{hits:?}");
                    assert_eq!(seen(&hits), seen(&part.searched(&sentence, with)), "{line}\n{part:?}");
                    assert!(hits.is_empty() || part.stands_in_order(&sentence, with), "{line}\n{part:?}");
                    told += usize::from(hits.iter().any(|hit| hit.end > hit.start + 1));
                }
            }
        }
        assert!(told > 1_000, "{told}");
    }
}
