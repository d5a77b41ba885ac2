//! The words that start at a place in a text: looked up by their first letters in one table.

use crate::rules::cues::{CueWord, is_word_byte, star_end};

/// Words that begin with a letter or digit, by the letters up to the first sign, space or star in them.
#[derive(Debug)]
pub(super) struct Heads {
    /// The numbers of the words and what follows in them, those of a group side by side.
    words: Vec<(u32, Tail)>,
    groups: Vec<Group>,
    /// For each hash, from its last bits on, that hash and the number of its group, counted from 1; 0 in free places.
    table: Vec<(u32, u32)>,
    /// For each two first letters, a bit for each number of letters that may stand before a star, and the same for the
    /// third and the fourth letter.
    stars: [Vec<u64>; 2],
}

/// What stands in a word behind the letters by which it is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    Nothing,
    /// A star, and nothing else.
    Star,
    /// A gap, and behind it a word that begins with two letters.
    Gap(u8, u8),
    /// Something else.
    Rest,
}

impl Tail {
    /// What stands in a word behind so many letters.
    fn of(word: &CueWord, letters: usize) -> Self {
        match word.as_str().as_bytes().get(letters..) {
            None | Some([]) => Self::Nothing,
            Some([b'*']) => Self::Star,
            Some([b' ', b'.', b'.', b' ', a, b, ..]) if is_word_byte(*a) && is_word_byte(*b) => {
                Self::Gap(*a, *b)
            }
            Some(_) => Self::Rest,
        }
    }
}

/// Words that are looked up together.
#[derive(Debug)]
struct Group {
    kind: Kind,
    /// How many letters they share.
    letters: u32,
    /// The first of them in `words`, and one past the last.
    range: (u32, u32),
}

/// What stands behind the first letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    /// Nothing, or what is not told by one byte.
    End,
    /// A sign or space, and a byte behind it.
    Next(u8, u8),
    /// More letters.
    Star,
}

/// More letters before a star are not looked at in the table.
const MOST_LETTERS: usize = 63;
/// Two letters in so many bits each.
const LETTER_BITS: usize = 5;
/// How many pairs of letters are told apart.
const PAIRS: usize = 1 << (2 * LETTER_BITS);

/// The number of a word, group or link in little room; there are far fewer of them than it holds.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A hash of letters with one more (FNV-1a).
const fn step(hash: u32, letter: u8) -> u32 {
    (hash ^ letter as u32).wrapping_mul(0x0100_0193)
}

/// The hash of no letters.
const EMPTY: u32 = 0x811c_9dc5;

/// The hash of letters with what stands behind them.
const fn with_kind(letters: u32, kind: Kind) -> u32 {
    let hash = match kind {
        Kind::End => step(letters, 0x80),
        Kind::Star => step(letters, 0x81),
        Kind::Next(sign, next) => step(step(letters, sign), next),
    };
    // Its last bits are the place in the table.
    hash ^ (hash >> 15)
}

/// Where the bit for words stands that begin with two letters.
fn pair(first: u8, second: u8) -> usize {
    const MASK: u8 = (1 << LETTER_BITS) - 1;
    usize::from(first & MASK) << LETTER_BITS | usize::from(second & MASK)
}

/// How many letters and digits a word begins with, at most those that are looked at, and what follows.
fn key(word: &CueWord) -> (usize, Kind) {
    let bytes = word.as_str().as_bytes();
    let letters = bytes.iter().take_while(|b| is_word_byte(**b)).count();
    let kind = match bytes.get(letters..) {
        Some([b'*', ..]) => return (letters.min(MOST_LETTERS), Kind::Star),
        Some([b' ', b'.', b'.', ..] | [_, b'*', ..]) => Kind::End,
        Some([sign, next, ..]) => Kind::Next(*sign, *next),
        _ => Kind::End,
    };
    (letters, kind)
}

impl Heads {
    /// The words with these numbers.
    pub(super) fn new(words: &[&CueWord], numbers: Vec<usize>) -> Self {
        let entry = |number: usize| {
            let word = words.get(number)?;
            let (letters, kind) = key(word);
            let first = word.as_str().as_bytes().get(..letters)?;
            let hash = with_kind(first.iter().fold(EMPTY, |hash, byte| step(hash, *byte)), kind);
            Some((hash, first, kind, number))
        };
        let mut entries: Vec<_> = numbers.into_iter().filter_map(entry).collect();
        entries.sort_unstable();
        let mut heads = Self {
            words: entries.iter().map(|(_, first, _, number)| tailed(words, first.len(), *number)).collect(),
            groups: Vec::new(),
            table: vec![(0, 0); (entries.len() * 2).next_power_of_two()],
            stars: [vec![0; PAIRS], vec![0; PAIRS]],
        };
        let mut at = 0;
        for alike in entries.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let Some((hash, first, kind, _)) = alike.first() else { continue };
            let range = (small(at), small(at + alike.len()));
            heads.groups.push(Group { kind: *kind, letters: small(first.len()), range });
            heads.enter(*hash);
            if *kind == Kind::Star {
                heads.note_star(first);
            }
            at += alike.len();
        }
        heads
    }

    /// Enters the last group into the table.
    fn enter(&mut self, hash: u32) {
        let number = small(self.groups.len());
        let mask = self.table.len() - 1;
        let places = (0..self.table.len()).map(|i| (hash as usize + i) & mask);
        let free = { places }.find(|at| self.table.get(*at).is_some_and(|(_, group)| *group == 0));
        free.and_then(|at| self.table.get_mut(at)).into_iter().for_each(|place| *place = (hash, number));
    }

    /// Notes after how many letters a star may follow.
    fn note_star(&mut self, first: &[u8]) {
        let bit = 1 << first.len();
        let [begin, go_on] = &mut self.stars;
        note_pair(begin, first, bit);
        note_pair(go_on, first.get(2..).unwrap_or(&[]), bit);
    }

    /// Tells of every word in folded `text` its number, where it starts and where it ends, in the order in which they
    /// start.
    pub(super) fn find(&self, words: &[&CueWord], text: &[u8], mut tell: impl FnMut(usize, usize, usize)) {
        let opens = Opens::of(text);
        let mut at = 0;
        while let Some(start) = next_word(text, at) {
            at = self.find_at(&At { words, text, start, opens: &opens }, &mut tell);
        }
    }

    /// Tells of the words that start where a word of the text does, and where that ends.
    fn find_at(&self, here: &At<'_>, tell: &mut impl FnMut(usize, usize, usize)) -> usize {
        let run = here.text.get(here.start..).unwrap_or(&[]);
        let mut stars = self.star_lengths(run) >> 1;
        let (mut hash, mut letters) = (EMPTY, 0);
        for byte in run.iter().take_while(|byte| is_word_byte(**byte)) {
            hash = step(hash, *byte);
            letters += 1;
            if stars & 1 == 1 {
                self.tell_of((Kind::Star, with_kind(hash, Kind::Star)), letters, here, tell);
            }
            stars >>= 1;
        }
        self.tell_of((Kind::End, with_kind(hash, Kind::End)), letters, here, tell);
        let next = match run.get(letters..) {
            Some([b' ', b' ', rest @ ..]) => rest.iter().find(|b| **b != b' ').map(|next| (b' ', *next)),
            Some([sign, next, ..]) => Some((*sign, *next)),
            _ => None,
        };
        if let Some((sign, next)) = next {
            let kind = Kind::Next(sign, next);
            self.tell_of((kind, with_kind(hash, kind)), letters, here, tell);
        }
        here.start + letters
    }

    /// A bit for each number of letters before a star that a word with these letters may have.
    fn star_lengths(&self, run: &[u8]) -> u64 {
        let [begin, go_on] = &self.stars;
        let byte = |at: usize| run.get(at).copied().unwrap_or(0);
        let bits = |of: &[u64], at: usize| of.get(at).copied().unwrap_or(0);
        bits(begin, pair(byte(0), byte(1))) & bits(go_on, pair(byte(2), byte(3)))
    }

    /// Tells of the words of one kind whose first letters are these.
    fn tell_of(
        &self,
        (kind, hash): (Kind, u32),
        letters: usize,
        here: &At<'_>,
        tell: &mut impl FnMut(usize, usize, usize),
    ) {
        let mask = self.table.len() - 1;
        let mut place = hash as usize & mask;
        while let Some((known, number)) = self.table.get(place).filter(|(_, number)| *number != 0) {
            if *known == hash
                && let Some(group) = self.groups.get(*number as usize - 1)
                && group.kind == kind
                && group.letters as usize == letters
            {
                self.tell_group(group, here, tell);
            }
            place = (place + 1) & mask;
        }
    }

    /// Tells of the words of a group that start here.
    fn tell_group(&self, group: &Group, here: &At<'_>, tell: &mut impl FnMut(usize, usize, usize)) {
        let letters = group.letters as usize;
        let end = here.start + letters;
        let range = group.range.0 as usize..group.range.1 as usize;
        let all = self.words.get(range).unwrap_or(&[]);
        let word = |number: u32| here.words.get(number as usize).copied();
        // All of a group have the same letters.
        let own = all.first().and_then(|(number, _)| word(*number)?.as_str().as_bytes().get(..letters));
        if own.is_none() || own != here.text.get(here.start..end) {
            return;
        }
        for (number, tail) in all {
            let end = match tail {
                Tail::Nothing => Some(end),
                Tail::Star => Some(star_end(here.text, end)),
                Tail::Gap(first, second) if !here.opens.has(*first, *second) => None,
                Tail::Gap(..) | Tail::Rest => {
                    word(*number).and_then(|word| word.goes_on(letters, here.text, end))
                }
            };
            if let Some(end) = end {
                tell(*number as usize, here.start, end);
            }
        }
    }
}

/// The number of a word with what stands in it behind so many letters.
fn tailed(words: &[&CueWord], letters: usize, number: usize) -> (u32, Tail) {
    (small(number), words.get(number).map_or(Tail::Rest, |word| Tail::of(word, letters)))
}

/// Notes a bit for the words that go on with two letters; where there are fewer any may follow.
fn note_pair(of: &mut [u64], letters: &[u8], bit: u64) {
    let all = match letters {
        [first, second, ..] => pair(*first, *second)..=pair(*first, *second),
        [first] => pair(*first, 0)..=pair(*first, u8::MAX),
        [] => 0..=PAIRS - 1,
    };
    of.get_mut(all).into_iter().flatten().for_each(|bits| *bits |= bit);
}

/// Where the next word of a text starts.
fn next_word(text: &[u8], at: usize) -> Option<usize> {
    text.get(at..)?.iter().position(|b| is_word_byte(*b)).map(|gap| at + gap)
}

/// The two letters with which each word of a text starts.
struct Opens([u64; PAIRS / 64]);

impl Opens {
    fn of(text: &[u8]) -> Self {
        let mut opens = Self([0; PAIRS / 64]);
        let mut inside = false;
        for (at, byte) in text.iter().enumerate() {
            let word = is_word_byte(*byte);
            if word && !inside {
                let pair = pair(*byte, text.get(at + 1).copied().unwrap_or(0));
                opens.0.get_mut(pair / 64).into_iter().for_each(|bits| *bits |= 1 << (pair % 64));
            }
            inside = word;
        }
        opens
    }

    fn has(&self, first: u8, second: u8) -> bool {
        let pair = pair(first, second);
        self.0.get(pair / 64).is_some_and(|bits| bits >> (pair % 64) & 1 == 1)
    }
}

/// A place in a text where a word starts.
struct At<'a> {
    words: &'a [&'a CueWord],
    text: &'a [u8],
    start: usize,
    opens: &'a Opens,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_its_letters_start_a_word_of_the_text() {
        let texts =
            ["leger", "leger des heils", "leg*", "lag", "zegt .. toe", "in de", "o*", "5-procentsnorm"];
        let words: Vec<CueWord> = texts.iter().filter_map(|w| CueWord::written(w)).collect();
        let words: Vec<&CueWord> = words.iter().collect();
        let heads = Heads::new(&words, (0..words.len()).collect());
        let found = |text: &'static str| {
            let mut all = Vec::new();
            heads.find(&words, text.as_bytes(), |word, start, end| {
                all.push((texts[word], text.get(start..end).unwrap()));
            });
            all.sort_unstable();
            all
        };
        assert_eq!(found("het leger-hoofd"), [("leg*", "leger-hoofd"), ("leger", "leger")]);
        assert_eq!(
            found("leger  des heils"),
            [("leg*", "leger"), ("leger", "leger"), ("leger des heils", "leger  des heils")]
        );
        assert_eq!(found("zegt nu niets toe, bin de verlag"), [("zegt .. toe", "zegt nu niets toe")]);
        assert_eq!(found("toezegt de lag"), [("lag", "lag")]);
        assert_eq!(found("leger--, ole--"), [("leg*", "leger"), ("leger", "leger"), ("o*", "ole")]);
        assert_eq!(found("zegt nu niet to"), []);
        assert_eq!(found("in de 5-procentsnorm"), [("5-procentsnorm", "5-procentsnorm"), ("in de", "in de")]);
        assert_eq!(found("op 5-procent in  de"), [("in de", "in  de"), ("o*", "op")]);
        assert_eq!(found(""), []);
    }
}
