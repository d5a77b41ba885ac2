//! The arguments of `klopt coverage` and `klopt explain`.

use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::args::{GivenArgs, InputArgs, RuleArgs};

/// Print the figures and dates that no metric claims, the most frequent shapes first
///
/// A shape is a figure with the words right around it, as a pattern would have them. What comes
/// often and matters wants a metric, or a pattern more: see what `klopt explain` says of it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt coverage articles/
  klopt coverage --examples 10 articles/
  klopt coverage --format json articles/ | jq -r '.shapes[] | \"\\(.count) \\(.shape)\"'")]
pub(super) struct CoverageArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: InsightFormat,
    /// How many sentences to show of each shape; JSON has them all
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(super) examples: usize,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// Tell why a claim was extracted, or why a figure is none
///
/// For a claim: the pattern that found it, and where its subject, scope, status, speaker and time
/// come from. For a figure without one: the patterns that came near, and what they lacked.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt explain article.md:12                    every figure on the line
  klopt explain article.md:12:48                 the one at this column
  klopt explain articles.jsonl:3 --format json   those of the third record
  klopt explain a.md:12:48 b.md:3:7              why these two are not compared")]
pub(super) struct ExplainPlaceArgs {
    /// The file, the line and the column, as reports print them
    #[arg(value_name = "PATH:LINE[:COLUMN]", help_heading = "Arguments")]
    pub(super) place: Spot,
    /// Another place: why the figures at both are not compared, or what comes of it
    #[arg(value_name = "PATH:LINE[:COLUMN]", help_heading = "Arguments")]
    pub(super) other: Option<Spot>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: InsightFormat,
    #[command(flatten)]
    pub(super) given: GivenArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// The formats of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InsightFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The file.
    pub(super) path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// The column in code points, from 1; none is the whole line.
    pub(super) column: Option<usize>,
}

impl FromStr for Spot {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cut = |text: &str| {
            let (head, number) = text.rsplit_once(':')?;
            let number = number.parse().ok().filter(|n: &usize| *n > 0)?;
            (!head.is_empty()).then(|| (head.to_owned(), number))
        };
        let (head, last) =
            cut(text).ok_or("write the line behind the path: article.md:12 or article.md:12:48")?;
        Ok(match cut(&head) {
            Some((path, line)) => Self { path, line, column: Some(last) },
            None => Self { path: head, line: last, column: None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_cut_from_its_end() {
        let of = |text: &str| text.parse::<Spot>().ok();
        let spot = |path: &str, line, column| Some(Spot { path: path.to_owned(), line, column });
        assert_eq!(of("a.md:12"), spot("a.md", 12, None));
        assert_eq!(of("b/a.md:12:48"), spot("b/a.md", 12, Some(48)));
        assert_eq!(of(r"C:\a.md:12"), spot(r"C:\a.md", 12, None));
        assert_eq!(of("16:45.md:3:1"), spot("16:45.md", 3, Some(1)));
        for wrong in ["a.md", "a.md:0", "a.md:x", ":3", ""] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
