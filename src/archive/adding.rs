//! Adding many files: two threads read ahead and extract while this one writes.

use std::sync::mpsc::{Receiver, sync_channel};

use super::ahead::{Ahead, FileHash, LINES, Read};
use super::intake::Intake;
use super::{Access, Archive, ArchiveError, Given};
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::{Reader, Source};
use crate::rules::RuleSet;

/// How many articles become one event at most: what a sudden end can cost, and what waits to be told.
const ARTICLES: usize = LINES;

/// How many batches may wait to be written.
const AHEAD: usize = 2;

/// What adding an article came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The archive had no such article.
    New,
    /// It is a new version.
    Changed,
    /// It is in the archive as it is.
    Unchanged,
}

/// How many articles were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Articles that are new.
    pub new: usize,
    /// Articles with a new version.
    pub changed: usize,
    /// Articles that were in the archive as they are.
    pub unchanged: usize,
    /// The claims of those that were added.
    pub claims: usize,
}

/// What has been committed, each time that it grows.
#[derive(Debug)]
pub struct Progress<'a> {
    /// How many bytes of the files are done.
    pub bytes: usize,
    /// The articles of this step, and what became of each: all of them are on the disk.
    pub articles: &'a [(&'a str, Added)],
    /// The sum so far.
    pub totals: Totals,
}

/// What adding is done with.
#[derive(Debug)]
pub struct Adding<'a> {
    /// What reads files, with the defaults that `given` names.
    pub reader: &'a Reader,
    /// What extracts claims.
    pub extractor: &'a Extractor<'a>,
    /// The extractor's rules.
    pub rules: &'a RuleSet,
    /// Their hash.
    pub pack: &'a str,
    /// What holds for articles that do not say it themselves.
    pub given: &'a Given,
    /// The moment, in RFC 3339.
    pub at: &'a str,
}

impl Adding<'_> {
    /// Reads `sources`, and takes their articles in. `fetch` gives a source's path and its bytes, twice for JSON
    /// Lines that come as a stream, and is called from several threads; `told` is called after each commit, with
    /// what is safe from then on.
    ///
    /// # Errors
    /// The archive cannot be written to; what was told before is in it.
    pub fn run<S, T, F>(
        &self,
        archive: &mut Archive,
        sources: &[S],
        fetch: F,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<(Totals, Vec<Problem>), ArchiveError>
    where
        S: Sync,
        T: Into<Source>,
        F: Fn(&S) -> Result<T, Box<Problem>> + Sync,
    {
        archive.read_again(self.rules, self.pack)?;
        // What is in the archive already is looked up beside the writing.
        let known = Archive::open(archive.path(), Access::Read, self.at)?;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(AHEAD);
            let ahead = Ahead { with: self, fetch: &fetch, known, send };
            scope.spawn(move || ahead.run(sources));
            self.write(archive, &receive, told)
        })
    }

    fn write(
        &self,
        archive: &mut Archive,
        receive: &Receiver<Vec<Read>>,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<(Totals, Vec<Problem>), ArchiveError> {
        let mut totals = Totals::default();
        let mut problems = Vec::new();
        let mut bytes = 0;
        for batch in receive {
            let (mut articles, mut whole) = (Vec::new(), Vec::new());
            for read in batch {
                match read {
                    Read::Known { articles, bytes: size } => {
                        totals.unchanged += articles;
                        bytes += size;
                    }
                    Read::Unreadable(problem) => problems.push(problem),
                    Read::Failed(error) => return Err(error),
                    Read::Piece(piece) => {
                        articles.extend(piece.articles.into_iter().map(|a| (a, piece.file)));
                        whole.extend(piece.whole.then_some(piece.file));
                        problems.extend(piece.problems);
                        bytes += piece.bytes;
                    }
                }
            }
            let mut chunks: Vec<_> = articles.chunks(ARTICLES).collect();
            let last = chunks.pop().unwrap_or_default();
            for (chunk, whole) in chunks.into_iter().map(|chunk| (chunk, &[][..])).chain([(last, &whole[..])])
            {
                let outcome = archive.add(chunk, whole, self)?;
                count(&mut totals, chunk, &outcome);
                let names = chunk.iter().map(|(a, _)| a.article.as_str());
                let articles: Vec<(&str, Added)> = names.zip(outcome).collect();
                told(&Progress { bytes, articles: &articles, totals });
            }
        }
        Ok((totals, problems))
    }
}

fn count(totals: &mut Totals, articles: &[(Intake, FileHash)], outcome: &[Added]) {
    for ((article, _), added) in articles.iter().zip(outcome) {
        match added {
            Added::New => totals.new += 1,
            Added::Changed => totals.changed += 1,
            Added::Unchanged => totals.unchanged += 1,
        }
        if *added != Added::Unchanged {
            totals.claims += article.claims.len();
        }
    }
}
