//! Where a mention can begin: one cheap look that spares the grammars all other places.
//!
//! A figure has a number word, digits or a word like it in it, a date or duration a word of time or
//! digits. Call these anchors. What stands in a mention before its first anchor are words and signs that
//! the packs know, so a mention begins at an anchor or at a known word from which known words lead to
//! one. Two thirds of the sentences of news hold no anchor at all.

use super::lexicon::{Lexicon, WordId, Words};
use super::numeral::Numerals;
use super::pack::LanguagePack;
use super::token::TokenKind;

/// What may begin at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lead {
    /// A figure.
    pub(super) figure: bool,
    /// A date or a duration.
    pub(super) time: bool,
}

/// How many known words may stand before the first anchor.
const REACH: u8 = 14;

/// The anchors of a language, by word.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    words: Vec<Lead>,
    articles: Vec<bool>,
    /// Words and signs that stand before an amount.
    money: Vec<bool>,
    decimal: char,
}

fn set<T: Default + Clone>(list: &mut Vec<T>, id: WordId, change: impl FnOnce(&mut T)) {
    let at = id as usize;
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    if let Some(item) = list.get_mut(at) {
        change(item);
    }
}

impl Anchors {
    /// The anchors of a pack. Of a phrase the longest word counts.
    pub(super) fn new(pack: &LanguagePack, lexicon: &mut Lexicon) -> Self {
        let mut out = Self { decimal: pack.numerals.decimal, ..Self::default() };
        let numerals = &pack.numerals;
        let figures = (numerals.parts.keys())
            .chain(numerals.denominators.keys())
            .chain(numerals.ordinals.keys())
            .chain(numerals.collectives.keys())
            .chain(pack.figures.vague.keys())
            .chain(pack.figures.factors.keys());
        for word in figures {
            out.anchor(lexicon, word, |lead| lead.figure = true);
        }
        let time = &pack.time;
        let times = (time.months.keys())
            .chain(time.weekdays.keys())
            .chain(time.units.keys())
            .chain(time.days.keys())
            .chain(time.seasons.keys())
            .chain(time.feasts.keys())
            .chain(time.easter_feasts.keys())
            .chain(time.nth_feasts.keys())
            .chain(time.decade_names.keys())
            .chain(&time.now);
        for word in times {
            out.anchor(lexicon, word, |lead| lead.time = true);
        }
        for word in &numerals.articles {
            set(&mut out.articles, lexicon.intern(word), |is| *is = true);
        }
        for (code, words) in &pack.figures.money {
            for sign in words.signs.iter().chain(&words.bare).chain([code]) {
                let first = lexicon.phrase(sign).first().copied().unwrap_or(0);
                set(&mut out.money, first, |is| *is = true);
            }
        }
        out
    }

    fn anchor(&mut self, lexicon: &mut Lexicon, phrase: &str, mark: impl FnOnce(&mut Lead)) {
        let tokens = super::tokenize(phrase, 0);
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word);
        if let Some(longest) = words.max_by_key(|t| t.text.len()) {
            set(&mut self.words, lexicon.intern(longest.text), mark);
        }
    }

    /// For each token of `words` what may begin there.
    pub(super) fn leads(&self, words: &Words<'_>, numerals: &Numerals) -> Vec<Lead> {
        let mut leads = vec![Lead::default(); words.tokens.len()];
        // How many known words stand before the next anchor of time, and before the next of a figure.
        let (mut to_time, mut to_figure) = (u8::MAX, u8::MAX);
        for (at, lead) in leads.iter_mut().enumerate().rev() {
            let anchor = self.at(words, numerals, at);
            if words.is(at, TokenKind::Break) || (words.id(at) == 0 && words.is(at, TokenKind::Word)) {
                (to_time, to_figure) = (u8::MAX, u8::MAX);
            }
            to_time = if anchor.time { 0 } else { to_time.saturating_add(1) };
            to_figure = if anchor.figure { 0 } else { to_figure.saturating_add(1) };
            lead.time = to_time <= REACH;
            lead.figure = anchor.figure || (to_figure <= REACH && self.before_amount(words, at));
        }
        leads
    }

    /// Whether what stands at `at` may open a figure whose number follows.
    fn before_amount(&self, words: &Words<'_>, at: usize) -> bool {
        let money = || self.money.get(words.id(at) as usize).copied().unwrap_or(false);
        let point = || words.sign(at, '.') || words.sign(at, self.decimal);
        (words.id(at) > 0 && money())
            || (words.is(at + 1, TokenKind::Number) && words.glued(at + 1) && point())
    }

    fn at(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> Lead {
        let Some(token) = words.token(at) else { return Lead::default() };
        let id = words.id(at);
        let listed = self.words.get(id as usize).copied().filter(|_| id > 0).unwrap_or_default();
        match token.kind {
            TokenKind::Number => Lead { figure: true, time: listed.time || dated(words, at) },
            TokenKind::Word if !numerals.starts_number(words.folded(at)) => listed,
            TokenKind::Word => {
                let goes_on = words.id(at + 1) > 0 || !words.is(at + 1, TokenKind::Word) || {
                    numerals.starts_number(words.folded(at + 1))
                };
                let article = self.articles.get(id as usize).copied().unwrap_or(false);
                if article {
                    // A lone article counts nothing, unless its accent says that it does.
                    let counts = goes_on || !token.text.is_ascii();
                    return Lead { figure: listed.figure || counts, time: listed.time };
                }
                let year = || numerals.cardinal(words, at).is_some_and(|n| n.value >= 1000.into());
                Lead { figure: true, time: listed.time || goes_on || year() }
            }
            TokenKind::Sign | TokenKind::Break => listed,
        }
    }
}

/// Whether digits may be part of a date or duration: as a year, or beside a sign or a known word.
fn dated(words: &Words<'_>, at: usize) -> bool {
    let text = words.token(at).map_or("", |t| t.text);
    text.len() == 4
        || words.glued(at)
        || text.bytes().filter(|b| *b == b'.').count() == 2
        || words.glued(at + 1)
        || words.id(at + 1) > 0
        || !words.is(at + 1, TokenKind::Word)
}
