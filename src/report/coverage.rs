//! What no metric claimed, by shape.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::crop::{self, Mark};
use super::places::PlaceJson;
use super::{Layout, Words};
use crate::claim::{Coverage, Missed};

/// The least room for a sentence.
const ROOM: usize = 24;

/// The figures with one shape, in the order of the articles.
struct Shape<'a> {
    shape: &'a str,
    kind: &'a str,
    places: Vec<(&'a str, &'a Missed)>,
}

/// The shapes, the most frequent first.
fn shapes(articles: &[Coverage]) -> Vec<Shape<'_>> {
    let mut by_shape: BTreeMap<&str, Shape<'_>> = BTreeMap::new();
    for article in articles {
        for missed in &article.missed {
            let new = || Shape { shape: &missed.shape, kind: &missed.kind, places: Vec::new() };
            let shape = by_shape.entry(&missed.shape).or_insert_with(new);
            shape.places.push((&article.publication.path, missed));
        }
    }
    let mut all: Vec<Shape<'_>> = by_shape.into_values().collect();
    all.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then(a.shape.cmp(b.shape)));
    all
}

/// How many figures there are, and how many of them are claimed.
fn counts(articles: &[Coverage]) -> (usize, usize) {
    let claimed = articles.iter().map(|a| a.claimed).sum();
    let missed: usize = articles.iter().map(|a| a.missed.len()).sum();
    (claimed + missed, claimed)
}

/// Writes the shapes of what no metric claimed, the most frequent first, with `examples` sentences each.
///
/// # Errors
/// Fails where `out` does.
pub fn write_coverage(
    out: &mut dyn io::Write,
    articles: &[Coverage],
    examples: usize,
    (words, layout): (Words, Layout),
) -> io::Result<()> {
    let (all, claimed) = counts(articles);
    writeln!(out, "{}", words.claimed_of(articles.len(), claimed, all))?;
    for shape in shapes(articles) {
        writeln!(out)?;
        let heading = format!("{:>4}  {}", shape.places.len(), shape.shape);
        writeln!(out, "{}", crop::head(&heading, layout.columns()))?;
        for (path, missed) in shape.places.iter().take(examples) {
            let place = format!("      {path}:{}:{}  ", missed.place.line, missed.place.column);
            let room = layout.columns().saturating_sub(crop::width(&place)).max(ROOM);
            writeln!(out, "{place}{}", around(missed, room))?;
        }
    }
    Ok(())
}

/// The piece of the sentence around the figure.
fn around(missed: &Missed, room: usize) -> String {
    let range = missed.within.start..missed.within.end;
    crop::crop(&missed.sentence, &[Mark { range, label: 0 }], room).text
}

#[derive(Serialize)]
struct CoverageJson<'a> {
    articles: usize,
    figures: usize,
    claimed: usize,
    shapes: Vec<ShapeJson<'a>>,
}

#[derive(Serialize)]
struct ShapeJson<'a> {
    shape: &'a str,
    kind: &'a str,
    count: usize,
    places: Vec<MissedJson<'a>>,
}

#[derive(Serialize)]
struct MissedJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    sentence: &'a str,
}

impl<'a> MissedJson<'a> {
    fn new(path: &'a str, missed: &'a Missed) -> Self {
        Self { place: PlaceJson::new(path, &missed.place), sentence: &missed.sentence }
    }
}

/// Writes the same as one JSON object, every place included.
///
/// # Errors
/// Fails where `out` does.
pub fn write_coverage_json(out: &mut dyn io::Write, articles: &[Coverage]) -> io::Result<()> {
    let (figures, claimed) = counts(articles);
    let shapes = shapes(articles);
    let shapes = shapes.iter().map(|shape| ShapeJson {
        shape: shape.shape,
        kind: shape.kind,
        count: shape.places.len(),
        places: shape.places.iter().map(|(path, missed)| MissedJson::new(path, missed)).collect(),
    });
    let report = CoverageJson { articles: articles.len(), figures, claimed, shapes: shapes.collect() };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
