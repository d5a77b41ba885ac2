//! The files of a rule pack: those built into the binary, and a user's.

use std::sync::Arc;

use super::yaml::{self, Node};
use crate::finding::Problem;

/// What a file of a pack holds, told by its folder, or by its name where it stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A language pack.
    Language,
    /// What belongs to the page and not to the article.
    Furniture,
    /// Cue-word sets.
    Cues,
    /// Entities.
    Entities,
    /// Metrics.
    Metrics,
    /// Check rules.
    Checks,
}

/// A file of a pack.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Its path: within the shipped pack from `rules/` on, else as the user named it.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// What it holds.
    pub kind: FileKind,
    /// The parsed form of a file that is built in, and the text that it is of.
    tree: Option<(&'static [u8], &'static str)>,
    /// Whether the examples of its rules are read, where it is built in.
    examples: bool,
}

impl PackFile {
    /// A file of a user's; none if it holds no rules that klopt knows.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Option<Self> {
        let kind = FileKind::of(path, text)?;
        Some(Self { path: path.to_owned(), text: text.into(), kind, tree: None, examples: true })
    }

    /// Whether it is built in, and so known to be sound.
    #[must_use]
    pub const fn shipped(&self) -> bool {
        self.tree.is_some()
    }

    /// Its YAML as a tree.
    ///
    /// # Errors
    /// A problem at the place where the text stops being YAML.
    pub fn node(&self) -> Result<Node, Problem> {
        let known = self.tree.and_then(|tree| yaml::shipped(tree, self.examples));
        known.map_or_else(|| yaml::parse(&self.path, &self.text), Ok)
    }
}

/// The shipped files in the order of their paths.
const SHIPPED: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

impl FileKind {
    /// The kind of the file at `path` whose text is `text`: by its folder and name, else by its first key.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split(['/', '\\']).collect();
        let name = parts.last().copied().unwrap_or("");
        let folder = parts.iter().rev().nth(1).copied().unwrap_or("");
        match folder {
            "language" if name.starts_with("furniture") => Some(Self::Furniture),
            "language" => Some(Self::Language),
            "vocabulary" if name.starts_with("cues") => Some(Self::Cues),
            "vocabulary" => Some(Self::Entities),
            "metrics" => Some(Self::Metrics),
            "checks" => Some(Self::Checks),
            _ => Self::by_first_key(text),
        }
    }

    fn by_first_key(text: &str) -> Option<Self> {
        let line =
            text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#') && *l != "---")?;
        match line.trim_start_matches("- ").split(':').next()? {
            "metric" => Some(Self::Metrics),
            "rule" => Some(Self::Checks),
            "language" => Some(Self::Language),
            "id" => Some(Self::Entities),
            _ => None,
        }
    }
}

/// The files that are built into the binary.
#[must_use]
pub fn shipped() -> Vec<PackFile> {
    let file = |&(path, text, tree): &(&str, &'static str, &'static [u8])| {
        let path = format!("rules/{path}");
        let kind = FileKind::of(&path, text)?;
        Some(PackFile { path, text: text.into(), kind, tree: Some((tree, text)), examples: true })
    };
    SHIPPED.iter().filter_map(file).collect()
}

/// The same without the examples of their rules, which are nothing to those who only apply them.
#[must_use]
pub fn shipped_to_apply() -> Vec<PackFile> {
    shipped().into_iter().map(|file| PackFile { examples: false, ..file }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_has_a_kind() {
        assert_eq!(shipped().len(), SHIPPED.len());
        assert!(shipped().iter().any(|f| f.kind == FileKind::Cues));
        assert!(shipped().iter().any(|f| f.kind == FileKind::Metrics));
    }

    #[test]
    fn a_file_that_stands_alone_is_known_by_its_first_key() {
        assert_eq!(FileKind::of("my.yaml", "# mine\n- metric: x\n"), Some(FileKind::Metrics));
        assert_eq!(FileKind::of("my.yaml", "rule: x\n"), Some(FileKind::Checks));
        assert_eq!(FileKind::of("my.yaml", "hello: x\n"), None);
    }
}
