//! Builds the shipped rule pack in: every file of `rules/` as text and as a parsed tree, so that a
//! file added there takes no line of Rust and a start takes no YAML parser. A release build also names
//! the commit that it is made from.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

#[path = "src/text/span.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses all of it")]
mod span;
#[path = "src/rules/yaml/tree.rs"]
#[allow(unreachable_pub, reason = "shared with the library")]
mod tree;

/// What the shared modules know of the crate.
mod text {
    pub(crate) use super::span::SourceSpan;
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/text/span.rs");
    println!("cargo::rerun-if-changed=src/rules/yaml/tree.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut out = String::from("&[\n");
    for (i, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&root).unwrap_or(file).display().to_string();
        let text = fs::read_to_string(file)?;
        let node = tree::from_text(&text).map_err(|e| io::Error::other(format!("rules/{name}: {e}")))?;
        let mut bytes = Vec::new();
        tree::encode(&node, &text, &mut bytes);
        let encoded = target.join(format!("{i}.tree"));
        // A copied target folder may share its files by hard links: a new file changes none but this build's.
        if encoded.exists() {
            fs::remove_file(&encoded)?;
        }
        fs::write(&encoded, bytes)?;
        let (path, encoded) = (file.display().to_string(), encoded.display().to_string());
        // Writing to a String cannot fail.
        let _ = writeln!(out, "    ({name:?}, include_str!({path:?}), include_bytes!({encoded:?})),");
    }
    out.push_str("]\n");
    let pack = target.join("pack.rs");
    if pack.exists() {
        fs::remove_file(&pack)?;
    }
    fs::write(pack, out)?;
    if let Some(commit) = commit() {
        println!("cargo::rustc-env=KLOPT_COMMIT={commit}");
    }
    Ok(())
}

/// The commit, of a release build in a work tree of git. A tarball has none, or says it in `KLOPT_COMMIT`.
fn commit() -> Option<String> {
    println!("cargo::rerun-if-env-changed=KLOPT_COMMIT");
    if let Some(given) = env::var_os("KLOPT_COMMIT") {
        return given.into_string().ok();
    }
    // Others are built too often, and would be built anew at every commit.
    if env::var_os("PROFILE")? != "release" {
        return None;
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    let git = |args: &[&str]| {
        let out = Command::new("git").arg("-C").arg(&root).args(args).output().ok()?;
        let text = String::from_utf8(out.stdout).ok()?.trim().to_owned();
        (out.status.success() && !text.is_empty()).then_some(text)
    };
    // Sources unpacked within another project's repository are not of its commits.
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    println!(
        "cargo::rerun-if-changed={}",
        root.join(git(&["rev-parse", "--git-path", "logs/HEAD"])?).display()
    );
    git(&["rev-parse", "--short=12", "HEAD"])
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}
