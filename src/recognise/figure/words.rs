//! A language's words around figures, compiled.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::super::lexicon::{Lexicon, Phrases, WordId, WordSet, Words};
use super::super::pack::{CurrencyWords, FigurePack};
use crate::text::fold;
use crate::value::{Country, Hedge};

/// What a figure counts in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    Percent,
    PercentagePoint,
    BasisPoint,
    /// The index of the currency.
    Money(usize),
    /// A hundredth of it.
    Cent(usize),
    /// A word that several currencies share.
    Bare(WordId),
    /// The UCUM code.
    Measure(String),
    /// Times as much.
    Times,
}

/// A currency as the grammar needs it.
#[derive(Debug, Clone)]
pub(super) struct Currency {
    pub(super) code: String,
    bare: Vec<WordId>,
    countries: Vec<String>,
    default: bool,
    /// Whether its code in small letters is no other word.
    small_code: bool,
}

/// What joins two figures to a range.
#[derive(Debug, Clone)]
pub(super) struct Range {
    pub(super) before: Phrases<()>,
    pub(super) needs_before: bool,
    /// Whether behind a word of growth the two are where it came from and where it went.
    pub(super) change: bool,
    pub(super) between: Phrases<()>,
}

/// The compiled pack.
#[derive(Debug, Clone, Default)]
pub(super) struct FigureWords {
    pub(super) units: Phrases<Unit>,
    pub(super) signs: Phrases<Unit>,
    /// Words that start a compound with a number before them: `procentsnorm`.
    pub(super) unit_stems: Vec<(String, Unit)>,
    pub(super) currencies: Vec<Currency>,
    pub(super) hedges: Phrases<Hedge>,
    pub(super) trailing: Phrases<Hedge>,
    pub(super) ranges: Vec<Range>,
    pub(super) vague: Phrases<(Decimal, Decimal)>,
    pub(super) factors: FxHashMap<WordId, Decimal>,
    pub(super) rough_endings: Vec<String>,
    pub(super) factor_endings: Vec<String>,
    pub(super) labels: WordSet,
    pub(super) calibre_nouns: Vec<String>,
    pub(super) counted: WordSet,
    pub(super) pronoun_after: WordSet,
    pub(super) pronoun_before: WordSet,
    pub(super) minus: WordSet,
    pub(super) caps: WordSet,
    pub(super) growth: Vec<String>,
    pub(super) bound_joiners: Phrases<()>,
}

impl FigureWords {
    pub(super) fn new(pack: &FigurePack, lexicon: &mut Lexicon) -> Self {
        let mut out = Self::default();
        let mut units: Vec<(&str, Unit)> = Vec::new();
        units.extend(pack.percent.iter().map(|w| (w.as_str(), Unit::Percent)));
        units.extend(pack.percentage_point.iter().map(|w| (w.as_str(), Unit::PercentagePoint)));
        units.extend(pack.basis_point.iter().map(|w| (w.as_str(), Unit::BasisPoint)));
        units.extend(pack.times.iter().map(|w| (w.as_str(), Unit::Times)));
        for (code, words) in &pack.measures {
            units.extend(words.iter().map(|w| (w.as_str(), Unit::Measure(code.clone()))));
        }
        for (word, unit) in &units {
            out.units.add(lexicon, word, unit.clone());
            let stem = fold(word);
            if stem.len() >= 3
                && stem.bytes().all(|b| b.is_ascii_lowercase())
                && matches!(unit, Unit::Percent | Unit::PercentagePoint)
            {
                out.unit_stems.push((stem, unit.clone()));
            }
        }
        out.unit_stems.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        for (code, words) in &pack.money {
            out.currency(code, words, lexicon);
        }
        for (hedge, phrases) in &pack.hedges {
            phrases.iter().for_each(|p| out.hedges.add(lexicon, p, *hedge));
        }
        for (hedge, phrases) in &pack.trailing_hedges {
            phrases.iter().for_each(|p| out.trailing.add(lexicon, p, *hedge));
        }
        for words in &pack.ranges {
            let mut range = Range {
                before: Phrases::default(),
                needs_before: !words.before.is_empty(),
                change: words.change,
                between: Phrases::default(),
            };
            words.before.iter().for_each(|p| range.before.add(lexicon, p, ()));
            words.between.iter().for_each(|p| range.between.add(lexicon, p, ()));
            out.ranges.push(range);
        }
        pack.vague.iter().for_each(|(w, ends)| out.vague.add(lexicon, w, *ends));
        out.factors = pack.factors.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect();
        out.rough_endings = pack.rough_endings.iter().map(|w| fold(w)).collect();
        out.factor_endings = pack.factor_endings.iter().map(|w| fold(w)).collect();
        out.labels = pack.labels.iter().map(|w| lexicon.intern(w)).collect();
        out.calibre_nouns = pack.calibre_nouns.iter().map(|w| fold(w)).collect();
        out.caps = pack.caps.iter().map(|w| lexicon.intern(w)).collect();
        out.growth = pack.growth.iter().map(|w| fold(w)).collect();
        out.pronoun_after = pack.pronoun_after.iter().map(|w| lexicon.intern(w)).collect();
        out.pronoun_before = pack.pronoun_before.iter().map(|w| lexicon.intern(w)).collect();
        out.minus = pack.minus.iter().map(|w| lexicon.intern(w)).collect();
        pack.bound_joiners.iter().for_each(|p| out.bound_joiners.add(lexicon, p, ()));
        out.counted = pack.counted_after_one.iter().map(|w| lexicon.intern(w)).collect();
        out
    }

    fn currency(&mut self, code: &str, words: &CurrencyWords, lexicon: &mut Lexicon) {
        let index = self.currencies.len();
        words.words.iter().for_each(|w| self.units.add(lexicon, w, Unit::Money(index)));
        words.cents.iter().for_each(|w| self.units.add(lexicon, w, Unit::Cent(index)));
        for sign in words.signs.iter().map(String::as_str).chain([code]) {
            self.signs.add(lexicon, sign, Unit::Money(index));
            self.units.add(lexicon, sign, Unit::Money(index));
        }
        let mut bare = Vec::new();
        for word in &words.bare {
            let id = lexicon.intern(word);
            bare.push(id);
            self.units.add(lexicon, word, Unit::Bare(id));
            if !word.chars().all(char::is_alphabetic) {
                self.signs.add(lexicon, word, Unit::Bare(id));
            }
        }
        self.currencies.push(Currency {
            code: code.to_owned(),
            bare,
            countries: words.countries.clone(),
            default: words.default,
            small_code: words.words.iter().any(|w| w.eq_ignore_ascii_case(code)),
        });
    }

    /// Whether the code of a currency stands in capitals, where it is its code that stands at `at`:
    /// `ALL 32` may be money, `all 32` is not.
    pub(super) fn in_capitals(&self, words: &Words<'_>, at: usize, unit: &Unit) -> bool {
        let Unit::Money(currency) = unit else { return true };
        let text = words.token(at).map_or("", |t| t.text);
        let code = self.currencies.get(*currency).map_or("", |c| c.code.as_str());
        let small = self.currencies.get(*currency).is_some_and(|c| c.small_code);
        small || !text.eq_ignore_ascii_case(code) || text == code
    }

    /// The currency that a shared word means in a publication of `country`.
    pub(super) fn bare(&self, word: WordId, country: Option<&Country>) -> Option<&Currency> {
        let mut fit = self.currencies.iter().filter(|c| c.bare.contains(&word));
        let here = country.and_then(|c| fit.clone().find(|f| f.countries.iter().any(|k| k == c.as_str())));
        here.or_else(|| fit.clone().find(|f| f.default)).or_else(|| fit.next())
    }
}
