//! Ages: a number of years that a person has lived is a measure in years, and no length of time.

use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::lexicon::{Lexicon, Phrases, WordSet};
use super::mention::{Mention, MentionValue};
use super::token::TokenKind;
use super::words::Words;
use crate::text::Span;
use crate::value::{Duration, DurationUnit, Figure, Hedge, Quantity};

/// The UCUM code of a year.
const YEAR: &str = "a";

/// So many tokens may stand between a person and the age: `van 4 tot en met`.
const REACH: usize = 8;

/// The `ages` section of a language pack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgePack {
    /// Ends of the words for people: `vrouw`, `kinderen`.
    pub people: Vec<String>,
    /// What may stand between a person and the age, besides numbers: `van`, `tot en met`.
    pub links: Vec<String>,
    /// Ends of words for an age: `leeftijd`.
    pub nouns: Vec<String>,
    /// Verbs between a person and the age: `werd`, `is`.
    pub verbs: Vec<String>,
    /// Words for a person that say no more: `hij`.
    pub pronouns: Vec<String>,
    /// Words behind the age that need no person before it: `geworden`.
    pub became: Vec<String>,
    /// Words behind years of something else: `cel`, `ervaring`.
    pub not_before: Vec<String>,
    /// Words before years that are added to an age: `met` in `met drie jaar verhoogd`.
    pub not_after: Vec<String>,
    /// Words right before a number that make it an age: `aged`.
    pub leads: Vec<String>,
    /// Whether a number between commas or brackets behind a person's name is an age: `Jan Jansen (45)`, `Smith, 45,`.
    pub apposed: bool,
    /// Words before the age that bound it: `vanaf` at-least.
    pub bounds: BTreeMap<Hedge, Vec<String>>,
}

/// The words of a language around ages, compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct AgeWords {
    people: Vec<String>,
    links: WordSet,
    nouns: Vec<String>,
    verbs: WordSet,
    pronouns: WordSet,
    became: WordSet,
    not_before: WordSet,
    not_after: WordSet,
    leads: WordSet,
    apposed: bool,
    bounds: Phrases<Hedge>,
}

impl AgeWords {
    pub(super) fn new(pack: &AgePack, lexicon: &mut Lexicon) -> Self {
        let folded = |list: &[String]| list.iter().map(|w| crate::text::fold(w)).collect();
        let mut ids = |list: &[String]| list.iter().map(|w| lexicon.intern(w)).collect();
        let mut out = Self {
            people: folded(&pack.people),
            nouns: folded(&pack.nouns),
            links: ids(&pack.links),
            verbs: ids(&pack.verbs),
            pronouns: ids(&pack.pronouns),
            became: ids(&pack.became),
            not_before: ids(&pack.not_before),
            not_after: ids(&pack.not_after),
            leads: ids(&pack.leads),
            apposed: pack.apposed,
            bounds: Phrases::default(),
        };
        for (hedge, list) in &pack.bounds {
            list.iter().for_each(|phrase| out.bounds.add(lexicon, phrase, *hedge));
        }
        out
    }

    /// The mentions, with the lengths of time that are ages as measures.
    pub(super) fn told(&self, words: &Words<'_>, mentions: Vec<Mention>) -> Vec<Mention> {
        if self.people.is_empty() && self.leads.iter().next().is_none() && !self.apposed {
            return mentions;
        }
        let mut out: Vec<Mention> = Vec::with_capacity(mentions.len());
        for mention in mentions {
            let floor = out.last().map_or(0, |last| last.span.end);
            match self.age(words, &mention, floor).or_else(|| self.bare_age(words, &mention)) {
                Some(age) => {
                    if let Some(before) = out.last_mut() {
                        lend(words, before, &age);
                    }
                    out.push(age);
                }
                None => out.push(mention),
            }
        }
        out
    }

    /// The age that a length of time is, with the word that bounds it.
    fn age(&self, words: &Words<'_>, mention: &Mention, floor: usize) -> Option<Mention> {
        let MentionValue::Duration(duration) = &mention.value else { return None };
        let years = duration.unit == DurationUnit::Year && duration.parts.len() <= 1;
        let start = words.tokens.partition_point(|t| t.span.start < mention.span.start);
        let next = words.tokens.partition_point(|t| t.span.start < mention.span.end);
        if !years || self.not_before.contains(&words.id(next)) || !self.of_a_person(words, start, next) {
            return None;
        }
        let bound = (duration.hedge == Hedge::Exact)
            .then(|| self.bounds.before(words, start))
            .flatten()
            .and_then(|(hedge, n)| Some((*hedge, words.token(start - n)?.span.start)))
            .filter(|(_, from)| *from >= floor);
        let mut figure = figure(duration)?;
        let mut span = mention.span;
        if let Some((hedge, from)) = bound {
            figure = figure.hedged(hedge);
            span = Span::new(from, span.end);
        }
        Some(Mention { span, value: MentionValue::Figure(figure) })
    }

    /// The age that a bare number is: `a man aged 45`, `Jan Jansen (45)`, `Smith, 45, was hurt`.
    fn bare_age(&self, words: &Words<'_>, mention: &Mention) -> Option<Mention> {
        let MentionValue::Figure(number) = &mention.value else { return None };
        let start = words.tokens.partition_point(|t| t.span.start < mention.span.start);
        let next = words.tokens.partition_point(|t| t.span.start < mention.span.end);
        let bare = number.quantity == Quantity::Number && number.unit.is_none();
        let before = start.checked_sub(1).filter(|_| bare)?;
        let told = self.leads.contains(&words.id(before)) || (self.apposed && apposed(words, start, next));
        let age = Figure { quantity: Quantity::Measure, unit: Some(YEAR.to_owned()), ..number.clone() };
        told.then_some(Mention { span: mention.span, value: MentionValue::Figure(age) })
    }

    /// Whether the years from `start` to `next` are a person's.
    fn of_a_person(&self, words: &Words<'_>, start: usize, next: usize) -> bool {
        let inside = |i: &usize| !words.is(*i, TokenKind::Break) && !words.sign(*i, '.');
        let person = |i: usize| ends(words, i, &self.people) || self.pronouns.contains(&words.id(i));
        let Some(before) = start.checked_sub(1) else { return false };
        if self.not_after.contains(&words.id(before)) {
            return false;
        }
        // `zij werd 98 jaar`, `de acteur is 78 jaar geworden`
        if self.verbs.contains(&words.id(before)) {
            let closed =
                words.token(next).is_none_or(|t| matches!(t.kind, TokenKind::Sign | TokenKind::Break));
            let named = closed && before > 0 && person(before - 1);
            return self.became.contains(&words.id(next)) || named;
        }
        // `een vrouw van 82 jaar`, `kinderen van 4 tot en met 12 jaar`; the range may have taken its first word in.
        let link = |i: usize| words.is(i, TokenKind::Number) || self.links.contains(&words.id(i));
        let behind = (start.saturating_sub(REACH)..start).rev().take_while(inside).find(|i| !link(*i));
        let linked = |i: usize| i + 1 < start || self.links.contains(&words.id(start));
        if behind.is_some_and(|i| ends(words, i, &self.people) && linked(i)) {
            return true;
        }
        (start.saturating_sub(REACH)..start).rev().take_while(inside).any(|i| ends(words, i, &self.nouns))
    }
}

/// Whether two digits from `start` to `next` stand in brackets behind two words of a name, or between commas behind one.
fn apposed(words: &Words<'_>, start: usize, next: usize) -> bool {
    let name = |back: usize| {
        let word = start.checked_sub(back).and_then(|i| words.token(i)).filter(|t| t.kind == TokenKind::Word);
        let capital = |t: &&super::token::Token<'_>| t.text.starts_with(char::is_uppercase);
        word.filter(capital).is_some_and(|t| t.text.chars().skip(1).any(char::is_lowercase))
    };
    let digits = next == start + 1
        && words
            .token(start)
            .is_some_and(|t| t.text.len() == 2 && t.text.bytes().all(|b| b.is_ascii_digit()));
    let unknown = start.checked_sub(2).is_some_and(|i| words.id(i) == 0);
    let brackets = start > 0 && words.sign(start - 1, '(') && words.sign(next, ')') && name(3);
    let commas = start > 0 && words.sign(start - 1, ',') && words.sign(next, ',');
    digits && unknown && name(2) && (brackets || commas)
}

/// Whether the word at `at` ends in one of the list.
fn ends(words: &Words<'_>, at: usize, list: &[String]) -> bool {
    words.is(at, TokenKind::Word) && list.iter().any(|end| words.folded(at).ends_with(end.as_str()))
}

/// A number of years as a measure.
fn figure(duration: &Duration) -> Option<Figure> {
    let bare = |value: Decimal| Figure {
        unit: Some(YEAR.to_owned()),
        ..Figure::bare(Quantity::Measure, value, Decimal::ONE)
    };
    if let Some((_, value)) = duration.parts.first() {
        let exact = bare(*value);
        return Some(if duration.hedge == Hedge::Exact { exact } else { exact.hedged(duration.hedge) });
    }
    let (low, high) = (duration.low?, duration.high?);
    Some(Figure { nominal: None, low: Some(low), hedge: duration.hedge, ..bare(high) })
}

/// `jongens van 15 en 16 jaar`: a bare number right before an age, with one word between, is one too.
fn lend(words: &Words<'_>, before: &mut Mention, age: &Mention) {
    let (MentionValue::Figure(number), MentionValue::Figure(years)) = (&before.value, &age.value) else {
        return;
    };
    let start = words.tokens.partition_point(|t| t.span.start < age.span.start);
    let near = start >= 2 && words.token(start - 2).is_some_and(|t| t.span.end == before.span.end);
    let plain = number.quantity == Quantity::Number && number.unit.is_none() && number.nominal.is_some();
    if near && plain && words.is(start - 1, TokenKind::Word) {
        let lent = Figure { quantity: Quantity::Measure, ..number.clone().in_unit_of(years) };
        before.value = MentionValue::Figure(lent);
    }
}
