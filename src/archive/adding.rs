//! Adding many files: two threads read ahead and extract while this one writes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::intake::{Intake, intakes, part};
use super::keep::FileMark;
use super::{Access, Archive, ArchiveError, Given};
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::Reader;
use crate::rules::RuleSet;

/// How many files are read and extracted together.
const FILES: usize = 64;

/// How many articles become one event at most: what a sudden end can cost, and what waits to be told.
const ARTICLES: usize = 256;

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
    /// How many of the files are done.
    pub files: usize,
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

/// A file that has been read.
enum Read {
    /// It is in the archive as it is, with so many articles.
    Known(usize),
    /// Its articles.
    Fresh(Vec<Intake>, FileMark, Vec<Problem>),
    /// It cannot be read.
    Unreadable(Problem),
    /// A record cannot be written down.
    Failed(ArchiveError),
}

impl Adding<'_> {
    /// Reads `sources`, and takes their articles in. `fetch` gives a source's path and its bytes, and is
    /// called from several threads; `told` is called after each commit, with what is safe from then on.
    ///
    /// # Errors
    /// The archive cannot be written to; what was told before is in it.
    pub fn run<S, F>(
        &self,
        archive: &mut Archive,
        sources: &[S],
        fetch: F,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<(Totals, Vec<Problem>), ArchiveError>
    where
        S: Sync,
        F: Fn(&S) -> Result<(String, Vec<u8>), Box<Problem>> + Sync,
    {
        archive.read_again(self.rules, self.pack)?;
        // What is in the archive already is looked up beside the writing.
        let known = Archive::open(archive.path(), Access::Read, self.at)?;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(AHEAD);
            let fetch = &fetch;
            scope.spawn(move || self.read_ahead(sources, fetch, &known, &send));
            self.write(archive, &receive, told)
        })
    }

    fn read_ahead<S, F>(&self, sources: &[S], fetch: &F, known: &Archive, send: &SyncSender<Vec<Read>>)
    where
        S: Sync,
        F: Fn(&S) -> Result<(String, Vec<u8>), Box<Problem>> + Sync,
    {
        for chunk in sources.chunks(FILES) {
            let look = |source: &S| match fetch(source) {
                Ok((path, bytes)) => Ok((self.hash(&path, &bytes), path, bytes)),
                Err(problem) => Err(Read::Unreadable(*problem)),
            };
            let looked: Vec<_> = chunk.par_iter().map(look).collect();
            let sift = |file: Result<([u8; 32], String, Vec<u8>), Read>| {
                let (hash, path, bytes) = file?;
                match known.known_file(&hash) {
                    Ok(None) => Ok((hash, path, bytes)),
                    Ok(Some(articles)) => Err(Read::Known(articles)),
                    Err(error) => Err(Read::Failed(error)),
                }
            };
            let sifted: Vec<_> = looked.into_iter().map(sift).collect();
            let read = |file| match file {
                Ok((hash, path, bytes)) => self.read(hash, path, bytes),
                Err(read) => read,
            };
            // Where nobody listens any more, writing has failed, and there is no more to do.
            if send.send(sifted.into_par_iter().map(read).collect()).is_err() {
                return;
            }
        }
    }

    fn hash(&self, path: &str, bytes: &[u8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        part(&mut hasher, path.as_bytes());
        part(&mut hasher, bytes);
        part(&mut hasher, format!("{:?}", self.given).as_bytes());
        *hasher.finalize().as_bytes()
    }

    fn read(&self, hash: [u8; 32], path: String, bytes: Vec<u8>) -> Read {
        match intakes((&path, bytes), self) {
            Ok((articles, problems)) => {
                let ids: FxHashSet<&str> = articles.iter().map(|a| a.article.as_str()).collect();
                let count = problems.is_empty().then_some(ids.len());
                Read::Fresh(articles, FileMark { hash, articles: count }, problems)
            }
            Err(error) => Read::Failed(error),
        }
    }

    fn write(
        &self,
        archive: &mut Archive,
        receive: &Receiver<Vec<Read>>,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<(Totals, Vec<Problem>), ArchiveError> {
        let mut totals = Totals::default();
        let mut problems = Vec::new();
        let mut files = 0;
        for batch in receive {
            files += batch.len();
            let mut articles = Vec::new();
            for read in batch {
                match read {
                    Read::Known(count) => totals.unchanged += count,
                    Read::Unreadable(problem) => problems.push(problem),
                    Read::Failed(error) => return Err(error),
                    Read::Fresh(more, mark, trouble) => {
                        articles.extend(more.into_iter().map(|a| (a, mark)));
                        problems.extend(trouble);
                    }
                }
            }
            for chunk in articles.chunks(ARTICLES) {
                let outcome = archive.add(chunk, self)?;
                count(&mut totals, chunk, &outcome);
                let names = chunk.iter().map(|(a, _)| a.article.as_str());
                let articles: Vec<(&str, Added)> = names.zip(outcome).collect();
                told(&Progress { files, articles: &articles, totals });
            }
            told(&Progress { files, articles: &[], totals });
        }
        Ok((totals, problems))
    }
}

fn count(totals: &mut Totals, articles: &[(Intake, FileMark)], outcome: &[Added]) {
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
