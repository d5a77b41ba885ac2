//! The chart of a fact as SVG: time across, values up. No script and nothing from outside; colours come from
//! the page's style, and from a style of its own where the chart stands alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use maud::{Markup, PreEscaped, html};

use super::super::Words;
use super::{Audit, Axis, FactAudit, Row, Weight};
use crate::claim::day_number;
use crate::value::{Date, Decimal, Printer};

/// The size of a chart in its own units.
const WIDTH: i64 = 880;
const HEIGHT: i64 = 260;
/// What is left free around the drawing: left, right, top, bottom.
const FREE: (i64, i64, i64, i64) = (96, 24, 16, 34);
/// How many voices have a colour of their own; more share the last.
const VOICES: usize = 6;
/// Days before and after the first and last, so that a chart of one day has a width.
const MARGIN_DAYS: i64 = 15;

/// Writes the charts of the audit's facts as one SVG file.
///
/// # Errors
/// Fails where `out` does.
pub fn write_audit_svg(out: &mut dyn io::Write, audit: &Audit, words: Words) -> io::Result<()> {
    let charts: Vec<(&FactAudit, &Axis)> =
        audit.facts.iter().flat_map(|f| f.axes().into_iter().map(move |a| (f, a))).collect();
    let each = HEIGHT + 40;
    let height = each * i64::try_from(charts.len().max(1)).unwrap_or(1);
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(height)
            viewBox={ "0 0 " (WIDTH) " " (height) } font-family="system-ui, sans-serif" {
            title { (words.audit()) }
            desc {
                @for (name, value) in super::html::basis_lines(&audit.basis, words) { (name) ": " (value) "\n" }
            }
            style { (PreEscaped(CHART_STYLE)) }
            rect width="100%" height="100%" class="ground" {}
            @if charts.is_empty() {
                text x="20" y="40" class="label" { (words.no_facts()) }
            }
            @for (number, (fact, axis)) in charts.iter().enumerate() {
                g transform={ "translate(0 " (each * i64::try_from(number).unwrap_or(0)) ")" } {
                    text x="20" y="26" class="name" { (fact.fact.name) " (" (words.axis(axis)) ")" }
                    g transform="translate(0 36)" { (drawing(fact, axis, words, None)) }
                }
            }
        }
    };
    writeln!(out, "{}", page.into_string())
}

/// The chart of one axis of a fact for a page; points lead to the sentences `sentence(row)`.
pub(super) fn chart(
    fact: &FactAudit,
    axis: &Axis,
    words: Words,
    sentence: &dyn Fn(usize) -> Option<String>,
) -> Markup {
    let label = format!("{} ({})", fact.fact.name, words.axis(axis));
    html! {
        svg.chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(label) {
            (drawing(fact, axis, words, Some(sentence)))
        }
    }
}

/// The voices of a fact in the order in which they turn up, the newsroom first.
pub(super) fn voices(fact: &FactAudit) -> Vec<Option<&str>> {
    let mut seen = BTreeSet::new();
    let mut out = vec![None];
    for row in fact.rows.iter().filter(|r| r.speaker.is_some()) {
        if seen.insert(row.speaker.as_deref()) {
            out.push(row.speaker.as_deref());
        }
    }
    out
}

/// The class of a voice's colour.
pub(super) fn voice_class(voices: &[Option<&str>], speaker: Option<&str>) -> String {
    let at = voices.iter().position(|v| *v == speaker).unwrap_or(0);
    format!("v{}", at.min(VOICES))
}

/// Where days and values lie on the drawing.
struct Scale {
    first: i64,
    days: i64,
    low: Decimal,
    span: Decimal,
}

impl Scale {
    /// The scale that has room for the rows; none if none of them has a day and a value.
    fn of(rows: &[(usize, &Row)]) -> Option<Self> {
        let days = rows.iter().filter_map(|(_, r)| r.days).flat_map(|(a, b)| [day(a), day(b)]);
        let days: Vec<i64> = days.collect();
        let (first, last) = (days.iter().min()? - MARGIN_DAYS, days.iter().max()? + MARGIN_DAYS);
        let ends = rows.iter().flat_map(|(_, r)| [r.interval.low.at, r.interval.high.at, r.nominal]);
        let values: Vec<Decimal> = ends.flatten().collect();
        let (low, high) = (*values.iter().min()?, *values.iter().max()?);
        let span = high.saturating_sub(low);
        let pad = if span.is_zero() {
            (low.abs() / Decimal::TEN).max(Decimal::ONE)
        } else {
            span / Decimal::from(12)
        };
        let low = low.saturating_sub(pad);
        Some(Self { first, days: last - first, low, span: high.saturating_add(pad).saturating_sub(low) })
    }

    fn x(&self, date: Date) -> i64 {
        FREE.0 + (day(date) - self.first) * (WIDTH - FREE.0 - FREE.1) / self.days.max(1)
    }

    fn y(&self, value: Decimal) -> i64 {
        let room = Decimal::from(HEIGHT - FREE.2 - FREE.3);
        let up = value.saturating_sub(self.low).checked_div(self.span).unwrap_or_default() * room;
        HEIGHT - FREE.3 - i64::try_from(up.round()).unwrap_or(0).clamp(-4, HEIGHT)
    }
}

fn day(date: Date) -> i64 {
    i64::try_from(day_number(date)).unwrap_or(0)
}

type Target<'a> = Option<&'a dyn Fn(usize) -> Option<String>>;

fn drawing(fact: &FactAudit, axis: &Axis, words: Words, to: Target<'_>) -> Markup {
    let rows: Vec<(usize, &Row)> = fact.rows.iter().enumerate().filter(|(_, r)| r.axis == *axis).collect();
    let Some(scale) = Scale::of(&rows) else { return html! {} };
    let voices = voices(fact);
    html! {
        (grid(&scale, axis, words))
        @if let Some(path) = steps(&scale, &rows) { path.held d=(path) {} }
        @for (number, row) in &rows {
            @if let Some((from, until)) = row.days {
                @let x = scale.x(from);
                @let class = format!("point {} {}", voice_class(&voices, row.speaker.as_deref()), weight_class(row));
                @match to.and_then(|to| to(*number)) {
                    Some(target) => a class=(class) href={ "#" (target) } { (point(&scale, row, x, until, words)) },
                    None => g class=(class) { (point(&scale, row, x, until, words)) },
                }
            }
        }
    }
}

/// The class of a row's weight.
pub(super) fn weight_class(row: &Row) -> &'static str {
    match row.weight() {
        Weight::Calm => "calm",
        Weight::Change => "change",
        Weight::Note => "note",
        Weight::Stale => "stale",
        Weight::Wrong => "wrong",
    }
}

/// A value: its interval as a bar, dashed where an end may give way, an arrow where it has no end, and its
/// number as a mark whose form tells the newsroom from a speaker.
fn point(scale: &Scale, row: &Row, x: i64, until: Date, words: Words) -> Markup {
    let (low, high) = (row.interval.low.at.map(|v| scale.y(v)), row.interval.high.at.map(|v| scale.y(v)));
    let (top, bottom) = (high.unwrap_or(FREE.2), low.unwrap_or(HEIGHT - FREE.3));
    let middle = row.nominal.map_or(i64::midpoint(top, bottom), |v| scale.y(v));
    let last = scale.x(until);
    let hollow = row.is_hedged() || row.nominal.is_none();
    html! {
        title { (tip(row, words)) }
        @if bottom - top > 2 {
            path.bar.soft[row.is_hedged()] d={ "M" (x) " " (top) "V" (bottom) } {}
        }
        @if high.is_none() { path.end d={ "M" (x - 4) " " (top + 6) "L" (x) " " (top) "L" (x + 4) " " (top + 6) } {} }
        @if low.is_none() {
            path.end d={ "M" (x - 4) " " (bottom - 6) "L" (x) " " (bottom) "L" (x + 4) " " (bottom - 6) } {}
        }
        @if last - x > 3 { path.stretch d={ "M" (x) " " (middle) "H" (last) } {} }
        @if matches!(row.weight(), Weight::Wrong | Weight::Stale) { circle.ring cx=(x) cy=(middle) r="9" {} }
        @if row.speaker.is_some() {
            path.dot.hollow[hollow] d={ "M" (x) " " (middle - 6) "l6 6l-6 6l-6 -6z" } {}
        } @else {
            circle.dot.hollow[hollow] cx=(x) cy=(middle) r="4.5" {}
        }
        @if row.negated { path.end d={ "M" (x - 7) " " (middle + 7) "l14 -14" } {} }
    }
}

/// What a point says when it is pointed at.
fn tip(row: &Row, words: Words) -> String {
    let day = row.days.map_or(String::new(), |(first, last)| {
        if first == last { format!("{first}: ") } else { format!("{first} – {last}: ") }
    });
    let mut out = format!("{day}{} ({})", row.value, words.sense(row.status));
    let _ = write!(out, " · {}", row.speaker.as_deref().unwrap_or_else(|| words.own_voice()));
    for mark in &row.marks {
        let _ = write!(out, " · {}", words.mark(mark));
    }
    out
}

/// The line of what held: from each value that took over until the next.
fn steps(scale: &Scale, rows: &[(usize, &Row)]) -> Option<String> {
    let mut path = String::new();
    let mut last = None;
    let calm = |r: &Row| r.weight() <= Weight::Change && r.speaker.is_none() && !r.negated;
    let dated = rows.iter().filter(|(_, r)| calm(r)).filter_map(|(_, r)| Some((r, r.days?, r.nominal?)));
    for (row, (from, until), value) in dated {
        let (x, y) = (scale.x(from), scale.y(value));
        match last {
            None => {
                let _ = write!(path, "M{x} {y}");
            }
            Some(_) if row.weight() == Weight::Change => {
                let _ = write!(path, "H{x}V{y}");
            }
            Some(_) => {}
        }
        last = Some(scale.x(until));
    }
    // The line ends with the last that was printed.
    let end = last?;
    let _ = write!(path, "H{end}");
    Some(path)
}

fn grid(scale: &Scale, axis: &Axis, words: Words) -> Markup {
    let (right, bottom) = (WIDTH - FREE.1, HEIGHT - FREE.3);
    html! {
        @for value in ticks(scale) {
            @let y = scale.y(value);
            path.grid d={ "M" (FREE.0) " " (y) "H" (right) } {}
            text.tick x=(FREE.0 - 8) y=(y + 4) text-anchor="end" { (number(value, axis, words)) }
        }
        @for (x, label) in time_ticks(scale) {
            path.grid d={ "M" (x) " " (FREE.2) "V" (bottom) } {}
            text.tick x=(x) y=(bottom + 18) text-anchor="middle" { (label) }
        }
        path.axis d={ "M" (FREE.0) " " (FREE.2) "V" (bottom) "H" (right) } {}
    }
}

/// Round values for the lines: 1, 2 or 5 times a power of ten apart, at most six of them.
fn ticks(scale: &Scale) -> Vec<Decimal> {
    let mut step = Decimal::ONE;
    let few = Decimal::from(6);
    while step < scale.span && step < Decimal::MAX / Decimal::from(100) {
        step *= Decimal::TEN;
    }
    let mut best = step;
    'all: for _ in 0..28 {
        for divisor in [Decimal::TWO, Decimal::from(5), Decimal::TEN] {
            let smaller = step / divisor;
            if smaller.is_zero() || scale.span / smaller > few {
                break 'all;
            }
            best = smaller;
        }
        step /= Decimal::TEN;
    }
    let mut value = (scale.low / best).ceil() * best;
    let mut out = Vec::new();
    while value <= scale.low.saturating_add(scale.span) && out.len() < 12 {
        out.push(value);
        value = value.saturating_add(best);
    }
    out
}

/// A value of an axis in short.
pub(super) fn number(value: Decimal, axis: &Axis, words: Words) -> String {
    let printer = Printer::new(&crate::value::Language::new(words.code()));
    match axis {
        Axis::Date => date_of(value).map_or_else(String::new, |d| d.to_string()),
        Axis::Figure(Some(unit)) if &**unit == "%" => format!("{} %", printer.number(value)),
        Axis::Figure(_) | Axis::Duration => printer.number(value),
    }
}

/// The day with a number of days since 1 January 1970.
fn date_of(days: Decimal) -> Option<Date> {
    let days = i64::try_from(days.round()).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Years or months, at most nine of them.
fn time_ticks(scale: &Scale) -> Vec<(i64, String)> {
    let first = date_of(Decimal::from(scale.first));
    let last = date_of(Decimal::from(scale.first + scale.days));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let months = i32::from(last.year() - first.year()) * 12 + i32::from(last.month() - first.month());
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter().find(|s| months / s <= 8).unwrap_or(600);
    let begin = i32::from(first.year()) * 12;
    let mut out = Vec::new();
    for month in (begin..).step_by(usize::try_from(step).unwrap_or(1)).take(2_000) {
        let (Ok(year), Ok(number)) = (i16::try_from(month / 12), i8::try_from(month % 12 + 1)) else { break };
        let Ok(date) = Date::new(year, number, 1) else { break };
        if date > last {
            break;
        }
        if date >= first {
            let label = if step >= 12 { year.to_string() } else { format!("{year}-{number:02}") };
            out.push((scale.x(date), label));
        }
    }
    out
}

/// How charts look, on a page or alone, light and dark.
pub(super) const CHART_STYLE: &str = "
.ground{fill:#fff}
.name{font-size:14px;font-weight:600;fill:#1c2127}
.label,.tick{font-size:11px;fill:#5b6470}
.grid{stroke:#e4e7eb;fill:none}
.axis{stroke:#9aa3ad;fill:none}
.held{stroke:#9db8d6;stroke-width:5;stroke-linejoin:round;stroke-linecap:round;fill:none;opacity:.55}
.point{color:#1b5e9b}
.v1{color:#b4530a}.v2{color:#6b3fa0}.v3{color:#0d7a63}.v4{color:#a3195b}.v5{color:#5d6b13}.v6{color:#555e68}
.bar{stroke:currentColor;stroke-width:3;fill:none;opacity:.55}
.bar.soft{stroke-dasharray:3 3}
.end,.stretch{stroke:currentColor;stroke-width:1.5;fill:none}
.stretch{opacity:.6}
.dot{fill:currentColor;stroke:#fff;stroke-width:1}
.dot.hollow{fill:#fff;stroke:currentColor;stroke-width:2}
.ring{fill:none;stroke:#c62828;stroke-width:2}
.stale .ring{stroke:#b26a00;stroke-dasharray:3 2}
@media (prefers-color-scheme:dark){
.ground{fill:#14181d}.name{fill:#e6e9ed}.label,.tick{fill:#9aa5b1}.grid{stroke:#2a313a}.axis{stroke:#5b6470}
.held{stroke:#3d5f86}.point{color:#6db3f2}
.v1{color:#f0a35e}.v2{color:#bb9af0}.v3{color:#5cc9ae}.v4{color:#ef7fb2}.v5{color:#bfcf5a}.v6{color:#aab3bd}
.dot{stroke:#14181d}.dot.hollow{fill:#14181d}.ring{stroke:#ff6b6b}.stale .ring{stroke:#f0b45a}
}
";

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(low: i64, span: i64) -> Scale {
        Scale { first: 0, days: 100, low: low.into(), span: span.into() }
    }

    #[test]
    fn lines_lie_at_round_values() {
        let of = |low, span| ticks(&scale(low, span)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(of(0, 5), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(of(3, 700), ["200", "400", "600"]);
        let tiny = Scale { span: Decimal::new(4, 1), ..scale(2, 1) };
        assert!(ticks(&tiny).len() >= 3);
    }

    #[test]
    fn days_go_from_left_to_right_and_values_up() {
        let scale = scale(0, 10);
        let at = |d: i64| date_of(Decimal::from(d)).unwrap();
        assert!(scale.x(at(0)) < scale.x(at(50)) && scale.x(at(100)) == WIDTH - FREE.1);
        assert!(scale.y(10.into()) < scale.y(0.into()));
        assert_eq!(scale.y(0.into()), HEIGHT - FREE.3);
    }
}
