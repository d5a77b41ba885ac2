//! Quotations: where somebody's own words stand, whatever the marks and however many sentences.

use memchr::{memchr_iter, memchr3_iter};

use crate::input::Block;
use crate::text::Span;

/// What is said between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// Between its marks, in the article's text; to the end of its block where nothing closes it.
    pub(super) span: Span,
    /// The block that it stands in.
    pub(super) block: usize,
    /// Whether it goes on from a quotation that an earlier block left open.
    pub(super) continues: bool,
}

/// How a mark opens, and what may close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Double,
    Low,
    Guillemet,
    Reversed,
    Single,
}

/// The quotations of an article, in order; one within another is part of that.
pub(super) fn quotes(text: &str, blocks: &[Block]) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut left_open = false;
    for (b, block) in blocks.iter().enumerate() {
        left_open = in_block(text, block.span, b, left_open, &mut out);
    }
    out
}

/// Adds the quotations of one block and says whether it ends in an open one.
fn in_block(text: &str, span: Span, block: usize, before: bool, out: &mut Vec<Quote>) -> bool {
    let piece = span.of(text);
    let mut open: Option<(Kind, usize)> = None;
    let mut first = true;
    let mut continues = before;
    for (i, c) in marks(piece) {
        let last = piece.get(..i).and_then(|head| head.chars().next_back());
        let next = piece.get(i + c.len_utf8()..).and_then(|r| r.chars().next());
        let start = span.start + i;
        let after = start + c.len_utf8();
        match open {
            None => {
                // A block that begins inside a quotation says so with a mark that can only close.
                if first && before && is_double(c) && !opens_here(last, next) {
                    out.push(Quote { span: Span::new(span.start, start), block, continues: true });
                    continues = false;
                } else if let Some(kind) = opening(c, last, next, piece.get(after - span.start..)) {
                    // Each paragraph of a long quotation opens with a mark of its own.
                    continues &= piece.get(..i).is_some_and(|head| head.trim().is_empty());
                    open = Some((kind, after));
                }
                first &= !is_double(c);
            }
            Some((kind, from)) if closes(kind, c, last, next) => {
                out.push(Quote { span: Span::new(from, start), block, continues });
                (open, continues) = (None, false);
            }
            Some(_) => {}
        }
    }
    let Some((kind, from)) = open else { return false };
    // A single mark that nothing closes was an apostrophe.
    if kind == Kind::Single {
        return false;
    }
    out.push(Quote { span: Span::new(from, span.end), block, continues });
    true
}

/// The marks in `text` that may open or close a quotation, with their offsets.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    // All of them are ASCII or begin with one of two bytes, which little else in news does; one of them begins
    // guillemets alone.
    let bytes = text.as_bytes();
    let mut others = memchr3_iter(b'"', b'\'', 0xe2, bytes).peekable();
    let mut guillemets = memchr_iter(0xc2, bytes).peekable();
    let places = std::iter::from_fn(move || match (others.peek(), guillemets.peek()) {
        (Some(a), Some(b)) if b < a => guillemets.next(),
        (None, _) => guillemets.next(),
        _ => others.next(),
    });
    let all = places.filter_map(|i| Some((i, text.get(i..)?.chars().next()?)));
    all.filter(|(_, c)| is_double(*c) || matches!(c, '\'' | '‘' | '’' | '‚'))
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// Whether what stands around a mark lets it open a quotation.
fn opens_here(last: Option<char>, next: Option<char>) -> bool {
    let free = last.is_none_or(|c| c.is_whitespace() || "([{-–—:/".contains(c) || is_double(c));
    free && next.is_some_and(|c| !c.is_whitespace())
}

fn opening(c: char, last: Option<char>, next: Option<char>, rest: Option<&str>) -> Option<Kind> {
    match c {
        '„' | '‟' => Some(Kind::Low),
        '«' => Some(Kind::Guillemet),
        '“' => Some(Kind::Double),
        '»' if opens_here(last, next) => Some(Kind::Reversed),
        '"' | '”' if opens_here(last, next) => Some(Kind::Double),
        '‘' | '\'' | '‚' if opens_here(last, next) && !elided(rest.unwrap_or("")) => Some(Kind::Single),
        _ => None,
    }
}

/// Whether a single mark stands for left-out letters: one letter and no more follows (`'s`, `'t`), or a year (`'90`).
fn elided(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some(c), _) if c.is_ascii_digit() => true,
        (Some(_), Some(second)) => !second.is_alphanumeric(),
        _ => true,
    }
}

fn closes(kind: Kind, c: char, last: Option<char>, next: Option<char>) -> bool {
    match kind {
        Kind::Double => matches!(c, '"' | '”'),
        Kind::Low => matches!(c, '“' | '”' | '"'),
        Kind::Guillemet => c == '»',
        Kind::Reversed => c == '«',
        Kind::Single => {
            matches!(c, '’' | '\'')
                && last.is_some_and(|c| !c.is_whitespace())
                && next.is_none_or(|c| !c.is_alphanumeric())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::BlockKind;

    /// The quotations of paragraphs, each a line of the text.
    fn found(text: &str) -> Vec<(&str, bool)> {
        let mut at = 0;
        let mut blocks = Vec::new();
        for line in text.split('\n') {
            blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(at, at + line.len()) });
            at += line.len() + 1;
        }
        quotes(text, &blocks).iter().map(|q| (q.span.of(text), q.continues)).collect()
    }

    #[test]
    fn every_style_of_mark_holds_its_words() {
        for text in [
            "Hij zei: \"Vijf procent.\"",
            "Hij zei: “Vijf procent.”",
            "Hij zei: „Vijf procent.”",
            "Hij zei: „Vijf procent.“",
            "Hij zei: «Vijf procent.»",
            "Hij zei: »Vijf procent.«",
            "Hij zei: ”Vijf procent.”",
            "Hij zei: 'Vijf procent.'",
            "Hij zei: ‘Vijf procent.’",
        ] {
            assert_eq!(found(text), [("Vijf procent.", false)], "{text}");
        }
    }

    #[test]
    fn apostrophes_open_nothing() {
        assert_eq!(found("De foto's van 's ochtends in '90 en Ruttes' plan, zo'n 'F-16's"), []);
        assert_eq!(
            found("‘Het zijn foto’s van ’t leger’, zei hij"),
            [("Het zijn foto’s van ’t leger", false)]
        );
    }

    #[test]
    fn a_quotation_within_another_is_part_of_it() {
        assert_eq!(found("“Hij zei ‘nooit’ tegen mij”, zei ze"), [("Hij zei ‘nooit’ tegen mij", false)]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        assert_eq!(
            found("“Wij gaan door.\n“Dat blijft zo”, zei hij. “Klaar.”"),
            [("Wij gaan door.", false), ("Dat blijft zo", true), ("Klaar.", false)]
        );
        assert_eq!(
            found("\"Wij gaan door.\nDat blijft zo\", zei hij."),
            [("Wij gaan door.", false), ("Dat blijft zo", true)]
        );
        assert_eq!(found("\"Wij gaan door.\nHij noemde het \"zo\".").last(), Some(&("zo", false)));
    }
}
