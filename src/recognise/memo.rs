//! What was read at a place, kept for the grammars that ask again.

use std::cell::RefCell;

/// A value for each of the last places that were asked for, `N` at most, of which there are fewer than 65,536. One
/// takes the same room for any text; a grammar looks no further ahead than 64 places.
#[derive(Debug)]
pub(super) struct Memo<T: Copy, const N: usize = 64> {
    /// The number in `read` of the place that was read last of those that share a room, counted from 1; 0 for none.
    rooms: RefCell<Vec<u16>>,
    /// The places that were read, with what was read there.
    read: RefCell<Vec<(usize, T)>>,
}

impl<T: Copy, const N: usize> Default for Memo<T, N> {
    fn default() -> Self {
        Self { rooms: RefCell::new(vec![0; N]), read: RefCell::default() }
    }
}

impl<T: Copy, const N: usize> Memo<T, N> {
    /// The value at `at`, read by `read` if it is not known.
    pub(super) fn get(&self, at: usize, read: impl FnOnce() -> T) -> T {
        if let Some(value) = self.known(at) {
            return value;
        }
        // Reading may ask for other places, and for this one again.
        let value = read();
        let (mut rooms, mut all) = (self.rooms.borrow_mut(), self.read.borrow_mut());
        if let Some(room) = rooms.get_mut(at % N) {
            match usize::from(*room).checked_sub(1).and_then(|number| all.get_mut(number)) {
                Some(place) => *place = (at, value),
                None => {
                    all.push((at, value));
                    *room = u16::try_from(all.len()).unwrap_or(0);
                }
            }
        }
        value
    }

    fn known(&self, at: usize) -> Option<T> {
        let number = usize::from(*self.rooms.borrow().get(at % N)?).checked_sub(1)?;
        let (known, value) = *self.read.borrow().get(number)?;
        (known == at).then_some(value)
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
