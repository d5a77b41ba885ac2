//! A desk with an archive: the rules, what reads articles, and a folder for the files.

use std::path::{Path, PathBuf};

use klopt::archive::{Access, Adding, Archive, ArchiveError, Given, Progress, Totals, rules_hash};
use klopt::extract::Extractor;
use klopt::input::Reader;
use klopt::rules::pack_files::{self, PackFile};
use klopt::rules::{RuleSet, furniture};
use tempfile::TempDir;

/// The day on which archives are begun.
pub(crate) const DAY_1: &str = "2025-01-01T08:00:00Z";

/// Rules in force, and a folder.
pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) rules: RuleSet,
    pub(crate) reader: Reader,
    pub(crate) pack: String,
    given: Given,
}

impl Desk {
    /// With the shipped rules.
    pub(crate) fn new() -> Self {
        Self::with(Vec::new())
    }

    /// With rule files beside the shipped ones.
    pub(crate) fn with(files: Vec<PackFile>) -> Self {
        let mut all = pack_files::shipped();
        all.extend(files.iter().cloned());
        let (rules, problems) = RuleSet::load(files);
        assert!(problems.is_empty(), "{problems:?}");
        let reader = Reader::new(furniture::page_words(&pack_files::shipped()).unwrap());
        // Where there is a folder in memory, hundreds of small archives need not wait for a disk.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { folder: folder.unwrap(), rules, reader, pack: rules_hash(&all, true), given: Given::default() }
    }

    /// The rules and their hash.
    pub(crate) fn in_force(&self) -> (&RuleSet, &str) {
        (&self.rules, &self.pack)
    }

    /// A file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An archive in the folder.
    pub(crate) fn archive(&self, name: &str) -> Archive {
        Archive::open(&self.path(name), Access::Create, DAY_1).unwrap()
    }

    /// Does `work` with what taking articles in at a moment takes.
    pub(crate) fn adding<T>(&self, at: &str, work: impl FnOnce(&Adding<'_>) -> T) -> T {
        let extractor = Extractor::new(&self.rules);
        work(&self.adding_with(&extractor, at))
    }

    /// What taking articles in takes, with an extractor that knows its patterns already.
    pub(crate) fn adding_with<'a>(&'a self, extractor: &'a Extractor<'a>, at: &'a str) -> Adding<'a> {
        Adding {
            reader: &self.reader,
            extractor,
            rules: &self.rules,
            pack: &self.pack,
            given: &self.given,
            at,
        }
    }

    /// Takes files in, each a name and a text.
    pub(crate) fn add<P: AsRef<str> + Sync, T: AsRef<str> + Sync>(
        &self,
        archive: &mut Archive,
        files: &[(P, T)],
        at: &str,
    ) -> Result<Totals, ArchiveError> {
        self.add_told(archive, files, at, &mut |_| {})
    }

    /// The same, and tells what is safe after each commit.
    pub(crate) fn add_told<P: AsRef<str> + Sync, T: AsRef<str> + Sync>(
        &self,
        archive: &mut Archive,
        files: &[(P, T)],
        at: &str,
        told: &mut dyn FnMut(&Progress<'_>),
    ) -> Result<Totals, ArchiveError> {
        let fetch = |file: &(P, T)| Ok((file.0.as_ref().to_owned(), file.1.as_ref().as_bytes().to_vec()));
        let (totals, problems) = self.adding(at, |adding| adding.run(archive, files, fetch, told))?;
        assert_eq!(problems, []);
        Ok(totals)
    }
}
