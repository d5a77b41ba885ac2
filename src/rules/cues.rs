//! Cue-word sets: the words by which a pattern, a status or a speaker is known.
//!
//! A file of cue words maps a set's name to its words by language. A word may
//! start or end with `*` for any letters, hold spaces, and hold ` .. ` for up to
//! fourteen words in between (`dringt .. aan`).

use std::collections::BTreeMap;

use memchr::memmem;

use super::pack_files::PackFile;
use super::yaml::{self, Reader};
use crate::finding::Problem;
use crate::text::{fold, lead, letters};

/// The most words that ` .. ` stands for.
pub const GAP: usize = 14;
/// What stands between words with others in between.
const BETWEEN: &[u8] = b" .. ";

/// A word or phrase of a set, folded: letters that stand for themselves, a space for one or more, `*` for
/// letters, digits and hyphens, ` .. ` for words in between.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CueWord(String);

/// The words of one set in one language.
#[derive(Debug, Default)]
pub struct CueSet {
    words: Vec<CueWord>,
}

/// All cue sets: by name, then by language code.
#[derive(Debug, Default)]
pub struct Cues {
    sets: BTreeMap<String, BTreeMap<String, CueSet>>,
}

impl CueWord {
    /// The word with the spelling `text`, folded; none where it does not start and end with a letter, a digit or
    /// a star, or has nothing by which it could be looked for.
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        let word = Self(text.to_owned());
        let sound = |b: Option<&u8>| b.is_some_and(|b| is_word_byte(*b) || *b == b'*');
        let ends = sound(text.as_bytes().first()) && sound(text.as_bytes().last());
        (ends && !word.needle().0.is_empty()).then_some(word)
    }

    /// As it is spelt.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands for more words than one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.contains('*') || self.0.contains(" .. ")
    }

    /// The longest run of letters of its head, by which it is looked for: the text, and where it stands in the word.
    /// The head ends where other words or letters may follow, so what stands before the needle has a known form.
    #[must_use]
    pub fn needle(&self) -> (&str, usize) {
        let bytes = self.0.as_bytes();
        let lead = usize::from(bytes.first() == Some(&b'*'));
        let (mut start, mut best) = (lead, lead..lead);
        // Asked of each of the thousands of words at every start, so in one pass over its letters.
        for at in lead..=bytes.len() {
            let byte = bytes.get(at);
            if !matches!(byte, None | Some(b'*' | b' ')) {
                continue;
            }
            // Behind a leading star only the first piece has a known place.
            if at - start > best.len() && (lead == 0 || start == lead) {
                best = start..at;
            }
            let next = byte == Some(&b' ') && bytes.get(at..).is_some_and(|rest| !rest.starts_with(BETWEEN));
            if !next {
                break;
            }
            start = at + 1;
        }
        (self.0.get(best.clone()).unwrap_or(""), best.start)
    }

    /// Where the word stands in folded `text` if its needle stands at `at`: from the start to the end of whole words.
    #[must_use]
    pub fn around(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let word = self.0.as_bytes();
        let (_, offset) = self.needle();
        let start = match word.first() {
            Some(b'*') => star_start(text, at),
            _ => before(word.get(..offset)?, text, at)?,
        };
        let end = if at_boundary(text, start) { after(word.get(offset..)?, text, at)? } else { return None };
        Some((start, end))
    }

    /// Whether it starts with a letter or digit of its own.
    #[must_use]
    pub fn starts_itself(&self) -> bool {
        starts_word(self.0.as_bytes(), 0)
    }

    /// Where the word ends in folded `text` if what stands before `at` is its first `skip` bytes.
    #[must_use]
    pub fn goes_on(&self, skip: usize, text: &[u8], at: usize) -> Option<usize> {
        after(self.0.as_bytes().get(skip..)?, text, at)
    }

    /// Where two words start alike the longer is meant; this orders it first.
    #[must_use]
    pub fn rank(&self) -> (std::cmp::Reverse<usize>, u64, &str) {
        (std::cmp::Reverse(self.0.len()), lead(self.0.as_bytes()), &self.0)
    }

    /// The word as a regular expression over folded text, without boundaries.
    fn regex(&self) -> String {
        let mut out = String::new();
        for (i, piece) in self.0.split(' ').enumerate() {
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
}

impl CueSet {
    /// The alternation of the words as a regular expression over folded text, without boundaries.
    #[must_use]
    pub fn alternation(&self) -> String {
        let mut words: Vec<&CueWord> = self.words.iter().collect();
        // Leftmost-first matching takes the first alternative that fits.
        words.sort_by_key(|w| w.rank());
        let parts: Vec<String> = words.iter().map(|w| w.regex()).collect();
        format!("(?:{})", parts.join("|"))
    }

    /// Whether a word of the set stands in folded `text`.
    #[must_use]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let stands = |word: &CueWord| {
            if word.starts_itself() {
                word_starts(text).any(|at| word.goes_on(0, text, at).is_some())
            } else {
                memmem::find_iter(text, word.needle().0).any(|at| word.around(text, at).is_some())
            }
        };
        self.words.iter().any(stands)
    }

    /// Whether folded `text` may begin with a word of the set; only words that start with a star are not told.
    #[must_use]
    pub fn may_open(&self, text: &[u8]) -> bool {
        self.words.iter().any(|word| !word.starts_itself() || word.goes_on(0, text, 0).is_some())
    }

    /// Whether folded `text` is a word of the set, from end to end.
    #[must_use]
    pub fn is_word(&self, text: &str) -> bool {
        self.words.iter().any(|w| w.goes_on(0, text.as_bytes(), 0) == Some(text.len()))
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &[CueWord] {
        &self.words
    }
}

/// Whether a byte is a letter, a digit or `_`.
#[must_use]
#[inline]
pub const fn is_word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Where words start in a text.
fn word_starts(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|b| is_word_byte(*b))?;
        let rest = text.get(start..)?;
        // Most words are letters alone.
        let letters = letters(rest);
        let more = rest.get(letters..)?.iter().take_while(|b| is_word_byte(**b)).count();
        at = start + letters + more;
        Some(start)
    })
}

/// Whether a word that begins with a letter or a digit starts at `at`.
fn starts_word(text: &[u8], at: usize) -> bool {
    at_boundary(text, at) && text.get(at).is_some_and(|b| is_word_byte(*b))
}

/// What `*` stands for.
const fn is_star_byte(b: u8) -> bool {
    is_word_byte(b) || b == b'-'
}

/// Whether a word starts or ends at `at`.
fn at_boundary(text: &[u8], at: usize) -> bool {
    let word = |at: Option<usize>| at.and_then(|i| text.get(i)).is_some_and(|b| is_word_byte(*b));
    word(at.checked_sub(1)) != word(Some(at))
}

/// Where the word in which `at` stands starts, hyphens included: where a star before letters begins.
#[must_use]
pub fn star_start(text: &[u8], at: usize) -> usize {
    let head = text.get(..at).unwrap_or(&[]);
    let run = head.iter().rposition(|b| !is_star_byte(*b)).map_or(0, |i| i + 1);
    // A hyphen starts no word.
    let hyphens = head.get(run..).unwrap_or(&[]).iter().take_while(|b| **b == b'-').count();
    run + hyphens
}

/// Where a star ends that stands behind letters, before `at`, and at the end of a word: at the last letter or digit.
#[must_use]
pub fn star_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or(&[]);
    let run = rest.iter().take_while(|b| is_star_byte(**b));
    run.enumerate().filter(|(_, b)| is_word_byte(**b)).last().map_or(at, |(last, _)| at + last + 1)
}

/// Where `word`, which holds letters and spaces, starts if it ends at `at`.
fn before(word: &[u8], text: &[u8], mut at: usize) -> Option<usize> {
    for byte in word.iter().rev() {
        at = at.checked_sub(1)?;
        if text.get(at) != Some(byte) {
            return None;
        }
        while *byte == b' ' && at.checked_sub(1).and_then(|i| text.get(i)) == Some(&b' ') {
            at -= 1;
        }
    }
    Some(at)
}

/// Where `word` ends if it starts at `at`; its end is that of a word of the text.
fn after(word: &[u8], text: &[u8], mut at: usize) -> Option<usize> {
    for (i, byte) in word.iter().enumerate() {
        match byte {
            b'*' => {
                let rest = word.get(i + 1..)?;
                let run = text.get(at..)?.iter().take_while(|b| is_star_byte(**b)).count();
                return (at..=at + run).rev().find_map(|end| after(rest, text, end));
            }
            b' ' => {
                if word.get(i..)?.starts_with(BETWEEN) {
                    return behind_gap(word.get(i + BETWEEN.len() - 1..)?, text, at);
                }
                let run = text.get(at..)?.iter().take_while(|b| **b == b' ').count();
                at = (run > 0).then_some(at + run)?;
            }
            letter => at = (text.get(at) == Some(letter)).then_some(at + 1)?,
        }
    }
    at_boundary(text, at).then_some(at)
}

/// Where `word` ends if it stands behind at most so many words as a gap holds, the fewest that fit.
fn behind_gap(word: &[u8], text: &[u8], mut at: usize) -> Option<usize> {
    // Most words of the text are told from what follows by their first letter.
    let first = word.get(1).filter(|b| !matches!(b, b'*' | b'.'));
    for _ in 0..=GAP {
        let next = text.get(at + 1);
        if (first.is_none() || next == first || next == Some(&b' '))
            && let Some(end) = after(word, text, at)
        {
            return Some(end);
        }
        let rest = text.get(at..)?.strip_prefix(b" ")?;
        let letters = rest.iter().position(|b| matches!(b, b' ' | b'.' | b';')).unwrap_or(rest.len());
        at = (letters > 0).then_some(at + 1 + letters)?;
    }
    None
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
                    if let Some(text) = reader.text(word).filter(|text| check_word(&mut reader, word, text)) {
                        set.words.push(CueWord(fold(text)));
                    }
                }
            }
        }
        reader.finish()
    }
}

/// Whether a word of a set can be looked for.
fn check_word(reader: &mut Reader<'_>, node: &yaml::Node, text: &str) -> bool {
    let bare = text.trim_matches(['*', ' ', '.']);
    let open = text.trim_start_matches(['*', ' ']).starts_with("..") || text.trim_end().ends_with(" ..");
    let help = if bare.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        "write at least two letters, so that the word does not match everywhere"
    } else if open {
        "write ` .. ` between two words"
    } else {
        return true;
    };
    let what = if open { "has words missing around `..`" } else { "is too short" };
    reader.complain("rule/cue-word", node.span, format!("the cue word `{text}` {what}"), help);
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the words of a set stand in a text, by their needles.
    fn found(set: &CueSet, text: &str) -> Vec<String> {
        let text = fold(text);
        let mut all = Vec::new();
        for word in set.words() {
            let (needle, _) = word.needle();
            for (at, _) in text.match_indices(needle) {
                if let Some((start, end)) = word.around(text.as_bytes(), at) {
                    all.push(text.get(start..end).unwrap().to_owned());
                }
            }
        }
        all
    }

    fn set(words: &str) -> Cues {
        let mut cues = Cues::default();
        let text = format!("attack:\n  nl: {words}\n");
        let problems = cues.add(&PackFile::new("vocabulary/cues.yaml", &text).unwrap());
        assert!(problems.is_empty(), "{problems:?}");
        cues
    }

    #[test]
    fn words_match_whole_and_with_their_stars() {
        let cues = set("[aanval*, dringt .. aan, oorlog, '*-norm', in de woorden van]");
        let set = cues.get("attack", "nl").unwrap();
        let found = |s: &str| found(set, s);
        assert_eq!(found("een Aanvalsoorlog"), ["aanvalsoorlog"]);
        assert_eq!(found("een aanvals- of"), ["aanvals"]);
        assert_eq!(found("hij dringt er sterk op aan"), ["dringt er sterk op aan"]);
        assert_eq!(found("hij dringt.  Er zat iets op aan"), [""; 0]);
        assert_eq!(found("burgeroorlog"), [""; 0]);
        assert_eq!(found("de 5-procent-norm geldt"), ["5-procent-norm"]);
        assert_eq!(found("in de  woorden van Rutte"), ["in de  woorden van"]);
        assert_eq!(found("in de woorden vanaf"), [""; 0]);
        let needles: Vec<_> = set.words().iter().map(CueWord::needle).collect();
        assert_eq!(needles, [("aanval", 0), ("dringt", 0), ("oorlog", 0), ("-norm", 1), ("woorden", 6)]);
    }

    #[test]
    fn the_gap_takes_the_fewest_words_and_at_most_fourteen() {
        let cues = set("[dringt .. aan]");
        let set = cues.get("attack", "nl").unwrap();
        assert_eq!(found(set, "dringt aan op aan"), ["dringt aan"]);
        let words = |n: usize| format!("dringt{} aan", " er".repeat(n));
        assert_eq!(found(set, &words(14)), [words(14)]);
        assert_eq!(found(set, &words(15)), [""; 0]);
    }

    #[test]
    fn a_word_by_itself_and_anywhere() {
        let cues = set("[van, van der, '*minister']");
        let set = cues.get("attack", "nl").unwrap();
        assert!(set.is_word("van") && set.is_word("van der") && set.is_word("oud-minister"));
        assert!(!set.is_word("vand") && !set.is_word("van de"));
        assert!(set.is_match(b"de oud-minister") && !set.is_match(b"de ministers"));
    }

    #[test]
    fn the_matcher_agrees_with_the_regular_expression() {
        let rules = crate::rules::RuleSet::load(Vec::new()).0;
        let texts = [
            "hij dringt er bij de navo op aan en pleit voor een norm van 3,5 procent, zei hij",
            "volgens de minister gaat nederland dit jaar 2 procent uitgeven, in de woorden van rutte",
            "the minister told reporters that spending is expected to rise, according to nato",
            "toegezegde- en geleverde  tanks: er werd gezegd, dat. het aantal stijgt; naar verwachting",
        ];
        let sets =
            rules.cues.sets.iter().flat_map(|(name, sets)| sets.iter().map(move |(l, set)| (name, l, set)));
        for (name, language, set) in sets {
            let regex = regex::bytes::RegexBuilder::new(&format!(r"\b{}\b", set.alternation()));
            let regex = { regex }.unicode(false).build().unwrap();
            for text in texts {
                assert_eq!(
                    set.is_match(text.as_bytes()),
                    regex.is_match(text.as_bytes()),
                    "{name} {language} {text}"
                );
            }
        }
    }

    #[test]
    fn a_word_that_would_match_everywhere_is_a_mistake() {
        let mut cues = Cues::default();
        let text = "x:\n  nl: ['a*', '.. aan', 'dringt ..', goed]\n";
        let problems = cues.add(&PackFile::new("vocabulary/cues.yaml", text).unwrap());
        let seen: Vec<_> = problems.iter().map(|p| p.labels[0].0.of(text)).collect();
        assert_eq!(seen, ["'a*'", "'.. aan'", "'dringt ..'"]);
        assert_eq!(cues.get("x", "nl").unwrap().words(), [CueWord("goed".into())]);
    }
}
