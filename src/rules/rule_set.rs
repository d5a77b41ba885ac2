//! The rules in force: language packs, vocabulary, cue words, metrics and checks.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::check_rule::{self, CheckRule};
use super::class::{ClassSet, Classes};
use super::cues::Cues;
use super::metric::Metric;
use super::metric_file::{self, Names};
use super::pack_files::{self, FileKind, PackFile};
use super::{language, vocabulary};
use crate::finding::Problem;
use crate::recognise::entity::{EntityFinder, Vocabulary};
use crate::recognise::{LanguagePack, Recogniser};
use crate::text::SentenceRules;
use crate::value::Rates;

/// Everything that extraction and judging are driven by.
#[derive(Debug)]
pub struct RuleSet {
    /// Text to mentions.
    pub recogniser: Recogniser,
    /// The bytes that stand for mentions.
    pub classes: Classes,
    /// The entities.
    pub vocabulary: Arc<Vocabulary>,
    /// The cue-word sets.
    pub cues: Cues,
    /// The metrics in the order of their files; one of a user's replaces a shipped one of the same id in its place.
    pub metrics: Vec<Metric>,
    /// The bytes that may be the value of some metric.
    pub value_classes: ClassSet,
    /// The check rules; one of a user's replaces a shipped one of the same id in its place.
    pub checks: Vec<CheckRule>,
    /// The exchange rates that the newsroom goes by; none unless it gives a table.
    pub rates: Rates,
    sentences: BTreeMap<String, SentenceRules>,
}

impl RuleSet {
    /// The shipped rules with those of `files` on top; with every mistake in them. What is
    /// sound of a file with mistakes is in force; a copy of a shipped file adds nothing.
    #[must_use]
    pub fn load(files: Vec<PackFile>) -> (Self, Vec<Problem>) {
        Self::on_top(pack_files::shipped(), files)
    }

    /// The same without the examples of shipped rules, which only those read who try or explain them: a start takes a
    /// good part of its time for them.
    #[must_use]
    pub fn to_apply(files: Vec<PackFile>) -> (Self, Vec<Problem>) {
        Self::on_top(pack_files::shipped_to_apply(), files)
    }

    fn on_top(mut all: Vec<PackFile>, files: Vec<PackFile>) -> (Self, Vec<Problem>) {
        let copies = |file: &PackFile| all.iter().any(|own| (own.kind, &own.text) == (file.kind, &file.text));
        let added: Vec<PackFile> = files.into_iter().filter(|file| !copies(file)).collect();
        all.extend(added);
        let of = |kind: FileKind| all.iter().filter(move |f| f.kind == kind);
        // What does not hang on each other is read beside each other. The metrics wait for the names, which are read
        // before the cue words are; of the two the first begins at once, and alone where there is one thread.
        let names: OnceLock<Arc<Vocabulary>> = OnceLock::new();
        let ((finder, misread), (packs, cues, classes, metrics, told)) = rayon::join(
            || {
                let (vocabulary, misread) = vocabulary::load(&of(FileKind::Entities).collect::<Vec<_>>());
                let vocabulary = names.get_or_init(|| Arc::new(vocabulary));
                (EntityFinder::new(vocabulary.clone()), misread)
            },
            || {
                let (packs, mut told) = packs(of(FileKind::Language));
                let (cues, mistakes) = cue_sets(of(FileKind::Cues));
                told.extend(mistakes);
                let vocabulary = names.wait();
                let kinds = vocabulary.parts().entities.iter().map(|e| &*e.kind);
                let classes = Classes::new(kinds.chain(["office"]));
                let (metrics, mistakes) = read_metrics(of(FileKind::Metrics), (&classes, &cues, vocabulary));
                told.extend(mistakes);
                (packs, cues, classes, metrics, told)
            },
        );
        let vocabulary = names.wait().clone();
        let mut problems = misread;
        problems.extend(told);
        problems.extend(metric_file::unknown_names(&metrics, of(FileKind::Metrics)));
        let (checks, mistakes) = read_checks(of(FileKind::Checks), &metrics);
        problems.extend(mistakes);
        let sentences = packs.iter().map(|p| (p.language.clone(), sentence_ends(p))).collect();
        let value_classes = metrics.iter().fold(ClassSet::NONE, |set, m| set.or(m.values));
        let recogniser = Recogniser::new(packs, Some(finder));
        let rates = Rates::default();
        let rules =
            Self { recogniser, classes, vocabulary, cues, metrics, value_classes, checks, rates, sentences };
        (rules, problems)
    }

    /// What `work` makes of these rules with other exchange rates.
    pub fn rated<T>(&mut self, rates: Rates, work: impl FnOnce(&Self) -> T) -> T {
        let own = std::mem::replace(&mut self.rates, rates);
        let out = work(self);
        self.rates = own;
        out
    }

    /// The codes of the languages that there are packs for.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// What a language knows of its sentence ends.
    #[must_use]
    pub fn sentence_rules(&self, language: &str) -> Option<&SentenceRules> {
        self.sentences.get(language)
    }

    /// The metric `id`.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<&Metric> {
        self.metrics.get(self.metric_index(id)?)
    }

    /// The index of the metric `id` among [`RuleSet::metrics`].
    #[must_use]
    pub fn metric_index(&self, id: &str) -> Option<usize> {
        self.metrics.iter().position(|m| &*m.policy.metric == id)
    }
}

fn packs<'f>(files: impl Iterator<Item = &'f PackFile>) -> (Vec<LanguagePack>, Vec<Problem>) {
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match language::parse(file) {
            Ok(pack) => packs.push(pack),
            Err(problem) => problems.push(problem),
        }
    }
    (packs, problems)
}

fn cue_sets<'f>(files: impl Iterator<Item = &'f PackFile>) -> (Cues, Vec<Problem>) {
    let mut cues = Cues::default();
    let problems = files.flat_map(|file| cues.add(file)).collect();
    (cues, problems)
}

fn read_metrics<'f>(
    files: impl Iterator<Item = &'f PackFile>,
    (classes, cues, vocabulary): (&Classes, &Cues, &Vocabulary),
) -> (Vec<Metric>, Vec<Problem>) {
    let (mut metrics, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        let names = Names { classes, cues, vocabulary, verify: !file.shipped() };
        let (more, mistakes) = metric_file::read(file, names);
        problems.extend(mistakes);
        more.into_iter().for_each(|m| put(&mut metrics, m));
    }
    (metrics, problems)
}

fn read_checks<'f>(
    files: impl Iterator<Item = &'f PackFile>,
    metrics: &[Metric],
) -> (Vec<CheckRule>, Vec<Problem>) {
    let (mut checks, mut problems): (Vec<CheckRule>, _) = (Vec::new(), Vec::new());
    let mut known = check_rule::Known::default();
    known.metrics.extend(metrics.iter().map(|m| m.policy.metric.clone()));
    for file in files {
        let (more, mistakes) = check_rule::read(file, &mut known);
        problems.extend(mistakes);
        for rule in more {
            match checks.iter_mut().find(|c| c.id == rule.id) {
                Some(old) => *old = rule,
                None => checks.push(rule),
            }
        }
    }
    (checks, problems)
}

fn put(metrics: &mut Vec<Metric>, metric: Metric) {
    match metrics.iter_mut().find(|m| m.policy.metric == metric.policy.metric) {
        Some(old) => *old = metric,
        None => metrics.push(metric),
    }
}

fn sentence_ends(pack: &LanguagePack) -> SentenceRules {
    SentenceRules {
        abbreviations: pack.abbreviations.iter().map(|a| a.to_lowercase()).collect(),
        letters: pack.one_letter_names.iter().cloned().collect(),
    }
}
