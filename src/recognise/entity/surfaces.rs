//! The written forms of all names: which of them stands at a place in a text.

use rustc_hash::FxHashMap;

use super::finder::{Reading, lower};

/// One written form: what it may stand for, and the longest other that it begins with.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    pub(super) text: String,
    pub(super) readings: Vec<Reading>,
    pub(super) shorter: Option<usize>,
    /// Whether it is a common noun.
    pub(super) common: bool,
}

/// The forms in the order of their bytes, with a look at the first three bytes that most words do not pass.
#[derive(Debug)]
pub(super) struct Surfaces {
    sorted: Vec<Surface>,
    /// The range of those that begin with two bytes.
    by_start: FxHashMap<[u8; 2], (usize, usize)>,
    /// A bit for each hash of three first bytes.
    starts: Vec<u64>,
}

/// How many bits a hash of three bytes has.
const BITS: u32 = 16;

fn hash(a: u8, b: u8, c: u8) -> usize {
    let all = u32::from_be_bytes([0, a, b, c]);
    // Knuth's multiplicative hash.
    (all.wrapping_mul(2_654_435_761) >> (32 - BITS)) as usize
}

impl Surfaces {
    /// A table of forms with their readings. Forms of one byte are left out.
    pub(super) fn new(forms: FxHashMap<String, Vec<Reading>>) -> Self {
        let mut forms: Vec<(String, Vec<Reading>)> = forms.into_iter().filter(|(t, _)| t.len() > 1).collect();
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        let mut out = Self {
            sorted: Vec::with_capacity(forms.len()),
            by_start: FxHashMap::default(),
            starts: vec![0; (1 << BITS) / 64],
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
        // Anything may follow a form of two bytes.
        let (low, high) = rest.first().map_or((0, u8::MAX), |c| (*c, *c));
        for c in low..=high {
            let bit = hash(a, b, c);
            if let Some(word) = self.starts.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Surface> {
        self.sorted.get(at)
    }

    /// The first place from `from` on, not within a word, at which a form stands, and the longest such form.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut before = from.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        for (i, &[a, b]) in bytes.get(from..)?.array_windows().enumerate() {
            let inside = before.is_ascii_alphanumeric();
            before = a;
            let c = || bytes.get(from + i + 2).copied().unwrap_or(0);
            if !inside
                && self.may_start(a, b, c())
                && let Some(found) = self.at(bytes.get(from + i..).unwrap_or(&[]))
            {
                return Some((from + i, found));
            }
        }
        None
    }

    fn may_start(&self, a: u8, b: u8, c: u8) -> bool {
        let bit = hash(a, b, c);
        self.starts.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
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
