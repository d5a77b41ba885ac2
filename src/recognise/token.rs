//! Tokens: words, digits and signs, the input of every grammar.

use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters with the apostrophes and combining marks inside them.
    Word,
    /// Digits with single `.`, `,`, `'` or `’` between digits: `1.200`, `3,5`, `2.5.2019`.
    Number,
    /// One other character that is no white space.
    Sign,
    /// One line break or more.
    Break,
}

/// A token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub text: &'t str,
    /// Where it stands.
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

impl Token<'_> {
    /// Whether this is the sign `c`.
    #[must_use]
    pub fn is_sign(&self, c: char) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(c)
    }
}

/// Cuts `text` into tokens; spans count from `base`.
#[must_use]
pub fn tokenize(text: &str, base: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut spaced = false;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some((kind, len)) = first(rest) else {
            spaced = true;
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let span = Span::new(base + at, base + at + len);
        tokens.push(Token { kind, text: rest.get(..len).unwrap_or(""), span, spaced });
        spaced = false;
        at += len;
    }
    tokens
}

/// The kind and length of the token at the start of `rest`; none for white space.
fn first(rest: &str) -> Option<(TokenKind, usize)> {
    let byte = *rest.as_bytes().first()?;
    match byte {
        b'\n' => return Some((TokenKind::Break, 1)),
        b'0'..=b'9' => return Some((TokenKind::Number, number_len(rest))),
        b'a'..=b'z' | b'A'..=b'Z' => return Some((TokenKind::Word, word_len(rest))),
        b' ' | b'\t'..=b'\r' => return None,
        b if b.is_ascii() => return Some((TokenKind::Sign, 1)),
        _ => {}
    }
    let c = rest.chars().next()?;
    if c.is_whitespace() {
        None
    } else if is_letter(c) {
        Some((TokenKind::Word, word_len(rest)))
    } else {
        Some((TokenKind::Sign, c.len_utf8()))
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The length of the word at the start of `rest`; `’s` and `'s` inside or behind it belong to it.
fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
        }
        if bytes.get(end).is_none_or(|b| b.is_ascii() && *b != b'\'') {
            return end;
        }
        let mut chars = rest.get(end..).unwrap_or("").chars();
        let Some(c) = chars.next() else { return end };
        let joins = matches!(c, '\'' | '’') && chars.next().is_some_and(is_letter);
        if !joins && (c.is_ascii() || !is_letter(c)) {
            return end;
        }
        end += c.len_utf8();
    }
}

/// The length of the digits at the start of `rest`, single separators between digits included.
fn number_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | '\'' | '’')
            && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !c.is_ascii_digit() && !joins {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_digits_and_signs_come_apart() {
        let text = "€1.200, 28-puntenplan; drieëntwintig F-16’s 3,5%.\n2";
        let all: Vec<_> = tokenize(text, 0).iter().map(|t| t.text).collect();
        assert_eq!(
            all,
            [
                "€",
                "1.200",
                ",",
                "28",
                "-",
                "puntenplan",
                ";",
                "drieëntwintig",
                "F",
                "-",
                "16",
                "’",
                "s",
                "3,5",
                "%",
                ".",
                "\n",
                "2"
            ]
        );
    }
}
