//! The words that begin with a star (`*norm`, `*norm moet`): looked up by the letters behind it, where the words of a text
//! end.

use super::runs::{Lengths, Run, Table, hash, run_len};
use crate::rules::cues::{CueWord, star_start};

/// Words that are a star and letters, and what may follow those, by those letters.
#[derive(Debug)]
pub(super) struct Tails {
    /// Their numbers.
    words: Vec<usize>,
    table: Table,
    lengths: Lengths,
}

/// The letters behind the star with which a word begins, where a word of a text ends with them.
fn letters_of(word: &CueWord) -> Option<&[u8]> {
    let behind = word.as_str().as_bytes().strip_prefix(b"*")?;
    let (letters, rest) = behind.split_at_checked(run_len(behind))?;
    let ends = !letters.is_empty() && letters.len() <= Lengths::MOST && rest.first() != Some(&b'*');
    ends.then_some(letters)
}

impl Tails {
    /// Whether a word is looked up by its last letters.
    pub(super) fn takes(word: &CueWord) -> bool {
        letters_of(word).is_some()
    }

    /// The words with these numbers.
    pub(super) fn new(all: &[&CueWord], words: Vec<usize>) -> Self {
        let (mut table, mut lengths) = (Table::with_room(words.len()), Lengths::default());
        for (place, number) in words.iter().enumerate() {
            let Some(letters) = all.get(*number).and_then(|word| letters_of(word)) else { continue };
            table.enter(hash(letters, letters.len()), place);
            lengths.note(letters.iter().rev().copied(), letters.len());
        }
        Self { words, table, lengths }
    }

    /// Tells of every word in folded `text`, which has these runs, its number, where it starts and where it ends.
    pub(super) fn find(
        &self,
        all: &[&CueWord],
        (text, runs): (&[u8], &[Run]),
        mut tell: impl FnMut(usize, usize, usize),
    ) {
        for run in runs {
            let own = text.get(run.start..run.end).unwrap_or(&[]);
            for len in self.lengths.of(own.iter().rev().copied()).take_while(|len| *len <= own.len()) {
                let at = run.end - len;
                let last = text.get(at..run.end).unwrap_or(&[]);
                let hash = hash(text.get(at..).unwrap_or(&[]), len);
                let found = self.table.get(hash).filter_map(|place| self.words.get(place).copied());
                for number in found {
                    let Some(word) = all.get(number).filter(|w| letters_of(w) == Some(last)) else {
                        continue;
                    };
                    if let Some(end) = word.goes_on(1 + len, text, run.end) {
                        tell(number, star_start(text, at), end);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::*;

    #[test]
    fn a_word_is_found_where_its_letters_end_a_word_of_the_text() {
        let texts = ["*norm", "*minister", "*er", "*-norm", "*norm*", "*norm geldt", "*norm .. niet"];
        let words: Vec<CueWord> = texts.iter().filter_map(|w| CueWord::written(w)).collect();
        let words: Vec<&CueWord> = words.iter().collect();
        let own: Vec<usize> = (0..words.len()).filter(|i| Tails::takes(words[*i])).collect();
        assert_eq!(own, [0, 1, 2, 5, 6]);
        let tails = Tails::new(&words, own);
        let found = |text: &'static str| {
            let mut all = Vec::new();
            tails.find(&words, (text.as_bytes(), &runs(text.as_bytes())), |word, start, end| {
                let letters = words[word].needle().0;
                let at = text.match_indices(letters).map(|(at, _)| words[word].around(text.as_bytes(), at));
                assert!(at.into_iter().any(|around| around == Some((start, end))), "{text}");
                all.push((texts[word], text.get(start..end).unwrap()));
            });
            all
        };
        assert_eq!(found("de 5-procent-norm en normering"), [("*norm", "5-procent-norm")]);
        assert_eq!(found("--norm-norm"), [("*norm", "norm"), ("*norm", "norm-norm")]);
        assert_eq!(
            found("norm, de oud-minister"),
            [("*norm", "norm"), ("*er", "oud-minister"), ("*minister", "oud-minister")]
        );
        assert_eq!(found("er e r"), [("*er", "er")]);
        let all =
            [("*norm", "5-norm"), ("*norm geldt", "5-norm geldt"), ("*norm .. niet", "5-norm geldt nu niet")];
        assert_eq!(found("de 5-norm geldt nu niet"), all);
        assert_eq!(found("de norm  geldt"), [("*norm", "norm"), ("*norm geldt", "norm  geldt")]);
        assert_eq!(found("de norm, geldt."), [("*norm", "norm")]);
    }
}
