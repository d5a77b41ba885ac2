//! Parts that are words, mentions and gaps and nothing else: what they fit is told from where those stand, and no
//! regular expression is built for it.

use std::sync::Arc;

use super::met::Anchored;
use super::part::Hit;
use super::scan::{Scan, Words};
use super::sentence::Sentence;
use crate::rules::cues::is_word_byte;
use crate::rules::outline::{Anchor, Joint};
use crate::rules::pattern::{Piece, is_passed};

/// The steps of a part, in order.
#[derive(Debug)]
pub(super) struct Steps {
    all: Vec<Step>,
    /// Whether a word may end right before the part, and one begin right behind it.
    open: [bool; 2],
}

/// An anchor of which all that stands before it is known.
#[derive(Debug)]
struct Step {
    joint: Joint,
    anchor: Anchored,
    /// The slot that it fills.
    slot: Option<Arc<str>>,
}

/// The most ways in which a sentence is told to fit a part.
const MOST: usize = 16;

/// A way in which the first steps fit: where they begin, where the last of them stands, and the number of the way that
/// it goes on from.
#[derive(Debug, Clone, Copy)]
struct Way {
    start: usize,
    at: usize,
    end: usize,
    before: usize,
}

impl Steps {
    /// The steps of a part with these pieces and anchors; none where more is asked of it than they tell.
    pub(super) fn new<'a>(
        pieces: &[Piece],
        anchors: impl Iterator<Item = (Anchored, &'a Anchor)>,
    ) -> Option<Self> {
        let mut mentions = pieces.iter().filter_map(|piece| match piece {
            Piece::Slot(name, _) => Some(Some(name.as_str())),
            Piece::Mention(_) => Some(None),
            Piece::Text(_) | Piece::Cue(_) | Piece::Space | Piece::Words(..) => None,
        });
        let step = |(anchor, known): (Anchored, &Anchor)| {
            let own: Vec<Option<&str>> = mentions.by_ref().take(known.mentions).collect();
            let slot = match own.as_slice() {
                [slot] if anchor.thing.is_none() => *slot,
                all if all.iter().all(Option::is_none) => None,
                // Whether it is filled depends on which of them stands there.
                _ => return None,
            };
            (own.len() == known.mentions).then_some(())?;
            Some(Step { joint: known.joint?, anchor, slot: slot.map(Into::into) })
        };
        let all = anchors.map(step).collect::<Option<Vec<_>>>()?;
        let is_slot = |piece: Option<&Piece>| matches!(piece, Some(Piece::Slot(..)));
        let open = [is_slot(pieces.first()), is_slot(pieces.last())];
        mentions.next().is_none().then_some(Self { all, open })
    }

    /// What the part fits in a sentence; none where that is not told: where quotation marks may stand between its words,
    /// and where ways to fit it overlap.
    pub(super) fn hits(&self, sentence: &Sentence, (scan, words): (&Scan, &Words<'_>)) -> Option<Vec<Hit>> {
        if sentence.has_quotes() {
            return None;
        }
        let mut ways: Vec<Way> = Vec::new();
        let mut last = 0..0;
        for (number, step) in self.all.iter().enumerate() {
            let first = ways.len();
            for (at, end) in step.places(sentence, (scan, words)) {
                if number == 0 {
                    ways.push(Way { start: at, at, end, before: 0 });
                }
                for before in last.clone() {
                    let Some(way) = ways.get(before) else { continue };
                    if way.end <= at && step.joins(sentence.slice(way.end, at)) {
                        ways.push(Way { start: way.start, at, end, before });
                    }
                }
            }
            last = first..ways.len();
            if last.is_empty() {
                return Some(Vec::new());
            }
            if last.len() > MOST {
                return None;
            }
        }
        let mut whole: Vec<Way> = ways.get(last)?.to_vec();
        whole.retain(|way| self.stands_apart(sentence, way));
        whole.sort_unstable_by_key(|way| (way.start, way.end));
        let mut hits: Vec<Hit> = whole.iter().map(|way| self.hit(*way, &ways)).collect();
        // What may be there or not may be a word that is passed over, too.
        hits.dedup_by(|b, a| (a.start, a.end) == (b.start, b.end) && a.slots == b.slots);
        hits.iter().zip(hits.iter().skip(1)).all(|(a, b)| a.end <= b.start).then_some(hits)
    }

    /// The stretch that a way through all steps takes.
    fn hit(&self, way: Way, ways: &[Way]) -> Hit {
        let mut slots = Vec::new();
        let mut here = Some(way);
        for step in self.all.iter().rev() {
            let Some(own) = here else { break };
            slots.extend(step.slot.iter().map(|slot| (slot.clone(), own.at)));
            here = ways.get(own.before).copied();
        }
        slots.reverse();
        Hit { start: way.start, end: way.end, slots }
    }

    /// Whether no letters stand right before or behind, where there may be none.
    fn stands_apart(&self, sentence: &Sentence, at: &Way) -> bool {
        let word =
            |at: Option<usize>| at.and_then(|at| sentence.folded.get(at)).is_some_and(|b| is_word_byte(*b));
        let [before, behind] = self.open;
        (before || !word(at.start.checked_sub(1))) && (behind || !word(Some(at.end)))
    }
}

impl Step {
    /// Where its anchor stands: from where to where.
    fn places<'s>(
        &self,
        sentence: &'s Sentence,
        (scan, words): (&'s Scan, &'s Words<'s>),
    ) -> impl Iterator<Item = (usize, usize)> + use<'s> {
        let Anchored { thing, classes } = self.anchor;
        let words = thing.into_iter().flat_map(|thing| scan.all(thing, words));
        let marks = sentence.marks.iter().filter(move |mark| classes.has(mark.byte));
        words.chain(marks.map(|mark| (mark.at, mark.at + 1)))
    }

    /// Whether what stands between it and the step before it is what may.
    fn joins(&self, between: &[u8]) -> bool {
        let Joint { spaced, least, most } = self.joint;
        let blank = blanks(between);
        if spaced && blank == 0 {
            return false;
        }
        let mut rest = if spaced { between.get(blank..).unwrap_or(&[]) } else { between };
        let mut count = 0;
        while !rest.is_empty() {
            let letters = rest.iter().take_while(|b| is_letter(**b)).count();
            let behind = rest.get(letters..).unwrap_or(&[]);
            let behind = behind.strip_prefix(b",").unwrap_or(behind);
            let blank = blanks(behind);
            count += 1;
            if letters == 0 || blank == 0 || count > most {
                return false;
            }
            rest = behind.get(blank..).unwrap_or(&[]);
        }
        count >= least
    }
}

/// How many spaces a text begins with.
fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| **b == b' ').count()
}

/// Whether a byte may stand in a word that a gap passes over.
const fn is_letter(byte: u8) -> bool {
    is_passed(byte) && !matches!(byte, b' ' | b',' | b'"')
}
