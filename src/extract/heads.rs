//! The words that start at a place in a text: looked up by their first letters in one table.

use super::runs::{Lengths, Run, Table, both, hash, run_len, small};
use crate::rules::cues::{CueWord, GAP, star_end};

/// Words that begin with a letter or digit, by the letters up to the first sign, space or star in them.
#[derive(Debug)]
pub(super) struct Heads {
    /// The numbers of the words and what follows in them, those of a group side by side.
    words: Vec<(u32, Tail)>,
    groups: Vec<Group>,
    /// The numbers of the groups.
    table: Table,
    /// How many letters may stand before a star.
    stars: Lengths,
}

/// What stands in a word behind the letters by which it is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    Nothing,
    /// A star, and nothing else.
    Star,
    /// A gap, and behind it letters with this hash.
    Gap(u32),
    /// A gap, and behind it a word that begins with these letters.
    GapTo([u8; 2]),
    /// Something else.
    Rest,
}

impl Tail {
    /// What stands in a word behind so many letters.
    fn of(word: &CueWord, letters: usize) -> Self {
        match word.as_str().as_bytes().get(letters..) {
            None | Some([]) => Self::Nothing,
            Some([b'*']) => Self::Star,
            Some([b' ', b'.', b'.', b' ', rest @ ..]) => match sure_run(rest) {
                Some(len) => Self::Gap(hash(rest, len)),
                None => rest
                    .first_chunk()
                    .filter(|two| run_len(*two) == 2)
                    .map_or(Self::Rest, |two| Self::GapTo(*two)),
            },
            Some(_) => Self::Rest,
        }
    }
}

/// How many letters and digits a part of a word begins with that are all of a run of the text.
fn sure_run(part: &[u8]) -> Option<usize> {
    let len = run_len(part);
    (len > 0 && part.get(len) != Some(&b'*')).then_some(len)
}

/// Words that are looked up together.
#[derive(Debug)]
struct Group {
    kind: Kind,
    /// How many letters they share.
    letters: u32,
    /// The first of them in `words`, and one past the last.
    range: (u32, u32),
}

/// What stands behind the first letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    /// Nothing, or what is not told by one byte.
    End,
    /// A sign or space, and a byte behind it.
    Next(u8, u8),
    /// A sign or space, and letters with this hash behind it.
    Run(u8, u32),
    /// More letters.
    Star,
}

/// The hash of letters with what stands behind them.
#[inline]
fn with_kind(letters: u32, kind: Kind) -> u32 {
    match kind {
        Kind::End => letters,
        Kind::Star => both(letters, 0),
        Kind::Next(sign, next) => both(letters, u32::from_le_bytes([sign, next, 1, 0])),
        Kind::Run(sign, behind) => both(letters, behind ^ u32::from(sign)),
    }
}

/// How many letters and digits a word begins with, at most those that are looked at, and what follows.
fn key(word: &CueWord) -> (usize, Kind) {
    let bytes = word.as_str().as_bytes();
    let letters = run_len(bytes);
    let kind = match bytes.get(letters..) {
        Some([b'*', ..]) => return (letters.min(Lengths::MOST), Kind::Star),
        Some([b' ', b'.', b'.', ..] | [_, b'*', ..]) => Kind::End,
        Some([sign, rest @ ..]) => match (sure_run(rest), rest.first()) {
            (Some(len), _) => Kind::Run(*sign, hash(rest, len)),
            (None, Some(next)) => Kind::Next(*sign, *next),
            (None, None) => Kind::End,
        },
        _ => Kind::End,
    };
    (letters, kind)
}

impl Heads {
    /// The words with these numbers.
    pub(super) fn new(words: &[&CueWord], numbers: Vec<usize>) -> Self {
        let entry = |number: usize| {
            let word = words.get(number)?;
            let (letters, kind) = key(word);
            let first = word.as_str().as_bytes().get(..letters)?;
            Some((with_kind(hash(first, letters), kind), first, kind, number))
        };
        let mut entries: Vec<_> = numbers.into_iter().filter_map(entry).collect();
        entries.sort_unstable();
        let mut heads = Self {
            words: entries.iter().map(|(_, first, _, number)| tailed(words, first.len(), *number)).collect(),
            groups: Vec::new(),
            table: Table::with_room(entries.len()),
            stars: Lengths::default(),
        };
        let mut at = 0;
        for alike in entries.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let Some((hash, first, kind, _)) = alike.first() else { continue };
            let range = (small(at), small(at + alike.len()));
            heads.table.enter(*hash, heads.groups.len());
            heads.groups.push(Group { kind: *kind, letters: small(first.len()), range });
            if *kind == Kind::Star {
                heads.stars.note(first.iter().copied(), first.len());
            }
            at += alike.len();
        }
        heads
    }

    /// Tells of every word in folded `text`, which has these runs, its number, where it starts and where it ends, in the
    /// order in which they start.
    pub(super) fn find(
        &self,
        words: &[&CueWord],
        (text, runs): (&[u8], &[Run]),
        mut tell: impl FnMut(usize, usize, usize),
    ) {
        let opens = Opens::of(runs);
        let mut rest = runs;
        while let Some((run, behind)) = rest.split_first() {
            self.find_at(&At { words, text, run: *run, behind, opens: &opens }, &mut tell);
            rest = behind;
        }
    }

    /// Tells of the words that start where a run of the text does.
    fn find_at(&self, here: &At<'_>, tell: &mut impl FnMut(usize, usize, usize)) {
        let Run { start, end, hash: letters, .. } = here.run;
        let run = here.text.get(start..).unwrap_or(&[]);
        for len in self.stars.of(run.iter().copied()).take_while(|len| start + len <= end) {
            self.tell_of((Kind::Star, hash(run, len)), len, here, tell);
        }
        let len = end - start;
        self.tell_of((Kind::End, letters), len, here, tell);
        let next = match here.text.get(end..) {
            Some([b' ', b' ', rest @ ..]) => {
                let blanks = rest.iter().take_while(|b| **b == b' ').count();
                rest.get(blanks).map(|next| (b' ', end + 2 + blanks, *next))
            }
            Some([sign, next, ..]) => Some((*sign, end + 1, *next)),
            _ => None,
        };
        let Some((sign, at, next)) = next else { return };
        if let Some(behind) = here.behind.first().filter(|run| run.start == at) {
            self.tell_of((Kind::Run(sign, behind.hash), letters), len, here, tell);
        }
        self.tell_of((Kind::Next(sign, next), letters), len, here, tell);
    }

    /// Tells of the words of one kind whose first letters are those of the text here, which have a hash.
    #[inline]
    fn tell_of(
        &self,
        (kind, hash): (Kind, u32),
        letters: usize,
        here: &At<'_>,
        tell: &mut impl FnMut(usize, usize, usize),
    ) {
        for number in self.table.get(with_kind(hash, kind)) {
            if let Some(group) = self.groups.get(number)
                && group.kind == kind
                && group.letters as usize == letters
            {
                self.tell_group(group, here, tell);
            }
        }
    }

    /// Tells of the words of a group that start here.
    fn tell_group(&self, group: &Group, here: &At<'_>, tell: &mut impl FnMut(usize, usize, usize)) {
        let letters = group.letters as usize;
        let start = here.run.start;
        let end = start + letters;
        let range = group.range.0 as usize..group.range.1 as usize;
        let all = self.words.get(range).unwrap_or(&[]);
        let word = |number: u32| here.words.get(number as usize).copied();
        // All of a group have the same letters.
        let own = all.first().and_then(|(number, _)| word(*number)?.as_str().as_bytes().get(..letters));
        if own.is_none() || own != here.text.get(start..end) {
            return;
        }
        for (number, tail) in all {
            let end = match tail {
                Tail::Nothing => Some(end),
                Tail::Star => Some(star_end(here.text, end)),
                Tail::Gap(behind) if !here.is_before(*behind) => None,
                Tail::GapTo(letters) if !here.is_before_letters(*letters) => None,
                Tail::Gap(_) | Tail::GapTo(_) | Tail::Rest => {
                    word(*number).and_then(|word| word.goes_on(letters, here.text, end))
                }
            };
            if let Some(end) = end {
                tell(*number as usize, start, end);
            }
        }
    }
}

/// The number of a word with what stands in it behind so many letters.
fn tailed(words: &[&CueWord], letters: usize, number: usize) -> (u32, Tail) {
    (small(number), words.get(number).map_or(Tail::Rest, |word| Tail::of(word, letters)))
}

/// A bit for the hash of each run of a text.
struct Opens([u64; 4]);

impl Opens {
    fn of(runs: &[Run]) -> Self {
        let mut opens = Self([0; 4]);
        for run in runs {
            let (word, bit) = Self::bit(run.hash);
            opens.0.get_mut(word).into_iter().for_each(|bits| *bits |= bit);
        }
        opens
    }

    fn has(&self, hash: u32) -> bool {
        let (word, bit) = Self::bit(hash);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    const fn bit(hash: u32) -> (usize, u64) {
        ((hash >> 6 & 3) as usize, 1 << (hash & 63))
    }
}

/// A place in a text where a word starts.
struct At<'a> {
    words: &'a [&'a CueWord],
    text: &'a [u8],
    run: Run,
    /// The runs behind it.
    behind: &'a [Run],
    opens: &'a Opens,
}

impl At<'_> {
    /// Whether letters with a hash stand behind the run here, so near that a gap may reach them.
    fn is_before(&self, hash: u32) -> bool {
        self.opens.has(hash) && self.near().any(|run| run.hash == hash)
    }

    /// Whether a word that begins with two letters stands behind the run here, so near that a gap may reach it.
    fn is_before_letters(&self, letters: [u8; 2]) -> bool {
        let opens = |run: &Run| self.text.get(run.start..).is_some_and(|rest| rest.starts_with(&letters));
        self.near().any(opens)
    }

    /// The runs behind this one that a gap may reach.
    fn near(&self) -> impl Iterator<Item = &Run> {
        let near =
            |run: &&Run| (run.spaces - self.run.spaces) as usize <= GAP + 1 && run.stops == self.run.stops;
        self.behind.iter().take_while(near)
    }
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::*;

    #[test]
    fn a_word_is_found_where_its_letters_start_a_word_of_the_text() {
        let texts = [
            "leger",
            "leger des heils",
            "leg*",
            "lag",
            "zegt .. toe",
            "nu .. toes*",
            "in de",
            "o*",
            "5-procentsnorm",
        ];
        let words: Vec<CueWord> = texts.iter().filter_map(|w| CueWord::written(w)).collect();
        let words: Vec<&CueWord> = words.iter().collect();
        let heads = Heads::new(&words, (0..words.len()).collect());
        let found = |text: &'static str| {
            let mut all = Vec::new();
            heads.find(&words, (text.as_bytes(), &runs(text.as_bytes())), |word, start, end| {
                all.push((texts[word], text.get(start..end).unwrap()));
            });
            all.sort_unstable();
            all
        };
        assert_eq!(found("het leger-hoofd"), [("leg*", "leger-hoofd"), ("leger", "leger")]);
        assert_eq!(
            found("leger  des heils"),
            [("leg*", "leger"), ("leger", "leger"), ("leger des heils", "leger  des heils")]
        );
        assert_eq!(found("zegt nu niets toe, bin de verlag"), [("zegt .. toe", "zegt nu niets toe")]);
        assert_eq!(found("toezegt de lag"), [("lag", "lag")]);
        assert_eq!(found("nu er toch toestand, toen"), [("nu .. toes*", "nu er toch toestand")]);
        assert_eq!(found("nu er. toestand, toen"), []);
        assert_eq!(found("leger--, ole--"), [("leg*", "leger"), ("leger", "leger"), ("o*", "ole")]);
        assert_eq!(found("zegt nu niet to"), []);
        assert_eq!(found("in de 5-procentsnorm"), [("5-procentsnorm", "5-procentsnorm"), ("in de", "in de")]);
        assert_eq!(found("op 5-procent in  de"), [("in de", "in  de"), ("o*", "op")]);
        assert_eq!(found(""), []);
    }
}
