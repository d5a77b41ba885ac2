//! The cache changes how long a run takes, and never what it says: whatever a claim hangs on is changed here,
//! one thing at a time, and every report is held against one that was made without a cache.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(unix)]

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

const NEW: &str = "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n";
const OLD: &str = "---\ndate: 2025-07-02\n---\n# Kop\n\nDe NAVO-norm is 2 procent van het bbp.\n";
/// It hangs on the country whose defence budget this is, and on the day of publication.
const OURS: &str = "Defensie van ons land krijgt volgend jaar 22 miljard euro, zegt de minister.\n";
const WIRE: &str = "{\"id\": \"w1\", \"date\": \"2025-07-03\", \"text\": \"De NAVO-norm is 3,5 procent van het bbp.\"}\n\
    {\"id\": \"w2\", \"text\": \"De NAVO-norm is 5 procent van het bbp.\", \"date\": \"2025-07-04\"}\n";

/// How many sources there are in the folder: three files and two lines.
const SOURCES: usize = 5;

struct Desk {
    folder: TempDir,
    program: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for (name, text) in [("new.md", NEW), ("old.md", OLD), ("ons.txt", OURS), ("wire.jsonl", WIRE)] {
            fs::create_dir_all(folder.path().join("articles")).unwrap();
            fs::write(folder.path().join("articles").join(name), text).unwrap();
        }
        Self { folder, program: env!("CARGO_BIN_EXE_klopt").into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.folder.path()).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        // A process that another test starts while a program is written holds it open until it runs itself.
        loop {
            match self.command(args).output() {
                Err(e) if e.kind() == ErrorKind::ExecutableFileBusy => sleep(Duration::from_millis(20)),
                output => return output.unwrap(),
            }
        }
    }

    /// Runs with the cache, holds what it says against a run without, and gives how many sources a further
    /// run knows.
    fn known(&self, args: &[&str]) -> usize {
        self.same(&[&["check", "--format", "json"], args].concat());
        self.told(args)
    }

    /// Holds what a run with the cache says against one without.
    fn same(&self, args: &[&str]) {
        let plain = self.run(&[args, &["--no-cache", "articles"]].concat());
        let cached = self.run(&[args, &["--cache-dir", "cache", "articles"]].concat());
        assert_eq!(text(&cached.stdout), text(&plain.stdout), "{args:?}");
        assert_eq!(text(&cached.stderr), text(&plain.stderr), "{args:?}");
        assert_eq!(cached.status.code(), plain.status.code());
    }

    /// How many sources a further run knows.
    fn told(&self, args: &[&str]) -> usize {
        let args = [&["check", "--verbose", "--cache-dir", "cache", "articles"], args].concat();
        let err = self.run(&args).stderr;
        let line = text(&err)
            .lines()
            .find_map(|line| line.strip_prefix("known from the cache: ").map(str::to_owned));
        line.unwrap().parse().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files of the cache.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            out.extend(files(&entry));
        } else if entry.extension().is_some() {
            out.push(entry);
        }
    }
    out.retain(|path| path.extension().is_some_and(|e| e == "klopt"));
    out
}

#[test]
fn whatever_a_claim_hangs_on_is_seen_to_change() {
    let desk = Desk::new();
    assert_eq!(desk.told(&[]), 0);
    assert_eq!(desk.told(&[]), SOURCES);
    assert_eq!(desk.known(&[]), SOURCES);
    desk.same(&["extract", "--format", "jsonl"]);
    desk.same(&["graph"]);

    // Content: of one file, of one line, and another name for the same content.
    desk.write("articles/old.md", &OLD.replace("2 procent", "3 procent"));
    assert_eq!(desk.told(&[]), SOURCES - 1);
    assert_eq!(desk.known(&[]), SOURCES);
    desk.write("articles/wire.jsonl", &WIRE.replace("3,5 procent", "4,5 procent"));
    assert_eq!(desk.told(&[]), SOURCES - 1);
    assert_eq!(desk.known(&[]), SOURCES);
    fs::rename(desk.path("articles/new.md"), desk.path("articles/newer.md")).unwrap();
    assert_eq!(desk.told(&[]), SOURCES - 1);
    assert_eq!(desk.known(&[]), SOURCES);

    // What is given from outside.
    for args in [["--lang", "en"], ["--country", "BE"], ["--published", "2024-01-01"]] {
        assert_eq!(desk.told(&args), 0, "{args:?}");
        assert_eq!(desk.known(&args), SOURCES, "{args:?}");
    }
    desk.write("klopt.yaml", "country: BE\nlanguage: nl\n");
    assert_eq!(desk.told(&[]), 0);
    assert_eq!(desk.known(&[]), SOURCES);
    fs::remove_file(desk.path("klopt.yaml")).unwrap();
    assert_eq!(desk.told(&[]), SOURCES);
}

#[test]
fn rules_vocabulary_and_the_program_are_seen_to_change() {
    let mut desk = Desk::new();
    assert_eq!((desk.told(&[]), desk.known(&[])), (0, SOURCES));
    let with = ["--rules", "house"];

    desk.write(
        "house/vocabulary/entities.yaml",
        "- id: nato\n  kind: alliance\n  names: { nl: [de NAVO-norm] }\n",
    );
    assert_eq!(desk.told(&with), 0);
    assert_eq!(desk.known(&with), SOURCES);
    desk.write(
        "house/vocabulary/entities.yaml",
        "- id: eu\n  kind: alliance\n  names: { nl: [de Unie-norm] }\n",
    );
    assert_eq!(desk.told(&with), 0);
    desk.write("house/vocabulary/cues.yaml", "new-cue: { nl: [vernieuwd] }\n");
    assert_eq!(desk.told(&with), 0);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/metrics");
    let metric = fs::read_dir(shipped).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    desk.write("house/metrics/mine.yaml", &fs::read_to_string(metric).unwrap());
    assert_eq!(desk.told(&with), 0);
    assert_eq!(desk.known(&with), SOURCES);

    // No claim hangs on a check rule, and every finding does.
    let rule = "rule: figure/contradiction\ntitle: { nl: Tegenspraak, en: Contradiction }\nverdict: conflicts\n\
        severity: info\nmessage: { nl: Anders, en: Different }\n";
    desk.write("house/checks/mine.yaml", rule);
    assert_eq!(desk.known(&with), SOURCES);

    // Another build of the same version.
    let other = desk.path("klopt-other");
    fs::copy(&desk.program, &other).unwrap();
    fs::OpenOptions::new().append(true).open(&other).unwrap().write_all(b" ").unwrap();
    desk.program = other;
    assert_eq!(desk.told(&[]), 0);
    assert_eq!(desk.known(&[]), SOURCES);
}

#[test]
fn what_there_is_to_tell_of_an_article_is_told_every_time() {
    let desk = Desk::new();
    desk.write(
        "articles/broken.md",
        "---\ndate: ooit\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n",
    );
    desk.write("articles/wire.jsonl", &format!("{WIRE}{{\"text\": 5}}\n"));
    assert_eq!(desk.told(&[]), 0);
    assert_eq!(desk.known(&[]), SOURCES);
}

#[test]
fn damage_is_read_over_and_mended() {
    let desk = Desk::new();
    assert_eq!((desk.told(&[]), desk.told(&[])), (0, SOURCES));
    for spoil in
        [|_: &[u8]| Vec::new(), |good: &[u8]| good[..good.len() / 2].to_vec(), |_: &[u8]| vec![0xff; 5_000]]
    {
        for path in files(&desk.path("cache")) {
            let good = fs::read(&path).unwrap();
            fs::write(&path, spoil(&good)).unwrap();
        }
        assert_eq!(desk.told(&[]), 0);
        assert_eq!(desk.known(&[]), SOURCES);
    }
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let desk = Desk::new();
    let args = ["check", "--format", "json", "articles"];
    let plain = text(&desk.run(&[&args[..], &["--no-cache"]].concat()).stdout);
    for round in 0..3 {
        let run = |_| {
            let mut command = desk.command(&[&args[..], &["--cache-dir", "cache"]].concat());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let running: Vec<_> = (0..4).map(run).collect();
        for child in running {
            let out = child.wait_with_output().unwrap();
            assert_eq!(text(&out.stdout), plain, "round {round}");
            assert_eq!(text(&out.stderr), "");
        }
        assert_eq!(desk.told(&[]), SOURCES);
        if round == 1 {
            fs::remove_dir_all(desk.path("cache")).unwrap();
        }
    }
}

#[test]
fn a_small_run_keeps_nothing_unless_a_folder_is_named() {
    let desk = Desk::new();
    let home = desk.path("home");
    let out = desk.command(&["check", "articles"]).env("XDG_CACHE_HOME", &home).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    assert!(!home.exists());
    desk.write(
        "articles/lang.txt",
        &"De zon scheen op het plein en niemand zei er iets van.\n\n".repeat(4_000),
    );
    desk.command(&["check", "articles"]).env("XDG_CACHE_HOME", &home).output().unwrap();
    assert_eq!(files(&home).len(), 1);
    desk.command(&["check", "--no-cache", "articles"])
        .env("XDG_CACHE_HOME", desk.path("none"))
        .output()
        .unwrap();
    assert!(!desk.path("none").exists());
}
