//! The words of a language by their bytes, made for looking up every word of a text: most of them are unknown,
//! which a bit tells.

use super::bit_set::BitSet;
use super::lexicon::WordId;
use crate::text::{HEAD, head};

/// Words with their ids, from 1 on.
#[derive(Debug, Clone)]
pub(super) struct WordTable {
    /// All words, one behind the other.
    bytes: Vec<u8>,
    /// Where each ends in `bytes`, in the order of their ids.
    ends: Vec<usize>,
    /// Open addressing; as many as a power of two, at most half of them taken.
    slots: Vec<Slot>,
    /// The upper bits of the hashes of all words.
    known: BitSet<{ (1 << BITS) / 64 }>,
}

/// A word: its first eight bytes, its length and its id; free where that is 0.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    head: u64,
    len: u32,
    id: WordId,
}

/// How many bits of a hash `known` tells apart.
const BITS: u32 = 16;

impl Default for WordTable {
    fn default() -> Self {
        let slots = vec![Slot::default(); 1024];
        Self { bytes: Vec::new(), ends: Vec::new(), slots, known: BitSet::default() }
    }
}

/// Fibonacci hashing: the upper bits are the good ones.
#[inline]
fn hash(head: u64, len: usize) -> u64 {
    (head ^ (len as u64).rotate_right(8)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bits of a hash that tell most words apart.
#[inline]
const fn upper(hash: u64) -> usize {
    (hash >> (u64::BITS - BITS)) as usize
}

impl WordTable {
    /// The id of the word of `len` bytes that `rest` begins with, of which `head` are the first; 0 if it is unknown.
    #[inline]
    pub(super) fn get(&self, head: u64, rest: &[u8], len: usize) -> WordId {
        let hash = hash(head, len);
        if self.known.has(upper(hash)) { self.find(hash, head, rest.get(..len)) } else { 0 }
    }

    /// The id of a word with this hash, which may be unknown.
    #[inline(never)]
    fn find(&self, hash: u64, head: u64, word: Option<&[u8]>) -> WordId {
        let len = word.map_or(0, <[u8]>::len);
        let same = |slot: &Slot| {
            slot.head == head && slot.len as usize == len && (len <= HEAD || Some(self.word(slot.id)) == word)
        };
        let mut at = self.first(hash);
        // Half of the slots are free, so this ends.
        while let Some(slot) = self.slots.get(at) {
            if slot.id == 0 || same(slot) {
                return slot.id;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        0
    }

    /// The id of a word, given it if it has none yet.
    pub(super) fn intern(&mut self, word: &[u8]) -> WordId {
        let known = self.get(head(word, word.len()), word, word.len());
        if known > 0 {
            return known;
        }
        self.bytes.extend_from_slice(word);
        self.ends.push(self.bytes.len());
        let id = WordId::try_from(self.ends.len()).unwrap_or(0);
        if self.ends.len() * 2 > self.slots.len() {
            self.slots = vec![Slot::default(); self.slots.len() * 2];
            (1..id).for_each(|id| self.place(id));
        }
        self.place(id);
        id
    }

    fn place(&mut self, id: WordId) {
        let word = self.word(id);
        let len = u32::try_from(word.len()).unwrap_or(u32::MAX);
        let slot = Slot { head: head(word, word.len()), len, id };
        let hash = hash(slot.head, word.len());
        self.known.add(upper(hash));
        let first = self.first(hash);
        let (before, from) = self.slots.split_at_mut(first);
        let free = from.iter_mut().chain(before).find(|slot| slot.id == 0);
        free.into_iter().for_each(|free| *free = slot);
    }

    /// The bytes of the word `id`.
    fn word(&self, id: WordId) -> &[u8] {
        let at = (id as usize).saturating_sub(1);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or(&[])
    }

    /// Where a word with this hash stands, if nothing was there before it.
    fn first(&self, hash: u64) -> usize {
        let slots = self.slots.len();
        usize::try_from(hash >> (u64::BITS - slots.trailing_zeros())).unwrap_or(0)
    }

    /// All words with their ids.
    pub(super) fn words(&self) -> impl Iterator<Item = (WordId, &[u8])> {
        (1..).zip(&self.ends).map(|(id, _)| (id, self.word(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_ids_as_the_table_grows() {
        let get = |table: &WordTable, rest: &[u8], len| table.get(head(rest, len), rest, len);
        let mut table = WordTable::default();
        // Words alike in their first eight bytes, and some of fewer.
        let word = |i: u32| if i.is_multiple_of(2) { format!("miljarden{i}") } else { format!("{i}") };
        for i in 0..5_000 {
            assert_eq!(table.intern(word(i).as_bytes()), i + 1);
        }
        for i in 0..5_000 {
            let word = word(i);
            assert_eq!(table.intern(word.as_bytes()), i + 1);
            assert_eq!(get(&table, format!("{word}, en meer").as_bytes(), word.len()), i + 1);
        }
        assert_eq!(get(&table, b"miljarden1", 10), 0);
        assert_eq!(get(&table, b"miljarden2", 9), 0);
        assert_eq!(get(&table, b"", 0), 0);
    }
}
