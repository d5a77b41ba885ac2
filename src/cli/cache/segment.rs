//! A file of the cache: what one run read anew, written once and never changed.
//!
//! ```text
//! magic (12)  salt (32)  entries …  index: key (32) offset (8) length (4) check (16) …
//! offset of the index (8)  check of the index (16)  magic (12)
//! ```
//! Numbers are little-endian; a check is the first half of a BLAKE3 hash. A file that is cut off, damaged or
//! not ours has no index that checks out, and an entry that was damaged does not fit its check.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::engine::Key;

const MAGIC: &[u8; 12] = b"klopt cache\x01";
const HEAD: usize = 44;
const ROW: usize = 60;
const FOOT: usize = 36;

/// The ending of the files of the cache.
pub(super) const EXTENSION: &str = "klopt";
/// That of files that are being written.
pub(super) const UNFINISHED: &str = "part";

/// Where an entry lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is kept under.
    pub(super) key: Key,
    offset: u64,
    length: u32,
    check: [u8; 16],
}

impl Row {
    /// How many bytes it takes.
    pub(super) fn size(&self) -> u64 {
        u64::from(self.length) + ROW as u64
    }
}

fn check(bytes: &[u8]) -> [u8; 16] {
    let hash = blake3::hash(bytes);
    hash.as_bytes().first_chunk().copied().unwrap_or_default()
}

/// Takes `N` bytes from the front.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

/// A file to read from.
#[derive(Debug)]
pub(super) struct Segment {
    /// Its path.
    pub(super) path: PathBuf,
    /// How long it is, in bytes.
    pub(super) length: u64,
    file: File,
}

impl Segment {
    /// Opens the file and reads its index; none if it is not one of ours for `salt`, or damaged.
    pub(super) fn open(path: &Path, salt: &Key) -> Option<(Self, Vec<Row>)> {
        let mut file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let mut head = [0; HEAD];
        file.read_exact(&mut head).ok()?;
        if !head.starts_with(MAGIC) || !head.ends_with(salt) {
            return None;
        }
        let index_end = length.checked_sub(FOOT as u64)?;
        let mut foot = [0; FOOT];
        file.seek(SeekFrom::Start(index_end)).ok()?;
        file.read_exact(&mut foot).ok()?;
        let mut foot = &foot[..];
        let at = u64::from_le_bytes(take(&mut foot)?);
        let wanted: [u8; 16] = take(&mut foot)?;
        let size = index_end.checked_sub(at).filter(|_| foot == MAGIC && at >= HEAD as u64)?;
        let mut index = vec![0; usize::try_from(size).ok()?];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut index).ok()?;
        if check(&index) != wanted {
            return None;
        }
        let rows = index.chunks_exact(ROW).map(row).collect::<Option<_>>()?;
        Some((Self { path: path.to_path_buf(), length, file }, rows))
    }

    /// The bytes of an entry; none where they are not those that were written.
    pub(super) fn read(&mut self, row: &Row) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(row.length).ok()?];
        self.file.seek(SeekFrom::Start(row.offset)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        (check(&bytes) == row.check).then_some(bytes)
    }
}

fn row(mut bytes: &[u8]) -> Option<Row> {
    Some(Row {
        key: take(&mut bytes)?,
        offset: u64::from_le_bytes(take(&mut bytes)?),
        length: u32::from_le_bytes(take(&mut bytes)?),
        check: take(&mut bytes)?,
    })
}

/// A file that is being written. It is gone if it is not finished.
#[derive(Debug)]
pub(super) struct Writing {
    path: PathBuf,
    out: Option<BufWriter<File>>,
    at: u64,
    rows: Vec<Row>,
}

impl Writing {
    /// Begins a file in `folder`, under a name that no other run takes.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(super) fn begin(folder: &Path, salt: &Key) -> io::Result<Self> {
        let mut number = 0;
        let (path, file) = loop {
            let path = folder.join(format!("{}-{number}.{UNFINISHED}", std::process::id()));
            match File::create_new(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        };
        let mut out = BufWriter::with_capacity(1 << 18, file);
        out.write_all(MAGIC)?;
        out.write_all(salt)?;
        Ok(Self { path, out: Some(out), at: HEAD as u64, rows: Vec::new() })
    }

    /// Adds an entry.
    pub(super) fn add(&mut self, key: &Key, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.raw(bytes)?;
        self.rows.push(Row { key: *key, offset: self.at, length, check: check(bytes) });
        self.at += u64::from(length);
        Ok(())
    }

    fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        let out = self.out.as_mut().ok_or_else(|| io::Error::other("the file is finished"))?;
        out.write_all(bytes)
    }

    /// Writes the index and puts the file in its place, named by what is in it.
    pub(super) fn finish(mut self) -> io::Result<PathBuf> {
        // Threads add in any order.
        self.rows.sort_by_key(|row| row.key);
        let mut index = Vec::with_capacity(self.rows.len() * ROW);
        for row in &self.rows {
            index.extend_from_slice(&row.key);
            index.extend_from_slice(&row.offset.to_le_bytes());
            index.extend_from_slice(&row.length.to_le_bytes());
            index.extend_from_slice(&row.check);
        }
        self.raw(&index)?;
        self.raw(&self.at.to_le_bytes())?;
        self.raw(&check(&index))?;
        self.raw(MAGIC)?;
        let out = self.out.take().ok_or_else(|| io::Error::other("the file is finished"))?;
        drop(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        let mut name = blake3::hash(&index).to_hex().to_string();
        name.truncate(24);
        let done = self.path.with_file_name(format!("{name}.{EXTENSION}"));
        std::fs::rename(&self.path, &done)?;
        Ok(done)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // Once it is finished there is nothing under this name.
        let _ = std::fs::remove_file(&self.path);
    }
}
