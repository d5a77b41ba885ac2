//! Language packs from YAML.

use std::sync::Arc;

use super::yaml;
use crate::finding::Problem;
use crate::recognise::LanguagePack;
use crate::text::SourceSpan;

/// Reads the language pack in the YAML `text` of the file `path`.
///
/// # Errors
/// A problem at the place of the first mistake: packs are read by their types alone.
pub fn parse(path: &str, text: &Arc<str>) -> Result<LanguagePack, Problem> {
    serde_yaml::from_str::<LanguagePack>(text).map_err(|error| {
        let at = error.location().map_or(0, |l| yaml::byte_at(text, l.line(), l.column()));
        let span = SourceSpan::new(at, yaml::next_boundary(text, at));
        Problem::error("rule/language", path, "this language pack cannot be read")
            .at(text, span, error.without_snippet().to_string())
            .with_help("compare with the shipped `rules/language/nl.yaml`, which describes every field")
    })
}
