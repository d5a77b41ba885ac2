//! Whether a value is denied.

use super::sense::{clause, is_whole};
use super::sentence::Sentence;
use super::voice::Lookup;

/// How far a negation reaches.
const NEGATION: usize = 45;
/// How far it reaches back: `haalt de 2 procent niet`.
const NEGATION_BEHIND: usize = 24;

/// Whether a word of denial stands in the clause of the value, near it.
pub(super) fn negated(sentence: &Sentence, (value, norm): (usize, bool), look: Lookup<'_>) -> bool {
    let low = value.saturating_sub(NEGATION);
    let before = sentence.slice(low, value);
    let own = before.iter().rposition(|b| matches!(b, b',' | b';' | b':')).map_or(low, |i| low + i + 1);
    let after = sentence.slice(value + 1, (value + 1 + NEGATION_BEHIND).min(sentence.folded.len()));
    let end = after.iter().position(|b| matches!(b, b',' | b';' | b':' | b'"')).unwrap_or(after.len());
    // `haalt de norm van 2 procent niet` denies that it is reached, not that it holds.
    let range = (own, if norm { value } else { value + 1 + end });
    // `the target is not 3 percent` denies what it is, whatever else the clause tells.
    let is_not = |hit: &(usize, usize)| {
        let is = look.all("copula", sentence, (own, hit.0));
        sentence.slice(hit.1, value) == b" " && is.last().is_some_and(|w| w.1 + 1 == hit.0)
    };
    let denials = look.all("negation", sentence, range);
    if denials.iter().filter(|hit| hit.1 <= value).any(is_not) {
        return !look.has("contrast", sentence, (value, sentence.folded.len()));
    }
    // `haalt de norm niet`, `weigert 2 procent te besteden`: who does not reach it does not deny that it holds.
    let about = clause(sentence, value);
    if (norm || look.has("norm", sentence, about)) && look.has("reach", sentence, about) {
        return false;
    }
    // `23 of the 28 members are not paying`: what is told of a part denies nothing of the whole.
    let whole = is_whole(sentence, value, look);
    let range = (range.0, if whole { value } else { range.1 });
    // `nine countries do not reach it`: how many they are is not denied.
    let counted = look.has("countries-counted", sentence, (value, value + COUNTED));
    let range = (range.0, if counted { value } else { range.1 });
    // `niet-militair` denies nothing of the figure.
    let word = |hit: &(usize, usize)| sentence.folded.get(hit.1) != Some(&b'-');
    // `haalt het niet en besteedt 1,3 procent`: what is joined on is a clause of its own; and `die niet meedoen, kwamen
    // wel op 2 procent uit` says so.
    let undone = ["and", "affirms"];
    let reaches = |hit: &(usize, usize)| {
        hit.0 > value || !undone.iter().any(|set| look.has(set, sentence, (hit.1, value)))
    };
    let condition = condition_before(sentence, look, value);
    let other = |hit: &(usize, usize)| {
        condition.is_some_and(|at| at < hit.0 && hit.0 < value)
            || denies_another(sentence, look, (*hit, value))
    };
    let near = denials.iter().filter(|hit| hit.1 <= range.1);
    { near }.any(|hit| word(hit) && reaches(hit) && !other(hit))
        && !look.all("contrast", sentence, (range.0, sentence.folded.len())).iter().any(|c| c.0 < range.1)
}

/// How near behind a figure the word for the countries stands that it counts.
const COUNTED: usize = 20;

/// Where the condition begins in whose clause the value stands: `if there is no ceasefire by 8 August` denies nothing.
fn condition_before(sentence: &Sentence, look: Lookup<'_>, value: usize) -> Option<usize> {
    let from = clause(sentence, value).0;
    let sets = ["condition", "verb-final-condition"];
    sets.iter().filter_map(|set| look.all(set, sentence, (from, value)).first().map(|word| word.0)).min()
}

/// Whether a word that denies what stands right behind it does so of something else than the value: of who does nothing
/// with it, `geen enkele leider durfde de tien punten te steunen`, or of what it counts, `had 10 procent geen werk`.
fn denies_another(sentence: &Sentence, look: Lookup<'_>, (hit, value): ((usize, usize), usize)) -> bool {
    if look.starting("denies-noun", sentence, hit.0).is_none() {
        return false;
    }
    hit.0 > value || ["verb", "finite"].iter().any(|set| look.has(set, sentence, (hit.1, value)))
}
