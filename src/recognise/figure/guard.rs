//! What looks like a figure and is none: names with digits, clock times, scores,
//! telephone numbers, footnote marks, versions, calibres.

use super::super::lexicon::{WordSet, Words};
use super::super::token::TokenKind;
use super::Core;

/// How many tokens from `at` on are digits that are no figure; 0 if none are.
pub(super) fn skip(words: &Words<'_>, at: usize, labels: &WordSet) -> usize {
    if !words.is(at, TokenKind::Number) {
        return 0;
    }
    let tests: [fn(&Words<'_>, usize) -> usize; 6] =
        [part_of_name, footnote, clock, telephone, score, version];
    let found = tests.iter().map(|test| test(words, at)).find(|n| *n > 0).unwrap_or(0);
    let labelled = at > 0 && labels.contains(&words.id(at - 1)) && words.token(at).is_some_and(|t| t.spaced);
    found.max(usize::from(labelled))
}

/// `F-16`, `MH17`, `COVID-19`, `A4`, `Su-35`: digits that belong to letters before them.
fn part_of_name(words: &Words<'_>, at: usize) -> usize {
    if !words.glued(at) {
        return 0;
    }
    let mut end = at + 1;
    let letters = |i: usize| words.is(i, TokenKind::Word) && !is_currency(words, i);
    let direct = letters(at - 1);
    let hyphen = at >= 2 && words.sign(at - 1, '-') && words.glued(at - 1) && letters(at - 2) && {
        let word = words.token(at - 2).map_or("", |t| t.text);
        word.chars().any(char::is_uppercase) || word.len() <= 2
    };
    if !direct && !hyphen {
        return 0;
    }
    // `Su-35S`, `T-72B3`
    while words.glued(end) && (words.is(end, TokenKind::Word) || words.is(end, TokenKind::Number)) {
        end += 1;
    }
    end - at
}

/// A code of money may be written against its digits: `EUR5`, `US$5`.
fn is_currency(words: &Words<'_>, at: usize) -> bool {
    words.token(at).is_some_and(|t| t.text.len() == 3 && t.text.bytes().all(|b| b.is_ascii_uppercase()))
        && words.id(at) > 0
}

/// `[2]`
fn footnote(words: &Words<'_>, at: usize) -> usize {
    usize::from(at > 0 && words.sign(at - 1, '[') && words.sign(at + 1, ']'))
}

/// `16:45`, `16.45 uur`, `03:10:22`
fn clock(words: &Words<'_>, at: usize) -> usize {
    let colon = words.sign(at + 1, ':')
        && words.glued(at + 1)
        && words.is(at + 2, TokenKind::Number)
        && words.glued(at + 2);
    if colon {
        return if words.sign(at + 3, ':') && words.glued(at + 3) { 5 } else { 3 };
    }
    let text = words.token(at).map_or("", |t| t.text);
    let dotted = text.split_once('.').is_some_and(|(h, m)| {
        m.len() == 2
            && h.len() <= 2
            && h.parse::<u8>().is_ok_and(|h| h < 25)
            && m.parse::<u8>().is_ok_and(|m| m < 60)
    });
    usize::from(dotted && matches!(words.folded(at + 1), "uur" | "u" | "am" | "pm" | "h"))
}

/// `020-1234567`, `06 12345678`, `+31`
fn telephone(words: &Words<'_>, at: usize) -> usize {
    let text = words.token(at).map_or("", |t| t.text);
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let abroad = at > 0 && words.sign(at - 1, '+') && words.glued(at) && text.len() >= 2;
    if !digits || !(abroad || (text.len() >= 2 && text.starts_with('0'))) {
        return 0;
    }
    let mut count = text.len();
    let mut end = at + 1;
    loop {
        let next = if words.sign(end, '-') { end + 1 } else { end };
        let digits = words
            .token(next)
            .is_some_and(|t| t.kind == TokenKind::Number && t.text.bytes().all(|b| b.is_ascii_digit()));
        if !digits {
            return if count >= 8 { end - at } else { 0 };
        }
        count += words.token(next).map_or(0, |t| t.text.len());
        end = next + 1;
    }
}

/// `3-1`: two small numbers, the first not below the second, and no unit behind them.
fn score(words: &Words<'_>, at: usize) -> usize {
    let dash = is_dash(words, at + 1)
        && words.glued(at + 1)
        && words.glued(at + 2)
        && words.is(at + 2, TokenKind::Number);
    let number = |i: usize| words.token(i).and_then(|t| t.text.parse::<u32>().ok());
    let falls = matches!((number(at), number(at + 2)), (Some(a), Some(b)) if a >= b && a < 200);
    if dash && falls { 3 } else { 0 }
}

/// `2.5.2019`, `1.2.3`: more than one sign and no grouping.
fn version(words: &Words<'_>, at: usize) -> usize {
    let text = words.token(at).map_or("", |t| t.text);
    let signs = text.bytes().filter(|b| !b.is_ascii_digit()).count();
    usize::from(signs >= 2 && super::super::numeral::read_digits(text, ',').is_none())
}

/// Whether the token is a dash of any width.
pub(super) fn is_dash(words: &Words<'_>, at: usize) -> bool {
    ['-', '–', '—', '‑'].iter().any(|c| words.sign(at, *c))
}

/// `155mm-granaten`, `105 mm kanonnen`: a measure that names a type.
pub(super) fn calibre(words: &Words<'_>, core: &Core, nouns: &[String]) -> bool {
    if !matches!(core.unit, Some(super::Unit::Measure(_))) {
        return false;
    }
    let hyphen = usize::from(words.sign(core.end, '-') && words.glued(core.end));
    let noun = words.folded(core.end + hyphen);
    !noun.is_empty() && nouns.iter().any(|n| noun.starts_with(n.as_str()) || noun.ends_with(n.as_str()))
}

/// A sign before the figure, `-5`, `+3`: the sign and the token that it is.
pub(super) fn sign_before(words: &Words<'_>, start: usize, floor: usize) -> Option<(char, usize)> {
    let at = start.checked_sub(1).filter(|at| *at >= floor)?;
    if !words.glued(start) || (words.glued(at) && at > 0) {
        return None;
    }
    let sign = words.token(at)?.text.chars().next()?;
    match sign {
        '-' | '−' => Some(('-', at)),
        '+' => Some(('+', at)),
        _ => None,
    }
}
