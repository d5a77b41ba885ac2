//! The claims as a table for people, article by article.

use std::fmt::Write as _;
use std::io;

use super::crop;
use super::{Layout, Words};
use crate::claim::{Claim, ClaimValue};
use crate::value::{Decimal, Duration, Figure, Hedge};

const COLUMNS: usize = 7;
/// The column of the quote, which goes first where there is no room for all.
const QUOTE: usize = 6;
/// How narrow each column may become, in the order in which they are printed.
const NARROWEST: [usize; COLUMNS] = [4, 14, 18, 10, 8, 8, 12];
/// The columns that give way while the quote is shown, and those that do without it.
const GIVE_WAY: [&[usize]; 2] = [&[QUOTE, 2], &[2, 5, 1, 3]];
const GAP: usize = 2;

/// Writes the claims, an indented row each below a line that names their article. `claims`
/// are in the order of their articles.
///
/// # Errors
/// Fails where `out` does.
pub fn write_table(
    out: &mut dyn io::Write,
    claims: &[Claim],
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    let rows: Vec<[String; COLUMNS]> = claims.iter().map(row).collect();
    let widths = widths(&rows, layout);
    let mut last = None;
    for (claim, row) in claims.iter().zip(&rows) {
        if last != Some(&claim.publication.id) {
            if last.is_some() {
                writeln!(out)?;
            }
            writeln!(out, "{}", heading(claim, words, layout))?;
            last = Some(&claim.publication.id);
        }
        writeln!(out, "{}", aligned(row, &widths))?;
    }
    Ok(())
}

/// The article: path, date, source and title.
fn heading(claim: &Claim, words: Words, layout: Layout) -> String {
    let p = &claim.publication;
    let date = p.published.map_or_else(|| words.undated().to_owned(), |d| d.iso());
    let mut parts = vec![p.path.to_string()];
    if p.id != p.path {
        parts.push(p.id.to_string());
    }
    parts.push(date);
    parts.extend(p.source.as_deref().map(str::to_owned));
    parts.extend(p.title.as_deref().map(str::to_owned));
    crop::head(&parts.join(" · "), layout.columns())
}

fn row(claim: &Claim) -> [String; COLUMNS] {
    let mut subject = claim.subject.as_deref().unwrap_or("?").to_owned();
    for (slot, value) in &claim.scope {
        // Writing to a String cannot fail.
        let _ = write!(subject, " {slot}={}", value.as_deref().unwrap_or("?"));
    }
    let mut status = claim.status.word().to_owned();
    if claim.negated {
        status.insert_str(0, "not ");
    }
    let speaker = claim.speaker.as_deref().map_or_else(|| "-".to_owned(), str::to_owned);
    [
        format!("{}:{}", claim.place.line, claim.place.column),
        claim.metric.to_string(),
        subject,
        value_text(&claim.value),
        status,
        speaker,
        format!("“{}”", crop::clean(&claim.place.quote)),
    ]
}

/// The width of each column: that of its widest cell, as far as the terminal allows; 0 for
/// a column that is left out.
fn widths(rows: &[[String; COLUMNS]], layout: Layout) -> [usize; COLUMNS] {
    let mut natural = [0; COLUMNS];
    for row in rows {
        for (width, cell) in natural.iter_mut().zip(row) {
            *width = (*width).max(crop::width(cell));
        }
    }
    let [with_quote, without] = GIVE_WAY;
    let all = shrunk(natural, with_quote, layout);
    if total(&all) <= layout.columns() {
        return all;
    }
    if let Some(quote) = natural.get_mut(QUOTE) {
        *quote = 0;
    }
    shrunk(natural, without, layout)
}

fn total(widths: &[usize; COLUMNS]) -> usize {
    widths.iter().filter(|&&width| width > 0).map(|width| width + GAP).sum()
}

/// The columns give way one after the other until the row fits, or none can any more.
fn shrunk(mut widths: [usize; COLUMNS], order: &[usize], layout: Layout) -> [usize; COLUMNS] {
    for &column in order {
        let over = total(&widths).saturating_sub(layout.columns());
        if let (Some(width), Some(least)) = (widths.get_mut(column), NARROWEST.get(column)) {
            *width = width.saturating_sub(over).max((*least).min(*width));
        }
    }
    widths
}

fn aligned(row: &[String; COLUMNS], widths: &[usize; COLUMNS]) -> String {
    let mut line = String::new();
    for (cell, &width) in row.iter().zip(widths).filter(|&(_, &width)| width > 0) {
        let cell = crop::head(cell, width);
        let fill = width.saturating_sub(crop::width(&cell));
        line.push_str(&" ".repeat(GAP));
        line.push_str(&cell);
        line.push_str(&" ".repeat(fill));
    }
    line.truncate(line.trim_end().len());
    line
}

/// A value on a few columns: `5 % of gdp (2035)`, `≤ 12`, `2027/2031`.
pub(super) fn value_text(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Date(period) => period.iso(),
        ClaimValue::Duration(duration) => duration_text(duration),
        ClaimValue::Figure(f) => {
            let mut out = figure_text(&f.figure);
            // Writing to a String cannot fail.
            if let Some(of) = &f.of {
                let _ = write!(out, " of {of}");
            }
            if let Some(due) = &f.due {
                let _ = write!(out, " ({})", due.iso());
            }
            out
        }
    }
}

pub(super) fn figure_text(figure: &Figure) -> String {
    let number = match (figure.nominal, figure.low, figure.high) {
        (Some(nominal), ..) => format!("{}{}", sign(figure.hedge), grouped(nominal)),
        (None, Some(low), Some(high)) => format!("{}–{}", grouped(low), grouped(high)),
        (None, Some(low), None) => format!("{} {}", if figure.low_open { '>' } else { '≥' }, grouped(low)),
        (None, None, Some(high)) => format!("{} {}", if figure.high_open { '<' } else { '≤' }, grouped(high)),
        (None, None, None) => "?".to_owned(),
    };
    match figure.unit.as_deref() {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}

/// What a hedge puts before a figure that keeps its nominal value.
fn sign(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::About | Hedge::Circa => "~",
        Hedge::Over => "≳",
        Hedge::Under => "≲",
        _ => "",
    }
}

pub(super) fn duration_text(d: &Duration) -> String {
    match (d.iso(), d.low_iso(), d.high_iso()) {
        (Some(iso), ..) => format!("{}{iso}", sign(d.hedge)),
        (None, Some(low), Some(high)) => format!("{low}–{high}"),
        (None, Some(low), None) => format!("≥ {low}"),
        (None, None, Some(high)) => format!("≤ {high}"),
        (None, None, None) => "?".to_owned(),
    }
}

/// The number with a narrow space before every third digit of its whole part, from five digits on.
fn grouped(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (minus, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = minus.to_owned();
    for (i, c) in digits.chars().enumerate() {
        let left = digits.len() - i;
        if i > 0 && left % 3 == 0 && digits.len() > 4 {
            out.push(' ');
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Quantity;

    #[test]
    fn figures_are_short_and_plain() {
        let money = Figure {
            unit: Some("EUR".into()),
            ..Figure::bare(Quantity::Money, 250_000_000.into(), 10_000_000.into())
        };
        assert_eq!(figure_text(&money), "250 000 000 EUR");
        assert_eq!(figure_text(&money.clone().hedged(Hedge::About)), "~250 000 000 EUR");
        let most = Figure::bare(Quantity::Number, 12.into(), 1.into()).hedged(Hedge::AtMost);
        assert_eq!(figure_text(&most), "≤ 12");
        assert_eq!(grouped(Decimal::new(-1_234_505, 2)), "-12 345.05");
        assert_eq!(grouped(1200.into()), "1200");
    }
}
