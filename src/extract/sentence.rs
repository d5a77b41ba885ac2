//! A sentence as the matchers see it: folded bytes in which mentions are placeholders.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::clauses::Clauses;
use super::plan::{Hit, Plan};
use super::scan::Scan;
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

/// A sentence, folded.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Where it stands in the article's text.
    pub(super) span: Span,
    /// The index of that block.
    pub(super) block: usize,
    /// One byte a character or mention.
    pub(super) folded: Vec<u8>,
    /// For each byte of `folded` the text offset that it came from.
    pub(super) origin: Vec<usize>,
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
    /// For each byte how many runs of spaces start before it.
    spaces: OnceCell<Vec<usize>>,
    /// The parts of patterns whose outline was held against it, and whether they may fit.
    outlines: RefCell<FxHashMap<usize, bool>>,
    parts: RefCell<FxHashMap<usize, Arc<[Hit]>>>,
    /// The cue sets that were looked for in what stands before it too, and whether one of their words does.
    contexts: RefCell<FxHashMap<usize, bool>>,
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
            origin: Vec::with_capacity(self.folded.len()),
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
                out.folded.push(byte);
                out.origin.push(self.text_offset(stands));
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
        *self.found.outlines.borrow_mut().entry(part).or_insert_with(look)
    }

    /// Whether a word of a cue set stands in it or in what the reader has in mind, looked for by `look` the first time.
    pub(super) fn in_context(&self, set: usize, look: impl FnOnce() -> bool) -> bool {
        *self.found.contexts.borrow_mut().entry(set).or_insert_with(look)
    }

    /// Where a part of patterns stands, searched by `search` the first time.
    pub(super) fn part_hits(&self, part: usize, search: impl FnOnce() -> Arc<[Hit]>) -> Arc<[Hit]> {
        self.found.parts.borrow_mut().entry(part).or_insert_with(search).clone()
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
            origin: Vec::with_capacity(span.len()),
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
            sentence.folded.push(byte);
            sentence.origin.push(mention.span.start);
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
        let mut at = span.start;
        for (ascii, other) in runs(span.of(text)) {
            let from = self.folded.len();
            self.folded.extend_from_slice(ascii.as_bytes());
            self.folded.get_mut(from..).unwrap_or_default().make_ascii_lowercase();
            self.origin.extend(at..at + ascii.len());
            at += ascii.len();
            if let Some(other) = other {
                fold_char_into(other, &mut self.folded);
                self.origin.resize(self.folded.len(), at);
                at += other.len_utf8();
            }
            // Control characters of the text must not be taken for anything else.
            for byte in self.folded.get_mut(from..).unwrap_or_default() {
                *byte = if *byte < 0x20 && *byte != OTHER { b' ' } else { *byte };
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
        self.origin.get(at).copied().unwrap_or(self.span.end)
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
        self.origin.partition_point(|o| *o < offset)
    }
}
