//! Two dates as a range, and dates with a bound: `tussen 2027 en 2031`, `sinds 2014`.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::token::TokenKind;
use super::calendar;
use super::pack::{BoundWord, Part, Unit};
use super::point::{Found, Loose, Scope};
use crate::value::{Grain, Period};

/// So many years from the reference an amount `voor 2026` is likelier for that year than due before it.
const SOON: i16 = 2;

impl Scope<'_> {
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
        self.offset(at).or_else(|| self.distance(at)).or_else(|| self.point(at)).or_else(|| {
            let named = usize::from(self.time.units.get(self.words.id(at)) == Some(&Unit::Year));
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
    pub(super) fn range(&self, at: usize) -> Option<Found> {
        for (before, needed, between) in &self.time.ranges {
            let lead = before.at(self.words, at).map_or(0, |((), n)| n);
            if *needed && lead == 0 {
                continue;
            }
            let start = if *needed { at + lead } else { at };
            // `in the July-August period`
            if !*needed && self.filler(at) > 1 {
                continue;
            }
            let Some(first) = self.end_point(start) else { continue };
            if *needed && let Some(((), n)) = self.time.to_now.at(self.words, first.next) {
                return Some(Found::new(self.until_now(&first), first.next + n));
            }
            // `van 3 tot en met 5 mei` is read as one stretch of days already.
            let days = |p: Period| p.grain == Grain::Day && p.from != p.to && p.to.is_some();
            let joined = between.at(self.words, first.next);
            if *needed && first.period.is_some_and(days) && joined.is_none() {
                // `het weekend van 6 en 7 december` lists them.
                let (_, day) = self.leading_weekday(self.skip_fillers(start));
                let day = self.day(day).map(|(_, n)| day + n);
                let month = || self.month_name(self.skip_fillers(start)).is_some();
                let ranges = day.is_some_and(|i| between.at(self.words, i).is_some()) || month();
                return ranges.then_some(first);
            }
            let Some(((), n)) = joined else { continue };
            if *needed && let Some(found) = self.until_later(&first, first.next + n) {
                return Some(found);
            }
            let Some(second) = self.end_point(first.next + n) else { continue };
            let bare = |f: &Found, from: usize| self.year(from).is_some_and(|(_, n)| from + n == f.next);
            // Without a word before them two bare years are a range only if something makes them years.
            if !*needed && (start != at || (bare(&first, start) && !bare(&second, first.next + n))) {
                continue;
            }
            if first.impossible || second.impossible {
                continue;
            }
            // `From Monday to Wednesday, 4 to 6 August`: the dates of both stand behind the second.
            if matches!(first.loose, Loose::Week(_))
                && second.weekday.is_some()
                && second.period.is_some_and(days)
            {
                return Some(Found { weekday: None, loose: Loose::None, ..second });
            }
            let period = match (first.period, second.period) {
                (Some(a), Some(b)) => {
                    let Some(both) = joined_ends(&first, a, &second, b) else { continue };
                    Some(both)
                }
                _ => None,
            };
            return Some(Found { period, weekday: None, loose: Loose::None, ..second });
        }
        None
    }

    /// `van vandaag tot drie dagen later`: from a day to the day so long after it.
    fn until_later(&self, first: &Found, at: usize) -> Option<Found> {
        let (value, unit, next) = self.amount(at).filter(|(_, u, _)| *u >= Unit::Day)?;
        let ((), n) = self.time.then_after.at(self.words, next)?;
        let whole = i32::try_from(value.trunc().normalize()).ok()?;
        let period = first.period.and_then(|p| {
            let from = p.from?;
            Some(Period::between(from, calendar::step(from, unit, whole)?, Grain::Day))
        });
        Some(Found::new(period, next + n))
    }

    /// From a date to the reference; a date whose year is open lies behind.
    fn until_now(&self, first: &Found) -> Option<Period> {
        let today = self.reference(Grain::Day)?;
        let from = first.period?.from?;
        let from =
            if from > today && first.loose == Loose::Year { in_year(from, from.year() - 1)? } else { from };
        (from <= today).then(|| Period::between(from, today, Grain::Day))
    }

    /// `2012 of later`, `Monday or earlier`
    pub(super) fn open_ended(&self, found: Found) -> Found {
        let later = self.time.or_later.at(self.words, found.next).map(|((), n)| (true, n));
        let end = later.or_else(|| self.time.or_earlier.at(self.words, found.next).map(|((), n)| (false, n)));
        let (Some((later, n)), false) = (end, found.impossible) else { return found };
        let open = |p: Period| {
            if later { Period { to: None, ..p } } else { Period { from: None, ..p } }
        };
        let period = found.period.map(open);
        Found { period, weekday: None, loose: Loose::None, next: found.next + n, ..found }
    }

    /// `sinds 2014`, `voor 2030`, `na de zomer van 2025`, `uiterlijk eind 2026`
    pub(super) fn bounded(&self, at: usize) -> Option<Found> {
        let (bound, n) = self.time.bounds.at(self.words, at)?;
        let Some(found) = self.end_point(at + n) else { return self.since_so_long(*bound, at + n) };
        // `destroyed by Monday's storm`
        let agent =
            self.time.agents.contains(&self.words.id(at)) && self.words.possessive(found.next - 1) > 0;
        if agent || found.impossible || !self.binds(*bound, at, n, &found) {
            return None;
        }
        let ends = matches!(bound, BoundWord::Until | BoundWord::Before | BoundWord::BeforeOrFor);
        let found = if ends { self.still_ahead(at, found) } else { found };
        // `voor het einde van het jaar`: that end is a point, and no third of the year.
        let end = |i: usize| self.time.parts.at(self.words, i).is_some_and(|(part, _)| *part == Part::End);
        let bound = match bound {
            BoundWord::Before | BoundWord::BeforeOrFor if end(at + n) || end(self.skip_fillers(at + n)) => {
                &BoundWord::Until
            }
            other => other,
        };
        let period = found.period.map(|p| match bound {
            BoundWord::Since | BoundWord::SinceAhead => Period { from: p.from, to: None, grain: p.grain },
            BoundWord::After => {
                Period { from: p.to.and_then(|d| d.tomorrow().ok()), to: None, grain: p.grain }
            }
            BoundWord::Before | BoundWord::BeforeOrFor => {
                Period { from: None, to: p.from.and_then(|d| d.yesterday().ok()), grain: p.grain }
            }
            BoundWord::Until => Period { from: None, to: p.to, grain: p.grain },
        });
        Some(Found { period, weekday: None, loose: Loose::None, ..found })
    }

    /// `sinds drie dagen`: from the day on that lies so far back.
    fn since_so_long(&self, bound: BoundWord, at: usize) -> Option<Found> {
        let (amounts, next) = self.amounts(at).filter(|_| bound == BoundWord::Since)?;
        let unit = amounts.iter().map(|(_, unit)| *unit).min()?;
        // `vanaf drie dagen` counts ahead as well as back.
        let past = self.time.so_long.contains(&self.words.id(at - 1));
        let from =
            self.reference(calendar::grain_of(unit)).and_then(|r| super::relative::steps(r, &amounts, -1));
        past.then(|| Found::new(from.map(Period::since), next))
    }

    /// `tot en met woensdag`: what ends on a weekday ends on the next one, unless the words point back.
    fn still_ahead(&self, at: usize, found: Found) -> Found {
        let (Loose::Week(day), Some(today)) = (found.loose, self.reference(Grain::Day)) else { return found };
        if self.points(at, found.next) == Some(false) {
            return found;
        }
        Found { period: super::deictic::weekday_near(today, day, Some(2)), ..found }
    }

    /// Whether a word that may be a bound is one before this date.
    fn binds(&self, bound: BoundWord, at: usize, n: usize, found: &Found) -> bool {
        let opened = || self.time.or_later.at(self.words, found.next).is_some();
        match bound {
            BoundWord::SinceAhead => {
                let ahead = |p: Period| p.from >= self.reference(Grain::Day);
                opened() || found.period.is_none_or(ahead)
            }
            BoundWord::BeforeOrFor => {
                let i = self.skip_fillers(at + n);
                // `een vergadering voor de week van 3 mei`
                let unit = self.time.units.contains_key(self.words.id(i));
                let shifted = unit || self.time.shifts.contains_key(self.words.id(i));
                let relative = shifted || self.time.days.at(self.words, i).is_some();
                let before = if at == 0 { "" } else { self.words.folded(at - 1) };
                let purpose = self.time.purposes.iter().any(|p| before.ends_with(p.as_str()));
                // `de agenda voor maandag` is for that day; only what has to be done is due before it.
                if matches!(found.loose, Loose::Week(_)) && self.cued(at, found.next, false) != Some(true) {
                    return false;
                }
                let year = found.period.is_some_and(|p| p.grain == Grain::Year);
                if year && self.year_of_amount(at, found) {
                    return false;
                }
                // `Voor 2030 rekent het planbureau op groei`
                let inside = |i: &usize| !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.');
                let forecast = |i: usize| self.time.forecast_words.contains(&self.words.id(i));
                let told = (found.next..found.next + 9).take_while(inside).any(forecast);
                if year && self.opens_sentence(at) && told {
                    return false;
                }
                let ended = found.period.is_some_and(|p| p.from.is_none() || p.to.is_none());
                !relative && !purpose && !opened() && !ended
            }
            // `the following Easter`
            BoundWord::After => {
                let shift = n == 1 && self.time.shifts.contains_key(self.words.id(at));
                !(shift && at > 0 && self.time.fillers.contains(&self.words.id(at - 1)))
            }
            _ => true,
        }
    }
}

impl Scope<'_> {
    /// Whether a sentence begins with the word at `at`.
    fn opens_sentence(&self, at: usize) -> bool {
        at == 0 || self.words.is(at - 1, TokenKind::Break) || self.words.sign(at - 1, '.')
    }

    /// `90 miljard euro voor 2026`, `steun voor 2026 en 2027`, `raamt voor 2025 een groei`: whether the year behind
    /// the word at `at` is the one that an amount or a forecast is for. A year far off is a day by which.
    fn year_of_amount(&self, at: usize, found: &Found) -> bool {
        let this = self.reference(Grain::Year).map(Date::year);
        let year = found.period.and_then(|p| p.to).map(Date::year);
        let near = this.zip(year).is_none_or(|(this, year)| year <= this + SOON && year >= this - SOON);
        let before = |back: usize| at.checked_sub(back).map_or(0, |i| self.words.id(i));
        let amount =
            self.numerals.is_scale(before(1)) || (self.numerals.is_scale(before(2)) && before(1) > 0);
        // `voor 2026 en 2027`
        let next = found.next + 1;
        let both = self.numerals.is_joiner(self.words.id(found.next))
            && self
                .year(next)
                .is_some_and(|(second, n)| year == Some(second - 1) && !self.counts_something(next + n));
        let inside = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, ';')
        };
        let yearly = |i: usize| {
            let word = self.words.folded(i);
            self.time.yearly.iter().any(|noun| word.ends_with(noun.as_str()))
        };
        let told = || {
            (at.saturating_sub(7)..at).rev().take_while(inside).any(yearly)
                || (found.next..found.next + 5).take_while(inside).any(yearly)
        };
        // `Voor 2023 kende het ministerie 6 biljoen toe`, `trok voor 2023 6 biljoen uit`
        let reach = if self.opens_sentence(at) { 10 } else { 3 };
        let paid = || {
            (found.next..found.next + reach)
                .take_while(inside)
                .any(|i| self.numerals.is_scale(self.words.id(i)))
        };
        both || (near && (amount || told() || paid()))
    }
}

/// A range out of its two ends. What one end leaves open the other fills in: `van 3 mei tot 5 juni 2020`,
/// `van vrijdag tot maandag`, `van mei tot maart`.
fn joined_ends(first: &Found, a: Period, second: &Found, b: Period) -> Option<Period> {
    let (mut from, first_to, mut to) = (a.from?, a.to?, b.to?);
    match (first.loose, second.loose) {
        (_, Loose::Week(day)) => {
            let ahead = i32::from((day - calendar::weekday(from)).rem_euclid(7));
            to = from.checked_add(ahead.days()).ok()?;
        }
        (Loose::Year, Loose::None) => {
            let year = to.year();
            let moved = [year, year - 1].into_iter().filter_map(|y| in_year(from, y));
            // The year behind the second is that of both, unless the first would lie behind the second.
            from = moved.into_iter().find(|f| *f <= to).unwrap_or(from);
        }
        (_, Loose::Year) if to < from || first.loose == Loose::None => {
            let years = [from.year(), from.year().checked_add(1)?];
            to = years.into_iter().filter_map(|y| in_year(to, y)).find(|t| *t >= from && *t >= first_to)?;
        }
        _ => {}
    }
    (from <= to).then(|| Period::between(from, to, a.grain.min(b.grain)))
}

/// The same day of another year; the last of February follows its month.
fn in_year(day: Date, year: i16) -> Option<Date> {
    let month = Date::new(year, day.month(), 1).ok()?;
    let last = day == day.last_of_month();
    if last { Some(month.last_of_month()) } else { month.with().day(day.day()).build().ok() }
}

pub(super) fn year_found(year: i16, next: usize) -> Found {
    Found::new(Period::year(year), next)
}
