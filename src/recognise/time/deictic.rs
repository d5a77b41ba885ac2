//! Dates that count from the reference alone: `gisteren`, `vorige week`, `vrijdag`; and where the words
//! beside a date point.

use jiff::civil::Date;

use super::super::lexicon::WordId;
use super::super::token::{Token, TokenKind};
use super::calendar;
use super::pack::{BoundWord, Unit};
use super::point::{Found, Loose, Scope};
use crate::value::{Grain, Period};

impl Scope<'_> {
    /// `gisteren`, `overmorgen`
    pub(super) fn deictic(&self, at: usize) -> Option<Found> {
        let (days, n) = self.time.days.at(self.words, at)?;
        let day = self.reference(Grain::Day).and_then(|r| calendar::step(r, Unit::Day, *days));
        Some(Found::new(day.map(Period::day), at + n))
    }

    /// `vorige week`, `volgend jaar`, `afgelopen dinsdag`, `deze zomer`, `dit weekend`; a lone weekday.
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let several = self.time.plurals.contains(&self.words.id(at + 1));
        let plural = || self.time.plural_shifts.get(self.words.id(at)).filter(|_| several);
        let shift = self.time.shifts.get(self.words.id(at)).or_else(plural).copied();
        let i = at + usize::from(shift.is_some());
        let id: WordId = self.words.id(i);
        if let Some(day) = self.day_of_week(i).filter(|_| shift.is_some() || self.lone_weekday(i)) {
            let next = i + 1 + self.stop(i + 1);
            // On the day itself `maandag` is today, whichever way the words point.
            let loose = if shift.is_none() { Loose::Week(day) } else { Loose::None };
            // `de agenda voor maandag`: what is for a day lies ahead of it.
            let meant =
                self.time.bounds.before(self.words, at).is_some_and(|(b, _)| *b == BoundWord::BeforeOrFor);
            let ahead = || meant || self.points(at, next) == Some(true);
            let shift = shift.or_else(|| ahead().then_some(2));
            let far = self.time.next_week.contains(&self.words.id(at));
            let row = self.weekday_before(at).filter(|_| loose != Loose::None && !meant);
            let period = row.or_else(|| self.reference(Grain::Day)).and_then(|r| {
                if row.is_some() {
                    return weekday_near(r, day, Some(1));
                }
                if far {
                    let monday = calendar::unit_around(r, Unit::Week, 1)?.from?;
                    return calendar::step(monday, Unit::Day, i32::from(day - 1)).map(Period::day);
                }
                weekday_near(r, day, shift)
            });
            return Some(Found { loose, ..Found::new(period, next) });
        }
        let shift = shift?;
        // `volgende werkweek`: from its Monday to its Friday
        if self.time.work_weeks.contains(&id) {
            let week = self.reference(Grain::Week).and_then(|r| calendar::unit_around(r, Unit::Week, shift));
            let days =
                week.and_then(|w| Some(Period { to: Some(calendar::step(w.from?, Unit::Day, 4)?), ..w }));
            return Some(Found::new(days, i + 1));
        }
        if let Some(unit) = self.time.units.get(id).copied().filter(|u| *u >= Unit::Day) {
            if several {
                return Some(Found::new(self.some_units(unit, shift), i + 1));
            }
            let reference = self.reference(calendar::grain_of(unit));
            // `the past decade`, which began ten years ago
            let running = unit >= Unit::Decade && self.time.running.contains(&self.words.id(at));
            let period = reference.and_then(|r| {
                if !running {
                    return calendar::unit_around(r, unit, shift);
                }
                let other = calendar::step(r, unit, shift)?;
                Some(Period::between(r.min(other), r.max(other), Grain::Year))
            });
            return Some(Found::new(period, i + 1));
        }
        if let Some(season) = self.time.seasons.get(id).copied() {
            let reference = self.reference(Grain::Month);
            let period = reference.and_then(|r| {
                let year = calendar::season(r.year(), season)?;
                let passed = year.to? < r;
                let ahead = year.from? > r;
                let step = match shift {
                    1 if passed => 1,
                    -1 if ahead || !passed => -1,
                    _ => 0,
                };
                calendar::season(r.year() + step, season)
            });
            return Some(Found::new(period, i + 1));
        }
        let month = self.month(i)?;
        let period = self.reference(Grain::Year).and_then(|r| {
            let this = Period::month(r.year(), month)?;
            match shift {
                1 if this.to? < r => Period::month(r.year() + 1, month),
                -1 if this.from? > r || this.to? >= r => Period::month(r.year() - 1, month),
                _ => Some(this),
            }
        });
        Some(Found::new(period, i + 1))
    }

    /// The day of the weekday that a joiner adds this one to: `late Monday and early Tuesday`.
    fn weekday_before(&self, at: usize) -> Option<Date> {
        let part = self.time.parts.before(self.words, at).map_or(0, |(_, n)| n);
        let ((), n) = self.time.row_joiners.before(self.words, at - part)?;
        let first = (at - part - n).checked_sub(1).filter(|i| self.lone_weekday(*i))?;
        self.day_of_week(first)?;
        self.point(first)?.period?.from
    }

    /// Whether a weekday without a date is one: no newspaper (`The Sun`, `the Sunday Times`), no other word.
    fn lone_weekday(&self, at: usize) -> bool {
        let id = self.words.id(at);
        let cue = at > 0 && self.time.day_cues.contains(&self.words.id(at - 1));
        let article = at > 0 && self.time.fillers.contains(&self.words.id(at - 1)) && !cue;
        let short = self.time.short_weekdays.contains(&id);
        // `de derde zondag op rij`: counted, and no day by itself.
        let ranked = at > 0 && self.numerals.ordinal(self.words, at - 1).is_some_and(|n| n.tokens == 1);
        let row = self.time.in_a_row.at(self.words, at + 1).is_some();
        // `the Good Friday Agreement`, where the feast was no date
        let feast = self.time.feasts.before(self.words, at + 1).is_some_and(|(_, n)| n > 1);
        // `Sat down`: at the start of a sentence the capital says nothing.
        let opens = at == 0 || self.words.is(at - 1, TokenKind::Break) || self.words.sign(at - 1, '.');
        let small = self.words.token(at + 1).is_some_and(|t| t.text.starts_with(char::is_lowercase));
        let verb = opens && small && self.time.capitalised.contains(&id);
        !(row
            || feast
            || verb
            || ranked && self.ranked_weekday(at - 1).is_none()
            || self.title(at, at + 1)
            || self.time.plurals.contains(&id)
            || short && article)
    }

    /// `de komende dagen`, `afgelopen jaren`, `in recent months`: from the reference on, or up to it; how
    /// far is not said.
    fn some_units(&self, unit: Unit, shift: i32) -> Option<Period> {
        let today = self.reference(calendar::grain_of(unit))?;
        let grain = calendar::grain_of(unit);
        match shift {
            0 => None,
            s if s > 0 => Some(Period { from: Some(today), to: None, grain }),
            _ => Some(Period { from: None, to: Some(today), grain }),
        }
    }

    /// Where the words beside a lone weekday point: the nearest before it in its sentence decides, else
    /// the nearest behind it. News tells what happened, so nothing at all is the past.
    pub(super) fn points(&self, at: usize, next: usize) -> Option<bool> {
        self.cued(at, next, true)
    }

    /// The same; verbs in the present tense count only if `present`.
    pub(super) fn cued(&self, at: usize, next: usize, present: bool) -> Option<bool> {
        let stops = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, ';')
        };
        let cue = |i: usize| {
            let id = self.words.id(i);
            // `is`, `heeft`: only with a participle the past
            if self.time.auxiliaries.contains(&id) {
                return self.auxiliary(i).filter(|ahead| !ahead);
            }
            let planned = present && self.time.present_verbs.contains(&id);
            let ahead = (planned || self.time.ahead_cues.contains(&id)).then_some(true);
            let past = !self.is_infinitive(i) && (self.time.past_cues.contains(&id) || self.past_form(i));
            ahead.or_else(|| past.then_some(false))
        };
        let range = || (at.saturating_sub(20)..at).rev().take_while(stops);
        // `Haast is geboden, want op de top eind mei moet het gebeuren`: its own clause first.
        let clause = |i: &usize| !self.words.sign(*i, ',');
        let own = range().take_while(clause).find_map(cue);
        let beside = || (next..next + 6).take_while(stops).take_while(clause).find_map(cue);
        let parted = own.is_none() && range().any(|i| self.words.sign(i, ','));
        let before = own.or_else(|| if parted { beside() } else { None }).or_else(|| range().find_map(cue));
        let planned = || (present && self.noun_verb(at)).then_some(true);
        // `in oktober zijn de verkiezingen`: what is said to be in a month is ahead, unless a participle makes it the
        // perfect tense.
        let auxiliary = || {
            let is = present || self.time.auxiliaries.contains(&self.words.id(next));
            if is { self.auxiliary(next) } else { None }
        };
        // `een top in juli voor te bereiden`: what is to be done lies ahead.
        let meant = |i: usize| self.time.infinitives.contains(&self.words.id(i)).then_some(true);
        let behind = || (next..next + 9).take_while(stops).find_map(|i| cue(i).or_else(|| meant(i)));
        before
            .or_else(planned)
            .or_else(auxiliary)
            .or_else(behind)
            .or_else(|| self.fills_line(at, next).then_some(true))
    }

    /// Whether a word stands behind `te` or `to`.
    fn is_infinitive(&self, at: usize) -> bool {
        at > 0 && self.time.infinitives.contains(&self.words.id(at - 1))
    }

    /// Whether a word has the form of a verb in the past tense: `introduced`.
    fn past_form(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        self.words
            .token(at)
            .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_lowercase))
            && self.time.past_endings.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
            && !self.time.past_lookalikes.contains(&self.words.id(at))
    }

    /// `op 20 augustus ontplofte de fabriek`: whether the word right behind a day is a verb in the past tense.
    pub(super) fn past_verb(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        let small = |t: &Token<'_>| t.kind == TokenKind::Word && t.text.starts_with(char::is_lowercase);
        self.words.token(at).is_some_and(small)
            && self.time.past_verb_ends.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
            && !self.time.past_lookalikes.contains(&self.words.id(at))
            && !self.participle(at)
    }

    /// `the committee votes on Thursday`: a word before the day that is a verb behind a name or one noun with
    /// its article, and a noun elsewhere.
    fn noun_verb(&self, at: usize) -> bool {
        let id = |back: usize| at.checked_sub(back).map_or(0, |i| self.words.id(i));
        let cue = usize::from(self.time.day_cues.contains(&id(1)));
        let subject = at.checked_sub(cue + 2).and_then(|i| self.words.token(i));
        let named = subject
            .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_uppercase) && t.spaced);
        let article =
            self.time.fillers.contains(&id(cue + 3)) && subject.is_some_and(|t| t.kind == TokenKind::Word);
        self.time.noun_verbs.contains(&id(cue + 1)) && (named || article)
    }

    /// `zondag regent het`: a verb in the present tense right behind a day, by its ending.
    fn plain_verb(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        let id = self.words.id(at);
        let other = self.time.past_cues.contains(&id) || self.time.never_counted.contains(&id);
        let small = |t: &Token<'_>| t.kind == TokenKind::Word && t.text.starts_with(char::is_lowercase);
        word.len() > 4
            && !other
            && self.words.token(at).is_some_and(small)
            && self.time.verb_endings.iter().any(|e| word.ends_with(e.as_str()))
    }

    /// Whether a word has the form of a participle: `vertrokken`.
    pub(super) fn participle(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        if self.time.participle_lookalikes.iter().any(|end| word.ends_with(end.as_str())) {
            return false;
        }
        let rest = self.time.participle_starts.iter().filter_map(|s| word.strip_prefix(s.as_str()));
        rest.filter(|r| r.len() > 3)
            .any(|r| self.time.participle_ends.iter().any(|e| r.ends_with(e.as_str())))
    }

    /// Where a verb like `is` right behind a day points: back with a participle, ahead without one.
    fn auxiliary(&self, next: usize) -> Option<bool> {
        if !self.time.auxiliaries.contains(&self.words.id(next)) {
            return self.plain_verb(next).then_some(true);
        }
        let inside = |i: &usize| !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.');
        // `thuis, belooft de president`: who says it.
        let says = |i: usize| self.words.sign(i - 1, ',');
        let perfect = (next + 1..(next + 24).min(self.words.tokens.len()))
            .take_while(inside)
            .any(|i| self.participle(i) && !self.is_infinitive(i) && !says(i));
        Some(!perfect)
    }

    /// Whether nothing else stands in its line: so an agenda names the days to come.
    pub(super) fn fills_line(&self, at: usize, next: usize) -> bool {
        let edge = |i: usize| self.words.token(i).is_none() || self.words.is(i, TokenKind::Break);
        let stop = usize::from(self.words.sign(next, '.') || self.words.sign(next, ':'));
        let led =
            (0..2).take_while(|i| at > *i && self.time.fillers.contains(&self.words.id(at - 1 - i))).count();
        (at == led || edge(at - led - 1)) && edge(next + stop)
    }
}

/// The weekday nearest in the given direction. News tells what happened: without a word that points
/// ahead it is the last such day, the reference's own included; `deze` and `dit` stay within its week.
pub(super) fn weekday_near(reference: Date, day: i8, shift: Option<i32>) -> Option<Period> {
    let today = calendar::weekday(reference);
    let back = i32::from((today - day).rem_euclid(7));
    let steps = match shift {
        None => -back,
        Some(0) => i32::from(day - today),
        Some(2) if back == 0 => 0,
        Some(s) if s > 0 => {
            if back == 0 {
                7
            } else {
                7 - back
            }
        }
        Some(_) => {
            if back == 0 {
                -7
            } else {
                -back
            }
        }
    };
    calendar::step(reference, Unit::Day, steps).map(Period::day)
}
