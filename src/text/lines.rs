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
    /// The code points before every byte whose offset is a multiple of `STEP`: a place far into a long line
    /// is found as fast as one at its start.
    before: Vec<usize>,
}

/// How many bytes lie between two places of which the code points before them are kept.
const STEP: usize = 1_024;

/// A byte-order mark in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

impl LineIndex {
    /// Finds the lines of `source`; `\r\n` and `\n` end a line.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
        let steps = (0..source.len()).step_by(STEP).scan(0, |points, at| {
            let here = *points;
            *points += code_points(source, at, at + STEP);
            Some(here)
        });
        let before = steps.collect();
        Self { starts, before }
    }

    /// The code points of `source` before the byte `offset`. A byte-order mark has no width.
    #[must_use]
    pub fn width_before(&self, source: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.before.len().saturating_sub(1));
        self.before.get(step).copied().unwrap_or(0) + code_points(source, step * STEP, offset)
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
        let width = self.width_before(source, offset) - self.width_before(source, start);
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

/// The code points that begin in a stretch of bytes, but for byte-order marks.
fn code_points(source: &str, start: usize, end: usize) -> usize {
    let bytes = source.as_bytes();
    let stretch = bytes.get(start..end.min(bytes.len())).unwrap_or(&[]);
    let all = stretch.len() - inner_bytes(stretch);
    let is_mark = |at: &usize| bytes.get(start + at..).is_some_and(|rest| rest.starts_with(MARK));
    all - memchr_iter(0xef, stretch).filter(is_mark).count()
}

/// How many bytes go on with a character, eight counted in one step.
fn inner_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let (eights, rest) = bytes.as_chunks::<8>();
    let inner = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        // The highest bit and not the next one; the product has the sum in its highest byte.
        ((eight >> 7 & !(eight >> 6) & ONES).wrapping_mul(ONES) >> 56) as usize
    };
    let alone = rest.iter().filter(|&&b| b & 0xc0 == 0x80).count();
    eights.iter().map(inner).sum::<usize>() + alone
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
    fn columns_in_a_long_line_are_those_that_counting_gives() {
        let source = format!("\u{feff}kop\n{}\n5", "één 😀\u{feff} ".repeat(700));
        let index = LineIndex::new(&source);
        for (offset, _) in source.char_indices().step_by(7) {
            let line = source.get(..offset).unwrap().rsplit('\n').next().unwrap();
            let width = line.chars().filter(|c| *c != '\u{feff}').count();
            assert_eq!(index.position(&source, offset).column, width + 1, "{offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_has_no_width() {
        let source = "\u{feff}5 procent";
        assert_eq!(LineIndex::new(source).position(source, 3).column, 1);
    }
}
