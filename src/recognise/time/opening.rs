//! What may begin at a token, told by the token itself: most readers of dates need a word of one list first, and are
//! not asked where another word stands.

use super::super::token::TokenKind;
use super::point::Scope;
use super::words::TimeWords;
use crate::recognise::lexicon::{Lexicon, WordId};
use crate::recognise::numeral::Numerals;

/// A number may begin here: digits, a number word, an article, a part, decimals without a whole.
pub(super) const NUMBER: u32 = 1;
/// Digits.
pub(super) const DIGITS: u32 = 1 << 1;
/// A rank may begin here.
pub(super) const RANK: u32 = 1 << 2;
/// An apostrophe, as before a short year.
pub(super) const QUOTE: u32 = 1 << 3;
/// A month's name.
pub(super) const MONTH: u32 = 1 << 4;
/// A weekday's name.
pub(super) const WEEKDAY: u32 = 1 << 5;
/// A unit of time.
pub(super) const UNIT: u32 = 1 << 6;
/// `vorige`, `deze`.
pub(super) const SHIFT: u32 = 1 << 7;
/// A season.
pub(super) const SEASON: u32 = 1 << 8;
/// A part of a period begins here: `eind`.
pub(super) const PART: u32 = 1 << 9;
/// `gisteren`.
pub(super) const DAYS: u32 = 1 << 10;
/// A feast's name begins here.
pub(super) const FEAST: u32 = 1 << 11;
/// The name of a kind of year begins here.
pub(super) const YEAR_NAME: u32 = 1 << 12;
/// A decade's name, or the word before its number.
pub(super) const DECADE: u32 = 1 << 13;
/// The code of a period, a quarter or a half of the year.
pub(super) const CODE: u32 = 1 << 14;
/// The word before a weekday that is nearest to a day.
pub(super) const NEAREST: u32 = 1 << 15;
/// `laatste`.
pub(super) const LAST: u32 = 1 << 16;
/// What leads a range begins here: `van`, `tussen`.
pub(super) const RANGE: u32 = 1 << 17;
/// `de rest`, `eerder`.
pub(super) const REST: u32 = 1 << 18;
/// A word that may stand between the parts of a date.
pub(super) const FILLER: u32 = 1 << 19;
/// What leads a distance begins here: `over`, `binnen`, `de komende`.
pub(super) const LEAD: u32 = 1 << 20;
/// A hedge begins here.
pub(super) const HEDGE: u32 = 1 << 21;
/// `enkele`, `heel`: what counts units without a number.
pub(super) const FEW: u32 = 1 << 22;

/// Whatever follows.
pub(super) const ANYTHING: u32 = 1 << 31;

/// So many tokens are looked at for what a date or a duration needs.
const FAR: usize = 64;

/// What an amount of time may begin with.
pub(super) const AMOUNT: u32 = NUMBER | FEW;
/// What a distance from another day may begin with.
pub(super) const OFFSET: u32 = AMOUNT | LEAD | HEDGE | FILLER | UNIT;
/// What a distance from the reference may begin with.
pub(super) const DISTANCE: u32 = AMOUNT | LEAD | HEDGE;
/// What a duration may begin with.
pub(super) const DURATION: u32 = AMOUNT | RANGE | HEDGE;
/// What a year may begin with.
pub(super) const YEAR: u32 = DIGITS | QUOTE;
/// What a day of a month may begin with.
pub(super) const DAY: u32 = NUMBER | DIGITS | RANK;
/// What a month with its year may begin with.
pub(super) const MONTH_YEAR: u32 = YEAR | SHIFT | UNIT | MONTH;
/// What `vorige week` and `vrijdag` may begin with.
pub(super) const SHIFTED: u32 = SHIFT | WEEKDAY;

/// What may begin with a word, by its id.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings(Vec<u32>);

impl Openings {
    /// The openings of the lists and phrases of a language.
    pub(super) fn new(time: &TimeWords) -> Self {
        let mut out = Self::default();
        out.words(MONTH, time.months.ids());
        out.words(WEEKDAY, time.weekdays.ids());
        out.words(UNIT, time.units.ids());
        out.words(SHIFT, time.shifts.ids().chain(time.plural_shifts.ids()));
        out.words(SEASON, time.seasons.ids());
        out.words(CODE, time.period_codes.ids());
        for (bit, set) in [
            (CODE, &time.quarter_codes),
            (CODE, &time.half_codes),
            (DECADE, &time.decade_words),
            (NEAREST, &time.nearest),
            (FILLER, &time.fillers),
            (FEW, &time.whole),
        ] {
            out.words(bit, set.iter());
        }
        for (bit, phrases) in [
            (REST, &time.rest),
            (REST, &time.so_far),
            (LEAD, &time.within),
            (LEAD, &time.ahead),
            (LEAD, &time.coming),
            (LEAD, &time.past),
        ] {
            out.words(bit, phrases.first_words());
        }
        for (before, ..) in &time.ranges {
            out.words(RANGE, before.first_words());
        }
        out.words(PART, time.parts.first_words());
        out.words(DAYS, time.days.first_words());
        out.words(FEAST, time.feasts.first_words());
        time.country_feasts.values().for_each(|feasts| out.words(FEAST, feasts.first_words()));
        out.words(YEAR_NAME, time.year_names.first_words());
        out.words(DECADE, time.decade_names.first_words());
        out.words(LAST, time.last.first_words());
        out.words(HEDGE, time.hedges.first_words());
        out.words(HEDGE, time.caps.iter());
        out.words(FEW, time.few.first_words());
        out
    }

    fn words(&mut self, bit: u32, ids: impl Iterator<Item = WordId>) {
        for at in ids.map(|id| id as usize) {
            if self.0.len() <= at {
                self.0.resize(at + 1, 0);
            }
            self.0.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
        }
    }

    /// Adds the words with which a number or a rank may begin, and those that have a unit of time in them.
    pub(super) fn know_words(
        &mut self,
        numerals: &Numerals,
        units: impl Fn(&str) -> bool,
        lexicon: &Lexicon,
    ) {
        for (id, word) in lexicon.words() {
            let (number, rank) = numerals.opens(id, word);
            let bits = with(NUMBER, number) | with(RANK, rank) | with(UNIT, units(word));
            self.words(bits, std::iter::once(id));
        }
    }

    fn of(&self, id: WordId) -> u32 {
        self.0.get(id as usize).copied().unwrap_or(0)
    }
}

const fn with(bit: u32, open: bool) -> u32 {
    if open { bit } else { 0 }
}

impl Scope<'_> {
    /// What may begin at `at`.
    pub(super) fn openings(&self, at: usize) -> u32 {
        let Some(token) = self.words.token(at) else { return 0 };
        let id = self.words.id(at);
        let listed = self.time.openings.of(id);
        match token.kind {
            TokenKind::Number => {
                // An ending, or the sign of a rank.
                let more = self.words.glued(at + 1) || self.words.is(at + 1, TokenKind::Sign);
                listed | NUMBER | DIGITS | with(RANK, more)
            }
            TokenKind::Word => {
                // Two capitals may be a Roman numeral.
                let capitals = token.text.bytes().take(2).filter(u8::is_ascii_uppercase).count() == 2;
                let starts = id == 0 && self.numerals.starts_number(self.words.folded(at));
                listed | with(RANK, capitals) | with(NUMBER | RANK, starts)
            }
            TokenKind::Sign => {
                let decimals = self.words.is(at + 1, TokenKind::Number) && self.words.glued(at + 1);
                listed
                    | with(NUMBER, decimals || token.text.len() > 1)
                    | with(QUOTE, matches!(token.text, "'" | "’" | "‘"))
            }
            TokenKind::Break => 0,
        }
    }

    /// What may begin at `at` or at a token behind it that may be of the same date or duration: up to a word that no
    /// pack knows.
    pub(super) fn ahead(&self, at: usize) -> u32 {
        self.memo.ahead.get(at, || self.read_ahead(at))
    }

    fn read_ahead(&self, at: usize) -> u32 {
        let mut all = ANYTHING;
        for i in at..at + FAR {
            let Some(token) = self.words.token(i).filter(|t| t.kind != TokenKind::Break) else { return all };
            let openings = self.openings(i);
            if token.kind == TokenKind::Word && self.words.id(i) == 0 {
                if openings == 0 && !self.words.glued(i) {
                    return all;
                }
                // `driedaags`, `24-uursstaking`
                all |= UNIT;
            }
            all |= openings;
        }
        u32::MAX
    }

    /// Whether a number of units of time may begin at `at`, of those that begin with any of these.
    pub(super) fn opens_amount(&self, at: usize, any: u32) -> bool {
        self.opens(at, any) && self.ahead(at) & UNIT != 0
    }

    /// Whether any of these may begin at `at`.
    pub(super) fn opens(&self, at: usize, any: u32) -> bool {
        self.openings(at) & any != 0
    }
}
