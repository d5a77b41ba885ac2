//! New articles against the archive: only the facts that they touch, and those that rules join with these, are judged,
//! from kept readings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::known::Knowledge;
use super::weighed::{self, Back, Touched, Weighed, with_evidence};
use super::{Archive, ArchiveError, Moment};
use crate::check::Checker;
use crate::claim::{Claim, FactKey};
use crate::engine::{self, Corpus, Statement};
use crate::finding::{ArticleView, Chain, Finding};
use crate::graph::{self, Fact};
use crate::rules::RuleSet;
use crate::value::{Date, Language};

/// What a check against an archive is made with.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// Their hash, as far as claims hang on them.
    pub pack: &'a str,
    /// The language of the messages.
    pub language: &'a Language,
    /// What of the archive counts.
    pub known: &'a Knowledge,
    /// The day of the report; without one it is that of the latest article, new or archived.
    pub as_of: Option<Date>,
}

/// What a check against an archive came to.
#[derive(Debug)]
pub struct Checked {
    /// The new articles, and behind them those of the archive that findings cite.
    pub articles: Vec<ArticleView>,
    /// The findings that the new articles are in.
    pub findings: Vec<Finding>,
    /// The day that was judged as on.
    pub day: Option<Date>,
    /// How many facts were judged.
    pub facts: usize,
}

/// What is taken back by fact, the facts that new articles touch without that, and those that rules join with them.
type Standing = (BTreeMap<FactKey, Back>, Vec<Fact>, BTreeSet<FactKey>);

/// Claims by their ids.
type Claims = BTreeMap<Arc<str>, Claim>;

impl Archive {
    /// Checks `corpus` against the archive. Articles of the corpus stand in for the versions of them that the
    /// archive has.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn check(&self, corpus: &Corpus, with: &Against<'_>) -> Result<Checked, ArchiveError> {
        Ok(self.looked_at(corpus, with)?.0)
    }

    /// The same, with how each finding came about, by its fingerprint.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn explain(
        &self,
        corpus: &Corpus,
        with: &Against<'_>,
    ) -> Result<(Checked, BTreeMap<String, Chain>), ArchiveError> {
        let (checked, touched, mut claims) = self.looked_at(corpus, with)?;
        let facts = checked.findings.iter().filter_map(|finding| finding.fact.as_ref());
        let about: BTreeSet<FactKey> = facts.map(engine::fact_key).collect();
        let told = touched.into_iter().filter(|t| about.contains(&t.fact.key) && !t.verdicts.is_empty());
        let told: Vec<Touched> = told.map(with_evidence).collect();
        let members = told.iter().flat_map(|t| &t.fact.members).flatten();
        let missing = members.filter(|m| !claims.contains_key(&m.evidence.claim));
        let articles: BTreeSet<Arc<str>> = missing.map(|m| m.evidence.article.clone()).collect();
        for article in articles {
            let held = self.held_at(&article, &with.known.moment)?;
            claims.extend(held.into_iter().flat_map(|held| held.claims).map(|c| (c.id.clone(), c)));
        }
        let by_id: BTreeMap<&str, &Claim> = claims.iter().map(|(id, claim)| (&**id, claim)).collect();
        let judged = told.iter().flat_map(|t| t.verdicts.iter().map(move |verdict| (&t.fact, verdict)));
        let chains = engine::explained(&checked.findings, judged, &by_id);
        Ok((checked, chains))
    }

    /// What checking comes to, the facts that it rests on, and the claims that their verdicts cite.
    fn looked_at(
        &self,
        corpus: &Corpus,
        with: &Against<'_>,
    ) -> Result<(Checked, Vec<Touched>, Claims), ArchiveError> {
        let own = corpus.publications.iter().filter_map(|p| p.published.and_then(|p| p.to)).max();
        let day = match with.as_of {
            Some(day) => Some(day),
            None => own.max(self.latest(with.known)?),
        };
        let mut forget: BTreeMap<FactKey, Vec<_>> = BTreeMap::new();
        let own_ids: BTreeSet<&Arc<str>> = corpus.publications.iter().map(|p| p.own_id()).collect();
        for id in own_ids {
            for said in self.said_by(id, with.rules)? {
                forget.entry(said.fact).or_default().extend(said.readings);
            }
        }
        let (mut corrected, standing, partners) = self.taken_back(corpus, with)?;
        let readings = |key: &FactKey| {
            let mut readings = self.known_readings(key, (with.rules, with.pack), with.known)?;
            for (reading, carrier) in forget.get(key).into_iter().flatten() {
                readings.iter_mut().filter(|r| r.key == *reading).for_each(|r| r.timeline.forget(carrier));
            }
            Ok::<_, ArchiveError>(readings)
        };
        let facts = standing.len();
        let mut weighed = Vec::with_capacity(facts + partners.len());
        for new in standing {
            let (archived, back) = (readings(&new.key)?, corrected.remove(&new.key).unwrap_or_default());
            weighed.push(Weighed::of(new, archived, back));
        }
        for key in partners {
            let (archived, back) = (readings(&key)?, corrected.remove(&key).unwrap_or_default());
            weighed.push(Weighed::archived(key, archived, back));
        }
        let touched = day.map(|day| weighed::judge(weighed, with.rules, day)).unwrap_or_default();
        let (articles, claims) = self.cited(corpus, &touched, &with.known.moment)?;
        let findings = findings(corpus, with, (&touched, &articles, &claims));
        Ok((Checked { articles, findings, day, facts }, touched, claims))
    }

    /// What is taken back of the facts that the corpus touches and of those that rules join with them; the former
    /// without that, and the latter.
    fn taken_back(&self, corpus: &Corpus, with: &Against<'_>) -> Result<Standing, ArchiveError> {
        let facts = graph::facts(&corpus.claims, with.rules);
        let touched: BTreeSet<&FactKey> = facts.iter().map(|fact| &fact.key).collect();
        let partners = self.partners(&touched, with.rules)?;
        let keys: Vec<FactKey> = touched.into_iter().chain(&partners).cloned().collect();
        let corrected = self.corrected(&corpus.publications, &keys, (with.rules, with.known))?;
        let mut stated: BTreeMap<&FactKey, Vec<Statement>> = BTreeMap::new();
        for fact in &facts {
            let policy = with.rules.metric(&fact.key.metric).map(|metric| &metric.policy);
            let own = policy.map(|policy| corrected.all.statements(fact, &corpus.claims, policy));
            stated.insert(&fact.key, own.unwrap_or_default());
        }
        let of = |key: &FactKey| {
            let own = stated.get(key).cloned().unwrap_or_default();
            let back = Back { all: corrected.of(key, own), before: corrected.before(key) };
            (!back.all.is_empty()).then(|| (key.clone(), back))
        };
        let back: BTreeMap<FactKey, Back> = keys.iter().filter_map(of).collect();
        if back.is_empty() {
            return Ok((back, facts, partners));
        }
        let taken = back.values().flat_map(|back| &back.all).map(|one| one.carrier.evidence.claim.clone());
        let standing = graph::facts(&engine::without(&corpus.claims, &taken.collect()), with.rules);
        Ok((back, standing, partners))
    }

    /// The articles of the report and the claims in them that verdicts cite.
    fn cited(
        &self,
        corpus: &Corpus,
        touched: &[Touched],
        moment: &Moment,
    ) -> Result<(Vec<ArticleView>, Claims), ArchiveError> {
        let mut claims: Claims = corpus.claims.iter().map(|c| (c.id.clone(), c.clone())).collect();
        let mut wanted: BTreeSet<Arc<str>> = BTreeSet::new();
        for verdict in touched.iter().flat_map(|t| &t.verdicts) {
            wanted.extend(verdict.against.iter().map(|e| e.article.clone()));
        }
        for (touched, verdict) in touched.iter().flat_map(|t| t.verdicts.iter().map(move |v| (t, v))) {
            let members = touched.fact.members.get(verdict.reading).into_iter().flatten();
            wanted.extend(members.map(|m| m.evidence.article.clone()));
        }
        let ids = corpus.publications.iter().flat_map(|p| [&*p.id, &**p.own_id()]);
        let own: BTreeSet<&str> = ids.collect();
        let mut articles = corpus.articles.clone();
        for article in wanted.iter().filter(|a| !own.contains(&***a)) {
            if let Some(held) = self.held_at(article, moment)? {
                articles.push(held.view());
                claims.extend(held.claims.into_iter().map(|c| (c.id.clone(), c)));
            }
        }
        Ok((articles, claims))
    }
}

type Cited<'a> = (&'a [Touched], &'a [ArticleView], &'a Claims);

fn findings(corpus: &Corpus, with: &Against<'_>, (touched, articles, claims): Cited<'_>) -> Vec<Finding> {
    let index: BTreeMap<Arc<str>, usize> =
        articles.iter().enumerate().map(|(i, a)| (a.id.clone(), i)).collect();
    let checker = Checker { rules: with.rules, language: with.language, articles: &index };
    let claims: BTreeMap<&str, &Claim> = claims.iter().map(|(id, claim)| (&**id, claim)).collect();
    let mut out = Vec::new();
    for touched in touched {
        for verdict in &touched.verdicts {
            out.extend(engine::findings(&checker, &touched.fact, verdict, &claims));
        }
    }
    out.extend(corpus.observations.iter().filter_map(|o| checker.observation(o)));
    engine::tidy(&mut out, articles);
    out
}
