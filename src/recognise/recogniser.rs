//! All grammars over one text, and what holds where they overlap.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entity::{EntityFinder, Vocabulary};
use super::figure::FigureGrammar;
use super::lexicon::{Lexicon, Words};
use super::mention::{Context, Mention, MentionValue};
use super::numeral::Numerals;
use super::pack::LanguagePack;
use super::time::TimeGrammar;
use crate::value::Language;

/// Text to mentions, in every language that a pack describes.
#[derive(Debug)]
pub struct Recogniser {
    languages: BTreeMap<String, Grammar>,
    entities: Option<EntityFinder>,
}

/// The grammars of one language.
#[derive(Debug)]
struct Grammar {
    lexicon: Lexicon,
    numerals: Numerals,
    figures: FigureGrammar,
    time: TimeGrammar,
}

impl Grammar {
    fn new(pack: &LanguagePack) -> Self {
        let mut lexicon = Lexicon::default();
        let numerals = Numerals::new(&pack.numerals, &mut lexicon);
        let figures = FigureGrammar::new(&pack.figures, &mut lexicon);
        let time = TimeGrammar::new(&pack.time, &mut lexicon);
        Self { lexicon, numerals, figures, time }
    }

    fn find(&self, text: &str, context: &Context) -> Vec<Mention> {
        let words = Words::new(text, &self.lexicon);
        let dates = self.time.find(&words, &self.numerals, context);
        let figures = self.figures.find(&words, &self.numerals, context);
        settle(dates, figures)
    }
}

impl Recogniser {
    /// A recogniser with the given packs and names.
    #[must_use]
    pub fn new(packs: &[LanguagePack], entities: Option<EntityFinder>) -> Self {
        let languages = packs.iter().map(|p| (p.language.clone(), Grammar::new(p))).collect();
        Self { languages, entities }
    }

    /// The names that it knows.
    #[must_use]
    pub fn vocabulary(&self) -> Option<&Arc<Vocabulary>> {
        self.entities.as_ref().map(EntityFinder::vocabulary)
    }

    /// The mentions in `text`: in order, apart, each on character boundaries.
    ///
    /// Without a language every pack reads the text, and the one that finds the most is believed.
    #[must_use]
    pub fn recognise(&self, text: &str, context: &Context) -> Vec<Mention> {
        let named = context.language.as_ref().map(Language::as_str).and_then(|l| self.languages.get(l));
        let found = if let Some(grammar) = named {
            grammar.find(text, context)
        } else {
            let all = self.languages.values().map(|g| g.find(text, context));
            let covered = |m: &Vec<Mention>| m.iter().map(|m| m.span.len()).sum::<usize>();
            // The first of equals: the languages are in the order of their codes.
            all.rev().max_by_key(covered).unwrap_or_default()
        };
        match &self.entities {
            Some(finder) => settle(found, finder.find(text, 0, context)),
            None => found,
        }
    }
}

/// Both lists in one, in order; where two overlap the longer counts, and of equals the one of `strong`.
fn settle(strong: Vec<Mention>, weak: Vec<Mention>) -> Vec<Mention> {
    let mut all: Vec<(Mention, bool)> = strong.into_iter().map(|m| (m, true)).collect();
    all.extend(weak.into_iter().map(|m| (m, false)));
    all.sort_by_key(|(m, strong)| (m.span.start, std::cmp::Reverse(m.span.end), !strong));
    let mut out: Vec<(Mention, bool)> = Vec::new();
    for (mention, strong) in all {
        match out.last() {
            Some((last, last_strong)) if last.span.overlaps(mention.span) => {
                let better = rank(&mention, strong) > rank(last, *last_strong);
                if better {
                    out.pop();
                    out.push((mention, strong));
                }
            }
            _ => out.push((mention, strong)),
        }
    }
    out.into_iter().map(|(m, _)| m).collect()
}

/// What wins an overlap: the longer, then the stronger; a bare number loses to anything.
fn rank(mention: &Mention, strong: bool) -> (bool, usize, bool) {
    let bare = matches!(&mention.value, MentionValue::Figure(f) if f.unit.is_none());
    (!bare, mention.span.len(), strong)
}
