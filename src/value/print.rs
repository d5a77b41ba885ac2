//! Values in words, as messages print them: `5 procent`, `250 miljoen euro`, `25 juni 2025`.

use rust_decimal::Decimal;

use super::{Date, Duration, DurationUnit, Figure, Grain, Hedge, Language, Period, Quantity};

const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_NL: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Prints values in the words of one of the languages that klopt speaks; any but Dutch is English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printer {
    dutch: bool,
}

impl Printer {
    /// The printer of a language.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        Self { dutch: language.as_str() == "nl" }
    }

    fn pick<'t>(self, nl: &'t str, en: &'t str) -> &'t str {
        if self.dutch { nl } else { en }
    }

    /// A number with the language's signs: `1.234,5` or `1,234.5`; whole millions and more in words.
    #[must_use]
    pub fn number(self, value: Decimal) -> String {
        let value = value.normalize();
        let scales = [
            (1_000_000_000_000_i64, self.pick("biljoen", "trillion")),
            (1_000_000_000, self.pick("miljard", "billion")),
            (1_000_000, self.pick("miljoen", "million")),
        ];
        // To divide takes long, and few figures are that large.
        for (scale, word) in scales.into_iter().filter(|(scale, _)| value.abs() >= (*scale).into()) {
            let scaled = value.checked_div(scale.into()).unwrap_or_default().normalize();
            if scaled.scale() <= 3 {
                return format!("{} {word}", self.digits(scaled));
            }
        }
        self.digits(value)
    }

    fn digits(self, value: Decimal) -> String {
        let text = value.abs().to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point) = if self.dutch { ('.', ',') } else { (',', '.') };
        let mut out = String::from(if value.is_sign_negative() { "-" } else { "" });
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 3 {
                out.push(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(point);
            out.push_str(part);
        }
        out
    }

    /// A figure with its hedge and unit.
    #[must_use]
    pub fn figure(self, figure: &Figure) -> String {
        let unit = self.unit(figure);
        let with = |text: String| if unit.is_empty() { text } else { format!("{text} {unit}") };
        let number = |v: Option<Decimal>| v.map_or_else(|| "…".to_owned(), |v| self.number(v));
        match (figure.nominal, figure.low, figure.high) {
            (Some(v), ..) => {
                // A fall of `ruim 30 procent` is `ruim -30 procent`, though that is less than -30.
                let hedge = match figure.hedge {
                    Hedge::Over if v.is_sign_negative() => Hedge::Under,
                    Hedge::Under if v.is_sign_negative() => Hedge::Over,
                    hedge => hedge,
                };
                with(format!("{}{}", self.hedge(hedge), self.number(v)))
            }
            (None, Some(low), Some(high)) => {
                with(format!("{} {} {}", self.number(low), self.pick("tot", "to"), self.number(high)))
            }
            (None, low, high) => with(format!("{}{}", self.hedge(figure.hedge), number(low.or(high)))),
        }
    }

    fn hedge(self, hedge: Hedge) -> &'static str {
        let (nl, en) = match hedge {
            Hedge::Exact | Hedge::Range | Hedge::Vague => ("", ""),
            Hedge::About => ("ongeveer ", "about "),
            Hedge::Circa => ("circa ", "circa "),
            Hedge::Over => ("ruim ", "just over "),
            Hedge::Under => ("bijna ", "nearly "),
            Hedge::MoreThan => ("meer dan ", "more than "),
            Hedge::LessThan => ("minder dan ", "less than "),
            Hedge::AtLeast => ("minstens ", "at least "),
            Hedge::AtMost => ("hooguit ", "at most "),
        };
        if self.dutch { nl } else { en }
    }

    fn unit(self, figure: &Figure) -> String {
        let unit = figure.unit.as_deref().unwrap_or("");
        match (figure.quantity, unit) {
            (Quantity::Percent, _) => self.pick("procent", "percent").to_owned(),
            (Quantity::PercentagePoint, _) => self.pick("procentpunt", "percentage points").to_owned(),
            (Quantity::Money, "EUR") => self.pick("euro", "euros").to_owned(),
            (Quantity::Money, "USD") => self.pick("dollar", "dollars").to_owned(),
            (Quantity::Money, "GBP") => self.pick("pond", "pounds").to_owned(),
            (Quantity::Factor, _) => self.pick("keer zoveel", "times as much").to_owned(),
            (_, code) => code.to_owned(),
        }
    }

    /// A day: `25 juni 2025`, `25 June 2025`.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        format!("{} {} {}", day.day(), self.month(day), day.year())
    }

    fn month(self, day: Date) -> &'static str {
        let names = if self.dutch { MONTHS_NL } else { MONTHS_EN };
        usize::try_from(day.month() - 1).ok().and_then(|i| names.get(i)).copied().unwrap_or("")
    }

    /// The weekday from 1 (Monday) to 7.
    #[must_use]
    pub fn weekday(self, number: i8) -> &'static str {
        let names = if self.dutch { WEEKDAYS_NL } else { WEEKDAYS_EN };
        usize::try_from(number - 1).ok().and_then(|i| names.get(i)).copied().unwrap_or("")
    }

    /// A period at its grain: `juni 2025`, `2027 tot en met 2031`, `vanaf 25 juni 2025`.
    #[must_use]
    pub fn period(self, period: &Period) -> String {
        match (period.from, period.to) {
            (Some(from), Some(to)) => {
                let (a, b) = (self.at_grain(from, period.grain), self.at_grain(to, period.grain));
                if a == b { a } else { format!("{a} {} {b}", self.pick("tot en met", "to")) }
            }
            (Some(from), None) => {
                format!("{} {}", self.pick("vanaf", "from"), self.at_grain(from, period.grain))
            }
            (None, Some(to)) => {
                format!("{} {}", self.pick("tot en met", "until"), self.at_grain(to, period.grain))
            }
            (None, None) => self.pick("onbekend", "unknown").to_owned(),
        }
    }

    fn at_grain(self, day: Date, grain: Grain) -> String {
        match grain {
            Grain::Day | Grain::Week => self.day(day),
            Grain::Month | Grain::Quarter => format!("{} {}", self.month(day), day.year()),
            Grain::Year | Grain::Decade | Grain::Century => day.year().to_string(),
        }
    }

    /// A length of time: `5 jaar`.
    #[must_use]
    pub fn duration(self, duration: &Duration) -> String {
        let unit = |u| match u {
            DurationUnit::Year => self.pick("jaar", "years"),
            DurationUnit::Month => self.pick("maanden", "months"),
            DurationUnit::Week => self.pick("weken", "weeks"),
            DurationUnit::Day => self.pick("dagen", "days"),
            DurationUnit::Hour => self.pick("uur", "hours"),
            DurationUnit::Minute => self.pick("minuten", "minutes"),
            DurationUnit::Second => self.pick("seconden", "seconds"),
        };
        if duration.parts.is_empty() {
            let end = |v: Option<Decimal>| v.map_or_else(|| "…".to_owned(), |v| self.number(v));
            return format!(
                "{} {} {} {}",
                end(duration.low),
                self.pick("tot", "to"),
                end(duration.high),
                unit(duration.unit)
            );
        }
        let parts: Vec<String> =
            duration.parts.iter().map(|(u, v)| format!("{} {}", self.number(*v), unit(*u))).collect();
        parts.join(self.pick(" en ", " and "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_print_in_the_messages_language() {
        let (nl, en) = (Printer::new(&Language::new("nl")), Printer::new(&Language::new("en")));
        let money = Figure {
            unit: Some("EUR".into()),
            ..Figure::bare(Quantity::Money, 250_000_000.into(), 1.into())
        };
        assert_eq!(nl.figure(&money), "250 miljoen euro");
        assert_eq!(en.figure(&money), "250 million euros");
        let fall = Figure::bare(Quantity::Percent, 30.into(), 1.into()).hedged(Hedge::Over).negative();
        assert_eq!(
            (nl.figure(&fall), en.figure(&fall)),
            ("ruim -30 procent".into(), "just over -30 percent".into())
        );
        assert_eq!(nl.number(Decimal::new(12_345, 1)), "1.234,5");
        assert_eq!(en.number(Decimal::new(1_234_567, 0)), "1,234,567");
        assert_eq!(nl.day(date(2025, 6, 25)), "25 juni 2025");
        assert_eq!(
            nl.period(&Period::between(date(2027, 1, 1), date(2031, 12, 31), Grain::Year)),
            "2027 tot en met 2031"
        );
        let cap = Figure::bare(Quantity::Number, 12.into(), 1.into()).hedged(Hedge::AtMost);
        assert_eq!(en.figure(&cap), "at most 12");
    }
}
