//! Time grows as the text does, whatever the text: four times the text is to take about four times the time.
//!
//! What is measured is the time that the thread has been running for, where the system tells it, so that
//! other programs on the machine count little. What grows with the square of the text takes sixteen times as long.

#![allow(clippy::disallowed_methods, reason = "a test of time reads the clock")]

use std::time::Instant;

use klopt::extract::Extractor;
use klopt::input::Reader;
use klopt::rules::pack_files::shipped;
use klopt::rules::{RuleSet, furniture};

/// Text that would catch out a reader that looks further than it needs to.
const HOSTILE: [(&str, &str); 34] = [
    ("digits", "7"),
    ("figures", "1.200,5 "),
    ("scales", "miljoen "),
    ("units", "een duizend miljoen miljard "),
    ("brackets", "("),
    ("closed brackets", "(5) "),
    ("one number word", "negenhonderd"),
    ("one word", "x"),
    ("one word in capitals", "Ë"),
    ("dotted", "1.1.1.1."),
    ("apostrophes", "'"),
    ("curly quotes", "’"),
    ("open quotations", "“"),
    ("quotations", "“Wij geven 5 procent”, zei hij. "),
    ("quotation marks", "\" ” “ "),
    ("sayings", "zegt volgens aldus zei dat "),
    ("ranges", "van 1 tot 2 van tot "),
    ("durations", "1 jaar, 2 maanden en "),
    ("lines", "\n"),
    ("short lines", "5 procent\n"),
    ("paragraphs", "De NAVO wil dat Polen 5 procent uitgeeft.\n\n"),
    ("one line of sentences", "De NAVO wil dat Polen 5 procent van het bbp aan defensie uitgeeft. "),
    ("one sentence", "de NAVO geeft 250 miljoen euro en Duitsland 3 F-16's, "),
    ("dates", "van 3 mei tot 3-5-2024 tussen "),
    ("weekdays", "maandag 3 mei 2024 "),
    ("hedges", "ongeveer meer dan "),
    ("roles", "premier-"),
    ("names", "Mark Rutte van Dijk "),
    ("unknown names", "Jan Pietersen van der Berg "),
    ("hyphens", "-"),
    ("spaces", " "),
    ("accents", "e\u{301}"),
    ("signs", "€ $ % "),
    ("commas", "1,2,3,"),
];

/// The same, as marked-up text.
const MARKED_UP: [(&str, &str, &str); 9] = [
    ("a.html", "open elements", "<div><p>5"),
    ("a.html", "angle brackets", "<"),
    ("a.html", "entities", "&euro;5 &amp "),
    ("a.html", "comments", "<!-- "),
    ("a.html", "attributes", "<p a=\"<\" "),
    ("a.md", "emphasis", "*a _b "),
    ("a.md", "links", "[a]("),
    ("a.md", "quotes", "> "),
    ("a.md", "rules of front matter", "---\n"),
];

/// The smaller text, in bytes.
const SMALL: usize = 8_000;
/// How many times longer the larger is.
const TIMES: u8 = 4;

/// What the clock of a thread may be off by, in nanoseconds: it goes on when the system looks at the thread.
const TICK: u128 = 8_000_000;

/// Nanoseconds for which this thread has been running.
fn running(start: Instant) -> u128 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let known = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    known.unwrap_or_else(|| start.elapsed().as_nanos())
}

/// The least time of two that `work` takes.
fn time(mut work: impl FnMut()) -> u128 {
    let start = Instant::now();
    let mut once = || {
        let before = running(start);
        work();
        running(start) - before
    };
    (0..2).map(|_| once()).min().unwrap_or(0)
}

#[test]
fn four_times_the_text_takes_about_four_times_the_time() {
    let (rules, _) = RuleSet::load(Vec::new());
    let reader = Reader::new(furniture::page_words(&shipped()).unwrap_or_default());
    let extractor = Extractor::new(&rules);
    let check = |path: &str, piece: &str, size: usize| {
        // The reader is to know the language and the day, as of a real article.
        let head =
            "Het plan van de regering is er\n3 mei 2024\n\nDat is van het en de een voor op in met.\n\n";
        let head = if path == "a.txt" { head } else { "" };
        let text = format!("{head}{}", piece.repeat(size / piece.len()));
        time(|| {
            for document in reader.read(path, text.clone().into_bytes()).documents {
                std::hint::black_box(extractor.extract(&document).claims.len());
            }
        })
    };
    let plain = HOSTILE.iter().map(|(name, piece)| ("a.txt", *name, *piece));
    let mut slow = Vec::new();
    for (path, name, piece) in plain.chain(MARKED_UP) {
        // What is built at the first use counts for neither.
        let _ = check(path, piece, SMALL / 4);
        let (small, large) = (check(path, piece, SMALL), check(path, piece, SMALL * usize::from(TIMES)));
        println!("{path}, {name}: {small} ns, then {large} ns");
        // What grows with the square takes sixteen times as long; half of that is the line between the two.
        if large > 2 * u128::from(TIMES) * small.max(TICK) {
            slow.push(format!("{path}, {name}: {small} ns, then {large} ns"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
