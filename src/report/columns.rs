//! Lines and columns in the unit that a format counts in: the one place where spans are converted.

use crate::finding::{ArticleView, Label, Widths};

/// What a format counts columns in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode code points.
    CodePoint,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

impl Unit {
    const fn of(self, widths: Widths) -> usize {
        match self {
            Self::CodePoint => widths.code_points,
            Self::Utf16 => widths.utf16,
            Self::Byte => widths.bytes,
        }
    }
}

/// Where a label stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// The first line, from 1.
    pub(super) line: usize,
    /// The last line.
    pub(super) end_line: usize,
    /// The first column and the one past the last, from 1; none where a whole line is meant.
    pub(super) columns: Option<(usize, usize)>,
}

/// The region of `label`. A place in a JSON line is that line, for its columns count in the decoded
/// text and not in the file; so is a finding about an article as a whole.
pub(super) fn region(label: &Label, article: &ArticleView, unit: Unit) -> Region {
    let whole = Region { line: label.line, end_line: label.line, columns: None };
    if article.record.is_some() || label.span.start == label.span.end {
        return whole;
    }
    let Some(excerpt) = article.excerpts.holding(label.span) else { return whole };
    let Some(local) = excerpt.local(label.span) else { return whole };
    let column = |at: usize| unit.of(excerpt.before(at)) + 1;
    let breaks = local.of(&excerpt.text).matches('\n').count();
    Region {
        line: label.line,
        end_line: label.line + breaks,
        columns: Some((column(local.start), column(local.end))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Excerpts;
    use crate::text::{LineIndex, SourceSpan};

    /// The region of `quote` in a file `text` that is not, or is, a line of JSON.
    fn of(text: &str, quote: &str, unit: Unit, record: Option<usize>) -> Region {
        let start = text.find(quote).unwrap();
        let span = SourceSpan::new(start, start + quote.len());
        let at = LineIndex::new(text).position(text, start);
        let article = ArticleView {
            path: "a.txt".into(),
            id: "a".into(),
            called: None,
            title: None,
            published: None,
            source: None,
            excerpts: Excerpts::around(text, [span]),
            record,
            suppressions: Vec::new(),
            references: Vec::new(),
        };
        let line = record.unwrap_or(at.line);
        let label = Label {
            article: 0,
            span,
            line,
            column: at.column,
            quote: quote.into(),
            title: None,
            claim: None,
            message: String::new(),
        };
        region(&label, &article, unit)
    }

    #[test]
    fn each_unit_counts_its_own_way() {
        let columns = |before: &str, unit| {
            of(&format!("kop\n{before}5 procent\n"), "5 procent", unit, None).columns.unwrap()
        };
        for (before, code_points, utf16, bytes) in
            [("ë", 2, 2, 3), ("€", 2, 2, 4), ("😀", 2, 3, 5), ("Zoë, € en 😀: ", 14, 15, 20), ("", 1, 1, 1)]
        {
            assert_eq!(columns(before, Unit::CodePoint), (code_points, code_points + 9), "{before}");
            assert_eq!(columns(before, Unit::Utf16), (utf16, utf16 + 9), "{before}");
            assert_eq!(columns(before, Unit::Byte), (bytes, bytes + 9), "{before}");
        }
    }

    #[test]
    fn the_width_of_the_place_itself_counts_too() {
        let text = "om €5\u{a0}miljard 😀";
        let columns = |unit| of(text, "€5\u{a0}miljard", unit, None).columns.unwrap();
        assert_eq!(columns(Unit::CodePoint), (4, 14));
        assert_eq!(columns(Unit::Utf16), (4, 14));
        assert_eq!(columns(Unit::Byte), (4, 17));
    }

    #[test]
    fn a_place_over_two_lines_ends_on_the_second() {
        let region = of("ë 5\r\nmiljard 😀", "5\r\nmiljard", Unit::Utf16, None);
        assert_eq!(region, Region { line: 1, end_line: 2, columns: Some((3, 8)) });
    }

    #[test]
    fn a_place_in_a_json_line_is_the_line() {
        let region = of("ë\n5 procent", "5 procent", Unit::Byte, Some(7));
        assert_eq!(region, Region { line: 7, end_line: 7, columns: None });
    }
}
