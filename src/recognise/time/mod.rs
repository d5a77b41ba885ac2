//! Dates, periods and durations.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::mention::{Context, Mention};
use super::numeral::Numerals;

/// The time words of a language.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct TimePack {}

/// The dates and durations of one language.
#[derive(Debug, Clone)]
pub struct TimeGrammar {}

impl TimeGrammar {
    /// The grammar of a pack.
    #[must_use]
    pub fn new(_pack: &TimePack, _lexicon: &mut Lexicon) -> Self {
        Self {}
    }

    /// The dates and durations in `words`.
    #[must_use]
    pub fn find(&self, _words: &Words<'_>, _numerals: &Numerals, _context: &Context) -> Vec<Mention> {
        Vec::new()
    }
}
