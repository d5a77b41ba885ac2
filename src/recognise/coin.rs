//! Which of the currencies of one word is meant: `40 billion kroner` are Danish where Denmark was named last.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::entity::Vocabulary;
use super::mention::{Context, Mention, MentionValue};
use super::pack::LanguagePack;
use crate::value::{Country, Quantity};

/// A currency that a word of several means where its country was named last.
#[derive(Debug)]
struct Coin {
    code: String,
    countries: Vec<Country>,
}

/// The words that several countries have for their money, such as `kroner`, each with its currencies.
#[derive(Debug, Default)]
pub(super) struct Coins {
    by_word: BTreeMap<String, Vec<Coin>>,
}

/// Where in the list of mentions each currency or its country is named first and, so far, last.
#[derive(Debug, Default)]
struct Named<'a> {
    first: FxHashMap<&'a str, usize>,
    last: FxHashMap<&'a str, usize>,
}

impl Coins {
    pub(super) fn new<'p>(packs: impl Iterator<Item = &'p LanguagePack>) -> Self {
        let mut by_word: BTreeMap<String, Vec<Coin>> = BTreeMap::new();
        for (code, currency) in packs.flat_map(|pack| &pack.figures.money) {
            for word in &currency.named {
                let countries = currency.countries.iter().map(|c| Country::new(c)).collect();
                by_word.entry(word.clone()).or_default().push(Coin { code: code.clone(), countries });
            }
        }
        Self { by_word }
    }

    /// Gives each amount in a bare word the currency of the country that was named last before it, or else first
    /// behind it. The publication's own country comes before both.
    pub(super) fn settle(&self, text: &str, mentions: &mut [Mention], context: &Context, names: &Vocabulary) {
        if !mentions.iter().any(|m| self.of(text, m).is_some()) {
            return;
        }
        let owners = self.owners(names);
        let told: Vec<Option<&str>> = mentions.iter().map(|m| Self::tells(m, &owners)).collect();
        let mut named = Named::default();
        for (at, code) in told.iter().enumerate() {
            if let Some(code) = code {
                named.first.entry(code).or_insert(at);
            }
        }
        for (at, mention) in mentions.iter_mut().enumerate() {
            if let Some(code) = told.get(at).copied().flatten() {
                named.last.insert(code, at);
            }
            let Some(coins) = self.of(text, mention) else { continue };
            let here = |c: &Coin| context.country.as_ref().is_some_and(|k| c.countries.contains(k));
            if !coins.iter().any(here)
                && let Some(code) = named.nearest(coins)
                && let MentionValue::Figure(figure) = &mut mention.value
            {
                figure.unit = Some(code.to_owned());
            }
        }
    }

    /// The currencies that the bare word of an amount may mean.
    fn of(&self, text: &str, mention: &Mention) -> Option<&[Coin]> {
        let MentionValue::Figure(figure) = &mention.value else { return None };
        if figure.quantity != Quantity::Money || !figure.assumed {
            return None;
        }
        let word = mention.span.of(text).rsplit([' ', '\u{a0}', '-']).next()?;
        self.by_word.get(&word.to_lowercase()).map(Vec::as_slice)
    }

    /// The currency of each country that has such a word.
    fn owners(&self, names: &Vocabulary) -> FxHashMap<Arc<str>, &str> {
        let coins = self.by_word.values().flatten();
        let owners = coins.flat_map(|c| c.countries.iter().map(|k| (k, c.code.as_str())));
        owners.filter_map(|(country, code)| Some((names.country(country)?.clone(), code))).collect()
    }

    /// The currency that a mention names, by its country or by its full name.
    fn tells<'c>(mention: &Mention, owners: &FxHashMap<Arc<str>, &'c str>) -> Option<&'c str> {
        match &mention.value {
            MentionValue::Entity(entity) => owners.get(&entity.id).copied(),
            MentionValue::Figure(figure) if !figure.assumed => {
                owners.values().find(|code| figure.unit.as_deref() == Some(**code)).copied()
            }
            _ => None,
        }
    }
}

impl Named<'_> {
    fn nearest<'c>(&self, coins: &'c [Coin]) -> Option<&'c str> {
        let code = |c: &'c Coin| c.code.as_str();
        let last = coins.iter().map(code).filter_map(|c| Some((self.last.get(c)?, c))).max();
        let first = || coins.iter().map(code).filter_map(|c| Some((self.first.get(c)?, c))).min();
        last.or_else(first).map(|(_, code)| code)
    }
}
