//! Language packs: the words that recognition knows, as data.
//!
//! The types are filled from `rules/language/*.yaml` by the rules room. Words are
//! compared folded: without capitals and accents.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::value::Hedge;

/// A language: its figures, its units, its time, its sentence ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguagePack {
    /// The language code: `nl`.
    pub language: String,
    /// How numbers are written.
    pub numerals: NumeralPack,
    /// What stands around figures.
    pub figures: FigurePack,
    /// Dates and durations.
    #[serde(default)]
    pub time: super::time::TimePack,
    /// Abbreviations after which a sentence goes on.
    #[serde(default)]
    pub abbreviations: Vec<String>,
}

/// How a language writes numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumeralPack {
    /// The sign between whole and part: `,` in Dutch, `.` in English.
    pub decimal: char,
    /// Whether units stand before tens (`drieëntwintig`).
    pub unit_first: bool,
    /// 0 to 9.
    pub units: BTreeMap<String, u32>,
    /// 10 to 19.
    pub teens: BTreeMap<String, u32>,
    /// 20 to 90.
    pub tens: BTreeMap<String, u32>,
    /// The words for a hundred.
    pub hundred: Vec<String>,
    /// From a thousand on; several spellings each.
    pub scales: BTreeMap<String, Decimal>,
    /// Scales that only stand behind digits: `mln`, `k`.
    pub short_scales: BTreeMap<String, Decimal>,
    /// The words that join parts of a number: `en`, `and`.
    pub joiners: Vec<String>,
    /// The words for the decimal sign, between numbers in words: `point`, `komma`.
    #[serde(default)]
    pub points: Vec<String>,
    /// The indefinite articles that are also the number one: `een`, `a`.
    pub articles: Vec<String>,
    /// Words for parts that stand alone or before a scale: `half` 0.5, `anderhalf` 1.5, `kwart` 0.25.
    pub parts: BTreeMap<String, Decimal>,
    /// Denominators: `derde` 3, `vijfde` 5; their plurals too.
    pub denominators: BTreeMap<String, u32>,
    /// Ranks in words.
    pub ordinals: BTreeMap<String, u32>,
    /// What makes digits, or a number in one word, a rank: `e`, `ste`, `th`.
    pub ordinal_endings: Vec<String>,
    /// Words for a number of things that are numbers themselves: `dozijn` 12, `dozen` 12.
    pub collectives: BTreeMap<String, u32>,
}

/// What stands around figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigurePack {
    /// The words for percent.
    pub percent: Vec<String>,
    /// The words for percentage point.
    pub percentage_point: Vec<String>,
    /// Basis points, a hundredth of a percentage point.
    #[serde(default)]
    pub basis_point: Vec<String>,
    /// What stands before a figure and hedges it.
    pub hedges: BTreeMap<Hedge, Vec<String>>,
    /// What stands behind a figure and hedges it: `of meer`.
    #[serde(default)]
    pub trailing_hedges: BTreeMap<Hedge, Vec<String>>,
    /// Range words: before both (`tussen`, `van`), between both (`en`, `tot`, `tot en met`).
    pub ranges: Vec<RangeWords>,
    /// Words before a count that cap it (`tot 12 onderzeeërs`), unless something grows to it.
    #[serde(default)]
    pub caps: Vec<String>,
    /// Starts of the words after which a cap is a target: `verhog`, `stijg`.
    #[serde(default)]
    pub growth: Vec<String>,
    /// Words that make the number behind them negative: `min`, `minus`.
    #[serde(default)]
    pub minus: Vec<String>,
    /// Words that join a lower and an upper bound: `boven de 1000 en onder de 1500`.
    #[serde(default)]
    pub bound_joiners: Vec<String>,
    /// Vague counts with their ends: `tientallen` 20 to 99.
    pub vague: BTreeMap<String, (Decimal, Decimal)>,
    /// Endings that make a number a rough count: `tal` in `twintigtal`.
    #[serde(default)]
    pub rough_endings: Vec<String>,
    /// Multiples: `verdubbelen` 2, `driedubbel` 3.
    #[serde(default)]
    pub factors: BTreeMap<String, Decimal>,
    /// Words that make a number before them a factor: `keer`, `maal`, `times`.
    #[serde(default)]
    pub times: Vec<String>,
    /// Endings that make a number in one word a factor: `voudig`, `fold`.
    #[serde(default)]
    pub factor_endings: Vec<String>,
    /// Currencies: an ISO 4217 code and its words.
    pub money: BTreeMap<String, CurrencyWords>,
    /// Measures: a UCUM code and its words.
    pub measures: BTreeMap<String, Vec<String>>,
    /// Words before digits that make them a name and not a figure: `artikel`, `kanaal`, `nummer`.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Words behind a measure that make it a calibre or a type: `granaten`.
    #[serde(default)]
    pub calibre_nouns: Vec<String>,
    /// Words that make the lone number word behind them a pronoun: `which` before `one`.
    #[serde(default)]
    pub pronoun_after: Vec<String>,
    /// Words that make the lone number word `one` before them a pronoun: `of`.
    #[serde(default)]
    pub pronoun_before: Vec<String>,
    /// Words behind `een` or `one` that show that it is counted.
    #[serde(default)]
    pub counted_after_one: Vec<String>,
}

/// A pair of words that make two figures a range.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeWords {
    /// What stands before the first; none if nothing has to.
    #[serde(default)]
    pub before: Vec<String>,
    /// What stands between the two.
    pub between: Vec<String>,
    /// Whether behind a word of growth the two are no range but where it came from and where it went.
    #[serde(default)]
    pub change: bool,
}

/// The words and signs of a currency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrencyWords {
    /// Words behind the amount.
    #[serde(default)]
    pub words: Vec<String>,
    /// Signs and codes that stand before or behind the amount, as they are written.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Words for a hundredth.
    #[serde(default)]
    pub cents: Vec<String>,
    /// Words that this currency shares with others, such as a bare dollar: it is assumed where the
    /// publication's country is one of `countries`, or where no country settles it and this is `default`.
    #[serde(default)]
    pub bare: Vec<String>,
    /// The countries (ISO 3166-1) that mean this currency by its bare word.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Whether the bare word means this currency everywhere else.
    #[serde(default)]
    pub default: bool,
}
