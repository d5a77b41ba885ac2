//! What a mention stands for that only its article tells: `Nederland trok 2,5 miljard uit`, in an article about
//! euros, is an amount, and `tot nu toe` is a time that ends with the article.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::article::Article;
use super::sentence::{Mark, Sentence};
use crate::recognise::{Mention, MentionValue};
use crate::rules::class::{ClassSet, Classes};
use crate::rules::metric::Metric;
use crate::value::{Figure, Quantity};

/// From here on an amount is written without its currency; below it would be taken for a count.
const LARGE: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// The words behind a figure that it does not count.
const NOT_COUNTED: &str = "not-counted";

/// The bytes that may stand for a mention once its article is known, its own among them.
pub(super) fn possible(byte: u8) -> ClassSet {
    let own = ClassSet::NONE.with(byte);
    match Classes::value_name(byte) {
        Some("count") => own.with(Classes::bare()),
        Some("date") => own.with(Classes::until_now()),
        _ => own,
    }
}

/// Lets the mentions of a sentence be what the article makes of them.
pub(super) fn settle(article: &Article<'_>, sentence: &mut Sentence) {
    let byte = |mark: &Mark| {
        let mention = article.mentions.get(mark.mention)?;
        if is_until_now(article, mention) {
            return Some(Classes::until_now());
        }
        if is_large(article, mention) {
            let bare = counts_nothing(article, sentence, mark);
            return (bare && currency(article, mention.span.start).is_some()).then(Classes::bare);
        }
        None
    };
    let settled = sentence.marks.iter().enumerate().filter_map(|(i, mark)| Some((i, byte(mark)?)));
    for (i, byte) in settled.collect::<Vec<_>>() {
        sentence.mark_as(i, byte);
    }
    if sentence.classes.has(Classes::share()) {
        shares(article, sentence);
    } else {
        elided(article, sentence);
    }
}

/// How far behind a share, in bytes, a bare fraction of a later sentence is one too.
const GOES_ON: usize = 300;

/// Lets the bare fractions of a sentence without a share or a sum be shares, where one stands before it and no sum in
/// between: `spends 3.1 percent. In 2024 it was 2.4`.
fn elided(article: &Article<'_>, sentence: &mut Sentence) {
    let sums = |mark: &Mark| mark.byte == Classes::bare() || Classes::value_name(mark.byte) == Some("money");
    let fraction = |mark: &Mark| {
        let written = article.mentions.get(mark.mention).is_some_and(|m| is_fraction(article, m));
        written && counts_nothing(article, sentence, mark) && follows_share(article, mark.mention)
    };
    if sentence.marks.iter().any(sums) {
        return;
    }
    let found = sentence.marks.iter().enumerate().filter(|(_, mark)| fraction(mark)).map(|(i, _)| i);
    for i in found.collect::<Vec<_>>() {
        sentence.mark_as(i, Classes::share());
    }
}

/// Whether a share stands near before a mention, and no sum in between.
fn follows_share(article: &Article<'_>, mention: usize) -> bool {
    let Some((before, [own, ..])) = article.mentions.split_at_checked(mention) else { return false };
    let near = before.iter().rev().take_while(|m| own.span.start.saturating_sub(m.span.end) <= GOES_ON);
    let last = near.filter_map(|m| match &m.value {
        MentionValue::Figure(figure) => Some(figure.quantity),
        _ => None,
    });
    let mut told = last.filter(|q| matches!(q, Quantity::Percent | Quantity::Money));
    told.next() == Some(Quantity::Percent)
}

/// Lets bare fractions in a row with a share be shares too, one after the other, behind it and before it.
fn shares(article: &Article<'_>, sentence: &mut Sentence) {
    let last = sentence.marks.len();
    for i in (0..last).chain((0..last).rev()) {
        let Some(mark) = sentence.marks.get(i) else { continue };
        let fraction = article.mentions.get(mark.mention).is_some_and(|m| is_fraction(article, m));
        if fraction && beside_share(sentence, mark) && counts_nothing(article, sentence, mark) {
            sentence.mark_as(i, Classes::share());
        }
    }
}

/// For how many days something has to have gone on for its beginning to mean all the time since: `sinds 2022`.
const LONG: i32 = 300;

/// Whether a mention is all the time until the article: `tot nu toe`, `to date`, `sinds 2022`.
fn is_until_now(article: &Article<'_>, mention: &Mention) -> bool {
    let MentionValue::Date(date) = &mention.value else { return false };
    let published = article.document.meta.published.and_then(|p| p.to);
    let written = mention.span.of(&article.document.text);
    let long = |from: Date| published.is_some_and(|day| (day - from).get_days() > LONG);
    if date.period.to.is_none() && date.period.from.is_some_and(long) {
        return true;
    }
    date.period.from.is_none()
        && date.period.to.is_some()
        && date.period.to == published
        && !written.contains(|c: char| c.is_ascii_digit())
}

/// How far from a share, in folded bytes, a bare fraction stands that is one too: `Polen (4,1 procent), Estland (3,4)`.
const BESIDE: usize = 60;

/// Whether a mention is a plain number with decimals, in digits: nothing is counted so.
fn is_fraction(article: &Article<'_>, mention: &Mention) -> bool {
    let MentionValue::Figure(figure) = &mention.value else { return false };
    let fraction = figure.nominal.is_some_and(|v| v.scale() > 0 && v < Decimal::ONE_HUNDRED);
    let written = mention.span.of(&article.document.text);
    let digits = || written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    figure.quantity == Quantity::Number && fraction && digits()
}

/// Whether a share stands next to a figure, with no other figure in between.
fn beside_share(sentence: &Sentence, mark: &Mark) -> bool {
    let kind =
        |m: &&Mark| Classes::value_name(m.byte).is_some_and(|name| name != "date" && name != "duration");
    let before = sentence.marks.iter().rev().filter(|m| m.at < mark.at).find(kind);
    let after = sentence.marks.iter().filter(|m| m.at > mark.at).find(kind);
    let near = |m: &&Mark| m.byte == Classes::share() && m.at.abs_diff(mark.at) <= BESIDE;
    before.filter(near).or(after.filter(near)).is_some()
}

/// The amount that a figure without a currency stands for, where the metric is about money, and the share that a bare
/// fraction is, where it is about shares.
pub(super) fn amount(article: &Article<'_>, mention: &Mention, figure: &Figure, metric: &Metric) -> Figure {
    let of = if figure.quantity != Quantity::Number {
        None
    } else if Classes::is_amount(metric.values) {
        Some(Quantity::Money)
    } else {
        Classes::is_share(metric.values).then_some(Quantity::Percent)
    };
    match of.and_then(|quantity| nearest(article, mention.span.start, quantity)) {
        Some(other) => {
            let told = Figure { quantity: other.quantity, ..figure.clone() }.in_unit_of(other);
            Figure { assumed: other.quantity == Quantity::Money, ..told }
        }
        None => figure.clone(),
    }
}

/// Whether a mention is a plain number in millions or more, written with the word for it.
fn is_large(article: &Article<'_>, mention: &Mention) -> bool {
    let MentionValue::Figure(figure) = &mention.value else { return false };
    let large = figure.low.or(figure.high).is_some_and(|v| v >= LARGE);
    let written = mention.span.of(&article.document.text);
    figure.quantity == Quantity::Number && large && written.ends_with(char::is_alphabetic)
}

/// Whether what follows a figure is nothing that it counts: the end, a date, or a word that is no noun.
fn counts_nothing(article: &Article<'_>, sentence: &Sentence, mark: &Mark) -> bool {
    let spaces = |from: usize| sentence.slice(from, sentence.folded.len()).iter().take_while(|b| **b == b' ');
    let next = mark.at + 1 + spaces(mark.at + 1).count();
    match sentence.folded.get(next) {
        Some(b'-' | b'%') => false,
        Some(_) if sentence.mark_at(next).is_some() => {
            let kind = sentence.mark_at(next).and_then(|m| Classes::value_name(m.byte));
            kind == Some("date")
        }
        Some(letter) if letter.is_ascii_alphanumeric() => {
            let words = article.lookup().all(NOT_COUNTED, sentence, (next, sentence.word_end(next)));
            words.iter().any(|word| *word == (next, sentence.word_end(next)))
        }
        None | Some(_) => true,
    }
}

/// The amount of money that stands nearest to an offset of the text.
fn currency<'a>(article: &'a Article<'_>, offset: usize) -> Option<&'a Figure> {
    nearest(article, offset, Quantity::Money)
}

/// The figure of a quantity that stands nearest to an offset of the text.
fn nearest<'a>(article: &'a Article<'_>, offset: usize, quantity: Quantity) -> Option<&'a Figure> {
    let at = article.mentions.partition_point(|m| m.span.start < offset);
    let of = |m: &'a Mention| match &m.value {
        MentionValue::Figure(f) if f.quantity == quantity => Some((m.span.start.abs_diff(offset), f)),
        _ => None,
    };
    let (before, after) = article.mentions.split_at_checked(at)?;
    let nearest = before.iter().rev().find_map(of).into_iter().chain(after.iter().find_map(of));
    nearest.min_by_key(|(distance, _)| *distance).map(|(_, figure)| figure)
}
