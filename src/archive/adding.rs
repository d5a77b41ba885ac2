//! Adding many files: two threads read ahead and extract while this one writes.

use std::mem::take;
use std::sync::mpsc::{Receiver, sync_channel};

use super::ahead::{Ahead, FILES, FileHash, LINES, Read};
use super::intake::Intake;
use super::{Access, Archive, ArchiveError, Given};
use crate::extract::Extractor;
use crate::finding::{Problem, Reference};
use crate::input::{Reader, Source};
use crate::rules::RuleSet;

/// How many articles become the first event: who adds a few is told of them soon.
const FIRST: usize = FILES;

/// How many articles become one event at most: what a sudden end can cost, and what waits to be told. In a large
/// archive every article changes pages all over the indexes, and the more of them are written together, the more share
/// a page and a wait for the disk. So each event of a run is four times as large as the one before, up to here.
const ARTICLES: usize = 4_096;

/// How many bytes of files become one event, at about the most.
const BYTES: usize = 32 << 20;

/// How many batches may wait to be written, so that reading goes on while the largest event is: half as many articles.
const AHEAD: usize = ARTICLES / LINES / 2;

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
        archive.make_room()?;
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
        let mut waiting = Waiting::new();
        for batch in receive {
            waiting.take(batch)?;
            if waiting.is_enough() {
                waiting.write(archive, self, told)?;
            } else if waiting.articles.is_empty() {
                // What is known already is done.
                told(&waiting.progress(&[]));
            }
        }
        waiting.write(archive, self, told)?;
        for (path, reference) in take(&mut waiting.references) {
            if !archive.has_article(&reference.id)? {
                waiting.problems.push(reference.to_nowhere(&path));
            }
        }
        Ok((waiting.totals, waiting.problems))
    }
}

/// What has been read and is not yet written, and the sums so far.
struct Waiting {
    articles: Vec<(Intake, FileHash)>,
    /// The files that have been read to their ends with these.
    whole: Vec<FileHash>,
    /// How many bytes of files the articles are of.
    size: usize,
    /// How many articles the next event is to have.
    enough: usize,
    bytes: usize,
    totals: Totals,
    problems: Vec<Problem>,
    /// The articles that those that came say they correct or retract, with the files that say so.
    references: Vec<(String, Reference)>,
}

impl Waiting {
    fn new() -> Self {
        Self {
            articles: Vec::new(),
            whole: Vec::new(),
            size: 0,
            enough: FIRST,
            bytes: 0,
            totals: Totals::default(),
            problems: Vec::new(),
            references: Vec::new(),
        }
    }

    fn take(&mut self, batch: Vec<Read>) -> Result<(), ArchiveError> {
        for read in batch {
            match read {
                Read::Known { articles, bytes } => {
                    self.totals.unchanged += articles;
                    self.bytes += bytes;
                }
                Read::Unreadable(problem) => self.problems.push(problem),
                Read::Failed(error) => return Err(error),
                Read::Piece(piece) => {
                    let named = piece.articles.iter();
                    let named = named.flat_map(|a| a.references.iter().map(|r| (a.path.clone(), r.clone())));
                    self.references.extend(named);
                    self.articles.extend(piece.articles.into_iter().map(|article| (article, piece.file)));
                    self.whole.extend(piece.whole.then_some(piece.file));
                    self.problems.extend(piece.problems);
                    self.bytes += piece.bytes;
                    self.size += piece.bytes;
                }
            }
        }
        Ok(())
    }

    fn is_enough(&self) -> bool {
        self.articles.len() >= self.enough || self.size >= BYTES
    }

    /// Makes events of what is waiting, and lets the next ones be larger.
    fn write(
        &mut self,
        archive: &mut Archive,
        with: &Adding<'_>,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<(), ArchiveError> {
        let (articles, whole) = (take(&mut self.articles), take(&mut self.whole));
        if articles.is_empty() && whole.is_empty() {
            return Ok(());
        }
        self.size = 0;
        self.enough = ARTICLES.min(self.enough * 4);
        let mut chunks: Vec<_> = articles.chunks(ARTICLES).collect();
        let last = chunks.pop().unwrap_or_default();
        for (chunk, whole) in chunks.into_iter().map(|chunk| (chunk, &[][..])).chain([(last, &whole[..])]) {
            let outcome = archive.add(chunk, whole, with)?;
            count(&mut self.totals, chunk, &outcome);
            let names = chunk.iter().map(|(a, _)| a.article.as_str());
            let articles: Vec<(&str, Added)> = names.zip(outcome).collect();
            told(&self.progress(&articles));
        }
        Ok(())
    }

    fn progress<'a>(&self, articles: &'a [(&'a str, Added)]) -> Progress<'a> {
        Progress { bytes: self.bytes, articles, totals: self.totals }
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
