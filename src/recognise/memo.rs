//! What was read at a place, kept for the grammars that ask again.

use std::cell::Cell;

/// The place that was read last of those that share this room, with what was read.
type Place<T> = Cell<Option<(usize, T)>>;

/// A value for each of the last places that were asked for, `N` at most. One takes the same room for any text; a
/// grammar looks no further ahead than 64 places.
#[derive(Debug)]
pub(super) struct Memo<T: Copy, const N: usize = 64> {
    places: Box<[Place<T>]>,
}

impl<T: Copy, const N: usize> Default for Memo<T, N> {
    fn default() -> Self {
        Self { places: (0..N).map(|_| Cell::new(None)).collect() }
    }
}

impl<T: Copy, const N: usize> Memo<T, N> {
    /// The value at `at`, read by `read` if it is not known.
    pub(super) fn get(&self, at: usize, read: impl FnOnce() -> T) -> T {
        let Some(place) = self.places.get(at % N) else { return read() };
        if let Some((known, value)) = place.get()
            && known == at
        {
            return value;
        }
        let value = read();
        place.set(Some((at, value)));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_once_until_another_takes_its_room() {
        let memo = Memo::<i32, 8>::default();
        assert_eq!(memo.get(3, || 7), 7);
        assert_eq!(memo.get(3, || 8), 7);
        assert_eq!(memo.get(3 + 8, || 9), 9);
        assert_eq!(memo.get(3, || 8), 8);
    }
}
