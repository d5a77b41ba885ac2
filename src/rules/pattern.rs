//! The pattern language: what a metric's claims look like in a sentence.
//!
//! A pattern is a regular expression over folded text in which mentions stand as
//! placeholders. `{value}` is the metric's value, `{money}` or `{country}` any mention
//! of that kind, `{subject}` and the names of scope slots fill those slots; `{~set}` is
//! a word of a cue set; `{0-3}` is up to so many words. ` ... ` is a gap within the
//! sentence, ` .. ` a gap without another value of the metric in it, and ` & ` joins
//! groups that may stand in any order. The pieces between gaps are compiled by
//! themselves and joined by position: gaps inside an automaton would blow it up.

use std::fmt::Write as _;

use regex_automata::meta::{BuildError, Regex};
use regex_automata::util::syntax;

use super::class::{ClassSet, Classes};
use super::cues::{Cues, is_word_byte};
use super::outline::{Held, Outline};
use crate::text::fold;

/// How a part follows the one before it in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Anywhere later in the sentence.
    Wide,
    /// Later in the sentence, with no other value of the metric in between.
    Narrow,
}

/// A stretch of a pattern without gaps. Two with the same pieces find the same.
#[derive(Debug)]
pub struct Part {
    /// What every match holds.
    pub outline: Outline,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// Whether `{value}` stands in it.
    pub has_value: bool,
    /// How it follows the part before it in its group; none for the first.
    pub gap: Option<Gap>,
}

/// Parts that stand in order.
pub type Group = Vec<Part>;

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Regular expression text, folded.
    Text(String),
    /// Any number of spaces, and the quotation marks around them: what is quoted is said as well (`had "lost" 300 men`).
    Space,
    /// So many words at least and at most, each with its space: `{0-3}`.
    Words(u8, u8),
    /// A mention that fills a slot; the name of the capture.
    Slot(String, ClassSet),
    /// A mention.
    Mention(ClassSet),
    /// A cue set.
    Cue(String),
}

/// What a placeholder may be in one metric.
#[derive(Debug)]
pub struct Placeholders<'a> {
    /// The kinds of mention.
    pub classes: &'a Classes,
    /// The names that fill slots (`value`, `subject`, scope slots) and what fills them.
    pub slots: Vec<(&'a str, ClassSet)>,
}

impl Placeholders<'_> {
    /// The mentions that the placeholder `name` stands for, and the slot that they fill, if they do: a slot may ask for
    /// one form of a name (`subject:people`).
    fn mention<'n>(&self, name: &'n str) -> Option<(Option<&'n str>, ClassSet)> {
        let (slot, form) = name.split_once(':').map_or((name, None), |(slot, form)| (slot, Some(form)));
        match self.slots.iter().find(|(n, _)| *n == slot) {
            Some((_, set)) => match form {
                None => Some((Some(slot), *set)),
                Some(form) => Some((Some(slot), set.and(self.classes.form(form)?))),
            },
            None => Some((None, self.classes.placeholder(name)?)),
        }
    }
}

/// A pattern cut into parts, its regular expressions still to be built.
#[derive(Debug)]
pub struct Pattern {
    /// The pattern as it is written.
    pub source: String,
    /// The groups; any order among them.
    pub groups: Vec<Group>,
}

/// A mistake in a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// A stable code.
    pub code: &'static str,
    /// The part of the pattern that it is in; the whole if it can't be told.
    pub piece: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Pattern {
    /// Cuts `source` into parts.
    ///
    /// # Errors
    /// All unknown placeholders and cue sets, and a pattern without `{value}`.
    pub fn parse(source: &str, known: &Placeholders<'_>, cues: &Cues) -> Result<Self, Vec<PatternError>> {
        let mut parser = Parser::new(known, cues);
        let groups: Vec<Group> = source.split(" & ").map(|group| parser.group(group)).collect();
        let values = groups.iter().flatten().filter(|p| p.has_value).count();
        if values != 1 && parser.errors.is_empty() {
            parser.errors.push(PatternError {
                code: "rule/pattern",
                piece: source.to_owned(),
                message: format!("a pattern has one `{{value}}`, this one has {values}"),
                help: "write {value} where the figure stands".to_owned(),
            });
        }
        if parser.errors.is_empty() {
            Ok(Self { source: source.to_owned(), groups })
        } else {
            Err(parser.errors)
        }
    }

    /// Builds every regular expression of the pattern.
    ///
    /// # Errors
    /// The first part that is no regular expression.
    pub fn compile(&self, cues: &Cues, language: &str) -> Result<(), PatternError> {
        for part in self.groups.iter().flatten() {
            part.regex(cues, language).map_err(|error| PatternError {
                code: "rule/pattern",
                piece: self.source.clone(),
                message: format!("the pattern does not compile: {}", last_line(&mistake(&error))),
                help: "a pattern is a regular expression: put \\ before ( ) [ ] { } . * + ? | that stand for themselves"
                    .to_owned(),
            })?;
        }
        Ok(())
    }
}

/// What is wrong with a regular expression; the engine by itself says only that something is.
fn mistake(error: &BuildError) -> String {
    error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string)
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or(text).trim_start_matches("error: ")
}

impl Piece {
    /// Appends the regular expression of the piece.
    fn write(&self, out: &mut String, (cues, language): (&Cues, &str)) {
        // Writing to a String cannot fail.
        _ = match self {
            Self::Text(text) => out.write_str(text),
            Self::Space => out.write_str(r#"(?:["']? +["']?)"#),
            Self::Words(low, high) => {
                write!(out, r#"(?:["']?[\w'\x87\x88\x8a\x8f-\xff-]+,?"? +["']?){{{low},{high}}}?"#)
            }
            Self::Slot(name, set) => write!(out, "(?P<{}>{})", name.replace('-', "_"), set.regex()),
            Self::Mention(set) => out.write_str(&set.regex()),
            Self::Cue(name) => match cues.get(name, language) {
                Some(set) => out.write_str(&set.alternation()),
                // A set that has no words in this language matches nothing.
                None => out.write_str(r"[^\x00-\xff]"),
            },
        };
    }
}

impl Part {
    /// The matcher over folded bytes.
    ///
    /// # Errors
    /// Where it is no regular expression; loading tells it of any rule but the shipped ones, tests of those.
    pub fn regex(&self, cues: &Cues, language: &str) -> Result<Regex, Box<BuildError>> {
        let mut out = String::new();
        if !matches!(self.pieces.first(), Some(Piece::Slot(..))) {
            out.push_str(r"\b{start-half}");
        }
        out.push_str("(?:");
        self.pieces.iter().for_each(|piece| piece.write(&mut out, (cues, language)));
        out.push(')');
        if !matches!(self.pieces.last(), Some(Piece::Slot(..))) {
            out.push_str(r"\b{end-half}");
        }
        // The words that every match holds were looked for before: to look for them again takes a third of the time in
        // which it is built.
        let built = Regex::builder()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .configure(Regex::config().utf8_empty(false).auto_prefilter(false))
            .build(&out);
        built.map_err(Box::new)
    }
}

impl Part {
    /// The slots that every match fills, which are all that it has; none where one may be left open.
    #[must_use]
    pub fn sure_slots(&self) -> Option<Vec<(&str, ClassSet)>> {
        let mut slots = Vec::new();
        let mut depth = 0;
        for (i, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => depth = depth_behind(text, depth)?,
                Piece::Slot(name, set) => {
                    let next = self.pieces.get(i + 1);
                    let counted =
                        matches!(next, Some(Piece::Text(text)) if text.starts_with(['?', '*', '+', '{']));
                    if depth > 0 || counted {
                        return None;
                    }
                    slots.push((name.as_str(), *set));
                }
                Piece::Mention(_) | Piece::Cue(_) | Piece::Space | Piece::Words(..) => {}
            }
        }
        Some(slots)
    }
}

/// How many groups are open behind regular expression text where so many are before it; none where it has alternatives
/// outside all groups.
fn depth_behind(text: &str, before: usize) -> Option<usize> {
    let (mut depth, mut in_class) = (before, false);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => _ = bytes.next(),
            b'[' => in_class = true,
            b']' => in_class = false,
            _ if in_class => {}
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            b'|' if depth == 0 => return None,
            _ => {}
        }
    }
    (!in_class).then_some(depth)
}

/// The piece for a number of words, each with its space: `0-3`.
fn words(name: &str) -> Option<Piece> {
    let (low, high) = name.split_once('-')?;
    Some(Piece::Words(low.parse().ok()?, high.parse().ok()?))
}

/// Whether a byte of folded text may stand in words that `{0-3}` passes over, or between them.
#[must_use]
pub const fn is_passed(byte: u8) -> bool {
    let sign = matches!(byte, b'\'' | b'"' | b'-' | b',' | b' ');
    is_word_byte(byte) || sign || matches!(byte, 0x87 | 0x88 | 0x8a | 0x8f..=0xff)
}

struct Parser<'a> {
    known: &'a Placeholders<'a>,
    cues: &'a Cues,
    errors: Vec<PatternError>,
}

impl<'a> Parser<'a> {
    fn new(known: &'a Placeholders<'a>, cues: &'a Cues) -> Self {
        Self { known, cues, errors: Vec::new() }
    }

    fn group(&mut self, source: &str) -> Group {
        let mut parts = Vec::new();
        for (i, wide) in source.split(" ... ").enumerate() {
            for (j, text) in wide.split(" .. ").enumerate() {
                let gap = match (i, j) {
                    (0, 0) => None,
                    (_, 0) => Some(Gap::Wide),
                    _ => Some(Gap::Narrow),
                };
                parts.push(self.part(text.trim(), gap));
            }
        }
        parts
    }

    fn part(&mut self, text: &str, gap: Option<Gap>) -> Part {
        let mut pieces = Vec::new();
        let mut has_value = false;
        let mut rest = text;
        let mut literal = String::new();
        // A space between the brackets of a class is one of its letters.
        let mut in_class = false;
        while let Some(c) = rest.chars().next() {
            // Most of it are letters, which stand for themselves.
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            if letters > 0 {
                let (plain, behind) = rest.split_at(letters);
                literal.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
                rest = behind;
                continue;
            }
            if let Some(name) = placeholder_at(rest) {
                let after = rest.get(name.len() + 2..).unwrap_or("");
                flush(&mut literal, &mut pieces);
                // The words of `{0-3}` bring their own space.
                rest = if is_words(name) { after.trim_start() } else { after };
                has_value |= name == "value";
                pieces.extend(if is_words(name) { words(name) } else { self.placeholder(name) });
                continue;
            }
            in_class = (in_class || c == '[') && c != ']';
            if c == ' ' && !in_class {
                flush(&mut literal, &mut pieces);
                pieces.push(Piece::Space);
                rest = rest.get(1..).unwrap_or("");
                continue;
            }
            let len =
                if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
            push_literal(&mut literal, rest.get(..len).unwrap_or(""));
            rest = rest.get(len..).unwrap_or("");
        }
        flush(&mut literal, &mut pieces);
        let known = self.known;
        let outline = Outline::new(text, &|name| match name.strip_prefix('~') {
            Some(set) => Some(Held::Cue(set.to_owned())),
            None => known.mention(name).map(|(_, set)| Held::Mention(set)),
        });
        Part { outline, pieces, has_value, gap }
    }

    fn placeholder(&mut self, name: &str) -> Option<Piece> {
        if let Some(set) = name.strip_prefix('~') {
            if !self.cues.has(set) {
                let names = self.cues.names();
                self.unknown("rule/unknown-cue-set", "cue set", name, set, names);
                return None;
            }
            return Some(Piece::Cue(set.to_owned()));
        }
        let known = self.known;
        let Some((slot, set)) = known.mention(name) else {
            let names = known.slots.iter().map(|(n, _)| *n).chain(known.classes.names());
            self.unknown("rule/unknown-placeholder", "placeholder", name, name, names);
            return None;
        };
        Some(slot.map_or(Piece::Mention(set), |slot| Piece::Slot(slot.to_owned(), set)))
    }

    fn unknown<'n>(
        &mut self,
        code: &'static str,
        what: &str,
        written: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = super::yaml::suggestion(name, known, || format!("`klopt rules list` names every {what}"));
        self.errors.push(PatternError {
            code,
            piece: format!("{{{written}}}"),
            message: format!("unknown {what} `{name}`"),
            help,
        });
    }
}

fn flush(literal: &mut String, pieces: &mut Vec<Piece>) {
    if !literal.is_empty() {
        pieces.push(Piece::Text(std::mem::take(literal)));
    }
}

/// Adds regular expression text: letters are folded, escapes stay.
fn push_literal(out: &mut String, text: &str) {
    match text {
        escape if escape.starts_with('\\') => out.push_str(escape),
        plain if plain.is_ascii() => out.extend(plain.chars().map(|c| c.to_ascii_lowercase())),
        other => out.push_str(&fold(other)),
    }
}

/// The name of the placeholder that `rest` starts with; a counted repetition (`{2}`, `{0,3}`) is none.
pub(super) fn placeholder_at(rest: &str) -> Option<&str> {
    // Asked at every letter.
    if rest.as_bytes().first() != Some(&b'{') {
        return None;
    }
    let name = rest.get(1..rest.find('}')?)?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '~');
    (is_name || is_words(name)).then_some(name)
}

/// Whether the placeholder is a number of words: `0-3`.
pub(super) fn is_words(name: &str) -> bool {
    name.split_once('-').is_some_and(|(a, b)| {
        let digits = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|c| c.is_ascii_digit());
        digits(a) && digits(b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_sure_outside_groups_and_alternatives() {
        let classes = Classes::new(["country"]);
        let count = classes.placeholder("count").unwrap_or_default();
        let country = classes.placeholder("country").unwrap_or_default();
        let known = Placeholders { classes: &classes, slots: vec![("value", count), ("subject", country)] };
        let sure = |text: &str| {
            let Ok(pattern) = Pattern::parse(text, &known, &Cues::default()) else { panic!("{text}") };
            let [group] = pattern.groups.as_slice() else { panic!("{text}") };
            let names = group.first().and_then(Part::sure_slots);
            names.map(|names| names.into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>())
        };
        let one = || Some(vec!["value".to_owned()]);
        assert_eq!(sure("{value} (tanks|drones) {0-2}[a(|]+ weg"), one());
        assert_eq!(sure("{subject} levert {value}"), Some(vec!["subject".to_owned(), "value".to_owned()]));
        assert_eq!(sure("\\| {value} \\("), one());
        for text in ["({value}|geen) tanks", "{subject}? levert {value}", "leger|{value}", "{value}{1,2} x"] {
            assert_eq!(sure(text), None, "{text}");
        }
    }

    #[test]
    fn what_words_and_spaces_fit_is_passed() {
        let mut out = "^".to_owned();
        [Piece::Space, Piece::Words(0, 2)].iter().for_each(|p| p.write(&mut out, (&Cues::default(), "nl")));
        let regex = regex::bytes::RegexBuilder::new(&format!("{out}$")).unicode(false).build().unwrap();
        assert!(regex.is_match(b" aan \"de\" "));
        for byte in 0..=u8::MAX {
            let texts = [[byte, b' ', b'a', b' '], [b' ', byte, b'a', b' '], [b' ', b'a', byte, b' ']];
            let fits = texts.iter().any(|text| regex.is_match(text));
            assert!(!fits || is_passed(byte), "{byte:#x}");
        }
    }

    #[test]
    fn a_space_in_a_class_is_one_of_its_signs() {
        let classes = Classes::new([]);
        let count = classes.placeholder("count").unwrap_or_default();
        let known = Placeholders { classes: &classes, slots: vec![("value", count)] };
        let Ok(pattern) = Pattern::parse("{value}[ -]strong force", &known, &Cues::default()) else {
            panic!()
        };
        let pieces = pattern.groups.iter().flatten().flat_map(|part| &part.pieces).skip(1);
        let text = |text: &str| Piece::Text(text.to_owned());
        assert!(pieces.eq(&[text("[ -]strong"), Piece::Space, text("force")]));
    }
}
