//! The runs of letters and digits that a folded text is made of, each with a hash, and tables of words by such hashes.

use crate::rules::cues::is_word_byte;
use crate::text::{HEAD, head, letters};

/// Letters and digits of a text between others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) hash: u32,
    /// How many runs of spaces stand before it in the text.
    pub(super) spaces: u32,
    /// How many signs stand before it that no gap passes over.
    pub(super) stops: u32,
}

/// The runs of a folded text, in order.
pub(super) fn runs(text: &[u8]) -> Vec<Run> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let (mut at, mut last) = (0, 0);
    let (mut spaces, mut stops) = (0, 0);
    while let Some(&byte) = text.get(at) {
        if is_word_byte(byte) {
            let rest = text.get(at..).unwrap_or(&[]);
            let len = run_len(rest);
            out.push(Run { start: at, end: at + len, hash: hash(rest, len), spaces, stops });
            at += len;
        } else {
            spaces += u32::from(byte == b' ' && last != b' ');
            stops += u32::from(matches!(byte, b'.' | b';'));
            at += 1;
        }
        last = byte;
    }
    out
}

/// How many letters and digits a text begins with.
pub(super) fn run_len(text: &[u8]) -> usize {
    let letters = letters(text);
    match text.get(letters) {
        // Most are letters alone.
        Some(byte) if is_word_byte(*byte) => {
            let rest = text.get(letters..).unwrap_or(&[]);
            letters + rest.iter().take_while(|b| is_word_byte(**b)).count()
        }
        _ => letters,
    }
}

/// A hash of the first `len` bytes of `text`.
#[inline]
pub(super) fn hash(text: &[u8], len: usize) -> u32 {
    let (mut rest, mut left, mut hash) = (text, len, len as u64);
    loop {
        hash = (hash ^ head(rest, left)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
        let Some(behind) = rest.get(HEAD..).filter(|_| left > HEAD) else { break };
        (rest, left) = (behind, left - HEAD);
    }
    mixed(hash)
}

/// A hash of two numbers.
#[inline]
pub(super) fn both(a: u32, b: u32) -> u32 {
    mixed((u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The good bits of a product.
#[inline]
fn mixed(product: u64) -> u32 {
    u32::try_from(product >> 32).unwrap_or(0)
}

/// How many bits of a hash tell most texts from all words.
const BITS: u32 = 15;

/// Numbers by hashes.
#[derive(Debug)]
pub(super) struct Table {
    /// From the last bits of a hash on, that hash and its number, counted from 1; 0 in free places.
    slots: Vec<(u32, u32)>,
    /// A bit for the first bits of each hash.
    known: Vec<u64>,
}

impl Table {
    /// Room for so many numbers.
    pub(super) fn with_room(numbers: usize) -> Self {
        Self { slots: vec![(0, 0); (numbers * 2 + 1).next_power_of_two()], known: vec![0; (1 << BITS) / 64] }
    }

    /// Enters a number.
    pub(super) fn enter(&mut self, hash: u32, number: usize) {
        let mask = self.slots.len() - 1;
        let mut places = (0..self.slots.len()).map(|i| (hash as usize + i) & mask);
        let free = places.find(|at| self.slots.get(*at).is_some_and(|(_, taken)| *taken == 0));
        let number = small(number + 1);
        free.and_then(|at| self.slots.get_mut(at)).into_iter().for_each(|slot| *slot = (hash, number));
        let (word, bit) = bit(hash);
        self.known.get_mut(word).into_iter().for_each(|bits| *bits |= bit);
    }

    /// The numbers of a hash.
    #[inline]
    pub(super) fn get(&self, hash: u32) -> impl Iterator<Item = usize> {
        let (word, bit) = bit(hash);
        let mut at = self.known.get(word).filter(|bits| **bits & bit != 0).map(|_| hash as usize);
        std::iter::from_fn(move || {
            loop {
                let place = at? & (self.slots.len() - 1);
                at = Some(place + 1);
                let (known, number) = self.slots.get(place)?;
                let number = number.checked_sub(1)?;
                if *known == hash {
                    return Some(number as usize);
                }
            }
        })
    }
}

/// Where the bit of a hash stands.
#[inline]
const fn bit(hash: u32) -> (usize, u64) {
    let upper = (hash >> (u32::BITS - BITS)) as usize;
    (upper / 64, 1 << (upper % 64))
}

/// How many letters may stand before or behind the star of a word, by the letters that stand farthest from it.
#[derive(Debug)]
pub(super) struct Lengths {
    /// For each two first letters, a bit for each number.
    begin: Vec<u64>,
    /// The same for the third and the fourth letter.
    go_on: Vec<u64>,
}

/// Two letters in so many bits each.
const LETTER_BITS: usize = 5;
/// How many pairs of letters are told apart.
const PAIRS: usize = 1 << (2 * LETTER_BITS);

/// Where the bit for two letters stands.
#[inline]
fn pair(first: u8, second: u8) -> usize {
    const MASK: u8 = (1 << LETTER_BITS) - 1;
    usize::from(first & MASK) << LETTER_BITS | usize::from(second & MASK)
}

impl Default for Lengths {
    fn default() -> Self {
        Self { begin: vec![0; PAIRS], go_on: vec![0; PAIRS] }
    }
}

impl Lengths {
    /// The most letters that are told of.
    pub(super) const MOST: usize = 63;

    /// Notes that a star may follow so many letters, which begin like this.
    pub(super) fn note(&mut self, letters: impl Iterator<Item = u8>, count: usize) {
        let mut letters = letters.take(count);
        for of in [&mut self.begin, &mut self.go_on] {
            // Where there are fewer any may follow.
            let all = match (letters.next(), letters.next()) {
                (Some(first), Some(second)) => pair(first, second)..=pair(first, second),
                (Some(first), None) => pair(first, 0)..=pair(first, u8::MAX),
                (None, _) => 0..=PAIRS - 1,
            };
            of.get_mut(all).into_iter().flatten().for_each(|bits| *bits |= 1 << count);
        }
    }

    /// The numbers of letters that a star may follow, from the least on, in a text that begins like this.
    #[inline]
    pub(super) fn of(&self, letters: impl Iterator<Item = u8>) -> impl Iterator<Item = usize> {
        let mut letters = letters.chain(std::iter::repeat(0));
        let mut next = || pair(letters.next().unwrap_or(0), letters.next().unwrap_or(0));
        let (begin, go_on) = (self.begin.get(next()), self.go_on.get(next()));
        let mut bits = begin.zip(go_on).map_or(0, |(begin, go_on)| begin & go_on);
        std::iter::from_fn(move || {
            let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize);
            bits &= bits.wrapping_sub(1);
            lowest
        })
    }
}

/// The number of a word, group or link in little room; there are far fewer of them than it holds.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_has_the_hash_of_its_letters_wherever_it_stands() {
        let text = b"f-16's: de navo-norm_2 wordt, in 2025, verdrievoudigingsvoorstel  ja";
        let all: Vec<&[u8]> = runs(text).iter().map(|run| &text[run.start..run.end]).collect();
        let expected = "f 16 s de navo norm_2 wordt in 2025 verdrievoudigingsvoorstel ja";
        assert_eq!(all, expected.split(' ').map(str::as_bytes).collect::<Vec<_>>());
        for run in runs(text) {
            let alone = &text[run.start..run.end];
            assert_eq!(run.hash, hash(alone, alone.len()), "{run:?}");
            assert_ne!(run.hash, hash(alone, alone.len() - 1));
        }
    }

    #[test]
    fn a_table_gives_all_numbers_of_a_hash() {
        let mut table = Table::with_room(100);
        let of = |i: usize| hash(format!("word {}", i / 2).as_bytes(), 7);
        (0..100).for_each(|i| table.enter(of(i), i));
        for i in 0..50 {
            assert_eq!(table.get(of(2 * i)).collect::<Vec<_>>(), [2 * i, 2 * i + 1]);
        }
        assert_eq!(table.get(hash(b"none", 4)).count(), 0);
    }
}
