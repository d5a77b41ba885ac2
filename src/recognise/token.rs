//! Tokens: words, digits and signs, the input of every grammar.

use crate::text::{Span, letters};

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
    /// Whether it is a word with letters that are not ASCII.
    pub accented: bool,
}

impl Token<'_> {
    /// Whether this is the sign `c`.
    #[must_use]
    #[inline]
    pub fn is_sign(&self, c: char) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(c)
    }
}

/// Cuts `text` into tokens; spans count from `base`.
#[must_use]
pub fn tokenize(text: &str, base: usize) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut spaced = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (kind, (end, accented)) = match byte {
            b' ' | b'\t' | b'\x0b'..=b'\r' => {
                spaced = true;
                at += 1;
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' => (TokenKind::Word, word_end(text, at)),
            b'0'..=b'9' => (TokenKind::Number, (number_end(text, at), false)),
            b'\n' => (TokenKind::Break, (at + 1, false)),
            b if b.is_ascii() => (TokenKind::Sign, (at + 1, false)),
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                let end = at + c.len_utf8();
                if c.is_whitespace() {
                    spaced = true;
                    at = end;
                    continue;
                }
                if is_letter(c) {
                    (TokenKind::Word, word_end(text, at))
                } else {
                    (TokenKind::Sign, (end, false))
                }
            }
        };
        let span = Span::new(base + at, base + end);
        tokens.push(Token { kind, text: text.get(at..end).unwrap_or(""), span, spaced, accented });
        spaced = false;
        at = end;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Where the word ends that begins at `at`, and whether it has letters that are not ASCII; `’s` and `'s` inside or
/// behind it belong to it.
#[inline]
fn word_end(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let end = at + letters(bytes.get(at..).unwrap_or(&[]));
    // Most words end here.
    if bytes.get(end).is_none_or(|b| b.is_ascii() && *b != b'\'') {
        return (end, false);
    }
    let end = odd_word_end(text, at);
    (end, !text.get(at..end).unwrap_or("").is_ascii())
}

/// Where a word ends that has more than ASCII letters in it or behind it.
fn odd_word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        end += letters(bytes.get(end..).unwrap_or(&[]));
        if bytes.get(end).is_none_or(|b| b.is_ascii() && *b != b'\'') {
            return end;
        }
        let mut chars = text.get(end..).unwrap_or("").chars();
        let Some(c) = chars.next() else { return end };
        let joins = matches!(c, '\'' | '’') && chars.next().is_some_and(is_letter);
        if !joins && (c.is_ascii() || !is_letter(c)) {
            return end;
        }
        end += c.len_utf8();
    }
}

/// Where the digits end that begin at `at`, with single separators between digits.
fn number_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let separator = match bytes.get(end) {
            Some(b'.' | b',' | b'\'') => 1,
            Some(b) if !b.is_ascii() && text.get(end..).is_some_and(|rest| rest.starts_with('’')) => {
                '’'.len_utf8()
            }
            _ => return end,
        };
        if !bytes.get(end + separator).is_some_and(u8::is_ascii_digit) {
            return end;
        }
        end += separator;
    }
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
