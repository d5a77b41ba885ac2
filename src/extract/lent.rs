//! The unit and the scale that figures leave out which another one in their row says: `Poland (4.1 percent), Lithuania (4)`,
//! `Germany gave 28 billion euros, Britain 13`, `from 10.8 trillion roubles to 13.5`.
//!
//! Recognition lends a unit to the figure right before its own. Here the words and names around a bare number tell that it
//! is in a row with a share or an amount, before it or behind it.

use rust_decimal::Decimal;

use super::article::Article;
use crate::recognise::{Mention, MentionValue};
use crate::rules::cues::Cues;
use crate::text::{Span, fold};
use crate::value::{Figure, Quantity};

/// How far apart two figures of a row stand at most, in bytes.
const APART: usize = 60;
/// How far behind a share a fraction of a later sentence stands at most that is one too, in bytes.
const GOES_ON: usize = 300;
/// How far before the first figure of a change the word stands that leads it in: `from`, `van zo'n`.
const LEAD: usize = 24;
/// How many words stand at most between a name and its figure: `Greece is at 3.08`.
const WORDS: usize = 3;
/// Amounts of one row differ at most by this factor.
const ALIKE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// What the digits of an amount may count in, from the largest on.
const SCALES: [Decimal; 3] = [
    Decimal::from_parts(0xd4a5_1000, 232, 0, false, 0),
    Decimal::from_parts(1_000_000_000, 0, 0, false, 0),
    Decimal::from_parts(1_000_000, 0, 0, false, 0),
];
/// The most digits that an amount has which says its scale in a word: `1.234,5 miljard`.
const DIGITS: usize = 5;

/// The words behind a figure that it does not count.
const NOT_COUNTED: &str = "not-counted";

/// Gives bare numbers what another figure of their row lends them, one after the other, behind it and before it.
pub(super) fn lend(text: &str, mentions: &mut [Mention], cues: (&Cues, &str)) {
    let is_figure = |m: &Mention| matches!(m.value, MentionValue::Figure(_));
    let all = mentions.iter().enumerate();
    let figures: Vec<usize> = all.filter(|(_, m)| is_figure(m)).map(|(i, _)| i).collect();
    for i in (0..figures.len()).chain((0..figures.len()).rev()) {
        let row = Row { text, mentions, cues };
        let at = |i: usize| figures.get(i).copied();
        let Some(own) = at(i).filter(|own| row.is_bare(*own) || row.is_large(*own)) else { continue };
        let near = [usize::checked_sub(i, 1), usize::checked_add(i, 1)].into_iter().flatten().filter_map(at);
        let before = figures.get(..i).unwrap_or_default();
        let lent = near
            .into_iter()
            .find_map(|other| row.lent(own, other))
            .or_else(|| row.gone_on(own, before, at(i + 1)));
        if let (Some(figure), Some(mention)) = (lent, mentions.get_mut(own)) {
            mention.value = MentionValue::Figure(figure);
        }
    }
}

/// What a figure is looked at with.
pub(super) struct Row<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    cues: (&'a Cues, &'a str),
}

impl<'a> Row<'a> {
    /// What figures of an article are looked at with.
    pub(super) fn of(article: &'a Article<'a>) -> Self {
        Self {
            text: &article.document.text,
            mentions: &article.mentions,
            cues: (article.cues, article.language),
        }
    }

    fn figure(&self, at: usize) -> Option<(&'a Figure, Span)> {
        let mention = self.mentions.get(at)?;
        match &mention.value {
            MentionValue::Figure(figure) => Some((figure, mention.span)),
            _ => None,
        }
    }

    /// Whether a figure says neither what it counts in nor how many thousands.
    fn is_bare(&self, at: usize) -> bool {
        let digits = |b: u8| b.is_ascii_digit() || matches!(b, b',' | b'.');
        self.is_plain(at, |v| v < Decimal::ONE_THOUSAND && !v.is_zero())
            && self.figure(at).is_some_and(|(_, span)| span.of(self.text).bytes().all(digits))
    }

    /// Whether a figure says how many millions, and not of what.
    fn is_large(&self, at: usize) -> bool {
        self.is_plain(at, |v| v >= Decimal::ONE_THOUSAND)
            && self.figure(at).is_some_and(|figure| self.scale(figure).is_some())
    }

    /// Whether a figure is a number of such a size without a unit.
    fn is_plain(&self, at: usize, size: impl Fn(Decimal) -> bool) -> bool {
        self.figure(at).is_some_and(|(figure, _)| {
            figure.quantity == Quantity::Number && figure.unit.is_none() && figure.worth().is_some_and(size)
        })
    }

    /// The figure with what another lends it.
    fn lent(&self, at: usize, by: usize) -> Option<Figure> {
        let ((own, span), (other, lender)) = (self.figure(at)?, self.figure(by)?);
        let percent = other.quantity == Quantity::Percent;
        if !percent && other.quantity != Quantity::Money {
            return None;
        }
        let between = Span::new(span.end.min(lender.end), span.start.max(lender.start));
        if between.len() > APART || self.ends_within(between) || !self.counts_nothing(span.end) {
            return None;
        }
        let fraction = own.nominal.is_some_and(|v| v.scale() > 0);
        let in_row = || self.is_named(span) || self.is_dated(span, between) || self.is_onto(lender, span);
        if percent {
            // Nothing is counted in fractions; a whole number has to stand where a row has its figures.
            let share = self.is_bare(at) && own.worth()? < Decimal::ONE_HUNDRED && (fraction || in_row());
            return share.then(|| Figure { quantity: other.quantity, ..own.clone() }.in_unit_of(other));
        }
        let scale = if self.is_bare(at) { self.scale((other, lender))? } else { Decimal::ONE };
        let figure = scaled(own, scale)?.in_unit_of(other);
        (figure.is_of_size(other, ALIKE) && in_row()).then_some(Figure {
            quantity: other.quantity,
            assumed: true,
            ..figure
        })
    }

    /// The share that a fraction of a later sentence is, where a share of its paragraph stands before it and no amount in
    /// between or beside it: `spends 3.1 percent. In 2024 it was 2.4`.
    fn gone_on(&self, at: usize, before: &[usize], next: Option<usize>) -> Option<Figure> {
        let (own, span) = self.figure(at).filter(|(own, _)| own.nominal.is_some_and(|v| v.scale() > 0))?;
        let is_share =
            self.is_bare(at) && own.worth()? < Decimal::ONE_HUNDRED && self.counts_nothing(span.end);
        let sum = |at: usize| {
            self.is_large(at) || self.figure(at).is_some_and(|(f, _)| f.quantity == Quantity::Money)
        };
        let beside = |(_, other): &(&Figure, Span)| !self.ends_within(Span::new(span.end, other.start));
        if !is_share || next.is_some_and(|next| sum(next) && self.figure(next).as_ref().is_some_and(beside)) {
            return None;
        }
        let last = before
            .iter()
            .rev()
            .find(|at| sum(**at) || self.figure(**at).is_some_and(|(f, _)| f.quantity == Quantity::Percent));
        let (share, lender) = self.figure(*last?).filter(|(f, _)| f.quantity == Quantity::Percent)?;
        let between = Span::new(lender.end, span.start);
        let near =
            between.len() <= GOES_ON && !between.of(self.text).contains('\n') && self.ends_within(between);
        near.then(|| Figure { quantity: Quantity::Percent, ..own.clone() }.in_unit_of(share))
    }

    /// What the digits of a figure count in that says so with a word.
    fn scale(&self, (figure, span): (&Figure, Span)) -> Option<Decimal> {
        let worth = figure.worth()?;
        let digits = span.of(self.text).bytes().filter(u8::is_ascii_digit).count();
        SCALES.into_iter().find(|scale| worth >= *scale).filter(|_| (1..=DIGITS).contains(&digits))
    }

    /// Whether a sentence or a line ends in a stretch, outside of names.
    fn ends_within(&self, span: Span) -> bool {
        let inside = |at: usize| self.mentions.iter().any(|m| m.span.start <= at && at < m.span.end);
        let text = span.of(self.text);
        let ends = |(i, c): (usize, char)| match c {
            '\n' => true,
            '.' | '!' | '?' => {
                let next = text.get(i + 1..).and_then(|rest| rest.chars().next());
                next.is_none_or(char::is_whitespace) && !inside(span.start + i)
            }
            _ => false,
        };
        text.char_indices().any(ends)
    }

    /// Whether what follows from an offset on is nothing that a figure before it counts: the end, a date, or a word that is
    /// no noun.
    pub(super) fn counts_nothing(&self, from: usize) -> bool {
        let rest = self.text.get(from..).unwrap_or("");
        let behind = rest.trim_start_matches([' ', '\u{a0}']);
        let at = from + (rest.len() - behind.len());
        match behind.chars().next() {
            Some('-' | '%') => false,
            Some(_) if self.starts_at(at).is_some() => {
                matches!(self.starts_at(at).map(|m| &m.value), Some(MentionValue::Date(_)))
            }
            Some(c) if c.is_alphanumeric() => self.is_word(NOT_COUNTED, first_word(behind)),
            None | Some(_) => true,
        }
    }

    fn starts_at(&self, at: usize) -> Option<&'a Mention> {
        self.mentions.iter().find(|m| m.span.start == at)
    }

    fn is_word(&self, set: &str, word: &str) -> bool {
        let (cues, language) = self.cues;
        cues.get(set, language).is_some_and(|set| set.is_word(&fold(word)))
    }

    /// Whether a country stands right before a figure, or a few words of a row between the two: `Lithuania (4)`, `Greece is
    /// at 3`.
    fn is_named(&self, figure: Span) -> bool {
        let mut end = figure.start;
        for _ in 0..=WORDS {
            let before = self.text.get(..end).unwrap_or("").trim_end_matches([' ', '\u{a0}', '(', ':']);
            end = before.len();
            if let Some(mention) = self.mentions.iter().find(|m| m.span.end == end) {
                return matches!(&mention.value, MentionValue::Entity(e) if matches!(&*e.kind, "country" | "alliance"));
            }
            let word = last_word(before);
            if word.is_empty() || !(self.is_word("row-item", word) || self.is_word("small-word", word)) {
                return false;
            }
            end -= word.len();
        }
        false
    }

    /// Whether a date stands beside a figure, and nothing but dates and what joins a row between it and the other:
    /// `111.8 billion in 2023, 150 billion in 2024 and 154.4 next year`.
    fn is_dated(&self, figure: Span, between: Span) -> bool {
        let date = |m: &&Mention| matches!(m.value, MentionValue::Date(_));
        let mut dates = self.mentions.iter().filter(date);
        let beside = |m: &Mention| {
            let gap = Span::new(figure.end.min(m.span.end), figure.start.max(m.span.start));
            let words = gap.of(self.text).split_whitespace();
            gap.len() <= LEAD && words.into_iter().all(|word| self.is_word("small-word", word))
        };
        let plain = || {
            let mut at = between.start;
            while let Some(rest) = self.text.get(at..between.end).filter(|rest| !rest.is_empty()) {
                if let Some(mention) = self.starts_at(at) {
                    if !matches!(mention.value, MentionValue::Date(_)) {
                        return false;
                    }
                    at = mention.span.end;
                } else if rest.starts_with(char::is_alphanumeric) {
                    let word = first_word(rest);
                    if !["and", "small-word"].iter().any(|set| self.is_word(set, word)) {
                        return false;
                    }
                    at += word.len();
                } else {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                }
            }
            true
        };
        dates.any(beside) && plain()
    }

    /// Whether a change leads from one figure to the other: `from 10.8 trillion roubles to 13.5`.
    fn is_onto(&self, first: Span, second: Span) -> bool {
        let between = Span::new(first.end.min(second.start), second.start).of(self.text).trim();
        let start = self.text.floor_char_boundary(first.start.saturating_sub(LEAD));
        let before = Span::new(start, first.start).of(self.text);
        let leads = before.split_whitespace().rev().take(2).any(|word| self.is_word("from", word));
        first.end < second.start && leads && self.is_word("onto", between)
    }
}

/// A figure that counts in so many of its unit.
fn scaled(figure: &Figure, by: Decimal) -> Option<Figure> {
    let times = |value: Option<Decimal>| match value {
        Some(value) => value.checked_mul(by).map(Some),
        None => Some(None),
    };
    let (nominal, low, high) = (times(figure.nominal)?, times(figure.low)?, times(figure.high)?);
    let precision = figure.precision.checked_mul(by)?;
    Some(Figure { nominal, low, high, precision, ..figure.clone() })
}

/// The word that a text begins with.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

/// The word that a text ends with; none where a sign stands there.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::Context;
    use crate::rules::RuleSet;
    use crate::value::Language;

    /// The figures of a text, each with its unit.
    fn figures(language: &str, text: &str) -> Vec<String> {
        let (rules, _) = RuleSet::load(Vec::new());
        let context = Context { language: Some(Language::new(language)), ..Context::default() };
        let mut mentions = rules.recogniser.recognise_article(text, &context);
        lend(text, &mut mentions, (&rules.cues, language));
        let told = |m: &Mention| match &m.value {
            MentionValue::Figure(f) => {
                let unit = f.unit.clone().map(|unit| format!(" {unit}")).unwrap_or_default();
                Some(format!("{}{unit}", f.worth()?.normalize()))
            }
            _ => None,
        };
        mentions.iter().filter_map(told).collect()
    }

    #[test]
    fn a_row_of_names_shares_its_unit() {
        let row = "Alleen Polen (4,48), Litouwen (4) en Letland (3,73) halen de norm van 3,5 procent.";
        assert_eq!(figures("nl", row), ["4.48 %", "4 %", "3.73 %", "3.5 %"]);
        let row = "Germany gave 28 billion euros, Britain 13 and France 6.";
        assert_eq!(figures("en", row), ["28000000000 EUR", "13000000000 EUR", "6000000000 EUR"]);
        let row = "North Macedonia spends 2 percent; Greece is at 3, Italy at 2.";
        assert_eq!(figures("en", row), ["2 %", "3 %", "2 %"]);
        // What they count stands behind them.
        let row = "Germany gave 28 billion euros, Britain 13 tanks and France 6 howitzers.";
        assert_eq!(figures("en", row), ["28000000000 EUR", "13", "6"]);
        let row = "Polen geeft 4 procent uit. Duitsland 3.";
        assert_eq!(figures("nl", row), ["4 %", "3"]);
    }

    #[test]
    fn a_row_of_dates_and_a_change_share_their_unit() {
        let row = "Its budget was CZK 111.8 billion in 2023, 150 billion in 2024 and 154.4 next year.";
        assert_eq!(figures("en", row), ["111800000000 CZK", "150000000000 CZK", "154400000000 CZK"]);
        let change = "Het budget groeit van 10,8 miljard euro naar 13,5.";
        assert_eq!(figures("nl", change), ["10800000000 EUR", "13500000000 EUR"]);
        let change = "It is to go from 2 percent to 3 by 2030.";
        assert_eq!(figures("en", change), ["2 %", "3 %"]);
        let later = "Polen geeft 3,1 procent uit. Vorig jaar was het 2,4.";
        assert_eq!(figures("nl", later), ["3.1 %", "2.4 %"]);
        // Of another size it is something else.
        let change = "It went from 10.8 billion euros to 400.";
        assert_eq!(figures("en", change), ["10800000000 EUR", "400"]);
    }
}
