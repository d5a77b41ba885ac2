//! The tokens that the text of a pattern is cut into.

use super::pattern::{is_words, placeholder_at};

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom<'t> {
    /// A character that stands for itself.
    Letter(char),
    /// `{0-3}`: the fewest and the most words.
    Words(usize, usize),
    Placeholder(&'t str),
    Group(Vec<Token<'t>>),
    /// `\w`, `\d`.
    InWord,
    /// `\b`.
    Nothing,
    /// `|`.
    Or,
    /// What may be anything.
    Any,
}

/// A token of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) atom: Atom<'t>,
    pub(super) times: Times,
}

/// How often a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    /// Once or not at all.
    Optional,
    Any,
}

/// Cuts pattern text into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Most of a pattern are letters; whether one is counted stands behind it.
        if c.is_ascii_alphabetic() && !rest.as_bytes().get(1).is_some_and(|b| b"?*+{".contains(b)) {
            out.push(Token { atom: Atom::Letter(c), times: Times::Once });
            rest = rest.get(1..).unwrap_or("");
            continue;
        }
        let (atom, len) = atom(rest, c);
        let mut after = rest.get(len..).unwrap_or("");
        let mut times = Times::Once;
        while let Some((len, more)) = quantifier(after) {
            // A second sign only says whether more or fewer are tried first.
            times = if times == Times::Once { more } else { times };
            after = after.get(len..).unwrap_or("");
        }
        if matches!(atom, Atom::Words(..)) {
            // The words bring their own space.
            after = after.trim_start();
        }
        out.push(Token { atom, times });
        rest = after;
    }
    out
}

fn quantifier(text: &str) -> Option<(usize, Times)> {
    match text.chars().next()? {
        '?' => Some((1, Times::Optional)),
        '*' | '+' => Some((1, Times::Any)),
        '{' if placeholder_at(text).is_none() => text.find('}').map(|i| (i + 1, Times::Any)),
        _ => None,
    }
}

/// The atom that `rest` starts with, and its length.
fn atom(rest: &str, first: char) -> (Atom<'_>, usize) {
    if let Some(name) = placeholder_at(rest) {
        let number = |digits: &str| digits.parse().ok();
        let ends = name.split_once('-').filter(|_| is_words(name));
        let words = ends.and_then(|(low, high)| Some(Atom::Words(number(low)?, number(high)?)));
        return (words.unwrap_or(Atom::Placeholder(name)), name.len() + 2);
    }
    match first {
        '\\' => {
            let escaped = rest.chars().nth(1).unwrap_or('\\');
            let atom = match escaped {
                'w' | 'd' => Atom::InWord,
                'b' => Atom::Nothing,
                c if c.is_ascii_alphanumeric() => Atom::Any,
                c => Atom::Letter(c),
            };
            (atom, 1 + escaped.len_utf8())
        }
        '(' => {
            let end = closing(rest);
            let inner = rest.get(1..end).unwrap_or("");
            let bare = match inner.strip_prefix('?') {
                None => Some(inner),
                Some(flags) => flags.strip_prefix(':'),
            };
            let atom = bare.map_or(Atom::Any, |inner| Atom::Group(tokens(inner)));
            (atom, (end + 1).min(rest.len()))
        }
        '[' => (Atom::Any, rest.find(']').map_or(rest.len(), |i| i + 1)),
        '|' => (Atom::Or, 1),
        '.' | '^' | '$' | '*' | '+' | '?' | '{' => (Atom::Any, 1),
        c => (Atom::Letter(c), c.len_utf8()),
    }
}

/// Where the group with which `text` starts closes.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 1 => return i,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}
