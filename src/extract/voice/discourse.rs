//! What earlier sentences say about who is speaking, and whom a pronoun means.

use std::sync::Arc;

use super::super::sentence::{Mark, Sentence};
use super::super::slots::entity;
use super::who::BODY;
use super::{Lookup, Said, UNNAMED};
use crate::recognise::{EntityForm, EntityValue, MentionValue};

/// For how many blocks the state stays in mind through a body of which somebody spoke.
const STATE: usize = 3;
/// For how many blocks the one who counted stays in mind with the figures.
const COUNTS: usize = 2;

/// Who was named and who spoke so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Discourse {
    /// Who spoke last, and in which block.
    last: Option<(Arc<str>, usize)>,
    /// The person who spoke last, named or not.
    spoke: Option<Arc<str>>,
    /// The people in the last sentence since then that names any, in its order.
    people: Vec<Arc<str>>,
    /// Who spoke last, if that was no person, and in which block.
    body: Option<(Arc<str>, usize)>,
    /// The state that last spoke through a body of its own, and in which block: `De Oekraïense luchtmacht meldt`.
    state: Option<(Arc<str>, usize)>,
    /// The body or state that last did something, and in which block.
    acted: Option<(Arc<str>, usize)>,
    /// The state that last did something or was told of alone, and in which block.
    land: Option<(Arc<str>, usize)>,
}

impl Discourse {
    /// Who spoke last, if that was in this block or the one before.
    pub(super) fn speaker(&self, block: usize) -> Option<Arc<str>> {
        self.last.as_ref().filter(|(_, b)| block <= b + 1).map(|(s, _)| s.clone())
    }

    /// Whom `hij` or `she` means: who spoke last if nobody else was named since, else the one person whom the
    /// last sentence with a person in it names; none where it could be two.
    pub(super) fn person(&self) -> Option<Arc<str>> {
        let last = self.spoke.as_ref().filter(|s| &***s != UNNAMED);
        let Some((first, rest)) = self.people.split_first() else { return last.cloned() };
        rest.iter().all(|p| p == first).then(|| first.clone())
    }

    /// Who `it` means that says something: a body that spoke last, in this block, else the one that last did something.
    pub(super) fn body(&self, block: usize) -> Option<Arc<str>> {
        let here = |(_, b): &&(Arc<str>, usize)| *b == block;
        let spoke = self.body.as_ref().filter(here);
        spoke.or_else(|| self.acted.as_ref().filter(here)).map(|(s, _)| s.clone())
    }

    /// Which state `the country` means: in this block or the one before.
    pub(super) fn land(&self, block: usize) -> Option<Arc<str>> {
        self.land.as_ref().filter(|(_, b)| block <= b + 1).map(|(s, _)| s.clone())
    }

    /// Whose `the figures` are: a body with a name, if one spoke last, shortly before.
    pub(super) fn counted(&self, block: usize) -> Option<Arc<str>> {
        let body = self.body.as_ref().filter(|(s, b)| block <= b + COUNTS && &**s != UNNAMED)?;
        self.last.as_ref().is_none_or(|(last, _)| *last == body.0).then(|| body.0.clone())
    }

    /// Whose body speaks that is named without its state, if one of that state spoke in this block or one shortly before:
    /// `De luchtmacht zegt`.
    pub(super) fn state(&self, block: usize) -> Option<Arc<str>> {
        self.state.as_ref().filter(|(_, b)| block <= b + STATE).map(|(s, _)| s.clone())
    }

    /// Notes whom a sentence names and who speaks in it.
    pub(super) fn note(&mut self, sentence: &Sentence, said: &[Said], look: Lookup<'_>) {
        self.note_state(sentence, said, look);
        self.note_acts(sentence, look);
        // Who speaks is whom the next sentence is about, and somebody with a name before a source without one.
        let named = said.iter().rev().find(|s| &*s.speaker != UNNAMED);
        if let Some(said) = named.or(said.last()) {
            self.last = Some((said.speaker.clone(), sentence.block));
            let entity = sentence.marks.iter().filter_map(|m| entity(m, look.mentions));
            let thing = |e: &EntityValue| &*e.kind != "person" && e.form != EntityForm::Role;
            let body = { entity }.find(|e| e.id == said.speaker).is_some_and(thing);
            let body = body || (&*said.speaker == UNNAMED && look.has("state-body", sentence, said.beside()));
            // `The alliance said so. He …` is nobody of the alliance.
            if !body {
                self.people.clear();
                self.spoke = Some(said.speaker.clone());
            }
            let again = self.body.take().filter(|(known, _)| *known == said.speaker);
            self.body = if body { Some((said.speaker.clone(), sentence.block)) } else { again };
            return;
        }
        // Whoever is only named in passing takes the word from nobody.
        let clauses = sentence.clauses(look);
        let near =
            |(speaker, block): &(Arc<str>, usize)| &**speaker != UNNAMED && sentence.block <= block + 1;
        let spoken = self.last.as_ref().is_some_and(near);
        let named = sentence
            .marks
            .iter()
            .filter(|m| !(spoken && clauses.in_passing(sentence, m.at)))
            .filter_map(|mark| {
                let MentionValue::Entity(e) = &look.mentions.get(mark.mention)?.value else { return None };
                (&*e.kind == "person" || e.form == EntityForm::Role).then(|| e.id.clone())
            });
        let named: Vec<Arc<str>> = named.collect();
        if !named.is_empty() {
            self.people = named;
        }
    }

    /// Notes which body and which state do something in a sentence.
    fn note_acts(&mut self, sentence: &Sentence, look: Lookup<'_>) {
        let clauses = sentence.clauses(look);
        let may = |e: &EntityValue| {
            matches!(&*e.kind, "country" | "alliance" | "organisation" | "ministry" | "secret-service")
                && !matches!(e.form, EntityForm::Adjective | EntityForm::Role | EntityForm::People)
        };
        let names = clauses.doers().filter_map(|at| entity(sentence.mark_at(at)?, look.mentions));
        if let Some(first) = { names }.find(|e| may(e)) {
            self.acted = Some((first.id.clone(), sentence.block));
        }
        let state = |m: &Mark| entity(m, look.mentions).filter(|e| &*e.kind == "country" && may(e));
        let acting = clauses.doers().find_map(|at| state(sentence.mark_at(at)?));
        let mut named = sentence.marks.iter().filter_map(state);
        let alone = |first: &&EntityValue| named.all(|e| e.id == first.id);
        let land = acting.or_else(|| sentence.marks.iter().find_map(state).filter(alone));
        if let Some(land) = land {
            self.land = Some((land.id.clone(), sentence.block));
        }
    }

    /// Notes the state through a body of which somebody speaks in a sentence; where only others speak that ends it.
    fn note_state(&mut self, sentence: &Sentence, said: &[Said], look: Lookup<'_>) {
        let bodies = look.all("state-body", sentence, (0, sentence.folded.len()));
        let body = |at: usize| {
            let next = bodies.partition_point(|w| w.0 < at + 2);
            bodies.get(next).is_some_and(|w| w.0 == at + 2 && w.1 <= at + 2 + BODY)
        };
        // `het leger van Oekraïne`
        let owned = |at: usize| {
            let before = bodies.iter().rev().find(|w| w.1 <= at);
            before.is_some_and(|w| {
                let links = look.all("belongs", sentence, (w.1, at));
                links.first().is_some_and(|l| l.0 == w.1 + 1 && l.1 + 1 == at)
            })
        };
        // `De Oekraïense luchtmacht meldt`; its ministry; and the seat of a government, `Moskou houdt het op …`.
        let speaks = |mark: &Mark, speaker: &Arc<str>| {
            entity(mark, look.mentions).filter(|e| e.id == *speaker).is_some_and(|e| {
                (&*e.kind == "country"
                    && (body(mark.at)
                        || owned(mark.at)
                        || matches!(e.form, EntityForm::Seat | EntityForm::Name)))
                    || matches!(&*e.kind, "ministry" | "armed-forces" | "secret-service")
            })
        };
        let own = |s: &&Said| sentence.marks.iter().any(|mark| speaks(mark, &s.speaker));
        // A paper that tells of something takes the word from no state.
        let is_media = |speaker: &Arc<str>| {
            let named = sentence.marks.iter().filter_map(|m| entity(m, look.mentions));
            { named }.find(|e| e.id == *speaker).is_some_and(|e| &*e.kind == "media")
        };
        // `Reuters reported, quoting the Russian ministry`
        let cited = || {
            let words = look.all("citing", sentence, (0, sentence.folded.len())).into_iter().next_back()?;
            let marks = sentence.marks.iter().filter(|m| words.1 < m.at && m.at <= words.1 + BODY);
            let ids = marks.filter_map(|m| Some((m, entity(m, look.mentions)?.id.clone())));
            { ids }.find(|(m, id)| speaks(m, id)).map(|(_, id)| id)
        };
        let spoke = || said.iter().rev().find(own).map(|s| s.speaker.clone());
        if let Some(state) = cited().or_else(spoke) {
            self.state = Some((state, sentence.block));
        } else if said.last().is_some_and(|last| &*last.speaker != UNNAMED && !is_media(&last.speaker)) {
            self.state = None;
        }
    }
}
