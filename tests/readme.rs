//! What the README shows is what klopt prints.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const README: &str = include_str!("../README.md");

/// The block of the README that holds `part`, without the command at its top.
fn shown(part: &str) -> &'static str {
    let block = README.split("```").skip(1).step_by(2).find(|block| block.contains(part)).unwrap();
    let (_, lines) = block.split_once('\n').unwrap();
    lines.strip_prefix("$ ").map_or(lines, |rest| rest.split_once('\n').unwrap().1).trim_end()
}

/// What klopt prints in a folder, as in a pipe of its usual width.
fn printed(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klopt"));
    command.current_dir(folder).args(args).env("LC_ALL", "C.UTF-8").env("COLUMNS", "100");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn what_it_shows_is_printed() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().unwrap();
    let archive = folder.path().join("archive.db");
    let archive = archive.to_str().unwrap();
    let text = shown("$ klopt recognise").lines().next().unwrap();
    std::fs::write(folder.path().join("kabinet.txt"), text).unwrap();
    printed(own, &["archive", "add", "--archive", archive, "fixtures"]);
    for (part, folder, args) in [
        ("warning[figure/unexpected]", own, &["check", "--no-cache", "fixtures"][..]),
        ("$ klopt recognise", folder.path(), &["recognise", "--lang", "nl", "kabinet.txt"]),
        ("4 claims", own, &["audit", "--archive", archive, "--metric", "coalition-size"]),
    ] {
        let (shown, out) = (shown(part), printed(folder, args));
        assert!(out.contains(shown), "{args:?} does not print\n{shown}\nbut\n{out}");
    }
}
