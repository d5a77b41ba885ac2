//! A process that is killed at any moment loses nothing that it reported as added.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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

fn acknowledged(child: Child) -> Vec<String> {
    let lines = BufReader::new(child.stdout.unwrap()).split(b'\n').map(Result::unwrap);
    // The last line may have been cut off by the end of the process; `list` prints whole ones at once.
    let whole =
        lines.filter_map(|l| String::from_utf8(l).unwrap().strip_prefix("new      ").map(str::to_owned));
    whole.filter(|l| l.rsplit('.').next() == Some("md")).collect()
}

#[test]
fn two_hundred_killed_processes_lose_nothing_that_they_reported() {
    let folder = tempfile::tempdir().unwrap();
    write_articles(&folder.path().join("first"), 0);
    let begun = Instant::now();
    let mut first = adding(folder.path(), "first");
    first.wait().unwrap();
    let whole = begun.elapsed();
    let mut safe: BTreeSet<String> = acknowledged(first).into_iter().collect();
    assert_eq!(safe.len() as u64, ARTICLES);
    let mut numbers = Numbers(0x5eed);
    let (mut cut_off, mut untouched) = (0, 0);
    for run in 1..=KILLED {
        let name = format!("run{run}");
        write_articles(&folder.path().join(&name), run);
        let mut child = adding(folder.path(), &name);
        let share = u32::try_from(numbers.next() % 1_000).unwrap();
        std::thread::sleep((whole / 1_000 * share).min(Duration::from_secs(2)));
        child.kill().unwrap();
        child.wait().unwrap();
        let told = acknowledged(child);
        cut_off += u32::from((told.len() as u64) < ARTICLES);
        untouched += u32::from(told.is_empty());
        safe.extend(told);
        if run % 50 == 0 {
            holds(folder.path(), &safe);
        }
        fs::remove_dir_all(folder.path().join(&name)).unwrap();
    }
    // Most were killed at work; some before their first commit, some between two.
    assert!(cut_off > 100 && untouched < cut_off, "{cut_off} cut off, {untouched} untouched");
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
