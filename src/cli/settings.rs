//! The configuration in force: found upward from the articles, under what the arguments say.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::archive_args::ArchiveFile;
use super::args::{Common, InputArgs, RuleArgs};
use super::files::STDIN;
use crate::config::{self, Config, Set};
use crate::finding::Problem;

/// A configuration with the folder that its paths count from.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// What it says.
    pub(super) config: Config,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
    /// The folder of its file; none if there is no file.
    pub(super) folder: Option<PathBuf>,
    /// Whether the articles to read are those that it names.
    pub(super) whole: bool,
}

#[expect(clippy::disallowed_methods, reason = "the current folder is read here and handed on")]
fn current() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// `path` from the root, without `.` and `..`.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in current().join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The configuration that holds for `paths`: that of the folder of the first, or the nearest above it.
pub(super) fn find(paths: &[String]) -> Option<PathBuf> {
    let start =
        paths.iter().find(|path| *path != STDIN).map_or_else(current, |path| absolute(Path::new(path)));
    start.ancestors().map(|folder| folder.join(config::FILE)).find(|file| file.is_file())
}

impl Settings {
    /// Reads the configuration for `paths`, or the one that the arguments name.
    pub(super) fn load(common: &Common, paths: &[String]) -> Self {
        let named = common.config.as_ref().map(|path| absolute(path));
        let Some(file) = named.or_else(|| find(paths)).filter(|_| !common.no_config) else {
            return Self { whole: true, ..Self::default() };
        };
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let shown = shorten(&file);
        let (config, problems) = match std::fs::read_to_string(&file) {
            Ok(text) => config::read(&shown, &Arc::from(text)),
            Err(error) => {
                let problem =
                    Problem::error("config/unreadable", &shown, format!("it cannot be read: {error}"));
                (Config::default(), vec![problem])
            }
        };
        Self { whole: config.paths.is_none(), config, problems, folder: Some(folder) }
    }

    /// A path of the configuration, as it is shown and opened from the current folder.
    pub(super) fn place(&self, path: &str) -> String {
        match &self.folder {
            Some(folder) => shorten(&folder.join(path)),
            None => path.to_owned(),
        }
    }

    /// The path of an article, counted from the folder of the configuration.
    pub(super) fn relative(&self, path: &str) -> String {
        let Some(folder) = &self.folder else { return path.to_owned() };
        let full = absolute(Path::new(path));
        full.strip_prefix(folder).unwrap_or(&full).to_string_lossy().replace('\\', "/")
    }

    /// Fills in what the arguments leave open about articles.
    pub(super) fn complete(&mut self, input: &mut InputArgs) {
        if input.paths.is_empty() {
            self.whole = true;
            let paths = self.config.paths.iter().flat_map(|set| &set.value);
            input.paths = paths.map(|path| self.place(path)).collect();
        }
        let value = |set: &Option<Set<String>>| set.as_ref().map(|set| set.value.clone());
        input.lang = input.lang.take().or_else(|| value(&self.config.language));
        input.country = input.country.take().or_else(|| value(&self.config.country));
    }

    /// Names the archive of the configuration where the arguments name none.
    pub(super) fn name_archive(&self, file: &mut ArchiveFile) {
        let configured = self.config.archive.as_ref().map(|set| self.place(&set.value).into());
        file.named = file.named.take().or(configured);
    }

    /// Puts the rule folders of the configuration before those of the arguments, which win.
    pub(super) fn add_rules(&self, rules: &mut RuleArgs) {
        let folders = self.config.rules.iter().flat_map(|set| &set.value);
        let mut all: Vec<PathBuf> = folders.map(|folder| self.place(folder).into()).collect();
        all.append(&mut rules.folders);
        rules.folders = all;
    }
}

/// `path` from the current folder, where it lies below it.
pub(super) fn shorten(path: &Path) -> String {
    let full = absolute(path);
    let short = full.strip_prefix(current()).unwrap_or(&full);
    if short.as_os_str().is_empty() { ".".to_owned() } else { short.display().to_string() }
}
