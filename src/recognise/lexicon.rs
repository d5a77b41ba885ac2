//! Words to numbers, once for each token: every grammar compares ids and not text.

use rustc_hash::FxHashMap;

use super::leads::Lead;
use super::memo::Memo;
use super::numeral::Number;
use super::token::{Token, TokenKind};
use super::word_table::WordTable;
use crate::text::fold_into;

/// The id of a word that some pack knows; 0 is any other word.
pub type WordId = u32;

/// Words are known by their folded form, signs (`€`, `°`) as they are.
fn key_into(token: &str, out: &mut Vec<u8>) {
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
        Self { table: WordTable::default(), asked: WordSet::default(), possessives: possessives.collect() }
    }

    /// The id of a word without its possessive ending, and whether that begins with an apostrophe or has
    /// so many bytes.
    fn owner(&self, folded: &[u8]) -> Option<(WordId, Ending)> {
        self.possessives.iter().find_map(|ending| {
            // Most words end in another letter.
            let stem = (folded.last() == ending.last()).then(|| folded.strip_suffix(ending.as_slice()))??;
            let id = self.id(stem);
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
        super::tokenize(text, 0).iter().map(|t| self.intern(t.text)).collect()
    }

    /// The words that have an id, folded.
    pub(super) fn words(&self) -> impl Iterator<Item = (WordId, &str)> {
        self.table.words().filter_map(|(id, word)| Some((id, std::str::from_utf8(word).ok()?)))
    }

    /// The id of a folded word; 0 if no pack knows it.
    #[must_use]
    pub fn id(&self, folded: &[u8]) -> WordId {
        self.table.get(folded, folded.len())
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

/// How many numbers are kept: those of an article, for each grammar asks for all of them.
const NUMBERS: usize = 512;

/// The tokens of a text with their words looked up.
#[derive(Debug)]
pub struct Words<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<Token<'t>>,
    ids: Vec<WordId>,
    /// The text in small letters, and behind it the folded words that are not ASCII.
    folded: String,
    /// The tokens, in order, that stand in `folded` elsewhere than in the text, and where.
    elsewhere: Vec<(usize, (usize, usize))>,
    /// The tokens, in order, that are known without their `'s`, and its bytes.
    possessives: Vec<(usize, usize)>,
    /// What may begin at each token; empty if it may begin anywhere.
    leads: Vec<Lead>,
    /// The numbers that were read, by their first token.
    pub(super) cardinals: Memo<Option<Number>, NUMBERS>,
    /// The ranks that were read.
    pub(super) ordinals: Memo<Option<Number>, NUMBERS>,
}

/// Where a possessive ending begins in the written word.
#[derive(Debug, Clone, Copy)]
enum Ending {
    /// At its last apostrophe, whichever it is.
    Apostrophe,
    /// So many bytes before its end.
    Bytes(usize),
}

impl<'t> Words<'t> {
    /// Looks up the tokens of `text`.
    #[must_use]
    pub fn new(text: &'t str, lexicon: &Lexicon) -> Self {
        let tokens = super::tokenize(text, 0);
        let mut folded = text.to_ascii_lowercase();
        let mut elsewhere = Vec::new();
        let mut ids = Vec::with_capacity(tokens.len());
        let mut possessives = Vec::new();
        let mut key = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::Break {
                ids.push(0);
                continue;
            }
            let mut place = (token.span.start, token.span.end);
            if token.accented {
                key.clear();
                key_into(token.text, &mut key);
                place.0 = folded.len();
                folded.push_str(std::str::from_utf8(&key).unwrap_or(""));
                place.1 = folded.len();
                elsewhere.push((at, place));
            }
            let rest = folded.as_bytes().get(place.0..).unwrap_or(&[]);
            let mut id = lexicon.table.get(rest, place.1 - place.0);
            if id == 0
                && token.kind == TokenKind::Word
                && let Some((owner, ending)) = lexicon.owner(rest.get(..place.1 - place.0).unwrap_or(&[]))
            {
                id = owner;
                let len = token.text.len();
                let bytes = match ending {
                    Ending::Apostrophe => len - token.text.rfind(['\'', '’']).unwrap_or(len),
                    Ending::Bytes(n) => n,
                };
                possessives.push((at, bytes));
            }
            ids.push(id);
        }
        Self {
            text,
            tokens,
            ids,
            folded,
            elsewhere,
            possessives,
            leads: Vec::new(),
            cardinals: Memo::default(),
            ordinals: Memo::default(),
        }
    }

    /// The same words, with what may begin at each of them.
    #[must_use]
    pub(super) fn with_leads(self, leads: Vec<Lead>) -> Self {
        Self { leads, ..self }
    }

    /// What may begin at the token `at`.
    #[must_use]
    pub(super) fn lead(&self, at: usize) -> Lead {
        self.leads.get(at).copied().unwrap_or(Lead { figure: true, time: true })
    }

    /// The tokens with the ids of their words, in order.
    pub(super) fn known(&self) -> impl Iterator<Item = (&Token<'t>, WordId)> {
        self.tokens.iter().zip(self.ids.iter().copied())
    }

    /// The first token from `at` on at which something may begin, of which `wanted` tells whether it is asked for; one
    /// past the last where there is none.
    #[must_use]
    pub(super) fn next_lead(&self, at: usize, wanted: impl Fn(&Lead) -> bool) -> usize {
        if self.leads.is_empty() {
            return at;
        }
        let rest = self.leads.get(at..).unwrap_or(&[]);
        rest.iter().position(wanted).map_or(self.tokens.len(), |more| at + more)
    }

    /// The token at `at`.
    #[must_use]
    #[inline]
    pub fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    /// The id of the word at `at`; 0 past the end.
    #[must_use]
    #[inline]
    pub fn id(&self, at: usize) -> WordId {
        self.ids.get(at).copied().unwrap_or(0)
    }

    /// The bytes of the `'s` that the token at `at` is known without; 0 if it has none.
    #[must_use]
    pub fn possessive(&self, at: usize) -> usize {
        let found = self.possessives.binary_search_by_key(&at, |(i, _)| *i).ok();
        found.and_then(|i| self.possessives.get(i)).map_or(0, |(_, bytes)| *bytes)
    }

    /// Where the folded text of the token at `at` stands.
    #[inline]
    fn place(&self, at: usize) -> (usize, usize) {
        match self.tokens.get(at) {
            Some(token) if token.accented => {
                let found = self.elsewhere.binary_search_by_key(&at, |(token, _)| *token).ok();
                found.and_then(|i| self.elsewhere.get(i)).map_or((0, 0), |(_, place)| *place)
            }
            Some(token) => (token.span.start, token.span.end),
            None => (0, 0),
        }
    }

    /// The folded text of the token at `at`.
    #[must_use]
    #[inline]
    pub fn folded(&self, at: usize) -> &str {
        let (start, end) = self.place(at);
        self.folded.get(start..end).unwrap_or("")
    }

    /// The first two bytes of the folded text of the token at `at`; 0 for one that it does not have.
    #[must_use]
    #[inline]
    pub(super) fn folded_start(&self, at: usize) -> (u8, u8) {
        let (start, end) = self.place(at);
        match self.folded.as_bytes().get(start..end) {
            Some([first, second, ..]) => (*first, *second),
            Some([first]) => (*first, 0),
            _ => (0, 0),
        }
    }

    /// Whether the token at `at` is of the kind.
    #[must_use]
    #[inline]
    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.token(at).is_some_and(|t| t.kind == kind)
    }

    /// Whether the token at `at` is the sign.
    #[must_use]
    #[inline]
    pub fn sign(&self, at: usize, sign: char) -> bool {
        self.token(at).is_some_and(|t| t.is_sign(sign))
    }

    /// Whether the token at `at` follows the one before it without white space.
    #[must_use]
    #[inline]
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.token(at).is_some_and(|t| !t.spaced)
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
    pub fn at(&self, words: &Words<'_>, at: usize) -> Option<(&V, usize)> {
        self.every(words, at).next()
    }

    /// Every phrase that starts at `at`, the longest first.
    pub fn every(&self, words: &Words<'_>, at: usize) -> impl Iterator<Item = (&V, usize)> {
        let list = self.by_first.get(words.id(at)).map_or(&[][..], Vec::as_slice);
        let fits = move |ids: &[WordId]| ids.iter().enumerate().all(|(i, id)| words.id(at + i) == *id);
        list.iter().filter(move |(ids, _)| fits(ids)).map(|(ids, v)| (v, ids.len()))
    }

    /// The longest phrase that ends right before `end`, and how many tokens it has.
    #[must_use]
    pub fn before(&self, words: &Words<'_>, end: usize) -> Option<(&V, usize)> {
        let list = self.by_last.get(words.id(end.checked_sub(1)?))?;
        let fits = |ids: &[WordId]| {
            end >= ids.len() && ids.iter().enumerate().all(|(i, id)| words.id(end - ids.len() + i) == *id)
        };
        list.iter().find(|(ids, _)| fits(ids)).map(|(ids, v)| (v, ids.len()))
    }
}
