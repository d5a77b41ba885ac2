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

use regex::bytes::{Regex, RegexBuilder};

use super::class::{ClassSet, Classes};
use super::cues::Cues;
use crate::text::fold;

/// How a part follows the one before it in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Anywhere later in the sentence.
    Wide,
    /// Later in the sentence, with no other value of the metric in between.
    Narrow,
}

/// What every match of a part holds at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A mention.
    Mention(ClassSet),
    /// A word of a cue set.
    Cue(String),
}

/// What every match of a part holds, behind the anchor before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it is.
    pub held: Held,
    /// The most runs of spaces that may stand between the anchor before it and this one; none where that is open.
    pub spaces: Option<usize>,
}

/// A stretch of a pattern without gaps. Two with the same pieces find the same.
#[derive(Debug)]
pub struct Part {
    /// What every match holds, in order.
    pub anchors: Vec<Anchor>,
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
    /// A mention; the name of the capture.
    Slot(String, ClassSet),
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

/// A pattern cut into parts, its regular expressions still to be built.
#[derive(Debug)]
pub struct Pattern {
    /// The pattern as it is written.
    pub source: String,
    /// The groups; any order among them.
    pub groups: Vec<Group>,
    /// Sets of bytes, of each of which one has to be in the sentence.
    pub needs: Vec<ClassSet>,
    /// Cue sets, of each of which a word has to be in the sentence.
    pub cues: Vec<String>,
    /// Folded text, each of which has to be in the sentence.
    pub literals: Vec<String>,
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
            let Parser { needs, sets, literals, .. } = parser;
            Ok(Self { source: source.to_owned(), groups, needs, cues: sets, literals })
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
                message: format!("the pattern does not compile: {}", last_line(&error.to_string())),
                help: "a pattern is a regular expression: put \\ before ( ) [ ] { } . * + ? | that stand for themselves"
                    .to_owned(),
            })?;
        }
        Ok(())
    }
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or(text).trim_start_matches("error: ")
}

impl Part {
    /// The matcher over folded bytes.
    ///
    /// # Errors
    /// Where it is no regular expression; loading tells it of any rule but the shipped ones, tests of those.
    pub fn regex(&self, cues: &Cues, language: &str) -> Result<Regex, regex::Error> {
        let mut out = String::new();
        if !matches!(self.pieces.first(), Some(Piece::Slot(..))) {
            out.push_str(r"\b{start-half}");
        }
        out.push_str("(?:");
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(name, set) => {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "(?P<{}>{})", name.replace('-', "_"), set.regex());
                }
                Piece::Cue(name) => match cues.get(name, language) {
                    Some(set) => out.push_str(&set.alternation()),
                    // A set that has no words in this language matches nothing.
                    None => out.push_str("[^\\x00-\\xff]"),
                },
            }
        }
        out.push(')');
        if !matches!(self.pieces.last(), Some(Piece::Slot(..))) {
            out.push_str(r"\b{end-half}");
        }
        RegexBuilder::new(&out).unicode(false).build()
    }
}

/// Gathers the anchors of a part from left to right.
#[derive(Debug)]
struct Anchors {
    found: Vec<Anchor>,
    /// The most runs of spaces since the last; none once that is open.
    spaces: Option<usize>,
}

impl Default for Anchors {
    fn default() -> Self {
        Self { found: Vec::new(), spaces: Some(0) }
    }
}

impl Anchors {
    /// Passes what a placeholder stands for; an anchor where that is in every match.
    fn pass(&mut self, held: Held, sure: bool) {
        match held {
            held if sure => self.found.push(Anchor { held, spaces: self.spaces.replace(0) }),
            // Words of a set may hold spaces, and others in between.
            Held::Cue(_) => self.spaces = None,
            Held::Mention(_) => {}
        }
    }

    /// Passes a sign of regular expression text that stands behind `before`.
    fn text(&mut self, before: &str, sign: &str) {
        let repeats = matches!(sign, "*" | "+" | "{") && before.ends_with([' ', ')', ']', '}']);
        let any = matches!(sign, "." | "\\s" | "\\S" | "\\W" | "\\D") || sign == "^" && before.ends_with('[');
        self.spaces = self.spaces.filter(|_| !repeats && !any).map(|n| n + usize::from(sign == " "));
    }
}

/// The piece for a number of words, each with its space: `0-3`.
fn words(name: &str, anchors: &mut Anchors) -> Option<Piece> {
    let (low, high) = name.split_once('-')?;
    let most: Option<usize> = high.parse().ok();
    anchors.spaces = anchors.spaces.zip(most).map(|(n, most)| n + most);
    Some(Piece::Text(format!(r"(?:[\w'\x87\x88\x8f-\xff-]+,? +){{{low},{high}}}?")))
}

struct Parser<'a> {
    known: &'a Placeholders<'a>,
    cues: &'a Cues,
    needs: Vec<ClassSet>,
    sets: Vec<String>,
    literals: Vec<String>,
    errors: Vec<PatternError>,
}

impl<'a> Parser<'a> {
    fn new(known: &'a Placeholders<'a>, cues: &'a Cues) -> Self {
        let (needs, sets, literals, errors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { known, cues, needs, sets, literals, errors }
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
        let mut anchors = Anchors::default();
        let mut has_value = false;
        let mut depth = 0_i32;
        let mut rest = text;
        let mut literal = String::new();
        // Where there are alternatives to all of it, nothing in it has to be there.
        let whole = sure_runs(text).is_some();
        while let Some(c) = rest.chars().next() {
            let name = placeholder_at(rest);
            if let Some(name) = name {
                let after = rest.get(name.len() + 2..).unwrap_or("");
                let sure = whole && depth == 0 && !after.starts_with(['?', '*']);
                flush(&mut literal, &mut pieces);
                // The words of `{0-3}` bring their own space.
                rest = if is_words(name) { after.trim_start() } else { after };
                has_value |= name == "value";
                if is_words(name) {
                    pieces.extend(words(name, &mut anchors));
                } else if let Some((piece, held)) = self.placeholder(name, sure) {
                    anchors.pass(held, sure);
                    pieces.push(piece);
                }
                continue;
            }
            depth += i32::from(c == '(') - i32::from(c == ')');
            let len =
                if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
            let (before, sign) = (text.get(..text.len() - rest.len()), rest.get(..len).unwrap_or(""));
            anchors.text(before.unwrap_or(""), sign);
            push_literal(&mut literal, sign);
            rest = rest.get(len..).unwrap_or("");
        }
        flush(&mut literal, &mut pieces);
        self.literals.extend(required(&pieces));
        Part { pieces, anchors: anchors.found, has_value, gap }
    }

    /// The piece that a placeholder stands for, and what any match of it holds.
    fn placeholder(&mut self, name: &str, sure: bool) -> Option<(Piece, Held)> {
        if let Some(set) = name.strip_prefix('~') {
            if !self.cues.has(set) {
                let names = self.cues.names();
                self.unknown("rule/unknown-cue-set", "cue set", name, set, names);
                return None;
            }
            if sure {
                self.sets.push(set.to_owned());
            }
            return Some((Piece::Cue(set.to_owned()), Held::Cue(set.to_owned())));
        }
        let slot = self.known.slots.iter().find(|(n, _)| *n == name).map(|(_, set)| *set);
        let Some(set) = slot.or_else(|| self.known.classes.placeholder(name)) else {
            let known = self.known;
            let names = known.slots.iter().map(|(n, _)| *n).chain(known.classes.names());
            self.unknown("rule/unknown-placeholder", "placeholder", name, name, names);
            return None;
        };
        if sure {
            self.needs.push(set);
        }
        let piece = match slot {
            Some(_) => Piece::Slot(name.to_owned(), set),
            None => Piece::Text(set.regex()),
        };
        Some((piece, Held::Mention(set)))
    }

    fn unknown<'n>(
        &mut self,
        code: &'static str,
        what: &str,
        written: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = match super::yaml::suggest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`klopt rules list` names every {what}"),
        };
        self.errors.push(PatternError {
            code,
            piece: format!("{{{written}}}"),
            message: format!("unknown {what} `{name}`"),
            help,
        });
    }
}

/// No shorter text is worth looking for by itself.
const MIN_LITERAL: usize = 4;

/// The longest run of letters that any match of the pieces holds.
fn required(pieces: &[Piece]) -> Option<String> {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        // What a mention or a cue word is, is not known here.
        Piece::Slot(..) | Piece::Cue(_) => " ".to_owned(),
    };
    let runs = sure_runs(&pieces.iter().map(text).collect::<String>())?;
    runs.into_iter().filter(|run| run.len() >= MIN_LITERAL).max_by_key(String::len)
}

/// The runs of letters in a regular expression that stand outside groups and classes and are not repeated;
/// none if it has alternatives outside groups.
fn sure_runs(text: &str) -> Option<Vec<String>> {
    let mut runs = vec![String::new()];
    let (mut depth, mut class) = (0_u32, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let outside = depth == 0 && !class;
        if outside && c.is_ascii_alphanumeric() {
            runs.last_mut()?.push(c);
            continue;
        }
        match c {
            '\\' => {
                chars.next();
            }
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth = depth.saturating_sub(1),
            '|' if outside => return None,
            // What is repeated may be left out.
            '?' | '*' | '+' | '{' if outside => {
                runs.last_mut()?.pop();
                depth += u32::from(c == '{');
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        runs.push(String::new());
    }
    Some(runs)
}

fn flush(literal: &mut String, pieces: &mut Vec<Piece>) {
    if !literal.is_empty() {
        pieces.push(Piece::Text(std::mem::take(literal)));
    }
}

/// Adds regular expression text: a space stands for any number of them, letters are folded, escapes stay.
fn push_literal(out: &mut String, text: &str) {
    match text {
        " " => out.push_str(" +"),
        escape if escape.starts_with('\\') => out.push_str(escape),
        other => out.push_str(&fold(other)),
    }
}

/// The name of the placeholder that `rest` starts with; a counted repetition (`{2}`, `{0,3}`) is none.
fn placeholder_at(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('{')?;
    let name = inner.split_once('}')?.0;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '~');
    (is_name || is_words(name)).then_some(name)
}

/// Whether the placeholder is a number of words: `0-3`.
fn is_words(name: &str) -> bool {
    name.split_once('-').is_some_and(|(a, b)| {
        let digits = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|c| c.is_ascii_digit());
        digits(a) && digits(b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::pack_files::PackFile;

    #[test]
    fn anchors_are_what_every_match_holds_and_how_far_apart_it_may_stand() {
        let mut cues = Cues::default();
        let file = PackFile::new("vocabulary/cues.yaml", "rise:\n  en: [rise, go up]\n").unwrap();
        assert!(cues.add(&file).is_empty());
        let classes = Classes::new(["country"]);
        let money = classes.placeholder("money").unwrap();
        let known = Placeholders { classes: &classes, slots: vec![("value", money)] };
        let anchors = |pattern: &str| {
            let pattern = Pattern::parse(pattern, &known, &cues).unwrap();
            let name = |held: &Held| match held {
                Held::Cue(set) => set.clone(),
                Held::Mention(set) if *set == money => "value".to_owned(),
                Held::Mention(_) => "other".to_owned(),
            };
            let all = pattern.groups.iter().flatten().flat_map(|part| &part.anchors);
            all.map(|anchor| (name(&anchor.held), anchor.spaces)).collect::<Vec<_>>()
        };
        let named = |name: &str, spaces| (name.to_owned(), spaces);
        assert_eq!(anchors("{~rise} {0-3}{value}"), [named("rise", Some(0)), named("value", Some(4))]);
        assert_eq!(
            anchors("{value} (of the|a) {country}"),
            [named("value", Some(0)), named("other", Some(3))]
        );
        assert_eq!(anchors("{value} ({~rise} )?{country}"), [named("value", Some(0)), named("other", None)]);
        assert_eq!(anchors("{value} (of )*{country}"), [named("value", Some(0)), named("other", None)]);
        assert_eq!(
            anchors("{country}? {value} [^,]+{~rise}"),
            [named("value", Some(1)), named("rise", None)]
        );
        assert_eq!(anchors("({country}|{value})"), []);
        // Each part has its own.
        assert_eq!(anchors("{~rise} ... {value}"), [named("rise", Some(0)), named("value", Some(0))]);
    }

    #[test]
    fn only_text_that_every_match_holds_is_required() {
        let text = |t: &str| required(&[Piece::Text(t.to_owned())]);
        assert_eq!(text("per +jaar"), Some("jaar".into()));
        assert_eq!(text("bestellingen?"), Some("bestellinge".into()));
        assert_eq!(text("(binnen|over) +jaren"), Some("jaren".into()));
        assert_eq!(text("(binnen +jaren)?"), None);
        assert_eq!(text("binnen|over"), None);
        assert_eq!(text(r"jaa{0,2}r[abcdef]\dgrens"), Some("grens".into()));
        let pieces = [Piece::Text("(onder".into()), Piece::Cue("x".into()), Piece::Text("grens)?".into())];
        assert_eq!(required(&pieces), None);
    }
}
