//! Where a sentence meets patterns: at the words that they hang on, those first that may have a value of its classes.

use super::plan::Planned;
use super::scan::Scan;
use super::sentence::Sentence;
use crate::rules::class::ClassSet;

/// What may stand at a place: a word of a thing, or a mention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchored {
    pub(super) thing: Option<usize>,
    pub(super) classes: ClassSet,
}

impl Anchored {
    /// Whether it stands somewhere in a sentence.
    pub(super) fn is_in(self, sentence: &Sentence, scan: &Scan) -> bool {
        self.classes.meets(sentence.classes) || self.thing.is_some_and(|thing| scan.has(thing))
    }
}

/// A pattern where it is met first, with what most often tells that it cannot fit.
#[derive(Debug)]
pub(super) struct Hanging {
    pub(super) number: usize,
    pub(super) rarest: Option<Anchored>,
}

/// The patterns that are met at one place, by what may be their value.
#[derive(Debug, Default)]
pub(super) struct Met(Vec<(ClassSet, Vec<Hanging>)>);

impl Met {
    pub(super) fn push(&mut self, number: usize, pattern: &Planned<'_>) {
        let hanging = Hanging { number, rarest: pattern.anchors.first().copied() };
        match self.0.iter_mut().find(|(values, _)| *values == pattern.values) {
            Some((_, all)) => all.push(hanging),
            None => self.0.push((pattern.values, vec![hanging])),
        }
    }

    /// Those that may have a value of these classes.
    pub(super) fn of(&self, classes: ClassSet) -> impl Iterator<Item = &Hanging> {
        self.0.iter().filter(move |(values, _)| values.meets(classes)).flat_map(|(_, all)| all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
