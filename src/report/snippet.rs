//! Pieces of several articles as one source for miette.
//!
//! A miette label belongs to one source, its header counts bytes, and it shows
//! whole lines. A news paragraph is one line of a thousand characters and a finding
//! has places in several articles; so the pieces to show are laid out one behind
//! the other in a source of ours, each with a header of its own.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// A piece of an article, one line long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What stands above it: path, line and column, date, source, title.
    pub(super) header: String,
    /// The number before it, from 1.
    pub(super) line: usize,
    /// The text.
    pub(super) text: String,
}

/// Pieces laid out one behind the other.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<(usize, Piece)>,
    end: usize,
}

impl Pieces {
    /// Adds a piece and says at which offset it starts.
    pub(super) fn push(&mut self, piece: Piece) -> usize {
        let start = self.end;
        // One free byte apart: no span lies in two pieces.
        self.end += piece.text.len() + 1;
        self.pieces.push((start, piece));
        start
    }
}

impl SourceCode for Pieces {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let inside =
            |(start, piece): &&(usize, Piece)| *start <= span.offset() && end <= start + piece.text.len();
        let (start, piece) = self.pieces.iter().find(inside).ok_or(MietteError::OutOfBounds)?;
        let whole = SourceSpan::from((*start, piece.text.len()));
        // miette counts lines from 0. The header names line and column itself.
        let line = piece.line.saturating_sub(1);
        Ok(Box::new(MietteSpanContents::new_named(
            piece.header.clone(),
            piece.text.as_bytes(),
            whole,
            line,
            0,
            1,
        )))
    }
}
