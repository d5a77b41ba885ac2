//! The configuration in force: found upward from the articles, under what the arguments say.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::archive_args::ArchiveFile;
use super::args::{Common, GivenArgs, InputArgs, RuleArgs};
use super::files::STDIN;
use crate::config::{self, Config, Policed, Set, Telling};
use crate::finding::{ArticleView, Finding, Problem};
use crate::value::Language;

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

/// The configuration that holds for `paths`: the nearest one in or above the folder that they all lie in.
/// A report weighs articles against each other, so there is one policy for all of them.
pub(super) fn find(paths: &[&Path]) -> Option<PathBuf> {
    let full = paths.iter().filter(|path| **path != Path::new(STDIN)).map(|path| absolute(path));
    nearest(&full.reduce(|a, b| shared(&a, &b)).unwrap_or_else(current))
}

/// The nearest configuration in or above `start`.
fn nearest(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|folder| folder.join(config::FILE)).find(|file| file.is_file())
}

/// The deepest folder that both paths lie in.
fn shared(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// What is to be said of configurations nearer to one of `paths` than `file`, which holds for all.
fn passed_over(paths: &[&Path], file: Option<&Path>) -> Vec<Problem> {
    let full = paths.iter().filter(|path| **path != Path::new(STDIN)).map(|path| absolute(path));
    let folders: BTreeSet<PathBuf> =
        full.map(|path| if path.is_dir() { path } else { path.with_file_name("") }).collect();
    let mut nearer: BTreeSet<PathBuf> = folders.iter().filter_map(|folder| nearest(folder)).collect();
    nearer.retain(|other| file != Some(other.as_path()));
    let tell = |other: &PathBuf| {
        let message = "this configuration is not in force: it does not hold for all articles that are read";
        Problem::warning("config/passed-over", &shorten(other), message).with_help(
            "one configuration holds for a run: put it above all articles, or name one with --config",
        )
    };
    nearer.iter().map(tell).collect()
}

impl Settings {
    /// Reads the configuration for `paths`, or the one that the arguments name.
    pub(super) fn load(common: &Common, paths: &[&Path]) -> Self {
        let named = common.config.as_ref().map(|path| absolute(path));
        let searched = named.is_none() && !common.no_config;
        let file = named.or_else(|| find(paths)).filter(|_| !common.no_config);
        let mut passed_over = if searched { passed_over(paths, file.as_deref()) } else { Vec::new() };
        let Some(file) = file else {
            return Self { whole: true, problems: passed_over, ..Self::default() };
        };
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let shown = shorten(&file);
        let (config, mut problems) = match std::fs::read_to_string(&file) {
            Ok(text) => config::read(&shown, &Arc::from(text)),
            Err(error) => {
                let problem =
                    Problem::error("config/unreadable", &shown, format!("it cannot be read: {error}"));
                (Config::default(), vec![problem])
            }
        };
        problems.append(&mut passed_over);
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

    /// Gives findings the severities of the configuration, and takes out what is accepted. Whether `whole` is so,
    /// all articles were read that a suppression may be about; one that suppresses nothing is then told.
    pub(super) fn police(
        &self,
        mut findings: Vec<Finding>,
        articles: &[ArticleView],
        (whole, language): (bool, &Language),
    ) -> Policed {
        let relative = |path: &str| self.relative(path);
        self.config.weigh(&mut findings, articles, &relative);
        self.config.suppress(findings, articles, Telling { path: &relative, whole, language })
    }

    /// Fills in what the arguments leave open about articles.
    pub(super) fn complete(&mut self, input: &mut InputArgs) {
        if input.paths.is_empty() {
            self.whole = true;
            let paths = self.config.paths.iter().flat_map(|set| &set.value);
            input.paths = paths.map(|path| self.place(path).into()).collect();
        }
        self.complete_given(&mut input.given);
    }

    /// Fills in what the arguments leave open of what articles do not say themselves.
    pub(super) fn complete_given(&self, given: &mut GivenArgs) {
        self.speak_for(&mut given.lang, &mut given.country);
    }

    /// Fills in the language and the country of publication where the arguments leave them open.
    pub(super) fn speak_for(&self, language: &mut Option<String>, country: &mut Option<String>) {
        let value = |set: &Option<Set<String>>| set.as_ref().map(|set| set.value.clone());
        *language = language.take().or_else(|| value(&self.config.language));
        *country = country.take().or_else(|| value(&self.config.country));
    }

    /// Names the archive of the configuration where the arguments name none.
    pub(super) fn name_archive(&self, file: &mut ArchiveFile) {
        let configured = self.config.archive.as_ref().map(|set| self.place(&set.value).into());
        file.named = file.named.take().or(configured);
    }

    /// Puts the rule folders of the configuration before those of the arguments, which win, and names its rates.
    pub(super) fn add_rules(&self, rules: &mut RuleArgs) {
        let folders = self.config.rules.iter().flat_map(|set| &set.value);
        let mut all: Vec<PathBuf> = folders.map(|folder| self.place(folder).into()).collect();
        all.append(&mut rules.folders);
        rules.folders = all;
        rules.rates = self.config.rates.as_ref().map(|set| self.place(&set.value).into());
    }
}

/// `path` from the current folder, where it lies below it.
pub(super) fn shorten(path: &Path) -> String {
    let full = absolute(path);
    let short = full.strip_prefix(current()).unwrap_or(&full);
    if short.as_os_str().is_empty() { ".".to_owned() } else { short.display().to_string() }
}
