//! Findings as plain data: what the renderers print and nothing that they decide.

mod chain;
mod excerpt;
mod suppression;

use std::sync::Arc;

pub use chain::{Chain, ChainClaim, ChainPlace, ChainReading, ChainRole, ChainVerdict};
pub use excerpt::{Excerpt, Excerpts, Widths};
pub use suppression::{Suppression, names};

use serde::{Deserialize, Serialize};

use crate::text::SourceSpan;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// To be looked at before publishing.
    Warning,
    /// One of the figures is wrong.
    Error,
}

/// A place in an article that a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The index of the article among the report's articles.
    pub article: usize,
    /// Where, in the file.
    pub span: SourceSpan,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The text there.
    pub quote: Arc<str>,
    /// Where in what spans count in the title of a JSON line begins, if it stands there and not in the text.
    pub title: Option<usize>,
    /// The id of the claim there, if it is one.
    pub claim: Option<Arc<str>>,
    /// What to say of the place.
    pub message: String,
}

/// The fact that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FactLabel {
    /// The metric's id.
    pub metric: Arc<str>,
    /// The subject's id.
    pub subject: Arc<str>,
    /// The scope slots.
    pub scope: std::collections::BTreeMap<Arc<str>, Arc<str>>,
    /// The fact in words: `Defence spending target · NATO · whole`. Programs read the ids.
    #[serde(skip)]
    pub name: String,
}

/// A rule's judgement on a place in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id: `figure/stale`.
    pub rule: Arc<str>,
    /// The rule's title.
    pub title: String,
    /// How grave it is.
    pub severity: Severity,
    /// The verdict that it rests on: `stale`, `conflicts`.
    pub verdict: &'static str,
    /// What is the matter.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Its identity over edits.
    pub fingerprint: String,
    /// The fact, if the finding is about one.
    pub fact: Option<FactLabel>,
    /// The place.
    pub primary: Label,
    /// The other places, in the order in which to show them.
    pub related: Vec<Label>,
}

/// What a report has to know of an article to show places in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleView {
    /// The file, as the user named it.
    pub path: String,
    /// The article's id.
    pub id: Arc<str>,
    /// What it calls itself, where another article that is read calls itself the same.
    #[serde(skip)]
    pub called: Option<Arc<str>>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, in ISO 8601 as short as its grain (`2025-06`), if known.
    pub published: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// What is kept of the file, or of the text of the JSON line: where its claims stand.
    pub excerpts: Excerpts,
    /// The number of the JSON line; none for a file of its own.
    pub record: Option<usize>,
    /// The remarks in it that silence rules.
    pub suppressions: Vec<Suppression>,
    /// The articles that it says it corrects or retracts.
    pub references: Vec<Reference>,
}

/// Another article, as one names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// The line, from 1.
    pub line: usize,
}

impl Reference {
    /// That there is no such article that the one at `path` could correct or retract.
    #[must_use]
    pub fn to_nowhere(&self, path: &str) -> Problem {
        let Self { id, line } = self;
        let message =
            format!("line {line}: there is no article `{id}` that this one could correct or retract");
        let help = "give its id: that of its front matter or JSON line, else its path";
        Problem::warning("input/no-such-article", path, message).with_help(help)
    }
}

impl ArticleView {
    /// The id that the article gives itself.
    #[must_use]
    pub fn own_id(&self) -> &str {
        self.called.as_ref().unwrap_or(&self.id)
    }
}

/// What a report has to know of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleView {
    /// Its id: `figure/stale`.
    pub id: Arc<str>,
    /// Its title.
    pub title: String,
    /// What it finds and why that matters; empty if it does not say.
    pub about: String,
    /// What is amiss where it finds something; empty if it does not say.
    pub why: String,
    /// When to silence it; empty if it does not say.
    pub silence: String,
    /// How grave its findings are, unless a configuration says otherwise.
    pub severity: Severity,
}

/// Where a piece of a file begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// The byte of the file.
    pub byte: usize,
    /// The line, from 1, on which nothing stands before it.
    pub line: usize,
}

impl Default for Beginning {
    /// The beginning of the file.
    fn default() -> Self {
        Self { byte: 0, line: 1 }
    }
}

impl Beginning {
    /// Bytes of the file as bytes of the piece.
    #[must_use]
    pub const fn local(self, span: SourceSpan) -> SourceSpan {
        SourceSpan::new(span.start.saturating_sub(self.byte), span.end.saturating_sub(self.byte))
    }
}

/// Something that could not be read: a file, a line, a rule, a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable code: `input/not-utf8`, `rule/unknown-placeholder`.
    pub code: &'static str,
    /// Whether it makes klopt exit with 2, or is a mere warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The file.
    pub path: String,
    /// The text of the file, where there is a place in it to show; of JSON Lines the line.
    pub text: Option<Arc<str>>,
    /// Where that text begins.
    pub begins: Beginning,
    /// Where in the file, and what to say there.
    pub labels: Vec<(SourceSpan, String)>,
}

/// What a parser says, without the line and column at its end: a problem stands at its place, and within a larger
/// file the parser's count is another.
#[must_use]
pub fn said(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(said, _)| said)
}

/// Whether a parser of YAML stopped because its text is too large, or its aliases stand for too much.
#[must_use]
pub fn is_too_large(message: &str) -> bool {
    message.contains("budget breached")
}

/// What to say of such YAML at the place, and how to mend it.
pub const TOO_LARGE: [&str; 2] = [
    "this stands for more than klopt reads",
    "write out what the aliases (`*name`) stand for, or use fewer of them",
];

impl Problem {
    /// An error with `code` in the file `path`.
    #[must_use]
    pub fn error(code: &'static str, path: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            path: path.to_owned(),
            text: None,
            begins: Beginning::default(),
            labels: Vec::new(),
        }
    }

    /// A warning with `code` about the file `path`.
    #[must_use]
    pub fn warning(code: &'static str, path: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, message) }
    }

    /// The same, with how to mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with a place to show.
    #[must_use]
    pub fn at(mut self, text: &Arc<str>, span: SourceSpan, label: impl Into<String>) -> Self {
        self.text = Some(text.clone());
        self.labels.push((span, label.into()));
        self
    }
}
