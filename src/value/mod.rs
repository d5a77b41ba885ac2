//! Exact values: figures that are intervals, civil periods, durations.
//!
//! A figure in prose is rounded and hedged, so it is an interval whose ends are
//! open or closed, hard or soft ([`Figure`], [`Interval`]). Two figures conflict
//! only where their intervals are disjoint, as XBRL Calculations 1.1 compares
//! rounded facts. No value is a float.

mod duration;
mod figure;
mod interval;
mod language;
mod period;
mod print;
mod rates;

pub use duration::{Duration, DurationUnit};
pub use figure::{Figure, Hedge, Quantity, Rounding};
pub use interval::{Bound, Interval, Relation};
pub use jiff::civil::Date;
pub use language::{Country, Language};
pub use period::{Grain, Period};
pub use print::Printer;
pub use rates::Rates;
pub use rust_decimal::Decimal;
