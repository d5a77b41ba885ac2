//! Lengths of time, with their hedges, their smaller units, or as a range; and the hours of the day, which are none.

use rust_decimal::Decimal;

use super::super::lexicon::{Phrases, WordSet};
use super::super::token::TokenKind;
use super::pack::Unit;
use super::point::Scope;
use crate::value::{Duration, DurationUnit, Hedge};

impl Scope<'_> {
    /// A duration, with its hedge, its smaller units, or as a range.
    pub(super) fn duration(&self, at: usize) -> Option<(Duration, usize)> {
        let named = self.time.hedges.at(self.words, at).map(|(h, n)| (*h, n));
        // `£2bn over four years`, `Over four years it will cost …`
        let opens = at == 0 || self.words.is(at - 1, TokenKind::Break) || self.words.sign(at - 1, '.');
        let spread = self.time.spread_hedges.contains(&self.words.id(at));
        if spread && (opens || self.time.spread_leads.contains(&self.words.id(at - 1))) {
            return None;
        }
        // `een uur of drie`
        let rough = self.unit_or_number(at).map(|_| (Hedge::About, 0));
        let (hedge, n) = named.or_else(|| self.cap(at)).or(rough).unwrap_or((Hedge::Exact, 0));
        let start = at + n;
        if let Some(range) = self.duration_range(start) {
            return Some(range);
        }
        let (mut value, unit, mut next) = self.amount(start)?;
        if let Some((part, end)) = self.and_a_half(next) {
            value += part;
            next = end;
        }
        if unit == Unit::Hour && self.tells_time(start, next) {
            return None;
        }
        // `10 procent minder dan een jaar eerder`: compared with that time, and no bound.
        let compared = matches!(hedge, Hedge::MoreThan | Hedge::LessThan);
        if compared && self.time.then_before.at(self.words, next).is_some() {
            return None;
        }
        let (kind, each) = unit.duration();
        let mut duration = Duration::of(value.checked_mul(each.into())?.normalize(), kind);
        let mut last = unit;
        loop {
            let joiner =
                usize::from(self.numerals.is_joiner(self.words.id(next)) || self.words.sign(next, ','));
            match self.amount(next + joiner) {
                Some((value, unit, end)) if unit < last && unit != Unit::Weekend => {
                    let (kind, each) = unit.duration();
                    duration.parts.push((kind, value.checked_mul(each.into())?.normalize()));
                    (last, next) = (unit, end);
                }
                _ => break,
            }
        }
        if unit == Unit::Hour
            && last == Unit::Hour
            && let Some((minutes, end)) = self.minutes_behind(next)
        {
            duration.parts.push((DurationUnit::Minute, minutes));
            next = end;
        }
        let (hedge, next) = self.bounded_behind(hedge, next);
        Some((hedged(duration, hedge), next))
    }

    /// `drie jaar of langer`, `a week at most`: the bound behind a length of time that has none before it, unless it
    /// leads on to something that it is compared with (`of langer dan`).
    fn bounded_behind(&self, hedge: Hedge, next: usize) -> (Hedge, usize) {
        match self.time.trailing.at(self.words, next) {
            Some((bound, n))
                if hedge == Hedge::Exact && !self.time.than.contains(&self.words.id(next + n)) =>
            {
                (*bound, next + n)
            }
            _ => (hedge, next),
        }
    }

    /// `riskeert tot 20 jaar cel`: a word that caps the length of time behind it, and its tokens, unless something
    /// grew to it or a judge gave it, or it counts from another time: `tot twee uur voor aanvang`.
    fn cap(&self, at: usize) -> Option<(Hedge, usize)> {
        let cap = self.time.caps.contains(&self.words.id(at));
        let (.., next) = self.amount(at + 1).filter(|_| cap)?;
        let number =
            |i: usize| self.words.is(i, TokenKind::Number) || self.time.units.contains_key(self.words.id(i));
        let ends = |i: &usize| self.words.is(*i, TokenKind::Break) || self.words.sign(*i, '.');
        let reached = |i: usize| {
            let word = self.words.folded(i);
            self.time.reached.iter().any(|start| word.starts_with(start.as_str()))
        };
        let counted = self.time.offset_after.at(self.words, next).is_some()
            || self.time.offset_before.at(self.words, next).is_some()
            || self.time.ago.at(self.words, next).is_some()
            || self.time.then_after.at(self.words, next).is_some();
        let range = at > 0 && number(at - 1);
        let near = (at.saturating_sub(12)..at).rev().take_while(|i| !ends(i));
        // `werd tot 200 uur taakstraf veroordeeld`
        let behind = (next..next + 4).take_while(|i| !ends(i)).any(&reached);
        (!counted && !range && !behind && !near.into_iter().any(reached)).then_some((Hedge::AtMost, 1))
    }

    /// `vier tot vijf jaar`, `between two and three weeks`
    pub(super) fn duration_range(&self, at: usize) -> Option<(Duration, usize)> {
        for (before, needed, between) in &self.time.ranges {
            let lead = before.at(self.words, at).map_or(0, |((), n)| n);
            if *needed && lead == 0 {
                continue;
            }
            let start = at + if *needed { lead } else { 0 };
            let (low, first_unit, middle) = if let Some((v, u, next)) = self.amount(start) {
                (v, Some(u), next)
            } else {
                let Some(number) = self.numerals.cardinal(self.words, start) else { continue };
                let behind = start + number.tokens;
                (number.value, None, behind + self.hanging(behind))
            };
            // `three-to-five-year`: both joiners are tied, and else `3-5-year` has one.
            let tied = self.tied(middle);
            let loose = between.at(self.words, middle).map(|((), n)| middle + n);
            let bound = between.at(self.words, middle + tied).filter(|_| tied > 0);
            let bound = bound.map(|((), n)| middle + tied + n).map(|next| next + self.tied(next));
            let high = bound.and_then(|at| self.amount(at)).or_else(|| self.amount(loose?));
            let Some((high, unit, next)) = high else { continue };
            let led =
                *needed || self.time.ranges.iter().any(|(b, n, _)| *n && b.before(self.words, at).is_some());
            let clock = led && self.opening_hours(unit, low, high);
            if first_unit.is_some_and(|u| u != unit) || low >= high || clock {
                continue;
            }
            let (kind, each) = unit.duration();
            let scaled = |v: Decimal| v.checked_mul(each.into()).map(|v| v.normalize());
            return Some((
                Duration {
                    parts: Vec::new(),
                    unit: kind,
                    low: scaled(low),
                    high: scaled(high),
                    hedge: Hedge::Range,
                },
                next,
            ));
        }
        self.duration_choice(at)
    }

    /// The tokens of a hyphen that stands for a word to come: `three- to five-year`, `drie- of vierjarig`.
    fn hanging(&self, at: usize) -> usize {
        let hangs = self.words.sign(at, '-') && self.words.glued(at) && !self.words.glued(at + 1);
        usize::from(hangs)
    }

    /// The tokens of a hyphen that ties a word to the next: `three-to-five-year`.
    fn tied(&self, at: usize) -> usize {
        usize::from(self.words.sign(at, '-') && self.words.glued(at) && self.words.glued(at + 1))
    }

    /// `twee of drie jaar`
    fn duration_choice(&self, at: usize) -> Option<(Duration, usize)> {
        let low = self.numerals.cardinal(self.words, at).or_else(|| self.numerals.article(self.words, at))?;
        let behind = at + low.tokens;
        let middle = behind + self.hanging(behind);
        if !self.numerals.is_next(self.words, &low, middle) {
            return None;
        }
        let (high, unit, next) = self.amount(middle + 1)?;
        if unit == Unit::Hour && self.tells_time(at, next) {
            return None;
        }
        let (kind, each) = unit.duration();
        let scaled = |v: Decimal| v.checked_mul(each.into()).map(|v| v.normalize());
        let (low, high) = (scaled(low.value), scaled(high));
        Some((Duration { parts: Vec::new(), unit: kind, low, high, hedge: Hedge::Range }, next))
    }

    /// `1 hour thirty`, `2 hours and ten`: minutes without their name.
    fn minutes_behind(&self, at: usize) -> Option<(Decimal, usize)> {
        let i = at + usize::from(self.numerals.is_joiner(self.words.id(at)));
        let number = self.numerals.cardinal(self.words, i).filter(|n| n.value.is_integer())?;
        let next = i + number.tokens;
        let fits =
            number.value < Decimal::from(60) && self.phrase_ends(next) && !self.words.is(i, TokenKind::Sign);
        fits.then_some((number.value, next))
    }

    /// `om 8 uur`, `tot 2 uur dinsdagmorgen`: the time of day and no duration.
    fn tells_time(&self, start: usize, next: usize) -> bool {
        let led = start > 0 && self.time.clock_leads.contains(&self.words.id(start - 1));
        // `van 9 tot 17 uur`
        let led = led || self.closing_hour(start) || self.behind_a_day(start);
        // `net voor 7 uur`, `even na 16 uur`
        let near = |back: usize, list: &WordSet| {
            start.checked_sub(back).is_some_and(|i| list.contains(&self.words.id(i)))
        };
        let led = led || (near(1, &self.time.clock_sides) && near(2, &self.time.clock_nears));
        // `8.15 uur`: where a comma stands before decimals, a full stop tells the time.
        let led = led || self.words.token(start).is_some_and(|t| self.clock_digits(t.text));
        let weekday = self.time.weekdays.contains_key(self.words.id(next));
        let half = matches!(self.words.token(next).map(|t| t.text), Some("'s" | "’s"))
            || ((self.words.sign(next, '\'') || self.words.sign(next, '’'))
                && self.words.folded(next + 1) == "s");
        led || weekday || half || self.hour_and_minutes(start)
    }

    /// Whether the digits at `at` are the hour and the minutes of a day: `20:00`, and `8.15` where `.` is no
    /// decimal sign.
    fn hour_and_minutes(&self, at: usize) -> bool {
        let minutes = at > 1 && self.words.sign(at - 1, ':') && self.words.glued(at);
        let text = self.words.token(at).map_or("", |t| t.text);
        let (hour, minute) = text.split_once('.').unwrap_or(("", ""));
        let dotted = (1..=2).contains(&hour.len()) && minute.len() == 2;
        minutes || (dotted && !self.numerals.is_decimal_sign('.'))
    }

    /// Whether digits are an hour and its minutes.
    fn clock_digits(&self, text: &str) -> bool {
        let two = |s: &str| s.parse::<u8>().ok().filter(|_| s.len() <= 2);
        let Some((hours, minutes)) = text.split_once('.') else { return false };
        self.numerals.decimal() != '.'
            && minutes.len() == 2
            && two(hours).is_some_and(|h| h <= 24)
            && two(minutes).is_some_and(|m| m < 60)
    }

    /// Whether the hour at `start` is one of the day that stands before it: `zondag 28 maart 22 uur`.
    fn behind_a_day(&self, start: usize) -> bool {
        let hour = self.digits(start).is_some_and(|d| d.len() <= 2 && d.parse::<u8>().is_ok_and(|h| h <= 24));
        let day = |i: usize| self.time.months.contains_key(self.words.id(i)) && self.day(i - 1).is_some();
        let weekday = |i: usize| self.time.weekdays.contains_key(self.words.id(i));
        let before = start.checked_sub(1).filter(|i| weekday(*i) || (*i > 0 && day(*i)));
        hour && before.is_some() && !self.time.clock_leads.is_empty()
    }

    /// Whether the hour at `start` is the second of such a pair.
    fn closing_hour(&self, start: usize) -> bool {
        let joiner = |b: &Phrases<()>| b.before(self.words, start).map(|((), n)| n);
        let pair = |(before, needed, between): &(Phrases<()>, bool, Phrases<()>)| {
            let n = joiner(between).filter(|n| *needed && start > *n)?;
            let low = self.numerals.cardinal(self.words, start - n - 1).filter(|l| l.tokens == 1)?;
            let high = self.numerals.cardinal(self.words, start)?;
            let led = before.before(self.words, start - n - 1).is_some();
            (led && self.opening_hours(Unit::Hour, low.value, high.value)).then_some(())
        };
        self.time.ranges.iter().any(|range| pair(range).is_some())
    }

    /// `van 9 tot 17 uur`: from one hour of the day to another; a stretch of work or sleep is shorter.
    fn opening_hours(&self, unit: Unit, low: Decimal, high: Decimal) -> bool {
        unit == Unit::Hour
            && !self.time.clock_leads.is_empty()
            && low >= Decimal::from(8)
            && high > Decimal::from(12)
            && high < Decimal::from(24)
    }
}

/// The duration under a hedge: a bound keeps the amount that it names.
fn hedged(duration: Duration, hedge: Hedge) -> Duration {
    let amount = duration.parts.first().map(|(_, v)| *v);
    let bound = |low, high| Duration { low, high, hedge, ..duration.clone() };
    match hedge {
        Hedge::MoreThan | Hedge::AtLeast => bound(amount, None),
        Hedge::LessThan | Hedge::AtMost => bound(None, amount),
        _ => Duration { hedge, ..duration },
    }
}
