//! What is kept of an article's file to show places in it: the lines that they stand in.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::SourceSpan;

/// How many bytes are kept before and behind a place, on the lines that it stands in. A web page
/// may be one line of many megabytes; no report shows more than a terminal's width of it.
const REACH: usize = 2_048;

/// A width in each unit that a format counts columns in. A byte-order mark has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Widths {
    /// In Unicode code points.
    pub code_points: usize,
    /// In UTF-16 code units.
    pub utf16: usize,
    /// In bytes of UTF-8.
    pub bytes: usize,
}

impl Widths {
    /// The widths of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut out = Self::default();
        for c in text.chars().filter(|&c| c != '\u{feff}') {
            out.code_points += 1;
            out.utf16 += c.len_utf16();
            out.bytes += c.len_utf8();
        }
        out
    }

    /// Both widths together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            code_points: self.code_points + other.code_points,
            utf16: self.utf16 + other.utf16,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The byte of the file at which it starts.
    pub start: usize,
    /// The text: whole lines, unless they are very long.
    pub text: Box<str>,
    /// What stands before it on its first line.
    pub lead: Widths,
}

impl Excerpt {
    /// The same bytes, counted in this piece; none if they are not all in it.
    #[must_use]
    pub fn local(&self, span: SourceSpan) -> Option<SourceSpan> {
        let start = span.start.checked_sub(self.start)?;
        let end = span.end.checked_sub(self.start)?;
        (start <= end && end <= self.text.len()).then_some(SourceSpan::new(start, end))
    }

    /// The width of what stands on a line before the byte `at` of this piece.
    #[must_use]
    pub fn before(&self, at: usize) -> Widths {
        let text = self.text.get(..at).unwrap_or("");
        match text.rsplit_once('\n') {
            Some((_, line)) => Widths::of(line),
            None => self.lead.plus(Widths::of(text)),
        }
    }
}

/// The pieces of one file, in its order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Excerpts {
    /// Shared by what a report is made of.
    pieces: Arc<[Excerpt]>,
}

impl Excerpts {
    /// The lines of `text` that `places` stand in.
    #[must_use]
    pub fn around(text: &str, places: impl IntoIterator<Item = SourceSpan>) -> Self {
        let mut ranges: Vec<(usize, usize)> = places.into_iter().map(|place| reach(text, place)).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => merged.push((from, to)),
            }
        }
        let mut line = Line::default();
        let piece = |(from, to): (usize, usize)| Excerpt {
            start: from,
            text: text.get(from..to).unwrap_or("").into(),
            lead: line.advance(text, from),
        };
        Self { pieces: merged.into_iter().map(piece).collect() }
    }

    /// The text of `span`; empty where it was not kept.
    #[must_use]
    pub fn text(&self, span: SourceSpan) -> &str {
        let found = self.holding(span).and_then(|piece| Some((piece, piece.local(span)?)));
        found.map_or("", |(piece, local)| local.of(&piece.text))
    }

    /// The piece that holds `span`.
    #[must_use]
    pub fn holding(&self, span: SourceSpan) -> Option<&Excerpt> {
        let after = self.pieces.partition_point(|piece| piece.start <= span.start);
        self.pieces.get(after.checked_sub(1)?).filter(|piece| piece.local(span).is_some())
    }
}

/// A walk through a text that knows the width of what stands before it on its line.
#[derive(Default)]
struct Line {
    at: usize,
    width: Widths,
}

impl Line {
    /// Goes on to the byte `to`, never back.
    fn advance(&mut self, text: &str, to: usize) -> Widths {
        let passed = text.get(self.at..to).unwrap_or("");
        self.width = match passed.rsplit_once('\n') {
            Some((_, line)) => Widths::of(line),
            None => self.width.plus(Widths::of(passed)),
        };
        self.at = to;
        self.width
    }
}

/// The bytes to keep for `place`: its lines, but no more than [`REACH`] on either side.
fn reach(text: &str, place: SourceSpan) -> (usize, usize) {
    let start = text.floor_char_boundary(place.start);
    let end = text.ceil_char_boundary(place.end.max(start));
    let nearest = text.floor_char_boundary(start.saturating_sub(REACH));
    let furthest = text.ceil_char_boundary(end.saturating_add(REACH));
    let before = text.get(nearest..start).unwrap_or("");
    let behind = text.get(end..furthest).unwrap_or("");
    let from = before.rfind('\n').map_or(nearest, |at| nearest + at + 1);
    let to = behind.find('\n').map_or(furthest, |at| end + at);
    (from, to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::LineIndex;

    fn place(text: &str, quote: &str) -> SourceSpan {
        let at = text.find(quote).unwrap();
        SourceSpan::new(at, at + quote.len())
    }

    #[test]
    fn a_place_keeps_its_lines_and_no_others() {
        let text = "kop\n\nZoë: “€ 5\nmiljard” 😀 en 6\nslot\n";
        let five = place(text, "5\nmiljard");
        let excerpts = Excerpts::around(text, [five, place(text, "6")]);
        let piece = excerpts.holding(five).unwrap();
        assert_eq!(&*piece.text, "Zoë: “€ 5\nmiljard” 😀 en 6");
        let local = piece.local(five).unwrap();
        assert_eq!(local.of(&piece.text), "5\nmiljard");
        assert_eq!(piece.before(local.start), Widths { code_points: 8, utf16: 8, bytes: 13 });
        let six = piece.local(place(text, "6")).unwrap();
        assert_eq!(piece.before(six.start), Widths { code_points: 14, utf16: 15, bytes: 19 });
        assert_eq!(excerpts.holding(place(text, "slot")), None);
    }

    #[test]
    fn of_an_endless_line_a_piece_is_kept_with_its_true_columns() {
        let text = format!("{}5%{}7%", "é😀".repeat(100_000), " €".repeat(50_000));
        let (five, seven) = (place(&text, "5%"), place(&text, "7%"));
        let excerpts = Excerpts::around(&text, [seven, five]);
        let piece = excerpts.holding(five).unwrap();
        assert!(piece.text.len() < 3 * REACH, "{}", piece.text.len());
        let before = |span| {
            let piece = excerpts.holding(span).unwrap();
            piece.before(piece.local(span).unwrap().start)
        };
        assert_eq!(before(five), Widths { code_points: 200_000, utf16: 300_000, bytes: 600_000 });
        assert_eq!(before(seven), Widths { code_points: 300_002, utf16: 400_002, bytes: 800_002 });
    }

    #[test]
    fn a_byte_order_mark_has_no_width() {
        let text = "\u{feff}5 procent";
        let excerpts = Excerpts::around(text, [place(text, "procent")]);
        let piece = excerpts.holding(place(text, "procent")).unwrap();
        let start = piece.local(place(text, "procent")).unwrap().start;
        assert_eq!(piece.before(start), Widths { code_points: 2, utf16: 2, bytes: 2 });
    }

    proptest! {
        #[test]
        fn columns_are_those_of_the_whole_text(
            text in "[aë€😀\n]{0,60}",
            places in proptest::collection::vec((0usize..60, 0usize..8), 1..6),
        ) {
            let span = |&(at, len): &(usize, usize)| {
                let start = text.floor_char_boundary(at.min(text.len()));
                SourceSpan::new(start, text.floor_char_boundary((start + len).min(text.len())))
            };
            let spans: Vec<SourceSpan> = places.iter().map(span).collect();
            let excerpts = Excerpts::around(&text, spans.iter().copied());
            let lines = LineIndex::new(&text);
            for span in spans {
                let piece = excerpts.holding(span).unwrap();
                let local = piece.local(span).unwrap();
                prop_assert_eq!(local.of(&piece.text), span.of(&text));
                prop_assert_eq!(piece.before(local.start).code_points + 1, lines.position(&text, span.start).column);
            }
        }
    }
}
