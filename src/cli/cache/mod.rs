//! Articles that were read before, on disk: a folder of what was made with the same klopt, rules and
//! arguments, with a file for each run that read something anew.
//!
//! A run writes only files of its own and puts them in place when they are whole, so that any number of runs
//! can share the folder. Whatever is wrong with the cache, articles are then read as if there were none.

mod segment;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use crate::engine::{Keep, Key};
use segment::{EXTENSION, Row, Segment, UNFINISHED, Writing};

/// How many bytes the cache may take in all, and what was read with the same klopt, rules and arguments.
const MOST: u64 = 1 << 30;
/// With more files than this they are put together.
const MOST_FILES: usize = 8;
/// A file that has been unfinished so long has nobody who writes it.
const FORSAKEN: Duration = Duration::from_hours(24);

/// What was read before with the same salt.
#[derive(Debug)]
pub(super) struct Cache {
    root: PathBuf,
    folder: PathBuf,
    salt: Key,
    segments: Vec<Mutex<Segment>>,
    entries: FxHashMap<Key, Entry>,
    writing: Mutex<Fresh>,
}

#[derive(Debug)]
struct Entry {
    segment: usize,
    row: Row,
    used: AtomicBool,
}

/// What this run reads anew.
#[derive(Debug)]
enum Fresh {
    Nothing,
    Some(Writing),
    /// It could not be written.
    Failed(io::Error),
}

impl Cache {
    /// Opens the part of the cache under `root` whose entries hang on `salt` besides their own bytes.
    pub(super) fn open(root: &Path, salt: Key) -> Self {
        let folder = root.join(blake3::Hash::from(salt).to_hex().as_str().get(..32).unwrap_or_default());
        let mut segments = Vec::new();
        let mut entries = FxHashMap::default();
        for path in files(&folder, EXTENSION) {
            let Some((segment, rows)) = Segment::open(&path, &salt) else {
                // What is no use to anybody is written anew. Another run may have taken it away already.
                let _ = fs::remove_file(&path);
                continue;
            };
            for row in rows {
                let entry = Entry { segment: segments.len(), row, used: AtomicBool::new(false) };
                entries.insert(row.key, entry);
            }
            segments.push(Mutex::new(segment));
        }
        let root = root.to_path_buf();
        Self { root, folder, salt, segments, entries, writing: Mutex::new(Fresh::Nothing) }
    }

    fn begin(&self) -> io::Result<Writing> {
        fs::create_dir_all(&self.folder)?;
        let tag = self.root.join("CACHEDIR.TAG");
        if !tag.exists() {
            // See https://bford.info/cachedir/: programs that make backups leave the folder out.
            fs::write(
                tag,
                "Signature: 8a477f597d28d172789f06886806bc55\n# Made by klopt; may be removed.\n",
            )?;
        }
        Writing::begin(&self.folder, &self.salt)
    }

    /// Keeps what this run read anew, and lets go of what is too much.
    ///
    /// # Errors
    /// The cache could not be written. What it held before is as it was.
    pub(super) fn close(self) -> io::Result<()> {
        let fresh = self.writing.into_inner().unwrap_or(Fresh::Nothing);
        let added = match fresh {
            Fresh::Nothing => None,
            Fresh::Some(writing) => Some(writing.finish()?),
            Fresh::Failed(error) => return Err(error),
        };
        let mut old = Vec::new();
        for segment in self.segments {
            old.extend(segment.into_inner());
        }
        if let Some(used) = added.as_ref().or_else(|| old.first().map(|segment| &segment.path)) {
            touch(used);
        }
        if added.is_none() {
            return Ok(());
        }
        let kept: u64 = old.iter().map(|segment| segment.length).sum();
        if old.len() >= MOST_FILES || kept > MOST {
            joined(&self.folder, &self.salt, old, self.entries)?;
        }
        trim(&self.root, &self.folder);
        Ok(())
    }
}

impl Keep for Cache {
    fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let entry = self.entries.get(key)?;
        let bytes = self.segments.get(entry.segment)?.lock().ok()?.read(&entry.row)?;
        entry.used.store(true, Ordering::Relaxed);
        Some(bytes)
    }

    fn put(&self, key: &Key, bytes: &[u8]) {
        let Ok(mut fresh) = self.writing.lock() else { return };
        if matches!(*fresh, Fresh::Nothing) {
            *fresh = self.begin().map_or_else(Fresh::Failed, Fresh::Some);
        }
        if let Fresh::Some(writing) = &mut *fresh
            && let Err(error) = writing.add(key, bytes)
        {
            *fresh = Fresh::Failed(error);
        }
    }
}

/// Puts the files of before into one: what this run used, and of the rest as much as half the room holds.
fn joined(folder: &Path, salt: &Key, mut old: Vec<Segment>, all: FxHashMap<Key, Entry>) -> io::Result<()> {
    let mut entries: Vec<Entry> = all.into_values().collect();
    entries.sort_by_key(|entry| (!entry.used.load(Ordering::Relaxed), entry.row.key));
    let mut writing = Writing::begin(folder, salt)?;
    let mut room = MOST / 2;
    for entry in &entries {
        let size = entry.row.size();
        let used = entry.used.load(Ordering::Relaxed);
        if !used && size > room {
            break;
        }
        if let Some(bytes) = old.get_mut(entry.segment).and_then(|segment| segment.read(&entry.row)) {
            writing.add(&entry.row.key, &bytes)?;
            room = room.saturating_sub(size);
        }
    }
    let whole = writing.finish()?;
    for segment in old.iter().filter(|segment| segment.path != whole) {
        // Another run may have done the same.
        let _ = fs::remove_file(&segment.path);
    }
    Ok(())
}

/// Removes the folders under `root` that were used longest ago until the rest fits, but never `own`; and what
/// runs that were stopped have left behind.
fn trim(root: &Path, own: &Path) {
    let Ok(listed) = fs::read_dir(root) else { return };
    let mut folders = Vec::new();
    for folder in listed.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        for path in files(&folder, UNFINISHED) {
            let old = modified(&path).and_then(|at| at.elapsed().ok()).is_some_and(|age| age > FORSAKEN);
            if old {
                let _ = fs::remove_file(&path);
            }
        }
        let held = files(&folder, EXTENSION);
        let size: u64 = held.iter().filter_map(|path| fs::metadata(path).ok()).map(|found| found.len()).sum();
        let used = held.iter().filter_map(|path| modified(path)).max();
        folders.push((folder != own, used, folder, size));
    }
    folders.sort();
    let mut total: u64 = folders.iter().map(|(.., size)| size).sum();
    for (other, _, folder, size) in folders {
        if other && total > MOST {
            total -= size;
            // What another run is reading stays readable to it, and what it cannot write it does without.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// The files in `folder` with this extension, in the order of their names.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut out: Vec<PathBuf> =
        listed.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    out.sort();
    out
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// Notes that the file was used now.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock tells which folder was used last, and decides no finding"
)]
fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path);
    // A cache that can only be read keeps its time.
    let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Key = [7; 32];

    fn key(n: u8) -> Key {
        [n; 32]
    }

    fn kept(root: &Path, salt: Key, entries: &[(u8, &str)]) {
        let cache = Cache::open(root, salt);
        entries.iter().for_each(|(n, text)| cache.put(&key(*n), text.as_bytes()));
        cache.close().unwrap();
    }

    fn text(root: &Path, salt: Key, n: u8) -> Option<String> {
        Cache::open(root, salt).get(&key(n)).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn held(root: &Path) -> Vec<PathBuf> {
        let folders = fs::read_dir(root).unwrap().flatten().map(|entry| entry.path());
        folders.filter(|path| path.is_dir()).flat_map(|folder| files(&folder, EXTENSION)).collect()
    }

    #[test]
    fn what_was_kept_is_found_under_its_key_and_salt() {
        let root = tempfile::tempdir().unwrap();
        kept(root.path(), SALT, &[(1, "een"), (2, "")]);
        assert_eq!(text(root.path(), SALT, 1).as_deref(), Some("een"));
        assert_eq!(text(root.path(), SALT, 2).as_deref(), Some(""));
        assert_eq!(text(root.path(), SALT, 3), None);
        assert_eq!(text(root.path(), [8; 32], 1), None);
        assert!(root.path().join("CACHEDIR.TAG").exists());
    }

    #[test]
    fn runs_at_the_same_time_keep_what_each_of_them_read() {
        let root = tempfile::tempdir().unwrap();
        let (a, b) = (Cache::open(root.path(), SALT), Cache::open(root.path(), SALT));
        a.put(&key(1), b"een");
        b.put(&key(2), b"twee");
        b.put(&key(1), b"een");
        a.close().unwrap();
        b.close().unwrap();
        assert_eq!(held(root.path()).len(), 2);
        for (n, word) in [(1, "een"), (2, "twee")] {
            assert_eq!(text(root.path(), SALT, n).as_deref(), Some(word));
        }
    }

    #[test]
    fn many_files_become_one_and_lose_nothing() {
        let root = tempfile::tempdir().unwrap();
        for n in 0..=u8::try_from(MOST_FILES).unwrap() {
            kept(root.path(), SALT, &[(n, "tekst")]);
        }
        assert_eq!(held(root.path()).len(), 2);
        let cache = Cache::open(root.path(), SALT);
        assert!((0..=u8::try_from(MOST_FILES).unwrap()).all(|n| cache.get(&key(n)).is_some()));
    }

    #[test]
    fn what_is_damaged_cut_off_or_foreign_is_left_alone_and_written_anew() {
        let root = tempfile::tempdir().unwrap();
        kept(root.path(), SALT, &[(1, "een lange tekst")]);
        let path = held(root.path()).remove(0);
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            fs::write(&path, bad).unwrap();
            assert_eq!(text(root.path(), SALT, 1), None, "byte {at}");
            fs::write(&path, &good[..at]).unwrap();
            assert_eq!(text(root.path(), SALT, 1), None, "cut off at {at}");
        }
        fs::write(&path, "iets anders").unwrap();
        kept(root.path(), SALT, &[(1, "een lange tekst")]);
        assert_eq!(text(root.path(), SALT, 1).as_deref(), Some("een lange tekst"));
        assert_eq!(held(root.path()).len(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_told_at_the_end() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = Cache::open(&file, SALT);
        cache.put(&key(1), b"een");
        assert_eq!(cache.get(&key(1)), None);
        assert!(cache.close().is_err());
    }
}
