//! How fast figures, dates and names are read, beside a plain scan with 200 regular expressions, and
//! that time grows as the text does, whatever the text: `cargo bench --bench recognise`.

use divan::Bencher;
use divan::counter::BytesCount;
use klopt::recognise::Context;
use klopt::rules::RuleSet;
use klopt::value::{Language, Period};
use regex::bytes::{RegexSet, RegexSetBuilder};

#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;

fn main() {
    divan::main();
}

/// Articles without their headers, a megabyte together.
fn articles() -> Vec<String> {
    let mut corpus = corpus::Corpus::new(7);
    (0..300).map(|_| corpus.text(3_000)).collect()
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

fn context(language: &str) -> Context {
    Context {
        language: Some(Language::new(language)),
        reference: "2025-06-17".parse().ok().map(Period::day),
        country: None,
    }
}

/// 200 patterns over figures and words, with ASCII word boundaries.
fn patterns() -> Option<RegexSet> {
    let figure = r"(?:\d[\d.,]*|twee|drie|vier|vijf|tien|twaalf|twintig)";
    let shapes = [
        format!(r"\b{figure} (?:miljoen|miljard|procent) WORD\b"),
        format!(r"\bWORD (?:van|met|tot) (?:€ ?)?{figure}"),
        format!(r"\b(?:ruim|bijna|meer dan|minstens) {figure} WORD\b"),
        r"\bWORD \w+ \d{1,2} (?:januari|mei|juni|december)\b".to_owned(),
        r"\b(?:de|het|een) \w+ WORD (?:stijgt|daalt|groeit|krimpt)\b".to_owned(),
    ];
    let words = corpus::Corpus::words("noun");
    let all = words.iter().flat_map(|word| shapes.iter().map(move |shape| shape.replace("WORD", word)));
    let all: Vec<String> = all.take(200).collect();
    RegexSetBuilder::new(all).unicode(false).dfa_size_limit(64 << 20).build().ok()
}

#[divan::bench]
fn plain_scan_with_200_patterns(bencher: Bencher<'_, '_>) {
    let (articles, Some(set)) = (articles(), patterns()) else { return };
    bencher
        .counter(bytes(&articles))
        .bench(|| articles.iter().map(|text| set.matches(text.as_bytes()).iter().count()).sum::<usize>());
}

#[divan::bench]
fn recognise(bencher: Bencher<'_, '_>) {
    let ((rules, _), articles, context) = (RuleSet::load(Vec::new()), articles(), context("nl"));
    bencher.counter(bytes(&articles)).bench(|| {
        articles.iter().map(|text| rules.recogniser.recognise(text, &context).len()).sum::<usize>()
    });
}

/// Text that would catch out a grammar that looks further than it needs to.
const HOSTILE: [(&str, &str); 16] = [
    ("digits", "7"),
    ("scales", "miljoen "),
    ("units", "een duizend miljoen miljard "),
    ("brackets", "("),
    ("one word", "negenhonderd"),
    ("letters", "x"),
    ("dotted", "1.1.1.1."),
    ("apostrophes", "'"),
    ("curly quotes", "’"),
    ("quotes", "\" ” “ "),
    ("ranges", "van 1 tot 2 van tot "),
    ("durations", "1 jaar, 2 maanden en "),
    ("lines", "\n"),
    ("dates", "van 3 mei tot 3-5-2024 tussen "),
    ("hedges", "ongeveer meer dan "),
    ("roles", "premier-"),
];

/// Twice the text is to take twice the time.
#[divan::bench(args = HOSTILE.iter().map(|(name, _)| *name), consts = [250_000, 500_000], max_time = 1, sample_count = 3)]
fn hostile<const SIZE: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let piece = HOSTILE.iter().find(|(n, _)| *n == name).map_or("", |(_, piece)| piece);
    let (rules, _) = RuleSet::load(Vec::new());
    let (text, context) = (piece.repeat(SIZE / piece.len()), context("nl"));
    bencher.counter(BytesCount::new(text.len())).bench(|| rules.recogniser.recognise(&text, &context).len());
}
