//! How much is read of what is too long for an article.

use super::assemble::Draft;
use crate::finding::Problem;
use crate::text::MAX_SENTENCE;

/// The longest file or line that is read, in bytes: either is held as a whole.
pub const LONGEST: usize = 256 << 20;

/// The most text of an article that is read, in bytes: some 350,000 words. Nobody writes that much, and of a text
/// that is all figures what is known of them takes some three hundred times its size.
pub const MOST_TEXT: usize = 2 << 20;

/// What is told where a file, a line or a text is longer.
pub(super) const TOO_LONG: &str = "input/too-long";

/// The part of a text that is read: all of it, or what comes before the last end of a sentence that there is room for.
#[must_use]
pub fn readable(text: &str) -> &str {
    if text.len() <= MOST_TEXT {
        return text;
    }
    let end = text.floor_char_boundary(MOST_TEXT);
    let head = text.get(..end).unwrap_or("");
    // Behind a place without any end a sentence is cut anyway.
    let near = head.ceil_char_boundary(end.saturating_sub(MAX_SENTENCE));
    let tail = head.get(near..).unwrap_or("");
    let stop = tail.rfind(['.', '!', '?', '\n']).map(|at| at + 1);
    let stop = stop.or_else(|| tail.rfind(char::is_whitespace)).unwrap_or(tail.len());
    head.get(..near + stop).unwrap_or(head).trim_end()
}

/// What is told of a text of `all` bytes of which only the first `read` were read.
#[must_use]
pub fn too_long(path: &str, all: usize, read: usize) -> Problem {
    let message = format!("a text of {all} bytes is too long: only the first {read} of them are read");
    let help = "there may be 2 MiB of text in an article: give each a file, or a JSON line, of its own";
    Problem::error(TOO_LONG, path, message).with_help(help)
}

impl Draft {
    /// Leaves out what is too long for an article, and says how long it was and how much of it is left.
    pub(super) fn shorten(&mut self) -> Option<(usize, usize)> {
        self.heading = self.heading.take().filter(|heading| heading.text().len() <= MOST_TEXT);
        let all = self.text.len();
        let kept = readable(&self.text).len();
        if kept == all {
            return None;
        }
        self.text = self.text.get(..kept).unwrap_or("").into();
        self.blocks.retain_mut(|block| {
            block.span.end = block.span.end.min(kept);
            block.span.start < block.span.end
        });
        Some((all, kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::input::{Reader, Reading};

    #[test]
    fn a_text_is_cut_behind_a_sentence_or_else_a_word_or_else_anywhere() {
        let of = |piece: &str| piece.repeat(MOST_TEXT / piece.len() + 2);
        let sentence = "De NAVO-norm is 5 procent van het bbp. ";
        let sentences = of(sentence);
        assert_eq!(readable(&sentences).len(), MOST_TEXT / sentence.len() * sentence.len() - 1);
        assert!(readable(&of("woord ")).ends_with(" woord"));
        assert_eq!(readable(&of("€")).len(), MOST_TEXT / 3 * 3);
        let just = "a".repeat(MOST_TEXT);
        assert_eq!(readable(&just), just);
    }

    #[test]
    fn the_beginning_of_a_text_that_is_too_long_is_read_and_the_rest_is_told() {
        let text = "De NAVO-norm is 5 procent. ".repeat(MOST_TEXT / 20);
        let record = format!(r#"{{"id": "a", "title": "Kop", "text": "{text}"}}"#);
        for (path, written) in [("a.txt", &text), ("a.md", &text), ("a.jsonl", &record)] {
            let Reading { documents, problems } = Reader::default().read(path, written.clone().into_bytes());
            let told: Vec<_> = problems.iter().map(|p| (p.code, p.severity)).collect();
            assert_eq!(told, [(TOO_LONG, Severity::Error)], "{path}");
            let [document] = documents.as_slice() else { panic!("{path}: {} articles", documents.len()) };
            assert!((MOST_TEXT - 100..=MOST_TEXT + 4).contains(&document.text.len()), "{path}");
            let last = document.blocks.last().map(|block| block.span);
            assert!(last.is_some_and(|span| span.of(&document.text).ends_with("5 procent.")), "{path}");
        }
    }
}
