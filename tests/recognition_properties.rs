//! What holds of recognition whatever stands there: a value that is printed reads back, spans are text,
//! sentences are read apart, and intervals obey their algebra.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use klopt::recognise::{Context, DateValue, Mention, MentionValue};
use klopt::rules::RuleSet;
use klopt::text::Span;
use klopt::value::{
    Bound, Date, Decimal, Figure, Hedge, Interval, Language, Period, Printer, Quantity, Relation,
};
use proptest::prelude::*;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load(Vec::new()).0);

fn context(language: &str) -> Context {
    let reference = "2025-12-02".parse().ok().map(Period::day);
    Context { language: Some(Language::new(language)), reference, country: None }
}

/// The figures, dates and durations in `text`.
fn mentions(text: &str, language: &str) -> Vec<Mention> {
    let mut all = RULES.recogniser.recognise(text, &context(language));
    all.retain(|m| !matches!(m.value, MentionValue::Entity(_)));
    all
}

/// The figure that is all of `text`; what else was found fails.
fn read(text: &str, language: &str) -> Figure {
    let found = mentions(text, language);
    let [Mention { span, value: MentionValue::Figure(figure) }] = found.as_slice() else {
        panic!("{text}: {found:?}")
    };
    assert_eq!(span.of(text), text);
    figure.clone()
}

/// A figure between words, which must be found with its whole text.
fn read_in(text: &str, language: &str) -> Figure {
    let (before, behind) =
        if language == "nl" { ("Het gaat om ", " volgens hem.") } else { ("It is ", ", she said.") };
    let sentence = format!("{before}{text}{behind}");
    let found = mentions(&sentence, language);
    let [Mention { span, value: MentionValue::Figure(figure) }] = found.as_slice() else {
        panic!("{sentence}: {found:?}")
    };
    assert_eq!(span.of(&sentence), text, "{sentence}");
    figure.clone()
}

/// A value with up to seven digits, of which up to three are decimals, times a scale.
fn decimals() -> impl Strategy<Value = Decimal> {
    (1_i64..10_000_000, 0_u32..=3, 0_u32..=9).prop_map(|(digits, decimals, zeros)| {
        let zeros = if zeros % 3 == 0 { zeros } else { 0 };
        (Decimal::new(digits, decimals) * Decimal::from(10_u64.pow(zeros))).normalize()
    })
}

fn quantities() -> impl Strategy<Value = (Quantity, Option<&'static str>)> {
    prop_oneof![
        Just((Quantity::Number, None)),
        Just((Quantity::Percent, Some("%"))),
        Just((Quantity::PercentagePoint, Some("pp"))),
        Just((Quantity::Money, Some("EUR"))),
        Just((Quantity::Money, Some("USD"))),
        Just((Quantity::Money, Some("GBP"))),
        Just((Quantity::Measure, Some("km"))),
        Just((Quantity::Measure, Some("kg"))),
        Just((Quantity::Factor, None)),
    ]
}

fn hedges() -> impl Strategy<Value = Hedge> {
    prop_oneof![
        Just(Hedge::Exact),
        Just(Hedge::About),
        Just(Hedge::Circa),
        Just(Hedge::Over),
        Just(Hedge::Under),
        Just(Hedge::MoreThan),
        Just(Hedge::LessThan),
        Just(Hedge::AtLeast),
        Just(Hedge::AtMost),
    ]
}

/// What both have to say alike: how exact the writing was is no part of the value.
fn said(
    figure: &Figure,
) -> (Quantity, Option<Decimal>, Option<String>, Hedge, Option<Decimal>, Option<Decimal>) {
    let bound = figure.nominal.is_none();
    let end = |v: Option<Decimal>| v.filter(|_| bound).map(|v| v.normalize());
    let nominal = figure.nominal.map(|v| v.normalize());
    (figure.quantity, nominal, figure.unit.clone(), figure.hedge, end(figure.low), end(figure.high))
}

/// Number words from a language pack, by their values.
struct Speller {
    words: BTreeMap<u32, String>,
    hundred: String,
    scales: Vec<(u64, String)>,
    joiner: String,
    unit_first: bool,
}

impl Speller {
    fn new(language: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/language/{language}.yaml"));
        let pack: serde_json::Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let numerals = &pack["numerals"];
        let mut words = BTreeMap::new();
        for map in ["units", "teens", "tens"] {
            for (word, value) in numerals[map].as_object().unwrap() {
                let value = u32::try_from(value.as_u64().unwrap()).unwrap();
                words.entry(value).or_insert_with(|| word.clone());
            }
        }
        let list = |key: &str| -> Vec<String> { serde_json::from_value(numerals[key].clone()).unwrap() };
        let plural = list("plural_scales");
        let mut scales = Vec::new();
        for scale in [1_000_000_000_000_u64, 1_000_000_000, 1_000_000, 1_000] {
            let is = |v: &serde_json::Value| {
                v.to_string().parse::<f64>().is_ok_and(|f| f.to_string() == scale.to_string())
            };
            let word =
                numerals["scales"].as_object().unwrap().iter().find(|(w, v)| is(v) && !plural.contains(w));
            scales.push((scale, word.unwrap().0.clone()));
        }
        Self {
            words,
            hundred: list("hundred")[0].clone(),
            scales,
            joiner: list("joiners")[0].clone(),
            unit_first: numerals["unit_first"].as_bool().unwrap(),
        }
    }

    /// The words for `value` from 1 on; `tight` writes all below a thousand in one word.
    fn spell(&self, value: u64) -> String {
        let mut rest = value;
        let mut out = Vec::new();
        for (scale, word) in &self.scales {
            if rest >= *scale {
                let count = u32::try_from(rest / scale).unwrap();
                let space = if self.unit_first && *scale == 1_000 { "" } else { " " };
                out.push(format!("{}{space}{word}", self.below_thousand(count)));
                rest %= scale;
            }
        }
        if rest > 0 {
            out.push(self.below_thousand(u32::try_from(rest).unwrap()));
        }
        out.join(" ")
    }

    fn below_thousand(&self, value: u32) -> String {
        if value < 100 {
            return self.below_hundred(value);
        }
        let space = if self.unit_first { "" } else { " " };
        let hundreds = format!("{}{space}{}", self.words[&(value / 100)], self.hundred);
        if value.is_multiple_of(100) {
            hundreds
        } else {
            format!("{hundreds}{space}{}", self.below_hundred(value % 100))
        }
    }

    fn below_hundred(&self, value: u32) -> String {
        if let Some(word) = self.words.get(&value) {
            return word.clone();
        }
        let (ten, unit) = (&self.words[&(value - value % 10)], &self.words[&(value % 10)]);
        if self.unit_first { format!("{unit}{}{ten}", self.joiner) } else { format!("{ten}-{unit}") }
    }
}

static SPELLERS: LazyLock<[(&str, Speller); 2]> =
    LazyLock::new(|| ["nl", "en"].map(|l| (l, Speller::new(l))));

/// `value` with its whole part in groups of three.
fn grouped(value: Decimal, group: &str, point: &str) -> String {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    if part.is_empty() { out } else { format!("{out}{point}{part}") }
}

fn bounds() -> impl Strategy<Value = Interval> {
    let end = || (proptest::option::weighted(0.85, -20_i64..20), any::<bool>(), 0_i64..4);
    (end(), end()).prop_map(|(a, b)| {
        let (low, high) = match (a.0, b.0) {
            (Some(x), Some(y)) if x > y => ((b.0, b.1, b.2), (a.0, a.1, a.2)),
            _ => (a, b),
        };
        let empty = low.0.is_some() && low.0 == high.0;
        let bound = |(at, open, give): (Option<i64>, bool, i64)| match at {
            None => Bound::INFINITE,
            Some(at) if open && !empty => Bound::open(at.into()).soft(give.into()),
            Some(at) => Bound::closed(at.into()).soft(give.into()),
        };
        Interval { low: bound(low), high: bound(high) }
    })
}

/// Points of a fine grid around all ends that `bounds` makes.
fn points() -> impl Iterator<Item = Decimal> {
    (-90..=90).map(|quarter| Decimal::from(quarter) / Decimal::from(4))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_messages_print_reads_back(
        value in decimals(), (quantity, unit) in quantities(), hedge in hedges(), dutch in any::<bool>()
    ) {
        let language = if dutch { "nl" } else { "en" };
        let bare = Figure::bare(quantity, value, Decimal::ONE);
        let figure = Figure { unit: unit.map(str::to_owned), ..bare }.hedged(hedge);
        let text = Printer::new(&Language::new(language)).figure(&figure);
        prop_assert_eq!(said(&read_in(&text, language)), said(&figure), "{}", text);
        prop_assert_eq!(said(&read(&text, language)), said(&figure), "{}", text);
    }

    #[test]
    fn ranges_that_messages_print_read_back(
        low in 1_i64..5_000, more in 1_i64..5_000, (quantity, unit) in quantities(), dutch in any::<bool>()
    ) {
        let language = if dutch { "nl" } else { "en" };
        let high = Figure::bare(quantity, (low + more).into(), Decimal::ONE);
        let unit = unit.map(str::to_owned);
        let figure = Figure { nominal: None, low: Some(low.into()), hedge: Hedge::Range, unit, ..high };
        let text = Printer::new(&Language::new(language)).figure(&figure);
        prop_assert_eq!(said(&read_in(&text, language)), said(&figure), "{}", text);
    }

    #[test]
    fn digits_in_every_convention_read_back(value in decimals()) {
        for (language, point, groups) in [("nl", ",", [".", " ", "\u{a0}"]), ("en", ".", [",", " ", "\u{a0}"])] {
            for group in groups {
                let text = format!("€ {}", grouped(value, group, point));
                prop_assert_eq!(read_in(&text, language).nominal.map(|v| v.normalize()), Some(value), "{}", text);
            }
        }
    }

    #[test]
    fn numbers_in_words_read_back(value in 2_u64..2_000_000_000_000, digits in 1_u32..=12) {
        let value = (value % 10_u64.pow(digits)).max(2);
        for (language, speller) in SPELLERS.iter() {
            let text = speller.spell(value);
            prop_assert_eq!(read_in(&text, language).nominal, Some(value.into()), "{}", text);
        }
    }

    #[test]
    fn intervals_obey_their_algebra(a in bounds(), b in bounds(), c in bounds()) {
        prop_assert!(a.holds(&a));
        prop_assert_eq!(a.relation(&a), Relation::Within);
        prop_assert_eq!(a.relation(&b), b.relation(&a));
        if a.holds(&b) && b.holds(&c) {
            prop_assert!(a.holds(&c));
        }
        let shared = points().find(|p| a.has(*p) && b.has(*p));
        match a.relation(&b) {
            Relation::Within if a.holds(&b) => prop_assert!(points().all(|p| !b.has(p) || a.has(p))),
            Relation::Within => prop_assert!(b.holds(&a) && points().all(|p| !a.has(p) || b.has(p))),
            Relation::Overlaps => prop_assert!(shared.is_some()),
            Relation::Doubtful | Relation::Disjoint => prop_assert_eq!(shared, None),
        }
    }

    #[test]
    fn any_text_gives_spans_that_are_text(text in "[ a-zé€½0-9.,'’/:()%–+\n-]{0,60}", dutch in any::<bool>()) {
        let found = mentions(&text, if dutch { "nl" } else { "en" });
        let mut last = 0;
        for mention in found {
            let Span { start, end } = mention.span;
            prop_assert!(last <= start && start < end && text.get(start..end).is_some(), "{text:?} {start}-{end}");
            last = end;
        }
    }
}

/// The sentences of the project's own suite, by language.
fn sentences() -> Vec<(String, String)> {
    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let language = name.split('-').next().unwrap().to_owned();
        let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        out.extend(cases.into_iter().map(|c| (language.clone(), c.text)));
    }
    out
}

#[test]
fn two_sentences_are_read_like_each_by_itself() {
    let all = sentences();
    let mut wrong = Vec::new();
    let mut pairs = 0;
    for pair in all.windows(2).filter(|p| p[0].0 == p[1].0 && p[0].1.ends_with('.')) {
        let (language, first, second) = (&pair[0].0, &pair[0].1, &pair[1].1);
        pairs += 1;
        let shift = first.len() + 1;
        let mut apart = mentions(first, language);
        apart.extend(
            mentions(second, language)
                .into_iter()
                .map(|m| Mention { span: Span::new(m.span.start + shift, m.span.end + shift), ..m }),
        );
        let together = mentions(&format!("{first} {second}"), language);
        if together != apart {
            wrong.push(format!("{first} {second}"));
        }
    }
    assert!(wrong.is_empty() && pairs > 300, "{} of {pairs}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a figure is only by the words around it, which its own text does not hold: a unit or a scale that
/// another figure lends, a factor, a word for money or a mass, a letter that is a scale before a noun, a cap.
fn by_context(figure: &Figure, text: &str) -> bool {
    let unit = figure.unit.as_deref();
    let digits = text.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c));
    let lent = figure.quantity == Quantity::Money
        && !["€", "$", "£", "eur", "euro", "dollar", "pond", "pound"]
            .iter()
            .any(|w| text.to_lowercase().contains(w));
    let scale = digits && figure.nominal.is_some_and(|v| v >= Decimal::ONE_THOUSAND && text.len() < 4);
    let factor = figure.quantity == Quantity::Factor;
    let weight = figure.quantity == Quantity::Measure && unit == Some("[lb_av]");
    let letter = text.ends_with('m') && unit.is_none();
    let cap = figure.hedge == Hedge::AtMost && figure.quantity == Quantity::Number;
    (digits && unit.is_some()) || lent || scale || factor || weight || letter || cap
}

/// Whether two dates are the last of the same month, or of one with a leap day, a year apart.
fn turned(a: Date, b: Date) -> bool {
    let last = a == a.last_of_month() && b == b.last_of_month();
    last && a.month() == b.month() && (a.year() - b.year()).abs() <= 1
}

/// Whether two dates are the same, or the same weekday or day of the year in the next week or year: which of them is
/// meant the tense of the sentence tells.
fn same_day(a: &DateValue, b: &DateValue) -> bool {
    let apart = |a: Option<Date>, b: Option<Date>| match (a, b) {
        (Some(a), Some(b)) => {
            let year = (a.month(), a.day()) == (b.month(), b.day()) && (a.year() - b.year()).abs() <= 1;
            matches!((a - b).get_days(), -7 | 0 | 7) || year || turned(a, b)
        }
        (a, b) => a == b,
    };
    let open = |p: &Period| p.from.is_none() || p.to.is_none();
    a.resolved == b.resolved
        && a.period.grain == b.period.grain
        && (open(&a.period)
            || open(&b.period)
            || (apart(a.period.from, b.period.from) && apart(a.period.to, b.period.to)))
}

/// Words around a date that make it one where it is not by itself: a bare year, a season.
fn frames(language: &str) -> &'static [(&'static str, &'static str)] {
    match language {
        "nl" => &[
            ("", ""),
            ("Dat was in ", "."),
            ("Dat was ", ", zei hij."),
            ("De hele ", " was het droog."),
            ("Dat is op ", "."),
            ("Een ", " contract loopt af."),
            ("Het was ", " bereikt."),
        ],
        _ => &[
            ("", ""),
            ("It was in ", "."),
            ("It was ", ", she said."),
            ("It was in the ", "."),
            ("It was on ", ", she said."),
            ("It grew over ", "."),
            ("It dates from ", "."),
        ],
    }
}

#[test]
fn the_text_of_a_date_or_a_duration_reads_back_to_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (language, text) in sentences() {
        for mention in mentions(&text, &language) {
            let own = mention.span.of(&text);
            if matches!(mention.value, MentionValue::Figure(_)) {
                continue;
            }
            count += 1;
            let same = |(before, behind): &(&str, &str)| {
                let framed = format!("{before}{own}{behind}");
                let found = mentions(&framed, &language);
                found.iter().any(|m| {
                    m.span.of(&framed).eq_ignore_ascii_case(own)
                        && match (&m.value, &mention.value) {
                            (MentionValue::Date(a), MentionValue::Date(b)) => same_day(a, b),
                            (a, b) => a == b,
                        }
                })
            };
            if !frames(&language).iter().any(same) {
                wrong.push(format!("{own} in {text}"));
            }
        }
    }
    assert!(wrong.is_empty() && count > 250, "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Words around a figure that say what it is where its own text does not: an age, a bound that may be a topic, a level
/// that leaves its unit to the next.
fn figure_frames(language: &str) -> &'static [(&'static str, &'static str)] {
    match language {
        "nl" => &[
            ("Een man van ", " kwam om."),
            ("Mannen ", " mogen mee."),
            ("Zij werd ", "."),
            ("De leeftijd gaat naar ", "."),
            ("De club telt ", " leden."),
            ("De teller gaat ", " heen."),
            ("De uitgaven gaan van ", " naar 5 procent."),
        ],
        "en" => &[("Those aged ", " travel free.")],
        _ => &[],
    }
}

#[test]
fn the_text_of_a_figure_reads_back_to_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (language, text) in sentences() {
        for mention in mentions(&text, &language) {
            let own = mention.span.of(&text);
            let MentionValue::Figure(figure) = &mention.value else { continue };
            if by_context(figure, own) {
                continue;
            }
            count += 1;
            let alone = mentions(own, &language);
            let same = matches!(alone.as_slice(), [m] if m.value == mention.value && m.span.of(own) == own);
            let framed = |(before, behind): &(&str, &str)| {
                let framed = format!("{before}{own}{behind}");
                mentions(&framed, &language)
                    .iter()
                    .any(|m| m.value == mention.value && m.span.of(&framed) == own)
            };
            if !same && !figure_frames(&language).iter().any(framed) {
                wrong.push(format!("{own} in {text}: {alone:?}"));
            }
        }
    }
    assert!(wrong.is_empty() && count > 300, "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
