//! Reading ahead: files become what goes into the archive, while what came before is written.

use std::io::{self, BufRead};
use std::mem::take;
use std::sync::mpsc::SyncSender;

use rayon::prelude::*;

use super::intake::{Intake, intakes, of_line, part};
use super::{Adding, Archive, ArchiveError};
use crate::finding::Problem;
use crate::input::{self, Body, Line, Lines, Source, Told};

/// How many files are read and extracted together.
pub(super) const FILES: usize = 64;

/// How many lines of one file are read and extracted together.
pub(super) const LINES: usize = 256;

/// How many bytes of lines are worked on at a time.
const BATCH: usize = 4 << 20;

/// The hash of a file's name, its bytes and what was given beside them.
pub(super) type FileHash = [u8; 32];

/// A file that is held: its path and its bytes.
type Held = Result<(String, Vec<u8>), Box<Problem>>;

/// What has been read of a file.
pub(super) enum Read {
    /// It is in the archive as it is, with so many articles.
    Known { articles: usize, bytes: usize },
    /// Some of its articles, or all of them.
    Piece(Piece),
    /// It cannot be read.
    Unreadable(Problem),
    /// A record cannot be written down.
    Failed(ArchiveError),
}

/// Articles of a file.
pub(super) struct Piece {
    pub(super) articles: Vec<Intake>,
    pub(super) file: FileHash,
    /// Whether with these all of the file has been read, so that it is known when it comes again.
    pub(super) whole: bool,
    pub(super) problems: Vec<Problem>,
    /// How many bytes of the file they took.
    pub(super) bytes: usize,
}

/// Nobody listens any more: writing has failed, and there is no more to do.
pub(super) struct Gone;

/// What reads ahead.
pub(super) struct Ahead<'a, 'w, F> {
    pub(super) with: &'a Adding<'w>,
    /// Gives a source's path and bytes.
    pub(super) fetch: &'a F,
    /// The archive as it is known beside the writing.
    pub(super) known: Archive,
    pub(super) send: SyncSender<Vec<Read>>,
}

impl<F> Ahead<'_, '_, F> {
    /// Reads the sources in their order.
    pub(super) fn run<S, T>(&self, sources: &[S]) -> Result<(), Gone>
    where
        S: Sync,
        T: Into<Source>,
        F: Fn(&S) -> Result<T, Box<Problem>> + Sync,
    {
        for chunk in sources.chunks(FILES) {
            let fetch = |source| (self.fetch)(source).map(Into::into);
            let fetched: Vec<Result<Source, Box<Problem>>> = chunk.par_iter().map(fetch).collect();
            let mut files = Vec::new();
            for (source, fetched) in chunk.iter().zip(fetched) {
                match fetched {
                    Ok(Source { path, body: Body::Lines(first) }) => {
                        self.files(take(&mut files))?;
                        let hash = hash((&path, first), self.with);
                        match fetch(source) {
                            Ok(Source { body, .. }) => self.lines((&path, hash), body)?,
                            Err(problem) => self.tell(vec![Read::Unreadable(*problem)])?,
                        }
                    }
                    Ok(Source { path, body: Body::Whole(bytes) })
                        if self.with.reader.is_lines(&path, &bytes) =>
                    {
                        self.files(take(&mut files))?;
                        let hash = hash((&path, &bytes[..]), self.with);
                        self.lines((&path, hash), Body::Whole(bytes))?;
                    }
                    Ok(Source { path, body: Body::Whole(bytes) }) => files.push(Ok((path, bytes))),
                    Err(problem) => files.push(Err(problem)),
                }
            }
            self.files(files)?;
        }
        Ok(())
    }

    fn tell(&self, read: Vec<Read>) -> Result<(), Gone> {
        if read.is_empty() { Ok(()) } else { self.send.send(read).map_err(|_unsent| Gone) }
    }

    /// Files of an article each.
    fn files(&self, files: Vec<Held>) -> Result<(), Gone> {
        let with = self.with;
        let look = |file: Held| match file {
            Ok((path, bytes)) => Ok((hash((&path, &bytes[..]), with), path, bytes)),
            Err(problem) => Err(Read::Unreadable(*problem)),
        };
        let looked: Vec<_> = files.into_par_iter().map(look).collect();
        let sift = |file: Result<(FileHash, String, Vec<u8>), Read>| {
            let (hash, path, bytes) = file?;
            self.known(&hash, bytes.len()).map_or(Ok((hash, path, bytes)), Err)
        };
        let sifted: Vec<_> = looked.into_iter().map(sift).collect();
        let read = |file: Result<(FileHash, String, Vec<u8>), Read>| match file {
            Ok((hash, path, bytes)) => whole((hash, &path), bytes, with),
            Err(read) => read,
        };
        self.tell(sifted.into_par_iter().map(read).collect())
    }

    /// What the archive has of a file.
    fn known(&self, hash: &FileHash, bytes: usize) -> Option<Read> {
        match self.known.known_file(hash) {
            Ok(found) => found.map(|articles| Read::Known { articles, bytes }),
            Err(error) => Some(Read::Failed(error)),
        }
    }

    /// The articles of JSON Lines, some at a time. `hash` is that of the file as it was a moment ago.
    fn lines(&self, (path, hash): (&str, FileHash), body: Body) -> Result<(), Gone> {
        match body {
            Body::Whole(bytes) => self.pieces((path, hash), &bytes[..]),
            Body::Lines(input) => self.pieces((path, hash), input),
        }
    }

    fn pieces(&self, (path, file): (&str, FileHash), input: impl BufRead) -> Result<(), Gone> {
        if let Some(known) = self.known(&file, 0) {
            return self.tell(vec![known]);
        }
        let mut input = Hashed { input, hasher: hasher(path, self.with) };
        let mut lines = Lines::new(path, &mut input);
        let (mut told, mut any, mut clean) = (Told::default(), false, true);
        loop {
            let batch = lines.batch(BATCH, LINES);
            if batch.is_empty() {
                break;
            }
            let bytes = batch.iter().flatten().map(|line| line.text.len()).sum();
            let mut articles = Vec::new();
            let with = self.with;
            let read = |one| line(path, one, with);
            for read in batch.into_par_iter().map(read).collect::<Vec<_>>() {
                match read {
                    Ok((more, problems)) => {
                        articles.extend(more);
                        clean &= problems.is_empty();
                        problems.into_iter().for_each(|problem| told.push(problem));
                    }
                    Err(error) => return self.tell(vec![Read::Failed(error)]),
                }
            }
            any |= !articles.is_empty();
            self.tell(vec![Read::Piece(Piece {
                articles,
                file,
                whole: false,
                problems: Vec::new(),
                bytes,
            })])?;
        }
        let mut problems = told.into_problems(path);
        if !any && problems.is_empty() {
            problems.push(input::empty(path));
        }
        // A file that was written to in the meantime is read again when it comes again.
        let whole = clean && any && *input.hasher.finalize().as_bytes() == file;
        self.tell(vec![Read::Piece(Piece { articles: Vec::new(), file, whole, problems, bytes: 0 })])
    }
}

/// All of a file that is held.
fn whole((file, path): (FileHash, &str), bytes: Vec<u8>, with: &Adding<'_>) -> Read {
    let size = bytes.len();
    match intakes(path, bytes, with) {
        Ok((articles, problems)) => {
            let whole = problems.is_empty();
            Read::Piece(Piece { articles, file, whole, problems, bytes: size })
        }
        Err(error) => Read::Failed(error),
    }
}

fn line(
    path: &str,
    line: Result<Line, Box<Problem>>,
    with: &Adding<'_>,
) -> Result<(Vec<Intake>, Vec<Problem>), ArchiveError> {
    match line {
        Ok(line) => of_line(path, &line, with),
        Err(problem) => Ok((Vec::new(), vec![*problem])),
    }
}

/// The hash of a file, so far as it can be read.
fn hash((path, bytes): (&str, impl io::Read), with: &Adding<'_>) -> FileHash {
    let mut hasher = hasher(path, with);
    // Reading its lines tells of what cannot be read.
    let _ = hasher.update_reader(bytes);
    *hasher.finalize().as_bytes()
}

/// What hashes the bytes of a file of this name.
fn hasher(path: &str, with: &Adding<'_>) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    part(&mut hasher, path.as_bytes());
    part(&mut hasher, format!("{:?}", with.given).as_bytes());
    hasher
}

/// A stream that is hashed as it is read.
struct Hashed<R> {
    input: R,
    hasher: blake3::Hasher,
}

impl<R: BufRead> io::Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.input.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Hashed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is consumed has been filled before, so this reads nothing.
        if let Some(taken) = self.input.fill_buf().ok().and_then(|filled| filled.get(..amount)) {
            self.hasher.update(taken);
        }
        self.input.consume(amount);
    }
}
