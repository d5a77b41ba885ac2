//! A language's words around figures, compiled.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::lexicon::{Lexicon, Phrases, WordId, WordMap, WordSet};
use super::super::pack::{CurrencyWords, FigurePack, MoneyLot};
use super::super::words::Words;
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
    /// So many of it: `MEUR`.
    Scaled(usize, Decimal),
    /// A word that several currencies share.
    Bare(WordId),
    /// The UCUM code, and how many of it one is.
    Measure(String, Decimal),
    /// Times as much.
    Times,
}

/// A word for a unit.
#[derive(Debug, Clone)]
pub(super) struct UnitWord {
    pub(super) unit: Unit,
    /// How it has to be written, where capitals matter.
    pub(super) exact: Option<String>,
    /// How many letters it has.
    pub(super) letters: usize,
}

/// A sign of money before its amount.
#[derive(Debug, Clone)]
pub(super) struct MoneySign {
    pub(super) unit: Unit,
    /// Whether white space may stand within it.
    pub(super) loose: bool,
}

/// Two measures that add up: `5 ft 2 in`.
#[derive(Debug, Clone)]
pub(super) struct Compound {
    pub(super) big: String,
    pub(super) small: String,
    /// How many of the small make the big.
    pub(super) each: Decimal,
    /// Whether the sum counts in the big one.
    pub(super) in_big: bool,
    /// Whether two digits count in the small one without its word.
    pub(super) bare: bool,
    /// Words for the small one that are something else elsewhere.
    pub(super) words: WordSet,
}

/// A number word that is also another word: `acht` where a court deems.
#[derive(Debug, Clone)]
pub(super) struct OtherWord {
    pub(super) word: WordId,
    pub(super) before: WordSet,
    pub(super) after: WordSet,
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
    /// What stands between the two where they always are such levels.
    pub(super) levels: Phrases<()>,
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Written {
    /// In any way.
    Anyhow,
    /// With a capital at its start.
    Capital,
    /// Digits with capitals behind them: `4K`.
    Capitals,
}

impl Written {
    fn of(name: &str) -> Self {
        match name.chars().next() {
            Some(c) if c.is_uppercase() => Self::Capital,
            Some(c) if c.is_ascii_digit() && behind_digits(name).is_some_and(char::is_uppercase) => {
                Self::Capitals
            }
            _ => Self::Anyhow,
        }
    }
}

/// The first character behind the digits that a name begins with.
fn behind_digits(name: &str) -> Option<char> {
    name.chars().find(|c| !c.is_ascii_digit())
}

/// The compiled pack.
#[derive(Debug, Clone, Default)]
pub(super) struct FigureWords {
    pub(super) units: Phrases<UnitWord>,
    pub(super) signs: Phrases<MoneySign>,
    /// Words that start a compound with a number before them: `procentsnorm`.
    unit_stems: Vec<(String, Unit)>,
    /// A bit for each letter that one of them begins with.
    stem_letters: u128,
    currencies: Vec<Currency>,
    pub(super) hedges: Phrases<Hedge>,
    pub(super) equal: Phrases<()>,
    pub(super) trailing: Phrases<Hedge>,
    pub(super) ranges: Vec<Range>,
    pub(super) suspended: Phrases<()>,
    pub(super) ratios: Phrases<()>,
    pub(super) lone_ratios: Phrases<()>,
    pub(super) counted_ratios: Phrases<()>,
    pub(super) not_shared: WordSet,
    pub(super) vague: Phrases<(Decimal, Decimal)>,
    pub(super) vague_joiners: Phrases<()>,
    pub(super) few: Phrases<()>,
    pub(super) factors: Phrases<Decimal>,
    pub(super) factor_words: Phrases<()>,
    pub(super) rough_endings: Vec<String>,
    pub(super) factor_endings: Vec<String>,
    /// Folded.
    pub(super) count_stems: Vec<String>,
    /// Words before digits that make them a name, and whether they have to begin with a capital.
    pub(super) labels: WordMap<bool>,
    /// Names, and how they are written.
    pub(super) names: Phrases<Written>,
    /// How many digits and capitals a postcode has.
    pub(super) postcode: Option<(usize, usize)>,
    pub(super) other_words: Vec<OtherWord>,
    pub(super) streets: Vec<String>,
    pub(super) street_words: WordSet,
    pub(super) score_cues: Vec<String>,
    pub(super) clock: Phrases<()>,
    pub(super) clock_before: WordSet,
    pub(super) clock_half: WordSet,
    pub(super) emergency: Phrases<()>,
    pub(super) calls: WordSet,
    pub(super) call_leads: WordSet,
    pub(super) no_nouns: WordSet,
    pub(super) calibre_nouns: Vec<String>,
    pub(super) counted: WordSet,
    pub(super) piece_letters: WordSet,
    pub(super) pronoun_after: WordSet,
    pub(super) pronoun_before: WordSet,
    pub(super) minus: WordSet,
    pub(super) caps: WordSet,
    pub(super) relatives: WordSet,
    /// The words of each stem, folded.
    pub(super) growth: Vec<Vec<String>>,
    pub(super) grown: Vec<Vec<String>>,
    pub(super) change_nouns: WordSet,
    pub(super) change_leads: WordSet,
    pub(super) among: Phrases<()>,
    /// By country what its publications mean by the word for a measure.
    country_measures: BTreeMap<String, Phrases<Unit>>,
    pub(super) bound_joiners: Phrases<()>,
    pub(super) compounds: Vec<Compound>,
    pub(super) weights: WordMap<String>,
    pub(super) weight_cues: Vec<String>,
    pub(super) lots: WordMap<MoneyLot>,
    pub(super) lot_cues: Vec<String>,
    pub(super) topics: Phrases<()>,
    pub(super) topic_cues: WordSet,
    pub(super) label_verbs: WordSet,
    pub(super) levels: Phrases<()>,
    pub(super) level_leads: WordSet,
    pub(super) level_pushes: WordSet,
    pub(super) level_objects: WordSet,
    pub(super) bound_leads: WordSet,
    pub(super) topic_leads: WordSet,
    pub(super) passing: WordSet,
    pub(super) attributes: WordSet,
    pub(super) unit_bounds: Phrases<Hedge>,
    pub(super) definite: WordSet,
    pub(super) assurances: WordSet,
    pub(super) spreading: WordSet,
    pub(super) age_bounds: Phrases<Hedge>,
    pub(super) amount_joiners: WordSet,
    pub(super) unit_or: WordSet,
    pub(super) clock_lengths: WordSet,
}

/// The bit of an ASCII letter.
const fn letter(letter: u8) -> u128 {
    1_u128.unbounded_shl(letter as u32)
}

/// Phrases without a value.
fn phrases(list: &[String], lexicon: &mut Lexicon) -> Phrases<()> {
    let mut out = Phrases::default();
    list.iter().for_each(|p| out.add(lexicon, p, ()));
    out
}

fn ids(list: &[String], lexicon: &mut Lexicon) -> WordSet {
    list.iter().map(|w| lexicon.intern(w)).collect()
}

/// The words of each stem, folded.
fn stems(list: &[String]) -> Vec<Vec<String>> {
    list.iter().map(|stem| fold(stem).split(' ').map(str::to_owned).collect()).collect()
}

fn folded(list: &[String]) -> Vec<String> {
    list.iter().map(|w| fold(w)).collect()
}

impl FigureWords {
    pub(super) fn new(pack: &FigurePack, lexicon: &mut Lexicon) -> Self {
        let mut out = Self {
            equal: phrases(&pack.equal, lexicon),
            suspended: phrases(&pack.suspended, lexicon),
            ratios: phrases(&pack.ratios, lexicon),
            lone_ratios: phrases(&pack.lone_ratios, lexicon),
            counted_ratios: phrases(&pack.counted_ratios, lexicon),
            not_shared: ids(&pack.not_shared, lexicon),
            vague_joiners: phrases(&pack.vague_joiners, lexicon),
            few: phrases(&pack.few, lexicon),
            factor_words: phrases(&pack.factor_words, lexicon),
            rough_endings: folded(&pack.rough_endings),
            factor_endings: folded(&pack.factor_endings),
            count_stems: folded(&pack.count_stems),
            postcode: pack.postcode,
            clock: phrases(&pack.clock, lexicon),
            streets: folded(&pack.streets),
            street_words: ids(&pack.street_words, lexicon),
            score_cues: folded(&pack.score_cues),
            clock_before: ids(&pack.clock_before, lexicon),
            clock_half: ids(&pack.clock_half, lexicon),
            emergency: phrases(&pack.emergency_numbers, lexicon),
            calls: ids(&pack.calls, lexicon),
            call_leads: ids(&pack.call_leads, lexicon),
            no_nouns: ids(&pack.no_nouns, lexicon),
            calibre_nouns: folded(&pack.calibre_nouns),
            counted: ids(&pack.counted_after_one, lexicon),
            pronoun_after: ids(&pack.pronoun_after, lexicon),
            pronoun_before: ids(&pack.pronoun_before, lexicon),
            minus: ids(&pack.minus, lexicon),
            caps: ids(&pack.caps, lexicon),
            relatives: ids(&pack.relatives, lexicon),
            piece_letters: ids(&pack.piece_letters, lexicon),
            growth: stems(&pack.growth),
            grown: stems(&pack.grown),
            change_nouns: ids(&pack.change_nouns, lexicon),
            change_leads: ids(&pack.change_leads, lexicon),
            among: phrases(&pack.among, lexicon),
            bound_joiners: phrases(&pack.bound_joiners, lexicon),
            weights: pack.weights.iter().map(|(w, code)| (lexicon.intern(w), code.clone())).collect(),
            weight_cues: folded(&pack.weight_cues),
            lots: pack.lots.iter().map(|(w, lot)| (lexicon.intern(w), lot.clone())).collect(),
            lot_cues: folded(&pack.lot_cues),
            topics: phrases(&pack.topics, lexicon),
            topic_cues: ids(&pack.topic_cues, lexicon),
            label_verbs: ids(&pack.label_verbs, lexicon),
            levels: phrases(&pack.levels, lexicon),
            level_leads: ids(&pack.level_leads, lexicon),
            level_pushes: ids(&pack.level_pushes, lexicon),
            level_objects: ids(&pack.level_objects, lexicon),
            bound_leads: ids(&pack.bound_leads, lexicon),
            topic_leads: ids(&pack.topic_leads, lexicon),
            passing: ids(&pack.passing, lexicon),
            attributes: ids(&pack.attributes, lexicon),
            definite: ids(&pack.definite, lexicon),
            assurances: ids(&pack.assurances, lexicon),
            spreading: ids(&pack.spreading, lexicon),
            unit_or: ids(&pack.unit_or, lexicon),
            amount_joiners: ids(&pack.amount_joiners, lexicon),
            clock_lengths: ids(&pack.clock_lengths, lexicon),
            ..Self::default()
        };
        out.plain_units(pack, lexicon);
        for (code, words) in &pack.money {
            out.currency(code, words, lexicon);
        }
        out.unit_stems.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        for (hedge, list) in &pack.hedges {
            list.iter().for_each(|p| out.hedges.add(lexicon, p, *hedge));
        }
        for (hedge, list) in &pack.trailing_hedges {
            list.iter().for_each(|p| out.trailing.add(lexicon, p, *hedge));
        }
        for (hedge, list) in &pack.unit_bounds {
            list.iter().for_each(|p| out.unit_bounds.add(lexicon, p, *hedge));
        }
        for (hedge, list) in &pack.age_bounds {
            list.iter().for_each(|p| out.age_bounds.add(lexicon, p, *hedge));
        }
        pack.vague.iter().for_each(|(w, ends)| out.vague.add(lexicon, w, *ends));
        pack.factors.iter().for_each(|(w, times)| out.factors.add(lexicon, w, *times));
        out.ranges = pack
            .ranges
            .iter()
            .map(|words| Range {
                before: phrases(&words.before, lexicon),
                needs_before: !words.before.is_empty(),
                change: words.change,
                between: phrases(&words.between, lexicon),
                levels: phrases(&words.levels, lexicon),
            })
            .collect();
        out.guards(pack, lexicon);
        out
    }

    fn guards(&mut self, pack: &FigurePack, lexicon: &mut Lexicon) {
        for name in &pack.names {
            self.names.add(lexicon, name, Written::of(name));
        }
        // A word that is listed in both ways needs no capital.
        let (capital, small): (Vec<&String>, _) =
            pack.labels.iter().partition(|w| w.starts_with(char::is_uppercase));
        let mut label = |word: &String, capital: bool| (lexicon.intern(word), capital);
        let capital: Vec<_> = capital.into_iter().map(|word| label(word, true)).collect();
        self.labels = capital.into_iter().chain(small.into_iter().map(|word| label(word, false))).collect();
        self.other_words = pack
            .other_words
            .iter()
            .map(|(word, other)| OtherWord {
                word: lexicon.intern(word),
                before: ids(&other.before, lexicon),
                after: ids(&other.after, lexicon),
            })
            .collect();
    }

    fn plain_units(&mut self, pack: &FigurePack, lexicon: &mut Lexicon) {
        let mut units: Vec<(&str, Unit)> = Vec::new();
        units.extend(pack.percent.iter().map(|w| (w.as_str(), Unit::Percent)));
        units.extend(pack.percentage_point.iter().map(|w| (w.as_str(), Unit::PercentagePoint)));
        units.extend(pack.basis_point.iter().map(|w| (w.as_str(), Unit::BasisPoint)));
        units.extend(pack.times.iter().map(|w| (w.as_str(), Unit::Times)));
        let measure = |code: &str, times| Unit::Measure(code.to_owned(), times);
        for (code, words) in &pack.measures {
            units.extend(words.iter().map(|w| (w.as_str(), measure(code, Decimal::ONE))));
        }
        for other in &pack.other_measures {
            units.extend(other.words.iter().map(|w| (w.as_str(), measure(&other.unit, other.times))));
        }
        for (word, unit) in units {
            self.units.add(lexicon, word, UnitWord::new(word, unit.clone()));
            self.stem_of(word, unit);
        }
        for (country, measures) in &pack.country_measures {
            let own = self.country_measures.entry(country.clone()).or_default();
            for (code, words) in measures {
                words.iter().for_each(|w| own.add(lexicon, w, measure(code, Decimal::ONE)));
            }
        }
        for rule in &pack.compound_measures {
            self.compounds.push(Compound {
                big: rule.big.clone(),
                small: rule.small.clone(),
                each: rule.each,
                in_big: rule.in_big,
                bare: rule.bare,
                words: ids(&rule.words, lexicon),
            });
        }
    }

    /// A percentage starts a compound (`procentsnorm`), and so does what a pack writes with a hyphen
    /// before it (`-jarige`).
    fn stem_of(&mut self, word: &str, unit: Unit) {
        let stem = fold(word.trim_start_matches('-'));
        let percent = matches!(unit, Unit::Percent | Unit::PercentagePoint);
        if stem.len() >= 3
            && stem.bytes().all(|b| b.is_ascii_lowercase())
            && (percent || word.starts_with('-'))
        {
            self.stem_letters |= stem.as_bytes().first().map_or(0, |first| letter(*first));
            self.unit_stems.push((stem, unit));
        }
    }

    /// The unit that `text` starts with, as the first part of a compound, and its bytes.
    pub(super) fn stem(&self, text: &str) -> Option<(Unit, usize)> {
        let first = *text.as_bytes().first()?;
        if first.is_ascii() && self.stem_letters & letter(first.to_ascii_lowercase()) == 0 {
            return None;
        }
        let folded = fold(text);
        let (stem, unit) = self.unit_stems.iter().find(|(stem, _)| folded.starts_with(stem.as_str()))?;
        text.is_char_boundary(stem.len()).then(|| (unit.clone(), stem.len()))
    }

    fn currency(&mut self, code: &str, words: &CurrencyWords, lexicon: &mut Lexicon) {
        let index = self.currencies.len();
        let mut unit = |word: &str, unit| self.units.add(lexicon, word, UnitWord::new(word, unit));
        words.words.iter().for_each(|w| unit(w, Unit::Money(index)));
        words.cents.iter().for_each(|w| unit(w, Unit::Cent(index)));
        // `MEUR`: millions of it.
        for (letter, zeros) in [('M', 6), ('B', 9), ('k', 3)] {
            let scale = Decimal::from(10_u64.pow(zeros));
            unit(&format!("{letter}{code}"), Unit::Scaled(index, scale));
        }
        for sign in words.signs.iter().map(String::as_str).chain([code]) {
            let loose = sign.contains(' ');
            self.signs.add(lexicon, sign, MoneySign { unit: Unit::Money(index), loose });
            self.units.add(lexicon, sign, UnitWord::new(sign, Unit::Money(index)));
        }
        let mut bare = Vec::new();
        for word in &words.bare {
            let id = lexicon.intern(word);
            bare.push(id);
            self.units.add(lexicon, word, UnitWord::new(word, Unit::Bare(id)));
            if !word.chars().all(char::is_alphabetic) {
                self.signs.add(lexicon, word, MoneySign { unit: Unit::Bare(id), loose: false });
            }
        }
        for word in words.words.iter().filter(|w| words.stem && w.chars().all(char::is_alphabetic)) {
            self.unit_stems.push((fold(word), Unit::Money(index)));
        }
        self.currencies.push(Currency {
            code: code.to_owned(),
            bare,
            countries: words.countries.clone(),
            default: words.default,
            small_code: words.words.iter().any(|w| w.eq_ignore_ascii_case(code)),
        });
    }

    /// The ISO 4217 code of a currency.
    pub(super) fn code(&self, currency: usize) -> Option<&str> {
        self.currencies.get(currency).map(|c| c.code.as_str())
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

    /// The measure that the `n` words at `at` mean in a publication of `country`: British pints are larger.
    pub(super) fn measure_in(
        &self,
        country: Option<&Country>,
        words: &Words<'_>,
        at: usize,
        n: usize,
    ) -> Option<Unit> {
        let own = self.country_measures.get(country?.as_str())?.at(words, at);
        own.filter(|(_, m)| *m == n).map(|(unit, _)| unit.clone())
    }

    /// The currency that a shared word means in a publication of `country`.
    pub(super) fn bare(&self, word: WordId, country: Option<&Country>) -> Option<&Currency> {
        let mut fit = self.currencies.iter().filter(|c| c.bare.contains(&word));
        let here = country.and_then(|c| fit.clone().find(|f| f.countries.iter().any(|k| k == c.as_str())));
        here.or_else(|| fit.clone().find(|f| f.default)).or_else(|| fit.next())
    }
}
