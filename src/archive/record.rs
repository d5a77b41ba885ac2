//! Claims as they are kept: JSON without their publication, which stands with the version.

use std::sync::Arc;

use super::ArchiveError;
use crate::claim::{Claim, Ground, Grounds, Publication, SUBJECT};

const PUBLICATION: &str = "publication";

/// The record of a claim in the publication whose record is `publication`. JSON, so that a field that a later klopt adds does not spoil the old ones.
pub(super) fn of_claim(claim: &Claim, publication: &str) -> Result<String, ArchiveError> {
    let whole = serde_json::to_string(claim)?;
    // A quote within a text is escaped, so nothing but the field itself looks like it.
    let field = format!("\"{PUBLICATION}\":{publication},");
    let (before, behind) = whole
        .split_once(&field)
        .ok_or_else(|| ArchiveError::Damaged("a claim has no publication".to_owned()))?;
    Ok([before, behind].concat())
}

/// The publication on one line of JSON.
pub(super) fn of_publication(publication: &Publication) -> Result<String, ArchiveError> {
    Ok(serde_json::to_string(publication)?)
}

/// The claim of a record, in the publication whose record is `json`.
pub(super) fn to_claim(
    record: &str,
    publication: &Arc<Publication>,
    json: &str,
) -> Result<Claim, ArchiveError> {
    let fields = record
        .strip_prefix('{')
        .ok_or_else(|| ArchiveError::Damaged("a claim's record is no JSON object".to_owned()))?;
    let mut claim: Claim = serde_json::from_str(&format!("{{\"{PUBLICATION}\":{json},{fields}"))?;
    claim.publication = publication.clone();
    note_marks(record, &mut claim.grounds);
    Ok(claim)
}

/// Notes what earlier records told by two marks of their own. A quote within a text is escaped, so nothing else looks
/// like them.
fn note_marks(record: &str, grounds: &mut Grounds) {
    let marks = [("\"inferred\":true", Ground::Inferred), ("\"subject_assumed\":true", Ground::Assumed)];
    let known = marks.into_iter().filter(|(mark, _)| record.contains(mark));
    known.for_each(|(_, ground)| grounds.note(SUBJECT, ground));
}

/// The publication of its record.
pub(super) fn to_publication(json: &str) -> Result<Arc<Publication>, ArchiveError> {
    Ok(serde_json::from_str(json)?)
}

/// Sixty-four hexadecimal digits of a hash.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The bytes of hexadecimal digits; none if they are something else.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_go_there_and_back() {
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
        assert_eq!(unhex("00ff10"), Some(vec![0, 255, 16]));
        assert_eq!((unhex("0"), unhex("zz")), (None, None));
    }

    #[test]
    fn marks_of_earlier_records_are_grounds() {
        let of = |record: &str| {
            let mut grounds = Grounds::default();
            note_marks(record, &mut grounds);
            grounds.of(SUBJECT)
        };
        assert_eq!(of(r#"{"inferred":true,"subject_assumed":false}"#), Some(Ground::Inferred));
        assert_eq!(of(r#"{"inferred":true,"subject_assumed":true}"#), Some(Ground::Assumed));
        assert_eq!(of(r#"{"inferred":false,"quote":"\"inferred\":true"}"#), None);
    }
}
