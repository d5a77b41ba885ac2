//! All grammars over one text, and what holds where they overlap.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::age::AgeWords;
use super::coin::Coins;
use super::entity::{EntityFinder, Vocabulary};
use super::figure::FigureGrammar;
use super::leads::{self, Anchors};
use super::lexicon::Lexicon;
use super::mention::{Context, Mention, MentionValue};
use super::numeral::Numerals;
use super::pack::LanguagePack;
use super::time::TimeGrammar;
use super::token::{Token, tokens};
use super::words::Words;
use crate::value::{Hedge, Language};

/// Text to mentions, in every language that a pack describes.
#[derive(Debug)]
pub struct Recogniser {
    languages: BTreeMap<String, OfLanguage>,
    entities: Option<EntityFinder>,
    coins: Coins,
}

/// The pack of one language, and its grammars, made when the first text in it comes.
#[derive(Debug)]
struct OfLanguage {
    pack: LanguagePack,
    grammar: OnceLock<Grammar>,
}

impl OfLanguage {
    fn grammar(&self) -> &Grammar {
        self.grammar.get_or_init(|| Grammar::new(&self.pack))
    }
}

/// The grammars of one language.
#[derive(Debug)]
struct Grammar {
    lexicon: Lexicon,
    anchors: Anchors,
    numerals: Numerals,
    figures: FigureGrammar,
    time: TimeGrammar,
    ages: AgeWords,
}

impl Grammar {
    fn new(pack: &LanguagePack) -> Self {
        let mut lexicon = Lexicon::new(&pack.possessives);
        let figures = FigureGrammar::new(&pack.figures, &mut lexicon);
        lexicon.take_asked();
        let numerals = Numerals::new(&pack.numerals, &mut lexicon);
        let numerals = numerals.with_time_units(pack.time.units.keys(), &mut lexicon);
        leads::within_time(pack).for_each(|phrase| drop(lexicon.phrase(phrase)));
        let timely = lexicon.take_asked();
        let time = TimeGrammar::new(&pack.time, &mut lexicon);
        let anchors = Anchors::new(pack, (&numerals, timely), &mut lexicon);
        let ages = AgeWords::new(&pack.ages, &mut lexicon);
        let time = time.with_words(&numerals, &lexicon);
        Self { lexicon, anchors, numerals, figures, time, ages }
    }

    /// What is found in `text`, and the tokens that it was cut into.
    fn find<'t>(&self, text: &'t str, context: &Context) -> (Vec<Mention>, Vec<Token<'t>>) {
        let words = Words::new(text, &self.lexicon);
        let leads = self.anchors.leads(&words, &self.numerals);
        let words = words.with_leads(leads);
        (self.read(&words, context), words.tokens)
    }

    fn read(&self, words: &Words<'_>, context: &Context) -> Vec<Mention> {
        let dates = self.time.find(words, &self.numerals, context);
        let figures = self.figures.find(words, &self.numerals, context);
        self.ages.told(words, settle(dates, figures))
    }
}

impl Recogniser {
    /// The currencies (ISO 4217) that share a bare word with one in some language, and itself: whoever assumes one
    /// of them may have assumed the wrong one.
    #[must_use]
    pub fn alike<'r>(&'r self, currency: &'r str) -> BTreeSet<&'r str> {
        let mut out = BTreeSet::from([currency]);
        for money in self.languages.values().map(|of| &of.pack.figures.money) {
            let Some(own) = money.get(currency) else { continue };
            let shares =
                money.iter().filter(|(_, other)| other.bare.iter().any(|word| own.bare.contains(word)));
            out.extend(shares.map(|(code, _)| code.as_str()));
        }
        out
    }

    /// A recogniser with the given packs and names.
    #[must_use]
    pub fn new(packs: Vec<LanguagePack>, entities: Option<EntityFinder>) -> Self {
        let coins = Coins::new(packs.iter());
        let of = |pack: LanguagePack| (pack.language.clone(), OfLanguage { pack, grammar: OnceLock::new() });
        let languages = packs.into_iter().map(of).collect();
        Self { languages, entities, coins }
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
        let (found, cut) = if let Some(language) = named {
            language.grammar().find(text, context)
        } else {
            let all = self.languages.values().map(|l| l.grammar().find(text, context));
            let covered = |(found, _): &(Vec<Mention>, _)| found.iter().map(|m| m.span.len()).sum::<usize>();
            // The first of equals: the languages are in the order of their codes.
            all.rev().max_by_key(covered).unwrap_or_else(|| (Vec::new(), tokens(text)))
        };
        match &self.entities {
            Some(finder) => settle(found, finder.find_in(text, &cut, 0, context)),
            None => found,
        }
    }

    /// The mentions in the text of an article: what one sentence leaves open, another may tell. `40 billion kroner`
    /// are of the country that the article named last.
    #[must_use]
    pub fn recognise_article(&self, text: &str, context: &Context) -> Vec<Mention> {
        let mut mentions = self.recognise(text, context);
        if let Some(names) = self.vocabulary() {
            self.coins.settle(text, &mut mentions, context, names);
        }
        mentions
    }
}

/// Both lists in one, in order; where two overlap the longer counts, and of equals the one of `strong`.
fn settle(strong: Vec<Mention>, weak: Vec<Mention>) -> Vec<Mention> {
    if strong.is_empty() || weak.is_empty() {
        return if weak.is_empty() { strong } else { weak };
    }
    let mut out: Vec<Mention> = Vec::with_capacity(strong.len() + weak.len());
    let mut last_strong = false;
    // Both are in order already.
    let (mut strong, mut weak) = (strong.into_iter().peekable(), weak.into_iter().peekable());
    let order = |m: &Mention| (m.span.start, std::cmp::Reverse(m.span.end));
    loop {
        let is_strong = match (strong.peek(), weak.peek()) {
            (Some(a), Some(b)) => order(a) <= order(b),
            (a, _) => a.is_some(),
        };
        let next = if is_strong { strong.next() } else { weak.next() };
        let Some(mention) = next else { return out };
        match out.last_mut() {
            Some(last) if last.span.overlaps(mention.span) => {
                let better = !whole_number(last, &mention)
                    && (whole_number(&mention, last) || rank(&mention, is_strong) > rank(last, last_strong));
                if better {
                    *last = mention;
                    last_strong = is_strong;
                }
            }
            _ => {
                out.push(mention);
                last_strong = is_strong;
            }
        }
    }
}

/// Whether the first is a plain number that takes in the second and more: `two hundred and two thousand`
/// is no year.
fn whole_number(number: &Mention, other: &Mention) -> bool {
    let (a, b) = (number.span, other.span);
    let plain =
        matches!(&number.value, MentionValue::Figure(f) if f.hedge == Hedge::Exact && f.unit.is_none());
    let date = matches!(other.value, MentionValue::Date(_) | MentionValue::Duration(_));
    plain && date && a.start <= b.start && b.end <= a.end && a.len() > b.len()
}

/// What wins an overlap: the longer, then the stronger; a bare number loses to anything.
fn rank(mention: &Mention, strong: bool) -> (bool, usize, bool) {
    let bare = matches!(&mention.value, MentionValue::Figure(f) if f.unit.is_none());
    (!bare, mention.span.len(), strong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;
    use crate::testing::lines_below;
    use crate::value::Period;

    /// Lines that hold mentions of all kinds.
    fn many_lines() -> Vec<String> {
        lines_below(&["fixtures", "tests/recognition", "rules", "benches/corpus"])
    }

    #[test]
    fn no_reader_finds_what_its_first_token_does_not_open() {
        let (rules, _) = RuleSet::load(Vec::new());
        let reference = "2025-06-17".parse().ok().map(Period::day);
        let context = Context { reference, ..Context::default() };
        for grammar in rules.recogniser.languages.values().map(OfLanguage::grammar) {
            for line in many_lines() {
                let words = Words::new(&line, &grammar.lexicon);
                let missed = grammar.time.unopened(&words, &grammar.numerals, &context);
                let missed: Vec<_> =
                    missed.iter().filter_map(|at| words.token(*at)).map(|t| t.text).collect();
                assert!(missed.is_empty(), "{line}\nat {missed:?}");
            }
        }
    }

    #[test]
    fn looking_only_where_a_mention_can_begin_leaves_none_out() {
        let all = many_lines();
        let (rules, _) = RuleSet::load(Vec::new());
        let reference = "2025-06-17".parse().ok().map(Period::day);
        let context = Context { reference, ..Context::default() };
        for grammar in rules.recogniser.languages.values().map(OfLanguage::grammar) {
            for line in &all {
                let words = Words::new(line, &grammar.lexicon);
                let ((some, _), all) = (grammar.find(line, &context), grammar.read(&words, &context));
                let left_out: Vec<_> =
                    all.iter().filter(|m| !some.contains(m)).map(|m| m.span.of(line)).collect();
                assert!(some == all, "{line}\nleaves out {left_out:?}");
            }
        }
        assert!(all.len() > 2_000, "{} lines", all.len());
    }
}
