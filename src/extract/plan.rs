//! What the metrics of one language look for, arranged so that a sentence meets no pattern that cannot fit it.
//!
//! Every pattern holds words, cue words and mentions that have to be in its sentence: its anchors. One pass over
//! a sentence finds all words, and only the patterns that hang on one of them are looked at. Of those again only
//! the ones whose anchors stand in their order, with no more words in between than the pattern leaves room for.
//! So a metric costs nothing in the sentences that lack its words, and a regular expression, which takes longer
//! to build than an article to read, is built where it is likely to match. Parts that several patterns share are
//! searched once in a sentence.

use std::sync::{Arc, OnceLock};

use regex::bytes::{Match, Regex};
use rustc_hash::FxHashMap;

use super::clauses;
use super::met::{Anchored, Hanging, Met};
use super::scan::{Scan, Things, Words, WordsBuilder};
use super::sentence::Sentence;
use crate::rules::RuleSet;
use crate::rules::class::ClassSet;
use crate::rules::cues::{CueSet, Cues};
use crate::rules::metric::Metric;
use crate::rules::outline::{Anchor, Choice};
use crate::rules::pattern::{Part, Pattern, Piece, is_passed};

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
    anchors: Vec<InOrder>,
    matcher: OnceLock<Option<Matcher>>,
}

/// What every match of a part holds behind what stands before it.
#[derive(Debug)]
struct InOrder {
    anchor: Anchored,
    /// The most runs of spaces in between.
    spaces: Option<usize>,
    /// Whether nothing is in between but words that a gap passes over.
    plain: bool,
}

#[derive(Debug)]
enum Matcher {
    /// A slot by itself: the mentions of its classes.
    Slot(Arc<str>, ClassSet),
    /// Words by themselves, which are looked for once for all that need them: the thing.
    Words(usize),
    /// Its regular expression and the names of its groups.
    Regex(Regex, Vec<Option<Arc<str>>>),
    /// The same where every match fills all slots: these, each with what may fill it.
    Sure(Regex, Vec<Option<Arc<str>>>, Vec<(Arc<str>, ClassSet)>),
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
    /// What has to stand in a sentence, beside the word that the pattern hangs on; what is rare comes first.
    pub(super) anchors: Vec<Anchored>,
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
    /// What may stand at the anchors.
    choices: FxHashMap<&'r Choice, Anchored>,
    /// The patterns that hang on each thing, and on which things some do.
    by_thing: Vec<Met>,
    hanging: Things,
    /// The patterns that hang on none.
    free: Met,
    /// For each word a bit for each kind of word that clauses hang on.
    clause_words: Vec<u32>,
}

impl<'r> Plan<'r> {
    /// The plan for the rules in one language; none where the automaton would be too large.
    pub(super) fn new(rules: &'r RuleSet, language: &'r str) -> Option<Self> {
        let mut builder = Builder::new(rules, language);
        let mut patterns = Vec::new();
        for (m, metric) in rules.metrics.iter().enumerate() {
            patterns.extend(builder.metric(m, metric));
        }
        let Builder { set_numbers, words, parts, choices, .. } = builder;
        let cues = &rules.cues;
        let mut by_thing: Vec<Met> = Vec::new();
        let mut free = Met::default();
        for (i, pattern) in patterns.iter_mut().enumerate() {
            let sure = pattern.anchors.iter().filter(|a| a.classes.is_empty()).filter_map(|a| a.thing);
            let hangs = sure.max_by_key(|thing| words.rarity(*thing));
            pattern.anchors.retain(|a| a.thing.is_none() || a.thing != hangs);
            pattern.anchors.sort_by_key(|a| std::cmp::Reverse(a.thing.map(|thing| words.rarity(thing))));
            match hangs {
                Some(thing) => {
                    by_thing.resize_with(by_thing.len().max(thing + 1), Met::default);
                    by_thing.get_mut(thing).into_iter().for_each(|met| met.push(i, pattern));
                }
                None => free.push(i, pattern),
            }
        }
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
            choices,
            by_thing,
            hanging,
            free,
            clause_words,
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
        let stand = |anchors: &[Anchored]| anchors.iter().all(|a| a.is_in(sentence, scan));
        let fits = |pattern: &&Hanging| {
            pattern.rarest.is_none_or(|a| a.is_in(sentence, scan))
                && self.patterns.get(pattern.number).is_some_and(|p| stand(&p.anchors))
        };
        let met = hanging.chain([&self.free]).flat_map(|met| met.of(sentence.classes));
        let mut out: Vec<usize> = met.filter(fits).map(|p| p.number).collect();
        out.sort_unstable();
        out.iter().filter_map(|i| self.patterns.get(*i)).collect()
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

    /// Whether the anchors of the part with a number stand in a sentence in their order, near enough to each other.
    pub(super) fn may_fit(&self, number: usize, sentence: &Sentence) -> bool {
        let Some(shared) = self.parts.get(number) else { return false };
        match shared.anchors.as_slice() {
            [] => true,
            [only] => only.anchor.is_in(sentence, sentence.scan(self)),
            _ => sentence.may_fit(number, || self.stands_in_order(shared, sentence)),
        }
    }

    fn stands_in_order(&self, shared: &Shared<'_>, sentence: &Sentence) -> bool {
        let scan = sentence.scan(self);
        // Where the anchors so far may end.
        let mut room = sentence.room();
        let [ends, next] = &mut *room;
        for (number, InOrder { anchor, spaces, plain }) in shared.anchors.iter().enumerate() {
            let near = |start: usize| {
                let reached = |end: &usize| {
                    *end <= start
                        && spaces.is_none_or(|most| sentence.spaces(*end, start) <= most)
                        && (!plain || sentence.slice(*end, start).iter().all(|byte| is_passed(*byte)))
                };
                number == 0 || ends.iter().any(reached)
            };
            let words = anchor.thing.into_iter().flat_map(|thing| scan.all(thing, &self.words));
            let marks =
                sentence.marks.iter().filter(|m| anchor.classes.has(m.byte)).map(|m| (m.at, m.at + 1));
            next.clear();
            next.extend(words.chain(marks).filter(|(start, _)| near(*start)).map(|(_, end)| end));
            if next.is_empty() {
                return false;
            }
            std::mem::swap(ends, next);
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
            Some(Matcher::Words(thing)) => {
                let hit = |(start, end)| Hit { start, end, slots: Vec::new() };
                sentence.scan(self).apart(*thing, &self.words).map(hit).collect()
            }
            Some(Matcher::Sure(regex, names, slots)) => {
                let hit = |found: Match<'_>| {
                    let filled = filled(sentence, &found, slots);
                    let told = || hit(&regex.captures_at(&sentence.folded, found.start())?, names);
                    filled.map(|slots| Hit { start: found.start(), end: found.end(), slots }).or_else(told)
                };
                regex.find_iter(&sentence.folded).filter_map(hit).collect()
            }
            Some(Matcher::Regex(regex, names)) => {
                regex.captures_iter(&sentence.folded).filter_map(|found| hit(&found, names)).collect()
            }
            None => Arc::default(),
        })
    }

    /// The next hit of the part with a number that starts within one of its hits.
    pub(super) fn later(&self, number: usize, sentence: &Sentence, first: &Hit) -> Option<Hit> {
        let shared = self.parts.get(number)?;
        let Some(Matcher::Regex(regex, names) | Matcher::Sure(regex, names, _)) =
            shared.matcher(self.cues, self.language)
        else {
            return None;
        };
        let next = regex.captures_at(&sentence.folded, first.start + 1)?;
        hit(&next, names).filter(|next| next.start < first.end)
    }
}

fn hit(found: &regex::bytes::Captures<'_>, names: &[Option<Arc<str>>]) -> Option<Hit> {
    let whole = found.get(0)?;
    let slot = |(i, name): (usize, &Option<Arc<str>>)| Some((name.clone()?, found.get(i)?.start()));
    let slots = names.iter().enumerate().filter_map(slot).collect();
    Some(Hit { start: whole.start(), end: whole.end(), slots })
}

/// What fills the slots of a match: for each the one mention in it that may; none where another may too. So it need not
/// be told by how the words of the match are read, which takes several times as long as finding it.
fn filled(
    sentence: &Sentence,
    found: &Match<'_>,
    slots: &[(Arc<str>, ClassSet)],
) -> Option<Vec<(Arc<str>, usize)>> {
    let from = sentence.marks.partition_point(|mark| mark.at < found.start());
    let inside = sentence.marks.get(from..)?.iter().take_while(|mark| mark.at < found.end());
    let only = |(name, classes): &(Arc<str>, ClassSet)| {
        let mut may = inside.clone().filter(|mark| classes.has(mark.byte));
        let first = may.next()?;
        may.next().is_none().then(|| (name.clone(), first.at))
    };
    slots.iter().map(only).collect()
}

impl Shared<'_> {
    fn matcher(&self, cues: &Cues, language: &str) -> Option<&Matcher> {
        let alone = match self.anchors.as_slice() {
            [only] if self.part.outline.whole => only.anchor.thing,
            _ => None,
        };
        let build = || match (self.part.pieces.as_slice(), alone) {
            ([Piece::Slot(name, classes)], _) => Some(Matcher::Slot(name.as_str().into(), *classes)),
            (_, Some(thing)) => Some(Matcher::Words(thing)),
            _ => {
                let regex = self.part.regex(cues, language).ok()?;
                let names = regex.capture_names().map(|n| n.map(|n| n.replace('_', "-").into())).collect();
                let slots = self.part.sure_slots();
                let slots = slots.map(|all| all.into_iter().map(|(name, set)| (name.into(), set)).collect());
                Some(match slots {
                    Some(slots) => Matcher::Sure(regex, names, slots),
                    None => Matcher::Regex(regex, names),
                })
            }
        };
        self.matcher.get_or_init(build).as_ref()
    }
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
        let mut set_numbers = FxHashMap::default();
        for name in rules.cues.names() {
            let thing = words.thing();
            set_numbers.insert(name, thing);
            let set = rules.cues.get(name, language);
            set.into_iter().flat_map(CueSet::words).for_each(|word| words.add(word, thing));
        }
        let (choices, part_numbers) = (FxHashMap::default(), FxHashMap::default());
        Self { rules, language, set_numbers, words, choices, part_numbers, parts: Vec::new() }
    }

    fn metric(&mut self, number: usize, metric: &'r Metric) -> Vec<Planned<'r>> {
        let known = metric.placeholders(&self.rules.classes);
        let cues = &self.rules.cues;
        let all = metric.patterns.get(self.language).into_iter().flatten().enumerate();
        let patterns: Vec<_> = all.filter_map(|(i, p)| Some((i, p.pattern(&known, cues)?))).collect();
        let plan = |(i, source): (usize, &'r Pattern)| {
            let group = |group: &'r Vec<Part>| group.iter().map(|part| self.part(part)).collect();
            let parts: Vec<Vec<usize>> = source.groups.iter().map(group).collect();
            let of = |part: &usize| {
                self.parts.get(*part).into_iter().flat_map(|p| p.anchors.iter().map(|a| a.anchor))
            };
            let anchors = parts.iter().flatten().flat_map(of).collect();
            Planned { metric: number, pattern: i, parts, values: metric.values, source, anchors }
        };
        patterns.into_iter().map(plan).collect()
    }

    fn part(&mut self, part: &'r Part) -> usize {
        let next = self.parts.len();
        let number = *self.part_numbers.entry(part.pieces.as_slice()).or_insert(next);
        if number == next {
            let anchors = &part.outline.anchors;
            let anchors = anchors.iter().map(|Anchor { choice, spaces, plain }| InOrder {
                anchor: self.choice(choice),
                spaces: *spaces,
                plain: *plain,
            });
            let anchors = anchors.collect();
            self.parts.push(Shared { part, anchors, matcher: OnceLock::new() });
        }
        number
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
