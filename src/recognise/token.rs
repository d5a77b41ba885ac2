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
        self.kind == TokenKind::Sign && self.text.chars().eq([c])
    }
}

/// Cuts `text` into tokens; spans count from `base`.
#[must_use]
pub fn tokenize(text: &str, base: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut spaced = false;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() && c != '\n' {
            spaced = true;
            continue;
        }
        let rest = text.get(start..).unwrap_or("");
        let (kind, len) = if c == '\n' {
            (TokenKind::Break, 1)
        } else if c.is_ascii_digit() {
            (TokenKind::Number, number_len(rest))
        } else if is_letter(c) {
            (TokenKind::Word, word_len(rest))
        } else {
            (TokenKind::Sign, c.len_utf8())
        };
        while chars.peek().is_some_and(|&(i, _)| i < start + len) {
            chars.next();
        }
        let span = Span::new(base + start, base + start + len);
        tokens.push(Token { kind, text: rest.get(..len).unwrap_or(""), span, spaced });
        spaced = false;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The length of the word at the start of `rest`; `’s` and `'s` inside or behind it belong to it.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(c, '\'' | '’') && chars.peek().is_some_and(|&(_, next)| is_letter(next));
        if !is_letter(c) && !joins {
            break;
        }
        end = i + c.len_utf8();
    }
    end
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
