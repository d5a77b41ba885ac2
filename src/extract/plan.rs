//! What the metrics of one language look for, arranged so that a sentence meets no pattern that cannot fit it.
//!
//! Every pattern hangs on one thing that has to be in its sentence: a cue set or a piece of text. One
//! automaton finds those things in a sentence, and only the patterns that hang on what it found are looked
//! at. Of those again only the ones whose mentions and cue words stand in their order, with no more words in
//! between than the pattern leaves room for. So a metric costs nothing in the sentences that lack its words,
//! and a regular expression, which takes longer to build than an article to read, is built where it is likely
//! to match. Parts that several patterns share are searched once in a sentence.

use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;
use regex::bytes::Regex;
use rustc_hash::FxHashMap;

use super::sentence::Sentence;
use crate::rules::RuleSet;
use crate::rules::class::ClassSet;
use crate::rules::cues::{CueSet, CueWord, Cues};
use crate::rules::metric::Metric;
use crate::rules::pattern::{Anchor, Held, Part, Pattern, Piece};

/// The things that may be in a sentence: a bit for each cue set and each piece of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Things(Vec<u64>);

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

/// Words of a cue set in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CueHit {
    /// The number of the set.
    set: usize,
    /// Its folded bytes.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
}

/// What stands in a sentence of what patterns and speakers look for.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    things: Things,
    /// By set, then by place; those of one set do not overlap.
    cues: Vec<CueHit>,
}

impl Scan {
    fn of_set(&self, set: usize) -> &[CueHit] {
        let start = self.cues.partition_point(|hit| hit.set < set);
        let rest = self.cues.get(start..).unwrap_or(&[]);
        rest.get(..rest.partition_point(|hit| hit.set == set)).unwrap_or(&[])
    }
}

/// What a needle of the automaton stands for.
#[derive(Debug, Clone, Copy)]
enum Needle<'r> {
    /// A word of a cue set.
    Cue(usize, &'r CueWord),
    /// A piece of a pattern's text.
    Text(usize),
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
    /// What every match of it holds, in order.
    anchors: Vec<(Anchored, Option<usize>)>,
    matcher: OnceLock<Option<Matcher>>,
}

/// An anchor of a part, its cue set by its number.
#[derive(Debug, Clone, Copy)]
enum Anchored {
    Mention(ClassSet),
    /// None for a set that there is not.
    Cue(Option<usize>),
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
    set_numbers: FxHashMap<&'r str, usize>,
    things: usize,
    automaton: AhoCorasick,
    /// What each needle of the automaton stands for.
    needles: Vec<Needle<'r>>,
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
        for (i, set) in sets.iter().enumerate() {
            for word in set.iter().flat_map(|set| set.words()) {
                let (needle, _) = word.needle();
                if !needle.is_empty() {
                    builder.needles.push((needle, Needle::Cue(i, word)));
                }
            }
        }
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
        let needles = needles.into_iter().map(|(_, needle)| needle).collect();
        let cues = &rules.cues;
        Some(Self { cues, language, set_numbers, things, automaton, needles, parts, patterns, by_thing })
    }

    /// What stands in `folded`: the words of every cue set, and the texts of patterns.
    pub(super) fn scan(&self, folded: &[u8]) -> Scan {
        let mut things = Things::none(self.things);
        let mut words: Vec<(CueHit, &CueWord)> = Vec::new();
        for found in self.automaton.find_overlapping_iter(folded) {
            match self.needles.get(found.pattern().as_usize()) {
                Some(Needle::Text(thing)) => things.add(*thing),
                Some(Needle::Cue(set, word)) => {
                    if let Some((start, end)) = word.around(folded, found.start()) {
                        things.add(*set);
                        words.push((CueHit { set: *set, start, end }, word));
                    }
                }
                None => {}
            }
        }
        // Of two that start alike the longer is meant, and with a `*` before its letters the later.
        words.sort_unstable_by_key(|(hit, word)| {
            (hit.set, hit.start, word.rank(), std::cmp::Reverse(hit.end))
        });
        let mut cues: Vec<CueHit> = Vec::with_capacity(words.len());
        for (hit, _) in words {
            if cues.last().is_none_or(|last| last.set != hit.set || last.end <= hit.start) {
                cues.push(hit);
            }
        }
        Scan { things, cues }
    }

    /// The patterns that may fit a sentence, in the order of the metrics.
    pub(super) fn candidates(&self, sentence: &Sentence) -> Vec<&Planned<'r>> {
        let held = &sentence.scan(self).things;
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
    pub(super) fn cue_hits<'s>(&self, set: &str, sentence: &'s Sentence) -> &'s [CueHit] {
        self.set_numbers.get(set).map_or(&[], |number| sentence.scan(self).of_set(*number))
    }

    /// Whether the anchors of the part with a number stand in a sentence in their order, near enough to each other.
    pub(super) fn may_fit(&self, number: usize, sentence: &Sentence) -> bool {
        let Some(shared) = self.parts.get(number) else { return false };
        // Where the anchors so far may end.
        let mut ends: Option<Vec<usize>> = None;
        for (anchor, spaces) in &shared.anchors {
            let near = |start: usize| {
                let reached = |end: &usize| {
                    *end <= start && spaces.is_none_or(|most| sentence.spaces(*end, start) <= most)
                };
                ends.as_ref().is_none_or(|ends| ends.iter().any(reached))
            };
            let next: Vec<usize> = match anchor {
                Anchored::Mention(classes) => {
                    let marks = sentence.marks.iter().filter(|m| classes.has(m.byte) && near(m.at));
                    marks.map(|m| m.at + 1).collect()
                }
                Anchored::Cue(set) => {
                    let hits = set.map_or(&[][..], |set| sentence.scan(self).of_set(set));
                    hits.iter().filter(|hit| near(hit.start)).map(|hit| hit.end).collect()
                }
            };
            if next.is_empty() {
                return false;
            }
            ends = Some(next);
        }
        true
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
                let hit = |hit: &CueHit| Hit { start: hit.start, end: hit.end, slots: Vec::new() };
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
            let lengths = || set.iter().flat_map(|set| set.words()).map(|word| word.needle().0.len());
            (false, lengths().min().unwrap_or(usize::MAX), std::cmp::Reverse(lengths().count()))
        }
    }
}

/// What a plan is built from.
struct Builder<'r> {
    set_numbers: FxHashMap<&'r str, usize>,
    needles: Vec<(&'r str, Needle<'r>)>,
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
        self.needles.push((text, Needle::Text(thing)));
        thing
    }

    fn part(&mut self, part: &'r Part) -> usize {
        let next = self.parts.len();
        let number = *self.part_numbers.entry(part.pieces.as_slice()).or_insert(next);
        if number == next {
            let anchor = |anchor: &Anchor| {
                let held = match &anchor.held {
                    Held::Mention(classes) => Anchored::Mention(*classes),
                    Held::Cue(set) => Anchored::Cue(self.set_numbers.get(set.as_str()).copied()),
                };
                (held, anchor.spaces)
            };
            let anchors = part.anchors.iter().map(anchor).collect();
            self.parts.push(Shared { part, anchors, matcher: OnceLock::new() });
        }
        number
    }
}
