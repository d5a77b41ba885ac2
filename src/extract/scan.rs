//! The words that patterns and speakers look for, found in one pass over a sentence.

use std::cmp::Reverse;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::heads::Heads;
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
            // Without its lowest bit, until none is left.
            let rest = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|word| *word != 0).map(move |word| i * 64 + word.trailing_zeros() as usize)
        };
        self.0.iter().enumerate().flat_map(bits)
    }
}

/// A word of a thing in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    thing: usize,
    start: usize,
    /// Its number. Where two words start alike the one with the lower is meant.
    word: usize,
    /// With a `*` before its letters a word is found at each place of its letters: the last is meant.
    end: Reverse<usize>,
}

/// What stands in a sentence of what is looked for. A thing is a cue set, or another choice of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    things: Things,
    /// By thing, and of each in the order of the text.
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
    pub(super) fn all(&self, thing: usize) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        let from = if self.has(thing) {
            self.hits.partition_point(|hit| hit.thing < thing)
        } else {
            self.hits.len()
        };
        let hits = self.hits.iter().skip(from).take_while(move |hit| hit.thing == thing);
        hits.map(|hit| (hit.start, hit.end.0))
    }

    /// Where the words of a thing stand, the longest where they overlap.
    pub(super) fn apart(&self, thing: usize) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        let mut last = 0;
        self.all(thing).filter(move |(start, end)| {
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
    /// The others, by a needle: the numbers of its words.
    automaton: Option<AhoCorasick>,
    needles: Vec<usize>,
    /// The longer of two words that start alike stands first.
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
        let mut note = |word: usize, start: usize, end: usize| {
            for thing in self.things_of(word) {
                scan.things.add(*thing);
                scan.hits.push(Hit { thing: *thing, start, word, end: Reverse(end) });
            }
        };
        self.heads.find(&self.words, folded, &mut note);
        let others = self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(folded));
        for found in others {
            let number = self.needles.get(found.pattern().as_usize());
            let Some((number, word)) = number.and_then(|n| Some((*n, self.words.get(*n)?))) else { continue };
            if let Some((start, end)) = word.around(folded, found.start()) {
                note(number, start, end);
            }
        }
        scan.hits.sort_unstable();
        scan
    }

    fn things_of(&self, word: usize) -> &[usize] {
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
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_unstable_by_key(|number| words.get(*number).map(|word| word.rank()));
        let mut numbers = vec![0; words.len()];
        for (new, old) in order.iter().enumerate() {
            numbers.get_mut(*old).into_iter().for_each(|number| *number = new);
        }
        let words: Vec<&CueWord> = order.iter().filter_map(|old| words.get(*old).copied()).collect();
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
        let things = pairs.into_iter().map(|(_, thing)| thing).collect();
        let own = |number: &usize| words.get(*number).is_some_and(|word| !word.head().is_empty());
        let (heads, needles): (Vec<usize>, Vec<usize>) = (0..words.len()).partition(own);
        let texts: Vec<&str> = needles.iter().filter_map(|n| words.get(*n)).map(|w| w.needle().0).collect();
        let automaton = if texts.is_empty() { None } else { Some(AhoCorasick::new(texts).ok()?) };
        let heads = Heads::new(&words, heads);
        Some(Words { heads, automaton, needles, words, starts, things, count: sizes.len() })
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
        assert_eq!(scan.all(army).collect::<Vec<_>>(), [(0, 9), (4, 19), (4, 9)]);
        assert_eq!(scan.apart(army).collect::<Vec<_>>(), [(0, 9)]);
        assert_eq!(scan.apart(norm).collect::<Vec<_>>(), [(4, 9), (29, 43)]);
        assert_eq!(scan.all(empty).count(), 0);
    }
}
