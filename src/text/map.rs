//! The way back from an article's text to the file that it was read from.

use super::{SourceSpan, Span};

/// A stretch of text and where it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    text: usize,
    source: Span,
    /// Whether the file holds the same bytes; otherwise (an entity, an escape)
    /// the piece is one unit that stands for the whole of `source`.
    verbatim: bool,
}

/// Maps spans in an article's text to spans in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    /// Empty for a text that is its file.
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The map of a text that is its file, byte for byte.
    #[must_use]
    pub const fn identity() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Where `span` of the text stands in the file.
    #[must_use]
    pub fn to_source(&self, span: Span) -> SourceSpan {
        if self.pieces.is_empty() {
            return SourceSpan::new(span.start, span.end);
        }
        let start = self.piece_at(span.start).map_or(span.start, |p| p.start_of(span.start));
        let last = span.end.saturating_sub(1).max(span.start);
        let end = self.piece_at(last).map_or(span.end, |p| p.end_of(span.end));
        SourceSpan::new(start, end.max(start))
    }

    /// The map of a text whose first `by` bytes lead back by this one, and the `len` bytes behind them by `body`.
    #[must_use]
    pub fn followed_by(&self, body: &Self, by: usize, len: usize) -> Self {
        let all = Piece { text: 0, source: Span::new(0, len), verbatim: true };
        let behind = if body.pieces.is_empty() { std::slice::from_ref(&all) } else { &body.pieces };
        let shifted = behind.iter().map(|piece| Piece { text: piece.text + by, ..*piece });
        Self { pieces: self.pieces.iter().copied().chain(shifted).collect() }
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.text <= offset);
        self.pieces.get(after.checked_sub(1)?)
    }
}

impl Piece {
    fn start_of(&self, text: usize) -> usize {
        if self.verbatim {
            (self.source.start + text.saturating_sub(self.text)).min(self.source.end)
        } else {
            self.source.start
        }
    }

    fn end_of(&self, text: usize) -> usize {
        if self.verbatim {
            (self.source.start + text.saturating_sub(self.text)).min(self.source.end)
        } else {
            self.source.end
        }
    }
}

/// Builds a text piece by piece together with its map.
#[derive(Debug, Default)]
pub struct MapBuilder {
    text: String,
    pieces: Vec<Piece>,
}

impl MapBuilder {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds bytes that stand in the file as they are, from `source_start` on.
    pub fn push_verbatim(&mut self, text: &str, source_start: usize) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.source.end == source_start
            && last.text + last.source.len() == at
        {
            last.source.end += text.len();
            return;
        }
        let source = Span::new(source_start, source_start + text.len());
        self.pieces.push(Piece { text: at, source, verbatim: true });
    }

    /// Adds text that the file writes otherwise: an entity, an escape, a folded run of white space.
    pub fn push_decoded(&mut self, text: &str, source: SourceSpan) {
        if text.is_empty() {
            return;
        }
        let source = Span::new(source.start, source.end);
        self.pieces.push(Piece { text: self.text.len(), source, verbatim: false });
        self.text.push_str(text);
    }

    /// The text and the way back.
    #[must_use]
    pub fn finish(self) -> (String, OffsetMap) {
        (self.text, OffsetMap { pieces: self.pieces })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_map_as_a_whole() {
        // file: "a &euro;5 b"
        let mut b = MapBuilder::new();
        b.push_verbatim("a ", 0);
        b.push_decoded("€", SourceSpan::new(2, 8));
        b.push_verbatim("5 b", 8);
        let (text, map) = b.finish();
        assert_eq!(text, "a €5 b");
        let at = text.find('€').unwrap();
        assert_eq!(map.to_source(Span::new(at, at + 4)), SourceSpan::new(2, 9));
        assert_eq!(map.to_source(Span::new(0, 1)), SourceSpan::new(0, 1));
        assert_eq!(map.to_source(Span::new(at, at + 3)), SourceSpan::new(2, 8));
    }
}
