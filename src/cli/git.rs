//! Which files a pull request changes, as git knows it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that differ from where `HEAD` left `revision`, committed or not, and those that git
/// does not know yet; in full.
///
/// # Errors
/// What git says where it fails.
pub(super) fn changed(folder: &Path, revision: &str) -> Result<BTreeSet<PathBuf>, String> {
    let top = run(folder, &["rev-parse", "--show-toplevel"]).map_err(|said| outside(folder, said))?;
    let top = PathBuf::from(top.trim_end());
    let commit = format!("{revision}^{{commit}}");
    let base = run(folder, &["rev-parse", "--verify", "--end-of-options", &commit])
        .map_err(|_said| unknown(folder, revision))?;
    let base = base.trim_end();
    // Without a common ancestor (a shallow clone) the revision itself is compared with.
    let fork = run(folder, &["merge-base", base, "HEAD"]).unwrap_or_else(|_alone| base.to_owned());
    let differ = run(&top, &["diff", "--name-only", "-z", "--no-renames", fork.trim_end(), "--"])?;
    let new = run(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = differ.split('\0').chain(new.split('\0')).filter(|name| !name.is_empty());
    Ok(names.map(|name| top.join(name)).collect())
}

/// That git knows nothing of the articles; or what else it said.
fn outside(folder: &Path, said: String) -> String {
    if !said.contains("not a git repository") {
        return said;
    }
    format!("--changed-since asks git, and {} is in no git repository", folder.display())
}

/// That git does not know a revision, and what may be the matter.
fn unknown(folder: &Path, revision: &str) -> String {
    let shallow =
        run(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said.trim() == "true");
    let help = if shallow {
        "this clone is shallow: fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)"
    } else {
        "check the spelling, or fetch it first: `git fetch origin`"
    };
    format!("git knows no revision `{revision}`; {help}")
}

fn run(folder: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).env("LC_ALL", "C").output();
    let output = output.map_err(|error| format!("git cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("git {}: {}", args.join(" "), said.trim().lines().next().unwrap_or("it fails")))
}
