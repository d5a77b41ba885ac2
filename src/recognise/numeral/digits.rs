//! Numbers in digits, with either separator convention.

use rust_decimal::Decimal;

/// Reads the digits `text`, which may hold `.`, `,`, `'` or `’` between digits, where `decimal`
/// is the language's decimal sign. Returns the value and the number of decimals.
///
/// A sign before exactly three digits groups thousands if it is the language's grouping sign, or if
/// there are several of them; any other single sign is a decimal sign. None for a date (`2.5.2019`),
/// a version, or more digits than an exact decimal holds.
#[must_use]
pub(crate) fn read(text: &str, decimal: char) -> Option<(Decimal, u32)> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return plain(text, "");
    }
    let signs: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let Some(&(last, sign)) = signs.last() else { return plain(text, "") };
    let (head, tail) = (text.get(..last)?, text.get(last + sign.len_utf8()..)?);
    let same = signs.iter().all(|(_, c)| *c == sign);
    let groups_only = grouped(text, sign);
    if signs.len() == 1 {
        let groups = groups_only && sign != decimal && !head.starts_with('0');
        return if groups { plain(&format!("{head}{tail}"), "") } else { decimals(head, tail, sign) };
    }
    if same {
        let groups = groups_only || (sign != decimal && grouped_by_two(text, sign));
        return if groups { plain(&text.replace(sign, ""), "") } else { None };
    }
    // Two kinds of sign: all but the last have to group the whole part.
    let group = signs.first()?.1;
    let rest_groups = signs.iter().rev().skip(1).all(|(_, c)| *c == group)
        && (grouped(head, group) || grouped_by_two(head, group));
    if rest_groups { plain(&head.replace(group, ""), tail) } else { None }
}

fn decimals(head: &str, tail: &str, sign: char) -> Option<(Decimal, u32)> {
    if matches!(sign, '.' | ',') { plain(head, tail) } else { None }
}

/// Whether `sign` stands before groups of three digits only, the first group having at most three.
fn grouped(text: &str, sign: char) -> bool {
    let mut groups = text.split(sign);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `sign` groups as in India: two digits, and at the end three.
fn grouped_by_two(text: &str, sign: char) -> bool {
    let Some((head, last)) = text.rsplit_once(sign) else { return false };
    let mut groups = head.split(sign);
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    (1..=2).contains(&first.len()) && last.len() == 3 && rest.peek().is_some() && rest.all(|g| g.len() == 2)
}

/// So many digits fit 64 bits.
const SMALL: usize = 18;

fn plain(whole: &str, part: &str) -> Option<(Decimal, u32)> {
    if whole.len() + part.len() > 27 {
        return None;
    }
    let digits = || whole.bytes().chain(part.bytes());
    if !whole.is_empty() && (1..=SMALL).contains(&digits().count()) && digits().all(|b| b.is_ascii_digit()) {
        let number = digits().fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
        let places = u32::try_from(part.len()).ok()?;
        return Some((Decimal::new(number, places), places));
    }
    let number = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    Some((number.parse().ok()?, u32::try_from(part.len()).ok()?))
}

/// The unit of precision of `value`, written with `decimals` decimals: its last digit, or for a whole
/// number the place of its last digit that is not 0.
#[must_use]
pub(crate) fn precision(value: Decimal, decimals: u32) -> Decimal {
    if decimals > 0 {
        return Decimal::new(1, decimals.min(27));
    }
    if let (0, Ok(mut whole)) = (value.scale(), u64::try_from(value.mantissa().unsigned_abs())) {
        let mut unit = 1_u64;
        while whole > 0 && whole.is_multiple_of(10) {
            whole /= 10;
            unit *= 10;
        }
        return unit.into();
    }
    let mut unit = Decimal::ONE;
    while !value.is_zero() && (value % (unit * Decimal::TEN)).is_zero() {
        unit *= Decimal::TEN;
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, decimal: char) -> Option<String> {
        read(text, decimal).map(|(v, _)| v.to_string())
    }

    #[test]
    fn both_conventions_are_read() {
        for (text, dutch, english) in [
            ("1.200", Some("1200"), Some("1.200")),
            ("1,200", Some("1.200"), Some("1200")),
            ("1,5", Some("1.5"), Some("1.5")),
            ("1.5", Some("1.5"), Some("1.5")),
            ("1.234.567,89", Some("1234567.89"), Some("1234567.89")),
            ("1,234,567.89", Some("1234567.89"), Some("1234567.89")),
            ("12.345.678", Some("12345678"), Some("12345678")),
            ("2.5.2019", None, None),
            ("0.500", Some("0.500"), Some("0.500")),
            ("12,34,567.89", Some("1234567.89"), Some("1234567.89")),
            ("12,34,567", None, Some("1234567")),
            ("10’000", Some("10000"), Some("10000")),
        ] {
            assert_eq!(number(text, ',').as_deref(), dutch, "{text} in Dutch");
            assert_eq!(number(text, '.').as_deref(), english, "{text} in English");
        }
    }

    #[test]
    fn a_number_too_long_is_none() {
        assert_eq!(number(&"9".repeat(1_000_000), ','), None);
    }
}
