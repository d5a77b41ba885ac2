//! Reads the rule files of a user's folders.

use std::path::{Path, PathBuf};

use crate::finding::Problem;
use crate::rules::pack_files::PackFile;

/// The rule files in `folders`, those of a folder in the order of their paths, and what could
/// not be read. A path may be a file too.
pub(super) fn read(folders: &[PathBuf]) -> (Vec<PackFile>, Vec<Problem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for folder in folders {
        if !folder.exists() {
            let message = "there is no such folder or file of rules";
            let problem = Problem::error("rules/missing", &shown(folder), message);
            problems.push(problem.with_help("check the spelling, and the folder that klopt is run in"));
            continue;
        }
        let found = walk(folder, &mut problems);
        if found.is_empty() && folder.is_dir() {
            let problem =
                Problem::error("rules/no-files", &shown(folder), "there are no rules in this folder");
            problems.push(problem.with_help("rule files end in .yaml or .yml"));
        }
        for path in found {
            match read_file(&path) {
                Ok(file) => files.push(file),
                Err(problem) => problems.push(problem),
            }
        }
    }
    (files, problems)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn walk(folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).follow_links(true).sort_by_file_path(Path::cmp).build() {
        match entry {
            Ok(entry) if entry.depth() == 0 && entry.path().is_file() => found.push(entry.into_path()),
            Ok(entry) => {
                let is_yaml = entry.path().extension().is_some_and(|e| e == "yaml" || e == "yml");
                if is_yaml && entry.path().is_file() {
                    found.push(entry.into_path());
                }
            }
            Err(error) => {
                let path = shown(folder);
                problems.push(Problem::error("rules/unreadable", &path, error.to_string()));
            }
        }
    }
    found
}

fn read_file(path: &Path) -> Result<PackFile, Problem> {
    let name = shown(path);
    let bytes =
        std::fs::read(path).map_err(|error| Problem::error("rules/unreadable", &name, error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::error("rules/not-utf8", &name, format!("this file is not UTF-8 from byte {at} on"))
    })?;
    PackFile::new(&name, &text).ok_or_else(|| {
        Problem::error("rules/unknown-kind", &name, "this file holds no rules that klopt knows").with_help(
            "start it with `metric:` or `rule:`, or put it in a folder metrics/, checks/ or vocabulary/",
        )
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_linked_to_are_read() {
        let home = tempfile::tempdir().unwrap();
        let (shared, own) = (home.path().join("shared"), home.path().join("rules"));
        std::fs::create_dir_all(shared.join("vocabulary")).unwrap();
        std::fs::create_dir(&own).unwrap();
        std::fs::write(shared.join("vocabulary/cues.yaml"), "attack:\n  nl: [aanval]\n").unwrap();
        std::os::unix::fs::symlink(&shared, own.join("linked")).unwrap();
        let (files, problems) = read(&[own]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(files.len(), 1);
    }
}
