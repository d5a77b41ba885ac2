//! The words by which a page gives itself away: dates, bylines, navigation. They are
//! data, a file a language; this module only looks them up.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::text::letters;

/// What one language knows of news pages. All words are in lower case; `#` stands for a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageWords {
    /// The ISO 639-1 code.
    pub language: String,
    /// Frequent words that tell the language from others.
    pub function_words: Vec<String>,
    /// The names of the twelve months, each with its abbreviations, without full stops.
    pub months: Vec<Vec<String>>,
    /// The names of the days and their abbreviations.
    pub weekdays: Vec<String>,
    /// Whether the first number of `3-5-2024` is certainly the day.
    pub day_first: bool,
    /// Words beside the day of publication.
    pub published: Vec<String>,
    /// Words beside the day of a later change.
    pub updated: Vec<String>,
    /// Words beside a date that says nothing of the article: `geraadpleegd`.
    pub other_dates: Vec<String>,
    /// Days that hang on the day of reading: `vandaag`.
    pub relative: Vec<String>,
    /// Words that carry nothing on a line of metadata.
    pub fillers: Vec<String>,
    /// Words that begin a byline.
    pub byline: Vec<String>,
    /// Words before the name of a source: `bron`.
    pub source_cues: Vec<String>,
    /// Lower-case words inside the names and functions of a byline.
    pub name_links: Vec<String>,
    /// Names of publications, as a header line gives them.
    pub publications: Vec<String>,
    /// Whole lines of the page.
    pub lines: Vec<String>,
    /// Starts of lines of the page; one without a colon holds for short lines that are no sentence.
    pub starts: Vec<String>,
    /// Starts of whole sentences of the page.
    pub sentences: Vec<String>,
    /// Lines after which headlines of other articles follow.
    pub opens: Vec<String>,
    /// Labels of sections.
    pub sections: Vec<String>,
    /// What begins the credit of a picture.
    pub credits: Vec<String>,
    /// The countries of publications, by a host whose domain does not tell it or by name.
    pub countries: BTreeMap<String, String>,
}

/// No whole line of the page that is known is longer, in bytes.
const MAX_LINE: usize = 120;
/// No start of a line that is known is longer, in characters.
const MAX_START: usize = 60;
/// No credit of a picture is longer, in bytes.
const MAX_CREDIT: usize = 80;

/// What a word on a line of metadata is. One word may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Month(i8),
    Weekday,
    Published,
    Updated,
    OtherDate,
    Relative,
    Filler,
    Byline,
    NameLink,
}

/// The words of all languages, ready for looking up.
#[derive(Debug, Clone, Default)]
pub struct PageWords {
    roles: FxHashMap<String, Vec<Role>>,
    languages: Vec<String>,
    /// The numbers of the languages that a frequent word is of.
    function_words: FxHashMap<String, Vec<usize>>,
    /// By how many bytes they have, a bit for each first letter of one: most words are told from them by that.
    function_word_starts: Vec<u64>,
    day_first: FxHashSet<String>,
    source_cues: FxHashSet<String>,
    publications: FxHashSet<String>,
    lines: FxHashSet<String>,
    starts: Starts,
    sentences: Starts,
    opens: FxHashSet<String>,
    sections: FxHashSet<String>,
    credits: Vec<String>,
    /// A bit for each byte with which a credit begins.
    credit_starts: [u64; 4],
    countries: FxHashMap<String, String>,
}

/// Starts of lines, by their first word.
#[derive(Debug, Clone, Default)]
struct Starts(FxHashMap<String, Vec<String>>);

impl Starts {
    fn add(&mut self, start: String) {
        self.0.entry(first_word(&start).to_owned()).or_default().push(start);
    }

    fn of<'s>(&'s self, line: &'s str) -> impl Iterator<Item = &'s str> {
        let known = self.0.get(first_word(line)).map_or(&[][..], Vec::as_slice);
        known.iter().map(String::as_str).filter(|start| {
            line.strip_prefix(start).is_some_and(|rest| {
                start.ends_with([' ', ':']) || !rest.starts_with(|c: char| c.is_alphanumeric())
            })
        })
    }
}

fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(line.len());
    line.get(..end).unwrap_or("")
}

impl PageWords {
    /// Whether there are words of a language; where there are none of any, none is held to be unknown.
    #[must_use]
    pub fn knows(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|known| known == language)
    }

    /// The languages that there are words of: `en, nl`.
    #[must_use]
    pub fn names(&self) -> String {
        self.languages.join(", ")
    }

    /// Joins the words of several languages.
    #[must_use]
    pub fn new(languages: impl IntoIterator<Item = LanguageWords>) -> Self {
        let mut all = Self::default();
        for language in languages {
            all.add(language);
        }
        all
    }

    fn add(&mut self, words: LanguageWords) {
        for (month, names) in (1_i8..).zip(words.months) {
            self.add_roles(names, Role::Month(month));
        }
        self.add_roles(words.weekdays, Role::Weekday);
        self.add_roles(words.published, Role::Published);
        self.add_roles(words.updated, Role::Updated);
        self.add_roles(words.other_dates, Role::OtherDate);
        self.add_roles(words.relative, Role::Relative);
        self.add_roles(words.fillers, Role::Filler);
        self.add_roles(words.byline, Role::Byline);
        self.add_roles(words.name_links, Role::NameLink);
        if words.day_first {
            self.day_first.insert(words.language.clone());
        }
        let known = self.languages.iter().position(|language| *language == words.language);
        let number = known.unwrap_or(self.languages.len());
        if known.is_none() {
            self.languages.push(words.language);
        }
        for word in words.function_words {
            let length = word.len();
            if self.function_word_starts.len() <= length {
                self.function_word_starts.resize(length + 1, 0);
            }
            let bits = self.function_word_starts.get_mut(length);
            bits.into_iter().for_each(|bits| *bits |= first_bit(&word));
            let of = self.function_words.entry(word).or_default();
            if !of.contains(&number) {
                of.push(number);
            }
        }
        self.source_cues.extend(words.source_cues);
        self.publications.extend(words.publications);
        self.lines.extend(words.lines);
        self.opens.extend(words.opens);
        self.sections.extend(words.sections);
        for first in words.credits.iter().filter_map(|credit| credit.bytes().next()) {
            let bits = self.credit_starts.get_mut(usize::from(first / 64));
            bits.into_iter().for_each(|bits| *bits |= 1 << (first % 64));
        }
        self.credits.extend(words.credits);
        self.countries.extend(words.countries);
        words.starts.into_iter().for_each(|s| self.starts.add(s));
        words.sentences.into_iter().for_each(|s| self.sentences.add(s));
    }

    fn add_roles(&mut self, words: Vec<String>, role: Role) {
        for word in words {
            for part in word.split(' ') {
                self.roles.entry(part.to_owned()).or_default().push(role);
            }
        }
    }

    /// What the word (in lower case) may be.
    pub(super) fn roles(&self, word: &str) -> &[Role] {
        self.roles.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn month(&self, word: &str) -> Option<i8> {
        self.roles(word).iter().find_map(|role| match role {
            Role::Month(month) => Some(*month),
            _ => None,
        })
    }

    pub(super) fn is_day_first(&self, language: Option<&str>) -> bool {
        language.is_some_and(|code| self.day_first.contains(code))
    }

    pub(super) fn is_publication(&self, name: &str) -> bool {
        self.publications.contains(&name.to_lowercase())
    }

    pub(super) fn is_source_cue(&self, word: &str) -> bool {
        self.source_cues.contains(&word.to_lowercase())
    }

    /// The country of a publication, by its host or its name.
    pub(super) fn country_of(&self, publication: &str) -> Option<&str> {
        let name = publication.to_lowercase();
        // `ZeelandNet/ANP`: the paper, then its agency.
        let first = name.split('/').next().map(str::trim).unwrap_or_default();
        self.countries.get(&name).or_else(|| self.countries.get(first)).map(String::as_str)
    }

    /// Whether the line opens a list of other articles.
    pub(super) fn opens(&self, line: &str) -> bool {
        line.len() <= MAX_LINE && self.opens.contains(&folded(line))
    }

    /// Whether the line is a mere label of a section.
    pub(super) fn is_section(&self, line: &str) -> bool {
        line.len() <= MAX_LINE && self.sections.contains(&folded(line))
    }

    /// Whether the line belongs to the page and not to the article.
    pub(super) fn is_furniture(&self, line: &str) -> bool {
        if line.len() > 1_000 {
            return false;
        }
        if line.len() <= MAX_LINE {
            let folded = folded(line);
            // Without a letter it is a rule, a page number or a count.
            if !folded.chars().any(char::is_alphabetic) || self.lines.contains(&folded) {
                return true;
            }
        }
        let line_head = line.trim_start_matches(is_bullet);
        let first = first_word(line_head).to_lowercase();
        // Most lines begin with a word with which none of the page's does.
        if !self.sentences.0.contains_key(&first) && !self.starts.0.contains_key(&first) {
            return false;
        }
        let head = line_head.chars().take(MAX_START).collect::<String>().to_lowercase();
        if self.sentences.of(&head).next().is_some() {
            return true;
        }
        let short = line.len() <= 160 && !ends_sentence(line);
        self.starts.of(&head).any(|start| start.ends_with(':') || start.ends_with(' ') || short)
    }

    /// Where the credit of a picture begins in a short line, if it ends with one.
    pub(super) fn credit(&self, line: &str) -> Option<usize> {
        if line.len() > 400 {
            return None;
        }
        let from =
            (line.len().saturating_sub(MAX_CREDIT)..=line.len()).find(|&at| line.is_char_boundary(at))?;
        let tail = line.get(from..)?;
        let lower = tail.to_lowercase();
        // The offsets of a lower-cased text hold for the text itself only if no letter changed its length.
        if lower.len() != tail.len() {
            return None;
        }
        let opens = |byte: u8| {
            self.credit_starts.get(usize::from(byte / 64)).is_some_and(|bits| bits >> (byte % 64) & 1 == 1)
        };
        let mut starts = lower.bytes().enumerate().filter(|(_, byte)| opens(*byte)).map(|(at, _)| at);
        let alike = |rest: &str, credit: &str| rest.bytes().next() == credit.bytes().next();
        let credit = |rest: &str| self.credits.iter().any(|c| alike(rest, c) && rest.starts_with(c.as_str()));
        let begins = |at: &usize| lower.get(*at..).is_some_and(credit);
        // Of each credit the last place counts, and of those the first.
        starts.find(begins)?;
        self.credits.iter().filter_map(|credit| lower.rfind(credit.as_str())).min().map(|at| from + at)
    }

    /// The language whose frequent words the text has, if one stands out.
    pub(super) fn language_of(&self, text: &str) -> Option<&str> {
        // A word that begins a sentence tells it too, where no other does.
        self.told_by(words(text)).or_else(|| {
            let lower: Vec<String> = words(text).take(SAMPLED).map(str::to_lowercase).collect();
            self.told_by(lower.iter().map(String::as_str))
        })
    }

    fn told_by<'t>(&self, words: impl Iterator<Item = &'t str>) -> Option<&str> {
        let mut counts = vec![0_usize; self.languages.len()];
        for word in words.take(SAMPLED) {
            if self.function_word_starts.get(word.len()).is_none_or(|bits| bits & first_bit(word) == 0) {
                continue;
            }
            for language in self.function_words.get(word).into_iter().flatten() {
                counts.get_mut(*language).into_iter().for_each(|count| *count += 1);
            }
        }
        let best = counts.iter().copied().max().filter(|&n| n > 0)?;
        let others = counts.iter().copied().filter(|&n| n * 2 > best).count();
        let at = counts.iter().position(|&n| n == best)?;
        (others == 1).then(|| self.languages.get(at).map(String::as_str)).flatten()
    }
}

/// How many words of a text are looked at to tell its language.
const SAMPLED: usize = 1_500;

/// A bit for the first byte of a word.
fn first_bit(word: &str) -> u64 {
    word.bytes().next().map_or(0, |byte| 1 << (byte % 64))
}

/// The words of a text with the apostrophes in and around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let end = word_end(text, at);
            let word = text.get(at..end)?;
            at = end + text.get(end..)?.chars().next().map_or(1, char::len_utf8);
            if !word.is_empty() {
                return Some(word);
            }
        }
    })
}

/// Where the letters and apostrophes end that begin at `at`.
fn word_end(text: &str, at: usize) -> usize {
    let mut end = at;
    loop {
        end += letters(text.as_bytes().get(end..).unwrap_or(&[]));
        match text.as_bytes().get(end) {
            Some(b'\'') => end += 1,
            Some(byte) if !byte.is_ascii() => {
                let c = text.get(end..).and_then(|rest| rest.chars().next());
                match c.filter(|c| c.is_alphabetic() || *c == '’') {
                    Some(c) => end += c.len_utf8(),
                    None => return end,
                }
            }
            _ => return end,
        }
    }
}

/// Whether a character may stand before the text of a line without being part of it.
pub(super) fn is_bullet(c: char) -> bool {
    c.is_whitespace() || "•·▪►▸→»›>|*✉".contains(c)
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '\u{a0}'])
        .ends_with(['.', '!', '?', '…', ';'])
}

/// A line in lower case, its numbers a `#`, without bullets in front or signs behind.
fn folded(line: &str) -> String {
    let trimmed = line
        .trim_start_matches(is_bullet)
        .trim_end_matches(|c: char| c.is_whitespace() || ":.…|»›>→•·!?,".contains(c));
    let mut out = String::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The shipped words.
    pub(in crate::input) fn shipped() -> PageWords {
        let files = [
            include_str!("../../rules/language/furniture-nl.yaml"),
            include_str!("../../rules/language/furniture-en.yaml"),
        ];
        PageWords::new(files.map(|text| serde_yaml::from_str::<LanguageWords>(text).unwrap()))
    }

    #[test]
    fn lines_of_the_page_are_told_from_the_article() {
        let words = shipped();
        for line in [
            "Deel artikel:",
            "leestijd 3 minuten",
            "12 reacties",
            "Lees ook: Zo werkt de nieuwe norm. Vijf vragen.",
            "© 2025",
            "Volg ons op Instagram",
            "Meer over defensie",
            "Foto: Jan de Vries/ANP",
            "4 min read",
            "Share this article",
            "* * *",
            "Comments (3)",
        ] {
            assert!(words.is_furniture(line), "{line}");
        }
        for line in [
            "Meer over de plannen wordt volgende week bekend.",
            "Deel van het geld gaat naar luchtafweer.",
            "Het kabinet trekt 3 miljoen euro uit.",
            "Related costs rose by 4 percent last year.",
            "Live-uitzendingen blijven duur",
        ] {
            assert!(!words.is_furniture(line), "{line}");
        }
    }

    #[test]
    fn words_have_their_accents_and_apostrophes() {
        let all: Vec<&str> = words("Één 's ochtends, foto’s: 12 “zó”-").collect();
        assert_eq!(all, ["Één", "'s", "ochtends", "foto’s", "zó"]);
        assert_eq!(words("").chain(words("  12 ")).count(), 0);
    }

    #[test]
    fn the_language_is_that_of_the_frequent_words() {
        let words = shipped();
        assert_eq!(words.language_of("Het kabinet trekt geld uit voor de krijgsmacht."), Some("nl"));
        assert_eq!(words.language_of("The government is spending more on its army."), Some("en"));
        assert_eq!(words.language_of("De NAVO telt 32 leden."), Some("nl"));
        assert_eq!(words.language_of("Rutte: 5 %"), None);
        assert_eq!(words.language_of(""), None);
    }

    #[test]
    fn two_files_of_a_language_are_one_language() {
        let text = include_str!("../../rules/language/furniture-nl.yaml");
        let words = PageWords::new([text; 2].map(|t| serde_yaml::from_str::<LanguageWords>(t).unwrap()));
        assert_eq!(words.language_of("Het kabinet trekt geld uit voor de krijgsmacht."), Some("nl"));
    }
}
