//! The piece of a long line that is shown: around what is underlined, as wide as
//! the terminal allows, cut between words.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

/// What stands where text was left out.
const CUT: char = '…';

/// A piece of text, fit to be shown on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cropped {
    /// The text, with `…` where it was cut.
    pub(super) text: String,
    /// What to underline in it, in bytes of `text`, in the order that was asked for.
    pub(super) marks: Vec<Range<usize>>,
}

/// What to underline, and how much room its label wants to the right of its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The width in columns of what is written below it.
    pub(super) label: usize,
}

/// Columns beyond the room that are looked at to tell where a word begins or ends.
const EDGE: usize = 4;

/// Columns that a label's arrow takes before its text.
pub(super) const ARROW: usize = 4;

/// How many bytes of text, from its start, are plain letters, digits, signs and spaces of ASCII: printed as they are, a
/// column each.
fn plain(text: &str) -> usize {
    text.bytes().position(|b| !matches!(b, b' '..=b'~')).unwrap_or(text.len())
}

/// The width of `c` on a terminal. Control characters never get there.
pub(super) fn char_width(c: char) -> usize {
    if matches!(c, ' '..='~') { 1 } else { c.width().unwrap_or(0) }
}

/// The width of `text` on a terminal.
pub(super) fn width(text: &str) -> usize {
    let mut width = plain(text);
    let mut rest = text.get(width..).unwrap_or("");
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or("");
        let more = plain(behind);
        width += char_width(c) + more;
        rest = behind.get(more..).unwrap_or("");
    }
    width
}

/// What is printed for `c`: white space is a space, and what would move the cursor, hide or turn
/// the text (control characters, bidirectional overrides) is the replacement character.
fn printable(c: char) -> char {
    match c {
        ' '..='~' => c,
        c if c.is_whitespace() => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// `text` without anything that could move the cursor or turn the text.
pub(super) fn clean(text: &str) -> String {
    if plain(text) == text.len() {
        return text.to_owned();
    }
    text.chars().filter(|&c| c != '\u{feff}').map(printable).collect()
}

/// The first columns of `text`, cleaned, with `…` where it does not fit `room`.
pub(super) fn head(text: &str, room: usize) -> String {
    let text = clean(text);
    // Of plain text what fits is told by its bytes.
    let mut used = plain(&text).min(room.saturating_sub(1));
    if width(&text) <= room {
        return text;
    }
    let (shown, rest) = text.split_at_checked(used).unwrap_or(("", &text));
    let mut out = shown.to_owned();
    for c in rest.chars() {
        used += char_width(c);
        if used + 1 > room {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push(CUT);
    out
}

/// The piece of `text` around `marks` that fits `room` columns (at least 16), placed so that the
/// labels have room on the right. A mark wider than the room is cut.
pub(super) fn crop(text: &str, marks: &[Mark], room: usize) -> Cropped {
    // Most characters take a byte and a column; where they do not, more has to be looked at.
    let shown = [room + room / 2, 8 * room].into_iter().find_map(|reach| near(text, marks, room, reach));
    shown.unwrap_or_else(|| piece(&measured(text), marks, room))
}

/// The piece that is found in so many bytes on each side of the marks; none where they hold too few columns to tell.
fn near(text: &str, marks: &[Mark], room: usize, reach: usize) -> Option<Cropped> {
    let (from, to) = around(text, marks, reach);
    let cells = measured(text.get(from..to).unwrap_or(""));
    let moved = marks.iter().map(|m| Mark {
        range: m.range.start.saturating_sub(from)..m.range.end.saturating_sub(from),
        label: m.label,
    });
    let moved: Vec<Mark> = moved.collect();
    let core = core_of(&cells, &moved);
    // What is left out must be further away than anything that could be shown.
    let far = |side: Range<usize>| span_width(&cells, side) > room + EDGE;
    let enough = (from == 0 || far(0..core.start)) && (to == text.len() || far(core.end..cells.len()));
    enough.then(|| piece(&cells, &moved, room))
}

/// The bytes of `text` to look at for a piece that reaches so far: of a long line far from all.
fn around(text: &str, marks: &[Mark], reach: usize) -> (usize, usize) {
    let start = marks.iter().map(|m| m.range.start).min().unwrap_or(0);
    let end = marks.iter().map(|m| m.range.end).max().unwrap_or(0).max(start);
    (
        text.floor_char_boundary(start.saturating_sub(reach)),
        text.ceil_char_boundary(end.saturating_add(reach)),
    )
}

fn piece(chars: &[Cell], marks: &[Mark], room: usize) -> Cropped {
    let core = core_of(chars, marks);
    let lead = lead(chars, &core, marks, room);
    let from = left_edge(chars, core.start, lead);
    let cut_left = from > 0;
    let taken = if cut_left { 2 } else { 0 };
    let to = right_edge(chars, from, core.end, room.saturating_sub(taken));
    assemble(chars, from..to, marks)
}

/// A character as it is printed.
#[derive(Debug, Clone, Copy)]
struct Cell {
    at: usize,
    shown: char,
    width: usize,
    /// The columns that all before it take.
    before: usize,
}

fn measured(text: &str) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(text.len());
    let (mut before, mut at) = (0, 0);
    while let Some(rest) = text.get(at..) {
        for byte in rest.bytes().take(plain(rest)) {
            cells.push(Cell { at, shown: char::from(byte), width: 1, before });
            (at, before) = (at + 1, before + 1);
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c != '\u{feff}' && c != '\r' {
            let shown = printable(c);
            let width = char_width(shown);
            cells.push(Cell { at, shown, width, before });
            before += width;
        }
        at += c.len_utf8();
    }
    cells
}

fn span_width(chars: &[Cell], range: Range<usize>) -> usize {
    match chars.get(range) {
        Some([first, .., last] | [first @ last]) => last.before + last.width - first.before,
        _ => 0,
    }
}

/// The cell at or after the byte `at`.
fn cell_at(chars: &[Cell], at: usize) -> usize {
    chars.partition_point(|c| c.at < at)
}

/// The cells from the first mark's start to the last one's end.
fn core_of(chars: &[Cell], marks: &[Mark]) -> Range<usize> {
    let start = marks.iter().map(|m| m.range.start).min().unwrap_or(0);
    let end = marks.iter().map(|m| m.range.end).max().unwrap_or(0);
    cell_at(chars, start)..cell_at(chars, end)
}

/// How many columns to show before the core.
fn lead(chars: &[Cell], core: &Range<usize>, marks: &[Mark], room: usize) -> usize {
    let before = span_width(chars, 0..core.start);
    let rest = span_width(chars, core.start..chars.len());
    let want = |m: &Mark| {
        let offset = span_width(chars, core.start..cell_at(chars, m.range.start));
        let span = span_width(chars, cell_at(chars, m.range.start)..cell_at(chars, m.range.end));
        offset + (span / 2 + ARROW + m.label.min(room / 2)).max(span)
    };
    let wanted = marks.iter().map(want).max().unwrap_or(0);
    let most = room.saturating_sub(wanted);
    if before <= most && before + rest <= room {
        return before;
    }
    before.min(most).min((room / 3).max(room.saturating_sub(rest + 2)))
}

/// The first cell to show, so that what lies before `core` is at most `lead` columns wide.
fn left_edge(chars: &[Cell], core: usize, lead: usize) -> usize {
    if span_width(chars, 0..core) <= lead {
        return 0;
    }
    let room = lead.saturating_sub(2);
    let mut from = core;
    let mut used = 0;
    while let Some(cell) = from.checked_sub(1).and_then(|i| chars.get(i)) {
        used += cell.width;
        if used > room {
            break;
        }
        from -= 1;
    }
    let is_space = |i: usize| chars.get(i).is_some_and(|c| c.shown == ' ');
    if from.checked_sub(1).is_some_and(is_space) {
        return from;
    }
    (from..core).find(|&i| is_space(i)).map_or(from, |space| space + 1)
}

/// One past the last cell to show, so that all from `from` on fits `room` columns.
fn right_edge(chars: &[Cell], from: usize, core: usize, room: usize) -> usize {
    if span_width(chars, from..chars.len()) <= room {
        return chars.len();
    }
    let room = room.saturating_sub(2);
    let mut to = from;
    let mut used = 0;
    while let Some(cell) = chars.get(to) {
        used += cell.width;
        if used > room {
            break;
        }
        to += 1;
    }
    let is_space = |i: usize| chars.get(i).is_some_and(|c| c.shown == ' ');
    if is_space(to) || to <= core {
        return to;
    }
    (core..to).rev().find(|&i| is_space(i)).unwrap_or(to)
}

fn assemble(chars: &[Cell], shown: Range<usize>, marks: &[Mark]) -> Cropped {
    let mut text = String::new();
    if shown.start > 0 {
        text.push(CUT);
        text.push(' ');
    }
    let base = text.len();
    text.extend(chars.get(shown.clone()).unwrap_or(&[]).iter().map(|c| c.shown));
    let offset = |cell: usize| {
        let inside = cell.clamp(shown.start, shown.end);
        let bytes = chars.get(shown.start..inside).unwrap_or(&[]).iter().map(|c| c.shown.len_utf8());
        base + bytes.sum::<usize>()
    };
    let marks = marks
        .iter()
        .map(|m| offset(cell_at(chars, m.range.start))..offset(cell_at(chars, m.range.end)))
        .collect();
    if shown.end < chars.len() {
        text.truncate(text.trim_end().len().max(base));
        text.push(' ');
        text.push(CUT);
    }
    Cropped { text, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, needle: &str, room: usize) -> (String, String) {
        let start = text.find(needle).unwrap();
        let mark = Mark { range: start..start + needle.len(), label: 10 };
        let piece = crop(text, &[mark], room);
        let range = piece.marks.first().unwrap().clone();
        let marked = piece.text.get(range).unwrap().to_owned();
        (piece.text, marked)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let (text, marked) = around("Het doel is 5 procent.", "5 procent", 60);
        assert_eq!((text.as_str(), marked.as_str()), ("Het doel is 5 procent.", "5 procent"));
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let text = "De financiële steun aan Oekraïne, die “lang” op zich liet wachten, bedraagt nu \
                    €250 miljoen en dat is volgens de minister 😀 beduidend meer dan wat eerder was toegezegd.";
        let (piece, marked) = around(text, "€250 miljoen", 60);
        assert_eq!(marked, "€250 miljoen");
        assert_eq!(piece, "… bedraagt nu €250 miljoen en dat is volgens de minister …");
        assert!(width(&piece) <= 60);
        let (piece, _) = around(text, "€250 miljoen", 40);
        assert_eq!(piece, "… nu €250 miljoen en dat is volgens de …");
    }

    #[test]
    fn the_end_of_a_line_leaves_room_for_its_label() {
        let text = "Volgens de minister is het doel, dat in Den Haag werd afgesproken, nu 5 procent";
        let (piece, marked) = around(text, "5 procent", 50);
        assert_eq!(marked, "5 procent");
        assert_eq!(piece, "… Den Haag werd afgesproken, nu 5 procent");
    }

    #[test]
    fn what_is_left_out_does_not_change_what_is_shown() {
        for filler in
            ["woord ", "één 😀 ", "字字字字 ", "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} ", "\r\u{feff} "]
        {
            let text = format!("{}5 procent {}", filler.repeat(300), filler.repeat(300));
            for needle in ["5 procent", "proc", "t "] {
                let start = text.find(needle).unwrap();
                let mark = Mark { range: start..start + needle.len(), label: 10 };
                let whole = piece(&measured(&text), std::slice::from_ref(&mark), 60);
                assert_eq!(crop(&text, &[mark], 60), whole, "{filler}");
            }
        }
    }

    #[test]
    fn an_endless_word_is_cut_anyway() {
        let text = format!("{}5%{}", "a".repeat(500), "b".repeat(500));
        let (piece, marked) = around(&text, "5%", 40);
        assert_eq!(marked, "5%");
        assert!(width(&piece) <= 40, "{piece}");
    }

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(clean("a\u{1b}[31mb\tc\r\n\u{202e}d"), "a\u{fffd}[31mb c  \u{fffd}d");
        assert_eq!(head("een lange kop", 8), "een lan…");
    }
}
