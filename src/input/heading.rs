//! A headline that stands apart from the text, in front matter or in a field of its own: it is read as the first line.

use std::sync::Arc;

use super::document::{Block, BlockKind};
use crate::text::{MapBuilder, OffsetMap, SourceSpan, Span, fold};

/// How many of the first blocks may say it again.
const FIRST: usize = 4;
/// From how many letters on a line that begins like it says it again, with the name of the paper behind it or without.
const TELLING: usize = 16;

/// A headline, and where it is written.
#[derive(Debug)]
pub(super) enum Heading {
    /// In the file itself, above the text.
    Above(String, OffsetMap),
    /// In another field of the record that the text is a field of.
    Beside(String),
}

impl Heading {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Above(text, _) | Self::Beside(text) => text,
        }
    }

    /// Whether one of the first blocks says the same, give or take marks.
    pub(super) fn is_repeated(&self, text: &str, blocks: &[Block]) -> bool {
        let own = letters(self.text());
        own.is_empty()
            || blocks.iter().take(FIRST).any(|block| {
                let other = letters(block.span.of(text));
                let begins = own.starts_with(&other) || other.starts_with(&own);
                let heads = matches!(block.kind, BlockKind::Title | BlockKind::Heading);
                own == other || heads && begins && own.len().min(other.len()) >= TELLING
            })
    }

    /// The text with the headline above it, and the way back to `source`; where the headline is no part of that it is
    /// added behind it, and begins at the byte that is returned.
    pub(super) fn put_above(self, to: &mut Whole) -> Option<usize> {
        let (title, map, titled) = match self {
            Self::Above(title, map) => (title, map, None),
            Self::Beside(title) => {
                let at = to.source.len() + 1;
                let mut out = MapBuilder::new();
                out.push_verbatim(&title, at);
                to.source = format!("{}\n{title}", to.source).into();
                let (title, map) = out.finish();
                (title, map, Some(at))
            }
        };
        let by = title.len() + 1;
        to.map = map.followed_by(&to.map, by, to.text.len());
        to.text = format!("{title}\n{}", to.text).into();
        for block in &mut to.blocks {
            block.span = block.span.shifted(by);
        }
        to.blocks.insert(0, Block { kind: BlockKind::Title, span: Span::new(0, title.len()) });
        titled
    }
}

/// An article's text, and what it is read from.
pub(super) struct Whole {
    pub(super) source: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) map: OffsetMap,
    pub(super) blocks: Vec<Block>,
}

/// The letters and digits of a line, folded.
fn letters(line: &str) -> String {
    fold(line).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The headline `value` as it is written in `raw`, a YAML scalar that begins at the byte `base` of the file. Where its
/// style is one that is not known here, all of it stands for the whole of `raw`.
pub(super) fn of_scalar(value: &str, raw: &str, base: usize) -> Heading {
    let mut out = MapBuilder::new();
    if Scalar::new(raw, base).write(&mut out).is_none() || out.text() != value {
        out = MapBuilder::new();
        out.push_decoded(value, SourceSpan::new(base, base + raw.len()));
    }
    let (text, map) = out.finish();
    Heading::Above(text, map)
}

/// A YAML scalar that is being read.
struct Scalar<'r> {
    raw: &'r str,
    base: usize,
    quote: Option<char>,
    at: usize,
    end: usize,
}

impl<'r> Scalar<'r> {
    fn new(raw: &'r str, base: usize) -> Self {
        let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) if raw.len() > 1 && raw.ends_with(quote) => raw.len() - 1,
            Some(_) => 0,
            None => raw.trim_end().len(),
        };
        Self { raw, base, quote, at: usize::from(quote.is_some()), end }
    }

    /// Writes what it stands for; none where that is not known.
    fn write(mut self, out: &mut MapBuilder) -> Option<()> {
        let blank = |c: char| c.is_whitespace();
        let body = self.raw.get(self.at..self.end)?;
        self.at += body.len() - body.trim_start_matches(blank).len();
        self.end -= body.len() - body.trim_end_matches(blank).len();
        while self.at < self.end {
            let rest = self.raw.get(self.at..self.end)?;
            let spaces = rest.len() - rest.trim_start_matches(blank).len();
            let run = rest.get(..spaces)?;
            if run.contains('\n') {
                // Lines are folded into one.
                self.decoded(out, " ", spaces);
                continue;
            }
            let c = rest.chars().next()?;
            match (self.quote, c) {
                (Some('"'), '\\') => self.escape(out, rest)?,
                (Some('\''), '\'') if rest.starts_with("''") => self.decoded(out, "'", 2),
                _ => {
                    out.push_verbatim(rest.get(..c.len_utf8())?, self.base + self.at);
                    self.at += c.len_utf8();
                }
            }
        }
        Some(())
    }

    fn decoded(&mut self, out: &mut MapBuilder, text: &str, len: usize) {
        let start = self.base + self.at;
        out.push_decoded(text, SourceSpan::new(start, start + len));
        self.at += len;
    }

    /// An escape between double quotes.
    fn escape(&mut self, out: &mut MapBuilder, rest: &str) -> Option<()> {
        let kind = rest.chars().nth(1)?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let len = 1 + kind.len_utf8() + digits;
        let c = match kind {
            '"' | '\\' | '/' | ' ' => kind,
            't' => '\t',
            '_' => '\u{a0}',
            _ if digits > 0 => char::from_u32(u32::from_str_radix(rest.get(2..len)?, 16).ok()?)?,
            _ => return None,
        };
        self.decoded(out, c.encode_utf8(&mut [0; 4]), len);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of `raw` stands for `words` of the headline `value`.
    fn written<'r>(value: &str, raw: &'r str, words: &str) -> &'r str {
        let Heading::Above(text, map) = of_scalar(value, raw, 0) else { panic!("it stands above") };
        let at = text.find(words).unwrap();
        let span = map.to_source(Span::new(at, at + words.len()));
        raw.get(span.start..span.end).unwrap()
    }

    #[test]
    fn every_style_of_a_scalar_leads_back_to_its_bytes() {
        assert_eq!(written("De NAVO telt 32 leden", "De NAVO telt 32 leden", "32"), "32");
        assert_eq!(written("’t Zijn er ‘32’", "'’t Zijn er ‘32’'", "32"), "32");
        assert_eq!(written("Trump's 28 punten", "'Trump''s 28 punten'", "28 punten"), "28 punten");
        assert_eq!(written("\"Vrede\" in 28 punten", r#""\"Vrede\" in 28 punten""#, "28"), "28");
        assert_eq!(
            written("Oekraïne: € 2 miljard", r#""Oekra\u00efne: \u20ac 2 miljard""#, "€ 2 miljard"),
            r"\u20ac 2 miljard"
        );
        assert_eq!(written("De NAVO telt 32 leden", "De NAVO telt\n  32 leden", "telt 32"), "telt\n  32");
    }

    #[test]
    fn what_is_not_known_is_the_whole_of_it() {
        assert_eq!(written("De NAVO\ntelt 32", "|-\n  De NAVO\n  telt 32", "32"), "|-\n  De NAVO\n  telt 32");
    }

    #[test]
    fn a_line_that_says_it_again() {
        let repeated = |title: &str, line: &str, kind| {
            let block = Block { kind, span: Span::new(0, line.len()) };
            Heading::Beside(title.to_owned()).is_repeated(line, &[block])
        };
        assert!(repeated("NAVO telt 32 leden", "‘NAVO’ telt 32 leden", BlockKind::Paragraph));
        assert!(repeated(
            "De NAVO telt nu 32 leden - De Krant",
            "De NAVO telt nu 32 leden",
            BlockKind::Title
        ));
        assert!(!repeated("De NAVO telt 32 leden", "De NAVO telt 32 leden en groeit.", BlockKind::Paragraph));
        assert!(!repeated("De NAVO telt 32 leden", "De NAVO telt 31 leden", BlockKind::Title));
    }
}
