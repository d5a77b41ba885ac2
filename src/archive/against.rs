//! New articles against the archive: only the facts that they touch are judged, from kept readings.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::corrected::take_out;
use super::known::Knowledge;
use super::{Archive, ArchiveError, Moment};
use crate::check::Checker;
use crate::claim::{Claim, FactKey};
use crate::engine::{self, Corpus, TakenBack};
use crate::finding::{ArticleView, Chain, Finding};
use crate::graph::{self, Evidence, Fact, Member, Reading, ReadingKey};
use crate::judge::{Verdict, VerdictKind};
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

/// A fact with what the archive and the new articles say of it.
struct Touched {
    fact: Fact,
    verdicts: Vec<Verdict>,
}

/// What is taken back of a fact: by anyone, and by archived articles of what those say.
struct Back {
    all: Vec<TakenBack>,
    before: Vec<TakenBack>,
}

/// Claims by their ids.
type Claims = BTreeMap<Arc<str>, Claim>;

/// What tells a verdict from others of its fact, whatever readings there are beside it.
type Mark = (VerdictKind, ReadingKey, Option<Date>);

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
        for publication in &corpus.publications {
            for said in self.said_by(&publication.id, with.rules)? {
                forget.entry(said.fact).or_default().extend(said.readings);
            }
        }
        let (corrected, standing) = self.taken_back(corpus, with)?;
        let (mut touched, mut facts) = (Vec::new(), 0);
        for new in standing {
            let back = corrected.get(&new.key);
            let mut readings = self.known_readings(&new.key, (with.rules, with.pack), with.known)?;
            for (key, carrier) in forget.get(&new.key).into_iter().flatten() {
                readings.iter_mut().filter(|r| r.key == *key).for_each(|r| r.timeline.forget(carrier));
            }
            take_out(&mut readings, back.map_or(&[][..], |back| &back.all));
            facts += 1;
            if let Some(day) = day {
                touched.extend(judge(new, readings, (back, day), with));
            }
        }
        let (articles, claims) = self.cited(corpus, &touched, &with.known.moment)?;
        let findings = findings(corpus, with, (&touched, &articles, &claims));
        Ok((Checked { articles, findings, day, facts }, touched, claims))
    }

    /// What is taken back of the facts that the corpus touches, and these facts without that.
    fn taken_back(
        &self,
        corpus: &Corpus,
        with: &Against<'_>,
    ) -> Result<(BTreeMap<FactKey, Back>, Vec<Fact>), ArchiveError> {
        let facts = graph::facts(&corpus.claims, with.rules);
        let keys: Vec<FactKey> = facts.iter().map(|fact| fact.key.clone()).collect();
        let corrected = self.corrected(&corpus.publications, &keys, (with.rules, with.known))?;
        let of = |fact: &Fact| {
            let policy = &with.rules.metric(&fact.key.metric)?.policy;
            let own = corrected.all.statements(fact, &corpus.claims, policy);
            let back = Back { all: corrected.of(&fact.key, own), before: corrected.before(&fact.key) };
            (!back.all.is_empty()).then(|| (fact.key.clone(), back))
        };
        let back: BTreeMap<FactKey, Back> = facts.iter().filter_map(of).collect();
        if back.is_empty() {
            return Ok((back, facts));
        }
        let taken = back.values().flat_map(|back| &back.all).map(|one| one.carrier.evidence.claim.clone());
        let standing = graph::facts(&engine::without(&corpus.claims, &taken.collect()), with.rules);
        Ok((back, standing))
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
        let own: BTreeSet<&str> = corpus.publications.iter().map(|p| &*p.id).collect();
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

/// Judges a fact with what the new articles say of it: verdicts on the new articles, and those on archived ones
/// that rest on the new. What was so without them is left out.
fn judge(
    new: Fact,
    archived: Vec<Reading>,
    (back, day): (Option<&Back>, Date),
    with: &Against<'_>,
) -> [Touched; 2] {
    let own: BTreeSet<Arc<str>> = new.members.iter().flatten().map(|m| m.evidence.claim.clone()).collect();
    let mut all: BTreeMap<ReadingKey, (Reading, Vec<Member>)> = BTreeMap::new();
    for reading in archived {
        all.insert(reading.key.clone(), (reading, Vec::new()));
    }
    // What the archive has of the readings that the new articles add to; nothing of those that they bring.
    let mut added_to: BTreeMap<ReadingKey, Option<Reading>> = BTreeMap::new();
    for (reading, members) in new.readings.into_iter().zip(new.members) {
        match all.get_mut(&reading.key) {
            Some((known, held)) => {
                added_to.insert(reading.key, Some(known.clone()));
                known.timeline.merge(&reading.timeline);
                *held = members;
            }
            None => {
                added_to.insert(reading.key.clone(), None);
                all.insert(reading.key.clone(), (reading, members));
            }
        }
    }
    let (readings, members): (Vec<Reading>, Vec<Vec<Member>>) = all.into_values().unzip();
    // What is told of the archive alone is asked for only where there is something to hold against it.
    let before = LazyCell::new(|| {
        let alone = readings.iter().filter_map(|r| added_to.get(&r.key).map_or(Some(r), Option::as_ref));
        let alone: Vec<Reading> = alone.cloned().collect();
        let back = back.map_or(&[][..], |back| &back.before);
        let verdicts = engine::verdicts(&new.key, (&alone, back), with.rules, day);
        verdicts.iter().filter_map(|v| mark(v, &alone)).collect::<BTreeSet<Mark>>()
    });
    let (mut verdicts, mut others) = (Vec::new(), Vec::new());
    let mut evidence: Vec<Vec<Member>> = vec![Vec::new(); members.len()];
    let all = back.map_or(&[][..], |back| &back.all);
    for verdict in engine::verdicts(&new.key, (&readings, all), with.rules, day) {
        let (Some(reading), Some(held)) = (readings.get(verdict.reading), members.get(verdict.reading))
        else {
            continue;
        };
        let cites_new = verdict.against.iter().any(|e| own.contains(&e.claim));
        if !engine::subjects(&verdict, reading, held).is_empty() {
            verdicts.push(verdict);
        } else if cites_new && mark(&verdict, &readings).is_none_or(|m| !before.contains(&m)) {
            if let Some(held) = evidence.get_mut(verdict.reading) {
                held.extend(members_of(reading, verdict.stretch));
                held.sort_unstable();
                held.dedup();
            }
            others.push(verdict);
        }
    }
    let fact = Fact { key: new.key, claims: new.claims, readings, members };
    let archived = Fact { members: evidence, ..fact.clone() };
    [Touched { fact, verdicts }, Touched { fact: archived, verdicts: others }]
}

fn mark(verdict: &Verdict, readings: &[Reading]) -> Option<Mark> {
    let reading = readings.get(verdict.reading)?;
    let stretch = reading.timeline.stretches().get(verdict.stretch)?;
    Some((verdict.kind, reading.key.clone(), stretch.days.map(|(first, _)| first)))
}

/// How many readings of a fact are told of besides those that its verdicts are about, and how many claims of each.
const TOLD: usize = 8;
const CLAIMS: usize = 4;

/// A fact with some of the archived claims of the readings that there is something to tell of.
fn with_evidence(mut touched: Touched) -> Touched {
    let of = |verdict: &Verdict| [Some(verdict.reading), verdict.other];
    let wanted: BTreeSet<usize> = touched.verdicts.iter().flat_map(of).flatten().chain(0..TOLD).collect();
    for (number, (reading, members)) in
        touched.fact.readings.iter().zip(&mut touched.fact.members).enumerate()
    {
        if wanted.contains(&number) {
            let stretches = 0..reading.timeline.stretches().len();
            let held = stretches.flat_map(|stretch| members_of(reading, stretch)).take(CLAIMS);
            let known: BTreeSet<Arc<str>> = members.iter().map(|m| m.evidence.claim.clone()).collect();
            members.extend(held.filter(|m| !known.contains(&m.evidence.claim)));
            members.sort_unstable();
        }
    }
    touched
}

/// The claims of a stretch that are kept as evidence. They have no index: they stand in the archive.
fn members_of(reading: &Reading, stretch: usize) -> Vec<Member> {
    let Some(stretch) = reading.timeline.stretches().get(stretch) else { return Vec::new() };
    let day = stretch.days.map(|(first, _)| first);
    let member = |e: &Evidence| Member { day, evidence: e.clone(), claim: usize::MAX };
    stretch.evidence.iter().map(member).collect()
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
