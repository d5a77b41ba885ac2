//! Claims and observations survive being written down: in a compact form and as JSON.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has to fail")]

use std::sync::Arc;

use klopt::claim::{
    Certainty, Claim, ClaimFigure, ClaimValue, Delta, Grounds, Observation, ObservationKind, Place,
    Publication, Status,
};
use klopt::text::SourceSpan;
use klopt::value::{Date, Decimal, Duration, DurationUnit, Figure, Grain, Hedge, Period, Quantity};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn word() -> impl Strategy<Value = Arc<str>> {
    any::<String>().prop_map(Arc::from)
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0u32..=28).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn date() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn period() -> impl Strategy<Value = Period> {
    use Grain::{Century, Day, Decade, Month, Quarter, Week, Year};
    let grain = prop::sample::select(vec![Day, Week, Month, Quarter, Year, Decade, Century]);
    (of(date()), of(date()), grain).prop_map(|(from, to, grain)| Period { from, to, grain })
}

fn hedge() -> impl Strategy<Value = Hedge> {
    use Hedge::{About, AtLeast, AtMost, Circa, Exact, LessThan, MoreThan, Over, Range, Under, Vague};
    prop::sample::select(vec![
        Exact, About, Circa, Over, Under, MoreThan, LessThan, AtLeast, AtMost, Range, Vague,
    ])
}

fn figure() -> impl Strategy<Value = Figure> {
    use Quantity::{Factor, Measure, Money, Number, Ordinal, Percent, PercentagePoint};
    let quantity =
        prop::sample::select(vec![Number, Ordinal, Percent, PercentagePoint, Money, Measure, Factor]);
    let ends = (of(decimal()), of(decimal()), of(decimal()), decimal());
    let unit = of(any::<String>());
    (quantity, ends, any::<[bool; 5]>(), hedge(), unit).prop_map(
        |(quantity, (nominal, low, high, precision), flags, hedge, unit)| {
            let [low_open, high_open, low_soft, high_soft, assumed] = flags;
            Figure {
                nominal,
                low,
                high,
                low_open,
                high_open,
                low_soft,
                high_soft,
                hedge,
                unit,
                assumed,
                ..Figure::bare(quantity, Decimal::ZERO, precision)
            }
        },
    )
}

fn duration() -> impl Strategy<Value = Duration> {
    use DurationUnit::{Day, Hour, Minute, Month, Second, Week, Year};
    let unit = || prop::sample::select(vec![Year, Month, Week, Day, Hour, Minute, Second]);
    (vec((unit(), decimal()), 0..3), unit(), of(decimal()), of(decimal()), hedge())
        .prop_map(|(parts, unit, low, high, hedge)| Duration { parts, unit, low, high, hedge })
}

fn value() -> impl Strategy<Value = ClaimValue> {
    let claimed = (figure(), of(any::<String>()), of(period()), vec(figure(), 0..3), any::<bool>());
    prop_oneof![
        claimed.prop_map(|(figure, of, due, converted, counts)| {
            ClaimValue::Figure(ClaimFigure { figure, of, due, converted, counts })
        }),
        period().prop_map(ClaimValue::Date),
        duration().prop_map(ClaimValue::Duration),
    ]
}

fn publication() -> impl Strategy<Value = Publication> {
    let others = (vec(word(), 0..2), vec(word(), 0..2));
    (word(), word(), of(word()), of(word()), of(period()), any::<u64>(), word(), others).prop_map(
        |(id, path, title, source, published, family, language, (corrects, retracts))| Publication {
            id,
            called: None,
            path,
            title,
            source,
            published,
            family,
            language,
            corrects,
            retracts,
        },
    )
}

fn span() -> impl Strategy<Value = SourceSpan> {
    any::<(usize, usize)>().prop_map(|(start, end)| SourceSpan::new(start, end))
}

fn place() -> impl Strategy<Value = Place> {
    (span(), any::<(usize, usize)>(), word(), span()).prop_map(|(span, (line, column), quote, sentence)| {
        Place { span, line, column, quote, sentence, title: None }
    })
}

fn status() -> impl Strategy<Value = Status> {
    use Status::{Actual, Forecast, Pledged, Previous, Proposed, Target};
    prop::sample::select(vec![Actual, Target, Proposed, Pledged, Previous, Forecast])
}

fn claim() -> impl Strategy<Value = Claim> {
    let about = (word(), publication(), word(), of(word()), btree_map(word(), of(word()), 0..4));
    let sense = (value(), status(), of(word()), any::<[bool; 4]>(), period());
    (about, sense, place(), word(), of(word())).prop_map(|(about, sense, place, pattern, tied)| {
        let (id, publication, metric, subject, scope) = about;
        let (value, status, speaker, [hedged, negated, taken_back, marked_new], period) = sense;
        let certainty = if hedged { Certainty::Hedged } else { Certainty::Asserted };
        let publication = Arc::new(publication);
        Claim {
            id,
            publication,
            metric,
            subject,
            scope,
            value,
            status,
            speaker,
            certainty,
            negated,
            taken_back,
            marked_new,
            apart: false,
            yardstick: false,
            grounds: Grounds::default(),
            period,
            place,
            change: tied.map(|id| Delta { from: Some(id.clone()), to: None, by: Some(id) }),
            pattern,
        }
    })
}

fn observation() -> impl Strategy<Value = Observation> {
    let kind = prop_oneof![
        (1i8..=7, date(), 1i8..=7).prop_map(|(written, date, actual)| ObservationKind::Weekday {
            written,
            date,
            actual
        }),
        Just(ObservationKind::Impossible),
        Just(ObservationKind::Undated),
        (date(), any::<bool>()).prop_map(|(day, over)| ObservationKind::Tense { day, over }),
        (figure(), figure()).prop_map(|(figure, other)| ObservationKind::UnitSlip { figure, other }),
        (vec(figure(), 0..3), figure(), figure()).prop_map(|(parts, total, sum)| ObservationKind::Sum {
            parts,
            total,
            sum
        }),
    ];
    let related = vec(place(), 0..3);
    (kind, publication(), of(place()), related).prop_map(|(kind, publication, place, related)| Observation {
        kind,
        publication: Arc::new(publication),
        place,
        related,
    })
}

/// Writes and reads `it`, in both forms.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(it: &T) {
    let bytes = postcard::to_stdvec(it).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), it);
    let json = serde_json::to_string(it).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), it);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_claim_comes_back_as_it_was(claim in claim()) {
        comes_back(&claim);
        if let Some(key) = claim.fact() {
            comes_back(&key);
        }
    }

    #[test]
    fn an_observation_comes_back_as_it_was(observation in observation()) {
        comes_back(&observation);
    }
}
