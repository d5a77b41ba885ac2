//! Cue-word sets: the words by which a pattern, a status or a speaker is known.
//!
//! A file of cue words maps a set's name to its words by language. A word may
//! start or end with `*` for any letters, hold spaces, and hold ` .. ` for up to
//! fourteen words in between (`dringt .. aan`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::pack_files::PackFile;
use super::yaml::{self, Reader};
use crate::finding::Problem;
use crate::text::fold;

/// The words of one set in one language, folded.
#[derive(Debug, Default)]
pub struct CueSet {
    words: Vec<String>,
    regex: OnceLock<Option<Regex>>,
}

/// All cue sets: by name, then by language code.
#[derive(Debug, Default)]
pub struct Cues {
    sets: BTreeMap<String, BTreeMap<String, CueSet>>,
}

impl CueSet {
    /// The alternation of the words as a regular expression over folded text, without boundaries.
    #[must_use]
    pub fn alternation(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        // Leftmost-first matching takes the first alternative that fits: the longest has to stand first.
        words.sort_by_key(|w| (std::cmp::Reverse(w.len()), *w));
        let parts: Vec<String> = words.iter().map(|w| word_regex(w)).collect();
        format!("(?:{})", parts.join("|"))
    }

    /// The matcher of the set with word boundaries; none for an empty set.
    #[must_use]
    pub fn regex(&self) -> Option<&Regex> {
        let build = || {
            let source = format!(r"\b{}\b", self.alternation());
            RegexBuilder::new(&source).unicode(false).build().ok()
        };
        self.regex.get_or_init(|| if self.words.is_empty() { None } else { build() }).as_ref()
    }

    /// For each word the longest run of letters that any match holds: the prefilter's needles.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter_map(|w| w.split(['*', ' ']).filter(|p| *p != "..").max_by_key(|p| p.len()))
    }
}

fn word_regex(word: &str) -> String {
    let mut out = String::new();
    for (i, piece) in word.split(' ').enumerate() {
        if piece == ".." {
            out.push_str(r"(?: [^ .;]+){0,14}?");
            continue;
        }
        if i > 0 {
            out.push_str(" +");
        }
        let stars = piece.split('*').map(regex::escape).collect::<Vec<_>>();
        out.push_str(&stars.join(r"[\w-]*"));
    }
    out
}

impl Cues {
    /// The set `name` in `language`.
    #[must_use]
    pub fn get(&self, name: &str, language: &str) -> Option<&CueSet> {
        self.sets.get(name)?.get(language)
    }

    /// The names of all sets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sets.keys().map(String::as_str)
    }

    /// Whether there is a set of this name in any language.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.sets.contains_key(name)
    }

    /// Adds the sets of a file; a set that is there already gains words.
    /// Returns the mistakes in it.
    pub fn add(&mut self, file: &PackFile) -> Vec<Problem> {
        let node = match file.node() {
            Ok(node) => node,
            Err(problem) => return vec![problem],
        };
        let mut reader = Reader::new(&file.path, &file.text);
        for (name, languages) in reader.entries(&node) {
            let Some(name) = reader.text(name) else { continue };
            let set = self.sets.entry(name.to_owned()).or_default();
            for (language, words) in reader.entries(languages) {
                let Some(language) = reader.text(language) else { continue };
                let set = set.entry(language.to_owned()).or_default();
                for word in reader.items(words) {
                    if let Some(text) = reader.text(word) {
                        check_word(&mut reader, word, text);
                        set.words.push(fold(text));
                    }
                }
                // A set that gained words is compiled anew.
                set.regex = OnceLock::new();
            }
        }
        reader.finish()
    }
}

fn check_word(reader: &mut Reader<'_>, node: &yaml::Node, text: &str) {
    let bare = text.trim_matches(['*', ' ', '.']);
    if bare.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        let help = "write at least two letters, so that the word does not match everywhere";
        reader.complain("rule/cue-word", node.span, format!("the cue word `{text}` is too short"), help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_whole_and_with_their_stars() {
        let mut cues = Cues::default();
        let text = "attack:\n  nl: [aanval*, \"dringt .. aan\", oorlog]\n";
        assert!(cues.add(&PackFile::new("vocabulary/cues.yaml", text).unwrap()).is_empty());
        let set = cues.get("attack", "nl").unwrap();
        let regex = set.regex().unwrap();
        let find = |s: &str| {
            regex.find(fold(s).as_bytes()).map(|m| String::from_utf8_lossy(m.as_bytes()).into_owned())
        };
        assert_eq!(find("een Aanvalsoorlog"), Some("aanvalsoorlog".into()));
        assert_eq!(find("hij dringt er sterk op aan"), Some("dringt er sterk op aan".into()));
        assert_eq!(find("burgeroorlog"), None);
        assert_eq!(set.stems().collect::<Vec<_>>(), ["aanval", "dringt", "oorlog"]);
    }
}
