//! YAML to compiled rules: metrics, cue words, language packs, vocabulary, checks.
//!
//! Every file is read into a tree of nodes that know their place (`yaml`), then
//! validated as a whole, so that all mistakes are reported at once and each at its key or value.

pub mod check_rule;
pub mod check_test;
pub mod class;
pub mod cues;
pub mod expression;
pub mod fields;
mod forms;
pub mod furniture;
pub mod join;
pub mod language;
pub mod metric;
pub mod metric_file;
pub mod outline;
pub mod pack_files;
pub mod pattern;
mod pattern_tokens;
mod policy;
mod rule_set;
pub mod schema;
pub mod vocabulary;
#[cfg(test)]
mod vocabulary_tests;
pub mod yaml;

pub use check_rule::CheckRule;
pub use policy::{BEHAVIOURS, Behaviour, Policy};
pub use rule_set::RuleSet;
