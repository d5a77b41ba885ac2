//! The written forms of all names: which of them stands at a place in a text.

use rustc_hash::FxHashMap;

use super::finder::{Reading, lower};
use crate::text::letters;

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
    /// The range of those that begin with two bytes.
    by_start: FxHashMap<[u8; 2], (usize, usize)>,
    /// A bit for the hash of the four first bytes of each form, of which a shorter one has fewer.
    starts: Bits,
}

/// A set of hashes.
#[derive(Debug)]
struct Bits(Vec<u64>);

/// How many bits a hash has.
const BITS: u32 = 17;

/// Knuth's multiplicative hash.
fn hash(bytes: [u8; 4]) -> usize {
    (u32::from_be_bytes(bytes).wrapping_mul(2_654_435_761) >> (32 - BITS)) as usize
}

impl Bits {
    fn new() -> Self {
        Self(vec![0; (1 << BITS) / 64])
    }

    fn add(&mut self, bytes: [u8; 4]) {
        let bit = hash(bytes);
        self.0.get_mut(bit / 64).into_iter().for_each(|word| *word |= 1 << (bit % 64));
    }

    fn has(&self, bytes: [u8; 4]) -> bool {
        let bit = hash(bytes);
        self.0.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}

impl Surfaces {
    /// A table of forms with their readings. Forms of one byte are left out.
    pub(super) fn new(forms: FxHashMap<String, Vec<Reading>>) -> Self {
        let mut forms: Vec<(String, Vec<Reading>)> = forms.into_iter().filter(|(t, _)| t.len() > 1).collect();
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        let mut out = Self {
            sorted: Vec::with_capacity(forms.len()),
            by_start: FxHashMap::default(),
            starts: Bits::new(),
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
        let &[a, b, ref rest @ ..] = text else { return };
        self.by_start.entry([a, b]).or_insert((at, at)).1 = at + 1;
        let byte = |at: usize| rest.get(at).copied().unwrap_or(0);
        self.starts.add([a, b, byte(0), byte(1)]);
    }

    pub(super) fn get(&self, at: usize) -> Option<&Surface> {
        self.sorted.get(at)
    }

    /// The first place from `from` on, not within a word, at which a form stands, and the longest such form.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut at = from;
        if from.checked_sub(1).is_some_and(word) {
            at = past_word(bytes, at);
        }
        while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() > 1) {
            if self.may_start(rest)
                && let Some(found) = self.at(rest)
            {
                return Some((at, found));
            }
            at = past_word(bytes, at);
        }
        None
    }

    fn may_start(&self, rest: &[u8]) -> bool {
        let &[a, b, ref more @ ..] = rest else { return false };
        let byte = |at: usize| more.get(at).copied().unwrap_or(0);
        let (c, d) = (byte(0), byte(1));
        self.starts.has([a, b, c, d]) || self.starts.has([a, b, c, 0]) || self.starts.has([a, b, 0, 0])
    }

    /// The longest form that `rest` begins with.
    fn at(&self, rest: &[u8]) -> Option<usize> {
        let &[a, b, ..] = rest else { return None };
        let (low, high) = *self.by_start.get(&[a, b])?;
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

/// The place behind the ASCII letters and digits from `at` on, and one byte more, which is none: there the next word
/// may begin.
#[inline]
fn past_word(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        end += letters(bytes.get(end..).unwrap_or(&[]));
        if !bytes.get(end).is_some_and(u8::is_ascii_digit) {
            return end + 1;
        }
        end += 1;
    }
}
