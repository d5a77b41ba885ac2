//! A process that is killed at any moment loses nothing that it reported as added.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Split};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use klopt::archive::{Access, Archive};

/// How many processes are killed.
const KILLED: u64 = 200;
/// How many articles each of them is given.
const ARTICLES: u64 = 130;
const AT: &str = "2025-01-01T00:00:00Z";

fn adding(folder: &Path, name: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_klopt"))
        .current_dir(folder)
        .args(["archive", "add", "--list", "-q", name])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Articles that no other run is given.
fn write_articles(folder: &Path, run: u64) {
    fs::create_dir_all(folder).unwrap();
    for n in 0..ARTICLES {
        let text =
            format!("---\ndate: 2024-05-01\nlang: nl\n---\n\nDe NAVO telt {} lidstaten.\n", 30 + run % 3);
        fs::write(folder.join(format!("{n:03}.md")), text).unwrap();
    }
}

/// The numbers of a xorshift generator (Marsaglia, 2003): the same moments in every run of the test.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// What a process reports as added until it ends, one at a time.
struct Reports(Split<BufReader<ChildStdout>>);

impl Iterator for Reports {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let line = String::from_utf8(self.0.next()?.unwrap()).unwrap();
        // The last line may have been cut off by the end of the process.
        line.strip_prefix("new      ").filter(|l| l.rsplit('.').next() == Some("md")).map(str::to_owned)
    }
}

fn reports(child: &mut Child) -> Reports {
    Reports(BufReader::new(child.stdout.take().unwrap()).split(b'\n'))
}

#[test]
fn two_hundred_killed_processes_lose_nothing_that_they_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut safe: BTreeSet<String> = BTreeSet::new();
    let mut numbers = Numbers(0x5eed);
    let (mut cut_off, mut untouched) = (0, 0);
    for run in 1..=KILLED {
        let name = format!("run{run}");
        write_articles(&folder.path().join(&name), run);
        let mut child = adding(folder.path(), &name);
        let mut reports = reports(&mut child);
        // Behind some report, and a little later, so that the moment is none in particular; of four processes one
        // is killed before it reports anything.
        let awaited = if run % 4 == 0 { 0 } else { numbers.next() % ARTICLES };
        let mut told: Vec<String> = reports.by_ref().take(usize::try_from(awaited).unwrap()).collect();
        std::thread::sleep(Duration::from_micros(numbers.next() % 3_000));
        child.kill().unwrap();
        child.wait().unwrap();
        told.extend(reports);
        cut_off += u64::from((told.len() as u64) < ARTICLES);
        untouched += u64::from(told.is_empty());
        safe.extend(told);
        if run % 50 == 0 {
            holds(folder.path(), &safe);
        }
        fs::remove_dir_all(folder.path().join(&name)).unwrap();
    }
    // Many were killed at work, between two commits or within one, and some before their first.
    assert!(cut_off - untouched > KILLED / 10 && untouched > 0, "{cut_off} cut off, {untouched} untouched");
}

/// All that was reported is in the archive, and the archive is sound.
fn holds(folder: &Path, safe: &BTreeSet<String>) {
    let archive = Archive::open(&folder.join(".klopt/archive.db"), Access::Read, AT).unwrap();
    let mut held = BTreeSet::new();
    archive
        .list::<klopt::archive::ArchiveError>(|version| {
            held.insert(version.article.clone());
            Ok(())
        })
        .unwrap();
    let lost: Vec<&String> = safe.difference(&held).collect();
    assert!(lost.is_empty(), "{} lost: {lost:?}", lost.len());
    assert_eq!(archive.verify(&mut || {}).unwrap().faults, Vec::<String>::new());
}
