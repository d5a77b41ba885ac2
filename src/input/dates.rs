//! The dates, times and words of one line of metadata.

use jiff::civil::Date;

use super::words::{PageWords, Role};
use crate::text::Span;
use crate::value::Period;

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// A date with its year.
    Date(Period),
    /// A day and month without a year, or a date that leaves open which number is the month.
    Vague,
    /// A time of day.
    Clock,
    /// Letters.
    Word(&'t str),
    /// Digits that are none of these.
    Number(&'t str),
    /// One other character.
    Sign(char),
}

/// A piece and where it stands in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'t> {
    pub(super) piece: Piece<'t>,
    pub(super) span: Span,
}

/// Cuts a line into pieces. `day_first` settles `3-5-2024`.
pub(super) fn scan<'t>(line: &'t str, words: &PageWords, day_first: bool) -> Vec<Item<'t>> {
    let raw = Scanner { items: cut(line), words, day_first };
    let mut out = Vec::with_capacity(raw.items.len());
    let mut at = 0;
    while let Some(first) = raw.items.get(at) {
        let (piece, taken) = raw.date(at).or_else(|| raw.clock(at)).unwrap_or((first.piece, 1));
        let last = raw.items.get(at + taken - 1).unwrap_or(first);
        out.push(Item { piece, span: first.span.join(last.span) });
        at += taken;
    }
    out
}

/// The day or month that a value of metadata states, ISO 8601 or in words. A timestamp's own local day counts.
pub(super) fn parse(value: &str, words: &PageWords, day_first: bool) -> Option<Period> {
    if value.len() > 120 {
        return None;
    }
    // A year before our era is no date of publication.
    if value
        .trim_start()
        .strip_prefix(['-', '+'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    if let Some(period) = digits_alone(value.trim()) {
        return Some(period);
    }
    let mut found = None;
    for item in scan(value, words, day_first) {
        let light = match item.piece {
            Piece::Date(period) if found.is_none() => {
                found = Some(period);
                true
            }
            Piece::Clock | Piece::Sign(',' | '.' | '(' | ')' | '-' | '–' | '|' | '+') => true,
            Piece::Word(word) => {
                let word = word.to_lowercase();
                words
                    .roles(&word)
                    .iter()
                    .any(|r| matches!(r, Role::Weekday | Role::Filler | Role::Published | Role::Updated))
            }
            Piece::Date(_) | Piece::Vague | Piece::Number(_) | Piece::Sign(_) => false,
        };
        if !light {
            return None;
        }
    }
    found
}

/// `20250625` and `2025`: in a line of text these may be any number, as a value of metadata they are the day and the year.
fn digits_alone(value: &str) -> Option<Period> {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| value.get(range)?.parse::<i16>().ok();
    let year = number(0..4).filter(|year| YEARS.contains(year))?;
    match value.len() {
        4 => Period::year(year),
        8 => {
            let part = |at: usize| number(at..at + 2).and_then(|n| i8::try_from(n).ok());
            Date::new(year, part(4)?, part(6)?).ok().map(Period::day)
        }
        _ => None,
    }
}

/// The years in which articles are published.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

struct Scanner<'t, 'w> {
    items: Vec<Item<'t>>,
    words: &'w PageWords,
    day_first: bool,
}

impl<'t> Scanner<'t, '_> {
    fn word(&self, at: usize) -> Option<&'t str> {
        match self.items.get(at)?.piece {
            Piece::Word(word) => Some(word),
            _ => None,
        }
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        match self.items.get(at)?.piece {
            Piece::Number(n) if digits.contains(&n.len()) => n.parse().ok(),
            _ => None,
        }
    }

    fn small(&self, at: usize) -> Option<i8> {
        i8::try_from(self.number(at, 1..=2)?).ok()
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.number(at, 4..=4).filter(|y| YEARS.contains(y))
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.items.get(at)?.piece {
            Piece::Sign(c) => Some(c),
            _ => None,
        }
    }

    /// Whether the piece stands right behind the one before it.
    fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.items.get(b));
        matches!((before, self.items.get(at)), (Some(a), Some(b)) if a.span.end == b.span.start)
    }

    fn month(&self, at: usize) -> Option<i8> {
        self.words.month(&self.word(at)?.to_lowercase())
    }

    /// The date that starts here, and how many pieces it takes.
    fn date(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        // Digits in the middle of a longer chain (`12.03.2024` read from its second number) are no start.
        if self.glued(at)
            && at >= 2
            && self.glued(at - 1)
            && self.sign(at - 1).is_some_and(|c| "-/.".contains(c))
        {
            return None;
        }
        self.iso(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.month_year(at))
    }

    /// `2025-06-03`, `2025/06/03`, `2025-06`, `2025-06-03T10:00:00+02:00`.
    fn iso(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        let year = self.year(at)?;
        let sign = self.sign(at + 1).filter(|c| "-/".contains(*c) && self.glued(at + 1))?;
        let month = self.small(at + 2).filter(|_| self.glued(at + 2))?;
        if self.sign(at + 3) == Some(sign) && self.glued(at + 3) && self.glued(at + 4) {
            let date = Date::new(year, month, self.small(at + 4)?).ok()?;
            return Some((Piece::Date(Period::day(date)), 5 + self.iso_time(at + 5)));
        }
        (sign == '-').then_some(())?;
        Some((Piece::Date(Period::month(year, month)?), 3))
    }

    /// How many pieces from `T` on are the time of an ISO timestamp.
    fn iso_time(&self, at: usize) -> usize {
        if !(self.word(at).is_some_and(|w| w.eq_ignore_ascii_case("t")) && self.glued(at)) {
            return 0;
        }
        let time = |piece: Piece<'_>| match piece {
            Piece::Number(_) | Piece::Sign(':' | '.' | '+' | '-') => true,
            Piece::Word(w) => w.eq_ignore_ascii_case("z"),
            _ => false,
        };
        let rest = self.items.get(at + 1..).unwrap_or(&[]);
        let more = (0..rest.len())
            .take_while(|&i| self.glued(at + 1 + i) && rest.get(i).is_some_and(|item| time(item.piece)));
        1 + more.count()
    }

    /// `3-5-2024`, `03/05/2024`, `3.5.2024`, `03-05-24`.
    fn numeric(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        let first = self.small(at)?;
        let sign = self.sign(at + 1).filter(|c| "-/.".contains(*c) && self.glued(at + 1))?;
        let second = self.small(at + 2).filter(|_| self.glued(at + 2))?;
        self.sign(at + 3).filter(|&c| c == sign && self.glued(at + 3) && self.glued(at + 4))?;
        let year = match self.year(at + 4) {
            Some(year) => year,
            None if sign != '.' => 2000 + self.number(at + 4, 2..=2)?,
            None => return None,
        };
        let (day, month) = match (first, second) {
            (day, month @ 1..=12) if day > 12 || self.day_first || day == month => (day, month),
            (month @ 1..=12, day) if day > 12 => (day, month),
            _ => return Some((Piece::Vague, 5)),
        };
        let date = Date::new(year, month, day).ok()?;
        Some((Piece::Date(Period::day(date)), 5))
    }

    /// `3 mei 2024`, `3. May 2024`, `12th of May, 2024`, `3 mei ’24`; without a year: vague.
    fn day_month(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        let day = self.small(at).filter(|d| (1..=31).contains(d))?;
        let mut next = self.skip_ordinal(at + 1);
        next += usize::from(self.sign(next) == Some('.') && self.glued(next));
        next += usize::from(self.sign(next) == Some('-') && self.glued(next));
        next += usize::from(self.word(next).is_some_and(|w| w.eq_ignore_ascii_case("of")));
        let month = self.month(next)?;
        self.with_year(at, next + 1, month, Some(day))
    }

    /// `May 12, 2024`, `Sept. 5th 2025`.
    fn month_day(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        let month = self.month(at)?;
        let dot = usize::from(self.sign(at + 1) == Some('.') && self.glued(at + 1));
        let day = self.small(at + 1 + dot).filter(|d| (1..=31).contains(d))?;
        // `mei 12:30` is a clock behind a month.
        if self.clock(at + 1 + dot).is_some() {
            return None;
        }
        self.with_year(at, self.skip_ordinal(at + 2 + dot), month, Some(day))
    }

    /// `juni 2025`.
    fn month_year(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        let month = self.month(at)?;
        // Behind a number it is the rest of a day that does not exist: `31 februari 2025`.
        if at.checked_sub(1).is_some_and(|before| self.small(before).is_some()) {
            return None;
        }
        match self.with_year(at, at + 1, month, None) {
            Some((Piece::Date(period), taken)) => Some((Piece::Date(period), taken)),
            _ => None,
        }
    }

    fn skip_ordinal(&self, at: usize) -> usize {
        let ordinal =
            |w: &str| ["st", "nd", "rd", "th", "e", "de", "ste"].contains(&w.to_lowercase().as_str());
        at + usize::from(self.glued(at) && self.word(at).is_some_and(ordinal))
    }

    /// Ends a date that began at `start` with the year that may stand at `at`.
    fn with_year(&self, start: usize, at: usize, month: i8, day: Option<i8>) -> Option<(Piece<'t>, usize)> {
        let mut at = at;
        at += usize::from(self.sign(at) == Some('.') && self.glued(at));
        let signs = self.sign(at).is_some_and(|c| ",-".contains(c));
        let year_at = if signs && self.number(at + 1, 4..=4).is_some() { at + 1 } else { at };
        let short =
            self.sign(at).is_some_and(|c| "'’‘".contains(c)).then(|| self.number(at + 1, 2..=2)).flatten();
        let (year, end) = match (self.year(year_at), short) {
            (Some(year), _) => (year, year_at + 1),
            (None, Some(short)) => (2000 + short, at + 2),
            (None, None) => return Some((Piece::Vague, at - start)),
        };
        let period = match day {
            Some(day) => Period::day(Date::new(year, month, day).ok()?),
            None => Period::month(year, month)?,
        };
        Some((Piece::Date(period), end - start))
    }

    /// `16:45`, `16.45 uur`, `22u15`, `14h30`, `10:22:05`, `4:30 pm`.
    fn clock(&self, at: usize) -> Option<(Piece<'t>, usize)> {
        self.small(at).filter(|h| (0..=24).contains(h))?;
        if self.word(at + 1).is_some_and(|w| ["u", "h", "uur"].contains(&w.to_lowercase().as_str())) {
            let minutes = self.glued(at + 2) && self.number(at + 2, 2..=2).is_some();
            return Some((Piece::Clock, 2 + usize::from(minutes)));
        }
        let sign =
            self.sign(at + 1).filter(|c| ":.".contains(*c) && self.glued(at + 1) && self.glued(at + 2))?;
        self.number(at + 2, 2..=2).filter(|m| *m < 60)?;
        if self.sign(at + 3) == Some(':') && self.number(at + 4, 2..=2).is_some() {
            return Some((Piece::Clock, 5));
        }
        let named = self.word(at + 3).is_some_and(|w| {
            ["uur", "u", "h", "am", "pm", "a.m", "p.m", "bst", "gmt", "cet", "cest", "utc"]
                .contains(&w.to_lowercase().as_str())
        });
        (sign == ':' || named).then_some((Piece::Clock, 3 + usize::from(named)))
    }
}

/// The word with which a line begins.
pub(super) fn first_word(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    rest.starts_with(char::is_alphabetic).then(|| rest.get(..word_len(rest))).flatten()
}

/// Letters, digits and signs. A word keeps the apostrophes, hyphens and full stops between its letters.
fn cut(line: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..).unwrap_or("");
        let of = |len: usize| rest.get(..len).unwrap_or("");
        let (len, piece) = if c.is_ascii_digit() {
            let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            (len, Piece::Number(of(len)))
        } else if c.is_alphabetic() {
            let len = word_len(rest);
            (len, Piece::Word(of(len)))
        } else {
            (c.len_utf8(), Piece::Sign(c))
        };
        if !c.is_whitespace() && c != '\u{feff}' {
            items.push(Item { piece, span: Span::new(at, at + len) });
        }
        at += len;
    }
    items
}

fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = "'’-.".contains(c) && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !c.is_alphabetic() && !joins {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::words::tests::shipped;

    fn date_in(line: &str) -> Option<(String, &str)> {
        scan(line, &shipped(), true).into_iter().find_map(|item| match item.piece {
            Piece::Date(period) => Some((period.iso(), item.span.of(line))),
            _ => None,
        })
    }

    #[test]
    fn dates_of_every_shape_are_read_with_their_span() {
        for (line, iso, text) in [
            ("dinsdag, 2 december 2025 (16:45)", "2025-12-02", "2 december 2025"),
            ("2025-02-14T22:00:45+0100", "2025-02-14", "2025-02-14T22:00:45+0100"),
            ("2025-02-14T23:30:00.000Z", "2025-02-14", "2025-02-14T23:30:00.000Z"),
            ("op 3 mei 2024 om 12.30 uur", "2024-05-03", "3 mei 2024"),
            ("Published: May 12, 2024", "2024-05-12", "May 12, 2024"),
            ("Sept. 5th 2025", "2025-09-05", "Sept. 5th 2025"),
            ("the 12th of May 2024", "2024-05-12", "12th of May 2024"),
            ("door Jan Jansen, 3-5-2024", "2024-05-03", "3-5-2024"),
            ("23/04/2024, 10:22", "2024-04-23", "23/04/2024"),
            ("date 2025-06 tekst", "2025-06", "2025-06"),
            ("juni 2025", "2025-06", "juni 2025"),
            ("dinsdag 04 juli 2006 21:54", "2006-07-04", "04 juli 2006"),
            ("12 mrt. 2024", "2024-03-12", "12 mrt. 2024"),
            ("12-mei-2024", "2024-05-12", "12-mei-2024"),
        ] {
            assert_eq!(date_in(line), Some((iso.to_owned(), text)), "{line}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for line in
            ["vandaag, 03:10", "31 februari 2025", "3 mei, 10:22", "in 2025", "1.200.300", "2025-13-01"]
        {
            assert_eq!(date_in(line), None, "{line}");
        }
        let both = scan("3/5/2024", &shipped(), false);
        assert_eq!(both.first().map(|i| i.piece), Some(Piece::Vague));
    }

    #[test]
    fn a_value_is_a_date_only_as_a_whole() {
        let words = shipped();
        assert_eq!(parse("2024-05-12 10:00", &words, true).map(|p| p.iso()), Some("2024-05-12".into()));
        assert_eq!(parse("zo 12 mei 2024", &words, true).map(|p| p.iso()), Some("2024-05-12".into()));
        assert_eq!(parse("ergens in mei 2024", &words, true), None);
        assert_eq!(parse("gisteren", &words, true), None);
        assert_eq!(parse("-5-01-01", &words, true), None);
        assert_eq!(parse("+12025-01-01", &words, true), None);
        assert_eq!(parse("- 5 januari 2025", &words, true).map(|p| p.iso()), Some("2025-01-05".into()));
        assert_eq!(parse("", &words, true), None);
        assert_eq!(parse("20250625", &words, true).map(|p| p.iso()), Some("2025-06-25".into()));
        assert_eq!(parse(" 2025 ", &words, true).map(|p| p.iso()), Some("2025".into()));
        for none in ["20250631", "0225", "2025062", "202506251", "25"] {
            assert_eq!(parse(none, &words, true), None, "{none}");
        }
    }
}
