//! Numbers of units: durations, and distances from the reference.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::lexicon::{Phrases, WordSet};
use super::super::numeral::{Form, Number};
use super::super::token::TokenKind;
use super::pack::Unit;
use super::point::{Found, Scope};
use super::{calendar, opening};
use crate::value::{Duration, DurationUnit, Grain, Hedge, Period};

/// A number of one unit: the amount, the unit, one past its last token.
pub(super) type Amount = (Decimal, Unit, usize);

/// How many amounts may stand in a row, so that a long row takes no longer than its length.
const MOST_AMOUNTS: usize = 8;

impl Scope<'_> {
    /// `vijf jaar`, `anderhalf uur`, `een half jaar`, `24 uur`
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        if !self.opens_amount(at, opening::AMOUNT) {
            return None;
        }
        self.memo.amounts.get(at, || self.read_amount(at))
    }

    pub(super) fn read_amount(&self, at: usize) -> Option<Amount> {
        if let Some((few, n)) = self.time.few.at(self.words, at) {
            let unit = *self.time.units.get(self.words.id(at + n))?;
            return Some(((*few).into(), unit, at + n + 1));
        }
        if self.time.whole.contains(&self.words.id(at)) {
            let i = at + 1 + self.dash(at + 1);
            let unit = *self.time.units.get(self.words.id(i))?;
            return Some((Decimal::ONE, unit, i + 1));
        }
        if let Some(amount) = self.unit_or_number(at) {
            return Some(amount);
        }
        // `a quarter of a million` is a number.
        let number = || self.numerals.cardinal(self.words, at).is_some_and(|n| n.tokens > 2);
        if let Some(unit) = self.article_unit(at).filter(|_| !number()) {
            return Some((Decimal::ONE, unit, at + 2));
        }
        if let Some(amount) = self.counted_quarters(at) {
            return Some(amount);
        }
        if let Some(amount) = self.adjective_amount(at) {
            return Some(amount);
        }
        let number =
            self.numerals.half_compound(self.words, at).or_else(|| self.numerals.cardinal(self.words, at))?;
        let mut next = at + number.tokens;
        let last = self.words.token(next - 1)?;
        if number.end < last.text.len() {
            return None;
        }
        if self.words.sign(next, '-') && self.words.glued(next) && self.words.glued(next + 1) {
            next += 1;
        }
        // `half a year`, `half an hour`; `the quarter a year ago` is one of the year
        let half = number.form == Form::Part && number.value == Decimal::new(5, 1);
        if half && self.numerals.is_article(self.words.id(next)) {
            next += 1;
        }
        next += self.of_a_unit(next, &number);
        // `drie volle dagen`, `two consecutive years`
        next += usize::from(self.time.unit_adjectives.contains(&self.words.id(next)));
        let working = self.time.working.contains(&self.words.id(next));
        next += usize::from(working);
        let unit = *self.time.units.get(self.words.id(next))?;
        let unit = if working && unit == Unit::Day { Unit::Workday } else { unit };
        let letter = self.time.letter_units.contains(&self.words.id(next));
        (!letter || last.kind == TokenKind::Number).then_some((number.value, unit, next + 1))
    }

    /// `the previous three quarters`: behind a shift they are quarters of a year, no fourths.
    fn counted_quarters(&self, at: usize) -> Option<Amount> {
        let unit = self.time.units.get(self.words.id(at + 1)).filter(|u| **u == Unit::Quarter)?;
        self.time.coming.before(self.words, at).or_else(|| self.time.past.before(self.words, at))?;
        let count = self.numerals.word_value(self.words.folded(at)).filter(|n| *n > Decimal::ONE)?;
        Some((count, *unit, at + 2))
    }

    /// `driedaagse`, `14-daags`, `vijfjarig contract`
    fn adjective_amount(&self, at: usize) -> Option<Amount> {
        if self.time.adjective_units.is_empty() {
            return None;
        }
        let dashed = self.words.sign(at + 1, '-') && self.words.glued(at + 1) && self.words.glued(at + 2);
        let word = if dashed { at + 2 } else { at };
        let text = self.words.is(word, TokenKind::Word).then(|| self.words.folded(word))?;
        // `24-uursstaking`
        let begins =
            |(start, _): &&(String, Unit)| text.starts_with(start.as_str()) && text.len() > start.len();
        if dashed && let Some((_, unit)) = self.time.compound_units.iter().find(begins) {
            let value = self.numerals.cardinal(self.words, at).filter(|n| n.tokens == 1)?.value;
            return Some((value, *unit, word + 1));
        }
        let (stem, unit, age) = self
            .time
            .adjective_units
            .iter()
            .filter_map(|(w, unit, age)| Some((text.strip_suffix(w.as_str())?, *unit, *age)))
            .min_by_key(|(stem, ..)| stem.len())?;
        let value = match (dashed, stem.is_empty()) {
            (true, true) => self.numerals.cardinal(self.words, at).filter(|n| n.tokens == 1)?.value,
            (false, false) => self.numerals.word_value(stem)?,
            _ => return None,
        };
        let noun = if self.words.is(word + 1, TokenKind::Word) { self.words.folded(word + 1) } else { "" };
        let lasts = self.time.lasting.iter().any(|n| noun.ends_with(n.as_str()));
        (!age || lasts).then_some((value, unit, word + 1))
    }

    /// `three quarters of an hour`, `een kwart van een eeuw`: the tokens between a part and its unit.
    fn of_a_unit(&self, at: usize, number: &Number) -> usize {
        if number.value.is_integer() || !self.numerals.is_share_word(self.words.id(at)) {
            return 0;
        }
        1 + usize::from(self.numerals.is_article(self.words.id(at + 1)))
    }

    /// `een maand of drie`
    fn unit_or_number(&self, at: usize) -> Option<Amount> {
        let unit = *self.time.units.get(self.words.id(at + 1))?;
        if !self.numerals.is_article(self.words.id(at)) || !self.time.unit_or.contains(&self.words.id(at + 2))
        {
            return None;
        }
        let number = self.numerals.cardinal(self.words, at + 3).filter(|n| n.value > Decimal::ONE)?;
        let next = at + 3 + number.tokens;
        (!self.time.units.contains_key(self.words.id(next))).then_some((number.value, unit, next))
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

    /// `a month` where the article counts.
    fn article_unit(&self, at: usize) -> Option<Unit> {
        let unit = *self.time.units.get(self.words.id(at + 1))?;
        let leads = &self.time.article_leads;
        let led = leads.is_empty() || (at > 0 && leads.contains(&self.words.id(at - 1)));
        let behind = |p: &Phrases<()>| p.at(self.words, at + 2).is_some();
        let counts = led
            || self.fills_line(at, at + 2)
            || self.and_a_half(at + 2).is_some()
            || behind(&self.time.ago)
            || behind(&self.time.from_now)
            || behind(&self.time.then_before)
            || behind(&self.time.then_after)
            || self.and_smaller(at + 2, unit);
        // `in a second vote`
        let rank = unit == Unit::Second
            && self.numerals.ordinal(self.words, at + 1).is_some()
            && !(self.phrase_ends(at + 2) || self.uncounted(at + 2));
        // `een min van 3 procent`
        let letter = self.time.letter_units.contains(&self.words.id(at + 1));
        (self.numerals.is_article(self.words.id(at)) && counts && !rank && !letter).then_some(unit)
    }

    /// Whether a number of a smaller unit follows: `an hour and 45 minutes`.
    fn and_smaller(&self, at: usize, unit: Unit) -> bool {
        let number = |i: usize| self.numerals.cardinal(self.words, i).map(|n| i + n.tokens);
        let smaller = |i: usize| self.time.units.get(self.words.id(i)).is_some_and(|u| *u < unit);
        self.numerals.is_joiner(self.words.id(at)) && number(at + 1).is_some_and(smaller)
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

    /// `… and a half` behind one unit: the part, and one past its last token.
    fn and_a_half(&self, at: usize) -> Option<(Decimal, usize)> {
        if !self.numerals.is_joiner(self.words.id(at)) {
            return None;
        }
        let article = usize::from(self.numerals.is_article(self.words.id(at + 1)));
        let part = |i: usize| self.numerals.cardinal(self.words, i).filter(|n| n.form == Form::Part);
        let (part, next) = part(at + 1)
            .map(|n| (n.value, at + 1 + n.tokens))
            .or_else(|| part(at + 1 + article).map(|n| (n.value, at + 1 + article + n.tokens)))?;
        let more = self.time.units.contains_key(self.words.id(next));
        (part < Decimal::ONE && !more).then_some((part, next))
    }

    /// Whole numbers of units in a row, from days on: `1 maand, 2 jaar en 21 dagen`.
    pub(super) fn amounts(&self, at: usize) -> Option<(Vec<(i32, Unit)>, usize)> {
        let mut all = Vec::new();
        let mut next = at;
        while all.len() < MOST_AMOUNTS {
            let comma = usize::from(!all.is_empty() && self.words.sign(next, ','));
            let i = next + comma;
            let i = i + usize::from(!all.is_empty() && self.numerals.is_joiner(self.words.id(i)));
            let Some((value, unit, end)) = self.amount(i).filter(|(_, u, _)| *u >= Unit::Day) else { break };
            let half = if all.is_empty() { self.and_a_half(end) } else { None };
            let (value, end) = half.map_or((value, end), |(part, next)| (value + part, next));
            let (value, unit) = whole_units(value, unit);
            all.push((value.is_integer().then(|| value.to_i32()).flatten()?, unit));
            next = end;
        }
        (!all.is_empty()).then_some((all, next))
    }

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
        Some((hedged(duration, hedge), next))
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
    fn duration_range(&self, at: usize) -> Option<(Duration, usize)> {
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

    /// `drie weken geleden`, `over twee jaar`, `binnen vijf jaar`, `de komende vijf jaar`
    pub(super) fn distance(&self, at: usize) -> Option<Found> {
        if !self.opens_amount(at, opening::DISTANCE) {
            return None;
        }
        self.memo.distances.get(at, || self.read_distance(at))
    }

    pub(super) fn read_distance(&self, at: usize) -> Option<Found> {
        let found = Found::new;
        let window = |days: Option<(jiff::civil::Date, jiff::civil::Date)>, grain| {
            days.map(|(a, b)| Period::between(a.min(b), a.max(b), grain))
        };
        let reference = |unit: Unit| {
            let period = self.context.reference?;
            (period.grain <= calendar::grain_of(unit)).then_some(period.from).flatten()
        };
        if let Some(date) = self.hedged_ago(at) {
            return Some(date);
        }
        if let Some((amounts, next)) = self.amounts(at) {
            let back = self.time.ago.at(self.words, next).map(|((), n)| (-1, n));
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            if let Some((n, known)) = self.then(at, next) {
                let day = reference(unit).filter(|_| known).and_then(|r| away(r, unit, &amounts, 1));
                return Some(found(day, next + n));
            }
            let (sign, n) = back.or_else(|| self.time.from_now.at(self.words, next).map(|((), n)| (1, n)))?;
            return Some(found(reference(unit).and_then(|r| away(r, unit, &amounts, sign)), next + n));
        }
        if let Some(((), n)) = self.time.ahead.at(self.words, at)
            && let Some((amounts, next)) = self.amounts(at + n)
            && !self.took(at, next)
            && !self.spread(at, next)
        {
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            return Some(found(reference(unit).and_then(|r| away(r, unit, &amounts, 1)), next));
        }
        if let Some(found) = self.range_ahead(at) {
            return Some(found);
        }
        if let Some((sign, count, unit, next)) = self.shift_between(at) {
            let days = reference(unit).and_then(|r| Some((r, calendar::step(r, unit, sign * count)?)));
            return Some(found(window(days, calendar::grain_of(unit).min(Grain::Year)), next));
        }
        for (phrases, sign, within) in
            [(&self.time.within, 1, true), (&self.time.coming, 1, false), (&self.time.past, -1, false)]
        {
            let Some(((), n)) = phrases.at(self.words, at) else { continue };
            if let Some(part) = self.first_units(at + n - 1) {
                return Some(part);
            }
            // `due to last a fortnight`
            if self.numerals.is_article(self.words.id(at + n)) && sign < 0 {
                continue;
            }
            let hedge = self.time.hedges.at(self.words, at + n).map_or(0, |(_, n)| n);
            let one = || self.one_unit(at, at + n);
            let Some((amounts, next)) = self.amounts(at + n + hedge).or_else(one) else {
                continue;
            };
            let (amounts, next) = self.without_another(at + n + hedge, amounts, next);
            // `was binnen een week bereikt`: how long it took
            let took = self.participle(next) && self.cued(at, next, false) == Some(false);
            if took && within {
                continue;
            }
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            if let [(count, Unit::Quarter)] = amounts.as_slice() {
                return Some(found(self.quarters(*count, sign), next));
            }
            let days = reference(unit).and_then(|r| Some((r, super::relative::steps(r, &amounts, sign)?)));
            return Some(found(window(days, calendar::grain_of(unit).min(Grain::Year)), next));
        }
        None
    }
}

impl Scope<'_> {
    /// `twee jaar later`, `a week earlier`: counted from what was told before, and so from the reference
    /// only where the sentence points ahead; the words, and whether the reference is meant.
    fn then(&self, at: usize, next: usize) -> Option<(usize, bool)> {
        let later = self.time.then_after.at(self.words, next).map(|((), n)| (n, true));
        let (n, later) =
            later.or_else(|| self.time.then_before.at(self.words, next).map(|((), n)| (n, false)))?;
        let compared = self.time.than.contains(&self.words.id(next + n));
        // Alone in its line it is no more than that it was told.
        let alone = self.fills_line(at, next + n);
        (!compared).then(|| (n, later && !alone && self.cued(at, next + n, false) == Some(true)))
    }

    /// `ruim tien jaar geleden`, `more than a year ago`: a day in the past, or what lies before or behind it.
    fn hedged_ago(&self, at: usize) -> Option<Found> {
        let (hedge, n) = self.time.hedges.at(self.words, at)?;
        // `een goede week geleden`
        let one = || {
            let unit = self.time.units.get(self.words.id(at + n)).filter(|unit| **unit >= Unit::Day)?;
            self.numerals.is_article(self.words.id(at)).then(|| (vec![(1, *unit)], at + n + 1))
        };
        let (amounts, next) = self.amounts(at + n).or_else(one)?;
        let ((), ago) = self.time.ago.at(self.words, next)?;
        let unit = amounts.iter().map(|(_, u)| *u).min()?;
        let day = self.reference(calendar::grain_of(unit)).and_then(|r| away(r, unit, &amounts, -1));
        let period = day.and_then(|p| match hedge {
            Hedge::MoreThan | Hedge::AtLeast => Some(Period { from: None, ..p }),
            Hedge::LessThan | Hedge::AtMost => {
                Some(Period::between(p.from?, self.reference(Grain::Day)?, p.grain))
            }
            _ => Some(p),
        });
        Some(Found::new(period, next + ago))
    }

    /// `over drie tot vijf jaar`, `in three to five years`, `over zo'n tien jaar`: a stretch of days to come, or a day
    /// behind a hedge.
    fn range_ahead(&self, at: usize) -> Option<Found> {
        let ((), n) = self.time.ahead.at(self.words, at)?;
        let unit = |unit: DurationUnit| match unit {
            DurationUnit::Year => Some(Unit::Year),
            DurationUnit::Month => Some(Unit::Month),
            DurationUnit::Week => Some(Unit::Week),
            DurationUnit::Day => Some(Unit::Day),
            _ => None,
        };
        let whole = |v: Decimal| v.is_integer().then(|| v.to_i32()).flatten();
        if let Some((hedge, m)) = self.time.hedges.at(self.words, at + n) {
            let near = matches!(hedge, Hedge::About | Hedge::Circa | Hedge::Over | Hedge::Under);
            let (amounts, next) = self.amounts(at + n + m).filter(|_| near)?;
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            let away = self.reference(calendar::grain_of(unit)).and_then(|r| away(r, unit, &amounts, 1));
            return (!self.took(at, next) && !self.spread(at, next)).then(|| Found::new(away, next));
        }
        let (range, next) = self.duration_range(at + n)?;
        let (low, high, unit) = (whole(range.low?)?, whole(range.high?)?, unit(range.unit)?);
        if self.took(at, next) || self.spread(at, next) {
            return None;
        }
        let grain = calendar::grain_of(unit).min(Grain::Year);
        let period = self.reference(calendar::grain_of(unit)).and_then(|r| {
            Some(Period::between(calendar::step(r, unit, low)?, calendar::step(r, unit, high)?, grain))
        });
        Some(Found::new(period, next))
    }

    /// `over the next year`: one unit from or up to the reference, where the words before the phrase that
    /// begins at `start` make it a stretch.
    fn one_unit(&self, start: usize, at: usize) -> Option<(Vec<(i32, Unit)>, usize)> {
        let led = start > 0 && self.time.window_leads.contains(&self.words.id(start - 1));
        let unit = self.time.units.get(self.words.id(at)).copied().filter(|u| *u >= Unit::Day && led)?;
        let single = !self.time.plurals.contains(&self.words.id(at));
        let whole = self.time.fillers.contains(&self.words.id(start)) && self.filler(at + 1) == 0;
        let calendar = !matches!(unit, Unit::Weekend | Unit::Fortnight);
        (single && whole && calendar).then(|| (vec![(1, unit)], at + 1))
    }

    /// `the last three months and two days ago`: of the amounts up to `next` those of the window, where the
    /// rest is a distance of its own.
    fn without_another(
        &self,
        at: usize,
        amounts: Vec<(i32, Unit)>,
        next: usize,
    ) -> (Vec<(i32, Unit)>, usize) {
        let own = self.time.ago.at(self.words, next).is_some() && amounts.len() > 1;
        match (self.amount(at).filter(|_| own), amounts.first()) {
            (Some((.., end)), Some(first)) => (vec![*first], end),
            _ => (amounts, next),
        }
    }

    /// `3 next weeks`, `de twee komende jaren`: the shift, the number, the unit, one past its last token.
    fn shift_between(&self, at: usize) -> Option<(i32, i32, Unit, usize)> {
        let number = self.numerals.cardinal(self.words, at)?;
        let i = at + number.tokens;
        let sign = self.time.shifts.get(self.words.id(i)).copied().filter(|s| *s != 0)?;
        let several = self.time.plurals.contains(&self.words.id(i + 1));
        let unit =
            self.time.units.get(self.words.id(i + 1)).copied().filter(|u| several && *u >= Unit::Day)?;
        let count = number.value.to_i32().filter(|n| *n > 1 && number.value.is_integer())?;
        Some((sign, count, unit, i + 2))
    }

    /// Whether `in two years` says how long it took: behind a superlative, or where the sentence points back.
    fn took(&self, at: usize, next: usize) -> bool {
        let behind = at > 0 && self.time.long_after.contains(&self.words.id(at - 1));
        self.time.ahead_or_long.contains(&self.words.id(at))
            && (behind || self.points(at, next) == Some(false))
    }

    /// `8 miljard over vier jaar`, `verspreid over drie jaar`, `wordt over tien jaar afgeschreven`: whether the
    /// time from `at` to `next` is that over which something is spread, and no distance from the reference.
    fn spread(&self, at: usize, next: usize) -> bool {
        let inside = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, ',')
        };
        let led = at > 0 && self.time.spread_leads.contains(&self.words.id(at - 1));
        led || (next..next + 4).take_while(inside).any(|i| self.time.spread_verbs.contains(&self.words.id(i)))
    }

    /// So many whole quarters before or after that of the reference.
    fn quarters(&self, count: i32, sign: i32) -> Option<Period> {
        let reference = self.reference(Grain::Quarter)?;
        let near = calendar::unit_around(reference, Unit::Quarter, sign)?;
        let far = calendar::unit_around(reference, Unit::Quarter, sign.checked_mul(count)?)?;
        let (first, last) = if sign > 0 { (near, far) } else { (far, near) };
        Some(Period::between(first.from?, last.to?, Grain::Quarter))
    }
}

/// A part of a unit in whole smaller ones: half a year is six months, half a century fifty years. Of a
/// month or a week the days are taken that it has on average, down to a whole day.
fn whole_units(value: Decimal, unit: Unit) -> (Decimal, Unit) {
    let (each, smaller) = match unit {
        Unit::Century => (100, Unit::Year),
        Unit::Decade => (10, Unit::Year),
        Unit::Year => (12, Unit::Month),
        Unit::Month => (30, Unit::Day),
        Unit::Week => (7, Unit::Day),
        _ => return (value, unit),
    };
    if value.is_integer() {
        return (value, unit);
    }
    let whole = value.checked_mul(Decimal::from(each)).unwrap_or_default();
    (if smaller == Unit::Day { whole.trunc() } else { whole }, smaller)
}

/// The day, month or year that lies so many units away, to the smallest of them.
fn away(reference: jiff::civil::Date, unit: Unit, amounts: &[(i32, Unit)], sign: i32) -> Option<Period> {
    let day = super::relative::steps(reference, amounts, sign)?;
    match unit {
        Unit::Year | Unit::Decade | Unit::Century => Some(Period { grain: Grain::Year, ..Period::day(day) }),
        Unit::Month | Unit::Quarter => Some(Period { grain: Grain::Month, ..Period::day(day) }),
        _ => Some(Period::day(day)),
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
