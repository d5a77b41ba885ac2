//! Rows in aligned columns, and words in running lines.

use std::io;

use super::Layout;
use super::crop;

/// Writes a heading and a row a line below it, each column as wide as its widest cell; the
/// last is cut to the terminal's width.
///
/// # Errors
/// Fails where `out` does.
pub fn write_listing<const N: usize>(
    out: &mut dyn io::Write,
    heading: &str,
    rows: &[[String; N]],
    layout: Layout,
) -> io::Result<()> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(crop::width(cell));
        }
    }
    writeln!(out, "{heading}")?;
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str("  ");
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(crop::width(cell))));
        }
        writeln!(out, "{}", crop::head(line.trim_end(), layout.columns()))?;
    }
    Ok(())
}

/// Writes a heading and the words below it, as many on a line as fit the terminal.
///
/// # Errors
/// Fails where `out` does.
pub fn write_words(
    out: &mut dyn io::Write,
    heading: &str,
    words: &[String],
    layout: Layout,
) -> io::Result<()> {
    writeln!(out, "{heading}")?;
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && crop::width(&line) + 2 + crop::width(word) > layout.columns() {
            writeln!(out, "{line}")?;
            line.clear();
        }
        line.push_str("  ");
        line.push_str(word);
    }
    if line.is_empty() { Ok(()) } else { writeln!(out, "{line}") }
}
