//! Folding: text as the matchers see it, one byte a character and plain ASCII.
//!
//! Patterns run on bytes with ASCII classes, because a Unicode `\b` or `\w` takes
//! the regex engine off its fast path at every `ë`. So accents are taken off,
//! capitals made small and quotes made straight; bytes from 0x80 on are free to
//! stand for recognised mentions.

/// What stands for a character that has no ASCII likeness.
pub const OTHER: u8 = 0x1a;

/// Appends the folded form of `text` to `out`. One character gives one byte, but
/// for the ligatures, which give two, and combining marks, which give none.
pub fn fold_into(text: &str, out: &mut Vec<u8>) {
    for (ascii, other) in runs(text) {
        let from = out.len();
        out.extend_from_slice(ascii.as_bytes());
        out.get_mut(from..).unwrap_or_default().make_ascii_lowercase();
        if let Some(other) = other {
            fold_char_into(other, out);
        }
    }
}

/// Appends the folded form of a character that is not ASCII.
pub fn fold_char_into(c: char, out: &mut Vec<u8>) {
    match fold_char(c) {
        Folded::One(b) => out.push(b),
        Folded::Two(bytes) => out.extend(bytes),
        Folded::None => {}
    }
}

/// The runs of ASCII in `text`, each with the other character behind it.
pub fn runs(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (ascii, behind) = rest.split_at_checked(ascii_len(rest.as_bytes()))?;
        let mut chars = behind.chars();
        let other = chars.next();
        rest = chars.as_str();
        Some((ascii, other))
    })
}

/// How many ASCII letters `bytes` begins with, eight looked at in one step.
#[inline]
#[must_use]
pub fn letters(bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some(eight) = bytes.get(count..).and_then(|rest| rest.first_chunk::<8>()) {
        let other = !letters_of(*eight) & HIGH;
        if other != 0 {
            return count + (other.trailing_zeros() / 8) as usize;
        }
        count += 8;
    }
    let rest = bytes.get(count..).unwrap_or(&[]);
    count + rest.iter().take_while(|b| b.is_ascii_alphabetic()).count()
}

/// How many bytes a head has.
pub const HEAD: usize = 8;

/// The first bytes of the word of `len` bytes that `rest` begins with, as a number.
#[must_use]
#[inline]
pub fn head(rest: &[u8], len: usize) -> u64 {
    match rest.first_chunk::<HEAD>() {
        Some(all) if len >= HEAD => u64::from_le_bytes(*all),
        Some(all) => u64::from_le_bytes(*all) & ((1 << (8 * len)) - 1),
        None => rest.iter().take(len).rev().fold(0, |head, byte| head << 8 | u64::from(*byte)),
    }
}

/// The first bytes of a text as a number that orders as they do, so that most texts are told apart in one step: two with
/// the same number are told apart by all of their bytes.
#[must_use]
#[inline]
pub fn lead(text: &[u8]) -> u64 {
    match text.first_chunk::<HEAD>() {
        Some(all) => u64::from_be_bytes(*all),
        None => head(text, text.len()).swap_bytes(),
    }
}

/// The lowest bit of each of eight bytes.
pub(super) const ALL: u64 = u64::from_le_bytes([1; 8]);
/// The highest bit of each of them.
pub(super) const HIGH: u64 = ALL * 0x80;

/// The highest bit of each of eight bytes that is an ASCII letter; the other bits are anything.
#[inline]
pub(super) fn letters_of(eight: [u8; 8]) -> u64 {
    let eight = u64::from_le_bytes(eight);
    // Small letters, without the upper bits; adding sets the upper bit of each byte from a letter on.
    let small = (eight | (ALL * 0x20)) & !HIGH;
    let from_a = small + ALL * (0x80 - 0x61);
    let past_z = small + ALL * (0x80 - 0x7b);
    from_a & !past_z & !eight
}

/// How many bytes `letter_bits` tells of.
pub const LETTER_BLOCK: usize = 64;

/// A bit for each of these bytes that is an ASCII letter, the first the lowest.
#[must_use]
pub fn letter_bits(bytes: &[u8; LETTER_BLOCK]) -> u64 {
    // Eight flags become eight bits: the flag of byte i, bit 8 i, times 2^(56 - 7 i) is bit 56 + i.
    let bits = |eight: &[u8; 8]| ((letters_of(*eight) & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    bytes.as_chunks::<8>().0.iter().rev().fold(0, |mask, eight| mask << 8 | bits(eight))
}

/// How many ASCII bytes `bytes` begins with, eight looked at in one step.
fn ascii_len(bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some(eight) = bytes.get(count..).and_then(|rest| rest.first_chunk::<8>()) {
        let high = u64::from_le_bytes(*eight) & HIGH;
        if high != 0 {
            return count + (high.trailing_zeros() / 8) as usize;
        }
        count += 8;
    }
    count + bytes.get(count..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii()).count()
}

/// The folded form of `text`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    fold_into(text, &mut out);
    // Folding gives ASCII, so this is always text.
    String::from_utf8(out).unwrap_or_default()
}

enum Folded {
    One(u8),
    Two([u8; 2]),
    None,
}

fn fold_char(c: char) -> Folded {
    Folded::One(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ą' | 'Ą' | 'ă' | 'Ă' => b'a',
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => b'c',
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => b'd',
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ę' | 'Ę' | 'ě' | 'Ě' | 'ė' | 'Ė' => b'e',
        'ğ' | 'Ğ' | 'ģ' | 'Ģ' => b'g',
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' | 'į' | 'Į' => b'i',
        'ķ' | 'Ķ' => b'k',
        'ł' | 'Ł' | 'ļ' | 'Ļ' => b'l',
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' | 'ņ' | 'Ņ' => b'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' | 'Ő' | 'ō' | 'Ō' => b'o',
        'ř' | 'Ř' => b'r',
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => b's',
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' => b't',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => b'u',
        'ý' | 'Ý' | 'ÿ' | 'Ÿ' => b'y',
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => b'z',
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => b'\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => b'"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => b'-',
        '…' => b'.',
        'æ' | 'Æ' => return Folded::Two(*b"ae"),
        'œ' | 'Œ' => return Folded::Two(*b"oe"),
        'ß' | 'ẞ' => return Folded::Two(*b"ss"),
        'þ' | 'Þ' => return Folded::Two(*b"th"),
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => return Folded::None,
        c if c.is_whitespace() => b' ',
        _ => OTHER,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_eight_at_a_time() {
        for byte in 0..=u8::MAX {
            for before in 0..20 {
                let mut bytes = vec![b'z'; before];
                bytes.extend([byte, b'A', b'q', b'Z', b'a', b' ', b'x', b'x', b'x', b'x']);
                let count = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                assert_eq!(letters(&bytes), count, "{before} letters before {byte}");
            }
        }
    }

    #[test]
    fn a_bit_tells_of_each_byte_whether_it_is_a_letter() {
        for byte in 0..=u8::MAX {
            for at in 0..LETTER_BLOCK {
                let mut bytes = [b'@'; LETTER_BLOCK];
                bytes[at] = byte;
                assert_eq!(
                    letter_bits(&bytes),
                    u64::from(byte.is_ascii_alphabetic()) << at,
                    "{byte} at {at}"
                );
            }
        }
        assert_eq!(letter_bits(&[b'z'; LETTER_BLOCK]), u64::MAX);
    }

    #[test]
    fn runs_end_at_what_is_not_ascii() {
        let text = "twaalf letters: één, ‘twee’ … en nog negen-en-twintig letters";
        let joined: String = runs(text).flat_map(|(ascii, other)| ascii.chars().chain(other)).collect();
        assert_eq!(joined, text);
        assert!(runs(text).all(|(ascii, other)| ascii.is_ascii() && other.is_none_or(|c| !c.is_ascii())));
        for before in 0..20 {
            let text = format!("{}é{}", "x".repeat(before), "y".repeat(9));
            assert_eq!(ascii_len(text.as_bytes()), before);
        }
    }

    #[test]
    fn accents_capitals_and_quotes_go() {
        assert_eq!(fold("Oekraïense “één” – ’s ŒUVRE\u{a0}5"), "oekraiense \"een\" - 's oeuvre 5");
        assert_eq!(fold("e\u{301}en"), "een");
    }
}
