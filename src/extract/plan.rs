//! What the metrics of one language look for, arranged so that a sentence meets no pattern that cannot fit it.
//!
//! Every pattern hangs on one thing that has to be in its sentence: a cue set or a piece of text. One
//! automaton finds those things in a sentence, and only the patterns that hang on what it found are looked
//! at. So a metric costs nothing in the sentences that lack its words, and its regular expressions are not
//! even built. Parts that several patterns share are searched once in a sentence.

use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;
use regex::bytes::Regex;
use rustc_hash::FxHashMap;

use super::sentence::Sentence;
use crate::rules::RuleSet;
use crate::rules::class::ClassSet;
use crate::rules::cues::{CueSet, Cues};
use crate::rules::metric::Metric;
use crate::rules::pattern::{Part, Pattern, Piece};

/// The things that may be in a sentence: a bit for each cue set and each piece of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Things(Vec<u64>);

impl Things {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, thing: usize) {
        if let Some(word) = self.0.get_mut(thing / 64) {
            *word |= 1 << (thing % 64);
        }
    }

    fn has(&self, thing: usize) -> bool {
        self.0.get(thing / 64).is_some_and(|word| word >> (thing % 64) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        let bits = |(i, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| i * 64 + bit)
        };
        self.0.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(bits)
    }
}

/// A stretch of a sentence that a part fits, with the positions of its slots.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) slots: Vec<(Arc<str>, usize)>,
}

/// A part, in all patterns that have it.
#[derive(Debug)]
struct Shared<'r> {
    part: &'r Part,
    matcher: OnceLock<Option<Matcher>>,
}

#[derive(Debug)]
enum Matcher {
    /// A slot by itself: the mentions of its classes.
    Slot(Arc<str>, ClassSet),
    /// A cue set by itself: its words, which are looked for once for all that need them.
    Cue(String),
    /// Its regular expression and the names of its groups.
    Regex(Regex, Vec<Option<Arc<str>>>),
}

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
    pub(super) source: &'r Pattern,
    things: Vec<usize>,
}

/// The plan of one language.
#[derive(Debug)]
pub(super) struct Plan<'r> {
    cues: &'r Cues,
    language: &'r str,
    sets: Vec<Option<&'r CueSet>>,
    set_numbers: FxHashMap<&'r str, usize>,
    things: usize,
    automaton: AhoCorasick,
    /// The thing that each needle of the automaton stands for.
    needles: Vec<usize>,
    parts: Vec<Shared<'r>>,
    patterns: Vec<Planned<'r>>,
    /// The patterns that hang on each thing, and behind the last those that hang on none.
    by_thing: Vec<Vec<usize>>,
}

impl<'r> Plan<'r> {
    /// The plan for the rules in one language; none where the automaton would be too large.
    pub(super) fn new(rules: &'r RuleSet, language: &'r str) -> Option<Self> {
        let names: Vec<&str> = rules.cues.names().collect();
        let sets: Vec<Option<&CueSet>> = names.iter().map(|name| rules.cues.get(name, language)).collect();
        let mut builder = Builder {
            set_numbers: names.iter().enumerate().map(|(i, name)| (*name, i)).collect(),
            needles: Vec::new(),
            texts: FxHashMap::default(),
            things: names.len(),
            part_numbers: FxHashMap::default(),
            parts: Vec::new(),
        };
        let stems = sets.iter().enumerate().flat_map(|(i, set)| {
            set.iter().flat_map(|set| set.stems()).map(move |stem| (stem.to_owned(), i))
        });
        builder.needles.extend(stems);
        let mut patterns = Vec::new();
        for (m, metric) in rules.metrics.iter().enumerate() {
            patterns.extend(builder.metric(m, metric, language));
        }
        let mut by_thing = vec![Vec::new(); builder.things + 1];
        for (i, pattern) in patterns.iter().enumerate() {
            let rarest = pattern.things.iter().copied().max_by_key(|t| rarity(*t, &sets));
            if let Some(list) = by_thing.get_mut(rarest.unwrap_or(builder.things)) {
                list.push(i);
            }
        }
        let automaton = AhoCorasick::builder().build(builder.needles.iter().map(|(text, _)| text)).ok()?;
        let Builder { set_numbers, needles, things, parts, .. } = builder;
        let needles = needles.into_iter().map(|(_, thing)| thing).collect();
        let cues = &rules.cues;
        Some(Self {
            cues,
            language,
            sets,
            set_numbers,
            things,
            automaton,
            needles,
            parts,
            patterns,
            by_thing,
        })
    }

    /// The things that may be in `folded`.
    pub(super) fn scan(&self, folded: &[u8]) -> Things {
        let mut out = Things::none(self.things);
        for found in self.automaton.find_overlapping_iter(folded) {
            if let Some(thing) = self.needles.get(found.pattern().as_usize()) {
                out.add(*thing);
            }
        }
        out
    }

    /// The patterns that may fit a sentence, in the order of the metrics.
    pub(super) fn candidates(&self, sentence: &Sentence) -> Vec<&Planned<'r>> {
        let held = sentence.things(self);
        let hanging = held.iter().chain([self.things]).filter_map(|thing| self.by_thing.get(thing)).flatten();
        let fits = |pattern: &Planned<'_>| {
            pattern.values.meets(sentence.classes)
                && pattern.source.needs.iter().all(|set| set.meets(sentence.classes))
                && pattern.things.iter().all(|thing| held.has(*thing))
        };
        let mut out: Vec<usize> =
            hanging.copied().filter(|i| self.patterns.get(*i).is_some_and(fits)).collect();
        out.sort_unstable();
        out.iter().filter_map(|i| self.patterns.get(*i)).collect()
    }

    /// Where the words of a cue set stand in a sentence.
    pub(super) fn cue_hits(&self, set: &str, sentence: &Sentence) -> Arc<[(usize, usize)]> {
        let number = self.set_numbers.get(set).filter(|n| sentence.things(self).has(**n));
        let Some(&number) = number else { return Arc::default() };
        sentence.cue_hits(number, || {
            let regex = self.sets.get(number).copied().flatten().and_then(CueSet::regex);
            regex
                .into_iter()
                .flat_map(|r| r.find_iter(&sentence.folded))
                .map(|m| (m.start(), m.end()))
                .collect()
        })
    }

    /// The matcher of a cue set; none where the sentence holds none of its words.
    pub(super) fn cue(&self, set: &str, sentence: &Sentence) -> Option<&'r Regex> {
        let number = *self.set_numbers.get(set)?;
        let held = sentence.things(self).has(number);
        self.sets.get(number).copied().flatten().filter(|_| held)?.regex()
    }

    /// Where the part with a number stands in a sentence.
    pub(super) fn part_hits(&self, number: usize, sentence: &Sentence) -> Arc<[Hit]> {
        let Some(shared) = self.parts.get(number) else { return Arc::default() };
        sentence.part_hits(number, || match shared.matcher(self.cues, self.language) {
            Some(Matcher::Slot(name, classes)) => {
                let marks = sentence.marks.iter().filter(|mark| classes.has(mark.byte));
                let hit = |at| Hit { start: at, end: at + 1, slots: vec![(name.clone(), at)] };
                marks.map(|mark| hit(mark.at)).collect()
            }
            Some(Matcher::Cue(set)) => {
                let hit = |&(start, end): &(usize, usize)| Hit { start, end, slots: Vec::new() };
                self.cue_hits(set, sentence).iter().map(hit).collect()
            }
            Some(Matcher::Regex(regex, names)) => {
                regex.captures_iter(&sentence.folded).filter_map(|found| hit(&found, names)).collect()
            }
            None => Arc::default(),
        })
    }
}

fn hit(found: &regex::bytes::Captures<'_>, names: &[Option<Arc<str>>]) -> Option<Hit> {
    let whole = found.get(0)?;
    let slot = |(i, name): (usize, &Option<Arc<str>>)| Some((name.clone()?, found.get(i)?.start()));
    let slots = names.iter().enumerate().filter_map(slot).collect();
    Some(Hit { start: whole.start(), end: whole.end(), slots })
}

impl Shared<'_> {
    fn matcher(&self, cues: &Cues, language: &str) -> Option<&Matcher> {
        let build = || match self.part.pieces.as_slice() {
            [Piece::Slot(name, classes)] => Some(Matcher::Slot(name.as_str().into(), *classes)),
            [Piece::Cue(set)] => Some(Matcher::Cue(set.clone())),
            _ => {
                let regex = self.part.regex(cues, language).ok()?;
                let names = regex.capture_names().map(|n| n.map(|n| n.replace('_', "-").into())).collect();
                Some(Matcher::Regex(regex, names))
            }
        };
        self.matcher.get_or_init(build).as_ref()
    }
}

/// How seldom a thing is in a sentence: a piece of text is rarer than a cue set, and that the rarer the
/// longer its shortest word is.
fn rarity(thing: usize, sets: &[Option<&CueSet>]) -> (bool, usize, std::cmp::Reverse<usize>) {
    match sets.get(thing) {
        None => (true, 0, std::cmp::Reverse(0)),
        Some(set) => {
            let stems = || set.iter().flat_map(|set| set.stems());
            (false, stems().map(str::len).min().unwrap_or(usize::MAX), std::cmp::Reverse(stems().count()))
        }
    }
}

/// What a plan is built from.
struct Builder<'r> {
    set_numbers: FxHashMap<&'r str, usize>,
    needles: Vec<(String, usize)>,
    texts: FxHashMap<&'r str, usize>,
    things: usize,
    part_numbers: FxHashMap<&'r [Piece], usize>,
    parts: Vec<Shared<'r>>,
}

impl<'r> Builder<'r> {
    fn metric(&mut self, number: usize, metric: &'r Metric, language: &str) -> Vec<Planned<'r>> {
        let patterns = metric.patterns.get(language).into_iter().flatten().map(|p| &p.pattern);
        let plan = |(i, source): (usize, &'r Pattern)| {
            let texts: Vec<usize> = source.literals.iter().map(|text| self.text(text)).collect();
            let sets = source.cues.iter().filter_map(|set| self.set_numbers.get(set.as_str()).copied());
            let things = sets.chain(texts).collect();
            let group = |group: &'r Vec<Part>| group.iter().map(|part| self.part(part)).collect();
            let parts = source.groups.iter().map(group).collect();
            Planned { metric: number, pattern: i, parts, values: metric.values, source, things }
        };
        patterns.enumerate().map(plan).collect()
    }

    fn text(&mut self, text: &'r str) -> usize {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let thing = self.things;
        self.things += 1;
        self.texts.insert(text, thing);
        self.needles.push((text.to_owned(), thing));
        thing
    }

    fn part(&mut self, part: &'r Part) -> usize {
        let next = self.parts.len();
        let number = *self.part_numbers.entry(part.pieces.as_slice()).or_insert(next);
        if number == next {
            self.parts.push(Shared { part, matcher: OnceLock::new() });
        }
        number
    }
}
