//! The words that patterns and speakers look for, found in one pass over a sentence.

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use crate::rules::cues::CueWord;

/// The things that stand in a sentence: a bit for each.
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

/// A word in a sentence.
#[derive(Debug, Clone, Copy)]
struct Hit {
    /// Its number.
    word: usize,
    start: usize,
    end: usize,
}

/// What stands in a sentence of what is looked for. A thing is a cue set, or another choice of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    things: Things,
    /// In the order of the text; of those that start alike the longest word first.
    hits: Vec<Hit>,
}

impl Scan {
    /// Whether a word of the thing stands in the sentence.
    pub(super) fn has(&self, thing: usize) -> bool {
        self.things.has(thing)
    }

    /// The things of which a word stands in the sentence.
    pub(super) fn things(&self) -> impl Iterator<Item = usize> {
        self.things.iter()
    }

    /// Where the words of a thing stand, also those within others: where each starts and ends.
    pub(super) fn all<'s>(
        &'s self,
        thing: usize,
        words: &'s Words<'_>,
    ) -> impl Iterator<Item = (usize, usize)> {
        let hits = if self.has(thing) { self.hits.as_slice() } else { &[] };
        hits.iter().filter(move |hit| words.belongs(hit.word, thing)).map(|hit| (hit.start, hit.end))
    }

    /// Where the words of a thing stand, the longest where they overlap.
    pub(super) fn apart<'s>(
        &'s self,
        thing: usize,
        words: &'s Words<'_>,
    ) -> impl Iterator<Item = (usize, usize)> {
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
    automaton: AhoCorasick,
    words: Vec<&'r CueWord>,
    /// For each word where its things begin in `things`, and where the last one's end.
    starts: Vec<usize>,
    /// The things of all words, sorted within each.
    things: Vec<usize>,
    count: usize,
}

impl Words<'_> {
    /// What stands in folded bytes.
    pub(super) fn scan(&self, folded: &[u8]) -> Scan {
        let mut scan = Scan { things: Things::none(self.count), hits: Vec::new() };
        for found in self.automaton.find_overlapping_iter(folded) {
            let number = found.pattern().as_usize();
            let place = self.words.get(number).and_then(|word| word.around(folded, found.start()));
            if let Some((start, end)) = place {
                self.things_of(number).iter().for_each(|thing| scan.things.add(*thing));
                scan.hits.push(Hit { word: number, start, end });
            }
        }
        // With a `*` before its letters a word is found at each place of its letters: the last is meant.
        let rank = |hit: &Hit| self.words.get(hit.word).map(|word| word.rank());
        scan.hits.sort_unstable_by_key(|hit| (hit.start, rank(hit), std::cmp::Reverse(hit.end)));
        scan
    }

    fn things_of(&self, word: usize) -> &[usize] {
        let range = self.starts.get(word).zip(self.starts.get(word + 1));
        range.and_then(|(start, end)| self.things.get(*start..*end)).unwrap_or(&[])
    }

    fn belongs(&self, word: usize, thing: usize) -> bool {
        self.things_of(word).binary_search(&thing).is_ok()
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
    pub(super) fn rarity(&self, thing: usize) -> (usize, std::cmp::Reverse<usize>) {
        let (count, shortest) = self.sizes.get(thing).copied().unwrap_or((0, 0));
        (shortest, std::cmp::Reverse(count))
    }

    /// The words to look for; none where the automaton would be too large.
    pub(super) fn build(mut self) -> Option<Words<'r>> {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let mut starts = Vec::with_capacity(self.words.len() + 1);
        for (i, (word, _)) in self.pairs.iter().enumerate() {
            if starts.len() <= *word {
                starts.push(i);
            }
        }
        starts.push(self.pairs.len());
        let things = self.pairs.into_iter().map(|(_, thing)| thing).collect();
        let automaton = AhoCorasick::new(self.words.iter().map(|word| word.needle().0)).ok()?;
        Some(Words { automaton, words: self.words, starts, things, count: self.sizes.len() })
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
        assert_eq!(scan.things().collect::<Vec<_>>(), [army, norm]);
        assert_eq!(scan.all(army, &words).collect::<Vec<_>>(), [(0, 9), (4, 19), (4, 9)]);
        assert_eq!(scan.apart(army, &words).collect::<Vec<_>>(), [(0, 9)]);
        assert_eq!(scan.apart(norm, &words).collect::<Vec<_>>(), [(4, 9), (29, 43)]);
        assert_eq!(scan.all(empty, &words).count(), 0);
    }
}
