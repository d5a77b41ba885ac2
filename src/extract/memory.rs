//! What earlier sentences of a paragraph were about.

use std::cell::{Ref, RefCell};
use std::sync::Arc;

use super::clauses::{Place, Role};
use super::sentence::{Mark, Sentence};
use super::sentences::Sentences;
use super::slots::entity;
use super::voice::Lookup;
use crate::recognise::{EntityForm, EntityValue};
use crate::rules::class::ClassSet;

/// What earlier sentences of the paragraph were about: the entities that they named, each with the last of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The number of the sentence before which this is known, and its block.
    sentence: usize,
    block: usize,
    entities: Vec<(u8, EntityValue, usize)>,
    /// What the paragraph before was about.
    before: Vec<(u8, EntityValue, usize)>,
    /// Those of the paragraph that say where, and not who.
    places: Vec<(u8, EntityValue)>,
    /// Those of the paragraph that do something, and those that it only says something happens in.
    doers: Vec<(u8, EntityValue)>,
    scenes: Vec<(u8, EntityValue)>,
    /// The last with which a sentence opens that tells what happened there, where no other has done anything since.
    opened: Option<(u8, EntityValue)>,
    /// Those that do what a verb says, as an adjective or a person too, each with the last of its sentences.
    acting: Vec<(EntityValue, usize)>,
    /// Those of the paragraph before.
    acted: Vec<(EntityValue, usize)>,
}

/// What is known before a sentence, gathered when it is asked for: most claims name what they are about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recall<'a> {
    sentences: &'a Sentences<'a>,
    look: Lookup<'a>,
    memory: &'a RefCell<Memory>,
    at: usize,
}

impl<'a> Recall<'a> {
    /// What is known before the sentence with the number `at`; `memory` is what was asked for of those before it.
    pub(super) fn new(
        (sentences, look): (&'a Sentences<'a>, Lookup<'a>),
        memory: &'a RefCell<Memory>,
        at: usize,
    ) -> Self {
        Self { sentences, look, memory, at }
    }

    /// The sentences of the paragraph and the one before that stand before the one at hand, the last first.
    pub(super) fn before(self) -> impl Iterator<Item = (usize, &'a Sentence)> {
        let block = self.block(self.at).unwrap_or(0);
        let earlier = (self.at.saturating_sub(FAR)..self.at).rev();
        let near = earlier.take_while(move |number| self.block(*number).is_some_and(|b| b + 1 >= block));
        // What the title tells is weighed by itself.
        let near = near.filter(move |number| !self.sentences.is_title(*number));
        near.filter_map(move |number| Some((number, self.sentences.get(number)?)))
    }

    /// The first sentence of the article, where it is told before the one at hand.
    pub(super) fn lead(self) -> Option<&'a Sentence> {
        self.sentences.get((0..self.at).find(|number| !self.sentences.is_title(*number))?)
    }

    /// The number of the sentence at hand.
    pub(super) fn number(self) -> usize {
        self.at
    }

    /// The block of the sentence with a number.
    pub(super) fn block(self, number: usize) -> Option<usize> {
        self.sentences.block(number)
    }

    /// What is known.
    pub(super) fn memory(&self) -> Ref<'a, Memory> {
        if self.memory.borrow().sentence < self.at {
            self.memory.borrow_mut().advance(self.sentences, self.look, self.at);
        }
        self.memory.borrow()
    }
}

/// How many folded bytes may stand between a word such as `op` and the name of the place: `op de Oekraïense stad`.
const TO_PLACE: usize = 40;

/// How many sentences a reader goes back in mind at most.
const FAR: usize = 12;

/// How far from the start of a sentence the name stands at most with which it opens: `In the Netherlands`.
const OPENING: usize = 8;

impl Memory {
    /// Reads on to the sentence with the number `at`.
    fn advance(&mut self, sentences: &Sentences<'_>, look: Lookup<'_>, at: usize) {
        let Some(block) = sentences.block(at) else { return };
        // Only its paragraph and the one before count.
        let first = sentences.first_of_block(block.saturating_sub(1)).max(self.sentence);
        for number in (first..at).filter(|number| !sentences.is_title(*number)) {
            let Some(sentence) = sentences.get(number) else { break };
            self.enter(number, sentence.block);
            self.note(sentence, look);
        }
        self.enter(at, block);
    }

    /// Begins a sentence; forgets what another paragraph was about.
    fn enter(&mut self, number: usize, block: usize) {
        self.sentence = number;
        if self.block != block {
            let next = block == self.block + 1;
            self.block = block;
            let done = std::mem::take(&mut self.entities);
            self.before = if next { done } else { Vec::new() };
            self.places.clear();
            self.doers.clear();
            self.scenes.clear();
            self.opened = None;
            let done = std::mem::take(&mut self.acting);
            self.acted = if next { done } else { Vec::new() };
        }
    }

    /// Notes the names of a sentence that has been dealt with.
    fn note(&mut self, sentence: &Sentence, look: Lookup<'_>) {
        let mentions = look.mentions;
        let add = |list: &mut Vec<(u8, EntityValue)>, byte: u8, e: &EntityValue| {
            // Each once, so that a paragraph of any length is looked through as fast.
            if !list.iter().any(|(b, known)| *b == byte && known.id == e.id) {
                list.push((byte, e.clone()));
            }
        };
        if !sentence.marks.iter().any(|m| entity(m, mentions).is_some()) {
            return;
        }
        let clauses = sentence.clauses(look);
        let doing = clauses.doers().filter_map(|at| entity(sentence.mark_at(at)?, mentions));
        for e in doing {
            match self.acting.iter_mut().find(|(known, _)| known.id == e.id) {
                Some((_, last)) => *last = self.sentence,
                None => self.acting.push((e.clone(), self.sentence)),
            }
        }
        for mark in &sentence.marks {
            if let Some(e) = entity(mark, mentions)
                && e.form != EntityForm::Adjective
                && (!sentence.compounds(mark) || clauses.role(sentence, mark.at) != Role::Part)
            {
                match self.entities.iter_mut().find(|(b, known, _)| *b == mark.byte && known.id == e.id) {
                    Some((.., last)) => *last = self.sentence,
                    None => self.entities.push((mark.byte, e.clone(), self.sentence)),
                }
                if where_it_is(sentence, mark, look) || is_struck(sentence, mark, look) {
                    add(&mut self.places, mark.byte, e);
                }
                match clauses.role(sentence, mark.at) {
                    _ if clauses.is_relative(mark.at) || sentence.is_of_others(mark, look) => {}
                    Role::Core | Role::Owner | Role::Agent => {
                        add(&mut self.doers, mark.byte, e);
                        if matches!(&*e.kind, "country" | "alliance") {
                            self.opened = None;
                        }
                    }
                    Role::Behind(Place::Inside) => {
                        add(&mut self.scenes, mark.byte, e);
                        if mark.at <= OPENING {
                            self.opened = Some((mark.byte, e.clone()));
                        }
                    }
                    Role::Behind(_) | Role::Aside | Role::Part => {}
                }
            }
        }
    }

    /// The one entity of these classes, and none of `not`, that the paragraph has named so far; none if there are
    /// several.
    pub(super) fn only(&self, classes: ClassSet, not: &[Arc<str>]) -> Option<&EntityValue> {
        let may = |(b, e, _): &&(u8, EntityValue, usize)| classes.has(*b) && !not.contains(&e.id);
        one(self.entities.iter().filter(may).map(|(_, e, _)| e))
    }

    /// The one of these classes, and none of `not`, that does something in the paragraph so far; where none does, the
    /// one in which something happens; none if there are several.
    pub(super) fn doer(&self, classes: ClassSet, not: &[Arc<str>]) -> Option<&EntityValue> {
        let may = |(b, e): &&(u8, EntityValue)| classes.has(*b) && !not.contains(&e.id);
        // `America wants more. In Denmark parliament agreed. That would come to …`
        if let Some((_, e)) = self.opened.as_ref().filter(may) {
            return Some(e);
        }
        let all = if self.doers.iter().any(|d| may(&d)) { &self.doers } else { &self.scenes };
        one(all.iter().filter(may).map(|(_, e)| e))
    }

    /// Whether it does something in the paragraph so far, and is not only where something happens.
    pub(super) fn does(&self, entity: &EntityValue) -> bool {
        self.doers.iter().any(|(_, known)| known.id == entity.id)
    }

    /// Who did something in the sentence right before this one, in its paragraph or the one before.
    pub(super) fn just_acting(&self) -> impl Iterator<Item = &EntityValue> {
        let just = |(_, last): &&(EntityValue, usize)| last + 1 == self.sentence;
        self.acting.iter().chain(&self.acted).filter(just).map(|(e, _)| e)
    }

    /// Who did something in the paragraph or the one before.
    pub(super) fn acting(&self) -> impl Iterator<Item = &EntityValue> {
        self.acting.iter().chain(&self.acted).map(|(e, _)| e)
    }

    /// The one of these classes that the paragraph before named; none if there are several.
    pub(super) fn named_before(&self, classes: ClassSet) -> Option<&EntityValue> {
        one(self.before.iter().filter(|(b, ..)| classes.has(*b)).map(|(_, e, _)| e))
    }

    /// The one place of these classes that the paragraph has named so far; none if there are several.
    pub(super) fn place(&self, classes: ClassSet) -> Option<&EntityValue> {
        one(self.places.iter().filter(|(b, _)| classes.has(*b)).map(|(_, e)| e))
    }

    /// The one country of these classes in the last sentence of the paragraph that names any; where none does, the
    /// one that the paragraph before is about.
    pub(super) fn nearest(&self, classes: ClassSet, not: &[Arc<str>]) -> Option<&EntityValue> {
        let may = |(b, e, _): &&(u8, EntityValue, usize)| {
            classes.has(*b) && &*e.kind == "country" && !not.contains(&e.id)
        };
        let fit = || self.entities.iter().filter(may);
        let Some(last) = fit().map(|(.., s)| *s).max() else {
            return one(self.before.iter().filter(may).map(|(_, e, _)| e));
        };
        let just = || fit().filter(|(.., s)| *s == last).map(|(_, e, _)| e);
        // `Russia's presence in Ukraine stood at …`: where it happens is not whom the sentence is about.
        one(just()).or_else(|| one(just().filter(|e| !self.is_scene(e))))
    }

    /// Whether something only happens in it, or to it.
    fn is_scene(&self, e: &EntityValue) -> bool {
        self.scenes.iter().any(|(_, known)| known.id == e.id) && !self.does(e)
    }

    /// Whether the paragraph has named an entity of these classes that is none of `not`.
    pub(super) fn has(&self, classes: ClassSet, not: &[Arc<str>]) -> bool {
        self.entities.iter().any(|(b, e, _)| classes.has(*b) && !not.contains(&e.id))
    }
}

/// Whether a word that tells where something is stands shortly before the name.
pub(super) fn where_it_is(sentence: &Sentence, mark: &Mark, look: Lookup<'_>) -> bool {
    let hits = look.all("at-place", sentence, (mark.at.saturating_sub(TO_PLACE), mark.at));
    hits.last().is_some_and(|(_, end)| !sentence.slice(*end, mark.at).contains(&b','))
}

/// Whether something is done to the place that a name is of: `Kyiv was attacked`.
pub(super) fn is_struck(sentence: &Sentence, mark: &Mark, look: Lookup<'_>) -> bool {
    let clauses = sentence.clauses(look);
    let (from, to) = clauses.around(mark.at);
    let under = || look.has("under-attack", sentence, (mark.at, to));
    clauses.role(sentence, mark.at) == Role::Core
        && ((look.has("struck", sentence, (from, to)) && look.has("passive", sentence, (from, to)))
            || under())
}

/// The one entity that all of these are; none if they are several.
pub(super) fn one<'e>(mut all: impl Iterator<Item = &'e EntityValue>) -> Option<&'e EntityValue> {
    let first = all.next()?;
    all.all(|e| e.id == first.id).then_some(first)
}
