//! A text with what was recognised in it underlined.

use std::io;
use std::ops::Range;

use super::Layout;
use super::crop::{self, char_width};
use super::mentions::kind;
use super::table::{duration_text, figure_text};
use crate::recognise::{Mention, MentionValue};
use crate::text::Span;

/// Writes `text` wrapped to the terminal's width; below each line what was found in it is
/// underlined, with its kind and value. A mention that is broken over two lines is named on the first.
///
/// # Errors
/// Fails where `out` does.
pub fn write_underlined(
    out: &mut dyn io::Write,
    text: &str,
    mentions: &[Mention],
    layout: Layout,
) -> io::Result<()> {
    let pen = if layout.boxes { Pen::BOXES } else { Pen::ASCII };
    let mut first = 0;
    for row in rows(text, layout.columns()) {
        let shown = crop::clean(text.get(row.clone()).unwrap_or(""));
        writeln!(out, "{}", shown.trim_end())?;
        let rest = mentions.get(first..).unwrap_or(&[]);
        first += rest.iter().take_while(|m| m.span.end <= row.start).count();
        let here = mentions.get(first..).unwrap_or(&[]).iter().take_while(|m| m.span.start < row.end);
        let marks: Vec<Marked> = here.map(|mention| marked(text, &row, mention)).collect();
        if !marks.is_empty() {
            writeln!(out, "{}", colored(&underline(&marks, pen), layout))?;
            for line in labels(&marks, pen) {
                writeln!(out, "{}", colored(&line, layout))?;
            }
        }
    }
    Ok(())
}

/// The characters to draw with.
#[derive(Debug, Clone, Copy)]
struct Pen {
    line: char,
    joint: char,
    bar: char,
    corner: char,
}

impl Pen {
    const BOXES: Self = Self { line: '─', joint: '┬', bar: '│', corner: '╰' };
    const ASCII: Self = Self { line: '^', joint: '|', bar: '|', corner: '`' };
}

/// A mention on one row.
struct Marked {
    /// The columns that it covers.
    columns: Range<usize>,
    /// What to say of it; nothing where an earlier row said it.
    label: Option<String>,
}

impl Marked {
    fn middle(&self) -> usize {
        usize::midpoint(self.columns.start, self.columns.end)
    }
}

/// The bytes of each row: lines, broken between words to at most `room` columns.
fn rows(text: &str, room: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut space = None;
    let mut used = 0;
    for (at, c) in text.char_indices() {
        if c == '\n' {
            rows.push(start..at);
            (start, space, used) = (at + 1, None, 0);
            continue;
        }
        used += char_width(c).max(usize::from(c.is_control()));
        if used > room && at > start {
            let end = space.filter(|&end| end > start).unwrap_or(at);
            rows.push(start..end);
            (start, space) = (end, None);
            used = crop::width(text.get(start..at + c.len_utf8()).unwrap_or(""));
        }
        if c.is_whitespace() {
            space = Some(at + c.len_utf8());
        }
    }
    if start < text.len() {
        rows.push(start..text.len());
    }
    rows
}

fn marked(text: &str, row: &Range<usize>, mention: &Mention) -> Marked {
    let Span { start, end } = mention.span;
    let column = |at: usize| crop::width(&crop::clean(text.get(row.start..at).unwrap_or("")));
    let from = column(start.max(row.start));
    let columns = from..column(end.min(row.end)).max(from + 1);
    let label = (start >= row.start).then(|| describe(&mention.value));
    Marked { columns, label }
}

fn underline(marks: &[Marked], pen: Pen) -> String {
    let mut line = String::new();
    let mut column = 0;
    for mark in marks {
        line.push_str(&" ".repeat(mark.columns.start.saturating_sub(column)));
        for at in mark.columns.clone() {
            let is_joint = at == mark.middle() && mark.label.is_some();
            line.push(if is_joint { pen.joint } else { pen.line });
        }
        column = mark.columns.end;
    }
    line
}

/// A line a label, the last mention's first, with bars down to those that still come.
fn labels(marks: &[Marked], pen: Pen) -> Vec<String> {
    let named: Vec<(usize, &String)> =
        marks.iter().filter_map(|m| Some((m.middle(), m.label.as_ref()?))).collect();
    let line = |(i, (column, label)): (usize, &(usize, &String))| {
        let mut line = String::new();
        let mut at = 0;
        for &(bar, _) in named.iter().take(i) {
            line.push_str(&" ".repeat(bar.saturating_sub(at)));
            line.push(pen.bar);
            at = bar + 1;
        }
        line.push_str(&" ".repeat(column.saturating_sub(at)));
        line.push(pen.corner);
        line.push(' ');
        line.push_str(label);
        line
    };
    named.iter().enumerate().rev().map(line).collect()
}

fn colored(line: &str, layout: Layout) -> String {
    if layout.color { format!("\u{1b}[36m{line}\u{1b}[0m") } else { line.to_owned() }
}

/// The kind and the value: `money 4250000000 EUR`.
fn describe(value: &MentionValue) -> String {
    match value {
        MentionValue::Figure(figure) => format!("{} {}", kind(value), figure_text(figure)),
        MentionValue::Date(date) if date.impossible => "date that does not exist".to_owned(),
        MentionValue::Date(date) if !date.resolved => "date, unresolved".to_owned(),
        MentionValue::Date(date) => format!("date {}", date.period.iso()),
        MentionValue::Duration(duration) => format!("duration {}", duration_text(duration)),
        MentionValue::Entity(entity) => format!("{} {}", entity.kind, entity.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Figure, Period, Quantity};

    fn drawn(text: &str, found: &[(&str, MentionValue)], layout: Layout) -> String {
        let mention = |(quote, value): &(&str, MentionValue)| {
            let start = text.find(quote).unwrap();
            Mention { span: Span::new(start, start + quote.len()), value: value.clone() }
        };
        let mentions: Vec<Mention> = found.iter().map(mention).collect();
        let mut out = Vec::new();
        write_underlined(&mut out, text, &mentions, layout).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn percent(value: i64) -> MentionValue {
        let figure = Figure::bare(Quantity::Percent, value.into(), 1.into());
        MentionValue::Figure(Figure { unit: Some("%".into()), ..figure })
    }

    fn year(year: i16) -> MentionValue {
        let period = Period::year(year).unwrap();
        MentionValue::Date(crate::recognise::DateValue {
            period,
            resolved: true,
            assumed: false,
            weekday: None,
            impossible: false,
        })
    }

    const BOXES: Layout = Layout { width: 60, color: false, boxes: true };

    #[test]
    fn labels_stand_below_each_other() {
        let text = "Zoë 😀 wil 5 procent in 2035.\nNiets.";
        assert_eq!(
            drawn(text, &[("5 procent", percent(5)), ("2035", year(2035))], BOXES),
            "Zoë 😀 wil 5 procent in 2035.\n           \
             ────┬────    ──┬─\n               \
             │          ╰ date 2035\n               \
             ╰ percent 5 %\nNiets.\n"
        );
    }

    #[test]
    fn a_mention_over_two_rows_is_named_once() {
        let text = "Een zin die zo lang is dat hij niet past: 5 procent, zegt men.";
        let layout = Layout { width: 44, boxes: false, color: false };
        assert_eq!(
            drawn(text, &[("5 procent", percent(5))], layout),
            "Een zin die zo lang is dat hij niet past: 5\n                                          \
             ^|\n                                           \
             ` percent 5 %\nprocent, zegt men.\n^^^^^^^\n"
        );
    }
}
