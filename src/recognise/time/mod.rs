//! Dates, periods and durations.
//!
//! The grammar is generic over the words of a pack. `point` reads one date; here
//! dates become ranges and bounds, and numbers of units become distances from the
//! reference or durations.

mod calendar;
mod duration;
mod feast;
mod pack;
mod point;
mod relative;

use self::pack::{BoundWord, TimeWords};
use self::point::{Found, PointMemo, Scope};
use super::lexicon::{Lexicon, WordSet, Words};
use super::mention::{Context, DateValue, Mention, MentionValue};
use super::numeral::Numerals;
use super::token::TokenKind;
use crate::text::Span;
use crate::value::{Grain, Period};

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

    /// The dates and durations in `words`, in order and apart.
    #[must_use]
    pub fn find(&self, words: &Words<'_>, numerals: &Numerals, context: &Context) -> Vec<Mention> {
        let memo = PointMemo::default();
        let scope = Scope { words, time: &self.words, numerals, context, memo: &memo };
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.tokens.len() {
            if !words.lead(at).time {
                at += 1;
                continue;
            }
            match scope.mention(at) {
                Some((mention, next)) => {
                    out.push(mention);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
        out
    }
}

impl Scope<'_> {
    /// The date or duration that starts at `at`, and where to go on.
    fn mention(&self, at: usize) -> Option<(Mention, usize)> {
        if self.words.is(at, TokenKind::Break) {
            return None;
        }
        let date = self
            .range(at)
            .or_else(|| self.bounded(at))
            .or_else(|| self.distance(at))
            .or_else(|| self.plain(at));
        let duration = self.duration(at);
        match (date, duration) {
            (Some(found), Some((_, next))) if found.next >= next => self.dated(at, found),
            (_, Some((duration, next))) => {
                Some((self.spanning(at, next, MentionValue::Duration(duration))?, next))
            }
            (Some(found), None) => self.dated(at, found),
            (None, None) => None,
        }
    }

    fn dated(&self, at: usize, found: Found) -> Option<(Mention, usize)> {
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
        let strong = before(&self.time.year_cues);
        let weak = before(&self.time.weak_year_cues) && self.stands_alone(at + n);
        // `het WK 2026`, `the 2012 Olympics`: a name beside the year.
        let named = at > 0 && self.beside_name(at, n);
        let bracket = at > 0 && self.words.sign(at - 1, '(') && self.words.sign(at + n, ')');
        let apostrophe = n == 2 && self.words.is(at, TokenKind::Sign);
        let counted = self.counts_something(at + n);
        ((strong || weak || named || bracket || apostrophe) && !counted).then(|| year_found(year, at + n))
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
        let between = self.time.fillers.contains(&self.words.id(at - 1)) && capital(at + n);
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

    /// A unit, a scale or a sign of money behind digits: they count and are no year.
    fn counts_something(&self, at: usize) -> bool {
        self.time.units.contains_key(&self.words.id(at))
            || self.words.sign(at, '%')
            || self.numerals.is_scale(self.words.id(at))
    }

    /// The end of a range: a date, or a year by itself.
    fn end_point(&self, at: usize) -> Option<Found> {
        self.memo.ends.get(at, || self.read_end_point(at))
    }

    fn read_end_point(&self, at: usize) -> Option<Found> {
        let at = self.skip_fillers(at);
        if let Some(((), n)) = self.time.now.at(self.words, at) {
            let today = self.reference(Grain::Day).map(Period::day);
            return Some(Found::new(today, at + n));
        }
        self.distance(at).or_else(|| self.point(at)).or_else(|| {
            let named = usize::from(self.time.units.get(&self.words.id(at)) == Some(&Unit::Year));
            if let Some((year, n)) = self.year_in_words(at + named) {
                return Some(year_found(year, at + named + n));
            }
            let at = at + named;
            let (year, n) = self.year(at)?;
            (!self.counts_something(at + n)).then(|| year_found(year, at + n))
        })
    }

    fn skip_fillers(&self, at: usize) -> usize {
        at + (0..2).take_while(|i| self.time.fillers.contains(&self.words.id(at + i))).count()
    }

    /// `tussen 2027 en 2031`, `van 3 mei tot en met 5 juni`, `2014-2019`, `jan-feb 2017`
    fn range(&self, at: usize) -> Option<Found> {
        for (before, needed, between) in &self.time.ranges {
            let lead = before.at(self.words, at).map_or(0, |((), n)| n);
            if *needed && lead == 0 {
                continue;
            }
            let start = if *needed { at + lead } else { at };
            let Some(first) = self.end_point(start) else { continue };
            // Without a word before them two bare years are a range only if something makes them years.
            // `van 3 tot en met 5 mei` is read as one stretch of days already.
            let days = |p: Period| p.grain == Grain::Day && p.from != p.to && p.to.is_some();
            let joined = between.at(self.words, first.next);
            if *needed && first.period.is_some_and(days) && joined.is_none() {
                return Some(first);
            }
            let Some(((), n)) = joined else { continue };
            let Some(second) = self.end_point(first.next + n) else { continue };
            let bare = |f: &Found, from: usize| self.year(from).is_some_and(|(_, n)| from + n == f.next);
            if !*needed && (start != at || (bare(&first, start) && !bare(&second, first.next + n))) {
                continue;
            }
            if first.impossible || second.impossible {
                continue;
            }
            let first = self.borrow_year(first, &second);
            let period = match (first.period, second.period) {
                (Some(a), Some(b)) => {
                    let (Some(from), Some(to)) = (a.from, b.to) else { continue };
                    let Some(to) = self.not_before(from, to, b.grain, second.next) else { continue };
                    Some(Period::between(from, to, a.grain.min(b.grain)))
                }
                _ => None,
            };
            return Some(Found { period, weekday: None, ..second });
        }
        None
    }

    /// The first date of a range takes the year of the second: `van 3 mei tot 5 juni 2020`.
    fn borrow_year(&self, first: Found, second: &Found) -> Found {
        let (Some(a), Some(b)) = (first.period, second.period) else { return first };
        let (Some(from), Some(to), Some(end)) = (a.from, a.to, b.to) else { return first };
        if a.grain > Grain::Month || from.year() == end.year() {
            return first;
        }
        let written = (first.next.saturating_sub(2)..first.next)
            .any(|i| self.year(i).is_some_and(|(y, _)| y == from.year()));
        let moved = |d: jiff::civil::Date| d.with().year(end.year()).build().ok();
        match (moved(from), moved(to)) {
            (Some(f), Some(t)) if !written && f <= end => {
                Found { period: Some(Period::between(f, t, a.grain)), ..first }
            }
            _ => first,
        }
    }

    /// The end of a range; where it lies before the start and no year is written, it is the next year's
    /// (`van mei tot maart`).
    fn not_before(
        &self,
        from: jiff::civil::Date,
        to: jiff::civil::Date,
        grain: Grain,
        next: usize,
    ) -> Option<jiff::civil::Date> {
        if from <= to {
            return Some(to);
        }
        let written = (next.saturating_sub(2)..next).any(|i| self.year(i).is_some());
        let later = to.with().year(to.year().checked_add(1)?).build().ok()?;
        (!written && grain <= Grain::Month && from <= later).then_some(later)
    }

    /// `2012 of later`, `Monday or earlier`
    fn open_ended(&self, found: Found) -> Found {
        let later = self.time.or_later.at(self.words, found.next).map(|((), n)| (true, n));
        let end = later.or_else(|| self.time.or_earlier.at(self.words, found.next).map(|((), n)| (false, n)));
        let (Some((later, n)), false) = (end, found.impossible) else { return found };
        let open = |p: Period| {
            if later { Period { to: None, ..p } } else { Period { from: None, ..p } }
        };
        Found { period: found.period.map(open), weekday: None, next: found.next + n, ..found }
    }

    /// `sinds 2014`, `voor 2030`, `na de zomer van 2025`, `uiterlijk eind 2026`
    fn bounded(&self, at: usize) -> Option<Found> {
        let (bound, n) = self.time.bounds.at(self.words, at)?;
        let found = self.end_point(at + n)?;
        if found.impossible {
            return None;
        }
        let period = found.period.map(|p| match bound {
            BoundWord::Since => Period { from: p.from, to: None, grain: p.grain },
            BoundWord::After => {
                Period { from: p.to.and_then(|d| d.tomorrow().ok()), to: None, grain: p.grain }
            }
            BoundWord::Before => {
                Period { from: None, to: p.from.and_then(|d| d.yesterday().ok()), grain: p.grain }
            }
            BoundWord::Until => Period { from: None, to: p.to, grain: p.grain },
        });
        Some(Found { period, weekday: None, ..found })
    }
}

fn year_found(year: i16, next: usize) -> Found {
    Found { period: Period::year(year), weekday: None, impossible: false, assumed: false, next }
}
