//! What a mention stands for that only its article tells: `Nederland trok 2,5 miljard uit`, in an article about
//! euros, is an amount, and `tot nu toe` is a time that ends with the article.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::article::Article;
use super::lent::Row;
use super::sentence::{Mark, Sentence};
use crate::recognise::{Mention, MentionValue};
use crate::rules::class::{ClassSet, Classes};
use crate::rules::metric::Metric;
use crate::value::{Figure, Quantity};

/// From here on an amount is written without its currency; below it would be taken for a count.
const LARGE: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// From here on a number that counts nothing is an amount whatever its article is about.
const SUM: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

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
            let amount = currency(article, mention.span.start).is_some() || is_sum(article, mention);
            return (amount && Row::of(article).counts_nothing(mention.span.end)).then(Classes::bare);
        }
        None
    };
    let settled = sentence.marks.iter().enumerate().filter_map(|(i, mark)| Some((i, byte(mark)?)));
    for (i, byte) in settled.collect::<Vec<_>>() {
        sentence.mark_as(i, byte);
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

/// The amount that a figure without a currency stands for, where the metric is about money.
pub(super) fn amount(article: &Article<'_>, mention: &Mention, figure: &Figure, metric: &Metric) -> Figure {
    let bare = figure.quantity == Quantity::Number && Classes::is_amount(metric.values);
    match currency(article, mention.span.start).filter(|_| bare) {
        Some(other) => {
            let told = Figure { quantity: other.quantity, ..figure.clone() }.in_unit_of(other);
            Figure { assumed: true, ..told }
        }
        None => figure.clone(),
    }
}

/// Whether a mention is a plain number in millions or more, written with the word for it.
fn is_large(article: &Article<'_>, mention: &Mention) -> bool {
    let MentionValue::Figure(figure) = &mention.value else { return false };
    let large = figure.low.or(figure.high).is_some_and(|v| v >= LARGE);
    let written = mention.span.of(&article.document.text);
    // `Berlin promises billions`: of how many nothing is said.
    let told = figure.nominal.is_some() || written.contains(' ');
    figure.quantity == Quantity::Number && large && told && written.ends_with(char::is_alphabetic)
}

/// Whether a large number is an amount even where its article names no currency: nothing but money is told in so many
/// millions without what it counts. A vague one (`miljarden`) may be of anything.
fn is_sum(article: &Article<'_>, mention: &Mention) -> bool {
    let MentionValue::Figure(figure) = &mention.value else { return false };
    let told = figure.nominal.is_some()
        || mention.span.of(&article.document.text).starts_with(|c: char| c.is_ascii_digit());
    told && figure.low.or(figure.high).is_some_and(|v| v >= SUM)
}

/// The amount of money that stands nearest to an offset of the text.
fn currency<'a>(article: &'a Article<'_>, offset: usize) -> Option<&'a Figure> {
    let at = article.mentions.partition_point(|m| m.span.start < offset);
    let of = |m: &'a Mention| match &m.value {
        MentionValue::Figure(f) if f.quantity == Quantity::Money => Some((m.span.start.abs_diff(offset), f)),
        _ => None,
    };
    let (before, after) = article.mentions.split_at_checked(at)?;
    let nearest = before.iter().rev().find_map(of).into_iter().chain(after.iter().find_map(of));
    nearest.min_by_key(|(distance, _)| *distance).map(|(_, figure)| figure)
}
