//! The rooms of `src/` import in one direction, and each outside crate that would
//! spread stays in its room.

#![expect(
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic on source that it cannot read"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up: each knows only those before it.
const ORDER: [&str; 15] = [
    "text",
    "value",
    "finding",
    "claim",
    "input",
    "recognise",
    "rules",
    "extract",
    "graph",
    "judge",
    "check",
    "engine",
    "archive",
    "lsp",
    "cli",
];

/// Rooms beside that order: what each may know, and who may know it.
const BESIDE: [(&str, &[&str], &[&str]); 2] = [
    ("report", &["text", "value", "finding", "claim", "recognise"], &["archive", "lsp", "cli"]),
    ("config", &["text", "value", "finding", "rules"], &["archive", "lsp", "cli"]),
];

/// What may be named in the listed places alone.
const CONFINED: [(&str, &[&str]); 8] = [
    ("petgraph::", &["graph/"]),
    ("serde_yaml::", &["rules/", "config/", "input/front_matter.rs", "input/words.rs"]),
    ("rusqlite::", &["archive/"]),
    ("miette::", &["report/"]),
    ("std::fs", &["cli/", "lsp/", "archive/"]),
    ("std::env", &["cli/", "lsp/", "archive/"]),
    ("std::time::SystemTime", &["cli/", "lsp/", "archive/"]),
    ("std::process", &["cli/", "lsp/", "main.rs"]),
];

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = file.room() else { continue };
        for target in file.imports() {
            if target != room && !allowed(&room, &target) {
                wrong.push(format!("{}: `{room}` must not know `{target}`", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the direction:\n{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (name, places) in CONFINED {
            if file.code.contains(name) && !places.iter().any(|place| file.name.starts_with(place)) {
                wrong.push(format!("{}: `{name}` belongs in {}", file.name, places.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "out of its room:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_has_its_place_in_the_order() {
    let rooms: BTreeSet<String> = sources().iter().filter_map(Source::room).collect();
    let unknown: Vec<&String> = rooms.iter().filter(|room| !is_room(room)).collect();
    assert!(unknown.is_empty(), "rooms without a place: {unknown:?}");
}

#[test]
fn an_arrow_against_the_direction_is_seen() {
    let imports = |name: &str, code: &str| Source { name: name.into(), code: code.into() }.imports();
    let set = |rooms: &[&str]| rooms.iter().map(|&r| r.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(imports("judge/state.rs", "use crate::{claim::Claim, engine};"), set(&["claim", "engine"]));
    assert_eq!(imports("judge/state.rs", "let x = super::super::check::run();"), set(&["check"]));
    assert_eq!(imports("judge/mod.rs", "use super::graph::Fact;"), set(&["graph"]));
    assert_eq!(imports("judge/state.rs", "use super::row::Row;"), set(&[]));
    assert!(allowed("judge", "graph") && !allowed("graph", "judge"));
    assert!(!allowed("report", "engine") && !allowed("engine", "report") && allowed("cli", "report"));
}

/// Whether `room` may know `target`.
fn allowed(room: &str, target: &str) -> bool {
    if let Some((_, knows, _)) = BESIDE.iter().find(|(name, ..)| *name == room) {
        return knows.contains(&target);
    }
    if let Some((_, _, known_by)) = BESIDE.iter().find(|(name, ..)| *name == target) {
        return known_by.contains(&room);
    }
    let place = |name: &str| ORDER.iter().position(|r| *r == name);
    matches!((place(room), place(target)), (Some(own), Some(other)) if other < own)
}

fn is_room(name: &str) -> bool {
    ORDER.contains(&name) || BESIDE.iter().any(|(room, ..)| *room == name)
}

/// A file of `src/`: its code without comments and tests.
struct Source {
    /// The path below `src/`.
    name: String,
    code: String,
}

impl Source {
    /// The room that it belongs to; none for `lib.rs` and `main.rs`.
    fn room(&self) -> Option<String> {
        let first = self.name.split('/').next()?.trim_end_matches(".rs");
        (first != "lib" && first != "main").then(|| first.to_owned())
    }

    /// The rooms that it names through `crate::`, or through as many `super::` as lead to the root.
    fn imports(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let own = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        let to_root = "super::".repeat(own.split('/').count());
        for prefix in ["crate::", to_root.as_str()] {
            for (at, _) in self.code.match_indices(prefix) {
                let longer = self.code[..at].ends_with("super::")
                    || self.code[at + prefix.len()..].starts_with("super::");
                if !longer {
                    found.extend(heads(&self.code[at + prefix.len()..]));
                }
            }
        }
        found.retain(|name| is_room(name));
        found
    }
}

/// The first names of the path or of the braced group of paths at the start of `code`.
fn heads(code: &str) -> Vec<String> {
    let name =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let Some(group) = code.strip_prefix('{') else { return vec![name(code)] };
    let mut depth = 0;
    let mut out = vec![name(group)];
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => out.push(name(&group[i + 1..])),
            _ => {}
        }
    }
    out
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    let is_test = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
        matches!(stem, "tests" | "testing")
            || stem.ends_with("_tests")
            || path.components().any(|c| c.as_os_str() == "tests")
    };
    let read = |path: &PathBuf| Source {
        name: path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
        code: code_of(&fs::read_to_string(path).unwrap()),
    };
    files.iter().filter(|path| !is_test(path)).map(read).collect()
}

/// The text without comments, up to its tests.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}
