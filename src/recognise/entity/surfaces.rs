//! The written forms of all names: which of them stands at a place in a text.

use rustc_hash::FxHashMap;

use super::super::bit_set::BitSet;
use super::finder::{Reading, lower};
use crate::text::lead;

/// One written form: what it may stand for, and the longest other that it begins with.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    pub(super) text: String,
    pub(super) readings: Vec<Reading>,
    pub(super) shorter: Option<usize>,
    /// Whether it is a common noun.
    pub(super) common: bool,
}

/// The forms in the order of their bytes, with a look at the first four bytes that most words do not pass.
#[derive(Debug)]
pub(super) struct Surfaces {
    sorted: Vec<Surface>,
    /// Those that begin with four bytes; those that are shorter by themselves, with 0 behind them.
    by_start: FxHashMap<u32, Bucket>,
    /// The hashes of the four first bytes of forms.
    starts: BitSet<{ (1 << BITS) / 64 }>,
    /// The hashes of the eight first bytes of forms.
    long: BitSet<{ (1 << BITS) / 64 }>,
    /// The first two bytes of forms that have fewer than four.
    short: BitSet<{ (1 << 16) / 64 }>,
}

/// How many bits a hash has.
const BITS: u32 = 17;

/// Knuth's multiplicative hash.
#[inline]
const fn hash(start: u32) -> usize {
    (start.wrapping_mul(2_654_435_761) >> (u32::BITS - BITS)) as usize
}

/// The same of the first eight bytes, if there are so many.
fn long_hash(text: &[u8]) -> Option<usize> {
    let eight = u64::from_le_bytes(*text.first_chunk()?);
    usize::try_from(eight.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)).ok()
}

/// The first four bytes of `text` as a number, the first the lowest, with 0 for those that it does not have.
#[inline]
fn four(text: &[u8]) -> u32 {
    match text.first_chunk() {
        Some(four) => u32::from_le_bytes(*four),
        None => text.iter().take(4).rev().fold(0, |start, byte| start << 8 | u32::from(*byte)),
    }
}

/// The two first of four bytes.
const fn pair(start: u32) -> usize {
    (start & 0xffff) as usize
}

/// The forms that begin with the same four bytes.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    low: usize,
    high: usize,
    /// Whether one of them has fewer than eight bytes.
    brief: bool,
}

impl Surfaces {
    /// A table of forms with their readings. Forms of one byte are left out.
    pub(super) fn new(forms: FxHashMap<String, Vec<Reading>>) -> Self {
        let mut forms: Vec<(String, Vec<Reading>)> = forms.into_iter().filter(|(t, _)| t.len() > 1).collect();
        forms.sort_unstable_by(|(a, _), (b, _)| (lead(a.as_bytes()), a).cmp(&(lead(b.as_bytes()), b)));
        let mut out = Self {
            sorted: Vec::with_capacity(forms.len()),
            by_start: FxHashMap::default(),
            starts: BitSet::default(),
            long: BitSet::default(),
            short: BitSet::default(),
        };
        let mut open: Vec<usize> = Vec::new();
        for (i, (text, readings)) in forms.into_iter().enumerate() {
            out.mark(text.as_bytes(), i);
            // In sorted order, what a form begins with stands before it, on the stack of open prefixes.
            while open.last().and_then(|&o| out.get(o)).is_some_and(|o| !text.starts_with(o.text.as_str())) {
                open.pop();
            }
            let (common, shorter) = (lower(&text), open.last().copied());
            out.sorted.push(Surface { text, readings, shorter, common });
            open.push(i);
        }
        out
    }

    fn mark(&mut self, text: &[u8], at: usize) {
        let start = four(text);
        let bucket = self.by_start.entry(start).or_insert(Bucket { low: at, high: at, brief: false });
        bucket.high = at + 1;
        match long_hash(text) {
            Some(hash) => self.long.add(hash),
            None => bucket.brief = true,
        }
        if text.len() < 4 {
            self.short.add(pair(start));
        } else {
            self.starts.add(hash(start));
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Surface> {
        self.sorted.get(at)
    }

    /// Whether a form may stand at the byte `at` of `text`: not where most words begin.
    #[inline]
    pub(super) fn may_stand(&self, text: &[u8], at: usize) -> bool {
        let start = four(text.get(at..).unwrap_or(&[]));
        self.starts.has(hash(start)) || self.short.has(pair(start))
    }

    /// The longest form that stands at the byte `at` of `text`.
    pub(super) fn at(&self, text: &[u8], at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let start = four(rest);
        let shorter = self.short.has(pair(start)).then_some([start & 0xff_ffff, start & 0xffff]);
        std::iter::once(start).chain(shorter.into_iter().flatten()).find_map(|start| self.among(rest, start))
    }

    /// The longest form that `rest` begins with, among those with this start and what they begin with.
    fn among(&self, rest: &[u8], start: u32) -> Option<usize> {
        let Bucket { low, high, brief } = *self.by_start.get(&start)?;
        if !brief && !long_hash(rest).is_some_and(|hash| self.long.has(hash)) {
            return None;
        }
        let bucket = self.sorted.get(low..high)?;
        // Every form that `rest` begins with is the last one not above it, or begins that one.
        let last = low + bucket.partition_point(|s| s.text.as_bytes() <= rest);
        let mut next = last.checked_sub(1).filter(|i| *i >= low);
        while let Some(surface) = next.and_then(|i| self.get(i)) {
            if rest.starts_with(surface.text.as_bytes()) {
                return next;
            }
            next = surface.shorter;
        }
        None
    }
}
