//! The words of a language with their ids, and lists, tables and phrases of them: every grammar compares ids and not
//! text.

use rustc_hash::FxHashMap;

use super::numeral::Starts;
use super::token::{Token, TokenKind, tokens};
use super::word_table::WordTable;
use super::words::Words;
use crate::text::{fold_into, head};

/// The id of a word that some pack knows; 0 is any other word.
pub type WordId = u32;

/// Words are known by their folded form, signs (`€`, `°`) as they are.
pub(super) fn key_into(token: &str, out: &mut Vec<u8>) {
    let letter = token.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if letter || token.chars().any(char::is_alphabetic) {
        fold_into(token, out);
    } else {
        out.extend_from_slice(token.as_bytes());
    }
}

/// All words of a language's packs, folded.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    table: WordTable,
    /// The words that were asked for since somebody last asked which.
    asked: WordSet,
    /// The folded endings without which a word is known too: `'s`.
    possessives: Vec<Vec<u8>>,
    /// A bit for each byte that they end in, by its last six bits.
    possessive_ends: u64,
    /// The known words that are looked at again, as a mention may hang on them.
    telling: WordSet,
    /// What number words begin with: words that begin so are looked at again too.
    starts: Starts,
}

/// A token as the lexicon knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The id of its word; 0 if no pack knows it.
    pub(super) id: WordId,
    /// The ending without which the word is known.
    pub(super) ending: Option<Ending>,
    /// Whether a mention may hang on it, so that it is looked at again.
    pub(super) telling: bool,
}

/// Where a possessive ending begins in the written word.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ending {
    /// At its last apostrophe, whichever it is.
    Apostrophe,
    /// So many bytes before its end.
    Bytes(usize),
}

impl Ending {
    /// How many bytes it has in the written word.
    pub(super) fn bytes(self, word: &str) -> usize {
        match self {
            Self::Apostrophe => word.len() - word.rfind(['\'', '’']).unwrap_or(word.len()),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Lexicon {
    /// A lexicon without words, which knows words without these endings too.
    #[must_use]
    pub fn new(possessives: &[String]) -> Self {
        let possessives = possessives.iter().map(|ending| {
            let mut folded = Vec::new();
            fold_into(ending, &mut folded);
            folded
        });
        let possessives: Vec<Vec<u8>> = possessives.collect();
        let ends = possessives.iter().filter_map(|ending| ending.last());
        let possessive_ends = ends.fold(0, |bits, byte| bits | 1 << (byte % 64));
        Self { possessives, possessive_ends, ..Self::default() }
    }

    /// The id of a word without its possessive ending, and the ending.
    #[inline]
    fn owner(&self, folded: &[u8], len: usize) -> Option<(WordId, Ending)> {
        let last = *folded.get(len.checked_sub(1)?)?;
        // Most words end in another letter.
        if self.possessive_ends >> (last % 64) & 1 == 0 {
            return None;
        }
        self.known_owner(folded.get(..len)?)
    }

    #[inline(never)]
    fn known_owner(&self, folded: &[u8]) -> Option<(WordId, Ending)> {
        self.possessives.iter().find_map(|ending| {
            let id = self.id(folded.strip_suffix(ending.as_slice())?);
            let ending =
                if ending.starts_with(b"'") { Ending::Apostrophe } else { Ending::Bytes(ending.len()) };
            (id > 0).then_some((id, ending))
        })
    }

    /// The id of a single word, given it if it has none yet.
    pub fn intern(&mut self, word: &str) -> WordId {
        let mut folded = Vec::new();
        key_into(word, &mut folded);
        let id = self.table.intern(&folded);
        self.asked.extend([id]);
        id
    }

    /// The words that were interned since this was last asked, those that had their id already among them.
    pub(super) fn take_asked(&mut self) -> WordSet {
        std::mem::take(&mut self.asked)
    }

    /// The ids of the tokens of a phrase.
    pub fn phrase(&mut self, text: &str) -> Vec<WordId> {
        tokens(text).iter().map(|t| self.intern(t.text)).collect()
    }

    /// From now on tells of these words, and of all that begin like a number word, that a mention may hang on them.
    pub(super) fn set_telling(&mut self, words: WordSet, starts: Starts) {
        (self.telling, self.starts) = (words, starts);
    }

    /// What is known of a token that has `len` bytes when it is folded; `folded` begins with these, and other text may
    /// follow.
    #[inline]
    pub(super) fn look_up(&self, token: &Token<'_>, folded: &[u8], len: usize) -> Known {
        let head = head(folded, len);
        let mut id = self.table.get(head, folded, len);
        let mut ending = None;
        let telling = match token.kind {
            TokenKind::Word => {
                if id == 0
                    && let Some(owner) = self.owner(folded, len)
                {
                    (id, ending) = (owner.0, Some(owner.1));
                }
                // Two capitals may be a Roman numeral.
                matches!(token.text.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z', ..])
                    || if id == 0 { self.starts.may_start(head) } else { self.telling.contains(&id) }
            }
            TokenKind::Number => true,
            TokenKind::Sign => token.text.len() > 1 || self.telling.contains(&id),
            TokenKind::Break => return Known { id: 0, ending: None, telling: false },
        };
        Known { id, ending, telling }
    }

    /// The words that have an id, folded.
    pub(super) fn words(&self) -> impl Iterator<Item = (WordId, &str)> {
        self.table.words().filter_map(|(id, word)| Some((id, std::str::from_utf8(word).ok()?)))
    }

    /// The id of a folded word; 0 if no pack knows it.
    #[must_use]
    pub fn id(&self, folded: &[u8]) -> WordId {
        self.table.get(head(folded, folded.len()), folded, folded.len())
    }
}

/// A set of words.
#[derive(Debug, Clone, Default)]
pub struct WordSet {
    bits: Vec<u64>,
    count: usize,
}

impl WordSet {
    /// Whether `id` is in it; the id of unknown words never is.
    #[must_use]
    #[inline]
    pub fn contains(&self, id: &WordId) -> bool {
        let at = *id as usize;
        self.bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// The words in it, in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = WordId> {
        (0..).zip(&self.bits).flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        })
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl Extend<WordId> for WordSet {
    fn extend<I: IntoIterator<Item = WordId>>(&mut self, ids: I) {
        for at in ids.into_iter().filter(|id| *id > 0).map(|id| id as usize) {
            if self.bits.len() <= at / 64 {
                self.bits.resize(at / 64 + 1, 0);
            }
            if let Some(word) = self.bits.get_mut(at / 64) {
                *word |= 1 << (at % 64);
                self.count += 1;
            }
        }
    }
}

impl FromIterator<WordId> for WordSet {
    fn from_iter<I: IntoIterator<Item = WordId>>(ids: I) -> Self {
        let mut out = Self::default();
        out.extend(ids);
        out
    }
}

/// A value for each of some words. Most words that are asked for have none, which a bit tells.
#[derive(Debug, Clone)]
pub(super) struct WordMap<V> {
    known: WordSet,
    values: FxHashMap<WordId, V>,
}

impl<V> WordMap<V> {
    /// The value of the word `id`.
    #[must_use]
    #[inline]
    pub(super) fn get(&self, id: WordId) -> Option<&V> {
        if self.known.contains(&id) { self.values.get(&id) } else { None }
    }

    /// The words that have a value, in the order of their ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = WordId> {
        self.known.iter()
    }

    /// Whether the word `id` has a value.
    #[must_use]
    #[inline]
    pub(super) fn contains_key(&self, id: WordId) -> bool {
        self.known.contains(&id)
    }

    /// The value of the word `id`, an empty one if it had none.
    fn entry(&mut self, id: WordId) -> &mut V
    where
        V: Default,
    {
        self.known.extend([id]);
        self.values.entry(id).or_default()
    }
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { known: WordSet::default(), values: FxHashMap::default() }
    }
}

impl<V> FromIterator<(WordId, V)> for WordMap<V> {
    fn from_iter<I: IntoIterator<Item = (WordId, V)>>(pairs: I) -> Self {
        let values: FxHashMap<WordId, V> = pairs.into_iter().collect();
        Self { known: values.keys().copied().collect(), values }
    }
}

/// Phrases that are looked for at a place, the longest first.
#[derive(Debug, Clone)]
pub struct Phrases<V> {
    by_first: WordMap<Vec<(Vec<WordId>, V)>>,
    by_last: WordMap<Vec<(Vec<WordId>, V)>>,
}

impl<V> Default for Phrases<V> {
    fn default() -> Self {
        Self { by_first: WordMap::default(), by_last: WordMap::default() }
    }
}

impl<V: Clone> Phrases<V> {
    /// Adds a phrase.
    pub fn add(&mut self, lexicon: &mut Lexicon, text: &str, value: V) {
        let ids = lexicon.phrase(text);
        let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return };
        for (map, key) in [(&mut self.by_first, first), (&mut self.by_last, last)] {
            let list = map.entry(key);
            list.push((ids.clone(), value.clone()));
            list.sort_by_key(|(ids, _)| std::cmp::Reverse(ids.len()));
        }
    }

    /// The words that a phrase begins with, in the order of their ids.
    pub(super) fn first_words(&self) -> impl Iterator<Item = WordId> {
        self.by_first.ids()
    }

    /// The longest phrase that starts at `at`, and how many tokens it has.
    #[must_use]
    #[inline]
    pub fn at(&self, words: &Words<'_>, at: usize) -> Option<(&V, usize)> {
        // Most words begin none.
        if self.by_first.contains_key(words.id(at)) { self.every(words, at).next() } else { None }
    }

    /// Every phrase that starts at `at`, the longest first.
    pub fn every(&self, words: &Words<'_>, at: usize) -> impl Iterator<Item = (&V, usize)> {
        let list = self.by_first.get(words.id(at)).map_or(&[][..], Vec::as_slice);
        let fits = move |ids: &[WordId]| ids.iter().enumerate().all(|(i, id)| words.id(at + i) == *id);
        list.iter().filter(move |(ids, _)| fits(ids)).map(|(ids, v)| (v, ids.len()))
    }

    /// The longest phrase that ends right before `end`, and how many tokens it has.
    #[must_use]
    #[inline]
    pub fn before(&self, words: &Words<'_>, end: usize) -> Option<(&V, usize)> {
        let last = words.id(end.checked_sub(1)?);
        if self.by_last.contains_key(last) { self.ending(words, end) } else { None }
    }

    fn ending(&self, words: &Words<'_>, end: usize) -> Option<(&V, usize)> {
        let list = self.by_last.get(words.id(end.checked_sub(1)?))?;
        let fits = |ids: &[WordId]| {
            end >= ids.len() && ids.iter().enumerate().all(|(i, id)| words.id(end - ids.len() + i) == *id)
        };
        list.iter().find(|(ids, _)| fits(ids)).map(|(ids, v)| (v, ids.len()))
    }
}
