//! What earlier sentences say about who is speaking, and whom a pronoun means.

use std::sync::Arc;

use super::super::sentence::Sentence;
use super::{Lookup, Said, UNNAMED};
use crate::recognise::{EntityForm, MentionValue};

/// Who was named and who spoke so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Discourse {
    /// Who spoke last, and in which block.
    last: Option<(Arc<str>, usize)>,
    /// The people named since then in the order of their naming, with the sentence of each.
    people: Vec<(Arc<str>, usize)>,
    /// The number of the sentence at hand.
    sentence: usize,
    block: usize,
}

impl Discourse {
    /// Begins the next sentence, in `block`.
    pub(super) fn enter(&mut self, block: usize) {
        self.sentence += 1;
        self.block = block;
    }

    /// Who spoke last, if that was in this block or the one before.
    pub(super) fn speaker(&self, block: usize) -> Option<Arc<str>> {
        self.last.as_ref().filter(|(_, b)| block <= b + 1).map(|(s, _)| s.clone())
    }

    /// Whom `hij` or `she` means: who spoke last if nobody else was named since, else the one person whom the
    /// last sentence with a person in it names; none where it could be two.
    pub(super) fn person(&self) -> Option<Arc<str>> {
        let recent = self.people.last().map(|(_, sentence)| *sentence);
        let mut fit = self.people.iter().rev().take_while(|(_, s)| Some(*s) == recent).map(|(p, _)| p);
        let last = self.last.as_ref().map(|(s, _)| s).filter(|s| &***s != UNNAMED);
        let Some(first) = fit.next() else { return last.cloned() };
        if fit.all(|p| p == first) { Some(first.clone()) } else { None }
    }

    /// Notes whom the sentence at hand names and who speaks in it.
    pub(super) fn note(&mut self, sentence: &Sentence, said: &[Said], look: Lookup<'_>) {
        let named = sentence.marks.iter().filter_map(|mark| {
            let MentionValue::Entity(e) = &look.mentions.get(mark.mention)?.value else { return None };
            (&*e.kind == "person" || e.form == EntityForm::Role).then(|| (e.id.clone(), self.sentence))
        });
        let named: Vec<(Arc<str>, usize)> = named.collect();
        self.people.extend(named);
        // Who speaks is whom the next sentence is about, and somebody with a name before a source without one.
        let named = said.iter().rev().find(|s| &*s.speaker != UNNAMED);
        if let Some(speaker) = named.or(said.last()).map(|s| s.speaker.clone()) {
            self.people.clear();
            self.last = Some((speaker, self.block));
        }
    }
}
