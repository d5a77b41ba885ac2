//! The lines of the texts that problems stand in, found once for the problems of one text.

use std::sync::Arc;

use crate::text::LineIndex;

/// The lines of the text that was asked for last: the problems of a file come one behind the other.
#[derive(Default)]
pub(super) struct Indexed {
    last: Option<(Arc<str>, LineIndex)>,
}

impl Indexed {
    /// The lines of `text`.
    pub(super) fn lines(&mut self, text: &Arc<str>) -> &LineIndex {
        let known = self.last.take().filter(|(last, _)| Arc::ptr_eq(last, text));
        let (_, lines) = self.last.insert(known.unwrap_or_else(|| (text.clone(), LineIndex::new(text))));
        lines
    }
}
