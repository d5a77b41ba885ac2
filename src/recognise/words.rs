//! The tokens of a text with their words looked up, once for all grammars.

use super::leads::Leads;
use super::lexicon::{Lexicon, WordId, key_into};
use super::memo::Memo;
use super::numeral::Number;
use super::token::{Token, TokenKind, tokens};
use crate::text::Span;

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
    elsewhere: Vec<(usize, Span)>,
    /// The tokens, in order, that are known without their `'s`, and its bytes.
    possessives: Vec<(usize, usize)>,
    /// The tokens, in order, on which a mention may hang.
    telling: Vec<usize>,
    /// Where mentions may begin; none if they may begin anywhere.
    leads: Option<Leads>,
    /// The numbers that were read, by their first token.
    pub(super) cardinals: Memo<Option<Number>, NUMBERS>,
    /// The ranks that were read.
    pub(super) ordinals: Memo<Option<Number>, NUMBERS>,
}

impl<'t> Words<'t> {
    /// Looks up the tokens of `text`.
    #[must_use]
    pub fn new(text: &'t str, lexicon: &Lexicon) -> Self {
        let tokens = tokens(text);
        let mut words = Self {
            text,
            ids: vec![0; tokens.len()],
            tokens,
            folded: text.to_ascii_lowercase(),
            elsewhere: Vec::new(),
            possessives: Vec::new(),
            telling: Vec::new(),
            leads: None,
            cardinals: Memo::default(),
            ordinals: Memo::default(),
        };
        words.fold_accented();
        words.look_up(lexicon);
        words
    }

    /// Folds the words that are not ASCII, behind the text.
    fn fold_accented(&mut self) {
        let mut key = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| token.accented) {
            key.clear();
            key_into(token.text, &mut key);
            let start = self.folded.len();
            self.folded.push_str(std::str::from_utf8(&key).unwrap_or(""));
            self.elsewhere.push((at, Span::new(start, self.folded.len())));
        }
    }

    /// Looks up all tokens.
    fn look_up(&mut self, lexicon: &Lexicon) {
        let mut ids = std::mem::take(&mut self.ids);
        let (mut telling, mut possessives) = (Vec::with_capacity(ids.len() / 2), Vec::new());
        for (at, (token, id)) in self.tokens.iter().zip(&mut ids).enumerate() {
            let place = if token.accented { self.place(at) } else { token.span };
            let rest = self.folded.as_bytes().get(place.start..).unwrap_or(&[]);
            let known = lexicon.look_up(token, rest, place.len());
            *id = known.id;
            if known.telling || (token.kind == TokenKind::Sign && self.ends_an_address(at, token)) {
                telling.push(at);
            }
            if let Some(ending) = known.ending {
                possessives.push((at, ending.bytes(token.text)));
            }
        }
        (self.ids, self.telling, self.possessives) = (ids, telling, possessives);
    }

    /// Whether the sign at `at` makes the word before it the start of an address of a page: `https:`, `www.`.
    pub(super) fn ends_an_address(&self, at: usize, sign: &Token<'_>) -> bool {
        let before = || at.checked_sub(1).and_then(|i| self.token(i)).filter(|t| t.kind == TokenKind::Word);
        match sign.text {
            ":" => !sign.spaced && before().is_some(),
            "." => !sign.spaced && before().is_some_and(|t| t.text.eq_ignore_ascii_case("www")),
            _ => false,
        }
    }

    /// The same words, with where mentions may begin.
    #[must_use]
    pub(super) fn with_leads(self, leads: Leads) -> Self {
        Self { leads: Some(leads), ..self }
    }

    /// The tokens, in order, on which a mention may hang.
    pub(super) fn telling(&self) -> &[usize] {
        &self.telling
    }

    /// Whether a date or a duration may begin at the token `at`.
    #[must_use]
    pub(super) fn leads_time(&self, at: usize) -> bool {
        self.leads.as_ref().is_none_or(|leads| leads.times.has(at))
    }

    /// The first token from `at` on at which a date or a duration may begin; one past the last where there is none.
    #[must_use]
    pub(super) fn next_time(&self, at: usize) -> usize {
        self.leads.as_ref().map_or(at, |leads| leads.times.next(at).unwrap_or(self.tokens.len()))
    }

    /// The first token from `at` on at which a figure may begin; one past the last where there is none.
    #[must_use]
    pub(super) fn next_figure(&self, at: usize) -> usize {
        self.leads.as_ref().map_or(at, |leads| leads.figures.next(at).unwrap_or(self.tokens.len()))
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
    fn place(&self, at: usize) -> Span {
        match self.tokens.get(at) {
            Some(token) if token.accented => {
                let found = self.elsewhere.binary_search_by_key(&at, |(token, _)| *token).ok();
                found.and_then(|i| self.elsewhere.get(i)).map_or(Span::default(), |(_, place)| *place)
            }
            Some(token) => token.span,
            None => Span::default(),
        }
    }

    /// The folded text of the token at `at`.
    #[must_use]
    #[inline]
    pub fn folded(&self, at: usize) -> &str {
        self.place(at).of(&self.folded)
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
