//! Audits: what the archive has of a fact, by time, with what judging says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::params;

use super::against::Against;
use super::corrected::take_out;
use super::{Archive, ArchiveError, Knowledge};
use crate::check::Checker;
use crate::claim::{Claim, FactKey};
use crate::engine::{self, CORRECTED, TakenBack};
use crate::finding::{ArticleView, Finding};
use crate::graph::{Evidence, Fact, Member, Reading, Stretch, ValueKind, readings};
use crate::judge::{Verdict, VerdictKind};
use crate::report::{Audit, Axis, Basis, FactAudit, Row, Spot};
use crate::value::Date;

/// A fact with more claims is shown by a sample of them, unless all are asked for.
const FEW: usize = 400;

/// How many rows a sample has at most.
const ROWS: usize = 64;

/// What to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The metric's id.
    pub metric: Option<String>,
    /// The subject's id.
    pub subject: Option<String>,
    /// Scope slots that have to have these values.
    pub scope: Vec<(String, String)>,
    /// The first day of publication to show.
    pub from: Option<Date>,
    /// The last day of publication to show.
    pub to: Option<Date>,
    /// The source whose articles to show.
    pub source: Option<String>,
    /// Whether to show every claim, however many there are.
    pub all: bool,
}

/// A fact with the claims that are shown.
#[derive(Clone)]
struct Known {
    fact: Fact,
    claims: BTreeMap<Arc<str>, Claim>,
    count: usize,
    /// Whether some of its claims are still to be chosen.
    sampled: bool,
}

impl Archive {
    /// What the archive has of the facts that `query` asks for. Everything is judged, and what is not asked for
    /// is not shown. `rules_hash` is the hash of the whole rule pack. Findings of rules that are off are among
    /// them: a newsroom's policy may switch them on.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn audit(&self, query: &Query, with: &Against<'_>, rules_hash: &str) -> Result<Audit, ArchiveError> {
        let day = match with.as_of {
            Some(day) => Some(day),
            None => self.latest(with.known)?,
        };
        let mut articles = Articles::default();
        let mut facts = Vec::new();
        let keys = self.facts(query)?;
        let corrected = self.corrected(&[], &keys, (with.rules, with.known))?;
        for key in keys {
            let Some(known) = self.known_fact(key, query, with)? else { continue };
            let back = corrected.of(&known.fact.key, Vec::new());
            let fact = self.audit_fact((known, &back), query, (with, day, &mut articles))?;
            if !fact.rows.is_empty() {
                facts.push(fact);
            }
        }
        let basis = basis(with, rules_hash, day);
        Ok(Audit { basis, facts, articles: articles.views })
    }

    /// The ids of the metrics and of the subjects that there are facts of.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn names(&self) -> Result<(Vec<String>, Vec<String>), ArchiveError> {
        let names = |sql: &str| -> Result<Vec<String>, ArchiveError> {
            let mut find = self.connection.prepare(sql)?;
            Ok(find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        Ok((names("SELECT DISTINCT metric FROM fact")?, names("SELECT DISTINCT subject FROM fact")?))
    }

    /// The facts that are asked for, in the order of their keys.
    fn facts(&self, query: &Query) -> Result<Vec<FactKey>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT key FROM fact WHERE (?1 IS NULL OR metric = ?1) AND (?2 IS NULL OR subject = ?2)",
        )?;
        let rows = find.query_map(params![query.metric, query.subject], |row| row.get::<_, String>(0))?;
        let mut out = Vec::new();
        for json in rows {
            let key: FactKey = serde_json::from_str(&json?)?;
            let has = |(slot, value): &(String, String)| {
                key.scope.iter().any(|(s, v)| **s == **slot && **v == **value)
            };
            if query.scope.iter().all(has) {
                out.push(key);
            }
        }
        out.sort();
        Ok(out)
    }

    fn known_fact(
        &self,
        key: FactKey,
        query: &Query,
        with: &Against<'_>,
    ) -> Result<Option<Known>, ArchiveError> {
        let Some(policy) = with.rules.metric(&key.metric).map(|m| &m.policy) else { return Ok(None) };
        if !query.all && self.reads_as(with.pack)? {
            let count = self.count_claims(&key, with.known)?;
            if count > FEW {
                let readings = self.known_readings(&key, (with.rules, with.pack), with.known)?;
                let members = vec![Vec::new(); readings.len()];
                let fact = Fact { key, claims: Vec::new(), readings, members };
                return Ok(Some(Known { fact, claims: BTreeMap::new(), count, sampled: true }));
            }
        }
        let claims = self.known_claims(&key, with.known)?;
        let member = |(i, claim): (usize, &Claim)| Some((i, policy.fact(claim)?.1));
        let members: Vec<(usize, bool)> = claims.iter().enumerate().filter_map(member).collect();
        let (readings, members) = readings(&claims, &members, policy);
        let count = claims.len();
        let claims = claims.into_iter().map(|c| (c.id.clone(), c)).collect();
        let fact = Fact { key, claims: Vec::new(), readings, members };
        Ok((count > 0).then_some(Known { fact, claims, count, sampled: false }))
    }

    /// How many claims of a fact are known.
    fn count_claims(&self, key: &FactKey, known: &Knowledge) -> Result<usize, ArchiveError> {
        if known.present {
            return self.claims_now(key);
        }
        let mut find = self.connection.prepare_cached(
            "SELECT count(*) FROM fact f JOIN says s ON s.fact = f.id
             WHERE f.key = ?1 AND s.since <= ?2 AND (s.until IS NULL OR s.until > ?2)
               AND (?3 IS NULL OR s.published IS NULL OR s.published <= ?3)",
        )?;
        let day = known.published.map(|d| d.to_string());
        let key = serde_json::to_string(key)?;
        let count: i64 = find.query_row(params![key, known.moment.event, day], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The rows of a fact, and the findings on it.
    fn audit_fact(
        &self,
        (mut known, back): (Known, &[TakenBack]),
        query: &Query,
        (with, day, articles): (&Against<'_>, Option<Date>, &mut Articles),
    ) -> Result<FactAudit, ArchiveError> {
        let judge = |day| judged(&known.fact, back, with, day);
        let mut verdicts = day.map(judge).unwrap_or_default();
        if known.sampled {
            let chosen = choose(&known.fact.readings, &verdicts);
            verdicts.retain(|verdict| chosen.contains(&(verdict.reading, verdict.stretch)));
            let members = known.fact.readings.iter().enumerate();
            known.fact.members =
                members.map(|(number, reading)| evidence(number, reading, &chosen)).collect();
        }
        let cited = verdicts.iter().filter(|v| tells(v.kind)).flat_map(|v| &v.against);
        let printed = known.fact.members.iter().flatten().map(|member| &member.evidence);
        let mut claims = known.claims.clone();
        for evidence in cited.chain(printed) {
            if !claims.contains_key(&evidence.claim)
                && let Some(found) = self.claim_of(evidence, with, articles)?
            {
                claims.insert(found.id.clone(), found);
            }
        }
        let Known { fact, count, .. } = &known;
        for claim in claims.values() {
            self.put_article(articles, &claim.publication.id, with)?;
        }
        let checker = Checker { rules: with.rules, language: with.language, articles: &articles.index };
        let rows = rows((fact, &claims), (&verdicts, back), &checker);
        let rows = rows.into_iter().filter_map(|row| shown(row, query, &articles.views)).collect();
        let by_id: BTreeMap<&str, &Claim> = claims.iter().map(|(id, c)| (&**id, c)).collect();
        let standing = standing(fact, back);
        let found = verdicts.iter().flat_map(|v| engine::findings(&checker, &standing, v, &by_id));
        let mut findings: Vec<Finding> = found.filter(|f| asked_for(f, query, &articles.views)).collect();
        engine::tidy(&mut findings, &articles.views);
        let (title, subject, scope) = checker.fact(&fact.key);
        let label = checker.fact_label(&fact.key);
        Ok(FactAudit { fact: label, title, subject, scope, rows, findings, claims: *count })
    }

    /// The claim that evidence names.
    fn claim_of(
        &self,
        evidence: &Evidence,
        with: &Against<'_>,
        articles: &mut Articles,
    ) -> Result<Option<Claim>, ArchiveError> {
        self.put_article(articles, &evidence.article, with)?;
        if let Some(claim) = articles.claims.get(&evidence.claim) {
            return Ok(Some(claim.clone()));
        }
        // Other rules have extracted the article again since.
        let mut find = self.connection.prepare_cached(
            "SELECT c.record, v.publication FROM version v JOIN claim c ON c.version = v.id
             WHERE v.article = ?1 AND c.since <= ?2 AND (c.until IS NULL OR c.until > ?2)",
        )?;
        let mut rows = find.query(params![&*evidence.article, with.known.moment.event])?;
        while let Some(row) = rows.next()? {
            let claim = super::readings::claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
            if claim.id == evidence.claim {
                return Ok(Some(claim));
            }
        }
        Ok(None)
    }

    fn put_article(
        &self,
        articles: &mut Articles,
        id: &Arc<str>,
        with: &Against<'_>,
    ) -> Result<(), ArchiveError> {
        if !articles.index.contains_key(id)
            && let Some(held) = self.held_at(id, &with.known.moment)?
        {
            articles.index.insert(id.clone(), articles.views.len());
            articles.views.push(held.view());
            articles.claims.extend(held.claims.into_iter().map(|claim| (claim.id.clone(), claim)));
        }
        Ok(())
    }
}

/// The articles of a report, each once.
#[derive(Default)]
struct Articles {
    views: Vec<ArticleView>,
    index: BTreeMap<Arc<str>, usize>,
    /// What they claim.
    claims: BTreeMap<Arc<str>, Claim>,
}

/// What a report with these rules on what is known rests on.
#[must_use]
pub fn basis(with: &Against<'_>, rules_hash: &str, day: Option<Date>) -> Basis {
    Basis {
        archive: Some(with.known.moment.hash.clone()),
        archived: with.known.moment.at.clone(),
        published_until: with.known.published,
        before_archive: with.known.before_archive,
        ..Basis::new(rules_hash, day)
    }
}

/// The verdicts on a fact without what is taken back of it, by the places of its readings as they are with that.
fn judged(fact: &Fact, back: &[TakenBack], with: &Against<'_>, day: Date) -> Vec<Verdict> {
    if back.is_empty() {
        return engine::verdicts(&fact.key, (&fact.readings, &[]), with.rules, day);
    }
    let mut left = fact.readings.clone();
    take_out(&mut left, back);
    let place = |reading: usize| {
        let key = &left.get(reading)?.key;
        fact.readings.binary_search_by(|r| r.key.cmp(key)).ok()
    };
    let of_all = |mut verdict: Verdict| {
        let stretch = left.get(verdict.reading)?.timeline.stretches().get(verdict.stretch)?;
        let day = stretch.days.map(|(first, _)| first);
        verdict.reading = place(verdict.reading)?;
        let stretches = fact.readings.get(verdict.reading)?.timeline.stretches();
        verdict.stretch = stretches.iter().position(|s| s.covers(day))?;
        verdict.other = verdict.other.and_then(place);
        Some(verdict)
    };
    let verdicts = engine::verdicts(&fact.key, (&left, back), with.rules, day);
    verdicts.into_iter().filter_map(of_all).collect()
}

/// A fact without the claims that are taken back.
fn standing(fact: &Fact, back: &[TakenBack]) -> Fact {
    let taken: BTreeSet<&str> = back.iter().map(|one| &*one.carrier.evidence.claim).collect();
    let stands = |member: &&Member| !taken.contains(&*member.evidence.claim);
    let members = fact.members.iter().map(|all| all.iter().filter(stands).cloned().collect());
    Fact { members: members.collect(), ..fact.clone() }
}

/// Whether a verdict tells a reader more than that figures agree.
const fn tells(kind: VerdictKind) -> bool {
    !matches!(kind, VerdictKind::Confirms | VerdictKind::Compatible)
}

/// A stretch of a reading, by their numbers.
type Place = (usize, usize);

/// The stretches to show of a fact that has too many: what judging tells most of first, the others between them,
/// both spread over time.
fn choose(readings: &[Reading], verdicts: &[Verdict]) -> BTreeSet<Place> {
    let told: BTreeSet<Place> =
        verdicts.iter().filter(|v| tells(v.kind)).map(|v| (v.reading, v.stretch)).collect();
    let all = readings.iter().enumerate().filter(|(_, reading)| !reading.key.converted);
    let mut all: Vec<(Option<Date>, Place)> = all
        .flat_map(|(number, reading)| {
            let stretches = reading.timeline.stretches().iter().enumerate();
            stretches.map(move |(at, stretch)| (stretch.days.map(|(first, _)| first), (number, at)))
        })
        .collect();
    all.sort_unstable();
    let (told, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, place)| told.contains(place));
    let told = spread(told, ROWS * 3 / 4);
    let rest = spread(rest, ROWS - told.len());
    told.into_iter().chain(rest).map(|(_, place)| place).collect()
}

/// `most` of a list at equal distances.
fn spread<T: Copy>(list: Vec<T>, most: usize) -> Vec<T> {
    if list.len() <= most {
        return list;
    }
    (0..most).filter_map(|i| list.get(i * list.len() / most).copied()).collect()
}

/// The first claim of each chosen stretch of a reading.
fn evidence(number: usize, reading: &Reading, chosen: &BTreeSet<Place>) -> Vec<Member> {
    let stretches = reading.timeline.stretches().iter().enumerate();
    let here = stretches.filter(|(at, _)| chosen.contains(&(number, *at)));
    let member = |(_, stretch): (usize, &Stretch)| {
        let day = stretch.days.map(|(first, _)| first);
        stretch.evidence.first().map(|e| Member { day, evidence: e.clone(), claim: usize::MAX })
    };
    here.filter_map(member).collect()
}

/// A row for each stretch of each reading, by time; what was taken back of it has a row of its own.
fn rows(
    (fact, claims): (&Fact, &BTreeMap<Arc<str>, Claim>),
    (verdicts, back): (&[Verdict], &[TakenBack]),
    checker: &Checker<'_>,
) -> Vec<Row> {
    let mut marks: BTreeMap<(usize, usize), BTreeSet<VerdictKind>> = BTreeMap::new();
    for verdict in verdicts.iter().filter(|v| tells(v.kind)) {
        marks.entry((verdict.reading, verdict.stretch)).or_default().insert(verdict.kind);
    }
    let taken: BTreeMap<&str, &'static str> =
        back.iter().map(|one| (&*one.carrier.evidence.claim, one.mark())).collect();
    let withdrawn = engine::withdrawn(&fact.readings);
    let mut out = Vec::new();
    for (number, (reading, members)) in fact.readings.iter().zip(&fact.members).enumerate() {
        // The same amount in another unit is in the text of the same claim.
        if reading.key.converted {
            continue;
        }
        for (at, stretch) in reading.timeline.stretches().iter().enumerate() {
            let members = members.iter().filter(|m| stretch.covers(m.day));
            let here = members.filter_map(|m| claims.get(&m.evidence.claim));
            let mut by_mark: BTreeMap<Option<&'static str>, Vec<&Claim>> = BTreeMap::new();
            for claim in here {
                let in_text = withdrawn.contains(&(number, at)).then_some(CORRECTED);
                let mark = taken.get(&*claim.id).copied().or(in_text);
                by_mark.entry(mark).or_default().push(claim);
            }
            let one = by_mark.len() == 1;
            for (mark, here) in by_mark {
                let told = marks.get(&(number, at)).into_iter().flatten().map(|kind| kind.name());
                let marks = mark.map_or_else(|| told.collect(), |mark| vec![mark]);
                let families = here.iter().map(|c| c.publication.family).collect::<BTreeSet<_>>().len();
                let families = if one { stretch.families.count() } else { families };
                out.extend(row((reading, stretch), &here, (marks, families), checker));
            }
        }
    }
    out.sort_by_key(|r| (r.days, r.places.first().map(|p| (p.article, p.span))));
    out
}

/// The row of claims of a stretch.
fn row(
    (reading, stretch): (&Reading, &Stretch),
    here: &[&Claim],
    (marks, families): (Vec<&'static str>, usize),
    checker: &Checker<'_>,
) -> Option<Row> {
    let first = here.first()?;
    Some(Row {
        days: stretch.days,
        value: checker.value(first),
        axis: axis(reading),
        interval: reading.key.interval,
        nominal: reading.key.nominal,
        status: reading.key.status,
        speaker: checker.speaker(first),
        certainty: reading.key.certainty,
        negated: reading.key.negated,
        families,
        marks,
        places: here.iter().filter_map(|c| spot(c, checker)).collect(),
    })
}

fn axis(reading: &Reading) -> Axis {
    match reading.key.kind {
        ValueKind::Figure => Axis::Figure(reading.key.unit.clone()),
        ValueKind::Date => Axis::Date,
        ValueKind::Duration => Axis::Duration,
    }
}

fn spot(claim: &Claim, checker: &Checker<'_>) -> Option<Spot> {
    Some(Spot {
        article: *checker.articles.get(&claim.publication.id)?,
        claim: claim.id.clone(),
        span: claim.place.span,
        in_title: claim.place.title,
        sentence: claim.place.sentence,
        line: claim.place.line,
        column: claim.place.column,
        quote: claim.place.quote.clone(),
    })
}

/// The row with the places that are asked for; none if there are none.
fn shown(mut row: Row, query: &Query, articles: &[ArticleView]) -> Option<Row> {
    let after = |from: Date| row.days.is_some_and(|(_, last)| last >= from);
    let before = |to: Date| row.days.is_some_and(|(first, _)| first <= to);
    if !query.from.is_none_or(after) || !query.to.is_none_or(before) {
        return None;
    }
    row.places.retain(|spot| articles.get(spot.article).is_some_and(|a| of_source(a, query)));
    (!row.places.is_empty()).then_some(row)
}

fn of_source(article: &ArticleView, query: &Query) -> bool {
    let Some(wanted) = &query.source else { return true };
    article.source.as_ref().is_some_and(|s| s.to_lowercase() == wanted.to_lowercase())
}

fn asked_for(finding: &Finding, query: &Query, articles: &[ArticleView]) -> bool {
    let Some(article) = articles.get(finding.primary.article) else { return false };
    let published = article.published.as_deref().unwrap_or("");
    let after = |from: Date| published >= from.to_string().as_str();
    let before = |to: Date| !published.is_empty() && published <= to.to_string().as_str();
    of_source(article, query) && query.from.is_none_or(after) && query.to.is_none_or(before)
}
