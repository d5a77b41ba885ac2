//! Lines that speak of the article and are none of its text: dates, bylines, addresses.

use super::dates::{Item, Piece, first_word, scan};
use super::words::{PageWords, Role};
use crate::text::Span;
use crate::value::Period;

/// How much a date says of the day of publication; the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The day of a later change.
    Updated,
    /// A date alone.
    Bare,
    /// A date beside a day of the week, a time or a name.
    Dressed,
    /// A date that is said to be that of publication.
    Published,
}

/// What a line of metadata tells.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, seen or not seen on the line")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct HeaderLine {
    /// The date that says most, and where it stands in the line.
    pub(super) date: Option<(Period, Span, Weight)>,
    /// Where the name of a publication stands in the line.
    pub(super) source: Option<Span>,
    /// Where an address stands in the line.
    pub(super) url: Option<Span>,
    /// Whether a word on the line says what its date is: `gepubliceerd`, `vandaag`.
    pub(super) cued: bool,
    /// Whether it holds a time of day.
    pub(super) timed: bool,
    /// Whether it holds a day without a year.
    pub(super) vague: bool,
    /// Whether it names a person, a place or a publication.
    pub(super) named: bool,
    /// Whether it begins as a byline does.
    pub(super) byline: bool,
}

/// The longest line that can be metadata, in bytes.
const MAX_LINE: usize = 240;
/// No unit or zone of a time of day and no ending of a rank is longer, in bytes.
const SHORT: usize = 4;
/// The most words that the names on such a line take.
const MAX_NAMES: usize = 9;

/// Reads a line as metadata; none if it has anything on it that belongs to a text.
pub(super) fn read(line: &str, words: &PageWords, day_first: bool) -> Option<HeaderLine> {
    if line.len() > MAX_LINE {
        return None;
    }
    if let Some(url) = address(line) {
        return Some(HeaderLine { url: Some(url), ..HeaderLine::default() });
    }
    if is_prose(line, words) {
        return None;
    }
    let items = scan(line, words, day_first);
    let mut header = light(&items, words)?;
    header.date = best_date(&items, words);
    header.source = source(&items, line, words);
    Some(header)
}

impl HeaderLine {
    /// Whether there is evidence that the line is metadata, and no mere row of names.
    pub(super) fn is_told(&self) -> bool {
        self.date.is_some()
            || self.timed
            || self.url.is_some()
            || self.byline
            || self.source.is_some()
            || ((self.cued || self.vague) && !self.named)
    }
}

/// An address that makes up the line, a label in front set aside.
fn address(line: &str) -> Option<Span> {
    let start = line.find("http://").or_else(|| line.find("https://"))?;
    let rest = line.get(start..)?;
    let url = rest.trim_end();
    let label = line.get(..start)?.trim();
    let labelled = label.is_empty() || (label.len() < 30 && label.ends_with(':'));
    (labelled && !url.contains(char::is_whitespace)).then(|| Span::new(start, start + url.len()))
}

/// Whether a word of the text stands on the line, told at a glance: small letters that have no role on a line of
/// metadata, and are too many to be a unit of time or the ending of a rank.
fn is_prose(line: &str, words: &PageWords) -> bool {
    let small = |word: &&str| word.len() > SHORT && word.bytes().all(|b| b.is_ascii_lowercase());
    line.split_ascii_whitespace().filter(small).any(|word| words.roles(word).is_empty())
}

/// What the words of a line are, if all of them are light.
fn light(items: &[Item<'_>], words: &PageWords) -> Option<HeaderLine> {
    let mut header = HeaderLine::default();
    let mut names = 0;
    let mut dates = 0;
    for (i, item) in items.iter().enumerate() {
        match item.piece {
            Piece::Date(_) => dates += 1,
            Piece::Vague => header.vague = true,
            Piece::Clock => header.timed = true,
            Piece::Sign(c) if "?!\"“”;%€$£".contains(c) => return None,
            Piece::Sign(_) => {}
            Piece::Number(_) => counted(items, i, words).then_some(())?,
            Piece::Word(word) => {
                let lower = word.to_lowercase();
                let roles = words.roles(&lower);
                let telling = |r: &Role| {
                    matches!(r, Role::Published | Role::Updated | Role::OtherDate | Role::Relative)
                };
                header.byline |= i == 0 && roles.contains(&Role::Byline);
                if roles.iter().any(telling) {
                    header.cued = true;
                } else if is_name(word) && !roles.iter().any(|role| is_common(*role)) {
                    names += 1;
                } else if roles.is_empty() || roles.iter().all(|r| matches!(r, Role::Month(_))) {
                    return None;
                }
            }
        }
    }
    header.named = names > 0;
    let byline = !header.byline || names > 0 || dates > 0 || header.cued;
    (names <= MAX_NAMES && dates <= 4 && byline && !items.is_empty()).then_some(header)
}

/// Whether a number is that of a reading time or the like, told by the word behind it, or of a time zone.
fn counted(items: &[Item<'_>], at: usize, words: &PageWords) -> bool {
    let before = at.checked_sub(1).and_then(|b| items.get(b)).map(|i| i.piece);
    if before == Some(Piece::Sign('+')) {
        return true;
    }
    matches!(items.get(at + 1).map(|i| i.piece), Some(Piece::Word(word))
        if words.roles(&word.to_lowercase()).iter().any(|r| matches!(r, Role::Filler | Role::Relative)))
}

/// Whether a word of this role is no name, though it may begin with a capital.
fn is_common(role: Role) -> bool {
    matches!(role, Role::Weekday | Role::Filler | Role::Byline)
}

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) || word.contains(".nl") || word.contains(".be")
}

/// The date that says most; of two that say the same, the first.
fn best_date(items: &[Item<'_>], words: &PageWords) -> Option<(Period, Span, Weight)> {
    let mut best: Option<(Period, Span, Weight)> = None;
    let mut cue = None;
    let dressed = items.iter().any(|item| matches!(item.piece, Piece::Clock | Piece::Word(_)));
    for item in items {
        match item.piece {
            Piece::Word(word) => {
                let lower = word.to_lowercase();
                cue = words
                    .roles(&lower)
                    .iter()
                    .find(|r| matches!(r, Role::Published | Role::Updated | Role::OtherDate))
                    .copied()
                    .or(cue);
            }
            Piece::Date(period) => {
                let weight = match cue.take() {
                    Some(Role::OtherDate) => continue,
                    Some(Role::Updated) => Weight::Updated,
                    Some(_) => Weight::Published,
                    None if dressed => Weight::Dressed,
                    None => Weight::Bare,
                };
                if best.is_none_or(|(_, _, known)| weight > known) {
                    best = Some((period, item.span, weight));
                }
            }
            _ => {}
        }
    }
    best
}

/// The name of a publication: a known one between signs, or what stands behind `bron`.
fn source(items: &[Item<'_>], line: &str, words: &PageWords) -> Option<Span> {
    let mut run: Option<Span> = None;
    let mut cued = false;
    let end = Item { piece: Piece::Sign('|'), span: Span::new(line.len(), line.len()) };
    for item in items.iter().chain([&end]) {
        match item.piece {
            Piece::Word(word) if run.is_none() && words.is_source_cue(word) => cued = true,
            Piece::Word(_) => run = Some(run.map_or(item.span, |r| r.join(item.span))),
            Piece::Sign(':') if run.is_none() => {}
            _ => {
                if let Some(found) = run.take().filter(|r| cued || words.is_publication(r.of(line))) {
                    return Some(found);
                }
                cued = false;
            }
        }
    }
    None
}

/// The metadata in front of a paragraph's first sentence: `AMSTERDAM (ANP) - `,
/// `Brussel, 12 mei 2024 – `, `date 2025-06 `. Gives its length, the signs behind it included.
pub(super) fn dateline(paragraph: &str, words: &PageWords, day_first: bool) -> Option<(usize, HeaderLine)> {
    let head_end =
        paragraph.char_indices().map(|(i, c)| i + c.len_utf8()).take_while(|&end| end <= 90).last()?;
    let head = paragraph.get(..head_end)?;
    dashed(head, words, day_first)
        .or_else(|| stopped(head, words, day_first))
        .or_else(|| labelled(head, words, day_first))
}

/// A place, agency or date, closed by a dash.
fn dashed(head: &str, words: &PageWords, day_first: bool) -> Option<(usize, HeaderLine)> {
    let (at, dash) = head.char_indices().filter(|(_, c)| matches!(c, '-' | '–' | '—')).find(|(i, c)| {
        let after = head.get(i + c.len_utf8()..).unwrap_or("");
        let before = head.get(..*i).unwrap_or("");
        before.ends_with([' ', '\u{a0}', ')']) && (after.is_empty() || after.starts_with([' ', '\u{a0}']))
    })?;
    let before = head.get(..at)?;
    let header = read(before, words, day_first)?;
    let begins_as_name = before.trim_start().chars().next().is_some_and(char::is_uppercase);
    let agency = before.contains('(') && before.trim_end().ends_with(')');
    let capitals = before.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let told = header.date.is_some() || agency || (capitals && before.len() > 3);
    (begins_as_name && told && header.named).then(|| (after_blank(head, at + dash.len_utf8()), header))
}

/// `Brussel, 5 september 2025. `
fn stopped(head: &str, words: &PageWords, day_first: bool) -> Option<(usize, HeaderLine)> {
    let at = head.match_indices(". ").map(|(i, _)| i).find(|&i| {
        head.get(..i)
            .is_some_and(|before| before.contains(',') && before.ends_with(|c: char| c.is_ascii_digit()))
    })?;
    let header = read(head.get(..at)?, words, day_first)?;
    let begins_as_name = head.trim_start().chars().next().is_some_and(char::is_uppercase);
    (begins_as_name && header.named && header.date.is_some()).then(|| (after_blank(head, at + 1), header))
}

/// `date 2025-06 `: a word for a date of publication, and a date written in digits.
fn labelled(head: &str, words: &PageWords, day_first: bool) -> Option<(usize, HeaderLine)> {
    let weight = |word: &str| {
        words.roles(&word.to_lowercase()).iter().find_map(|role| match role {
            Role::Published => Some(Weight::Published),
            Role::Updated => Some(Weight::Updated),
            _ => None,
        })
    };
    // Most paragraphs begin with another word.
    weight(first_word(head)?)?;
    let items = scan(head, words, day_first);
    let Some(Piece::Word(cue)) = items.first().map(|i| i.piece) else { return None };
    let weight = weight(cue)?;
    let colon = usize::from(matches!(items.get(1).map(|i| i.piece), Some(Piece::Sign(':'))));
    let item = items.get(1 + colon)?;
    let Piece::Date(period) = item.piece else { return None };
    let digits = item.span.of(head).starts_with(|c: char| c.is_ascii_digit());
    let header = HeaderLine { date: Some((period, item.span, weight)), cued: true, ..HeaderLine::default() };
    digits.then(|| (after_blank(head, item.span.end), header))
}

fn after_blank(head: &str, at: usize) -> usize {
    let rest = head.get(at..).unwrap_or("");
    head.len() - rest.trim_start_matches([' ', '\u{a0}', ':', '|', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::words::tests::shipped;

    fn told(line: &str) -> Option<(Option<String>, Option<Weight>, Option<&str>)> {
        let header = read(line, &shipped(), true)?;
        header.is_told().then(|| {
            let date = header.date.map(|(period, _, _)| period.iso());
            (date, header.date.map(|d| d.2), header.source.map(|s| s.of(line)))
        })
    }

    #[test]
    fn header_lines_tell_their_date_and_source() {
        use Weight::{Bare, Dressed, Published, Updated};
        for (line, iso, weight, source) in [
            ("woensdag, 3 december 2025 (07:15) - NOS Nieuws", "2025-12-03", Dressed, Some("NOS Nieuws")),
            ("2025-02-14T22:00:45+0100", "2025-02-14", Bare, None),
            ("Praag, vrijdag, 5 september 2025.", "2025-09-05", Dressed, None),
            ("Gepubliceerd op 3 mei 2024 om 12.30 uur", "2024-05-03", Published, None),
            ("Laatste update: 4 mei 2024, 10:22", "2024-05-04", Updated, None),
            ("Gepubliceerd: 3 mei 2024, 10:22 | Laatste update: 4 mei 2024", "2024-05-03", Published, None),
            ("Published: 12 May 2024", "2024-05-12", Published, None),
            ("Updated 7:05 AM EDT, May 12, 2024", "2024-05-12", Updated, None),
            ("door Jan Jansen, 3-5-2024", "2024-05-03", Dressed, None),
            ("RTL Nieuws • Buitenland • 3 mei 2024, 10:22", "2024-05-03", Dressed, Some("RTL Nieuws")),
            ("By Ann Smith and Bob Lee | 12 May 2024 | 4 min read", "2024-05-12", Dressed, None),
            ("Bron: Het Dagblad, 3 mei 2024", "2024-05-03", Dressed, Some("Het Dagblad")),
        ] {
            assert_eq!(told(line), Some((Some(iso.to_owned()), Some(weight), source)), "{line}");
        }
    }

    #[test]
    fn lines_without_a_date_may_be_metadata_too() {
        for line in
            ["vandaag, 03:10", "Door Jan de Boer", "By Ann Smith", "https://krant.test/a-b-c", "10:22"]
        {
            assert_eq!(told(line), Some((None, None, None)), "{line}");
        }
        assert_eq!(read("Geraadpleegd op 3 mei 2024", &shipped(), true).unwrap().date, None);
    }

    #[test]
    fn lines_of_the_text_are_not_metadata() {
        for line in [
            "Top in Den Haag levert op 24 juni 2025 nieuwe norm op",
            "Door de oorlog stijgen de uitgaven",
            "Nederland geeft 250 miljoen euro",
            "NAVO wil 5 procent in 2035",
            "By 2035 the allies will spend 5 percent",
            "Rutte ‘blij’ met akkoord",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn datelines_are_cut_off_the_paragraph() {
        for (paragraph, rest, iso) in [
            ("AMSTERDAM (ANP) - Het kabinet trekt geld uit.", "Het kabinet trekt geld uit.", None),
            ("Brussel, 12 mei 2024 – De ministers praten.", "De ministers praten.", Some("2024-05-12")),
            ("BRUSSELS, May 12, 2024 (Agency) - Ministers met.", "Ministers met.", Some("2024-05-12")),
            ("Gent, 5 september 2025. De stad telt mee.", "De stad telt mee.", Some("2025-09-05")),
            ("date 2025-06 De stad telt mee.", "De stad telt mee.", Some("2025-06")),
            ("Gent / Ieper - De stad telt mee.", "", None),
        ] {
            let got = dateline(paragraph, &shipped(), true);
            if rest.is_empty() {
                assert_eq!(got, None, "{paragraph}");
                continue;
            }
            let (len, header) = got.unwrap();
            assert_eq!(paragraph.get(len..), Some(rest));
            assert_eq!(header.date.map(|d| d.0.iso()).as_deref(), iso, "{paragraph}");
        }
        for text in
            ["Rutte - de baas van de NAVO - wil meer.", "Op 3 mei 2024 – een vrijdag – begon het.", ""]
        {
            assert_eq!(dateline(text, &shipped(), true), None, "{text}");
        }
    }
}
