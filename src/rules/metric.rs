//! A metric: what is measured, how it behaves, and the patterns that find it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::class::{ClassSet, Classes};
use super::cues::Cues;
use super::pattern::{Pattern, Placeholders};
use super::policy::Policy;
use crate::claim::{Certainty, Status};
use crate::finding::Problem;
use crate::text::SourceSpan;
use crate::value::{Decimal, Grain};

/// A metric, ready for use.
#[derive(Debug)]
pub struct Metric {
    /// How its values are judged; holds the id, the title and the behaviour.
    pub policy: Policy,
    /// The file that defines it.
    pub path: Arc<str>,
    /// The mentions that may be its value.
    pub values: ClassSet,
    /// What a share is a share of.
    pub of: Option<String>,
    /// The value has to lie in this range, ends included, else it is something else.
    pub range: Option<(Decimal, Decimal)>,
    /// The status of a claim that nothing marks otherwise.
    pub status: Status,
    /// The statuses that cue words of the sentence may give.
    pub statuses: Vec<Status>,
    /// How the subject is found.
    pub subject: SubjectRule,
    /// How the scope slots are filled, in the order of the file.
    pub scope: Vec<SlotRule>,
    /// What dates in the sentence mean.
    pub dates: DateRole,
    /// The finest grain of a period that it has a value for: a month for inflation, a quarter unless said.
    pub finest: Grain,
    /// Whether a date that is a bound (`tot 8 augustus`) stands for its last day.
    pub last_day: bool,
    /// The cue set whose words mark a value as new.
    pub new: String,
    /// Cue sets that rule a claim out when they stand near its value.
    pub unless: Vec<String>,
    /// Cue sets: a word of each in its clause tells that others are held against the value, which is only named.
    pub yardstick: Vec<String>,
    /// What a figure is that goes on from one of its claims.
    pub onward: Onward,
    /// The patterns by language code.
    pub patterns: BTreeMap<String, Vec<MetricPattern>>,
    /// The examples and counter-examples.
    pub tests: Vec<MetricTest>,
}

/// The number that stands for no pattern of a metric: a figure is its claim by the one that it goes on from.
pub const BY_ONWARD: usize = usize::MAX;

/// The metrics of figures that go on from a claim of this one.
#[derive(Debug)]
pub struct Onward {
    /// What the level is that it is to come to: a personnel target behind a personnel count.
    pub next: Option<Name>,
    /// What the share is that a sum amounts to.
    pub share: Option<Name>,
    /// What the sum is that a share amounts to.
    pub sum: Option<Name>,
    /// What the total is that an increase leads to.
    pub total: Option<Name>,
    /// What the increase is that leads to a total.
    pub rise: Option<Name>,
    /// Whether a figure that leaves its noun out counts the same things again.
    pub again: bool,
    /// What stands for the pattern of claims that come about so.
    pub pattern: MetricPattern,
}

impl Onward {
    /// The metrics that it names.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        [&self.next, &self.share, &self.sum, &self.total, &self.rise].into_iter().flatten()
    }
}

/// The id of a metric, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The id.
    pub id: Arc<str>,
    /// Where it stands.
    pub span: SourceSpan,
}

impl Metric {
    /// Its pattern with a number in a language, or what stands for one.
    #[must_use]
    pub fn pattern(&self, language: &str, number: usize) -> Option<&MetricPattern> {
        if number == BY_ONWARD {
            Some(&self.onward.pattern)
        } else {
            self.patterns.get(language)?.get(number)
        }
    }

    /// The metrics that its file refers to.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        let patterns = self.patterns.values().flatten();
        self.onward.names().chain(patterns.flat_map(|p| &p.fields.after))
    }

    /// What the placeholders of its patterns stand for.
    #[must_use]
    pub fn placeholders<'m>(&'m self, classes: &'m Classes) -> Placeholders<'m> {
        Placeholders { classes, slots: slots(self.values, &self.subject, &self.scope) }
    }
}

/// The names that fill slots in the patterns of a metric.
pub(super) fn slots<'s>(
    values: ClassSet,
    subject: &SubjectRule,
    scope: &'s [SlotRule],
) -> Vec<(&'s str, ClassSet)> {
    let mut all = vec![("value", values), ("subject", subject.classes)];
    all.extend(scope.iter().map(|s| (&*s.name, s.classes)));
    all.retain(|(_, set)| !set.is_empty());
    all
}

/// What a date in the sentence means to a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRole {
    /// Nothing.
    None,
    /// A later date is when the value falls due.
    Due,
    /// The date is the period that the value speaks of.
    Period,
    /// The date is the day that the event happened.
    Moment,
    /// A date that is long over puts the value in the past.
    Past,
}

/// How the subject of a claim is found.
#[derive(Debug, Default)]
pub struct SubjectRule {
    /// The kinds of entity that it may be.
    pub kinds: Vec<String>,
    /// Their bytes.
    pub classes: ClassSet,
    /// Who it is when the sentence names nobody.
    pub default: Option<Arc<str>>,
    /// The cue set of which a word has to stand in the sentence for the default to hold; none is always.
    pub default_with: Option<String>,
    /// Whether an earlier sentence of the paragraph may name it.
    pub paragraph: bool,
    /// Whether only the pattern or the default may give it.
    pub strict: bool,
    /// Who it can never be: whoever the figure is for.
    pub except: Vec<Arc<str>>,
    /// Who alone it may be: of anybody else there is no claim. Without any it may be everybody.
    pub only: Vec<Arc<str>>,
    /// Whether it is the publication's country when nobody is named.
    pub home: bool,
    /// The slot whose place lies in it, where nobody is named.
    pub state_of: Option<Arc<str>>,
    /// What tells whose it is where its sentence does not.
    pub in_mind: Vec<Hint>,
    /// Who strikes whom: the enemies of those who may be struck.
    pub foes: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// Who asks of the default, and not of themselves: what the United States demand they demand of the alliance.
    pub leads: Vec<Arc<str>>,
}

/// What may tell whose a figure is where its sentence does not, and on what condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What tells it.
    pub by: HintBy,
    /// Only where this slot has one of these values.
    pub only: Option<Where>,
    /// The slots that an earlier claim must have in common with it.
    pub alike: Vec<Arc<str>>,
    /// The other metrics of which claims tell it.
    pub of: Vec<Arc<str>>,
}

/// What tells whose a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintBy {
    /// Who does what the clause tells.
    Doer,
    /// Who says it: somebody who speaks of their own country.
    Speaker,
    /// The claim of the metric before it.
    Last,
    /// Where it happens.
    Place,
    /// Whom the paragraph, the one before and the title tell of.
    Topic,
    /// The claim of another metric before it in the paragraph.
    Beside,
    /// Whose enemy is struck.
    Foe,
    /// Who strikes in what was read before.
    Attacker,
}

impl SubjectRule {
    /// Whether it undergoes what is told, as it does where its place tells whose it is: who does that is another.
    #[must_use]
    pub const fn suffers(&self) -> bool {
        self.state_of.is_some()
    }

    /// Whether there are claims of this subject.
    #[must_use]
    pub fn allows(&self, subject: Option<&Arc<str>>) -> bool {
        self.only.is_empty() || subject.is_some_and(|id| self.only.contains(id))
    }
}

/// How a scope slot is filled.
#[derive(Debug)]
pub struct SlotRule {
    /// Its name.
    pub name: Arc<str>,
    /// The kinds of entity that may fill it.
    pub kinds: Vec<String>,
    /// Their bytes.
    pub classes: ClassSet,
    /// Values that cue sets stand for, by the nearest cue.
    pub cues: Vec<(Arc<str>, String)>,
    /// Values that cue sets stand for, by what the reader has in mind: the paragraph, the one before, the title.
    pub context: Vec<(Arc<str>, String)>,
    /// What it is where the figure is told of the last hours, days or weeks: `in the past 24 hours`.
    pub lately: Option<Arc<str>>,
    /// The part of a date that fills it.
    pub edition: Option<Edition>,
    /// The figure beside the value that fills it: of which norm something is told.
    pub figure: Option<FigureBeside>,
    /// What else it may be: what patterns alone give it.
    pub values: Vec<Arc<str>>,
    /// What it mostly is where nothing fills it, on conditions; the first whose conditions hold.
    pub usual: Vec<Usual>,
    /// What it is when nothing fills it; without one it stays unknown.
    pub default: Option<Arc<str>>,
    /// Whether only the pattern (or a cue or the default) may fill it.
    pub strict: bool,
    /// Whether an earlier sentence of the paragraph may name it.
    pub paragraph: bool,
    /// Whether the claim before it may fill it, where that stands in the sentence or the one before and is of the same subject.
    pub goes_on: bool,
    /// What a subject does that has no part in the rest: a claim of one of these takes no subject from another.
    pub deed: Vec<Arc<str>>,
    /// The subjects that none of its values can be told of: who attacks a country gives it nothing.
    pub foes: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// What can never fill it.
    pub except: Vec<Arc<str>>,
    /// Only where this other slot has one of these values does it tell facts apart; elsewhere it has its default.
    pub only: Option<Where>,
}

impl SlotRule {
    /// The values that something of the slot may give it, names and dates left out.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        let told = self.cues.iter().chain(&self.context).map(|(value, _)| &**value);
        let usual = self.usual.iter().map(|usual| &*usual.value);
        told.chain(usual).chain(self.values.iter().chain(&self.default).map(|value| &**value))
    }
}

/// A figure of the sentence that tells facts apart: countries at 2 percent are not those at 3.5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureBeside {
    /// What kind of figure.
    pub classes: ClassSet,
    /// The figures that mean anything.
    pub among: Vec<Decimal>,
}

/// A slot that tells one of a row of events from the next by its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Whose date: the value's, or the period's.
    pub of_value: bool,
    /// How finely.
    pub grain: Grain,
    /// Only where this other slot has one of these values; none is always.
    pub only: Option<Where>,
}

/// What a slot mostly is where nothing fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// The slot's value.
    pub value: Arc<str>,
    /// Only where this other slot, which stands before it, has one of these values.
    pub only: Option<Where>,
    /// Only where the figure is at least this.
    pub at_least: Option<Decimal>,
    /// Only where the figure is told of no other time than the article's day.
    pub undated: bool,
}

/// A slot, and the values that it must have.
pub type Where = (Arc<str>, Vec<Arc<str>>);

/// A pattern with what it settles.
#[derive(Debug)]
pub struct MetricPattern {
    /// The pattern as it is written.
    pub source: String,
    parsed: OnceLock<Option<Pattern>>,
    /// `metric/language/number`, from 1.
    pub id: Arc<str>,
    /// What it settles.
    pub fields: PatternFields,
}

impl MetricPattern {
    /// The pattern `source`, to be cut into parts when a sentence in its language comes.
    #[must_use]
    pub const fn new(source: String, id: Arc<str>, fields: PatternFields) -> Self {
        Self { source, parsed: OnceLock::new(), id, fields }
    }

    /// Its parts; none where it has a mistake. Loading tells of those of a user's, tests of those shipped.
    #[must_use]
    pub fn pattern(&self, known: &Placeholders<'_>, cues: &Cues) -> Option<&Pattern> {
        self.parsed.get_or_init(|| Pattern::parse(&self.source, known, cues).ok()).as_ref()
    }
}

/// Whom a pattern lets be its subject.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// Its `{subject}`, else who stands near.
    #[default]
    Near,
    /// Nobody who stands near: its `{subject}` or the default.
    Strict,
    /// Its `{subject}`, whatever the words around tell of it: `casualties on Russian forces`.
    Firm,
}

/// What a pattern settles by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a pattern may settle each of these by itself")]
pub struct PatternFields {
    /// The status.
    pub status: Option<Status>,
    /// The certainty.
    pub certainty: Option<Certainty>,
    /// The subject.
    pub subject: Option<Arc<str>>,
    /// What the share is a share of.
    pub of: Option<String>,
    /// Scope slots.
    pub scope: Vec<(Arc<str>, Arc<str>)>,
    /// The value has to lie in this range, ends included.
    pub range: Option<(Decimal, Decimal)>,
    /// Cue sets, of each of which a word has to stand in the sentence or before it.
    pub context: Vec<String>,
    /// Cue sets, of each of which a word has to stand where an article says what it is about, or where `context` looks.
    pub topic: Vec<String>,
    /// Metrics, of one of which a claim has to stand before it: in its sentence, its paragraph or the one before.
    pub after: Vec<Name>,
    /// Whether the value has to stand by itself, with nothing behind it that it could count.
    pub bare: bool,
    /// Whether it marks the value as new.
    pub marked_new: bool,
    /// Who may be its subject.
    pub whose: Whose,
    /// Whether who says it speaks for whose figure it is, where nobody is named.
    pub by_speaker: bool,
    /// Whether the value is told as a fall, so that the claim is of its negative: `kromp met 2 procent`.
    pub falls: bool,
    /// Whether what it finds is no claim: a counter-pattern.
    pub never: bool,
    /// A pattern of higher rank wins over one that lies nearer; 0 unless said otherwise.
    pub rank: i32,
}

/// An example or counter-example.
#[derive(Debug, Clone)]
pub struct MetricTest {
    /// The text of the article, its paragraphs parted by blank lines.
    pub text: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its language code; Dutch unless stated.
    pub language: String,
    /// Its date; 1 June 2025 unless stated.
    pub date: Option<String>,
    /// The publication's country.
    pub country: Option<String>,
    /// The claims of this metric that it has to yield, in order, field by field.
    pub claims: Vec<Vec<(String, String)>>,
    /// Where the test stands.
    pub span: SourceSpan,
}

/// A metric file's result: what could be read, and every mistake.
pub type Loaded = (Vec<Metric>, Vec<Problem>);

/// The words for the statuses.
pub const STATUSES: [(&str, Status); 6] = [
    ("actual", Status::Actual),
    ("target", Status::Target),
    ("proposed", Status::Proposed),
    ("pledged", Status::Pledged),
    ("previous", Status::Previous),
    ("forecast", Status::Forecast),
];

/// The word for a status.
#[must_use]
pub fn status_name(status: Status) -> &'static str {
    STATUSES.iter().find(|(_, s)| *s == status).map_or("", |(name, _)| name)
}
