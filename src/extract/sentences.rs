//! The sentences of an article: cut at once, and each folded when it is looked at.
//!
//! Most sentences hold no value that any metric could claim, and no claim hangs on them.

use std::cell::OnceCell;

use super::article::Article;
use super::marks;
use super::sentence::Sentence;
use crate::input::BlockKind;
use crate::recognise::{Mention, MentionValue};
use crate::rules::class::{ClassSet, Classes};
use crate::text::{SentenceRules, Sentences as Cutter, Span};

/// The sentences of an article, in order.
#[derive(Debug)]
pub(super) struct Sentences<'a> {
    article: &'a Article<'a>,
    classes: &'a Classes,
    all: Vec<Cut>,
}

/// Where a sentence stands, and what is known of it before it is folded.
#[derive(Debug)]
struct Cut {
    span: Span,
    /// The index of its block.
    block: usize,
    /// The index of the first mention that does not end before it.
    first: usize,
    /// How many figures stand in it at most.
    figures: usize,
    /// What may be a value in it.
    values: ClassSet,
    folded: OnceCell<Sentence>,
}

impl<'a> Sentences<'a> {
    /// The sentences of `article`; without rules for its language none are looked at.
    pub(super) fn new(article: &'a Article<'a>, ends: Option<&SentenceRules>, classes: &'a Classes) -> Self {
        let no_rules = SentenceRules::default();
        let ends = ends.unwrap_or(&no_rules);
        let text = &article.document.text;
        let blocks = if article.plan.is_some() { article.document.blocks.as_slice() } else { &[] };
        let mut all = Vec::with_capacity(text.len() / 64);
        let mut first = 0;
        for (block, of) in blocks.iter().enumerate() {
            for span in Cutter::new(of.span.of(text), ends) {
                let span = span.shifted(of.span.start);
                let rest = article.mentions.get(first..).unwrap_or(&[]);
                first += rest.iter().take_while(|m| m.span.end <= span.start).count();
                let own = article.mentions.get(first..).unwrap_or(&[]);
                all.push(Cut::new(span, block, (own, first), classes));
            }
        }
        Self { article, classes, all }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The sentence with a number.
    pub(super) fn get(&self, number: usize) -> Option<&Sentence> {
        let cut = self.all.get(number)?;
        Some(cut.folded.get_or_init(|| {
            let (text, mentions) = (&self.article.document.text, self.article.mentions.as_slice());
            let mut sentence = Sentence::new(text, cut.span, cut.block, (mentions, cut.first), self.classes);
            marks::settle(self.article, &mut sentence);
            sentence
        }))
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Sentence> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// The numbers of those in which something of these classes may be a value.
    pub(super) fn with_values(&self, classes: ClassSet) -> impl Iterator<Item = usize> {
        let all = self.all.iter().enumerate();
        all.filter(move |(_, cut)| cut.values.meets(classes)).map(|(number, _)| number)
    }

    /// Those that may hold at least so many figures.
    pub(super) fn with_figures(&self, least: usize) -> impl Iterator<Item = &Sentence> {
        let all = self.all.iter().enumerate().filter(move |(_, cut)| cut.figures >= least);
        all.filter_map(|(number, _)| self.get(number))
    }

    /// The index of the block of the sentence with a number.
    pub(super) fn block(&self, number: usize) -> Option<usize> {
        self.all.get(number).map(|cut| cut.block)
    }

    /// Whether the sentence with a number is the title, or a part of it.
    pub(super) fn is_title(&self, number: usize) -> bool {
        let block = self.block(number).and_then(|block| self.article.document.blocks.get(block));
        block.is_some_and(|block| block.kind == BlockKind::Title)
    }

    /// The number of the first sentence in a block with this index or a later one.
    pub(super) fn first_of_block(&self, block: usize) -> usize {
        self.all.partition_point(|cut| cut.block < block)
    }

    /// The number of the first sentence whose place is not among those before: `is_before` holds for the first ones
    /// and for none behind them.
    pub(super) fn first_where(&self, is_before: impl Fn(Span) -> bool) -> usize {
        self.all.partition_point(|cut| is_before(cut.span))
    }
}

impl Cut {
    /// The sentence at `span`; `own` are the mentions from the first that does not end before it on.
    fn new(span: Span, block: usize, (own, first): (&[Mention], usize), classes: &Classes) -> Self {
        let mut cut =
            Self { span, block, first, figures: 0, values: ClassSet::NONE, folded: OnceCell::new() };
        for mention in own.iter().take_while(|m| m.span.start < span.end) {
            cut.figures += usize::from(matches!(mention.value, MentionValue::Figure(_)));
            // A name is no value.
            if !matches!(mention.value, MentionValue::Entity(_)) {
                cut.values = cut.values.or(marks::possible(classes.byte(mention)));
            }
        }
        cut
    }
}
