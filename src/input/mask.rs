//! Bytes that no reader reads as text: invisible characters and footnote marks.

use memchr::{memchr_iter, memchr3_iter};

use crate::text::{MapBuilder, OffsetMap, Span};

/// Characters without width that only say where a word may break, and the byte-order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The text without its invisible characters and the way back; none if it has none.
pub(super) fn without_invisible(source: &str) -> Option<(String, OffsetMap)> {
    // They begin with three bytes that few other characters begin with.
    let mut some = memchr3_iter(0xc2, 0xe2, 0xef, source.as_bytes());
    let invisible = |at| source.get(at..).is_some_and(|rest| rest.starts_with(is_invisible));
    some.any(invisible).then(|| {
        let mut out = MapBuilder::new();
        let mut at = 0;
        for piece in source.split(is_invisible) {
            out.push_verbatim(piece, at);
            at += piece.len();
            at += source.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        out.finish()
    })
}

/// The footnote marks of a text: `[1]`, `[2, 3]`.
pub(super) fn footnotes(text: &str) -> Vec<Span> {
    memchr_iter(b'[', text.as_bytes()).filter_map(|at| footnote(text, at)).collect()
}

fn footnote(text: &str, at: usize) -> Option<Span> {
    let inside: &[u8] = text.as_bytes().get(at + 1..)?;
    let len = inside.iter().take(12).position(|&b| b == b']')?;
    let marks = text.get(at + 1..at + 1 + len)?;
    let numbered = |mark: &str| {
        let mark = mark.trim();
        (1..=3).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_digit())
    };
    marks.split([',', '-', '–']).all(numbered).then(|| Span::new(at, at + len + 2))
}

/// The text with the bytes of the spans, which are in order and hold whole
/// characters, overwritten by spaces: every offset stays what it was.
pub(super) fn blanked(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        out.push_str(text.get(at..span.start).unwrap_or(""));
        out.extend(std::iter::repeat_n(' ', span.len()));
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnote_marks_become_blanks_of_the_same_width() {
        let text = "Dat is zo [1], meer [2, 13] en [sic] en [2025].";
        let marks = footnotes(text);
        assert_eq!(marks.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["[1]", "[2, 13]"]);
        assert_eq!(blanked(text, &marks), "Dat is zo    , meer         en [sic] en [2025].");
    }

    #[test]
    fn invisible_characters_leave_the_words_whole() {
        let source = "\u{feff}de\u{ad}fen\u{200b}sie 5";
        let (text, map) = without_invisible(source).unwrap();
        assert_eq!(text, "defensie 5");
        assert_eq!(map.to_source(Span::new(0, 8)).of(source), "de\u{ad}fen\u{200b}sie");
        assert_eq!(map.to_source(Span::new(9, 10)).of(source), "5");
        assert!(without_invisible("defensie").is_none());
    }
}
