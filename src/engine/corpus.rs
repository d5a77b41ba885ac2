//! Articles to claims, in parallel and in an order that does not hang on it.

use std::sync::Arc;

use rayon::prelude::*;

use super::view;
use crate::claim::{Claim, Observation, Publication};
use crate::extract::Extractor;
use crate::finding::{ArticleView, Problem};
use crate::input::{Document, Reader};

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
}

/// One article with its claims.
struct Part {
    view: ArticleView,
    publication: Arc<Publication>,
    claims: Vec<Claim>,
    observations: Vec<Observation>,
}

/// Reads every source and extracts its claims. `fetch` gives a source's path, as the user named
/// it, and its bytes; it is called from several threads. A source that cannot be read is a
/// problem, and costs the others nothing.
pub fn read_all<S, F>(sources: &[S], fetch: F, reader: &Reader, extractor: &Extractor<'_>) -> Corpus
where
    S: Sync,
    F: Fn(&S) -> Result<(String, Vec<u8>), Box<Problem>> + Sync,
{
    let read = |source: &S| match fetch(source) {
        Ok((path, bytes)) => read_one(&path, bytes, reader, extractor),
        Err(problem) => (Vec::new(), vec![*problem]),
    };
    let read: Vec<(Vec<Part>, Vec<Problem>)> = sources.par_iter().map(read).collect();
    let mut parts = Vec::new();
    let mut problems = Vec::new();
    for (more, trouble) in read {
        parts.extend(more);
        problems.extend(trouble);
    }
    parts.sort_by(|a, b| (&a.view.path, a.view.record).cmp(&(&b.view.path, b.view.record)));
    Corpus { problems, ..gathered(parts) }
}

/// The corpus of articles that have been read, in their order.
#[must_use]
pub fn corpus(documents: &[Document], extractor: &Extractor<'_>) -> Corpus {
    gathered(documents.par_iter().map(|document| Part::of(document, extractor)).collect())
}

fn gathered(parts: Vec<Part>) -> Corpus {
    let mut corpus = Corpus::default();
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

fn read_one(
    path: &str,
    bytes: Vec<u8>,
    reader: &Reader,
    extractor: &Extractor<'_>,
) -> (Vec<Part>, Vec<Problem>) {
    let reading = reader.read(path, bytes);
    let part = |document: &Document| Part::of(document, extractor);
    // The articles of one large file of JSON Lines are spread over the threads too.
    (reading.documents.par_iter().map(part).collect(), reading.problems)
}
