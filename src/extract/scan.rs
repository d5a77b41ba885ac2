//! The words that patterns and speakers look for, found in one pass over a sentence.

use std::cmp::Reverse;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::heads::Heads;
use super::runs::{Run, runs, small};
use super::tails::Tails;
use crate::rules::cues::{CueSet, CueWord, Cues};

/// The things that stand in a sentence: a bit for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Things(Vec<u64>);

impl Things {
    /// Adds a thing.
    pub(super) fn add(&mut self, thing: usize) {
        if let Some(word) = self.0.get_mut(thing / 64) {
            *word |= 1 << (thing % 64);
        }
    }

    /// Adds all of some things.
    pub(super) fn add_all(&mut self, some: &Self) {
        self.0.iter_mut().zip(&some.0).for_each(|(word, more)| *word |= more);
    }

    /// Whether a thing is among them.
    pub(super) fn has(&self, thing: usize) -> bool {
        self.0.get(thing / 64).is_some_and(|word| word >> (thing % 64) & 1 == 1)
    }
}

/// The numbers of the bits that are set.
fn of_bits(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    let bits = |(i, word): (usize, u64)| {
        // Without its lowest bit, until none is left.
        let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
        rest.take_while(|word| *word != 0).map(move |word| i * 64 + word.trailing_zeros() as usize)
    };
    words.enumerate().filter(|(_, word)| *word != 0).flat_map(bits)
}

/// A word in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) start: usize,
    /// Its number. Where two words start alike the one with the lower is meant.
    pub(super) word: usize,
    /// With a `*` before its letters a word is found at each place of its letters: the last is meant.
    pub(super) end: Reverse<usize>,
    /// A bit for each of its things, which may share it.
    things: u64,
}

/// The bit of a thing, which it shares with others.
const fn bit(thing: usize) -> u64 {
    1 << (thing % 64)
}

/// What stands in a sentence of what is looked for. A thing is a cue set, or another choice of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    things: Things,
    /// In the order of the text.
    hits: Vec<Hit>,
}

impl Scan {
    /// Whether a word of the thing stands in the sentence.
    pub(super) fn has(&self, thing: usize) -> bool {
        self.things.has(thing)
    }

    /// Those of some things of which a word stands in the sentence.
    pub(super) fn both(&self, some: &Things) -> impl Iterator<Item = usize> {
        of_bits(self.things.0.iter().zip(&some.0).map(|(a, b)| a & b))
    }

    /// All words that stand in the sentence, in order.
    pub(super) fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Where the words of a thing stand, also those within others: where each starts and ends.
    pub(super) fn all<'s>(
        &'s self,
        thing: usize,
        words: &'s Words<'s>,
    ) -> impl Iterator<Item = (usize, usize)> + use<'s> {
        let hits = if self.has(thing) { self.hits.as_slice() } else { &[] };
        let own = move |hit: &&Hit| hit.things & bit(thing) != 0 && words.is_of(hit.word, thing);
        hits.iter().filter(own).map(|hit| (hit.start, hit.end.0))
    }

    /// Where the words of a thing stand, the longest where they overlap.
    pub(super) fn apart<'s>(
        &'s self,
        thing: usize,
        words: &'s Words<'s>,
    ) -> impl Iterator<Item = (usize, usize)> + use<'s> {
        let mut last = 0;
        self.all(thing, words).filter(move |(start, end)| {
            let free = *start >= last;
            last = if free { *end } else { last };
            free
        })
    }
}

/// All words that are looked for in one language.
#[derive(Debug)]
pub(super) struct Words<'r> {
    /// Those that start with a letter of their own.
    heads: Heads,
    /// Those of which only the last letters are known.
    tails: Tails,
    /// The others, by a needle: the numbers of its words.
    automaton: Option<AhoCorasick>,
    needles: Vec<usize>,
    /// The longer of two words that start alike stands first.
    words: Vec<&'r CueWord>,
    /// For each word where its things begin in `things`, and where the last one's end.
    starts: Vec<usize>,
    /// The things of all words, sorted within each.
    things: Vec<u32>,
    /// For each word the bits of its things.
    bits: Vec<u64>,
    /// The things of each word that has many, as bits, and by word the number of that row, counted from 1.
    rows: Vec<Things>,
    row_of: Vec<u32>,
    count: usize,
}

/// A word with more things than this has a row of bits for them.
const MANY: usize = 12;

impl Words<'_> {
    /// What stands in folded bytes.
    pub(super) fn scan(&self, folded: &[u8]) -> Scan {
        let runs = runs(folded);
        let mut hits: Vec<Hit> = Vec::with_capacity(2 * runs.len());
        let of = |word: usize| self.bits.get(word).copied().unwrap_or(0);
        self.find((folded, &runs), |word, start, end| {
            hits.push(Hit { start, word, end: Reverse(end), things: of(word) });
        });
        hits.sort_unstable();
        let mut things = self.no_things();
        hits.iter().for_each(|hit| self.add_things(hit.word, &mut things));
        Scan { things, hits }
    }

    /// The things of which a word stands in folded bytes.
    pub(super) fn things(&self, folded: &[u8]) -> Things {
        let mut things = self.no_things();
        self.find((folded, &runs(folded)), |word, _, _| self.add_things(word, &mut things));
        things
    }

    /// Tells of every word in a folded text, which has these runs, its number, where it starts and where it ends.
    fn find(&self, with: (&[u8], &[Run]), mut tell: impl FnMut(usize, usize, usize)) {
        let words = self.words.as_slice();
        self.heads.find(words, with, &mut tell);
        self.tails.find(words, with, &mut tell);
        let others = self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(with.0));
        for found in others {
            let number = self.needles.get(found.pattern().as_usize());
            let Some((word, known)) = number.and_then(|n| Some((*n, words.get(*n)?))) else { continue };
            if let Some((start, end)) = known.around(with.0, found.start()) {
                tell(word, start, end);
            }
        }
    }

    /// Adds the things of a word.
    fn add_things(&self, word: usize, to: &mut Things) {
        match self.row(word) {
            Some(row) => to.add_all(row),
            None => self.things_of(word).iter().for_each(|thing| to.add(*thing as usize)),
        }
    }

    /// None of the things.
    pub(super) fn no_things(&self) -> Things {
        Things(vec![0; self.count.div_ceil(64)])
    }

    /// For each word a bit for each of these things that it is a word of.
    pub(super) fn masks(&self, things: &[Option<usize>]) -> Vec<u32> {
        let bits = |all: &[u32]| {
            let of =
                things.iter().enumerate().filter(|(_, t)| t.is_some_and(|thing| all.contains(&small(thing))));
            of.fold(0, |mask, (bit, _)| mask | 1 << bit)
        };
        (0..self.words.len()).map(|word| bits(self.things_of(word))).collect()
    }

    /// The things of a word that has many.
    fn row(&self, word: usize) -> Option<&Things> {
        let number = self.row_of.get(word)?.checked_sub(1)?;
        self.rows.get(number as usize)
    }

    /// Whether a word is one of a thing.
    fn is_of(&self, word: usize, thing: usize) -> bool {
        match self.row(word) {
            Some(row) => row.has(thing),
            None => self.things_of(word).contains(&small(thing)),
        }
    }

    /// Makes the bits of all words, and the rows of those that have many things.
    fn with_bits(mut self) -> Self {
        for word in 0..self.words.len() {
            self.bits.push(self.things_of(word).iter().fold(0, |bits, thing| bits | bit(*thing as usize)));
            let things = self.things_of(word);
            if things.len() <= MANY {
                self.row_of.push(0);
                continue;
            }
            let mut row = self.no_things();
            things.iter().for_each(|thing| row.add(*thing as usize));
            self.rows.push(row);
            self.row_of.push(small(self.rows.len()));
        }
        self
    }

    fn things_of(&self, word: usize) -> &[u32] {
        let range = self.starts.get(word).zip(self.starts.get(word + 1));
        range.and_then(|(start, end)| self.things.get(*start..*end)).unwrap_or(&[])
    }
}

/// Gathers words and what they belong to.
#[derive(Debug, Default)]
pub(super) struct WordsBuilder<'r> {
    numbers: FxHashMap<&'r CueWord, usize>,
    words: Vec<&'r CueWord>,
    pairs: Vec<(usize, usize)>,
    /// For each thing how many words it has and how long the shortest needle is.
    sizes: Vec<(usize, usize)>,
}

impl<'r> WordsBuilder<'r> {
    /// A new thing without words: its number.
    pub(super) fn thing(&mut self) -> usize {
        self.sizes.push((0, usize::MAX));
        self.sizes.len() - 1
    }

    /// A thing for each of some cue sets in a language, by its name.
    pub(super) fn sets(
        &mut self,
        names: impl Iterator<Item = &'r str>,
        (cues, language): (&'r Cues, &str),
    ) -> FxHashMap<&'r str, usize> {
        let mut numbers = FxHashMap::default();
        for name in names {
            if numbers.contains_key(name) {
                continue;
            }
            let thing = self.thing();
            numbers.insert(name, thing);
            let set = cues.get(name, language);
            set.into_iter().flat_map(CueSet::words).for_each(|word| self.add(word, thing));
        }
        numbers
    }

    /// Adds a word to a thing.
    pub(super) fn add(&mut self, word: &'r CueWord, thing: usize) {
        let (needle, _) = word.needle();
        if needle.is_empty() {
            return;
        }
        let next = self.words.len();
        let number = *self.numbers.entry(word).or_insert(next);
        if number == next {
            self.words.push(word);
        }
        self.pairs.push((number, thing));
        if let Some((count, shortest)) = self.sizes.get_mut(thing) {
            *count += 1;
            *shortest = needle.len().min(*shortest);
        }
    }

    /// How seldom a thing is in a sentence, by a guess: the rarer the longer its shortest word is, and the fewer it has.
    pub(super) fn rarity(&self, thing: usize) -> (usize, Reverse<usize>) {
        let (count, shortest) = self.sizes.get(thing).copied().unwrap_or((0, 0));
        (shortest, Reverse(count))
    }

    /// The words to look for; none where the automaton would be too large.
    pub(super) fn build(self) -> Option<Words<'r>> {
        let Self { words, mut pairs, sizes, .. } = self;
        let mut order: Vec<_> = words.iter().enumerate().map(|(old, word)| (word.rank(), old)).collect();
        order.sort_unstable();
        let mut numbers = vec![0; words.len()];
        for (new, (_, old)) in order.iter().enumerate() {
            numbers.get_mut(*old).into_iter().for_each(|number| *number = new);
        }
        let words: Vec<&CueWord> = order.iter().filter_map(|(_, old)| words.get(*old).copied()).collect();
        pairs.iter_mut().for_each(|(word, _)| *word = numbers.get(*word).copied().unwrap_or(0));
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = Vec::with_capacity(words.len() + 1);
        for (i, (word, _)) in pairs.iter().enumerate() {
            if starts.len() <= *word {
                starts.push(i);
            }
        }
        starts.push(pairs.len());
        let things = pairs.into_iter().map(|(_, thing)| small(thing)).collect();
        let own = |number: &usize| words.get(*number).is_some_and(|word| word.starts_itself());
        let (heads, others): (Vec<usize>, Vec<usize>) = (0..words.len()).partition(own);
        let by_end = |number: &usize| words.get(*number).is_some_and(|word| Tails::takes(word));
        let (tails, needles): (Vec<usize>, Vec<usize>) = others.into_iter().partition(by_end);
        let texts: Vec<&str> = needles.iter().filter_map(|n| words.get(*n)).map(|w| w.needle().0).collect();
        let automaton = if texts.is_empty() { None } else { Some(AhoCorasick::new(texts).ok()?) };
        let (heads, tails) = (Heads::new(&words, heads), Tails::new(&words, tails));
        let (bits, rows, row_of) = Default::default();
        let count = sizes.len();
        let words =
            Words { heads, tails, automaton, needles, words, starts, things, bits, rows, row_of, count };
        Some(words.with_bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_finds_the_words_of_all_things() {
        let words: Vec<CueWord> = ["leger", "het leger", "*norm", "leger des heils"]
            .iter()
            .filter_map(|w| CueWord::written(w))
            .collect();
        let mut builder = WordsBuilder::default();
        let (army, norm, empty) = (builder.thing(), builder.thing(), builder.thing());
        for (i, word) in words.iter().enumerate() {
            builder.add(word, if i == 2 { norm } else { army });
        }
        builder.add(&words[0], norm);
        assert!(builder.rarity(army) > builder.rarity(norm));
        let words = builder.build().unwrap();
        let scan = words.scan(b"het leger des heils haalt de vijf-norm-norm");
        assert!(scan.has(army) && scan.has(norm) && !scan.has(empty));
        let mut two = words.no_things();
        two.add(norm);
        two.add(empty);
        assert_eq!(scan.both(&two).collect::<Vec<_>>(), [norm]);
        assert_eq!(scan.all(army, &words).collect::<Vec<_>>(), [(0, 9), (4, 19), (4, 9)]);
        assert_eq!(scan.apart(army, &words).collect::<Vec<_>>(), [(0, 9)]);
        assert_eq!(scan.apart(norm, &words).collect::<Vec<_>>(), [(4, 9), (29, 43)]);
        assert_eq!(scan.all(empty, &words).count(), 0);
    }
}
