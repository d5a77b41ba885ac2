//! Laws of judging: order does not matter, one wrong figure is one finding, a row of changes is one chain.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use klopt::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Grounds, Place, Publication, Status};
use klopt::engine::subjects;
use klopt::graph::{Reading, readings};
use klopt::judge::{VerdictKind, judge};
use klopt::rules::{Behaviour, Policy};
use klopt::text::SourceSpan;
use klopt::value::{Date, Decimal, Figure, Period, Quantity, Rounding};
use proptest::prelude::*;

const BEHAVIOURS: [Behaviour; 5] =
    [Behaviour::State, Behaviour::Period, Behaviour::Event, Behaviour::Cumulative, Behaviour::Forecast];

/// A statement: the day since 1 January 2020, the number, the family, the speaker, whether it is marked as new.
#[derive(Debug, Clone)]
struct Said(i64, i64, u64, Option<&'static str>, bool);

fn day(n: i64) -> Date {
    jiff::civil::date(2020, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap()
}

fn claim(number: usize, said: &Said) -> Claim {
    let id: Arc<str> = format!("a{number:05}").into();
    let published = Period::day(day(said.0));
    let figure = Figure::bare(Quantity::Number, said.1.into(), Decimal::ONE);
    let value = ClaimFigure { figure, of: None, due: None, converted: Vec::new(), counts: true };
    Claim {
        id: format!("c{number:05}").into(),
        publication: Arc::new(Publication {
            id: id.clone(),
            called: None,
            path: id,
            title: None,
            source: None,
            published: Some(published),
            family: said.2,
            language: "nl".into(),
            corrects: Vec::new(),
            retracts: Vec::new(),
        }),
        metric: "m".into(),
        subject: Some("nato".into()),
        scope: BTreeMap::new(),
        value: ClaimValue::Figure(value),
        status: Status::Actual,
        speaker: said.3.map(Into::into),
        certainty: Certainty::Asserted,
        negated: false,
        taken_back: false,
        marked_new: said.4,
        apart: false,
        grounds: Grounds::default(),
        yardstick: false,
        period: Period::year(2020).unwrap(),
        place: Place {
            span: SourceSpan::new(0, 1),
            line: 1,
            column: 1,
            quote: said.1.to_string().into(),
            sentence: SourceSpan::new(0, 1),
            title: None,
        },
        change: None,
        pattern: "m/nl/1".into(),
    }
}

fn policy(behaviour: Behaviour) -> Policy {
    Policy {
        metric: "m".into(),
        title: BTreeMap::new(),
        status: Status::Actual,
        behaviour,
        settles: 30,
        lapses: 548,
        recurs: false,
        adds: false,
        event: None,
        rounding: Rounding::Exact,
        grows: false,
        assume: BTreeMap::new(),
        plausible: None,
    }
}

/// A verdict as a reader sees it: its word, the claims that it is about and those that it cites, and whether it is a tie.
type Told = (VerdictKind, Vec<String>, Vec<String>, bool);

fn judged(said: &[Said], order: &[usize], behaviour: Behaviour) -> (Vec<Reading>, Vec<Told>) {
    let claims: Vec<Claim> = said
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let mut claim = claim(i, s);
            if matches!(behaviour, Behaviour::Cumulative | Behaviour::State) {
                claim.period = Period::since(day(s.0));
            }
            claim
        })
        .collect();
    let members: Vec<(usize, bool)> = order.iter().map(|i| (*i, false)).collect();
    let policy = policy(behaviour);
    let (all, members) = readings(&claims, &members, &policy);
    let told = judge(&all, &policy, day(4000)).into_iter().map(|v| {
        let about = subjects(&v, &all[v.reading], &members[v.reading]);
        let about = about.iter().map(|m| m.evidence.claim.to_string()).collect();
        (v.kind, about, v.against.iter().map(|e| e.claim.to_string()).collect(), v.tie)
    });
    let told: Vec<Told> = told.collect();
    (all, told)
}

/// What amounts to more than agreement.
fn amiss(said: &[Said], behaviour: Behaviour) -> Vec<Told> {
    let order: Vec<usize> = (0..said.len()).collect();
    let quiet = [VerdictKind::Confirms, VerdictKind::Compatible];
    judged(said, &order, behaviour).1.into_iter().filter(|(kind, ..)| !quiet.contains(kind)).collect()
}

#[test]
fn one_wrong_among_forty_is_one_finding_that_cites_the_others() {
    for behaviour in [Behaviour::State, Behaviour::Period, Behaviour::Event, Behaviour::Cumulative] {
        for wrong in [0, 20, 40] {
            let said: Vec<Said> =
                (0..41).map(|i| Said(i, if i == wrong { 38 } else { 32 }, i as u64, None, false)).collect();
            let told = amiss(&said, behaviour);
            let about = told.iter().filter(|t| t.0 != VerdictKind::Changes);
            let about: Vec<&Told> = about.collect();
            let last_of_a_total = behaviour == Behaviour::Cumulative && wrong == 40;
            assert_eq!(about.len(), usize::from(!last_of_a_total), "{behaviour:?} {wrong}: {told:?}");
            for (kind, claims, against, tie) in about {
                assert_eq!(*kind, VerdictKind::Conflicts, "{behaviour:?} {wrong}");
                assert_eq!(claims, &[format!("c{wrong:05}")]);
                assert!(!against.is_empty() && !against.contains(&claims[0]) && !tie);
            }
        }
    }
}

#[test]
fn twenty_against_twenty_is_one_finding_that_calls_neither_wrong() {
    for behaviour in [Behaviour::State, Behaviour::Period, Behaviour::Event] {
        let said: Vec<Said> =
            (0..40).map(|i| Said(i % 20, if i % 2 == 0 { 32 } else { 38 }, i as u64, None, false)).collect();
        let told = amiss(&said, behaviour);
        assert_eq!(told.len(), 1, "{behaviour:?}: {told:?}");
        let (kind, claims, against, tie) = &told[0];
        assert_eq!((*kind, claims.len(), *tie), (VerdictKind::Conflicts, 1, true), "{behaviour:?}");
        assert!(!against.is_empty());
    }
}

#[test]
fn forty_values_in_time_order_are_one_chain() {
    let said: Vec<Said> = (0..40).map(|i| Said(i * 60, 10 + i, i as u64, None, true)).collect();
    for behaviour in [Behaviour::State, Behaviour::Cumulative] {
        let told = amiss(&said, behaviour);
        assert_eq!(told.len(), 39, "{behaviour:?}");
        for (i, (kind, claims, against, _)) in told.iter().enumerate() {
            assert_eq!(*kind, VerdictKind::Changes);
            assert_eq!((claims, against), (&vec![format!("c{:05}", i + 1)], &vec![format!("c{i:05}")]));
        }
    }
    // Where nothing marks them as new, each is held against the one before it.
    let unmarked: Vec<Said> = said.iter().map(|s| Said(s.0, s.1, s.2, s.3, false)).collect();
    let told = amiss(&unmarked, Behaviour::State);
    assert_eq!(told.len(), 39);
    assert!(told.iter().all(|t| t.0 == VerdictKind::Unexpected && t.2.len() == 1));
}

#[test]
fn what_many_give_years_later_says_nothing_of_before() {
    // One gives the new value early, one the old value late, and from the next year on all give the new one.
    let days = [(0, 28), (300, 28), (800, 28), (1100, 28), (1101, 28), (1110, 29), (1134, 28)];
    let later = (0..10).map(|i| (1400 + i * 10, 29));
    let said: Vec<Said> =
        days.into_iter().chain(later).zip(0..).map(|((day, v), i)| Said(day, v, i, None, false)).collect();
    let told = amiss(&said, Behaviour::State);
    let about = told.iter().filter(|t| t.0 != VerdictKind::Changes).flat_map(|t| &t.1);
    assert!(about.clone().all(|claim| claim.as_str() >= "c00005"), "{told:?}");
    assert!(told.iter().any(|t| t.0 == VerdictKind::Changes && t.1 == ["c00007"]), "{told:?}");
}

#[test]
fn copies_of_one_text_count_once() {
    // Forty copies of an agency's text do not outvote two articles.
    let mut said: Vec<Said> = (0..40).map(|i| Said(i % 5, 38, 7, None, false)).collect();
    said.push(Said(1, 32, 1, None, false));
    said.push(Said(2, 32, 2, None, false));
    let told = amiss(&said, Behaviour::Event);
    let wrong: BTreeSet<&str> = told.iter().flat_map(|t| &t.1).map(String::as_str).collect();
    assert!(told.iter().all(|t| t.0 == VerdictKind::Conflicts));
    assert!(!wrong.contains("c00040") && !wrong.contains("c00041") && wrong.contains("c00000"));
}

#[test]
fn two_who_are_not_named_are_not_one_speaker() {
    let told = |a, b| amiss(&[Said(0, 32, 1, a, false), Said(3, 38, 2, b, false)], Behaviour::Event);
    let kind = |a, b| told(a, b).iter().map(|t| t.0).collect::<Vec<_>>();
    assert_eq!(kind(Some("unnamed"), Some("unnamed")), [VerdictKind::Disputes]);
    assert_eq!(kind(Some("mark-rutte"), Some("mark-rutte")), [VerdictKind::Conflicts]);
    assert_eq!(kind(Some("mark-rutte"), None), [VerdictKind::Disputes]);
    assert_eq!(kind(None, None), [VerdictKind::Conflicts]);
}

#[test]
fn a_total_that_falls_is_the_outlier() {
    let values = |values: &[i64]| -> Vec<Said> {
        values.iter().enumerate().map(|(i, v)| Said(i as i64 * 10, *v, i as u64, None, false)).collect()
    };
    let wrong = |v: &[i64]| -> Vec<(VerdictKind, String)> {
        let told = amiss(&values(v), Behaviour::Cumulative);
        told.into_iter().filter(|t| t.0 != VerdictKind::Changes).map(|t| (t.0, t.1[0].clone())).collect()
    };
    assert_eq!(wrong(&[10, 20, 30, 40]), []);
    assert_eq!(wrong(&[10, 20, 15, 40]), [(VerdictKind::Decreases, "c00002".to_owned())]);
    assert_eq!(wrong(&[10, 90, 20, 40]), [(VerdictKind::Conflicts, "c00001".to_owned())]);
}

fn said() -> impl Strategy<Value = Said> {
    let speaker = prop_oneof![3 => Just(None), 1 => Just(Some("mark-rutte")), 1 => Just(Some("unnamed"))];
    (0i64..400, 28i64..34, 0u64..12, speaker, any::<bool>())
        .prop_map(|(day, value, family, speaker, marked)| Said(day, value, family, speaker, marked))
}

proptest! {
    #[test]
    fn the_order_of_claims_changes_nothing(
        (said, order) in prop::collection::vec(said(), 1..80)
            .prop_flat_map(|all| {
                let order: Vec<usize> = (0..all.len()).collect();
                (Just(all), Just(order).prop_shuffle())
            })
    ) {
        let straight: Vec<usize> = (0..said.len()).collect();
        for behaviour in BEHAVIOURS {
            prop_assert_eq!(judged(&said, &straight, behaviour), judged(&said, &order, behaviour));
        }
    }

    #[test]
    fn readings_of_parts_merge_into_those_of_the_whole(
        said in prop::collection::vec(said(), 1..300), cut in 0usize..300
    ) {
        let cut = cut.min(said.len());
        let of = |range: std::ops::Range<usize>| judged(&said, &range.collect::<Vec<_>>(), Behaviour::State).0;
        let mut merged: BTreeMap<_, Reading> = BTreeMap::new();
        for reading in of(0..cut).into_iter().chain(of(cut..said.len())) {
            match merged.get_mut(&reading.key) {
                Some(old) => old.timeline.merge(&reading.timeline),
                None => { merged.insert(reading.key.clone(), reading); }
            }
        }
        prop_assert_eq!(merged.into_values().collect::<Vec<_>>(), of(0..said.len()));
    }

    #[test]
    fn a_reading_comes_back_as_it_was(said in prop::collection::vec(said(), 1..40)) {
        let order: Vec<usize> = (0..said.len()).collect();
        for reading in judged(&said, &order, Behaviour::State).0 {
            let bytes = postcard::to_stdvec(&reading).unwrap();
            prop_assert_eq!(&postcard::from_bytes::<Reading>(&bytes).unwrap(), &reading);
            let json = serde_json::to_string(&reading).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Reading>(&json).unwrap(), &reading);
        }
    }
}
