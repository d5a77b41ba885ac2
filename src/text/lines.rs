//! From byte offsets to lines and columns.

use memchr::memchr_iter;

/// A place as a reader counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
}

/// The line starts of one file.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of `source`; `\r\n` and `\n` end a line.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
        Self { starts }
    }

    /// The line, from 0, in which `offset` lies.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The line and column of the byte `offset` of `source`. A byte-order mark has no width.
    #[must_use]
    pub fn position(&self, source: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = source.get(start..offset).unwrap_or("");
        let width = before.chars().filter(|&c| c != '\u{feff}').count();
        Position { line: line + 1, column: width + 1 }
    }

    /// The bytes of the line in which `offset` lies, without its end.
    #[must_use]
    pub fn line_range(&self, source: &str, offset: usize) -> std::ops::Range<usize> {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = self.starts.get(line + 1).map_or(source.len(), |next| next - 1);
        let body = source.get(start..end).unwrap_or("");
        start..start + body.trim_end_matches('\r').len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points() {
        let source = "één €5\r\n😀 “twee” 6";
        let index = LineIndex::new(source);
        let five = source.find('5').unwrap();
        assert_eq!(index.position(source, five), Position { line: 1, column: 6 });
        let six = source.find('6').unwrap();
        assert_eq!(index.position(source, six), Position { line: 2, column: 10 });
        assert_eq!(source.get(index.line_range(source, five)).unwrap(), "één €5");
        assert_eq!(source.get(index.line_range(source, six)).unwrap(), "😀 “twee” 6");
    }

    #[test]
    fn a_byte_order_mark_has_no_width() {
        let source = "\u{feff}5 procent";
        assert_eq!(LineIndex::new(source).position(source, 3).column, 1);
    }
}
