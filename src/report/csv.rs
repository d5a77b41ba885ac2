//! The claims as comma-separated values (RFC 4180, with line feeds), a claim a row.

use std::io;

use serde_json::Value;

use super::claims::as_json;
use crate::claim::Claim;

/// The columns: the fields of the claim's JSON, those of its value and its periods with their own names.
const COLUMNS: [(&str, &str); 26] = [
    ("path", "/path"),
    ("line", "/line"),
    ("column", "/column"),
    ("article", "/article"),
    ("published", "/published/from"),
    ("metric", "/metric"),
    ("subject", "/subject"),
    ("scope", "/scope"),
    ("kind", "/value/kind"),
    ("nominal", "/value/nominal"),
    ("low", "/value/low"),
    ("high", "/value/high"),
    ("unit", "/value/unit"),
    ("of", "/value/of"),
    ("hedge", "/value/hedge"),
    ("due", "/value/due"),
    ("date_from", "/value/from"),
    ("date_to", "/value/to"),
    ("status", "/status"),
    ("speaker", "/speaker"),
    ("certainty", "/certainty"),
    ("negated", "/negated"),
    ("period_from", "/period/from"),
    ("period_to", "/period/to"),
    ("quote", "/quote"),
    ("id", "/id"),
];

/// Writes a row of names and a row a claim; an unknown is an empty field.
///
/// # Errors
/// Fails where `out` does.
pub fn write_csv<'a>(out: &mut dyn io::Write, claims: impl IntoIterator<Item = &'a Claim>) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.map(|(name, _)| name).join(","))?;
    for claim in claims {
        let json = as_json(claim)?;
        let row = COLUMNS.map(|(_, pointer)| field(&cell(json.pointer(pointer))));
        writeln!(out, "{}", row.join(","))?;
    }
    Ok(())
}

/// A value as text; the slots of a scope as `name=value`, apart by spaces.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(slots)) => {
            let slot = |(name, value): (&String, &Value)| format!("{name}={}", cell(Some(value)));
            slots.iter().map(slot).collect::<Vec<_>>().join(" ")
        }
        Some(other) => other.to_string(),
    }
}

/// The text in quotes, with its own doubled, where a comma, a quote or a line break is in it.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_quotes_and_line_breaks_are_quoted() {
        assert_eq!(field("5 procent"), "5 procent");
        assert_eq!(field("3,5 \"procent\"\n"), "\"3,5 \"\"procent\"\"\n\"");
    }

    #[test]
    fn scopes_and_unknowns_have_their_text() {
        let json = serde_json::json!({"scope": {"of": "gdp", "place": null}, "subject": null, "line": 7});
        assert_eq!(cell(json.pointer("/scope")), "of=gdp place=");
        assert_eq!(cell(json.pointer("/subject")), "");
        assert_eq!(cell(json.pointer("/line")), "7");
        assert_eq!(cell(json.pointer("/missing")), "");
    }
}
