//! A set of small numbers of which the most are known, a bit for each.

/// A set of the numbers below 64 times `WORDS`.
#[derive(Debug, Clone)]
pub(super) struct BitSet<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Default for BitSet<WORDS> {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl<const WORDS: usize> BitSet<WORDS> {
    /// Adds a number; one that is too large is left out.
    pub(super) fn add(&mut self, number: usize) {
        self.0.get_mut(number / 64).into_iter().for_each(|word| *word |= 1 << (number % 64));
    }

    /// Whether a number is in it.
    #[inline]
    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}
