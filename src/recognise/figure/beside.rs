//! What looks like a figure and is none by the words beside it: names, labels, houses, scores,
//! times of the day, numbers to call, and number words that are other words.

use rust_decimal::prelude::ToPrimitive as _;

use super::super::token::{Token, TokenKind};
use super::words::{Unit, Written};
use super::{Reader, guard};

/// So many tokens around a number to call tell of calling.
const CALL_REACH: usize = 9;
/// So many times of the day may stand in a row.
const MOST_TIMES: usize = 8;

impl Reader<'_> {
    /// How many tokens from `at` on are no figure; 0 if a figure may begin there.
    pub(super) fn no_figure(&self, at: usize) -> usize {
        let code = |i: usize| {
            let capitals = |t: &Token<'_>| t.text.bytes().all(|b| b.is_ascii_uppercase());
            let sign = |i: usize| self.pack.signs.at(self.words, i).is_some();
            // `EUR5`, `$CAN5`
            let signed = sign(i) || (self.words.glued(i) && sign(i - 1));
            self.words.token(i).is_some_and(capitals) && signed
        };
        let form = guard::skip(self.words, at, code);
        if form > 0 {
            return form;
        }
        let always: [fn(&Self, usize) -> usize; 3] = [Self::name, Self::time_of_day, Self::other_word];
        let digits: [fn(&Self, usize) -> usize; 9] = [
            Self::name,
            Self::label,
            Self::score,
            Self::house,
            Self::postcode,
            Self::time_of_day,
            Self::emergency,
            Self::lettered,
            Self::other_word,
        ];
        let tests: &[fn(&Self, usize) -> usize] = if self.number_at(at) { &digits } else { &always };
        tests.iter().map(|test| test(self, at)).find(|n| *n > 0).unwrap_or(0)
    }

    fn number_at(&self, at: usize) -> bool {
        self.words.is(at, TokenKind::Number)
    }

    fn capital(&self, at: usize) -> bool {
        self.words
            .token(at)
            .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_uppercase))
    }

    /// `Tweede Kamer`, `24/7`, `4K`: a name as the pack lists it, in its capitals if it has any.
    fn name(&self, at: usize) -> usize {
        let as_written = |written: &Written| match written {
            Written::Anyhow => true,
            Written::Capital => self.capital(at),
            Written::Capitals => self.capital(at + 1) && self.words.glued(at + 1),
        };
        let mut names = self.pack.names.every(self.words, at);
        names.find(|(written, _)| as_written(written)).map_or(0, |(_, n)| n)
    }

    /// `artikel 5`, `Leopard 2`, `artikelen 5 en 6`: digits behind a word that they name.
    fn label(&self, at: usize) -> usize {
        let spaced = self.words.token(at).is_some_and(|t| t.spaced);
        let labelled = at > 0 && self.number_at(at) && spaced && {
            let id = self.words.id(at - 1);
            let capital = self.capital(at - 1);
            self.pack.labels.get(id).is_some_and(|needs_capital| capital || !needs_capital)
        };
        // `the force could number 30,000`
        let verb = at > 1 && self.pack.label_verbs.contains(&self.words.id(at - 2));
        // `armed forces number 9,400 personnel`: no label has thousands apart, and counts something.
        let apart = |t: &Token<'_>| t.text.contains([',', '.']);
        let counts = || self.words.token(at).is_some_and(apart) && self.noun_at(at + 1);
        if !labelled || verb || counts() || self.behind_an_index(at) {
            return 0;
        }
        // The numbers that a joiner adds, where they count nothing themselves: `artikelen 5 en 6`, `zaak 23/1234`,
        // `niveau 4 van 5`. Groups of a long one belong to it: `kamerstuk 35 925`.
        let grouped = self.numerals.cardinal(self.words, at).map_or(1, |n| n.tokens);
        let mut end = at + 1;
        end += (end..at + grouped).take_while(|i| self.number_at(*i)).count();
        loop {
            let joined = self.words.sign(end, ',')
                || (self.words.sign(end, '/') && self.words.glued(end))
                || self.numerals.is_joiner(self.words.id(end))
                || self.numerals.is_part_joiner(self.words.id(end))
                || (guard::is_dash(self.words, end) && self.words.glued(end));
            let next = end + 2;
            let free =
                !self.words.is(next, TokenKind::Word) || self.pack.no_nouns.contains(&self.words.id(next));
            let counted = self.unit_at(next).is_some() || self.words.sign(next, '%');
            if !joined || !self.number_at(end + 1) || !free || counted {
                return end - at;
            }
            end += 2;
        }
    }

    /// `de AEX 1,1 procent hoger`: percentages and money are no labels.
    fn behind_an_index(&self, at: usize) -> bool {
        let number = self.numerals.cardinal(self.words, at);
        let unit = number.and_then(|n| self.unit_at(at + n.tokens));
        unit.is_some_and(|(unit, _)| {
            unit.is_money() || matches!(unit, Unit::Percent | Unit::PercentagePoint | Unit::BasisPoint)
        })
    }

    /// `3-1`
    fn score(&self, at: usize) -> usize {
        // `8-16 inches`
        if !self.number_at(at) || !guard::is_dash(self.words, at + 1) || self.unit_at(at + 3).is_some() {
            return 0;
        }
        // `21-15, 19-21 en 21-18`: beside a score such a pair is one too.
        let falls = |i: usize| {
            let alone = self.number_at(i) && self.unit_at(i + 3).is_none();
            alone && guard::score(self.words, i, || false) > 0
        };
        let apart = |i: usize| self.words.sign(i, ',') || self.numerals.is_joiner(self.words.id(i));
        let beside =
            (apart(at + 3) && falls(at + 4)) || at.checked_sub(4).is_some_and(|i| apart(at - 1) && falls(i));
        let played = || {
            if beside {
                return true;
            }
            let near = at.saturating_sub(12)..(at + 9).min(self.words.tokens.len());
            near.into_iter().any(|i| {
                let word = self.words.folded(i);
                self.pack.score_cues.iter().any(|cue| word.starts_with(cue.as_str()))
            })
        };
        guard::score(self.words, at, played)
    }

    /// `Kalverstraat 12a`, `10 Downing Street`: a house, with the town behind it.
    fn house(&self, at: usize) -> usize {
        let digits = self
            .words
            .token(at)
            .is_some_and(|t| t.text.len() <= 4 && t.text.bytes().all(|b| b.is_ascii_digit()));
        if !digits {
            return 0;
        }
        // A word that the pack knows is no street: `Pakweg 7`.
        let street = at > 0 && self.capital(at - 1) && self.words.id(at - 1) == 0 && {
            let word = self.words.folded(at - 1);
            self.pack.streets.iter().any(|end| word.ends_with(end.as_str()) && word.len() > end.len())
        };
        if street {
            let letter = usize::from(self.words.glued(at + 1) && self.words.is(at + 1, TokenKind::Word));
            let end = at + 1 + letter;
            let town = self.words.sign(end, ',')
                && self.words.token(end + 1).is_some_and(|t| t.text.len() == 4)
                && self.number_at(end + 1)
                && self.capital(end + 2);
            return 1 + letter + if town { 2 } else { 0 };
        }
        let named = (1..4)
            .take_while(|i| self.capital(at + i))
            .any(|i| i > 1 && self.pack.street_words.contains(&self.words.id(at + i)));
        usize::from(named)
    }

    /// `1012 AB`: digits and capitals as the pack's country writes them.
    fn postcode(&self, at: usize) -> usize {
        let Some((digits, letters)) = self.pack.postcode else { return 0 };
        let fits = |i: usize, n: usize, ok: fn(&u8) -> bool| {
            self.words.token(i).is_some_and(|t| t.text.len() == n && t.text.bytes().all(|b| ok(&b)))
        };
        let code = fits(at, digits, u8::is_ascii_digit)
            && fits(at + 1, letters, u8::is_ascii_uppercase)
            && self.unit_at(at + 1).is_none()
            && self.words.token(at + 1).is_some_and(|t| t.spaced)
            && !(guard::is_dash(self.words, at + 2) && self.words.glued(at + 2));
        if code { 2 } else { 0 }
    }

    /// `16.45 uur`, `3pm`, `half drie`, `kwart voor acht`
    fn time_of_day(&self, at: usize) -> usize {
        if self.number_at(at)
            && let Some(((), n)) = self.pack.clock.at(self.words, at + 1)
        {
            return 1 + n;
        }
        if let Some(n) = self.opening_hours(at).or_else(|| self.two_times(at)) {
            return n;
        }
        let hour = |i: usize| {
            self.numerals
                .cardinal(self.words, i)
                .filter(|n| n.tokens == 1 && n.value >= 1.into() && n.value <= 12.into())
                .is_some_and(|n| {
                    n.value.is_integer() && self.words.token(i).is_some_and(|t| t.text.len() == n.end)
                })
        };
        let half = |i: usize| self.pack.clock_half.contains(&self.words.id(i)) && hour(i + 1);
        if half(at) {
            return 2;
        }
        if !self.pack.clock_before.contains(&self.words.id(at + 1)) {
            return 0;
        }
        let quarter = self.numerals.is_part(self.words.id(at));
        match () {
            () if (quarter || hour(at)) && half(at + 2) => 4,
            () if quarter && hour(at + 2) => 3,
            () => 0,
        }
    }

    /// `tussen 18.00 en 20.30 uur`, `om 9, 14.00 en 20.15 uur`: the first of some times of which only the last is told
    /// with the word for it; one of them at least has its minutes.
    fn two_times(&self, at: usize) -> Option<usize> {
        let minutes = |i: usize| {
            let number = |text: &str, most: u8| text.parse::<u8>().is_ok_and(|n| n < most);
            let parts = self.words.token(i).and_then(|t| t.text.split_once('.'));
            parts.is_some_and(|(hour, minute)| minute.len() == 2 && number(hour, 25) && number(minute, 60))
        };
        let hour = |i: usize| minutes(i) || self.words.token(i).is_some_and(|t| t.text.len() <= 2);
        let mut told = false;
        let mut last = at;
        for _ in 0..MOST_TIMES {
            if !(self.number_at(last) && hour(last)) {
                return None;
            }
            told |= minutes(last);
            if let Some(((), n)) = self.pack.clock.at(self.words, last + 1) {
                return (told && last > at).then_some(last + 1 + n - at);
            }
            let between = self.pack.ranges.iter().find_map(|range| range.between.at(self.words, last + 1));
            let listed = self.numerals.is_joiner(self.words.id(last + 1)) || self.words.sign(last + 1, ',');
            last += 1 + between.map(|((), n)| n).or(listed.then_some(1))?;
        }
        None
    }

    /// `van 9 tot 17 uur`, `between 9 and 11 a.m.`: from one hour of the day to another. Where the word
    /// is a length of time too, a stretch of work or sleep is shorter.
    fn opening_hours(&self, at: usize) -> Option<usize> {
        let hour = |i: usize| {
            let number = self.numerals.cardinal(self.words, i).filter(|n| n.tokens == 1)?;
            number.value.is_integer().then(|| number.value.to_u8()).flatten().filter(|h| *h <= 24)
        };
        self.pack.ranges.iter().filter(|r| r.needs_before).find_map(|range| {
            range.before.before(self.words, at)?;
            let low = hour(at)?;
            let ((), n) = range.between.at(self.words, at + 1)?;
            let high = hour(at + 1 + n)?;
            let next = at + n + 2;
            let ((), clock) = self.pack.clock.at(self.words, next)?;
            let length = self.pack.clock_lengths.contains(&self.words.id(next));
            let opens = low >= 8 && high > 12 && low < high && high < 24;
            (opens || !length).then_some(n + 2 + clock)
        })
    }

    /// `bel 112`, `bij levensgevaar: 112`, `de 112-melding`: a number to call, where its sentence tells of calling.
    fn emergency(&self, at: usize) -> usize {
        let Some(((), n)) = self.pack.emergency.at(self.words, at) else { return 0 };
        let end = at + n;
        let compound = guard::is_dash(self.words, end)
            && self.words.glued(end)
            && self.words.glued(end + 1)
            && self.words.is(end + 1, TokenKind::Word);
        if compound {
            return n;
        }
        let lead = at.checked_sub(1).is_some_and(|i| self.pack.call_leads.contains(&self.words.id(i)));
        let called = |i: usize| self.pack.calls.contains(&self.words.id(i));
        let inside = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, '?')
        };
        let near = || {
            (self.in_sentence(at, CALL_REACH)..at).any(called)
                || (end..end + CALL_REACH).take_while(inside).any(called)
        };
        // `belden 112 mensen`
        let counts = self.unit_at(end).is_some() || self.noun_at(end);
        if !counts && (lead || near()) { n } else { 0 }
    }

    /// `5G`, `12a`: digits with a letter behind them that is no unit, scale or rank.
    fn lettered(&self, at: usize) -> usize {
        // `50PLUS`, `9K720`
        let capitals = |t: &Token<'_>| {
            let digits = self.words.is(at + 2, TokenKind::Number) && self.words.glued(at + 2);
            (t.text.len() > 2 || digits) && t.text.bytes().all(|b| b.is_ascii_uppercase())
        };
        let name = self.words.glued(at + 1) && self.words.token(at + 1).is_some_and(capitals);
        let digits = self.words.is(at + 2, TokenKind::Number) && self.words.glued(at + 2);
        let plain = || {
            self.numerals.cardinal(self.words, at).is_none_or(|n| n.tokens == 1)
                && self.numerals.ordinal(self.words, at).is_none()
        };
        if self.number_at(at) && name && (digits || (self.unit_at(at + 1).is_none() && plain())) {
            return 2 + usize::from(digits);
        }
        let letter = self.number_at(at)
            && self.words.glued(at + 1)
            && self.words.token(at + 1).is_some_and(|t| {
                t.kind == TokenKind::Word && t.text.len() <= 2 && (t.text.len() == 1 || self.capital(at + 1))
            });
        if !letter
            || self.pieces(at + 1)
            || self.unit_at(at + 1).is_some()
            || self.tight_compound(at).is_some()
            || self.numerals.ordinal(self.words, at).is_some()
        {
            return 0;
        }
        let scaled = self
            .numerals
            .cardinal(self.words, at)
            .is_some_and(|n| n.tokens > 1 || self.numerals.tightly_scaled(self.words, at, n).is_some());
        if scaled { 0 } else { 2 }
    }

    /// `4x F-16`: whether what stands right behind digits counts the name behind it, or ends the text.
    pub(super) fn pieces(&self, at: usize) -> bool {
        let named = || {
            let next = self.words.token(at + 1);
            next.is_none_or(|t| t.kind == TokenKind::Break || (t.spaced && self.capital(at + 1)))
        };
        self.words.glued(at) && self.pack.piece_letters.contains(&self.words.id(at)) && named()
    }

    /// `de rechtbank acht bewezen`: a number word that is another word here.
    fn other_word(&self, at: usize) -> usize {
        let id = self.words.id(at);
        let Some(word) = self.pack.other_words.iter().find(|w| w.word == id) else { return 0 };
        let before = at > 0 && word.before.contains(&self.words.id(at - 1));
        usize::from(before || word.after.contains(&self.words.id(at + 1)))
    }
}
