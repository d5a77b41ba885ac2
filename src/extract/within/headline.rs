//! Headlines that say more than their article.

use super::super::article::Article;
use super::{Fact, Seen, fact};
use crate::claim::{Certainty, Claim, ClaimValue, ObservationKind};
use crate::input::BlockKind;
use crate::recognise::MentionValue;
use crate::text::SourceSpan;
use crate::value::{Figure, Relation, Rounding};

/// Figures of the headline that lie above every figure that the body gives for the same fact, and those that
/// the headline asserts and the body only thinks possible.
pub(super) fn overstates(article: &Article<'_>, claims: &[Claim]) -> Vec<Seen> {
    let title = article.document.blocks.iter().find(|b| b.kind == BlockKind::Title);
    let Some(title) = title.map(|b| article.document.to_source(b.span)) else { return Vec::new() };
    let inside = |c: &&Claim| title.start <= c.place.span.start && c.place.span.end <= title.end;
    let mut out = Vec::new();
    for headline in claims.iter().filter(inside).filter(|c| !c.negated) {
        let text = claims.iter().filter(|c| !inside(c));
        let Some(about) = fact(headline).or_else(|| about_the_only_one(headline, text)) else { continue };
        // What held in another year says nothing of this one.
        let now = |c: &&Claim| c.period.overlaps(&headline.period);
        let same = |c: &&Claim| !inside(c) && c.status == headline.status && fact(c) == Some(about) && now(c);
        let body: Vec<&Claim> = claims.iter().filter(same).collect();
        let Some(first) = body.first() else { continue };
        let (Some(h), Some(b)) = (figure(headline), figure(first)) else { continue };
        let softer = |c: &&&Claim| c.certainty == Certainty::Hedged || c.negated;
        let above = body.iter().all(|c| figure(c).is_some_and(|b| lies_above(h, b)))
            && !is_borne_out(article, h, |span| title.start <= span.start && span.end <= title.end);
        let firmer = headline.certainty == Certainty::Asserted
            && headline.speaker.is_none()
            && body.iter().all(|c| softer(&c) && figure(c).is_some_and(|b| agree(h, b)));
        if above || firmer {
            let kind =
                ObservationKind::Overstates { headline: h.clone(), body: b.clone(), certainty: !above };
            let places = std::iter::once(headline).chain(body).map(|c| c.place.clone()).collect();
            out.push((kind, places));
        }
    }
    out
}

/// What a headline is about that leaves open whose figure it gives, where the text gives such figures of one subject
/// alone: `Kabinet trekt 350 miljoen euro uit voor Oekraïne`.
fn about_the_only_one<'c>(headline: &'c Claim, text: impl Iterator<Item = &'c Claim>) -> Option<Fact<'c>> {
    let nobody = headline.subject.is_none() || headline.grounds.guess_subject();
    let open = nobody && headline.scope.values().all(Option::is_some);
    let mut subjects = text.filter(|c| c.metric == headline.metric).map(|c| c.subject.as_deref());
    let only = subjects.next().flatten().filter(|_| open)?;
    subjects.all(|other| other == Some(only)).then_some((&*headline.metric, only, &headline.scope))
}

/// Whether the article gives the same figure elsewhere than where `inside` holds, whatever it says of it there: what is
/// told in another sense, or not understood, may be all that the headline sums up.
fn is_borne_out(article: &Article<'_>, headline: &Figure, inside: impl Fn(SourceSpan) -> bool) -> bool {
    article.mentions.iter().any(|mention| {
        let same = |f: &Figure| f.quantity == headline.quantity && agree(f, headline);
        matches!(&mention.value, MentionValue::Figure(figure) if same(figure))
            && !inside(article.document.to_source(mention.span))
    })
}

fn figure(claim: &Claim) -> Option<&Figure> {
    match &claim.value {
        ClaimValue::Figure(f) => Some(&f.figure),
        ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
    }
}

fn agree(a: &Figure, b: &Figure) -> bool {
    a.unit == b.unit
        && matches!(
            a.interval(Rounding::Rounded).relation(&b.interval(Rounding::Rounded)),
            Relation::Within | Relation::Overlaps
        )
}

fn lies_above(a: &Figure, b: &Figure) -> bool {
    let (a_interval, b_interval) = (a.interval(Rounding::Rounded), b.interval(Rounding::Rounded));
    a.unit == b.unit
        && a.quantity == b.quantity
        && a_interval.relation(&b_interval) == Relation::Disjoint
        && a_interval.low.at.zip(b_interval.high.at).is_some_and(|(low, high)| low >= high)
}
