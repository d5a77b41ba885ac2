//! What the fuzz targets share: the shipped rules, and what has to hold of whatever is read with them.

use std::sync::LazyLock;

use klopt::extract::Extractor;
use klopt::finding::Problem;
use klopt::input::{PageWords, Reader};
use klopt::rules::{RuleSet, furniture, pack_files};
use klopt::text::SourceSpan;

/// The shipped rules.
pub static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let (rules, problems) = RuleSet::load(Vec::new());
    assert_eq!(problems, []);
    rules
});

static EXTRACTOR: LazyLock<Extractor<'static>> = LazyLock::new(|| Extractor::new(&RULES));

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let words = furniture::page_words(&pack_files::shipped());
    Reader::new(words.unwrap_or_else(|_| PageWords::default()))
});

/// Reads a file, extracts its claims, and holds their places against the bytes of the file.
pub fn article(path: &str, bytes: &[u8]) {
    let reading = READER.read(path, bytes.to_vec());
    for document in &reading.documents {
        for block in &document.blocks {
            assert!(document.text.get(block.span.start..block.span.end).is_some(), "{block:?}");
        }
        let extraction = EXTRACTOR.extract(document);
        let places = extraction.claims.iter().map(|c| &c.place);
        let seen = extraction.observations.iter().flat_map(|o| o.place.iter().chain(&o.related));
        for place in places.chain(seen) {
            let SourceSpan { start, end } = place.span;
            assert!(document.source.get(start..end).is_some_and(|t| !t.is_empty()), "{place:?}");
            assert!(place.line >= 1 && place.column >= 1, "{place:?}");
        }
    }
    problems(&reading.problems);
}

/// Every place of a problem stands in its text.
pub fn problems(problems: &[Problem]) {
    for problem in problems {
        let Some(text) = &problem.text else { continue };
        for (span, _) in &problem.labels {
            assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
        }
    }
}
