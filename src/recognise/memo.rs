//! What was read at a place, kept for the grammars that ask again.

use std::cell::{Cell, RefCell};

/// Room for so many places is made at once.
const SOME: usize = 32;

/// A value for each of the last places that were asked for, `N` at most, of which there are fewer than 65,536. One
/// takes the same room for any text; a grammar looks no further ahead than 64 places.
#[derive(Debug)]
pub(super) struct Memo<T: Copy, const N: usize = 64> {
    /// The number in `read` of the place that was read last of those that share a room, counted from 1; 0 for none.
    rooms: [Cell<u16>; N],
    /// The places that were read, with what was read there.
    read: RefCell<Vec<(usize, T)>>,
}

impl<T: Copy, const N: usize> Default for Memo<T, N> {
    fn default() -> Self {
        Self { rooms: [const { Cell::new(0) }; N], read: RefCell::default() }
    }
}

impl<T: Copy, const N: usize> Memo<T, N> {
    /// The value at `at`, read by `read` if it is not known.
    #[inline]
    pub(super) fn get(&self, at: usize, read: impl FnOnce() -> T) -> T {
        // Reading may ask for other places, and for this one again.
        self.known(at).unwrap_or_else(|| self.keep(at, read()))
    }

    #[inline]
    fn known(&self, at: usize) -> Option<T> {
        let number = usize::from(self.rooms.get(at % N)?.get()).checked_sub(1)?;
        let (known, value) = *self.read.borrow().get(number)?;
        (known == at).then_some(value)
    }

    fn keep(&self, at: usize, value: T) -> T {
        let mut all = self.read.borrow_mut();
        if let Some(room) = self.rooms.get(at % N) {
            match usize::from(room.get()).checked_sub(1).and_then(|number| all.get_mut(number)) {
                Some(place) => *place = (at, value),
                None => {
                    if all.is_empty() {
                        all.reserve(SOME);
                    }
                    all.push((at, value));
                    room.set(u16::try_from(all.len()).unwrap_or(0));
                }
            }
        }
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
