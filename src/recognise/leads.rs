//! Where a mention can begin: one cheap look that spares the grammars all other places.
//!
//! A figure has a number word, digits or a word like it in it, a date or duration a word of time or
//! digits. Call these anchors. What stands in a mention before its first anchor are words and signs that
//! the packs know, so a mention begins at an anchor or at a known word from which known words lead to
//! one. Two thirds of the sentences of news hold no anchor at all.

use super::lexicon::{Lexicon, Phrases, WordId, WordSet};
use super::numeral::{Number, Numerals, vulgar};
use super::pack::LanguagePack;
use super::token::{Token, TokenKind, tokens};
use super::words::Words;

/// What may begin at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Lead {
    /// A figure.
    figure: bool,
    /// A date or a duration.
    time: bool,
}

/// Where mentions may begin in a text.
#[derive(Debug)]
pub(super) struct Leads {
    /// Figures.
    pub(super) figures: Places,
    /// Dates and durations.
    pub(super) times: Places,
}

impl Leads {
    fn new(tokens: usize) -> Self {
        Self { figures: Places::new(tokens), times: Places::new(tokens) }
    }

    /// Adds what may begin at `at`.
    fn mark(&mut self, at: usize, more: Lead) {
        self.figures.add(at, more.figure);
        self.times.add(at, more.time);
    }
}

/// Some of the tokens of a text, a bit for each.
#[derive(Debug)]
pub(super) struct Places(Vec<u64>);

impl Places {
    fn new(tokens: usize) -> Self {
        Self(vec![0; tokens.div_ceil(64)])
    }

    fn add(&mut self, at: usize, whether: bool) {
        self.0.get_mut(at / 64).into_iter().for_each(|bits| *bits |= u64::from(whether) << (at % 64));
    }

    /// Whether `at` is one of them.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// The first of them from `at` on.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        let here = self.0.get(at / 64)? & (u64::MAX << (at % 64));
        let rest = self.0.get(at / 64 + 1..).unwrap_or(&[]).iter().copied();
        let mut all = (at / 64..).zip(std::iter::once(here).chain(rest));
        all.find(|(_, bits)| *bits != 0).map(|(word, bits)| word * 64 + bits.trailing_zeros() as usize)
    }
}

/// How many known words may stand before the first anchor.
const REACH: usize = 14;

/// How many scales a number has at most: behind more of them anything may follow.
const SCALES: usize = 4;

/// No number in words is a later year.
const LAST_YEAR: u32 = 9_999;

/// What is known of a word, a bit for each: whether a figure, a date or duration has to hold such a word, may
/// begin with it, or go on with it.
#[derive(Debug, Clone, Copy, Default)]
struct Marks(u8);

impl Marks {
    /// An anchor of figures.
    const FIGURE: u8 = 1;
    /// An anchor of dates and durations.
    const TIME: u8 = 2;
    /// A word or sign, other than an anchor, with which a figure may begin.
    const OPENS_FIGURE: u8 = 4;
    /// A word, other than an anchor, with which a date or a duration may begin.
    const OPENS_TIME: u8 = 8;
    /// A word that stands within dates, durations or numbers: behind a number no other goes on in a date.
    const TIMELY: u8 = 16;
    /// An article that is also the number one.
    const ARTICLE: u8 = 32;
    /// The first word of a phrase that is read as a whole.
    const WHOLE: u8 = 64;
    /// A word that begins like a number.
    const NUMBER: u8 = 128;

    /// Of all words in a text those with one of these are looked at.
    const LOOK: u8 = Self::FIGURE | Self::TIME | Self::ARTICLE | Self::WHOLE | Self::NUMBER;

    const fn has(self, mark: u8) -> bool {
        self.0 & mark != 0
    }
}

/// The anchors of a language, by word.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    marks: Vec<Marks>,
    /// Phrases that are read as a whole: names that hide their number words.
    wholes: Phrases<()>,
    /// Endings, folded, that make a number word a number of units.
    adjectives: Vec<String>,
    decimal: char,
}

impl Anchors {
    /// The anchors of a pack. Of a phrase the longest word counts. `timely` are the words that stand within dates,
    /// durations and numbers.
    pub(super) fn new(
        pack: &LanguagePack,
        (numerals, timely): (&Numerals, WordSet),
        lexicon: &mut Lexicon,
    ) -> Self {
        let mut out = Self { decimal: pack.numerals.decimal, ..Self::default() };
        let words = &pack.numerals;
        let figures = (words.parts.keys())
            .chain(words.denominators.keys())
            .chain(words.ordinals.keys())
            .chain(words.collectives.keys())
            .chain(pack.figures.vague.keys())
            .chain(pack.figures.factors.keys());
        for word in figures {
            out.anchor(lexicon, word, Marks::FIGURE);
        }
        for word in times(pack) {
            out.anchor(lexicon, word, Marks::TIME);
        }
        let adjectives = pack.time.adjective_units.keys().chain(pack.time.age_units.keys());
        out.adjectives = adjectives.map(|word| crate::text::fold(word)).collect();
        for article in &words.articles {
            let id = lexicon.intern(article);
            out.mark(id, Marks::ARTICLE);
        }
        for phrase in pack.figures.names.iter().chain(&pack.figures.few) {
            out.wholes.add(lexicon, phrase, ());
            out.opener(lexicon, phrase, Marks::WHOLE);
        }
        for (code, words) in &pack.figures.money {
            for sign in words.signs.iter().chain(&words.bare).chain([code]) {
                out.opener(lexicon, sign, Marks::OPENS_FIGURE);
            }
        }
        for phrase in pack.figures.vague.keys() {
            out.opener(lexicon, phrase, Marks::OPENS_FIGURE);
        }
        for phrase in openers(pack) {
            out.opener(lexicon, phrase, Marks::OPENS_TIME);
        }
        for id in timely.iter() {
            out.mark(id, Marks::TIMELY);
        }
        for (id, _) in lexicon.words().filter(|(_, word)| numerals.starts_number(word)) {
            out.mark(id, Marks::NUMBER);
        }
        let telling = (0..).zip(&out.marks).filter(|(_, marks)| marks.has(Marks::LOOK));
        lexicon.set_telling(telling.map(|(id, _)| id).collect(), numerals.starts().clone());
        out
    }

    /// Marks the longest word of a phrase.
    fn anchor(&mut self, lexicon: &mut Lexicon, phrase: &str, mark: u8) {
        let all = tokens(phrase);
        let words = all.iter().filter(|t| t.kind == TokenKind::Word);
        let Some(longest) = words.max_by_key(|t| t.text.len()).or(all.first()) else { return };
        let id = lexicon.intern(longest.text);
        self.mark(id, mark);
    }

    /// Marks the first word of a phrase.
    fn opener(&mut self, lexicon: &mut Lexicon, phrase: &str, mark: u8) {
        let first = lexicon.phrase(phrase).first().copied();
        first.into_iter().for_each(|id| self.mark(id, mark));
    }

    fn mark(&mut self, id: WordId, mark: u8) {
        let at = id as usize;
        if self.marks.len() <= at {
            self.marks.resize(at + 1, Marks::default());
        }
        // The id of unknown words has no marks.
        self.marks.get_mut(at).filter(|_| id > 0).into_iter().for_each(|marks| marks.0 |= mark);
    }

    fn marks(&self, words: &Words<'_>, at: usize) -> Marks {
        self.of(words.id(at))
    }

    fn of(&self, id: WordId) -> Marks {
        self.marks.get(id as usize).copied().unwrap_or_default()
    }

    /// Where mentions may begin in `words`.
    pub(super) fn leads(&self, words: &Words<'_>, numerals: &Numerals) -> Leads {
        let mut leads = Leads::new(words.tokens.len());
        for at in words.telling().iter().copied() {
            if let Some(token) = words.token(at) {
                self.look(words, numerals, (at, token, self.marks(words, at)), &mut leads);
            }
        }
        leads
    }

    /// Tells what may begin at a token, and before it if it is an anchor.
    fn look(
        &self,
        words: &Words<'_>,
        numerals: &Numerals,
        read: (usize, &Token<'_>, Marks),
        leads: &mut Leads,
    ) {
        let (at, token, marks) = read;
        let anchor = self.anchor_at(words, numerals, read);
        let whole = marks.has(Marks::WHOLE) && self.wholes.at(words, at).is_some();
        leads.mark(at, Lead { figure: anchor.figure || whole, time: anchor.time });
        // The digits in the address of a page are no figures.
        if token.kind == TokenKind::Sign && words.ends_an_address(at, token) {
            leads.mark(at - 1, Lead { figure: true, time: false });
        }
        self.reach_back(words, at, anchor, leads);
    }

    /// Marks the known words before an anchor with which what it anchors may begin.
    fn reach_back(&self, words: &Words<'_>, anchor: usize, mut of: Lead, leads: &mut Leads) {
        if of == Lead::default() {
            return;
        }
        for at in (anchor.saturating_sub(REACH)..anchor).rev() {
            let Some(token) = words.token(at) else { return };
            let marks = self.marks(words, at);
            let word = token.kind == TokenKind::Word;
            let ends = token.kind == TokenKind::Break;
            of.figure &= !(ends || (word && words.id(at) == 0));
            of.time &= !(ends || (word && !marks.has(Marks::TIMELY)));
            if of == Lead::default() {
                return;
            }
            let figure = of.figure && self.opens_figure(words, at, marks);
            leads.mark(at, Lead { figure, time: of.time && opens_time(token, marks) });
        }
    }

    /// Whether what stands at `at` may open a figure whose anchor follows.
    fn opens_figure(&self, words: &Words<'_>, at: usize, marks: Marks) -> bool {
        let point = || words.sign(at, '.') || words.sign(at, self.decimal);
        marks.has(Marks::OPENS_FIGURE)
            || (words.is(at + 1, TokenKind::Number) && words.glued(at + 1) && point())
    }

    /// What the token at `at` is an anchor of.
    fn anchor_at(&self, words: &Words<'_>, numerals: &Numerals, read: (usize, &Token<'_>, Marks)) -> Lead {
        let (at, token, marks) = read;
        let listed = Lead { figure: marks.has(Marks::FIGURE), time: marks.has(Marks::TIME) };
        match token.kind {
            TokenKind::Number => Lead { figure: true, time: listed.time || self.dated(words, numerals, at) },
            TokenKind::Word if !self.starts_number(words, numerals, at) => {
                // `a litre`
                let unit = marks.has(Marks::ARTICLE) && words.id(at + 1) > 0;
                let roman = numerals.roman_with_ending(token.text).is_some();
                Lead { figure: listed.figure || unit || roman, time: listed.time || roman }
            }
            TokenKind::Word => self.number_word(words, numerals, read),
            TokenKind::Sign if token.text.len() == 1 => listed,
            TokenKind::Sign => {
                let fraction = token.text.chars().next().and_then(vulgar).is_some();
                Lead { figure: listed.figure || fraction, time: listed.time || fraction }
            }
            TokenKind::Break => listed,
        }
    }

    /// Whether the word at `at` begins like a number.
    fn starts_number(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> bool {
        match words.id(at) {
            0 => numerals.starts_number(words.folded(at)),
            id => self.of(id).has(Marks::NUMBER),
        }
    }

    /// What a word that begins like a number is an anchor of.
    fn number_word(&self, words: &Words<'_>, numerals: &Numerals, read: (usize, &Token<'_>, Marks)) -> Lead {
        let (at, token, marks) = read;
        let listed = Lead { figure: marks.has(Marks::FIGURE), time: marks.has(Marks::TIME) };
        if marks.has(Marks::ARTICLE) {
            // A lone article counts nothing, unless its accent says that it does.
            let counts = words.id(at + 1) > 0
                || !words.is(at + 1, TokenKind::Word)
                || self.starts_number(words, numerals, at + 1)
                || !token.text.is_ascii();
            return Lead { figure: listed.figure || counts, time: listed.time };
        }
        let spoken = |n: Number| n.value >= 1000.into() && n.value <= LAST_YEAR.into();
        let year = || numerals.cardinal(words, at).is_some_and(spoken);
        let adjective = || self.adjectives.iter().any(|a| words.folded(at).ends_with(a.as_str()));
        Lead {
            figure: true,
            time: listed.time
                || self.timely(words, numerals, behind(words, numerals, at))
                || adjective()
                || year(),
        }
    }

    /// Whether digits may be part of a date or duration: as a year, or beside a sign or a word of time.
    fn dated(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> bool {
        let text = words.token(at).map_or("", |t| t.text);
        let paid = at > 0 && ['$', '€', '£'].iter().any(|c| words.sign(at - 1, *c));
        let next = behind(words, numerals, at);
        // Behind these no date goes on that has no other anchor.
        let closed = |at: usize| [',', '.', ')', '%', ';'].iter().any(|c| words.sign(at, *c));
        // A year, or a day in eight digits.
        (matches!(text.len(), 4 | 8) && text.bytes().all(|b| b.is_ascii_digit()))
            || (words.glued(at) && !paid)
            || text.bytes().filter(|b| *b == b'.').count() == 2
            || (words.glued(at + 1) && !closed(at + 1))
            || (!closed(next) && self.timely(words, numerals, next))
    }

    /// Whether what stands at `at`, behind a number, may go on in a date or a duration.
    fn timely(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> bool {
        let known = self.marks(words, at).has(Marks::TIMELY);
        let number = || self.starts_number(words, numerals, at);
        known || if words.is(at, TokenKind::Word) { number() } else { words.id(at) == 0 }
    }
}

/// Whether a token may open a date or a duration whose anchor follows.
fn opens_time(token: &Token<'_>, marks: Marks) -> bool {
    token.kind == TokenKind::Number || marks.has(Marks::OPENS_TIME) || matches!(token.text, "'" | "’" | "‘")
}

/// What stands behind the number at `at` and its scales.
fn behind(words: &Words<'_>, numerals: &Numerals, at: usize) -> usize {
    at + 1 + (1..SCALES).take_while(|i| numerals.is_scale(words.id(at + i))).count()
}

/// The phrases without which there is no date and no duration, but for dates in digits.
fn times(pack: &LanguagePack) -> impl Iterator<Item = &String> {
    let time = &pack.time;
    let feasts = time.feasts.keys().chain(time.easter_feasts.keys()).chain(time.nth_feasts.keys());
    let feasts =
        feasts.chain(time.listed_feasts.keys()).chain(time.country_feasts.values().flat_map(|f| f.keys()));
    let names = time.months.keys().chain(time.weekdays.keys()).chain(time.seasons.keys());
    let units = time.units.keys().chain(time.days.keys()).chain(time.decade_names.keys());
    names
        .chain(units)
        .chain(feasts)
        .chain(time.year_names.keys())
        .chain(&time.now)
        .chain(time.period_codes.keys())
        .chain(&time.work_weeks)
}

/// The phrases with which a date or a duration may begin, other than anchors.
fn openers(pack: &LanguagePack) -> impl Iterator<Item = &str> {
    let time = &pack.time;
    let lists =
        [&time.within, &time.coming, &time.past, &time.ahead, &time.fillers, &time.rest, &time.so_far]
            .into_iter()
            .chain([&time.whole, &time.decade_words, &time.quarter_codes, &time.half_codes, &time.nearest])
            .chain([&pack.numerals.articles, &time.now])
            .chain(time.bounds.values())
            .chain(time.hedges.values())
            .chain(time.ranges.iter().map(|range| &range.before))
            .flatten();
    let numbers = pack.numerals.parts.keys().chain(pack.numerals.denominators.keys());
    let numbers = numbers.chain(pack.numerals.ordinals.keys()).chain(pack.numerals.collectives.keys());
    let named = time.shifts.keys().chain(time.parts.keys()).chain(time.few.keys());
    let named = named.chain(time.last.keys()).chain(time.plural_shifts.keys()).chain(numbers);
    lists.chain(named).chain(times(pack)).map(String::as_str)
}

/// The phrases that stand within dates and durations or, with those that count nothing, right behind them. Others are
/// looked for around them.
pub(super) fn within_time(pack: &LanguagePack) -> impl Iterator<Item = &str> {
    let time = &pack.time;
    let lists = [&time.ago, &time.from_now, &time.day_joiners, &time.decade_endings, &time.nearest_to]
        .into_iter()
        .chain([&time.offset_after, &time.offset_before, &time.or_later, &time.or_earlier, &time.then_after])
        .chain([
            &time.then_before,
            &time.to_now,
            &time.eras,
            &time.week_of,
            &time.unit_adjectives,
            &time.unit_or,
        ])
        .chain([&time.working, &time.day_endings, &time.caps, &time.never_dates, &time.never_counted])
        .chain(time.ranges.iter().map(|range| &range.between))
        .flatten();
    lists.map(String::as_str).chain(openers(pack))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_place_is_found_across_words_of_bits() {
        let mut places = Places::new(200);
        [3, 63, 64, 190].iter().for_each(|at| places.add(*at, true));
        places.add(70, false);
        let next: Vec<_> = [0, 3, 4, 64, 65, 190, 191, 500].iter().map(|at| places.next(*at)).collect();
        assert_eq!(next, [Some(3), Some(3), Some(63), Some(64), Some(190), Some(190), None, None]);
        assert!(places.has(64) && !places.has(70) && !places.has(500));
    }
}
