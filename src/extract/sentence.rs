//! A sentence as the matchers see it: folded bytes in which mentions are placeholders.

use std::cell::{OnceCell, RefCell, RefMut};

use rustc_hash::FxHashMap;

use super::clauses::Clauses;
use super::part::Hits;
use super::plan::Plan;
use super::scan::{Scan, Things};
use super::slots::{entity, figure};
use super::voice::Lookup;
use crate::recognise::{EntityForm, Mention, MentionValue};
use crate::rules::class::{ClassSet, Classes};
use crate::text::{OTHER, Span, fold_char_into, runs};
use crate::value::Quantity;

/// A mention's place in the folded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The position of its byte.
    pub(super) at: usize,
    /// Its index among the article's mentions.
    pub(super) mention: usize,
    /// Its byte.
    pub(super) byte: u8,
}

/// An amount that stands in brackets behind another and is left out of the folded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aside {
    /// The position of the byte of the amount that it converts.
    pub(super) of: usize,
    /// Its index among the article's mentions.
    pub(super) mention: usize,
}

/// Where folded bytes came from: stretches in which each byte came from one byte of the text, each with where it begins
/// among the folded bytes and in the text.
#[derive(Debug, Default)]
struct Origin(Vec<(usize, usize)>);

impl Origin {
    /// Notes that the next byte, at the folded position `at`, came from the text offset `from`.
    fn note(&mut self, at: usize, from: usize) {
        let goes_on = |(start, of): &(usize, usize)| from.checked_sub(*of) == Some(at - start);
        if !self.0.last().is_some_and(goes_on) {
            self.0.push((at, from));
        }
    }

    /// The text offset of the folded position `at`.
    fn of(&self, at: usize) -> usize {
        let number = self.0.partition_point(|(start, _)| *start <= at).checked_sub(1);
        number.and_then(|i| self.0.get(i)).map_or(0, |(start, from)| from + (at - start))
    }

    /// The first folded position that came from the text offset `offset` or one behind it, as far as the last stretch
    /// goes.
    fn first_from(&self, offset: usize) -> usize {
        let number = self.0.partition_point(|(_, from)| *from < offset);
        let next = self.0.get(number).map_or(usize::MAX, |(start, _)| *start);
        let last = number.checked_sub(1).and_then(|i| self.0.get(i));
        last.map_or(next, |(start, from)| next.min(start + (offset - from)))
    }
}

/// How many parts of patterns are told of in 64 bits.
const PARTS: usize = 32;
/// For how many times more of them room is made when there is none.
const WORDS: usize = 64;

/// How many parts of patterns are searched in most sentences.
const SOME: usize = 28;

/// A sentence, folded.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Where it stands in the article's text.
    pub(super) span: Span,
    /// The index of that block.
    pub(super) block: usize,
    /// One byte a character or mention.
    pub(super) folded: Vec<u8>,
    /// Where its bytes came from.
    origin: Origin,
    /// The mentions in it, in order.
    pub(super) marks: Vec<Mark>,
    /// The amounts in brackets right behind another that they convert, in order: patterns read on as if the bracket
    /// were not there.
    pub(super) asides: Vec<Aside>,
    /// The bytes that stand for mentions in it.
    pub(super) classes: ClassSet,
    /// What was found in it so far.
    found: Found,
}

/// What a plan has found in a sentence: nothing is searched twice.
#[derive(Debug, Default)]
struct Found {
    scan: OnceCell<Scan>,
    clauses: OnceCell<Clauses>,
    /// Whether a quotation mark stands in it.
    quoted: OnceCell<bool>,
    /// For each byte how many runs of spaces start before it.
    spaces: OnceCell<Vec<usize>>,
    /// For each part of patterns two bits: whether its outline was held against it, and whether it may fit.
    outlines: RefCell<Vec<u64>>,
    /// Room for places while an outline is held against it.
    room: RefCell<[Vec<usize>; 2]>,
    parts: RefCell<FxHashMap<usize, Hits>>,
    /// For each figure that was asked of whether it stands by itself.
    alone: RefCell<FxHashMap<usize, bool>>,
    /// The cue sets of which a word stands in it or in what the reader has in mind.
    in_mind: OnceCell<Things>,
}

/// How many amounts of `rest` stand in brackets right behind an amount as conversions of it, and where the bracket
/// ends: `€210bn (£184bn, $247bn)`. None if there is no such bracket.
fn conversions(text: &str, own: &Mention, rest: &[Mention]) -> Option<(usize, usize)> {
    let unit = |m: &Mention| match &m.value {
        MentionValue::Figure(f) if f.quantity == Quantity::Money => f.unit.clone(),
        _ => None,
    };
    let own_unit = unit(own)?;
    let is_blank = |c: char, signs: &[char]| c == ' ' || c == '\u{a0}' || signs.contains(&c);
    let blank = |from: usize, to: usize, signs: &[char]| {
        text.get(from..to).is_some_and(|gap| gap.chars().all(|c| is_blank(c, signs)))
    };
    // Where the sign stands that only blanks part from what ends at `from`.
    let next = |from: usize, sign: char| {
        let rest = text.get(from..)?;
        let trimmed = rest.trim_start_matches(|c| is_blank(c, &[]));
        trimmed.starts_with(sign).then(|| from + rest.len() - trimmed.len())
    };
    let open = next(own.span.end, '(')?;
    let first = rest.first()?;
    if !blank(open + 1, first.span.start, &[]) {
        return None;
    }
    let (mut count, mut end) = (0, open + 1);
    for next in rest {
        let converts = unit(next).is_some_and(|unit| unit != own_unit);
        if !converts || !blank(end, next.span.start, &[',', ';', '/']) {
            break;
        }
        (count, end) = (count + 1, next.span.end);
    }
    let close = next(end, ')')?;
    (count > 0).then_some((count, close + 1))
}

/// A change to a sentence: the folded bytes from `from` to `to` are left out, and a copy of those of `copy` stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) copy: (usize, usize),
}

impl Sentence {
    /// The sentence with some edits, which stand in order and apart; for each of its bytes, and for its end, the place
    /// in this one, and for each of its marks the position of the one that it is.
    pub(super) fn edited(&self, edits: &[Edit]) -> (Self, Vec<usize>, Vec<usize>) {
        let mut out = Self {
            span: self.span,
            block: self.block,
            folded: Vec::with_capacity(self.folded.len()),
            origin: Origin::default(),
            marks: Vec::with_capacity(self.marks.len()),
            asides: Vec::new(),
            classes: self.classes,
            found: Found::default(),
        };
        let (mut places, mut marks) = (Vec::with_capacity(self.folded.len() + 1), Vec::new());
        let mut add = |(from, to): (usize, usize), place: Option<usize>| {
            for at in from..to {
                let stands = place.unwrap_or(at);
                let byte = self.folded.get(at).copied().unwrap_or(b' ');
                if let Some(mark) = Some(at).filter(|_| byte >= 0x80).and_then(|at| self.mark_at(at)) {
                    out.marks.push(Mark { at: out.folded.len(), ..*mark });
                    marks.push(at);
                }
                out.origin.note(out.folded.len(), self.text_offset(stands));
                out.folded.push(byte);
                places.push(stands);
            }
        };
        let mut at = 0;
        for edit in edits {
            add((at, edit.from), None);
            add(edit.copy, Some(edit.from));
            at = edit.to;
        }
        add((at, self.folded.len()), None);
        places.push(self.folded.len());
        (out, places, marks)
    }

    /// What stands in it of what the plan looks for.
    pub(super) fn scan(&self, plan: &Plan<'_>) -> &Scan {
        self.found.scan.get_or_init(|| plan.scan(&self.folded))
    }

    /// Its clauses, looked for the first time.
    pub(super) fn clauses(&self, look: Lookup<'_>) -> &Clauses {
        self.found.clauses.get_or_init(|| Clauses::new(self, look))
    }

    /// Whether a quotation mark stands in it; an apostrophe within a word is none.
    pub(super) fn has_quotes(&self) -> bool {
        let beside =
            |at: Option<usize>| at.and_then(|at| self.folded.get(at)).is_none_or(|byte| *byte == b' ');
        let quotes = |at: usize| {
            self.folded.get(at) == Some(&b'"') || beside(at.checked_sub(1)) || beside(Some(at + 1))
        };
        let look = || memchr::memchr2_iter(b'"', b'\'', &self.folded).any(quotes);
        *self.found.quoted.get_or_init(look)
    }

    /// How many runs of spaces start between two folded positions.
    pub(super) fn spaces(&self, from: usize, to: usize) -> usize {
        let count = || {
            let mut runs = 0;
            let mut last = 0;
            let before = self.folded.iter().map(|byte| {
                let so_far = runs;
                runs += usize::from(*byte == b' ' && last != b' ');
                last = *byte;
                so_far
            });
            before.collect()
        };
        let runs = self.found.spaces.get_or_init(count);
        let upto = |at: usize| runs.get(at).or(runs.last()).copied().unwrap_or(0);
        upto(to).saturating_sub(upto(from))
    }

    /// Whether a part of patterns may stand in it, looked at by `look` the first time.
    pub(super) fn may_fit(&self, part: usize, look: impl FnOnce() -> bool) -> bool {
        let (word, shift) = (part / PARTS, 2 * (part % PARTS));
        let known = self.found.outlines.borrow().get(word).map_or(0, |bits| bits >> shift);
        if known & 1 == 1 {
            return known & 2 != 0;
        }
        let fits = look();
        let mut all = self.found.outlines.borrow_mut();
        if all.len() <= word {
            all.resize(word + 1 + WORDS, 0);
        }
        all.get_mut(word).into_iter().for_each(|bits| *bits |= (u64::from(fits) << 1 | 1) << shift);
        fits
    }

    /// Room for places, so that none is made for every outline.
    pub(super) fn room(&self) -> RefMut<'_, [Vec<usize>; 2]> {
        self.found.room.borrow_mut()
    }

    /// The cue sets of which a word stands in it or in what the reader has in mind, looked for by `look` the first time.
    pub(super) fn in_mind(&self, look: impl FnOnce() -> Things) -> &Things {
        self.found.in_mind.get_or_init(look)
    }

    /// Whether the figure at a folded position stands by itself, looked at by `look` the first time.
    pub(super) fn is_alone(&self, at: usize, look: impl FnOnce() -> bool) -> bool {
        *self.found.alone.borrow_mut().entry(at).or_insert_with(look)
    }

    /// Keeps where a part of patterns stands.
    pub(super) fn keep_hits(&self, part: usize, hits: Hits) {
        self.part_hits(part, || hits);
    }

    /// Where a part of patterns stands, searched by `search` the first time.
    pub(super) fn part_hits(&self, part: usize, search: impl FnOnce() -> Hits) -> Hits {
        let mut parts = self.found.parts.borrow_mut();
        if parts.is_empty() {
            parts.reserve(SOME);
        }
        parts.entry(part).or_insert_with(search).clone()
    }

    /// Folds the sentence `span` of `text`; `mentions` are the article's, in order, and
    /// `first` is the index of the first that does not end before the sentence.
    pub(super) fn new(
        text: &str,
        span: Span,
        block: usize,
        (mentions, first): (&[Mention], usize),
        classes: &Classes,
    ) -> Self {
        let mut sentence = Self {
            span,
            block,
            folded: Vec::with_capacity(span.len()),
            origin: Origin::default(),
            marks: Vec::new(),
            asides: Vec::new(),
            classes: ClassSet::NONE,
            found: Found::default(),
        };
        let mut at = span.start;
        for (i, mention) in mentions.iter().enumerate().skip(first) {
            if mention.span.start >= span.end {
                break;
            }
            if mention.span.start < at || mention.span.end > span.end {
                continue;
            }
            sentence.push_text(text, Span::new(at, mention.span.start));
            let byte = classes.byte(mention);
            sentence.marks.push(Mark { at: sentence.folded.len(), mention: i, byte });
            sentence.classes = sentence.classes.with(byte);
            sentence.origin.note(sentence.folded.len(), mention.span.start);
            sentence.folded.push(byte);
            at = mention.span.end;
            let rest = mentions.get(i + 1..).unwrap_or(&[]);
            if let Some((count, end)) = conversions(text, mention, rest).filter(|(_, end)| *end <= span.end) {
                let of = sentence.folded.len() - 1;
                sentence.asides.extend((i + 1..=i + count).map(|mention| Aside { of, mention }));
                at = end;
            }
        }
        sentence.push_text(text, Span::new(at, span.end));
        sentence
    }

    /// Lets another byte stand for the mention with a number.
    pub(super) fn mark_as(&mut self, number: usize, byte: u8) {
        if let Some(mark) = self.marks.get_mut(number) {
            mark.byte = byte;
            self.classes = self.classes.with(byte);
            if let Some(at) = self.folded.get_mut(mark.at) {
                *at = byte;
            }
        }
    }

    fn push_text(&mut self, text: &str, span: Span) {
        // Control characters of the text must not be taken for anything else.
        let plain = |byte: u8| if byte < 0x20 && byte != OTHER { b' ' } else { byte.to_ascii_lowercase() };
        let mut at = span.start;
        for (ascii, other) in runs(span.of(text)) {
            self.origin.note(self.folded.len(), at);
            self.folded.extend(ascii.bytes().map(plain));
            at += ascii.len();
            if let Some(other) = other {
                let from = self.folded.len();
                fold_char_into(other, &mut self.folded);
                (from..self.folded.len()).for_each(|byte| self.origin.note(byte, at));
                at += other.len_utf8();
            }
        }
    }

    /// The mark at the position `at` of the folded bytes.
    pub(super) fn mark_at(&self, at: usize) -> Option<&Mark> {
        let i = self.marks.binary_search_by_key(&at, |m| m.at).ok()?;
        self.marks.get(i)
    }

    /// The folded bytes from `start` to `end`, or to where the sentence ends.
    pub(super) fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.folded.get(start..end.min(self.folded.len()).max(start)).unwrap_or(&[])
    }

    /// The text offset of the folded position `at`; the sentence's end past the last.
    pub(super) fn text_offset(&self, at: usize) -> usize {
        if at < self.folded.len() { self.origin.of(at) } else { self.span.end }
    }

    /// Whether a name is the first part of a compound: `Oekraïne-kenner`, `NAVO-norm`.
    pub(super) fn compounds(&self, mark: &Mark) -> bool {
        self.folded.get(mark.at + 1) == Some(&b'-')
            && self.folded.get(mark.at + 2).is_some_and(u8::is_ascii_alphabetic)
    }

    /// Whether a name is an adjective right behind a figure: `veertien Duitse tanks`.
    pub(super) fn describes(&self, mark: &Mark, look: Lookup<'_>) -> bool {
        let counts = |m: &Mark| figure(m, look.mentions).is_some();
        let adjective = entity(mark, look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        adjective && mark.at.checked_sub(2).and_then(|at| self.mark_at(at)).is_some_and(counts)
    }

    /// Whether a name only tells whose others are meant: `the allies of a state` are not the state, nor are the European
    /// ones of an alliance the alliance.
    pub(super) fn is_of_others(&self, mark: &Mark, look: Lookup<'_>) -> bool {
        let Some(name) = entity(mark, look.mentions) else { return false };
        let tail = if self.compounds(mark) { self.word_end(mark.at + 1) } else { mark.at + 1 };
        let rest = self.slice(tail, self.folded.len());
        let genitive = if rest.starts_with(b"'s") { 2 } else { usize::from(rest.starts_with(b"'")) };
        let next = tail + genitive + 1;
        let word = |set: &str| look.all(set, self, (next, self.word_end(next))).iter().any(|w| w.0 == next);
        match &*name.kind {
            "country" => word("others-of"),
            "alliance" => {
                let before = mark.at.checked_sub(2);
                let region = before.and_then(|at| entity(self.mark_at(at)?, look.mentions));
                let some = look.all("some-of", self, (0, mark.at)).last().is_some_and(|w| w.1 + 1 == mark.at);
                let members = self.compounds(mark) || word("member");
                members && (some || region.is_some_and(|e| &*e.kind == "region"))
            }
            _ => false,
        }
    }

    /// Where the word that stands at the folded position `from`, hyphens included, ends.
    pub(super) fn word_end(&self, from: usize) -> usize {
        let rest = self.slice(from, self.folded.len());
        from + rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count()
    }

    /// The folded position of the text offset `offset`; the end past the last, the start before the first.
    pub(super) fn folded_at(&self, offset: usize) -> usize {
        self.origin.first_from(offset).min(self.folded.len())
    }
}

/// How many words stand in a stretch of folded bytes, with the signs at them.
pub(super) fn word_count(stretch: &[u8]) -> usize {
    stretch.split(|b| *b == b' ').filter(|word| !word.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_both_ways() {
        let text = "Één œuvre\u{ad}s";
        let span = Span::new(0, text.len());
        let sentence = Sentence::new(text, span, 0, (&[], 0), &Classes::default());
        assert_eq!(sentence.folded, b"een oeuvres");
        // `É` and `œ` have two bytes, and the soft hyphen has none when it is folded.
        let offsets: Vec<usize> = (0..=11).map(|at| sentence.text_offset(at)).collect();
        assert_eq!(offsets, [0, 2, 4, 5, 6, 6, 8, 9, 10, 11, 14, 15]);
        for offset in 0..=text.len() {
            let first = offsets.iter().position(|of| *of >= offset);
            assert_eq!(Some(sentence.folded_at(offset)), first, "{offset}");
        }
    }
}
