//! Parts of patterns: where they may stand in a sentence, and where they do.

use std::sync::{Arc, OnceLock};

use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;
use regex_automata::{Input, Match, PatternID};

use super::met::Anchored;
use super::scan::{Scan, Words};
use super::sentence::Sentence;
use super::steps::Steps;
use crate::rules::class::ClassSet;
use crate::rules::cues::Cues;
use crate::rules::outline::Anchor;
use crate::rules::pattern::{Part, Piece, is_passed};

/// A stretch of a sentence that a part fits, with the positions of its slots.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) slots: Vec<(Arc<str>, usize)>,
}

/// Where a part stands in a sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Hits {
    pub(super) all: Arc<[Hit]>,
    /// Whether its steps told all of them, so that none starts within another.
    pub(super) apart: bool,
}

impl Hits {
    /// What the steps of a part tell.
    pub(super) fn told(all: Vec<Hit>) -> Self {
        Self { all: all.into(), apart: true }
    }
}

/// A part, in all patterns that have it.
#[derive(Debug)]
pub(super) struct Shared<'r> {
    part: &'r Part,
    /// What every match of it holds, in order.
    anchors: Vec<InOrder>,
    /// Its steps, where it is nothing else.
    steps: Option<Steps>,
    matcher: OnceLock<Option<Matcher>>,
}

/// What every match of a part holds behind what stands before it.
#[derive(Debug)]
pub(super) struct InOrder {
    anchor: Anchored,
    /// The most runs of spaces in between.
    spaces: Option<usize>,
    /// Whether nothing is in between but words that a gap passes over.
    plain: bool,
}

#[derive(Debug)]
enum Matcher {
    /// A slot by itself: the mentions of its classes.
    Slot(Arc<str>, ClassSet),
    /// Words by themselves, which are looked for once for all that need them: the thing.
    Words(usize),
    /// Its regular expression, and the slots, each with what may fill it, where every match fills all of them.
    Regex(Built, Option<Vec<(Arc<str>, ClassSet)>>),
}

/// A regular expression and the names of its groups.
#[derive(Debug)]
struct Built {
    regex: Regex,
    names: Vec<Option<Arc<str>>>,
}

impl Built {
    fn new(part: &Part, ground: Ground<'_>) -> Option<Self> {
        let regex = part.regex(ground.cues, ground.language).ok()?;
        let names = regex.group_info().pattern_names(PatternID::ZERO);
        let names = names.map(|name| name.map(|name| name.replace('_', "-").into())).collect();
        Some(Self { regex, names })
    }

    /// The first match that starts from a place on, with what its groups took.
    fn captured(&self, sentence: &Sentence, from: usize) -> Option<Hit> {
        let mut found = self.regex.create_captures();
        self.regex.search_captures(&Input::new(&sentence.folded).range(from..), &mut found);
        self.hit(&found)
    }

    fn hit(&self, found: &Captures) -> Option<Hit> {
        let whole = found.get_match()?;
        let slot = |(i, name): (usize, &Option<Arc<str>>)| Some((name.clone()?, found.get_group(i)?.start));
        let slots = self.names.iter().enumerate().filter_map(slot).collect();
        Some(Hit { start: whole.start(), end: whole.end(), slots })
    }
}

/// What parts are looked for with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'g> {
    pub(super) cues: &'g Cues,
    pub(super) language: &'g str,
    pub(super) words: &'g Words<'g>,
}

impl InOrder {
    pub(super) fn new(anchor: Anchored, known: &Anchor) -> Self {
        Self { anchor, spaces: known.spaces, plain: known.plain }
    }
}

impl<'r> Shared<'r> {
    /// A part with its anchors; whether the words of all sets in it are written out.
    pub(super) fn new(part: &'r Part, anchors: Vec<InOrder>, written_out: bool) -> Self {
        let exact = part.outline.exact && written_out;
        let known = anchors.iter().map(|own| own.anchor).zip(&part.outline.anchors);
        let steps = if exact { Steps::new(&part.pieces, known) } else { None };
        Self { part, anchors, steps, matcher: OnceLock::new() }
    }

    /// All anchors of the part.
    pub(super) fn anchors(&self) -> impl Iterator<Item = Anchored> {
        self.anchors.iter().map(|own| own.anchor)
    }

    /// Whether what it needs stands in a sentence, if it needs one thing at most.
    pub(super) fn only_needs(&self, sentence: &Sentence, scan: &Scan) -> Option<bool> {
        match self.anchors.as_slice() {
            [] => Some(true),
            [only] => Some(only.anchor.is_in(sentence, scan)),
            _ => None,
        }
    }

    /// Where it stands in a sentence.
    pub(super) fn hits(&self, sentence: &Sentence, with: (&Scan, Ground<'_>)) -> Hits {
        let searched = || Hits { all: self.searched(sentence, with), apart: false };
        self.told(sentence, with).map_or_else(searched, Hits::told)
    }

    /// Where a part stands, if its steps tell.
    pub(super) fn told(&self, sentence: &Sentence, (scan, ground): (&Scan, Ground<'_>)) -> Option<Vec<Hit>> {
        self.steps.as_ref()?.hits(sentence, (scan, ground.words))
    }

    /// Whether its anchors stand in a sentence in their order, near enough to each other.
    pub(super) fn stands_in_order(&self, sentence: &Sentence, (scan, ground): (&Scan, Ground<'_>)) -> bool {
        // Where the anchors so far may end.
        let mut room = sentence.room();
        let [ends, next] = &mut *room;
        for (number, InOrder { anchor, spaces, plain }) in self.anchors.iter().enumerate() {
            let near = |start: usize| {
                let reached = |end: &usize| {
                    *end <= start
                        && spaces.is_none_or(|most| sentence.spaces(*end, start) <= most)
                        && (!plain || sentence.slice(*end, start).iter().all(|byte| is_passed(*byte)))
                };
                number == 0 || ends.iter().any(reached)
            };
            next.clear();
            if let Some(thing) = anchor.thing {
                let words = scan.all(thing, ground.words);
                next.extend(words.filter(|(start, _)| near(*start)).map(|(_, end)| end));
            }
            if anchor.classes.meets(sentence.classes) {
                let marks = sentence.marks.iter().filter(|m| anchor.classes.has(m.byte) && near(m.at));
                next.extend(marks.map(|m| m.at + 1));
            }
            if next.is_empty() {
                return false;
            }
            std::mem::swap(ends, next);
        }
        true
    }

    /// Where a part stands, by what it is built to match with.
    pub(super) fn searched(&self, sentence: &Sentence, (scan, ground): (&Scan, Ground<'_>)) -> Arc<[Hit]> {
        match self.matcher(ground) {
            Some(Matcher::Slot(name, classes)) => {
                let marks = sentence.marks.iter().filter(|mark| classes.has(mark.byte));
                let hit = |at| Hit { start: at, end: at + 1, slots: vec![(name.clone(), at)] };
                marks.map(|mark| hit(mark.at)).collect()
            }
            Some(Matcher::Words(thing)) => {
                let hit = |(start, end)| Hit { start, end, slots: Vec::new() };
                scan.apart(*thing, ground.words).map(hit).collect()
            }
            Some(Matcher::Regex(built, Some(slots))) => {
                let hit = |found: Match| {
                    let filled = filled(sentence, &found, slots);
                    let told = || built.captured(sentence, found.start());
                    filled.map(|slots| Hit { start: found.start(), end: found.end(), slots }).or_else(told)
                };
                built.regex.find_iter(&sentence.folded).filter_map(hit).collect()
            }
            Some(Matcher::Regex(built, None)) => {
                let all = built.regex.captures_iter(&sentence.folded);
                all.filter_map(|found| built.hit(&found)).collect()
            }
            None => Arc::default(),
        }
    }

    /// The next hit that starts within one that was searched for.
    pub(super) fn later(&self, first: &Hit, sentence: &Sentence, ground: Ground<'_>) -> Option<Hit> {
        let Some(Matcher::Regex(built, _)) = self.matcher(ground) else { return None };
        built.captured(sentence, first.start + 1).filter(|next| next.start < first.end)
    }

    fn matcher(&self, ground: Ground<'_>) -> Option<&Matcher> {
        let alone = match self.anchors.as_slice() {
            [only] if self.part.outline.whole => only.anchor.thing,
            _ => None,
        };
        let build = || match (self.part.pieces.as_slice(), alone) {
            ([Piece::Slot(name, classes)], _) => Some(Matcher::Slot(name.as_str().into(), *classes)),
            (_, Some(thing)) => Some(Matcher::Words(thing)),
            _ => {
                let slots = self.part.sure_slots();
                let slots = slots.map(|all| all.into_iter().map(|(name, set)| (name.into(), set)).collect());
                Some(Matcher::Regex(Built::new(self.part, ground)?, slots))
            }
        };
        self.matcher.get_or_init(build).as_ref()
    }
}

/// What fills the slots of a match: for each the one mention in it that may; none where another may too. So it need not
/// be told by how the words of the match are read, which takes several times as long as finding it.
fn filled(
    sentence: &Sentence,
    found: &Match,
    slots: &[(Arc<str>, ClassSet)],
) -> Option<Vec<(Arc<str>, usize)>> {
    let from = sentence.marks.partition_point(|mark| mark.at < found.start());
    let inside = sentence.marks.get(from..)?.iter().take_while(|mark| mark.at < found.end());
    let only = |(name, classes): &(Arc<str>, ClassSet)| {
        let mut may = inside.clone().filter(|mark| classes.has(mark.byte));
        let first = may.next()?;
        may.next().is_none().then(|| (name.clone(), first.at))
    };
    slots.iter().map(only).collect()
}
