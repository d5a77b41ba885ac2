//! What tests of several modules need.

use std::path::{Path, PathBuf};

/// The lines of all files below folders of the project, in the order of their paths.
pub(crate) fn lines_below(folders: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    folders.iter().for_each(|folder| add(&root.join(folder), &mut out));
    out
}

fn add(folder: &Path, out: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(&path, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.extend(text.lines().map(str::to_owned));
        }
    }
}
