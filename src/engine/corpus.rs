//! Articles to claims, in parallel and in an order that does not hang on it.

use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::apart::told_apart;
use super::each::read_in_parallel;
use super::keep::{self, Keep};
use super::view;
use crate::claim::{Claim, Observation, Publication};
use crate::extract::Extractor;
use crate::finding::{ArticleView, Problem};
use crate::input::{self, Body, Document, Line, Lines, Reader, Reading, Source, Told};

/// What was read: the articles in the order of their paths, their claims, and what went wrong.
#[derive(Debug, Default)]
pub struct Corpus {
    /// What reports show of the articles.
    pub articles: Vec<ArticleView>,
    /// What judging knows of the articles, in the same order.
    pub publications: Vec<Arc<Publication>>,
    /// The claims, in the order of the articles and of their texts.
    pub claims: Vec<Claim>,
    /// What is to be said of articles by themselves, in the same order.
    pub observations: Vec<Observation>,
    /// What could not be read, in the order of the sources.
    pub problems: Vec<Problem>,
    /// How many sources were known from before.
    pub kept: usize,
}

/// One article with its claims.
pub(super) struct Part {
    pub(super) view: ArticleView,
    pub(super) publication: Arc<Publication>,
    pub(super) claims: Vec<Claim>,
    pub(super) observations: Vec<Observation>,
}

/// How many bytes of lines are worked on at a time.
const BATCH: usize = 4 << 20;

/// What reads articles and extracts their claims.
#[derive(Clone, Copy)]
pub struct Intake<'a, 'r> {
    /// Bytes to articles.
    pub reader: &'a Reader,
    /// Articles to claims.
    pub extractor: &'a Extractor<'r>,
    /// Where what was read before is known.
    pub keep: Option<&'a dyn Keep>,
    /// Is told of so many bytes that are done, from several threads.
    pub done: &'a (dyn Fn(usize) + Sync),
}

impl<'a, 'r> Intake<'a, 'r> {
    /// One that knows nothing from before, and tells nobody.
    #[must_use]
    pub fn new(reader: &'a Reader, extractor: &'a Extractor<'r>) -> Self {
        Self { reader, extractor, keep: None, done: &|_| {} }
    }

    /// Reads every source and extracts its claims. `fetch` gives a source's path and bytes; it is called from
    /// several threads. A source that cannot be read is a problem, and costs the others nothing.
    pub fn read_all<S, T, F>(&self, sources: &[S], fetch: F) -> Corpus
    where
        S: Sync,
        T: Into<Source>,
        F: Fn(&S) -> Result<T, Box<Problem>> + Sync,
    {
        let known = AtomicUsize::new(0);
        let one = One { with: self, known: &known };
        let read = |source: &S| match fetch(source).map(Into::into) {
            Ok(Source { path, body: Body::Whole(bytes) }) => one.file(&path, bytes),
            Ok(Source { path, body: Body::Lines(lines) }) => one.lines(&path, Lines::new(&path, lines)),
            Err(problem) => (Vec::new(), vec![*problem]),
        };
        let (mut parts, mut problems) = read_in_parallel(sources, read);
        parts.sort_by(|a, b| (&a.view.path, a.view.record).cmp(&(&b.view.path, b.view.record)));
        problems.extend(told_apart(&mut parts));
        Corpus { problems, kept: known.into_inner(), ..gathered(parts) }
    }
}

/// What reads one source.
#[derive(Clone, Copy)]
struct One<'a, 'r> {
    with: &'a Intake<'a, 'r>,
    known: &'a AtomicUsize,
}

impl One<'_, '_> {
    fn file(self, path: &str, bytes: Vec<u8>) -> (Vec<Part>, Vec<Problem>) {
        let length = bytes.len();
        let key = self.with.keep.map(|_| keep::key(path, None, &bytes));
        let out = self.known(key).unwrap_or_else(|| self.made(key, self.with.reader.read(path, bytes)));
        (self.with.done)(length);
        out
    }

    fn line(self, path: &str, line: &Line) -> (Vec<Part>, Vec<Problem>) {
        let key = self.with.keep.map(|_| keep::key(path, Some(line.begins.line), line.text.as_bytes()));
        self.known(key).unwrap_or_else(|| self.made(key, self.with.reader.read_line(path, line)))
    }

    /// The articles of a stream: the lines of a batch are spread over the threads, and gone when they are done.
    fn lines(self, path: &str, mut lines: Lines<Box<dyn BufRead + Send>>) -> (Vec<Part>, Vec<Problem>) {
        let (mut parts, mut told) = (Vec::new(), Told::default());
        loop {
            let batch = lines.batch(BATCH, usize::MAX);
            if batch.is_empty() {
                break;
            }
            let size = batch.iter().flatten().map(|line| line.text.len()).sum();
            let read = |line: Result<Line, Box<Problem>>| match line {
                Ok(line) => self.line(path, &line),
                Err(problem) => (Vec::new(), vec![*problem]),
            };
            for (more, trouble) in batch.into_par_iter().map(read).collect::<Vec<_>>() {
                parts.extend(more);
                trouble.into_iter().for_each(|problem| told.push(problem));
            }
            (self.with.done)(size);
        }
        let mut problems = told.into_problems(path);
        if parts.is_empty() && problems.is_empty() {
            problems.push(input::empty(path));
        }
        (parts, problems)
    }

    /// What is known of a source from before.
    fn known(self, key: Option<keep::Key>) -> Option<(Vec<Part>, Vec<Problem>)> {
        let parts = keep::decode(&self.with.keep?.get(&key?)?)?;
        self.known.fetch_add(1, Ordering::Relaxed);
        Some((parts, Vec::new()))
    }

    /// What a source that was read comes to. What there is something to tell of is read again every time.
    fn made(self, key: Option<keep::Key>, reading: Reading) -> (Vec<Part>, Vec<Problem>) {
        let part = |document: &Document| Part::of(document, self.with.extractor);
        let parts: Vec<Part> = reading.documents.par_iter().map(part).collect();
        if let (Some(keep), Some(key), true) = (self.with.keep, key, reading.problems.is_empty())
            && let Some(bytes) = keep::encode(&parts)
        {
            keep.put(&key, &bytes);
        }
        (parts, reading.problems)
    }
}

/// The corpus of articles that have been read, in their order.
#[must_use]
pub fn corpus(documents: &[Document], extractor: &Extractor<'_>) -> Corpus {
    let mut parts: Vec<Part> = documents.par_iter().map(|document| Part::of(document, extractor)).collect();
    let problems = told_apart(&mut parts);
    Corpus { problems, ..gathered(parts) }
}

fn gathered(parts: Vec<Part>) -> Corpus {
    let mut corpus = Corpus::default();
    // What grows by doubling holds half as much again as it needs.
    corpus.articles.reserve_exact(parts.len());
    corpus.publications.reserve_exact(parts.len());
    corpus.claims.reserve_exact(parts.iter().map(|part| part.claims.len()).sum());
    for part in parts {
        corpus.articles.push(part.view);
        corpus.publications.push(part.publication);
        corpus.claims.extend(part.claims);
        corpus.observations.extend(part.observations);
    }
    corpus
}

impl Part {
    fn of(document: &Document, extractor: &Extractor<'_>) -> Self {
        let extraction = extractor.extract(document);
        Self {
            view: view(document, &extraction),
            publication: extraction.publication,
            claims: extraction.claims,
            observations: extraction.observations,
        }
    }
}
