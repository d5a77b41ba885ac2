//! What stands around a figure: the words right before it, and whether it stands by itself.

use crate::extract::full::stem;
use crate::extract::sentence::{Mark, Sentence};
use crate::extract::voice::Lookup;
use crate::rules::class::Classes;

/// How far before a figure the words begin at most that lead it in.
const LEAD: usize = 70;
/// How far behind a share the words for what it is a share of end at most: `3.5% of its gross domestic product`.
const SHARE: usize = 36;

/// Whether the byte at `i` is a letter by itself: `a`.
pub(super) fn is_single(sentence: &Sentence, i: usize) -> bool {
    let letter =
        |at: Option<usize>| at.and_then(|at| sentence.folded.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    letter(Some(i)) && !letter(i.checked_sub(1)) && !letter(Some(i + 1))
}

/// The word of a cue set that leads in the figure at `at`: nothing but a row's small words and dates between the two.
pub(super) fn led(sentence: &Sentence, look: Lookup<'_>, set: &str, at: usize) -> Option<(usize, usize)> {
    let words = look.all(set, sentence, (at.saturating_sub(LEAD), at));
    let last = *words.iter().max_by_key(|word| (word.1, word.1 - word.0))?;
    let small = look.all("small-word", sentence, (last.1, at));
    let plain = |i: usize| match sentence.folded.get(i) {
        Some(b' ') => true,
        Some(byte) if byte.is_ascii_alphanumeric() => {
            is_single(sentence, i) || small.iter().any(|w| w.0 <= i && i < w.1)
        }
        Some(byte) => matches!(Classes::value_name(*byte), Some("date" | "duration")),
        None => false,
    };
    (last.1..at).all(plain).then_some(last)
}

/// Whether a word of a cue set stands right behind the figure at `at`.
pub(super) fn followed(
    sentence: &Sentence,
    look: Lookup<'_>,
    set: &str,
    at: usize,
) -> Option<(usize, usize)> {
    next_word(sentence, look, set, at + 1)
}

/// The word of a cue set that stands next from a folded position on.
fn next_word(sentence: &Sentence, look: Lookup<'_>, set: &str, from: usize) -> Option<(usize, usize)> {
    let rest = sentence.slice(from, sentence.folded.len());
    look.starting(set, sentence, from + rest.iter().take_while(|b| **b == b' ').count())
}

/// Where what a share is a share of ends behind it: `of GDP`; the figure's own end where it does not say.
pub(super) fn of_gdp(sentence: &Sentence, look: Lookup<'_>, at: usize) -> Option<usize> {
    let words = look.all("gdp", sentence, (at + 1, at + 1 + SHARE));
    let first = words.first()?;
    let own = look.all("small-word", sentence, (at + 1, first.0));
    let plain = |i: usize| match sentence.folded.get(i) {
        Some(byte) if byte.is_ascii_alphanumeric() => own.iter().any(|w| w.0 <= i && i < w.1),
        Some(byte) => *byte == b' ',
        None => false,
    };
    (at + 1..first.0).all(plain).then_some(first.1)
}

/// Whether nothing that the figure could be of follows from `from` on: its clause ends, or only words that say when,
/// verbs and small words follow.
pub(super) fn closes(sentence: &Sentence, look: Lookup<'_>, from: usize) -> bool {
    let end = sentence.folded.len();
    let tail = look.all("level-tail", sentence, (from, end));
    let ends = look.all("level-end", sentence, (from, end));
    let mut at = from;
    while at < end {
        let Some(byte) = sentence.folded.get(at) else { return true };
        if matches!(byte, b',' | b'.' | b';' | b':' | b')' | b'!' | b'?' | b'"' | b'(' | b'-') {
            return *byte != b'-' || sentence.folded.get(at + 1) == Some(&b' ');
        }
        if *byte == b' ' {
            at += 1;
        } else if ends.iter().any(|w| w.0 == at) {
            return true;
        } else if let Some(word) = tail.iter().find(|w| w.0 == at) {
            at = word.1;
        } else if matches!(Classes::value_name(*byte), Some("date" | "duration" | "ordinal")) {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

/// Whether the figure at `at` stands by itself: nothing follows that it could count or be a share of, but `GDP`.
pub(in crate::extract) fn stands_by_itself(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let percent = sentence.mark_at(at).is_some_and(|mark| is_kind(mark, "percent"));
    let of = || if percent { of_gdp(sentence, look, at) } else { None };
    let end = of().unwrap_or(at + 1);
    closes(sentence, look, end) || BEHIND.iter().any(|set| next_word(sentence, look, set, end).is_some())
}

/// The cue sets of words that end what a figure may count: `eleven did so`, `twenty of them are`.
const BEHIND: [&str; 3] = ["finite", "predicate", "some-of-them"];

/// Whether the share or sum at `at`, which counts no noun, ends before a word that closes its clause or opens another one
/// (`3,5 procent uitgeven`, `2% is enough`), or is a share of what a country earns.
pub(in crate::extract) fn ends_here(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let mark = sentence.mark_at(at);
    let share = mark.is_some_and(|mark| is_kind(mark, "percent"));
    let amount = share || mark.is_some_and(|mark| is_kind(mark, "money"));
    let tail = || followed(sentence, look, "share-tail", at).is_some();
    (amount && tail()) || (share && of_gdp(sentence, look, at).is_some())
}

/// Whether the figure at `at` stands by itself, or counts by its noun what the one at `base` in `other` counts.
pub(super) fn stands_alone(
    (sentence, at): (&Sentence, usize),
    look: Lookup<'_>,
    (other, base): (&Sentence, usize),
) -> bool {
    let kind = |s: &Sentence, at: usize| s.mark_at(at).and_then(|m| Classes::value_name(m.byte));
    match kind(sentence, at) {
        Some("percent" | "money") => stands_by_itself(sentence, look, at),
        // A share without its unit: `van 3 naar 3,5`.
        Some("count") if kind(other, base) == Some("percent") => stands_by_itself(sentence, look, at),
        _ => {
            let own = || stem(sentence, look, at);
            stands_by_itself(sentence, look, at)
                || own().is_some_and(|own| Some(own) == stem(other, look, base))
        }
    }
}

/// The words that make the figure at `at` how much is added to a level, and no level: `met 26,6 miljard`, behind a verb
/// of growth, or `adds 2.8 billion to`.
pub(super) fn is_added(sentence: &Sentence, look: Lookup<'_>, at: usize) -> Option<(usize, usize)> {
    let adds = || led(sentence, look, "adds", at).or_else(|| followed(sentence, look, "added-more", at));
    let by = || {
        // What opens the sentence is no increase: `Met 26 miljard is de begroting gestegen`.
        let word = led(sentence, look, "added-by", at).filter(|word| word.0 > 1)?;
        let (from, to) = sentence.clauses(look).around(at);
        let grows = |range| look.all("raises", sentence, range).first().copied();
        let verb = grows((from, word.0)).or_else(|| grows((at + 1, to)))?;
        Some((verb.0.min(word.0), verb.1.max(word.1)))
    };
    adds().or_else(by)
}

/// Whether a mark is a figure of a kind.
pub(super) fn is_kind(mark: &Mark, kind: &str) -> bool {
    Classes::value_name(mark.byte) == Some(kind)
}
