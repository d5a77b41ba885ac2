//! Language packs from YAML.

use super::pack_files::PackFile;
use super::yaml;
use crate::finding::Problem;
use crate::recognise::LanguagePack;

/// Reads a language pack.
///
/// # Errors
/// A problem at the place of the first mistake: packs are read by their types alone.
pub fn parse(file: &PackFile) -> Result<LanguagePack, Problem> {
    yaml::typed::<LanguagePack>(&file.node()?).map_err(|(span, message)| {
        Problem::error("rule/language", &file.path, "this language pack cannot be read")
            .at(&file.text, span, message)
            .with_help("compare with the shipped `rules/language/nl.yaml`, which describes every field")
    })
}
