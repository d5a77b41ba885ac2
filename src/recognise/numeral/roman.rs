//! Roman numerals.

const SIGNS: [(&str, u32); 13] = [
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
];

/// The number that `text` is in Roman capitals, from 1 to 3999; none if it is written in no way that
/// Romans are read today (`IIII`, `IC`).
#[must_use]
pub(super) fn read(text: &str) -> Option<u32> {
    let mut rest = text;
    let mut value = 0;
    for (sign, worth) in SIGNS {
        // Fives and pairs stand once, tens up to three times.
        let most = if sign.len() == 2 || matches!(worth, 5 | 50 | 500) { 1 } else { 3 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(sign) else { break };
            rest = after;
            value += worth;
        }
    }
    (rest.is_empty() && value > 0 && write(value) == text).then_some(value)
}

fn write(value: u32) -> String {
    let mut rest = value;
    let mut out = String::new();
    for (sign, worth) in SIGNS {
        while rest >= worth {
            out.push_str(sign);
            rest -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_well_formed_is_read() {
        for (text, value) in [
            ("XX", Some(20)),
            ("XIX", Some(19)),
            ("MMXXV", Some(2025)),
            ("IV", Some(4)),
            ("IIII", None),
            ("IC", None),
            ("VX", None),
            ("VIV", None),
            ("", None),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
        for value in 1..4000 {
            assert_eq!(read(&write(value)), Some(value));
        }
    }
}
