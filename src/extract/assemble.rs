//! From a document to its claims.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::apart;
use super::article::{Article, publication};
use super::context::Looked;
use super::delta::{changes, tie};
use super::lent;
use super::memory::{Memory, Recall};
use super::onward;
use super::plan::Plan;
use super::quotes::quotes;
use super::sentences::Sentences;
use super::share::{of_adjective, share};
use super::subject::guess;
use super::telling::Told;
use super::voice::Voices;
use super::within;
use crate::claim::{Claim, Observation, Publication};
use crate::input::Document;
use crate::recognise::Mention;
use crate::rules::RuleSet;
use crate::value::Language;

/// What one article yields.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The article, as its claims and the reports refer to it.
    pub publication: Arc<Publication>,
    /// Its claims in the order of the text.
    pub claims: Vec<Claim>,
    /// What is to be said of the article by itself.
    pub observations: Vec<Observation>,
    /// The mentions in its text.
    pub mentions: Vec<Mention>,
}

/// Extracts claims with one rule set. Cheap to make: what it needs by language is built at first use.
#[derive(Debug)]
pub struct Extractor<'r> {
    pub(super) rules: &'r RuleSet,
    plans: BTreeMap<&'r str, OnceLock<Option<Plan<'r>>>>,
}

impl<'r> Extractor<'r> {
    /// An extractor with the given rules.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let plans = rules.languages().map(|language| (language, OnceLock::new())).collect();
        Self { rules, plans }
    }

    /// The claims of `document`.
    #[must_use]
    pub fn extract(&self, document: &Document) -> Extraction {
        let article = self.article(document);
        let sentences = self.sentences(&article);
        let told = article.plan.map(|plan| self.told(&article, &sentences, plan)).unwrap_or_default();
        let mut claims: Vec<Claim> = told.into_iter().map(|told| told.claim).collect();
        // They would keep the room of where they came from, and are kept for all articles of a check.
        claims.shrink_to_fit();
        let observations = within::observe(&article, &sentences, &claims, self.rules);
        drop(sentences);
        Extraction { publication: article.publication, claims, observations, mentions: article.mentions }
    }

    /// The article with its mentions.
    pub(super) fn article<'a>(&'a self, document: &'a Document) -> Article<'a> {
        let code = document.meta.language.as_ref().map_or("", Language::as_str);
        let recognise =
            || self.rules.recogniser.recognise_article(&document.text, &Article::context(document));
        // The first article of a language is recognised while its plan is made.
        let planned = self.plans.get(code).is_none_or(|cell| cell.get().is_some());
        let mut mentions = if planned {
            recognise()
        } else {
            std::thread::scope(|scope| {
                scope.spawn(|| self.plan(code));
                recognise()
            })
        };
        lent::lend(&document.text, &mut mentions, (&self.rules.cues, code));
        Article {
            document,
            lines: OnceCell::new(),
            mentions,
            publication: Arc::new(publication(document)),
            language: code,
            cues: &self.rules.cues,
            headline: OnceCell::new(),
            looked: Looked::default(),
            named: OnceCell::new(),
            rules: self.rules,
            plan: self.plan(code),
        }
    }

    /// The plan of a language, made at its first use.
    fn plan(&self, language: &str) -> Option<&Plan<'r>> {
        let (language, cell) = self.plans.get_key_value(language)?;
        cell.get_or_init(|| Plan::new(self.rules, language)).as_ref()
    }

    /// The claims of an article, each with where it came from.
    pub(super) fn told(
        &self,
        article: &Article<'_>,
        sentences: &Sentences<'_>,
        plan: &Plan<'_>,
    ) -> Vec<Told> {
        let look = article.lookup();
        // Looked for once there is a figure to be told of.
        let (said, voices) = (OnceCell::new(), OnceCell::new());
        let quoted = || said.get_or_init(|| quotes(&article.document.text, &article.document.blocks));
        let memory = RefCell::new(Memory::default());
        let mut claims: Vec<Told> = Vec::new();
        for i in sentences.with_values(self.rules.value_classes) {
            let Some(sentence) = sentences.get(i) else { continue };
            let found = self.found(article, sentence, plan);
            let waits = !found.waiting.is_empty() && !claims.is_empty();
            if found.won.is_empty() && !waits && !onward::may_go_on(&claims, sentences, i) {
                continue;
            }
            let voices = voices.get_or_init(|| Voices::new(sentences, quoted(), look));
            let voice = voices.of(i);
            let changes = changes(sentence, look);
            let recall = Recall::new((sentences, look), &memory, i);
            let known = (i, (voices, &voice), recall, changes.as_slice());
            let first = claims.len();
            for m in &found.won {
                let claim = self.claim(article, sentence, look, (m, &claims), known);
                claims.extend(claim);
            }
            let own = claims.get_mut(first..).unwrap_or_default();
            of_adjective((sentence, look), self.rules, own);
            self.levels_left(article, sentence, own, known);
            self.go_on(article, (sentences, i), &mut claims, (first, &found), known);
            share((sentence, look), self.rules, claims.get_mut(first..).unwrap_or_default());
            self.outcomes(sentence, look, (&mut claims, first));
            tie(&changes, claims.get_mut(first..).unwrap_or_default());
        }
        guess::settle(&mut claims);
        apart::mark(&mut claims, sentences, self.rules);
        claims
    }

    /// The sentences of an article, in order; none in a language without rules.
    pub(super) fn sentences<'a>(&'a self, article: &'a Article<'a>) -> Sentences<'a> {
        Sentences::new(article, self.rules.sentence_rules(article.language), &self.rules.classes)
    }
}
