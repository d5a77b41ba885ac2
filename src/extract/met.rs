//! Where a sentence meets patterns: at the words that they hang on, those first that may have a value of its classes.

use super::plan::Planned;
use super::runs::small;
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

/// What has to stand somewhere in a sentence, in little room: an anchor with the number of its classes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    thing: u32,
    kind: u32,
}

/// The different classes of all anchors.
#[derive(Debug, Default)]
pub(super) struct Kinds(Vec<ClassSet>);

impl Kinds {
    /// What an anchor needs.
    pub(super) fn need(&mut self, anchor: Anchored) -> Need {
        let known = self.0.iter().position(|set| *set == anchor.classes);
        let kind = known.unwrap_or_else(|| {
            self.0.push(anchor.classes);
            self.0.len() - 1
        });
        Need { thing: anchor.thing.map_or(u32::MAX, small), kind: small(kind) }
    }
}

/// What stands in a sentence of what anchors need.
pub(super) struct Standing<'s> {
    scan: &'s Scan,
    /// A bit for each of the first classes of anchors of which one stands there.
    kinds: u128,
}

impl<'s> Standing<'s> {
    pub(super) fn new(sentence: &Sentence, scan: &'s Scan, kinds: &Kinds) -> Self {
        let bits = kinds.0.iter().take(128).enumerate();
        let bits = bits.fold(0, |bits, (i, set)| bits | u128::from(set.meets(sentence.classes)) << i);
        Self { scan, kinds: bits }
    }

    /// Whether what is needed stands there, as far as it is told.
    #[inline]
    pub(super) fn has(&self, need: Need) -> bool {
        self.scan.has(need.thing as usize)
            || self.kinds.checked_shr(need.kind).is_none_or(|bits| bits & 1 == 1)
    }
}

/// A pattern where it is met first, with what most often tells that it cannot fit.
#[derive(Debug)]
pub(super) struct Hanging {
    pub(super) number: u32,
    pub(super) rarest: Option<Need>,
}

/// The patterns that are met at one place, by what may be their value.
#[derive(Debug, Default)]
pub(super) struct Met(Vec<(ClassSet, Vec<Hanging>)>);

impl Met {
    pub(super) fn push(&mut self, number: usize, pattern: &Planned<'_>) {
        let hanging = Hanging { number: small(number), rarest: pattern.needs.first().copied() };
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
