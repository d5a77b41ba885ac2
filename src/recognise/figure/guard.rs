//! What looks like a figure and is none by its own form: names with digits, telephone numbers,
//! accounts, addresses of pages, footnote marks, versions, calibres.

use super::super::token::TokenKind;
use super::super::words::Words;
use super::core::Core;
use super::words::Unit;

/// How many tokens from `at` on are digits that are no figure; 0 if none are.
/// `money` tells whether a code of money stands at a token.
pub(super) fn skip(words: &Words<'_>, at: usize, money: impl Fn(usize) -> bool) -> usize {
    if !words.is(at, TokenKind::Number) {
        return address(words, at);
    }
    let text = words.token(at).map_or("", |t| t.text);
    // Most digits stand apart, before a word.
    if !words.glued(at) && text.len() < 5 && !text.starts_with('0') && !words.is(at + 1, TokenKind::Sign) {
        return 0;
    }
    let named = || part_of_name(words, at, money);
    let tests: [fn(&Words<'_>, usize) -> usize; 8] =
        [account, footnote, list_number, clock, telephone, version, padded, chain];
    let test = |test: &fn(&Words<'_>, usize) -> usize| Some(test(words, at)).filter(|n| *n > 0);
    tests.iter().find_map(test).unwrap_or_else(named)
}

/// `F-16`, `MH17`, `COVID-19`, `A4`, `Su-35`: digits that belong to letters before them.
fn part_of_name(words: &Words<'_>, at: usize, money: impl Fn(usize) -> bool) -> usize {
    if !words.glued(at) {
        return 0;
    }
    let mut end = at + 1;
    // A code of money may be written against its digits: `EUR5`, `US$5`.
    let letters = |i: usize| words.is(i, TokenKind::Word) && !money(i);
    let direct = letters(at - 1);
    let hyphen = at >= 2 && words.sign(at - 1, '-') && words.glued(at - 1) && letters(at - 2) && {
        let word = words.token(at - 2).map_or("", |t| t.text);
        word.chars().any(char::is_uppercase) || word.len() <= 2
    };
    if !direct && !hyphen {
        return 0;
    }
    // `Su-35S`, `T-72B3`, `C-311/18`
    let more = |i: usize| words.glued(i) && (words.is(i, TokenKind::Word) || words.is(i, TokenKind::Number));
    // The number of a case; strokes join types elsewhere: `Shahed-131/136`.
    let case = hyphen && words.token(at - 2).is_some_and(|t| t.text.len() == 1);
    let stroke =
        |i: usize| case && words.sign(i, '/') && words.glued(i) && words.is(i + 1, TokenKind::Number);
    while more(end) || (stroke(end) && words.glued(end + 1)) {
        end += 1;
    }
    end - at
}

/// `4-3-3`, `978-90-1234-567-8`: three numbers or more that dashes tie are a formation or a code; dates are read
/// before.
fn chain(words: &Words<'_>, at: usize) -> usize {
    let digits = |i: usize| words.is(i, TokenKind::Number);
    let tied = |i: usize| words.sign(i, '-') && words.glued(i) && words.glued(i + 1) && digits(i + 1);
    let pairs = (0..8).take_while(|pair| tied(at + 1 + 2 * pair)).count();
    if pairs >= 2 { 1 + 2 * pairs } else { 0 }
}

/// `https://…`, `www.…`, `a.b5@c.nl`: to the next white space.
fn address(words: &Words<'_>, at: usize) -> usize {
    let word = words.token(at).map_or("", |t| t.text);
    let scheme = words.sign(at + 1, ':') && words.sign(at + 2, '/') && words.glued(at + 2);
    let host = word.eq_ignore_ascii_case("www") && words.sign(at + 1, '.') && words.glued(at + 1);
    if !words.is(at, TokenKind::Word) || !(scheme || host) {
        return 0;
    }
    let goes_on = |i: &usize| words.glued(*i) && !words.is(*i, TokenKind::Break);
    1 + (at + 1..words.tokens.len()).take_while(goes_on).count()
}

/// `NL91 ABNA 0417 1643 00`: an account by its country and check digits, with the groups behind them.
fn account(words: &Words<'_>, at: usize) -> usize {
    let capitals = |i: usize, n: usize| {
        words.token(i).is_some_and(|t| t.text.len() == n && t.text.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let digits = |i: usize| words.token(i).filter(|t| t.text.bytes().all(|b| b.is_ascii_digit()));
    if at == 0 || !capitals(at - 1, 2) || !words.glued(at) || digits(at).is_none_or(|t| t.text.len() != 2) {
        return 0;
    }
    let mut end = at + 1;
    let mut count = 0;
    while capitals(end, 4) || digits(end).is_some_and(|t| t.text.len() <= 4) {
        count += words.token(end).map_or(0, |t| t.text.len());
        end += 1;
    }
    if count >= 10 { end - at } else { 0 }
}

/// `1. Leg de telefoon weg`, `2) …`: the number of an item at the start of a line.
fn list_number(words: &Words<'_>, at: usize) -> usize {
    let first = at == 0 || words.is(at - 1, TokenKind::Break);
    let small = words.token(at).is_some_and(|t| t.text.len() <= 2);
    let mark = (words.sign(at + 1, '.') || words.sign(at + 1, ')')) && words.glued(at + 1);
    let item = words.token(at + 2).is_some_and(|t| t.spaced && t.kind == TokenKind::Word);
    usize::from(first && small && mark && item)
}

/// `[2]`
fn footnote(words: &Words<'_>, at: usize) -> usize {
    usize::from(at > 0 && words.sign(at - 1, '[') && words.sign(at + 1, ']'))
}

/// `16:45`, `03:10:22`
fn clock(words: &Words<'_>, at: usize) -> usize {
    let colon = words.sign(at + 1, ':')
        && words.glued(at + 1)
        && words.is(at + 2, TokenKind::Number)
        && words.glued(at + 2);
    match colon {
        true if words.sign(at + 3, ':') && words.glued(at + 3) => 5,
        true => 3,
        false => 0,
    }
}

/// `0002 GMT`: an hour and its minutes in a zone of time.
fn padded(words: &Words<'_>, at: usize) -> usize {
    let text = words.token(at).map_or("", |t| t.text);
    let zone = words.token(at + 1).is_some_and(|t| {
        t.kind == TokenKind::Word && t.text.len() > 2 && t.text.chars().all(char::is_uppercase)
    });
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    usize::from(digits && text.starts_with('0') && zone)
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

/// `3-1`: two small numbers with a dash, from the greater to the less or from nothing; a rising pair
/// only where the words around tell of a match.
pub(super) fn score(words: &Words<'_>, at: usize, played: impl Fn() -> bool) -> usize {
    let dash = is_dash(words, at + 1)
        && words.glued(at + 1)
        && words.glued(at + 2)
        && words.is(at + 2, TokenKind::Number);
    let number =
        |i: usize| words.token(i).filter(|t| t.text.len() <= 3).and_then(|t| t.text.parse::<u32>().ok());
    let (Some(a), Some(b), true) = (number(at), number(at + 2), dash) else { return 0 };
    let loses = a < b && b < 40 && (a == 0 || played());
    if (a >= b && a < 200) || loses { 3 } else { 0 }
}

/// `2.5.2019`, `1.2.3`: more than one sign and no grouping.
fn version(words: &Words<'_>, at: usize) -> usize {
    let text = words.token(at).map_or("", |t| t.text);
    // Two signs stand between three digits at least.
    if text.len() < 5 {
        return 0;
    }
    let signs = text.bytes().filter(|b| !b.is_ascii_digit()).count();
    let list = text.split(',').count() > 2;
    usize::from(signs >= 2 && !list && super::super::numeral::read_digits(text, ',').is_none())
}

/// Whether the token is a dash of any width.
pub(super) fn is_dash(words: &Words<'_>, at: usize) -> bool {
    ['-', '–', '—', '‑'].iter().any(|c| words.sign(at, *c))
}

/// `155mm-granaten`, `105 mm kanonnen`: a measure that names a type.
pub(super) fn calibre(words: &Words<'_>, core: &Core, nouns: &[String]) -> bool {
    if !matches!(core.unit, Some(Unit::Measure(..))) {
        return false;
    }
    let hyphen = usize::from(words.sign(core.end, '-') && words.glued(core.end));
    let noun = words.folded(core.end + hyphen);
    !noun.is_empty() && nouns.iter().any(|n| noun.starts_with(n.as_str()) || noun.ends_with(n.as_str()))
}

/// A sign before the figure, `-5`, `+3`: the sign and the token that it is.
pub(super) fn sign_before(words: &Words<'_>, start: usize, floor: usize) -> Option<(char, usize)> {
    let at = start.checked_sub(1).filter(|at| *at >= floor)?;
    // A hyphen between two words or behind a percentage is no sign; behind another sign it is: `<-30`, `(-5`.
    let joined = || at > 0 && (!words.is(at - 1, TokenKind::Sign) || words.sign(at - 1, '%'));
    if !words.glued(start) || (words.glued(at) && joined()) {
        return None;
    }
    let sign = words.token(at)?.text.chars().next()?;
    match sign {
        '-' | '−' => Some(('-', at)),
        '+' => Some(('+', at)),
        _ => None,
    }
}
