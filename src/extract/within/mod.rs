//! What is to be said of an article by itself: dates that cannot be, sums that do not add up, figures that slip.
//!
//! Only what the article states by itself is looked at, and only where its own words tie the figures
//! together: a part that is not said to be one of all parts proves nothing about a total.

mod arithmetic;
mod conversion;
mod dates;
mod headline;
mod slips;

use super::article::Article;
use super::sentence::Sentence;
use super::sentences::Sentences;
use super::voice::Lookup;
use crate::claim::{Claim, Observation, ObservationKind, Place, Scope};
use crate::recognise::MentionValue;
use crate::rules::RuleSet;
use crate::text::Span;
use crate::value::Figure;

/// What a claim is about, where its subject and every slot of its scope are known and no guess.
type Fact<'c> = (&'c str, &'c str, &'c Scope);

fn fact(claim: &Claim) -> Option<Fact<'_>> {
    let known = !claim.grounds.guess_subject() && claim.scope.values().all(Option::is_some);
    known.then_some((&*claim.metric, claim.subject.as_deref()?, &claim.scope))
}

/// What is seen, with where: the primary place first, then the related ones.
type Seen = (ObservationKind, Vec<Place>);

/// Everything that is to be seen in one article, in the order of the text.
pub(super) fn observe(
    article: &Article<'_>,
    sentences: &Sentences<'_>,
    claims: &[Claim],
    rules: &RuleSet,
) -> Vec<Observation> {
    let look = article.lookup();
    let mut seen: Vec<Seen> = dates::impossible(article);
    // It takes two figures, the second of them perhaps in brackets.
    for sentence in sentences.with_figures(2) {
        let scene = Scene { article, sentence, look };
        // Two figures at least, the second of them perhaps a range.
        if scene.figures().nth(1).is_some() {
            seen.extend(arithmetic::sum(scene));
            seen.extend(arithmetic::change(scene));
            seen.extend(arithmetic::ratio(scene));
        }
        seen.extend(conversion::conversions(scene));
    }
    seen.extend(dates::tense(article, sentences, claims, rules));
    seen.extend(headline::overstates(article, claims));
    seen.extend(slips::metrics(claims));
    seen.extend(slips::units(claims));
    let at = |(_, places): &Seen| places.first().map(|p| p.span);
    seen.sort_by_key(at);
    let mut out = Vec::new();
    if article.document.meta.published.is_none() {
        let publication = article.publication.clone();
        out.push(Observation {
            kind: ObservationKind::Undated,
            publication,
            place: None,
            related: Vec::new(),
        });
    }
    for (kind, places) in seen {
        let mut places = places.into_iter();
        let place = places.next();
        let related = places.collect();
        out.push(Observation { kind, publication: article.publication.clone(), place, related });
    }
    out
}

/// A sentence with what is looked up in it.
#[derive(Clone, Copy)]
struct Scene<'a> {
    article: &'a Article<'a>,
    sentence: &'a Sentence,
    look: Lookup<'a>,
}

/// A figure at its folded position.
#[derive(Clone, Copy)]
struct At<'a> {
    at: usize,
    span: Span,
    figure: &'a Figure,
}

impl<'a> Scene<'a> {
    /// The figures of the sentence, in order.
    fn figures(self) -> impl Iterator<Item = At<'a>> {
        self.sentence.marks.iter().filter_map(move |mark| {
            let mention = self.article.mentions.get(mark.mention)?;
            let MentionValue::Figure(figure) = &mention.value else { return None };
            Some(At { at: mark.at, span: mention.span, figure })
        })
    }

    /// Whether a word of a cue set stands in a folded stretch.
    fn has(self, set: &str, range: (usize, usize)) -> bool {
        self.look.has(set, self.sentence, range)
    }

    fn place(self, figure: &At<'_>) -> Place {
        self.article.place(figure.span, self.sentence.span)
    }
}
