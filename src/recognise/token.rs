//! Tokens: words, digits and signs, the input of every grammar.

use crate::text::{LETTER_BLOCK as BLOCK, Span, letter_bits, letters};

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
    /// Whether it is a word with an apostrophe in it.
    pub joined: bool,
}

impl Token<'_> {
    /// Whether this is the sign `c`.
    #[must_use]
    #[inline]
    pub fn is_sign(&self, c: char) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(c)
    }
}

/// A token has about so many bytes, with the white space before it, or more: room for those of a text.
const BYTES_PER_TOKEN: usize = 4;

/// Cuts `text` into tokens.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut letters = Letters::new(bytes);
    let mut out = Vec::with_capacity(text.len() / BYTES_PER_TOKEN + 1);
    let (mut at, mut spaced) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let (kind, end, odd) = if byte.is_ascii_alphabetic() {
            let end = letters.end(at);
            // Most words end here.
            let odd = bytes.get(end).is_some_and(|b| !b.is_ascii() || *b == b'\'');
            (TokenKind::Word, end, odd)
        } else {
            match byte {
                b' ' | b'\t' | b'\x0b'..=b'\r' => {
                    (at, spaced) = (at + 1, true);
                    continue;
                }
                b'\n' => (TokenKind::Break, at + 1, false),
                b'0'..=b'9' => (TokenKind::Number, number_end(text, at), false),
                b if b.is_ascii() => (TokenKind::Sign, at + 1, false),
                _ => {
                    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                    if c.is_whitespace() {
                        (at, spaced) = (at + c.len_utf8(), true);
                        continue;
                    }
                    (
                        if is_letter(c) { TokenKind::Word } else { TokenKind::Sign },
                        at + c.len_utf8(),
                        is_letter(c),
                    )
                }
            }
        };
        let end = if odd { odd_word_end(text, at) } else { end };
        let word = text.get(at..end).unwrap_or("");
        out.push(Token {
            kind,
            text: word,
            span: Span::new(at, end),
            spaced,
            accented: odd && !word.is_ascii(),
            joined: odd && word.contains(['\'', '’']),
        });
        (at, spaced) = (end, false);
    }
    out
}

/// Which bytes of a text are ASCII letters, told for a block at a time.
struct Letters<'t> {
    bytes: &'t [u8],
    /// The number of the block that `mask` tells of.
    block: usize,
    /// A bit for each byte of the block, the first the lowest.
    mask: u64,
}

impl<'t> Letters<'t> {
    fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, block: usize::MAX, mask: 0 }
    }

    /// Where the letters end that stand from `at` on.
    #[inline]
    fn end(&mut self, mut at: usize) -> usize {
        loop {
            if at / BLOCK != self.block {
                self.load(at / BLOCK);
            }
            let letters = (self.mask >> (at % BLOCK)).trailing_ones() as usize;
            at += letters;
            // They may go on in the next block.
            if letters == 0 || !at.is_multiple_of(BLOCK) {
                return at;
            }
        }
    }

    #[inline(never)]
    fn load(&mut self, block: usize) {
        let rest = self.bytes.get(block * BLOCK..).unwrap_or(&[]);
        self.mask = match rest.first_chunk() {
            Some(all) => letter_bits(all),
            None => {
                let mut padded = [0; BLOCK];
                padded.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
                letter_bits(&padded)
            }
        };
        self.block = block;
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Where a word ends that has more than ASCII letters in it or behind it; `’s` and `'s` inside or behind it belong to it.
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
    fn letters_end_where_they_end_in_every_block() {
        for before in 0..130 {
            for len in [0, 1, 7, 8, 63, 64, 65, 200] {
                for behind in ["", "9", " z", "é", "@", "[", "`z", "{"] {
                    let text = format!("{}{}{behind}", "-".repeat(before), "aZ".repeat(len).split_at(len).0);
                    assert_eq!(Letters::new(text.as_bytes()).end(before), before + len, "{text}");
                }
            }
        }
    }

    #[test]
    fn words_digits_and_signs_come_apart() {
        let text = "€1.200, 28-puntenplan; drieëntwintig F-16’s 3,5%.\n2";
        let all: Vec<_> = tokens(text).iter().map(|t| t.text).collect();
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
