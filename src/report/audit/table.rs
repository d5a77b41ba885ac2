//! An audit for the terminal: a table by time, with a small chart beside the values.

use std::io;

use super::super::crop;
use super::super::{Layout, Words};
use super::{Audit, Axis, Basis, FactAudit, Row, Weight};
use crate::finding::ArticleView;
use crate::value::Decimal;

/// The columns of the small chart.
const CHART: usize = 24;
/// The widest that a value or a voice is printed.
const WIDEST: usize = 30;

/// Writes each fact's rows by time, what judging says of them, and what the audit rests on.
///
/// # Errors
/// Fails where `out` does.
pub fn write_audit_table(
    out: &mut dyn io::Write,
    audit: &Audit,
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    if audit.facts.is_empty() {
        writeln!(out, "{}\n", words.no_facts())?;
    }
    for fact in &audit.facts {
        write_fact(out, fact, &audit.articles, (words, layout))?;
    }
    write_basis(out, &audit.basis, words)
}

fn write_fact(
    out: &mut dyn io::Write,
    fact: &FactAudit,
    articles: &[ArticleView],
    (words, layout): (Words, Layout),
) -> io::Result<()> {
    let shown = fact.rows.iter().map(|r| r.places.len()).sum();
    let name = crop::clean(&fact.fact.name);
    writeln!(out, "{}  {}", paint(&name, "1", layout), words.carried(fact.claims, shown))?;
    let days = |row: &Row| match row.days {
        None => words.undated().to_owned(),
        Some((a, b)) if a == b => a.to_string(),
        Some((a, b)) => format!("{a}…{b}"),
    };
    let voice = |row: &Row| {
        let name = row.speaker.as_deref().unwrap_or_else(|| words.own_voice());
        crop::head(name, WIDEST)
    };
    let value = |row: &Row| {
        let denied = if row.negated { format!("{} ", words.denied_word()) } else { String::new() };
        crop::head(&format!("{denied}{}", row.value), WIDEST)
    };
    let widest = |cell: &dyn Fn(&Row) -> String, head: &str| {
        fact.rows.iter().map(|r| crop::width(&cell(r))).max().unwrap_or(0).max(crop::width(head))
    };
    let wide = [
        widest(&days, words.day_word()),
        widest(&value, words.value_word()),
        widest(&|r| words.sense(r.status).to_owned(), words.sense_word()),
        widest(&voice, words.voice_word()),
    ];
    let head = [words.day_word(), words.value_word(), words.sense_word(), words.voice_word()];
    let mut line = String::from("  ");
    for (text, wide) in head.iter().zip(wide) {
        line.push_str(&pad(text, wide + 2));
    }
    let scales: Vec<(&Axis, Option<Scale>)> =
        fact.axes().into_iter().map(|a| (a, Scale::of(fact, a))).collect();
    // The ends of the chart are named where there is one axis alone.
    let ends = match scales.as_slice() {
        [(axis, Some(scale))] => scale.ends(axis, words),
        _ => String::new(),
    };
    let line = format!("{line}{}{}", pad(&ends, CHART + 2), words.place_word());
    writeln!(out, "{}", paint(&line, "2", layout))?;
    for row in &fact.rows {
        let scale = scales.iter().find(|(axis, _)| **axis == row.axis).and_then(|(_, s)| s.as_ref());
        let cells = [days(row), value(row), words.sense(row.status).to_owned(), voice(row)];
        let mut line = format!("{} ", sign(row, layout));
        for (text, wide) in cells.iter().zip(wide) {
            line.push_str(&pad(text, wide + 2));
        }
        line.push_str(&scale.map_or_else(|| " ".repeat(CHART), |s| s.draw(row, layout)));
        let marks: Vec<&str> = row.marks.iter().map(|m| words.mark(m)).collect();
        let color = match row.weight() {
            Weight::Wrong => "31",
            Weight::Stale => "33",
            Weight::Change => "36",
            Weight::Note => "35",
            Weight::Calm => "0",
        };
        let line = format!("{line}  {}", place(row, articles));
        let marks = if marks.is_empty() {
            String::new()
        } else {
            format!("  {}", paint(&marks.join(", "), color, layout))
        };
        writeln!(out, "{}{marks}", line.trim_end())?;
    }
    writeln!(out)
}

/// The first place of a row, and how many articles more print it.
fn place(row: &Row, articles: &[ArticleView]) -> String {
    let Some(spot) = row.places.first() else { return String::new() };
    let path = articles.get(spot.article).map_or("", |a| a.path.as_str());
    let more = row.families.saturating_sub(1);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!("{}:{}:{}{more}", crop::clean(path), spot.line, spot.column)
}

/// What stands before a row to find it by.
fn sign(row: &Row, layout: Layout) -> &'static str {
    match (row.weight(), layout.boxes) {
        (Weight::Calm, _) => " ",
        (Weight::Change, true) => "▲",
        (Weight::Change, false) => "^",
        (Weight::Note, true) => "·",
        (Weight::Note, false) => ".",
        (Weight::Stale, true) => "↺",
        (Weight::Stale, false) => "~",
        (Weight::Wrong, true) => "✗",
        (Weight::Wrong, false) => "!",
    }
}

fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(crop::width(text))))
}

fn paint(text: &str, code: &str, layout: Layout) -> String {
    if layout.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The values of an axis laid over the columns of the small chart.
struct Scale {
    low: Decimal,
    span: Decimal,
}

impl Scale {
    fn of(fact: &FactAudit, axis: &Axis) -> Option<Self> {
        let rows = fact.rows.iter().filter(|r| r.axis == *axis);
        let ends = rows.flat_map(|r| [r.interval.low.at, r.interval.high.at, r.nominal]);
        let values: Vec<Decimal> = ends.flatten().collect();
        let (low, high) = (*values.iter().min()?, *values.iter().max()?);
        Some(Self { low, span: high.saturating_sub(low) })
    }

    /// The lowest and the highest value, at either end of the chart; nothing where they are one, or do not fit.
    fn ends(&self, axis: &Axis, words: Words) -> String {
        let name = |value| super::chart::number(value, axis, words);
        let (low, high) = (name(self.low), name(self.low.saturating_add(self.span)));
        let room = CHART.saturating_sub(crop::width(&low) + crop::width(&high));
        if self.span.is_zero() || room == 0 {
            String::new()
        } else {
            format!("{low}{}{high}", " ".repeat(room))
        }
    }

    fn column(&self, value: Decimal) -> usize {
        if self.span.is_zero() {
            return CHART / 2;
        }
        let last = Decimal::from(CHART - 1);
        let at = value.saturating_sub(self.low).checked_div(self.span).unwrap_or_default() * last;
        usize::try_from(at.round()).unwrap_or(0).min(CHART - 1)
    }

    /// The interval as a bar, open ends as arrows, the number as a mark.
    fn draw(&self, row: &Row, layout: Layout) -> String {
        let signs = if layout.boxes {
            ['─', '●', '○', '◆', '◇', '‹', '›']
        } else {
            ['-', 'o', 'o', '*', '*', '<', '>']
        };
        let [bar, dot, hollow, speaker, hedged, before, after] = signs;
        let mut cells = vec![' '; CHART];
        let low = row.interval.low.at.map(|v| self.column(v));
        let high = row.interval.high.at.map(|v| self.column(v));
        let (from, to) = (low.unwrap_or(0), high.unwrap_or(CHART - 1));
        if from < to {
            cells.iter_mut().take(to + 1).skip(from).for_each(|c| *c = bar);
        }
        for (end, at, arrow) in [(low, 0, before), (high, CHART - 1, after)] {
            if let (None, Some(cell)) = (end, cells.get_mut(at)) {
                *cell = arrow;
            }
        }
        let mark = match (row.speaker.is_some(), row.is_hedged()) {
            (false, false) => dot,
            (false, true) => hollow,
            (true, false) => speaker,
            (true, true) => hedged,
        };
        let at = row.nominal.map_or(usize::midpoint(from, to), |v| self.column(v));
        if let Some(cell) = cells.get_mut(at) {
            *cell = mark;
        }
        cells.into_iter().collect()
    }
}

/// One line a part of what a report rests on.
pub(in crate::report) fn write_basis(out: &mut dyn io::Write, basis: &Basis, words: Words) -> io::Result<()> {
    for (name, value) in super::html::basis_lines(basis, words) {
        writeln!(out, "{name}: {value}")?;
    }
    Ok(())
}
