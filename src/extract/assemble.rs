//! From a document to its claims.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::apart;
use super::article::{Article, publication};
use super::clauses::Doer;
use super::delta::{Change, changes, tie};
use super::fits::{fits, topic};
use super::full::Full;
use super::marks;
use super::matching::{self, Match};
use super::memory::{Memory, Recall};
use super::onward::{self, Onward};
use super::plan::Plan;
use super::quotes::quotes;
use super::scope::holds;
use super::sense::sense;
use super::sentence::Sentence;
use super::sentences::Sentences;
use super::series::spread;
use super::share::{of_adjective, share};
use super::slots::{About, Origin, Sources, entity, figure};
use super::spoken::spoken;
use super::standing::Standing;
use super::voice::{Attribution, Lookup, Said, Voices};
use super::when::{has_date, is_past, when};
use super::within;
use crate::claim::{
    Claim, ClaimFigure, ClaimValue, Considered, Fingerprint, Observation, Publication, Scope, Status,
};
use crate::input::Document;
use crate::recognise::{Mention, MentionValue};
use crate::rules::RuleSet;
use crate::rules::metric::{BY_ONWARD, DateRole, Metric, MetricPattern, Name, PatternFields};
use crate::text::Span;
use crate::value::{Figure, Language, Period, Quantity};

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

/// A claim with where it came from.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) claim: Claim,
    /// The number of its sentence.
    pub(super) sentence: usize,
    /// The folded position of its value.
    pub(super) value: usize,
    /// The indexes of its metric and of its pattern.
    pub(super) pattern: (usize, usize),
    pub(super) subject: Origin,
    /// Who was weighed for it.
    pub(super) considered: Vec<Considered>,
    pub(super) scope: Vec<(Arc<str>, Origin)>,
    /// Where the words stand that gave the status.
    pub(super) words: Option<(usize, usize)>,
    /// Whether they did: a date or a tense may have outdone them.
    pub(super) by_words: bool,
    pub(super) said: Option<Said>,
    /// How it came about, where no pattern found it by itself.
    pub(super) onward: Option<Onward>,
}

/// The number of a sentence, who speaks in it, what is known before it, and the changes that it tells.
pub(super) type Known<'k, 'a> = (usize, (&'k Voices<'k>, &'k Attribution), Recall<'a>, &'k [Change]);

/// What was found in a sentence: the values that metrics win, and the metrics with the values that are none of theirs.
type Found = (Vec<Match>, Vec<(usize, usize)>);

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
        let language = document.meta.language.as_ref();
        let mentions = self.rules.recogniser.recognise(&document.text, &Article::context(document));
        let code = language.map_or("", Language::as_str);
        Article {
            document,
            lines: OnceCell::new(),
            mentions,
            publication: Arc::new(publication(document)),
            language: code,
            cues: &self.rules.cues,
            headline: OnceCell::new(),
            topics: RefCell::default(),
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
            let (all, ruled_out) = self.found(article, (sentences, i), plan, &claims);
            if all.is_empty() && !onward::may_go_on(&claims, sentences, i) {
                continue;
            }
            let voices = voices.get_or_init(|| Voices::new(sentences, quoted(), look));
            let voice = voices.of(i);
            let changes = changes(sentence, look);
            let recall = Recall::new((sentences, look), &memory, i);
            let known = (i, (voices, &voice), recall, changes.as_slice());
            let first = claims.len();
            for m in &all {
                let claim = self.claim(article, sentence, look, (m, &claims), known);
                claims.extend(claim);
            }
            let own = claims.get_mut(first..).unwrap_or_default();
            of_adjective((sentence, look), self.rules, own);
            self.levels_left(article, sentence, own, known);
            self.go_on(article, (sentences, i), &mut claims, (first, &ruled_out), known);
            share(sentence, self.rules, claims.get_mut(first..).unwrap_or_default());
            self.outcomes(sentence, look, (&mut claims, first));
            tie(&changes, claims.get_mut(first..).unwrap_or_default());
        }
        apart::mark(&mut claims, sentences, self.rules);
        claims
    }

    /// The values in a sentence that a metric wins, and those that are none of a metric.
    fn found(
        &self,
        article: &Article<'_>,
        (sentences, number): (&Sentences<'_>, usize),
        plan: &Plan<'_>,
        told: &[Told],
    ) -> Found {
        let (Some(sentence), look) = (sentences.get(number), article.lookup()) else {
            return Found::default();
        };
        let in_mind = in_mind(told, sentences, number);
        let (mut settled, ruled_out) = self.settled(article, sentence, plan, &in_mind);
        if let Some(full) = Full::of(sentence, look) {
            settled.retain(|m| !full.is_of_whole(m));
            let more = self.settled(article, &full.sentence, plan, &in_mind).0;
            let more: Vec<Match> = more.into_iter().filter_map(|m| full.written(m)).collect();
            // What rules out the one rules out the other, which counts the same.
            let out = |metric: usize, at: usize| ruled_out.contains(&(metric, at));
            let free = |m: &Match| {
                !out(m.metric, m.value) && !full.lender(m.value).is_some_and(|at| out(m.metric, at))
            };
            for m in more.into_iter().filter(free) {
                match settled.iter_mut().find(|known| known.value == m.value) {
                    Some(known) if self.says_whose(article.language, known, &m) => *known = m,
                    Some(_) => {}
                    None => settled.push(m),
                }
            }
            settled.sort_by_key(|m| m.value);
        }
        let mut all = spread(settled, &ruled_out, sentence, (self.rules, look));
        let values: Vec<usize> = all.iter().map(|m| m.value).collect();
        all.retain(|m| !converts(article, sentence, &values, m.value));
        for m in &mut all {
            if let Some(metric) = onward::increment(self.rules, sentence, look, m) {
                *m = Match { metric, pattern: BY_ONWARD, ..m.clone() };
            }
        }
        (all, ruled_out)
    }

    /// The matches that win the values of a sentence, and the metrics with the values that are none of theirs. Patterns
    /// that wait for a claim of others (the metrics `in_mind`, or those that won a value before theirs) get what is left.
    fn settled(
        &self,
        article: &Article<'_>,
        sentence: &Sentence,
        plan: &Plan<'_>,
        in_mind: &[usize],
    ) -> Found {
        let look = article.lookup();
        let mut found = matching::matches(sentence, plan);
        found.retain(|m| self.fits(article, sentence, m, look));
        let metrics = &self.rules.metrics;
        let ruled_out = matching::ruled_out(&found, metrics, article.language);
        let topic = |m: &Match, fields: &PatternFields| topic(article.document, sentence, (m, fields), look);
        let settle = |found| matching::settle(found, &ruled_out, (metrics, article.language), topic);
        let (waiting, found): (Vec<Match>, Vec<Match>) =
            found.into_iter().partition(|m| !self.waits_for(article.language, m).is_empty());
        let mut settled = settle(found);
        if !waiting.is_empty() {
            let late = waiting.into_iter().filter(|m| {
                let won = || settled.iter().filter(|s| s.value < m.value).map(|s| s.metric);
                let known =
                    |name: &Name| in_mind.iter().copied().chain(won()).any(|i| self.is_metric(i, &name.id));
                !settled.iter().any(|s| s.value == m.value)
                    && self.waits_for(article.language, m).iter().any(known)
            });
            let late = settle(late.collect());
            settled.extend(late);
            settled.sort_by_key(|m| m.value);
        }
        (settled, ruled_out)
    }

    /// The metrics of which a claim has to stand before the value of a match.
    fn waits_for(&self, language: &str, found: &Match) -> &'r [Name] {
        let pattern =
            self.rules.metrics.get(found.metric).and_then(|m| m.patterns.get(language)?.get(found.pattern));
        pattern.map_or(&[], |pattern| &pattern.fields.after)
    }

    /// Whether the metric with an index has an id.
    fn is_metric(&self, index: usize, id: &str) -> bool {
        self.rules.metrics.get(index).is_some_and(|m| *m.policy.metric == *id)
    }

    /// Whether a match says the same as a known one and, unlike it, whose the value is.
    fn says_whose(&self, language: &str, known: &Match, more: &Match) -> bool {
        let scope = |m: &Match| {
            let patterns = self.rules.metrics.get(m.metric)?.patterns.get(language)?;
            patterns.get(m.pattern).map(|p| (p.fields.status, &p.fields.scope))
        };
        let whose = |m: &Match| m.slots.iter().any(|(name, _)| &**name == "subject");
        known.metric == more.metric && scope(known) == scope(more) && !whose(known) && whose(more)
    }

    /// The sentences of an article, in order; none in a language without rules.
    pub(super) fn sentences<'a>(&'a self, article: &'a Article<'a>) -> Sentences<'a> {
        Sentences::new(article, self.rules.sentence_rules(article.language), &self.rules.classes)
    }

    /// Whether a match can stand, before matches compete for its value.
    fn fits(&self, article: &Article<'_>, sentence: &Sentence, found: &Match, look: Lookup<'_>) -> bool {
        let pattern =
            |m: &'r Metric| Some((m, &m.patterns.get(article.language)?.get(found.pattern)?.fields));
        let known = self.rules.metrics.get(found.metric).and_then(pattern);
        known.is_some_and(|k| fits(article, sentence, found, k, look))
    }

    pub(super) fn claim(
        &self,
        article: &Article<'_>,
        sentence: &Sentence,
        look: Lookup<'_>,
        (found, told): (&Match, &[Told]),
        (number, (voices, voice), recall, changes): Known<'_, '_>,
    ) -> Option<Told> {
        let metric = self.rules.metrics.get(found.metric)?;
        let pattern = metric.pattern(article.language, found.pattern)?;
        let mark = sentence.mark_at(found.value)?;
        let mention = article.mentions.get(mark.mention)?;
        let published = article.document.meta.published;
        let mut when = when(sentence, look, found.value, metric, published);
        // What a change leaves behind held before it.
        let left = changes.iter().find(|c| c.from == Some(found.value) && c.to.is_some());
        let dated = |c: &Change| has_date(sentence, look, (found.value, c.to.unwrap_or(found.value)));
        if metric.dates == DateRole::Period && left.is_some_and(|c| !dated(c)) {
            when.period = Period::always();
        }
        // A pattern that names the subject itself is about a norm: when somebody reaches it is not when it is due,
        // unless all agree on it.
        let due =
            when.due.filter(|_| pattern.fields.subject.is_none() || agreed(sentence, look, found.value));
        let value = value(article, mention, (metric, pattern), due, (sentence, found.value))?;
        let date = if let ClaimValue::Date(p) = &value { Some(*p) } else { None };
        if metric.status == Status::Forecast && date.is_some_and(|d| is_past(&d, published)) {
            return None;
        }
        let mut speakers = voice.names();
        // `Poland will spend more, its minister said`: who is only spoken for does what is told.
        speakers.retain(|at| !sentence.clauses(look).acts(sentence, look, (*at, found.value)));
        let sources = Sources {
            article,
            sentence,
            found,
            fields: &pattern.fields,
            look,
            vocabulary: &self.rules.vocabulary,
            recall,
            speakers: &speakers,
            said: voice.at(found.value),
            told,
            home: article.document.meta.country.as_ref().and_then(|c| self.rules.vocabulary.country(c)),
            on: published.and_then(|p| p.to),
        };
        let about = sources.about(metric, (date, when.period));
        let About { subject, scope, considered } =
            Some(about).filter(|about| metric.subject.allows(about.subject.0.as_ref()))?;
        if subject.0.as_ref().is_some_and(|who| is_foe(metric, &scope.0, who)) {
            return None;
        }
        let mut sense = sense(sentence, found, metric, &pattern.fields, look);
        let from_words = sense.status;
        let standing = Standing {
            metric,
            sources: &sources,
            voice,
            period: when.period,
            published,
            left: left.is_some(),
        };
        let now = standing.is_now(&sense);
        sense.status = standing.status(&sense, subject.0.as_ref());
        let (said, speaker) = spoken(&sources, metric, (voices, voice), (sense.status, now));
        let place = article.place(mention.span, sentence.span);
        let start = place.span.start.to_string();
        let id = Fingerprint::of([&article.document.id, &*metric.policy.metric, &start]);
        let claim = Claim {
            id: id.as_str().into(),
            publication: article.publication.clone(),
            metric: metric.policy.metric.clone(),
            subject: subject.0,
            scope: scope.0,
            value,
            status: sense.status,
            speaker,
            certainty: sense.certainty,
            negated: sense.negated,
            taken_back: sense.taken_back,
            marked_new: sense.marked_new,
            apart: false,
            period: when.period,
            place,
            change: None,
            pattern: pattern.id.clone(),
        };
        Some(Told {
            claim,
            sentence: number,
            value: found.value,
            pattern: (found.metric, found.pattern),
            subject: subject.1,
            considered,
            scope: scope.1,
            by_words: sense.told.is_some() && from_words == sense.status,
            words: sense.told,
            said,
            onward: onward::added(sentence, look, found),
        })
    }
}

/// The metrics of the claims that a reader has in mind when a sentence begins: those of its paragraph and of the one
/// before.
fn in_mind(told: &[Told], sentences: &Sentences<'_>, number: usize) -> Vec<usize> {
    let Some(block) = sentences.block(number) else { return Vec::new() };
    let near = |t: &&Told| sentences.block(t.sentence).is_some_and(|own| own + 1 >= block);
    let mut metrics: Vec<usize> = told.iter().rev().take_while(near).map(|t| t.pattern.0).collect();
    metrics.sort_unstable();
    metrics.dedup();
    metrics
}

/// Whether a slot is filled with what the subject can have no part in: Russia sends no gifts to Ukraine.
fn is_foe(metric: &Metric, scope: &Scope, subject: &Arc<str>) -> bool {
    metric.scope.iter().any(|slot| {
        let value = scope.get(&slot.name).and_then(Option::as_ref);
        let counts = slot.only.as_ref().is_none_or(|only| holds(scope, only));
        counts && slot.foes.iter().any(|(of, foes)| Some(of) == value && foes.contains(subject))
    })
}

/// Whether the words before the value tell that an alliance has agreed on it, and no country what it will do.
fn agreed(sentence: &Sentence, look: Lookup<'_>, value: usize) -> bool {
    let doer = match sentence.clauses(look).doer(value) {
        Doer::Name(at) => sentence.mark_at(at).and_then(|m| entity(m, look.mentions)),
        Doer::Unknown | Doer::Carried | Doer::Other => None,
    };
    look.has("agreed", sentence, (0, value)) && doer.is_none_or(|e| &*e.kind == "alliance")
}

fn value(
    article: &Article<'_>,
    mention: &Mention,
    (metric, pattern): (&Metric, &MetricPattern),
    due: Option<Period>,
    (sentence, at): (&Sentence, usize),
) -> Option<ClaimValue> {
    match &mention.value {
        MentionValue::Figure(figure) => {
            let mut figure = marks::amount(article, mention, figure, metric);
            // A rank tells how many there are: whoever joins as the 32nd member makes 32 of them.
            if figure.quantity == Quantity::Ordinal {
                figure.quantity = Quantity::Number;
            }
            if pattern.fields.falls {
                figure = figure.negative();
            }
            Some(ClaimValue::Figure(ClaimFigure {
                of: pattern.fields.of.clone().or_else(|| metric.of.clone()),
                due,
                converted: converted(article, &figure, sentence, at),
                counts: figure.quantity == Quantity::Number,
                figure,
            }))
        }
        MentionValue::Date(d) => {
            let last = d.period.to.filter(|_| metric.last_day && d.period.from.is_none()).map(Period::day);
            (d.resolved && !d.impossible).then_some(ClaimValue::Date(last.unwrap_or(d.period)))
        }
        MentionValue::Duration(d) => Some(ClaimValue::Duration(d.clone())),
        MentionValue::Entity(_) => None,
    }
}

/// The longest stretch between an amount and what it is converted to, in folded bytes.
const CONVERTED: usize = 34;

/// The amounts into which the article converts a figure: the next figure of the same quantity and
/// another unit, in brackets or behind a word such as `omgerekend`, right behind it.
pub(super) fn converted(article: &Article<'_>, own: &Figure, sentence: &Sentence, at: usize) -> Vec<Figure> {
    let asides: Vec<Figure> = asides(article, sentence, at).map(|(_, figure)| figure.clone()).collect();
    if !asides.is_empty() {
        return asides;
    }
    let Some(next) = sentence.marks.iter().find(|m| m.at > at) else { return Vec::new() };
    let Some(other) = figure(next, &article.mentions) else { return Vec::new() };
    let between = sentence.slice(at + 1, next.at);
    let bracket = between.len() <= 14 && between.contains(&b'(');
    let word =
        || between.len() <= CONVERTED && article.lookup().has("converted-to", sentence, (at + 1, next.at));
    // `26,6 miljard kroon, ruim 2,4 miljard euro.`
    let comma = || {
        let behind = sentence.slice(next.at + 1, sentence.folded.len()).first();
        between == b", " && behind.is_none_or(|b| matches!(b, b'.' | b',' | b';' | b')'))
    };
    let same = other.quantity == own.quantity && other.unit.is_some() && other.unit != own.unit;
    if same && (bracket || word() || comma()) { vec![other.clone()] } else { Vec::new() }
}

/// The amounts in brackets that convert the one at a folded position, with their places in the text.
pub(super) fn asides<'a>(
    article: &'a Article<'_>,
    sentence: &'a Sentence,
    at: usize,
) -> impl Iterator<Item = (Span, &'a Figure)> {
    sentence.asides.iter().filter(move |aside| aside.of == at).filter_map(|aside| {
        let mention = article.mentions.get(aside.mention)?;
        let MentionValue::Figure(figure) = &mention.value else { return None };
        Some((mention.span, figure))
    })
}

/// Whether the figure at the folded position `at` is one of `values` converted: it belongs to that claim.
pub(super) fn converts(article: &Article<'_>, sentence: &Sentence, values: &[usize], at: usize) -> bool {
    let Some(before) = sentence.marks.iter().rev().find(|m| m.at < at) else { return false };
    // What stands in brackets has no mark.
    values.contains(&before.at)
        && asides(article, sentence, before.at).next().is_none()
        && figure(before, &article.mentions)
            .is_some_and(|f| !converted(article, f, sentence, before.at).is_empty())
}
