//! What judging articles comes to: by themselves, or against an archive.

use std::collections::BTreeMap;
use std::path::Path;

use super::archive_args::now;
use super::args::KnownArgs;
use super::references;
use super::session::Rules;
use crate::archive::{Access, Against, Archive, ArchiveError, basis};
use crate::engine::{self, CheckOptions, Corpus};
use crate::finding::{ArticleView, Chain, Finding, Problem};
use crate::report::Basis;
use crate::value::Language;

/// What articles are judged against.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    /// The rules.
    pub(super) rules: &'a Rules,
    /// The archive; without one, each other.
    pub(super) against: Option<&'a Path>,
    /// The day of the report, and what counts on it.
    pub(super) known: KnownArgs,
    /// Whether all articles are there, so that one that is not among them is nowhere.
    pub(super) whole: bool,
    /// Whether to tell how findings came about.
    pub(super) explain: bool,
}

/// What judging came to.
pub(super) struct Judged {
    /// The articles, and behind them those of the archive that findings cite.
    pub(super) articles: Vec<ArticleView>,
    /// The findings.
    pub(super) findings: Vec<Finding>,
    /// What they rest on.
    pub(super) basis: Basis,
    /// Articles that others correct or retract and that are nowhere.
    pub(super) missing: Vec<Problem>,
    /// How the findings came about, by their fingerprints, if that was asked for.
    pub(super) chains: Option<BTreeMap<String, Chain>>,
}

impl Judging<'_> {
    /// Judges `corpus`, in the words of `language`.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub(super) fn judge(&self, corpus: &Corpus, language: Language) -> Result<Judged, Box<Problem>> {
        let (as_of, rules) = (self.known.as_of, self.rules);
        let Some(path) = self.against else {
            let missing = if self.whole { references::elsewhere(corpus) } else { Vec::new() };
            let missing =
                missing.into_iter().map(|(article, reference)| reference.to_nowhere(&article.path)).collect();
            let check = || engine::check(corpus, &rules.set, &CheckOptions { as_of, language });
            // The hash takes as long as the check of one article.
            let (hash, findings) = rayon::join(|| rules.hash(), check);
            let basis = Basis::new(&hash, engine::day_of(corpus, as_of));
            let chains = self.explain.then(|| engine::chains(corpus, &rules.set, as_of, &findings));
            return Ok(Judged { articles: corpus.articles.clone(), findings, basis, missing, chains });
        };
        self.archived(path, corpus, &language).map_err(|error| error.problem(path))
    }

    fn archived(&self, path: &Path, corpus: &Corpus, language: &Language) -> Result<Judged, ArchiveError> {
        let (as_of, rules) = (self.known.as_of, self.rules);
        let archive = Archive::open(path, Access::Read, &now())?;
        let known = archive.knowledge(as_of, self.known.known_by.into())?;
        let pack = rules.claims_hash();
        let with = Against { rules: &rules.set, pack: &pack, language, known: &known, as_of };
        let (checked, chains) = if self.explain {
            let (checked, chains) = archive.explain(corpus, &with)?;
            (checked, Some(chains))
        } else {
            (archive.check(corpus, &with)?, None)
        };
        let basis = basis(&with, &rules.hash(), checked.day);
        let mut missing = Vec::new();
        for (article, reference) in references::elsewhere(corpus) {
            if !archive.has_article(&reference.id)? {
                missing.push(reference.to_nowhere(&article.path));
            }
        }
        Ok(Judged { articles: checked.articles, findings: checked.findings, basis, missing, chains })
    }
}
