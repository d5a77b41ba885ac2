//! Files that nobody should write and somebody will: each is read or told of, none stops the run, and
//! the articles beside them are checked as if they were alone.
//!
//! The limits hold for all files together: see [`SECONDS`] and [`KILOBYTES`]. A release build
//! (`cargo test --release --test hostile`) takes the largest files at their full size.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may panic, and this one holds a run against the clock"
)]
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a run over every file may take; it takes a tenth of this on two cores.
const SECONDS: u64 = 300;
/// How much address space a run may take, on two threads.
const KILOBYTES: u64 = 3 << 20;
/// The size of the largest files.
const LARGE: usize = if cfg!(debug_assertions) { 1 << 16 } else { 100 << 20 };

/// What is told of those: of a text that long only the beginning is read.
const LONG: &[&str] = if LARGE > klopt::input::MOST_TEXT { &["input/too-long"] } else { &[] };

/// By how much the long files are shortened where klopt runs unoptimised.
const SHARE: usize = if cfg!(debug_assertions) { 100 } else { 1 };

const NEW: &str = "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n";
const OLD: &str = "---\ndate: 2025-07-02\n---\n# Kop\n\nDe NAVO-norm is 2 procent van het bbp.\n";
const CLAIM: &str = "De NAVO-norm is 3 procent van het bbp.";

/// A file: its name, its bytes, and the codes of what is told of it.
type Case = (&'static str, Vec<u8>, &'static [&'static str]);

/// The files that are no text at all.
fn encodings() -> Vec<Case> {
    let utf16 = |text: &str, mark: bool, little: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|u: u16| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    };
    let with = |bytes: &[u8]| [CLAIM.as_bytes(), bytes, CLAIM.as_bytes()].concat();
    vec![
        ("empty.txt", vec![], &["input/empty"]),
        ("blank.md", b" \n\t\r\n\x0c\n".to_vec(), &["input/empty"]),
        ("mark-alone.txt", "\u{feff}\n".into(), &["input/empty"]),
        ("mark.md", format!("\u{feff}{NEW}").into(), &[]),
        ("nul.txt", with(&[0]), &["input/binary"]),
        ("zeros.txt", vec![0; 1 << 20], &["input/binary"]),
        ("random.html", noise(1 << 16), &["input/binary"]),
        ("picture.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec(), &["input/binary"]),
        ("utf16-le.txt", utf16(CLAIM, true, true), &["input/not-utf8"]),
        ("utf16-be.txt", utf16(CLAIM, true, false), &["input/not-utf8"]),
        ("utf16-le-unmarked.txt", utf16(CLAIM, false, true), &["input/binary"]),
        ("utf16-be-unmarked.jsonl", utf16(CLAIM, false, false), &["input/binary"]),
        ("utf32.txt", CLAIM.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), &["input/binary"]),
        ("latin1.txt", with(b" Zo\xeb "), &["input/not-utf8"]),
        ("cut-off.txt", [CLAIM.as_bytes(), b"\xe2\x82"].concat(), &["input/not-utf8"]),
        ("overlong.txt", with(b"\xc0\xaf"), &["input/not-utf8"]),
        ("surrogate.txt", with(b"\xed\xa0\x80"), &["input/not-utf8"]),
        ("crlf.md", NEW.replace('\n', "\r\n").into(), &[]),
        ("cr.txt", NEW.replace('\n', "\r").into(), &[]),
        ("controls.txt", with(b"\x01\x02\x1b[31m\x7f\x08\x0b"), &[]),
        ("bidi.txt", with("\u{202e}\u{2066}\u{200f}\u{200b}\u{feff}\u{2028}\u{85}".as_bytes()), &[]),
        ("noncharacters.txt", with("\u{ffff}\u{fffe}\u{10ffff}\u{e000}".as_bytes()), &[]),
    ]
}

/// Bytes without an order, the same at every run.
fn noise(n: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(n).collect()
}

/// Texts of too much.
fn texts() -> Vec<Case> {
    let of = |text: &str, times: usize| text.repeat(times / SHARE).into_bytes();
    let line = |text: &str| text.repeat(LARGE / text.len()).into_bytes();
    vec![
        ("one-line.txt", line("De zon scheen op het plein en niemand zei er iets van, "), LONG),
        ("one-line-of-sentences.txt", line("De NAVO-norm is 5 procent van het bbp. "), LONG),
        ("one-line-of-figures.txt", line("1 2 3 4 5 6 7 8 9 10 "), LONG),
        ("lines-of-figures.md", line("5 procent, 3 miljard euro en 2 van de 32 landen\n"), LONG),
        ("one-word.txt", line("a"), LONG),
        ("digits.txt", of("7", 1_000_000), &[]),
        ("digits-grouped.txt", [b"1".to_vec(), of(".000", 250_000), b" euro".to_vec()].concat(), &[]),
        (
            "digits-behind-a-comma.txt",
            [b"0,".to_vec(), of("3", 1_000_000), b" procent".to_vec()].concat(),
            &[],
        ),
        ("dots.txt", of("1.1", 300_000), &[]),
        ("dashes.txt", of("10-", 300_000), &[]),
        ("slashes.txt", of("3/", 300_000), &[]),
        ("colons.txt", of("12:", 300_000), &[]),
        ("tails.txt", of("tussen 3 en ", 50_000), &[]),
        ("number-words.txt", of("driehonderdduizend", 20_000), &[]),
        ("number-words-apart.txt", of("twee miljoen ", 50_000), &[]),
        ("hedges.txt", of("ruim ongeveer bijna zo'n ", 30_000), &[]),
        (
            "years.txt",
            b"Op 1 januari 99999 en in 99999 en op 99999-12-31 en tussen 99998 en 99999.".to_vec(),
            &[],
        ),
        ("years-ago.txt", "999999999999999999999 jaar geleden en over 99999999999 maanden".into(), &[]),
        (
            "powers.txt",
            "een miljoen miljoen miljoen miljoen miljoen miljoen miljoen euro, 10^99999, 1e999999".into(),
            &[],
        ),
        ("quotes.txt", of("“‘«\"", 100_000), &[]),
        ("brackets.txt", of("(", 500_000), &[]),
        ("accents.txt", [b"a".to_vec(), of("\u{301}", 500_000)].concat(), &[]),
        ("emoji.txt", of("👩‍👩‍👧‍👦 5 procent ", 20_000), &[]),
        ("lines.txt", of("\n", 2_000_000), &["input/empty"]),
        ("short-lines.txt", of("5\n", 300_000), &[]),
        ("names.txt", of("NAVO Rusland Oekraïne Poetin ", 20_000), &[]),
        ("speakers.txt", of("zei hij, zei zij, volgens hem, aldus ", 20_000), &[]),
    ]
}

/// Markdown, and what stands before it.
fn markdown() -> Vec<Case> {
    let front = |matter: &str| format!("---\n{matter}\n---\n# Kop\n\n{CLAIM}\n").into_bytes();
    let bomb = (1..9).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, n| {
        let before = format!("*a{}", n - 1);
        format!("{text}a{n}: &a{n} [{}]\n", [before.as_str(); 9].join(","))
    });
    let deep = |open: &str, close: &str, n: usize| format!("a: {}{}", open.repeat(n), close.repeat(n));
    vec![
        ("bomb.md", front(&bomb), &["input/front-matter"]),
        ("deep-flow.md", front(&deep("[", "]", 100_000)), &["input/front-matter"]),
        ("deep-maps.md", front(&deep("{a: ", "}", 10_000)), &["input/front-matter"]),
        ("alias-of-itself.md", front("a: &a [*a]"), &["input/front-matter"]),
        ("tabs.md", front("\tdate: 2025-07-01"), &[]),
        ("never-closed.md", b"---\ndate: 2025-07-01\n# Kop\n".to_vec(), &[]),
        ("twice.md", front("date: 2025-07-01\ndate: 2025-07-02"), &["input/front-matter"]),
        ("binary.md", front("date: !!binary aGVsbG8="), &["input/date"]),
        ("year-99999.md", front("date: 99999-01-01"), &["input/date"]),
        ("month-13.md", front("date: 2025-13-45"), &["input/date"]),
        ("date-a-list.md", front("date: [2025, 7, 1]"), &["input/date"]),
        (
            "title-a-million.md",
            front(&format!("date: 2025-07-01\ntitle: {}", "5 procent ".repeat(100_000))),
            &[],
        ),
        ("keys.md", front(&(0..20_000).map(|n| format!("k{n}: {n}")).collect::<Vec<_>>().join("\n")), &[]),
        ("quoted-deep.md", [&b">".repeat(100_000)[..], b" 5 procent"].concat(), &[]),
        ("listed-deep.md", [&b"- ".repeat(20_000)[..], b"5 procent"].concat(), &[]),
        ("brackets.md", b"[".repeat(100_000), &[]),
        ("stars.md", b"*a **b ".repeat(50_000), &[]),
        ("ticks.md", (1..1_500).flat_map(|n| [&b"`".repeat(n)[..], b" "].concat()).collect(), &[]),
        (
            "table.md",
            [b"|a".repeat(5_000), b"\n".to_vec(), b"|-".repeat(5_000), b"\n".to_vec()].concat(),
            &[],
        ),
        ("remarks.md", b"<!-- klopt: ignore * reason: ".repeat(20_000), &[]),
    ]
}

/// Web pages.
fn pages() -> Vec<Case> {
    let page = |body: &[u8]| [b"<!doctype html><html><body><p>", body, b"</p></body></html>"].concat();
    let json = |text: String| {
        format!("<html><head><script type=\"application/ld+json\">{text}</script></head><body><p>{CLAIM}</p>")
    };
    vec![
        ("deep.html", page(&b"<div>".repeat(200_000)), &[]),
        ("deep-closed.html", page(&[b"<b>".repeat(50_000), b"</b>".repeat(50_000)].concat()), &[]),
        ("never-closed.html", page(&b"<a href=\"".repeat(50_000)), &[]),
        ("half-tags.html", b"<".repeat(500_000), &[]),
        ("closing-tags.html", page(&b"</p></div></b>".repeat(50_000)), &[]),
        (
            "attribute.html",
            page(format!("<a title=\"{}\">5 procent</a>", "x".repeat(5_000_000)).as_bytes()),
            &[],
        ),
        ("attributes.html", page(format!("<a {}>", "a=1 ".repeat(100_000)).as_bytes()), &[]),
        ("comment.html", page(&[b"<!--", &b"-".repeat(500_000)[..]].concat()), &[]),
        ("script.html", page(&[b"<script>", &b"if (a < b) ".repeat(50_000)[..]].concat()), &[]),
        ("entities.html", page(&b"&amp;&#0;&#x110000;&#xd800;&euro;&nosuch;&".repeat(20_000)), &[]),
        ("table.html", page(&b"<table><tr><td>5 procent".repeat(20_000)), &[]),
        ("json-deep.html", json("[".repeat(100_000)).into(), &[]),
        ("json-broken.html", json("{\"datePublished\": ".to_owned()).into(), &[]),
        ("json-date.html", json("{\"datePublished\": \"99999-01-01T99:99\"}".to_owned()).into(), &[]),
    ]
}

/// JSON Lines.
fn records() -> Vec<Case> {
    let good = format!("{{\"id\": \"goed\", \"date\": \"2025-07-03\", \"text\": \"{CLAIM}\"}}\n");
    let with = |line: &str| format!("{good}{line}\n{}", good.replace("goed", "ook goed")).into_bytes();
    vec![
        ("deep.jsonl", with(&"[".repeat(200_000)), &["input/json"]),
        (
            "deep-field.jsonl",
            with(&format!("{{\"text\": \"x\", \"y\": {}", "[".repeat(200_000))),
            &["input/json"],
        ),
        ("array.jsonl", with("[1, 2]"), &["input/json"]),
        ("number.jsonl", with("1e999999"), &["input/json"]),
        ("text-a-number.jsonl", with("{\"text\": 5}"), &["input/json-field"]),
        ("text-null.jsonl", with("{\"text\": null}"), &["input/json-field"]),
        ("no-text.jsonl", with("{\"id\": \"x\"}"), &["input/json-field"]),
        ("empty-text.jsonl", with("{\"text\": \"  \"}"), &["input/empty"]),
        ("date.jsonl", with("{\"text\": \"5 procent\", \"date\": \"99999-99-99\"}"), &["input/date"]),
        ("surrogate.jsonl", with("{\"text\": \"\\ud800 5 procent\"}"), &["input/json"]),
        ("nul.jsonl", with("{\"text\": \"\\u0000 5 procent\"}"), &[]),
        ("cut-off.jsonl", good.as_bytes()[..40].into(), &["input/json"]),
        (
            "blank-lines.jsonl",
            [b"\n".repeat(100_000), good.clone().into(), b"\r\n\r\n".to_vec()].concat(),
            &[],
        ),
        ("mark.jsonl", format!("\u{feff}{good}").into(), &[]),
        ("long.jsonl", with(&format!("{{\"text\": \"{}\"}}", "5 procent, ".repeat(LARGE / 11))), LONG),
    ]
}

fn cases() -> Vec<Case> {
    [encodings(), texts(), markdown(), pages(), records()].concat()
}

/// klopt in `folder`, within the limits.
fn klopt(folder: &Path, args: &[impl AsRef<OsStr>], input: Stdio) -> Output {
    let limits = format!("ulimit -v {KILOBYTES} && exec timeout {SECONDS} \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(limits).arg(env!("CARGO_BIN_EXE_klopt")).args(args);
    command.current_dir(folder).stdin(input).env("LC_ALL", "C.UTF-8").env("RAYON_NUM_THREADS", "2");
    let started = Instant::now();
    let out = command.output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(!err.contains("panicked"), "{err}");
    assert!(
        out.status.code().is_some_and(|code| code <= 2),
        "{:?} after {:?}\n{err}",
        out.status,
        started.elapsed()
    );
    assert!(started.elapsed() < Duration::from_secs(SECONDS));
    out
}

/// The codes that are told by path, and the paths that the contradiction stands in and cites.
fn report(out: &Output) -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    let log: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let run = &log["runs"][0];
    let uri = |at: &serde_json::Value| {
        at["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .trim_start_matches("./")
            .to_owned()
    };
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for note in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
        let code = note["descriptor"]["id"].as_str().unwrap().to_owned();
        told.entry(uri(&note["locations"][0])).or_default().insert(code);
    }
    let results = run["results"].as_array().unwrap();
    let places = results.iter().filter(|r| r["ruleId"] == "figure/contradiction").flat_map(|r| {
        let related = r["relatedLocations"].as_array().unwrap();
        r["locations"].as_array().unwrap().iter().chain(related).map(uri).collect::<Vec<_>>()
    });
    (told, places.collect())
}

const CHECK: [&str; 6] = ["check", "--no-config", "--fail-on", "off", "--format", "sarif"];

#[test]
fn every_file_is_read_or_told_of_and_the_others_are_checked() {
    let folder = TempDir::new().unwrap();
    let cases = cases();
    assert!(cases.len() >= 50);
    for (name, bytes, _) in &cases {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("new.md"), NEW).unwrap();
    fs::write(folder.path().join("old.md"), OLD).unwrap();
    let out = klopt(folder.path(), &[&CHECK[..], &["."]].concat(), Stdio::null());
    let (told, places) = report(&out);
    let mut wrong = Vec::new();
    for (name, _, codes) in &cases {
        // Most of them are in no language, which is told of each.
        let known = |code: &&str| *code != "input/no-language";
        let got = told.get(*name).into_iter().flatten().map(String::as_str).filter(known);
        let got: Vec<&str> = got.collect();
        if got != *codes {
            wrong.push(format!("{name}: {got:?}, not {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Copies count once: any of them stands for the others.
    let copies = ["new.md", "mark.md", "crlf.md"];
    assert!(places.contains("old.md") && copies.iter().any(|copy| places.contains(*copy)), "{places:?}");
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn links_that_go_round_and_names_that_break_lines() {
    let folder = TempDir::new().unwrap();
    let below = folder.path().join("map");
    fs::create_dir(&below).unwrap();
    fs::write(below.join("new.md"), NEW).unwrap();
    fs::write(folder.path().join("regel\n2 \u{1b}[31m; \"a\" %0A.md"), OLD).unwrap();
    symlink("..", below.join("terug")).unwrap();
    symlink("zelf.md", folder.path().join("zelf.md")).unwrap();
    symlink("nergens.md", folder.path().join("weg.md")).unwrap();
    fs::create_dir(folder.path().join("map.md")).unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"zo\xeb.md")), NEW).unwrap();
    let pipe = folder.path().join("pijp.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());

    let out = klopt(folder.path(), &[&CHECK[..], &["."]].concat(), Stdio::null());
    let (_, places) = report(&out);
    let old = "regel%0A2%20%1B%5B31m;%20%22a%22%20%250A.md";
    assert!(places.contains(old) && places.contains("map/new.md"), "{places:?}");
    for format in
        ["human", "short", "json", "jsonl", "junit", "github", "gitlab", "rdjson", "checkstyle", "markdown"]
    {
        let out = klopt(folder.path(), &["check", "--no-config", "--format", format, "."], Stdio::null());
        let text = String::from_utf8(out.stdout).unwrap();
        // The path is escaped as the format wants it; where people read it, nothing reaches the terminal.
        assert!(format == "github" || !text.contains('\u{1b}'), "{format}:\n{text}");
        if ["short", "github"].contains(&format) {
            assert!(
                text.lines().all(|line| line.contains("md") || line.starts_with(char::is_numeric)),
                "{text}"
            );
        }
    }

    let by_its_bytes = [OsStr::from_bytes(b"zo\xeb.md"), OsStr::new("map/new.md")];
    let args: Vec<OsString> = CHECK.iter().map(OsStr::new).chain(by_its_bytes).map(Into::into).collect();
    let out = klopt(folder.path(), &args, Stdio::null());
    assert_eq!((out.status.code(), report(&out).0), (Some(0), BTreeMap::new()));

    let named = ["zelf.md", "weg.md", "map.md/nergens.txt", "map/new.md"];
    let out = klopt(folder.path(), &[&CHECK[..], &named].concat(), Stdio::null());
    let (told, _) = report(&out);
    let got: BTreeMap<&str, Vec<&str>> = told
        .iter()
        .map(|(path, codes)| (path.as_str(), codes.iter().map(String::as_str).collect()))
        .collect();
    let missing = || vec!["input/missing"];
    assert_eq!(
        got,
        BTreeMap::from([
            ("map.md/nergens.txt", missing()),
            ("weg.md", missing()),
            ("zelf.md", vec!["input/unreadable"])
        ])
    );
}

#[test]
fn what_cannot_be_read_to_its_end_is_told() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("new.md"), NEW).unwrap();
    // Opens, and gives an error instead of its first byte.
    let broken = "/proc/self/mem";
    let out = klopt(folder.path(), &[&CHECK[..], &[broken, "new.md"]].concat(), Stdio::null());
    let (told, _) = report(&out);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told.values().next().unwrap(), &BTreeSet::from(["input/unreadable".to_owned()]));
    // A folder as standard input cannot be read either.
    let input = Stdio::from(fs::File::open(folder.path()).unwrap());
    let out = klopt(folder.path(), &[&CHECK[..], &["-", "new.md"]].concat(), input);
    assert_eq!(report(&out).0["-"], BTreeSet::from(["input/unreadable".to_owned()]));
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn what_never_ends_is_told() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("new.md"), NEW).unwrap();
    // A file of 1 TB, all hole; and bytes that never end, as a file and as standard input.
    fs::File::create(folder.path().join("hole.txt")).unwrap().set_len(1 << 40).unwrap();
    let input = Stdio::from(fs::File::open("/dev/zero").unwrap());
    let named = ["hole.txt", "/dev/zero", "-", "new.md"];
    let (told, _) = report(&klopt(folder.path(), &[&CHECK[..], &named].concat(), input));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.values().all(|codes| *codes == BTreeSet::from(["input/too-long".to_owned()])), "{told:?}");
}

#[test]
fn standard_input_takes_what_files_take() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("new.md"), NEW).unwrap();
    for (bytes, codes) in [(noise(5_000), "input/binary"), (b"\xff\xfeD\x00".to_vec(), "input/not-utf8")] {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let out = klopt(folder.path(), &[&CHECK[..], &["-", "new.md"]].concat(), Stdio::from(file));
        assert_eq!(report(&out).0["-"], BTreeSet::from([codes.to_owned()]));
    }
}
