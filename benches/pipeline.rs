//! How fast articles become documents, claims and findings, each step by itself:
//! `cargo bench --bench pipeline`.

use divan::Bencher;
use divan::counter::BytesCount;
use klopt::engine::{self, CheckOptions};
use klopt::extract::Extractor;
use klopt::input::{Document, Reader};
use klopt::rules::pack_files::{FileKind, PackFile, shipped};
use klopt::rules::{RuleSet, furniture};
use klopt::value::Language;

#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;

fn main() {
    divan::main();
}

/// Files, a megabyte together.
fn files() -> Vec<String> {
    let mut corpus = corpus::Corpus::new(7);
    (0..300).map(|_| corpus.article(3_100)).collect()
}

fn bytes(files: &[String]) -> BytesCount {
    BytesCount::new(files.iter().map(String::len).sum::<usize>())
}

fn reader() -> Reader {
    Reader::new(furniture::page_words(&shipped()).unwrap_or_default())
}

fn documents(files: &[String]) -> Vec<Document> {
    let reader = reader();
    files.iter().flat_map(|text| reader.read("a.txt", text.clone().into_bytes()).documents).collect()
}

/// The shipped metrics once more under other names, `times` times.
fn again(times: usize) -> Vec<PackFile> {
    let metrics: Vec<PackFile> = shipped().into_iter().filter(|f| f.kind == FileKind::Metrics).collect();
    let copy = |i: usize| {
        let renamed = move |f: &PackFile| {
            let (path, text) =
                (format!("{}-{i}", f.path), f.text.replace("- metric: ", &format!("- metric: again-{i}-")));
            PackFile::new(&path, &text)
        };
        metrics.iter().filter_map(renamed).collect::<Vec<_>>()
    };
    (0..times).flat_map(copy).collect()
}

/// Metrics whose cue words no article has, as many as the shipped pack has `times` over.
fn strangers(times: usize) -> Vec<PackFile> {
    let (rules, _) = RuleSet::to_apply(Vec::new());
    let metric = |i: usize| {
        format!(
            "- metric: stranger-{i}\n  title: {{ en: Stranger {i} }}\n  value: [count, percent, money]\n  behaviour: state\n  \
             subject: {{ kind: country }}\n  patterns:\n    nl: [\"{{value}} ... zwerfkeien{i}\", \"graniet{i} ... {{value}}\"]\n"
        )
    };
    let text: String = (0..rules.metrics.len() * times).map(metric).collect();
    PackFile::new("metrics/strangers.yaml", &text).into_iter().collect()
}

#[divan::bench]
fn input(bencher: Bencher<'_, '_>) {
    let (files, reader) = (files(), reader());
    bencher.counter(bytes(&files)).bench(|| {
        files
            .iter()
            .map(|text| reader.read("a.txt", text.clone().into_bytes()).documents.len())
            .sum::<usize>()
    });
}

fn extraction(bencher: Bencher<'_, '_>, more: Vec<PackFile>) {
    let (files, (rules, _)) = (files(), RuleSet::to_apply(more));
    let (documents, extractor) = (documents(&files), Extractor::new(&rules));
    bencher
        .counter(bytes(&files))
        .bench(|| documents.iter().map(|document| extractor.extract(document).claims.len()).sum::<usize>());
}

#[divan::bench]
fn extract(bencher: Bencher<'_, '_>) {
    extraction(bencher, Vec::new());
}

#[divan::bench]
fn extract_with_the_metrics_five_times_over(bencher: Bencher<'_, '_>) {
    extraction(bencher, again(4));
}

#[divan::bench]
fn extract_with_four_times_as_many_metrics_that_never_match(bencher: Bencher<'_, '_>) {
    extraction(bencher, strangers(4));
}

#[divan::bench]
fn whole_check(bencher: Bencher<'_, '_>) {
    let (files, reader, (rules, _)) = (files(), reader(), RuleSet::to_apply(Vec::new()));
    let extractor = Extractor::new(&rules);
    let options = CheckOptions { as_of: None, language: Language::new("nl") };
    bencher.counter(bytes(&files)).bench(|| {
        let fetch = |text: &String| Ok(("a.txt".to_owned(), text.clone().into_bytes()));
        let corpus = engine::Intake::new(&reader, &extractor).read_all(&files, fetch);
        engine::check(&corpus, &rules, &options).len()
    });
}

#[divan::bench]
fn start(bencher: Bencher<'_, '_>) {
    bencher.bench(|| RuleSet::to_apply(Vec::new()).0.metrics.len());
}
