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
    /// Ages of people.
    #[serde(default)]
    pub ages: super::age::AgePack,
    /// Endings of an owner, without which a word is known too: `'s` in `Monday's`.
    #[serde(default)]
    pub possessives: Vec<String>,
    /// Abbreviations after which a sentence goes on.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Names that are one capital, and so no initial behind a small word: `on X. The army …`.
    #[serde(default)]
    pub one_letter_names: Vec<String>,
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
    /// Letters that are a scale behind digits only with money (`$5m`) or before what is counted
    /// (`5m people`), and else a unit (`5m deep`).
    #[serde(default)]
    pub tight_scales: BTreeMap<String, Decimal>,
    /// Plurals that are a scale behind a number and vague without one: `millions`.
    #[serde(default)]
    pub plural_scales: Vec<String>,
    /// What stands between a part and its scale: `of` in `two thirds of a million`.
    #[serde(default)]
    pub part_joiners: Vec<String>,
    /// What stands behind a share: `of` in `a fifth of the voters`.
    #[serde(default)]
    pub shared: Vec<String>,
    /// The words that join parts of a number: `en`, `and`.
    pub joiners: Vec<String>,
    /// The words between a number and the next one that make the two a range: `of` in `acht of negen`.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The words for the decimal sign, between numbers in words: `point`, `komma`.
    #[serde(default)]
    pub points: Vec<String>,
    /// The indefinite articles that are also the number one: `een`, `a`.
    pub articles: Vec<String>,
    /// Words for parts that stand alone or before a scale: `half` 0.5, `anderhalf` 1.5, `kwart` 0.25.
    pub parts: BTreeMap<String, Decimal>,
    /// Denominators: `derde` 3, `vijfde` 5; their plurals too.
    pub denominators: BTreeMap<String, u64>,
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
    /// Words before a bare number that say that it is it: `gelijk aan`.
    #[serde(default)]
    pub equal: Vec<String>,
    /// What stands behind a figure and hedges it: `of meer`; under `exact` what closes a bound
    /// (`meer dan 5 of gelijk aan`).
    #[serde(default)]
    pub trailing_hedges: BTreeMap<Hedge, Vec<String>>,
    /// Range words: before both (`tussen`, `van`), between both (`en`, `tot`, `tot en met`).
    pub ranges: Vec<RangeWords>,
    /// Words between two counts of which the first leaves its ending to the second: `vijf- tot zesduizend`.
    #[serde(default)]
    pub suspended: Vec<String>,
    /// Words before a count that cap it (`tot 12 onderzeeërs`), unless something grows to it.
    #[serde(default)]
    pub caps: Vec<String>,
    /// Words that open a clause about what stands before them, so that it is known already: `die`, `that`.
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Starts of the words after which a cap is a target: `verhog`, `stijg`.
    #[serde(default)]
    pub growth: Vec<String>,
    /// Starts of the verbs that close a clause behind what something grows to: `opgetrok` in `tot 72 opgetrokken`.
    #[serde(default)]
    pub grown: Vec<String>,
    /// Nouns that tell how much something changes; what follows is no level: `een stijging van 5 tot 6 procent`.
    #[serde(default)]
    pub change_nouns: Vec<String>,
    /// Words between a verb of change and how much it is: `by`, `met`. What `to` leads to behind that is a level.
    #[serde(default)]
    pub change_leads: Vec<String>,
    /// Bounds that behind the start of a sentence tell among whom others are: `onder de 26 gewonden`.
    #[serde(default)]
    pub among: Vec<String>,
    /// Bounds that tell what something is about behind a word of `topic_cues`: `over de` in
    /// `het gaat over de 28 lidstaten`.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Words of speaking and deciding: `gaat`, `debat`.
    #[serde(default)]
    pub topic_cues: Vec<String>,
    /// Words right before such a bound behind which it is one, where elsewhere it is none: `telt` before `over de`.
    #[serde(default)]
    pub bound_leads: Vec<String>,
    /// Words right before such a bound that make it a topic: `row` in `a row over 500 jobs`.
    #[serde(default)]
    pub topic_leads: Vec<String>,
    /// Bounds that name a level behind a word of rising: `up to` in `goes up to 5%`.
    #[serde(default)]
    pub levels: Vec<String>,
    /// Those words of rising.
    #[serde(default)]
    pub level_leads: Vec<String>,
    /// Those of making something rise, behind which it is named.
    #[serde(default)]
    pub level_pushes: Vec<String>,
    /// Words for what is made to rise: `it` in `push it up to 5%`.
    #[serde(default)]
    pub level_objects: Vec<String>,
    /// Words behind such a bound that make it one after all: `heen` in `over de 2 miljoen heen`.
    #[serde(default)]
    pub passing: Vec<String>,
    /// Adjectives behind a measure that say what it measures of the noun behind them: `brede`.
    #[serde(default)]
    pub attributes: Vec<String>,
    /// Words before what has a unit that bound it, and not a number of things: `onder` in `onder 2 procent`.
    #[serde(default)]
    pub unit_bounds: BTreeMap<Hedge, Vec<String>>,
    /// The definite articles that may stand between a hedge and a part: `de` in `ruim de helft`.
    #[serde(default)]
    pub definite: Vec<String>,
    /// Hedges that before a verb say how sure something is: `zeker` in `zeker verdubbelen`.
    #[serde(default)]
    pub assurances: Vec<String>,
    /// Words beside those of growth that make them a spread: `uiteen` in `loopt uiteen van 3 tot 5`.
    #[serde(default)]
    pub spreading: Vec<String>,
    /// What stands behind a number of years of age and bounds it: `jaar of ouder`.
    #[serde(default)]
    pub age_bounds: BTreeMap<Hedge, Vec<String>>,
    /// What stands between a unit and a rough number of it: `of` in `een graad of 7`.
    #[serde(default)]
    pub unit_or: Vec<String>,
    /// Words between two amounts that share their currency: `en`, `tegen`.
    #[serde(default)]
    pub amount_joiners: Vec<String>,
    /// Words that make the number behind them negative: `min`, `minus`.
    #[serde(default)]
    pub minus: Vec<String>,
    /// Words that join a lower and an upper bound: `boven de 1000 en onder de 1500`.
    #[serde(default)]
    pub bound_joiners: Vec<String>,
    /// Words between two counts that are a share: `een op de drie`, `two in five`.
    #[serde(default)]
    pub ratios: Vec<String>,
    /// The same, where no noun follows: `een van de drie`.
    #[serde(default)]
    pub lone_ratios: Vec<String>,
    /// Those of `ratios` that make no share of two counts where a noun follows and the second, in digits, is large:
    /// `21 out of 28 drones`.
    #[serde(default)]
    pub counted_ratios: Vec<String>,
    /// Words behind the second count that make the two no share: months, `hours`.
    #[serde(default)]
    pub not_shared: Vec<String>,
    /// Vague counts with their ends: `tientallen` 20 to 99.
    pub vague: BTreeMap<String, (Decimal, Decimal)>,
    /// Words before a scale that make two to ten of it: `enkele honderden`, `a few thousand`.
    #[serde(default)]
    pub few: Vec<String>,
    /// What stands between a vague count and its unit: `of` in `millions of dollars`.
    #[serde(default)]
    pub vague_joiners: Vec<String>,
    /// Endings that make a number a rough count: `tal` in `twintigtal`.
    #[serde(default)]
    pub rough_endings: Vec<String>,
    /// Multiples, in one word or more: `verdubbelen` 2, `driedubbel` 3, `twice as many` 2.
    #[serde(default)]
    pub factors: BTreeMap<String, Decimal>,
    /// Words that make a number before them a factor: `keer`, `maal`, `times`.
    #[serde(default)]
    pub times: Vec<String>,
    /// Words before a number that make it a factor: `een factor` in `een factor drie`.
    #[serde(default)]
    pub factor_words: Vec<String>,
    /// Endings that make a number in one word a factor: `voudig`, `fold`.
    #[serde(default)]
    pub factor_endings: Vec<String>,
    /// Starts of what a number before it in the same word counts: `puntenplan` in `twintigpuntenplan`.
    #[serde(default)]
    pub count_stems: Vec<String>,
    /// Currencies: an ISO 4217 code and its words.
    pub money: BTreeMap<String, CurrencyWords>,
    /// Measures: a UCUM code and its words.
    pub measures: BTreeMap<String, Vec<String>>,
    /// Measures that UCUM has no code for, in one that it has: `ons` is 100 g.
    #[serde(default)]
    pub other_measures: Vec<OtherMeasure>,
    /// Measures that add up: `5 ft 2 in`.
    #[serde(default)]
    pub compound_measures: Vec<CompoundMeasure>,
    /// By country (ISO 3166-1) the measures that its publications mean by words that are others elsewhere: `pint`.
    #[serde(default)]
    pub country_measures: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Words for money that are weights too, with their UCUM codes: `pond`.
    #[serde(default)]
    pub weights: BTreeMap<String, String>,
    /// Starts of the words beside which they are weights: `weeg`, `baby`.
    #[serde(default)]
    pub weight_cues: Vec<String>,
    /// Words for a mass that are an amount of money too: `ton`.
    #[serde(default)]
    pub lots: BTreeMap<String, MoneyLot>,
    /// Starts of the words beside which they are money: `kost`.
    #[serde(default)]
    pub lot_cues: Vec<String>,
    /// Words before digits that make them a name and not a figure: `artikel`, `kanaal`, `nummer`; those
    /// with a capital only where they are written with one.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Words that make a verb of such a word behind them: `could` in `could number 30,000`.
    #[serde(default)]
    pub label_verbs: Vec<String>,
    /// Names with number words or digits in them that are no figure: `Tweede Kamer`, `24/7`. One that begins
    /// with a capital is written with one, and one with a capital behind digits (`4K`) just so.
    #[serde(default)]
    pub names: Vec<String>,
    /// Number words that are other words beside these: `acht` before `bewezen`.
    #[serde(default)]
    pub other_words: BTreeMap<String, Neighbours>,
    /// Ends of the names of streets: the number behind one is a house.
    #[serde(default)]
    pub streets: Vec<String>,
    /// Words behind a name that make the number before it a house: `Street`.
    #[serde(default)]
    pub street_words: Vec<String>,
    /// How many digits and then capitals a postcode has: `1012 AB`.
    #[serde(default)]
    pub postcode: Option<(usize, usize)>,
    /// Starts of the words near which two small numbers with a dash are a score: `won`, `zege`.
    #[serde(default)]
    pub score_cues: Vec<String>,
    /// Words behind a number that make it a time of the day: `pm`.
    #[serde(default)]
    pub clock: Vec<String>,
    /// Those of `clock` that are a length of time too: `uur`.
    #[serde(default)]
    pub clock_lengths: Vec<String>,
    /// Words between two numbers that are a time of the day: `kwart voor drie`.
    #[serde(default)]
    pub clock_before: Vec<String>,
    /// Words that make the hour behind them a time of the day: `half` in `half drie`.
    #[serde(default)]
    pub clock_half: Vec<String>,
    /// Numbers to call for help, no figures before a hyphen, near a word of `calls` or right behind one of `call_leads`.
    #[serde(default)]
    pub emergency_numbers: Vec<String>,
    /// Words of calling, and of what one calls for: `bel`, `levensgevaar`.
    #[serde(default)]
    pub calls: Vec<String>,
    /// Words right before such a number: `via`.
    #[serde(default)]
    pub call_leads: Vec<String>,
    /// Words that are no noun: behind `1.8m` they leave the `m` a unit.
    #[serde(default)]
    pub no_nouns: Vec<String>,
    /// Words behind a measure that make it a calibre or a type: `granaten`.
    #[serde(default)]
    pub calibre_nouns: Vec<String>,
    /// Words that make the lone number word behind them a pronoun: `which` before `one`.
    #[serde(default)]
    pub pronoun_after: Vec<String>,
    /// Words that make the lone number word `one` before them a pronoun: `of`.
    #[serde(default)]
    pub pronoun_before: Vec<String>,
    /// Letters right behind digits that count what has a name: `x` in `4x F-16`.
    #[serde(default)]
    pub piece_letters: Vec<String>,
    /// Words behind `een` or `one` that show that it is counted.
    #[serde(default)]
    pub counted_after_one: Vec<String>,
}

/// A measure in units of another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherMeasure {
    /// Its words.
    pub words: Vec<String>,
    /// The UCUM code of the other.
    pub unit: String,
    /// How many of the other one is.
    pub times: Decimal,
}

/// An amount of money with a name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyLot {
    /// The ISO 4217 code of its currency.
    pub currency: String,
    /// How much of it one is.
    pub times: Decimal,
}

/// Two measures that add up to one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompoundMeasure {
    /// The UCUM code of the first.
    pub big: String,
    /// The UCUM code of the second.
    pub small: String,
    /// How many of the second make the first.
    pub each: Decimal,
    /// Whether the sum is told in the first; else in the second, which is exact.
    #[serde(default)]
    pub in_big: bool,
    /// Words for the second that are something else elsewhere: `in`.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether the second may go without its word, where it has two digits: `2 meter 10`, `1m80`.
    #[serde(default)]
    pub bare: bool,
}

/// Words beside a word.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbours {
    /// Those before it.
    #[serde(default)]
    pub before: Vec<String>,
    /// Those behind it.
    #[serde(default)]
    pub after: Vec<String>,
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
    /// What stands between two levels that are no range even without a word of growth: `naar`.
    #[serde(default)]
    pub levels: Vec<String>,
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
    /// Words that mean this currency where one of `countries` is the last that an article names of those with such a
    /// word: `kroner` behind `Denmark`.
    #[serde(default)]
    pub named: Vec<String>,
    /// Whether the bare word means this currency everywhere else.
    #[serde(default)]
    pub default: bool,
    /// Whether its words start compounds: `50-eurobiljet`.
    #[serde(default)]
    pub stem: bool,
}
