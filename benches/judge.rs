//! Judging a fact of n claims: readings, and verdicts on them. The time per claim may grow with log n and no more.

#![allow(missing_docs, clippy::unwrap_used, clippy::cast_possible_truncation, reason = "a benchmark")]

use std::collections::BTreeMap;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use klopt::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Grounds, Place, Publication, Status};
use klopt::graph::readings;
use klopt::judge::judge;
use klopt::rules::{Behaviour, Policy};
use klopt::text::SourceSpan;
use klopt::value::{Date, Decimal, Figure, Period, Quantity, Rounding};

const SIZES: [usize; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

fn day(n: usize) -> Date {
    jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(i64::try_from(n).unwrap())).unwrap()
}

/// `n` claims over 25 years, each of another article; `values` different numbers that rise with time. `said`: each by
/// another speaker.
fn claims(n: usize, values: usize, said: bool) -> Vec<Claim> {
    let of = |i: usize| {
        let id: Arc<str> = i.to_string().into();
        let number = Decimal::from(1000 + i * values / n);
        let figure = Figure::bare(Quantity::Number, number, Decimal::ONE);
        let value = ClaimFigure { figure, of: None, due: None, converted: Vec::new(), counts: true };
        let publication = Publication {
            id: id.clone(),
            called: None,
            path: id.clone(),
            title: None,
            source: None,
            published: Some(Period::day(day(i * 9_000 / n))),
            family: i as u64,
            language: "nl".into(),
            corrects: Vec::new(),
            retracts: Vec::new(),
        };
        let span = SourceSpan::new(0, 1);
        Claim {
            id: id.clone(),
            publication: Arc::new(publication),
            metric: "m".into(),
            subject: Some("nato".into()),
            scope: BTreeMap::new(),
            value: ClaimValue::Figure(value),
            status: Status::Actual,
            speaker: said.then(|| id.clone()),
            certainty: Certainty::Asserted,
            negated: false,
            taken_back: false,
            marked_new: i.is_multiple_of(3),
            apart: false,
            yardstick: false,
            grounds: Grounds::default(),
            period: Period::year(2020).unwrap(),
            place: Place { span, line: 1, column: 1, quote: id, sentence: span, title: None },
            change: None,
            pattern: "m/nl/1".into(),
        }
    };
    (0..n).map(of).collect()
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

fn run(bencher: Bencher<'_, '_>, n: usize, values: usize, behaviour: Behaviour) {
    judged(bencher, &claims(n, values, false), behaviour);
}

fn judged(bencher: Bencher<'_, '_>, claims: &[Claim], behaviour: Behaviour) {
    let n = claims.len();
    let members: Vec<(usize, bool)> = (0..n).map(|i| (i, false)).collect();
    let policy = policy(behaviour);
    bencher.counter(ItemsCount::new(n)).bench_local(|| {
        let (all, members) = readings(claims, &members, &policy);
        (judge(&all, &policy, day(9_000)).len(), members.len())
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn state_few_values(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, 10, Behaviour::State);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn state_every_value_another(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, n, Behaviour::State);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn event_every_value_another(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, n, Behaviour::Event);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn total_every_value_another(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, n, Behaviour::Cumulative);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn forecast_every_value_another(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, n, Behaviour::Forecast);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn period_every_value_another(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, n, Behaviour::Period);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn state_every_speaker_another(bencher: Bencher<'_, '_>, n: usize) {
    judged(bencher, &claims(n, 10, true), Behaviour::State);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn forecast_every_speaker_another(bencher: Bencher<'_, '_>, n: usize) {
    judged(bencher, &claims(n, n, true), Behaviour::Forecast);
}
