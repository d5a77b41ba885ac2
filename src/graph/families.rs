//! How many independent articles there are, in bounded space.

use serde::{Deserialize, Serialize};

/// How many hashes are kept. Below that the count is exact; beyond it is off by about an eighth.
const KEPT: usize = 64;

/// Up to so many families are counted exactly; a larger count is an estimate of that many or more.
pub const EXACT: usize = KEPT - 1;

/// A set of families of articles (copies and versions of one text are one family), of which it keeps the
/// smallest hashes: a k-minimum-values sketch (Bar-Yossef and others, 2002). The same set gives the same
/// sketch in whatever order it is built, and two sketches merge into that of the union.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Families(Vec<u64>);

impl Families {
    /// Adds a family.
    pub fn insert(&mut self, family: u64) {
        self.insert_hash(spread(family));
    }

    /// Adds all of another set.
    pub fn merge(&mut self, other: &Self) {
        for hash in &other.0 {
            // Those that follow are larger still.
            if self.0.len() == KEPT && self.0.last() < Some(hash) {
                return;
            }
            self.insert_hash(*hash);
        }
    }

    fn insert_hash(&mut self, hash: u64) {
        let Err(at) = self.0.binary_search(&hash) else { return };
        if at < KEPT {
            if self.0.is_empty() {
                self.0.reserve_exact(1);
            }
            self.0.insert(at, hash);
            self.0.truncate(KEPT);
        }
    }

    /// Takes a family out. Where there are so many that they are only estimated, one makes no difference.
    pub fn remove(&mut self, family: u64) {
        if let (Ok(at), true) = (self.0.binary_search(&spread(family)), self.0.len() < KEPT) {
            self.0.remove(at);
        }
    }

    /// How many there are; exact up to [`EXACT`].
    #[must_use]
    pub fn count(&self) -> usize {
        match self.0.last() {
            Some(last) if self.0.len() == KEPT => {
                let kept = u128::try_from(KEPT - 1).unwrap_or(0);
                usize::try_from((kept << 64) / u128::from(*last).max(1)).unwrap_or(usize::MAX).max(KEPT)
            }
            _ => self.0.len(),
        }
    }

    /// Whether `family` is the only one.
    #[must_use]
    pub fn is_only(&self, family: u64) -> bool {
        self.0 == [spread(family)]
    }
}

/// Spreads a number over all 64 bits, one to one: the finaliser of `SplitMix64` (Steele and others, 2014).
const fn spread(number: u64) -> u64 {
    let a = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(families: impl IntoIterator<Item = u64>) -> Families {
        let mut out = Families::default();
        families.into_iter().for_each(|f| out.insert(f));
        out
    }

    #[test]
    fn few_are_counted_exactly_and_many_nearly() {
        assert_eq!(of([7, 7, 8]).count(), 2);
        assert_eq!(of(0..40).count(), 40);
        let many = of(0..100_000).count();
        assert!((70_000..130_000).contains(&many), "{many}");
    }

    proptest! {
        #[test]
        fn order_and_parts_do_not_matter(mut all in prop::collection::vec(any::<u64>(), 0..200), cut in 0usize..200) {
            let whole = of(all.clone());
            let (a, b) = all.split_at(cut.min(all.len()));
            let mut merged = of(b.to_vec());
            merged.merge(&of(a.to_vec()));
            prop_assert_eq!(&merged, &whole);
            all.reverse();
            prop_assert_eq!(&of(all), &whole);
        }
    }
}
