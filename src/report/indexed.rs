//! The lines of the texts that problems stand in, found once for the problems of one text.

use std::sync::Arc;

use crate::finding::Problem;
use crate::text::LineIndex;

/// The lines of the text that was asked for last: the problems of a file come one behind the other.
#[derive(Default)]
pub(super) struct Indexed {
    last: Option<(Arc<str>, LineIndex)>,
}

impl Indexed {
    /// The line of the file that a problem stands on; none where it is about the file as a whole.
    pub(super) fn line_of(&mut self, problem: &Problem) -> Option<usize> {
        let (text, (span, _)) = problem.text.as_ref().zip(problem.labels.first())?;
        let at = self.lines(text).position(text, problem.begins.local(*span).start);
        Some(problem.begins.line - 1 + at.line)
    }

    /// The lines of `text`.
    pub(super) fn lines(&mut self, text: &Arc<str>) -> &LineIndex {
        let known = self.last.take().filter(|(last, _)| Arc::ptr_eq(last, text));
        let (_, lines) = self.last.insert(known.unwrap_or_else(|| (text.clone(), LineIndex::new(text))));
        lines
    }
}
