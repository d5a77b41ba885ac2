//! The reports of `check`: one to standard output, others each to a file of its own.

use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum as _;

use super::args::CheckFormat;
use super::terminal::Terminal;
use super::whole;
use crate::report::{self, CheckReport, Layout, Words};

/// A report for a file: `sarif=report.sarif`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    /// How to print.
    pub(super) format: CheckFormat,
    /// The file.
    pub(super) path: PathBuf,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or("write a format, an equals sign and a file, as in sarif=report.sarif")?;
        if path == "-" {
            return Err("what goes to standard output is said with --format".to_owned());
        }
        let format = CheckFormat::from_str(name, false).ok().ok_or_else(|| {
            let known: Vec<&str> = CheckFormat::value_variants().iter().map(|f| f.name()).collect();
            format!("there is no format `{name}`; there are {}", known.join(", "))
        })?;
        Ok(Self { format, path: path.into() })
    }
}

impl CheckFormat {
    /// Whether people read it, in the language of their locale; programs read English.
    pub(super) const fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short | Self::Markdown | Self::Html)
    }

    /// Whether it has a place for how many more findings there are than are shown.
    pub(super) const fn counts_more(self) -> bool {
        !matches!(self, Self::Jsonl | Self::Gitlab | Self::Rdjson | Self::Checkstyle)
    }

    /// The words that it is written in.
    fn words(self, terminal: &Terminal) -> Words {
        if self.is_for_people() { terminal.words() } else { Words::of(&terminal.machine_language()) }
    }

    /// Writes the report in this format.
    pub(super) fn write(
        self,
        out: &mut dyn Write,
        report: CheckReport<'_>,
        layout: Layout,
        terminal: &Terminal,
    ) -> io::Result<()> {
        let words = self.words(terminal);
        match self {
            Self::Human => {
                report::write_findings(out, report, words, layout)?;
                if terminal.quiet { Ok(()) } else { report::write_summary(out, report, words) }
            }
            Self::Short => {
                report::write_short(out, report, Words::of(&terminal.machine_language()))?;
                if terminal.quiet { Ok(()) } else { report::write_summary(out, report, words) }
            }
            Self::Json => report::write_json(out, report),
            Self::Jsonl => report::write_finding_lines(out, report),
            Self::Sarif => report::write_sarif(out, report, words),
            Self::Junit => report::write_junit(out, report, words),
            Self::Github => report::write_github(out, report, words),
            Self::Gitlab => report::write_gitlab(out, report),
            Self::Rdjson => report::write_rdjson(out, report),
            Self::Checkstyle => report::write_checkstyle(out, report),
            Self::Markdown => report::write_markdown(out, report, words),
            Self::Html => report::write_html(out, report, words),
        }
    }
}

/// How a file is laid out: as a pipe is, without colour.
const FILE: Layout = Layout { width: 100, color: false, boxes: false };

impl Output {
    /// Writes the report to its file.
    ///
    /// # Errors
    /// Says which file could not be written, and why.
    pub(super) fn write(&self, report: CheckReport<'_>, terminal: &Terminal) -> io::Result<()> {
        whole::write(&self.path, |out| self.format.write(out, report, FILE, terminal))
    }
}
