//! What was read at a place, kept for the grammars that ask again.

use std::cell::Cell;

/// How many places are kept: a grammar looks no further ahead than this.
const PLACES: usize = 64;

/// The place that was read last of those that share this room, with what was read.
type Place<T> = Cell<Option<(usize, T)>>;

/// A value for each of the last places that were asked for. One takes the same room for any text.
#[derive(Debug)]
pub(super) struct Memo<T: Copy> {
    places: Box<[Place<T>]>,
}

impl<T: Copy> Default for Memo<T> {
    fn default() -> Self {
        Self { places: (0..PLACES).map(|_| Cell::new(None)).collect() }
    }
}

impl<T: Copy> Memo<T> {
    /// The value at `at`, read by `read` if it is not known.
    pub(super) fn get(&self, at: usize, read: impl FnOnce() -> T) -> T {
        let Some(place) = self.places.get(at % PLACES) else { return read() };
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
        let memo = Memo::default();
        assert_eq!(memo.get(3, || 7), 7);
        assert_eq!(memo.get(3, || 8), 7);
        assert_eq!(memo.get(3 + PLACES, || 9), 9);
        assert_eq!(memo.get(3, || 8), 8);
    }
}
