//! `rates.csv`: exchange rates in the layout that central banks publish them in.
//!
//! The first row names the columns: the days, then currencies (ISO 4217). A row has a day and what one euro was
//! worth in each currency on it; a cell that is empty or `N/A` is not known. The history that the European Central
//! Bank publishes has this form.

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, Trim};

use crate::finding::Problem;
use crate::text::SourceSpan;
use crate::value::{Date, Decimal, Rates};

/// What one unit of is told.
const BASE: &str = "EUR";

/// How many mistakes of a table are told.
const MOST_TOLD: usize = 20;

/// Reads the table `text` of the file `path`. What is sound of one with mistakes holds.
#[must_use]
pub fn read_rates(path: &str, text: &Arc<str>) -> (Rates, Vec<Problem>) {
    let mut table = Table {
        path,
        text,
        rates: Rates::new(BASE),
        columns: BTreeMap::new(),
        problems: Vec::new(),
        more: 0,
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut first = true;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) if first => {
                table.header(&record);
                first = false;
            }
            Ok(true) => table.row(&record),
            Ok(false) => break,
            Err(error) => {
                table.complain(0, error.to_string(), "write a row of values between commas a day");
                break;
            }
        }
    }
    if first {
        table.complain(0, "there are no rates in this table".to_owned(), HEADER);
    }
    let Table { rates, mut problems, more, .. } = table;
    if more > 0 {
        problems.push(Problem::error("rates/more", path, format!("{more} more mistakes are not shown")));
    }
    (rates, problems)
}

const HEADER: &str = "the first row names the columns: Date,USD,GBP";

struct Table<'a> {
    path: &'a str,
    text: &'a Arc<str>,
    rates: Rates,
    /// The currency of each column.
    columns: BTreeMap<usize, String>,
    problems: Vec<Problem>,
    more: usize,
}

impl Table<'_> {
    fn header(&mut self, record: &ByteRecord) {
        for (number, cell) in record.iter().enumerate().skip(1) {
            let code = String::from_utf8_lossy(cell);
            if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                self.columns.insert(number, code.into_owned());
            } else if !code.is_empty() {
                self.complain(start(record), format!("`{code}` is no currency"), HEADER);
            }
        }
        if self.columns.is_empty() {
            self.complain(start(record), "no column of this table is a currency".to_owned(), HEADER);
        }
    }

    fn row(&mut self, record: &ByteRecord) {
        let mut cells = record.iter().map(String::from_utf8_lossy).enumerate();
        let Some((_, day)) = cells.next() else { return };
        let Ok(day) = day.parse::<Date>() else {
            let message = format!("`{day}` is no day");
            return self.complain(start(record), message, "write it as 2025-06-25");
        };
        for (number, cell) in cells {
            let Some(currency) = self.columns.get(&number) else { continue };
            if cell.is_empty() || cell == "N/A" {
                continue;
            }
            match cell.parse::<Decimal>() {
                Ok(worth) if worth > Decimal::ZERO => self.rates.note(currency, day, worth),
                _ => {
                    let message = format!("`{cell}` is no rate of {currency}");
                    self.complain(start(record), message, "write what one euro was worth, as 1.0823");
                }
            }
        }
    }

    fn complain(&mut self, start: usize, message: String, help: &str) {
        if self.problems.len() >= MOST_TOLD {
            self.more += 1;
            return;
        }
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        let span = SourceSpan::new(start, start + line);
        let problem =
            Problem::error("rates/value", self.path, message).at(self.text, span, "here").with_help(help);
        self.problems.push(problem);
    }
}

/// Where a row begins, in bytes.
fn start(record: &ByteRecord) -> usize {
    record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Rates, Vec<(String, usize)>) {
        let (rates, problems) = read_rates("rates.csv", &Arc::from(text));
        let place = |p: &Problem| p.labels.first().map_or(0, |(span, _)| span.start);
        (rates, problems.iter().map(|p| (p.message.clone(), place(p))).collect())
    }

    #[test]
    fn the_history_of_a_central_bank_is_read() {
        let (rates, problems) = read("Date,USD,JPY,\n2025-03-04,1.0557,N/A,\r\n2025-03-03,1.0465,157.06,\n");
        assert_eq!(problems, []);
        let on = |to, day: &str| rates.on("EUR", to, day.parse().unwrap()).map(|d| d.to_string());
        assert_eq!(on("USD", "2025-03-04").as_deref(), Some("1.0557"));
        assert_eq!(on("JPY", "2025-03-04").as_deref(), Some("157.06"));
        assert_eq!(on("GBP", "2025-03-04"), None);
    }

    #[test]
    fn each_mistake_is_told_at_its_row_and_costs_the_others_nothing() {
        let text = "Date,USD,dollar\n2025-03-04,1.0557\n4 maart,1.1\n2025-03-05,-1\n2025-03-06,1.07\n";
        let (rates, problems) = read(text);
        let at = |row: &str| text.find(row).unwrap();
        assert_eq!(
            problems,
            [
                ("`dollar` is no currency".to_owned(), 0),
                ("`4 maart` is no day".to_owned(), at("4 maart")),
                ("`-1` is no rate of USD".to_owned(), at("2025-03-05")),
            ]
        );
        assert_eq!(rates.on("EUR", "USD", "2025-03-06".parse().unwrap()).unwrap().to_string(), "1.07");
        assert_eq!(read("").1, [("there are no rates in this table".to_owned(), 0)]);
        assert_eq!(read("Datum;USD\n").1.len(), 1);
    }
}
