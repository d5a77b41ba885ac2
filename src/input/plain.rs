//! Plain text: a line is a paragraph, a heading or an item, by its looks.

use std::sync::Arc;

use super::assemble::{Draft, RawBlock};
use super::document::Metadata;
use super::mask;
use crate::text::{OffsetMap, Span};

/// What a plain text holds. The map is the identity unless the text has invisible characters in it.
pub(super) fn draft(path: &str, source: Arc<str>, meta: Metadata) -> Draft {
    let (mut text, map) = match mask::without_invisible(&source) {
        Some((text, map)) => (text.into(), map),
        None => (source.clone(), OffsetMap::identity()),
    };
    let lines = lines(&text);
    let mut joined = Joined::default();
    match wrap_width(&text, &lines) {
        Some(width) => lines.iter().for_each(|line| joined.add(&text, *line, width)),
        None => joined.blocks = lines.iter().map(|line| line.span).collect(),
    }
    if !joined.breaks.is_empty() {
        text = mask::blanked(&text, &joined.breaks).into();
    }
    let blocks = joined.blocks.into_iter().map(|span| RawBlock { kind: None, span }).collect();
    Draft {
        id: path.to_owned(),
        path: path.to_owned(),
        record: None,
        source,
        text,
        map,
        blocks,
        meta,
        heading: None,
    }
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
struct Line {
    span: Span,
    after_blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if body.is_empty() {
            after_blank = true;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            out.push(Line { span: Span::new(start, start + body.len()), after_blank });
            after_blank = false;
        }
        at += line.len();
    }
    out
}

/// The width at which the lines of a text were broken by hand or by a mail
/// program; none for a text whose lines are paragraphs. Widths are in bytes.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let width = lines.iter().map(|line| line.span.len()).max().filter(|w| (45..=130).contains(w))?;
    let pairs = || lines.iter().zip(lines.iter().skip(1)).filter(|(_, next)| !next.after_blank);
    let full = pairs().filter(|(line, next)| is_full(text, **line, **next, width)).count();
    let open = pairs().filter(|(line, _)| !line.span.of(text).ends_with(['.', '!', '?', '"', '”'])).count();
    let all = pairs().count();
    (all >= 3 && full * 10 >= all * 7 && open * 2 >= all).then_some(width)
}

/// Whether the first word of the next line would not have fitted on the line,
/// give or take the bytes that its accents add.
fn is_full(text: &str, line: Line, next: Line, width: usize) -> bool {
    let word = next.span.of(text).split_whitespace().next().map_or(0, str::len);
    line.span.len() + 1 + word + 6 > width
}

/// Lines joined to paragraphs.
#[derive(Default)]
struct Joined {
    blocks: Vec<Span>,
    breaks: Vec<Span>,
    last: Option<Line>,
}

impl Joined {
    fn add(&mut self, text: &str, line: Line, width: usize) {
        let before = self.last.replace(line);
        let item = line.span.of(text).starts_with(['-', '•', '*', '–']);
        match (before, self.blocks.last_mut()) {
            (Some(before), Some(block))
                if !line.after_blank && !item && is_full(text, before, line, width) =>
            {
                self.breaks.push(Span::new(before.span.end, line.span.start));
                block.end = line.span.end;
            }
            _ => self.blocks.push(line.span),
        }
    }
}
