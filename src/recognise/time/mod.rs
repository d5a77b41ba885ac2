//! Dates, periods and durations.
//!
//! The grammar is generic over the words of a pack. `point` reads one date; here
//! dates become ranges and bounds, and numbers of units become distances from the
//! reference or durations.

mod amount;
mod calendar;
mod days;
mod decade;
mod deictic;
mod digits;
mod distance;
mod duration;
mod feast;
mod month;
mod offset;
mod opening;
mod pack;
mod point;
mod range;
mod relative;
mod words;

#[cfg(test)]
use self::point::PointReader;
use self::point::{Found, PointMemo, Scope};
use self::range::year_found;
use self::words::TimeWords;
use super::lexicon::{Lexicon, WordSet};
use super::mention::{Context, DateValue, Mention, MentionValue};
use super::numeral::Numerals;
use super::token::TokenKind;
use super::words::Words;
use crate::text::Span;
use crate::value::Period;

pub use pack::{BoundWord as Bound, Part, Season, TimePack, Unit};

/// The dates and durations of one language.
#[derive(Debug, Clone)]
pub struct TimeGrammar {
    words: TimeWords,
}

impl TimeGrammar {
    /// The grammar of a pack; its words get ids in `lexicon`.
    #[must_use]
    pub fn new(pack: &TimePack, lexicon: &mut Lexicon) -> Self {
        Self { words: TimeWords::new(pack, lexicon) }
    }

    /// The same grammar, to which all words of the lexicon are known that begin a number or have a unit in them.
    pub(super) fn with_words(mut self, numerals: &Numerals, lexicon: &Lexicon) -> Self {
        let mut openings = std::mem::take(&mut self.words.openings);
        let ends =
            |word: &str| self.words.adjective_units.iter().any(|(end, ..)| word.ends_with(end.as_str()));
        let starts =
            |word: &str| self.words.compound_units.iter().any(|(start, _)| word.starts_with(start.as_str()));
        openings.know_words(numerals, |word| ends(word) || starts(word), lexicon);
        self.words.openings = openings;
        self
    }

    /// The dates and durations in `words`, in order and apart.
    #[must_use]
    pub fn find(&self, words: &Words<'_>, numerals: &Numerals, context: &Context) -> Vec<Mention> {
        let memo = PointMemo::default();
        let scope = Scope { words, time: &self.words, numerals, context, memo: &memo };
        let mut out = Vec::new();
        let mut at = words.next_time(0);
        while at < words.tokens.len() {
            at = match scope.mention(at) {
                Some((mention, next)) => {
                    out.push(mention);
                    words.next_time(next.max(at + 1))
                }
                None => words.next_time(at + 1),
            };
        }
        out
    }
}

#[cfg(test)]
impl TimeGrammar {
    /// The tokens at which a reader finds something that the token is said not to open.
    pub(super) fn unopened(&self, words: &Words<'_>, numerals: &Numerals, context: &Context) -> Vec<usize> {
        let memo = PointMemo::default();
        let scope = Scope { words, time: &self.words, numerals, context, memo: &memo };
        let missed = |at: &usize| {
            let able = |r: &PointReader<'_>| scope.opens(*at, r.opens) && scope.ahead(*at) & r.needs != 0;
            let read = Scope::READERS.iter().any(|r| !able(r) && (r.read)(&scope, *at).is_some());
            let amount = !scope.opens_amount(*at, opening::AMOUNT) && scope.read_amount(*at).is_some();
            let offset = !scope.opens_amount(*at, opening::OFFSET) && scope.read_offset(*at).is_some();
            let distance = !scope.opens_amount(*at, opening::DISTANCE) && scope.read_distance(*at).is_some();
            let duration = !scope.opens_amount(*at, opening::DURATION) && scope.duration(*at).is_some();
            read || amount || offset || distance || duration
        };
        (0..words.tokens.len()).filter(missed).collect()
    }
}

impl Scope<'_> {
    /// The date or duration that starts at `at`, and where to go on.
    fn mention(&self, at: usize) -> Option<(Mention, usize)> {
        if self.words.is(at, TokenKind::Break) || self.within_number(at) {
            return None;
        }
        let date = self
            .range(at)
            .or_else(|| self.bounded(at))
            .or_else(|| self.offset(at))
            .or_else(|| self.distance(at))
            .or_else(|| self.plain(at));
        let duration = if self.opens_amount(at, opening::DURATION) { self.duration(at) } else { None };
        match (date, duration) {
            (Some(found), Some((_, next))) if found.next >= next => self.dated(at, found),
            (_, Some((duration, next))) => {
                Some((self.spanning(at, next, MentionValue::Duration(duration))?, next))
            }
            (Some(found), None) => self.dated(at, found),
            (None, None) => None,
        }
    }

    /// `900 miljoen een jaar eerder`: whether the scale at `at` belongs to the number before it.
    fn within_number(&self, at: usize) -> bool {
        let number = |i: usize| {
            self.words.is(i, TokenKind::Number)
                || self.numerals.is_part(self.words.id(i))
                || self.numerals.word_value(self.words.folded(i)).is_some()
        };
        self.numerals.is_scale(self.words.id(at)) && at.checked_sub(1).is_some_and(number)
    }

    fn dated(&self, at: usize, found: Found) -> Option<(Mention, usize)> {
        let any = at > 0 && self.time.every.contains(&self.words.id(at - 1));
        if self.in_number(at, found.next) || any {
            return None;
        }
        let period = found.period.filter(|_| !found.impossible);
        let value = DateValue {
            period: period.unwrap_or(Period::always()),
            resolved: period.is_some() || found.impossible,
            assumed: found.assumed,
            weekday: found.weekday,
            impossible: found.impossible,
        };
        Some((self.spanning(at, found.next, MentionValue::Date(value))?, found.next))
    }

    fn spanning(&self, at: usize, next: usize, value: MentionValue) -> Option<Mention> {
        // `Monday's vote`: the ending belongs to the sentence, not to the day.
        let end = self.words.token(next - 1)?.span.end - self.words.possessive(next - 1);
        let span = Span::new(self.words.token(at)?.span.start, end);
        Some(Mention { span, value })
    }

    /// A date by itself, a bare year only where something makes it one.
    fn plain(&self, at: usize) -> Option<Found> {
        self.point(at).or_else(|| self.bare_year(at)).map(|found| self.open_ended(found))
    }

    fn bare_year(&self, at: usize) -> Option<Found> {
        let spoken = || self.year_in_words(at).filter(|(_, n)| self.stands_alone(at + n));
        let (year, n) = self.year(at).or_else(spoken)?;
        let before = |list: &WordSet| at > 0 && list.contains(&self.words.id(at - 1));
        // `in 1500 gevallen`: a round number counts what follows it.
        let round = self.digits(at).is_some_and(|d| d.ends_with("00") && !matches!(d, "1900" | "2000"));
        let strong = before(&self.time.year_cues) && (!round || self.stands_alone(at + n));
        let plausible = self.digits(at).is_some_and(|d| ("1900"..="2100").contains(&d) && !d.ends_with("00"));
        let free = self.stands_alone(at + n) || (plausible && self.verb_follows(at + n));
        // `de watersnood van 1953 eiste levens`
        let free = free || (plausible && self.time.past_verb_ends.len() > 1 && self.past_verb(at + n));
        let weak =
            before(&self.time.weak_year_cues) && free && self.time.never_dates.at(self.words, at).is_none();
        let source = before(&self.time.year_sources) && plausible;
        let led = plausible && self.time.year_leads.before(self.words, at).is_some();
        // `het WK 2026`, `the 2012 Olympics`: a name beside the year.
        let named = at > 0 && self.beside_name(at, n);
        let bracket = at > 0 && self.words.sign(at - 1, '(') && self.words.sign(at + n, ')');
        let apostrophe = n == 2 && self.words.is(at, TokenKind::Sign);
        let counted = self.counts_something(at + n);
        let listed = (self.stands_alone(at + n) && self.in_row(at)) || self.follows_a_year(at);
        ((strong || weak || source || led || named || bracket || apostrophe || listed) && !counted)
            .then(|| year_found(year, at + n))
    }

    /// `in 2019, 2021 en 2023`: whether a year stands right before it, or something that opens a date again.
    fn in_row(&self, at: usize) -> bool {
        let comma = usize::from(at >= 2 && self.words.sign(at - 1, ','));
        let joiner = match self.time.row_joiners.before(self.words, at) {
            Some(((), n)) if at > n => n + usize::from(self.words.sign(at - n - 1, ',')),
            _ => comma,
        };
        let plausible = |i: usize| self.digits(i).is_some_and(|d| ("1900"..="2100").contains(&d));
        let opened = self.time.or_later.at(self.words, at + 1).is_some();
        plausible(at) && (opened || (joiner > 0 && at > joiner && plausible(at - joiner - 1)))
    }

    /// Whether the year at `at` stands behind a name, or between an article and a name.
    fn beside_name(&self, at: usize, n: usize) -> bool {
        let capital = |i: usize| {
            self.words
                .token(i)
                .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_uppercase))
        };
        let inner = at >= 2 && !self.words.is(at - 2, TokenKind::Break) && !self.words.sign(at - 2, '.');
        let behind = inner && capital(at - 1) && self.words.id(at - 1) == 0;
        // `the 2024 election`; a round number may count (`the 2000 people`).
        let year = self.digits(at).is_some_and(|d| ("1950"..="2050").contains(&d) && !d.ends_with("00"));
        let word = self.words.is(at + n, TokenKind::Word) && self.time.month_first;
        // `a 2029 review`
        let before = self.words.id(at - 1);
        let led = self.time.fillers.contains(&before)
            || (self.time.month_first && self.numerals.is_article(before) && year && word);
        let between = led && (capital(at + n) || (year && word));
        let purpose = self.time.purposes.iter().any(|p| self.words.folded(at - 1).ends_with(p.as_str()));
        if purpose && year && (self.stands_alone(at + n) || self.verb_follows(at + n)) {
            return true;
        }
        self.digits(at).is_some_and(|d| ("1900"..="2100").contains(&d))
            && (between || (behind && self.stands_alone(at + n)))
    }

    /// Whether what follows is no noun that a number before it would count.
    fn stands_alone(&self, at: usize) -> bool {
        match self.words.token(at) {
            None => true,
            Some(t) if t.kind == TokenKind::Word => {
                let id = self.words.id(at);
                let function = self.time.fillers.contains(&id)
                    || self.time.year_cues.contains(&id)
                    || self.time.weak_year_cues.contains(&id)
                    || self.numerals.is_joiner(id);
                function || t.text.len() <= 3
            }
            Some(t) => t.kind != TokenKind::Number && !matches!(t.text, "%" | "€" | "$"),
        }
    }

    /// `de akkoorden van 2014 en 2015 mislukten`: whether a year that lies shortly after the one right before it.
    fn follows_a_year(&self, at: usize) -> bool {
        let year = |i: usize| self.digits(i)?.parse::<i16>().ok().filter(|y| (1900..=2100).contains(y));
        let joined = at >= 2 && self.numerals.is_joiner(self.words.id(at - 1));
        let years = joined.then(|| year(at - 2).zip(year(at))).flatten();
        years.is_some_and(|(first, second)| (1..=5).contains(&(second - first)))
    }

    /// Whether a word follows that no number before it counts: `het verdrag van 1998 is …`.
    fn verb_follows(&self, at: usize) -> bool {
        let id = self.words.id(at);
        let listed = |set: &WordSet| set.contains(&id);
        let ending = || {
            let word = if self.words.is(at, TokenKind::Word) { self.words.folded(at) } else { "" };
            self.time.verb_endings.iter().any(|e| word.ends_with(e.as_str()))
        };
        listed(&self.time.never_counted)
            || listed(&self.time.ahead_cues)
            || listed(&self.time.past_cues)
            || listed(&self.time.present_verbs)
            || ending()
    }

    /// A unit, a scale or a sign of money behind digits: they count and are no year.
    pub(super) fn counts_something(&self, at: usize) -> bool {
        self.time.units.contains_key(self.words.id(at))
            || self.words.sign(at, '%')
            || self.numerals.is_scale(self.words.id(at))
    }
}
