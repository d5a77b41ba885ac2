//! Sentences: the unit in which patterns look.

use rustc_hash::FxHashSet;

use super::Span;
use super::fold::{ALL, HIGH, letters_of};

/// No sentence is longer, so that matching stays linear in the text.
pub const MAX_SENTENCE: usize = 2_000;

/// The first byte of `…`, and of few other signs that news has.
const FIRST_OF_ELLIPSIS: u8 = 0xe2;

/// What a language knows of its sentence ends.
#[derive(Debug, Clone, Default)]
pub struct SentenceRules {
    /// Lower-case abbreviations without their last full stop, after which a sentence goes on (`dhr`, `o.a`, `mln`).
    pub abbreviations: FxHashSet<String>,
    /// Names that are one capital (`X`): behind a small word they are no initials.
    pub letters: FxHashSet<String>,
}

/// The sentences of a stretch of text, in order.
#[derive(Debug)]
pub struct Sentences<'t> {
    text: &'t str,
    rules: &'t SentenceRules,
    at: usize,
}

impl<'t> Sentences<'t> {
    /// The sentences of `text`. A line break ends one too.
    #[must_use]
    pub fn new(text: &'t str, rules: &'t SentenceRules) -> Self {
        Self { text, rules, at: 0 }
    }

    /// Whether the full stop at `dot` belongs to an abbreviation, an initial or a figure.
    fn stop_is_inside(&self, dot: usize) -> bool {
        let before = self.text.get(self.at..dot).unwrap_or("");
        let word = before.rsplit(|c: char| c.is_whitespace() || "(\"'“‘„".contains(c)).next().unwrap_or("");
        let initial = word.chars().count() == 1
            && word.chars().all(char::is_uppercase)
            && !(self.rules.letters.contains(word) && follows_small_word(before));
        initial || (word.len() <= 12 && self.rules.abbreviations.contains(&word.to_lowercase()))
    }

    /// Where the sentence that starts at `self.at` ends: one past its last byte.
    fn end(&self) -> usize {
        let limit = self.limit();
        let mut from = self.at;
        while let Some((at, rest)) = self.next_stop(from, limit) {
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { break };
            if c == '\n' {
                return at;
            }
            let mut end = at + c.len_utf8();
            from = end;
            if !matches!(c, '.' | '!' | '?' | '…') {
                continue;
            }
            end += chars.take_while(|next| ".!?…\"'”’»)".contains(*next)).map(char::len_utf8).sum::<usize>();
            from = end;
            if self.closes(c, at, end) {
                return end;
            }
        }
        limit
    }

    /// The first place between `from` and `limit` where a byte stands with which what may end a sentence begins, and
    /// the text from there on.
    fn next_stop(&self, from: usize, limit: usize) -> Option<(usize, &'t str)> {
        let bytes = self.text.as_bytes().get(..limit)?;
        let mut at = from;
        loop {
            at += plain(bytes.get(at..)?);
            match *bytes.get(at)? {
                b'\n' | b'.' | b'!' | b'?' | FIRST_OF_ELLIPSIS => {
                    return Some((at, self.text.get(at..limit)?));
                }
                _ => at += 1,
            }
        }
    }

    /// Whether a stop `c` at `at`, whose trail ends at `end`, ends the sentence.
    fn closes(&self, c: char, at: usize, end: usize) -> bool {
        let after = self.text.get(end..).unwrap_or("");
        let mut rest = after.chars();
        match rest.next() {
            None | Some('\n') => return true,
            Some(next) if !next.is_whitespace() => return false,
            Some(_) => {}
        }
        if c == '.' && end == at + 1 && self.stop_is_inside(at) {
            return false;
        }
        after.trim_start().chars().next().is_none_or(|next| !next.is_lowercase())
    }

    /// The furthest that this sentence may reach, on a character boundary and, if there is one, at a space.
    fn limit(&self) -> usize {
        let far = self.at + MAX_SENTENCE;
        if far >= self.text.len() {
            return self.text.len();
        }
        let mut cut = far;
        while !self.text.is_char_boundary(cut) {
            cut -= 1;
        }
        let window = self.text.get(self.at..cut).unwrap_or("");
        match window.rfind(char::is_whitespace) {
            Some(space) if space > 0 => self.at + space,
            _ => cut,
        }
    }
}

/// Whether the last word of `before` stands behind one without a capital: `op X`.
fn follows_small_word(before: &str) -> bool {
    before.split_whitespace().nth_back(1).is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// How many ASCII letters and spaces `bytes` begins with, eight looked at in one step; it may stop short of the end.
fn plain(bytes: &[u8]) -> usize {
    let mut count = 0;
    for eight in bytes.as_chunks::<8>().0 {
        let other = !(letters_of(*eight) | spaces_of(*eight)) & HIGH;
        if other != 0 {
            return count + (other.trailing_zeros() / 8) as usize;
        }
        count += 8;
    }
    count
}

/// The highest bit of each of eight bytes that is a space.
fn spaces_of(eight: [u8; 8]) -> u64 {
    let apart = u64::from_le_bytes(eight) ^ (ALL * 0x20);
    // Adding sets the upper bit of each byte that is not 0, but for that bit itself.
    !(((apart & !HIGH) + !HIGH) | apart) & HIGH
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            let rest = self.text.get(self.at..)?;
            let skipped = rest.len() - rest.trim_start().len();
            self.at += skipped;
            if self.at >= self.text.len() {
                return None;
            }
            let start = self.at;
            let end = self.end().max(start);
            let body = self.text.get(start..end).unwrap_or("").trim_end();
            self.at = if end == start { start + 1 } else { end };
            if !body.is_empty() {
                return Some(Span::new(start, start + body.len()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let rules = SentenceRules {
            abbreviations: ["mln", "dhr", "o.a"].map(String::from).into_iter().collect(),
            letters: ["X"].map(String::from).into_iter().collect(),
        };
        Sentences::new(text, &rules).map(|s| s.of(text)).collect()
    }

    #[test]
    fn stops_inside_figures_and_abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            split("Dhr. J. Bos gaf 1.200 euro. Nog eens 3 mln. Dollar volgt. “Echt?” vroeg hij. Ja!"),
            ["Dhr. J. Bos gaf 1.200 euro.", "Nog eens 3 mln. Dollar volgt.", "“Echt?” vroeg hij.", "Ja!"],
        );
    }

    #[test]
    fn a_name_of_one_letter_may_end_a_sentence_and_an_initial_does_not() {
        assert_eq!(
            split("Dat schrijft hij op X. Het leger groeit. Volgens Malcolm X. Jansen en door J. Bos niet."),
            ["Dat schrijft hij op X.", "Het leger groeit.", "Volgens Malcolm X. Jansen en door J. Bos niet."],
        );
    }

    #[test]
    fn letters_and_spaces_are_passed_over_eight_at_a_time() {
        for byte in 0..=u8::MAX {
            let mut text = *b"Een zin.";
            text[3] = byte;
            let stops = if byte == b' ' || byte.is_ascii_alphabetic() { 7 } else { 3 };
            assert_eq!(plain(&text), stops, "{byte}");
        }
        assert_eq!(plain(b"Een zin van meer dan acht"), 24);
    }

    #[test]
    fn lines_end_sentences_and_long_ones_are_cut() {
        assert_eq!(split("Kop zonder punt\nTekst."), ["Kop zonder punt", "Tekst."]);
        let long = "woord ".repeat(1_000);
        let rules = SentenceRules::default();
        let all: Vec<_> = Sentences::new(&long, &rules).collect();
        assert!(all.iter().all(|s| s.len() <= MAX_SENTENCE));
        assert_eq!(all.iter().map(|s| s.of(&long).matches("woord").count()).sum::<usize>(), 1_000);
    }
}
