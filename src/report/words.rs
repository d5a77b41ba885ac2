//! The words of the reports themselves, in the languages that they speak. The
//! words of findings come from the rules.

use crate::finding::Severity;
use crate::value::Language;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// English.
    En,
    /// Dutch.
    Nl,
}

impl Words {
    /// The words of `language`; English for one that klopt does not speak.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        if language.as_str() == "nl" { Self::Nl } else { Self::En }
    }

    /// What a severity is called.
    #[must_use]
    pub const fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::En, Severity::Error) => "error",
            (Self::En, Severity::Warning) => "warning",
            (Self::Nl, Severity::Error) => "fout",
            (Self::Nl, Severity::Warning) => "waarschuwing",
            (_, Severity::Info) => "info",
            (Self::En, Severity::Off) => "off",
            (Self::Nl, Severity::Off) => "uit",
        }
    }

    /// `n` findings of a severity: `3 errors`.
    pub(super) fn count(self, n: usize, severity: Severity) -> String {
        format!("{n} {}", self.severity_of(n, severity))
    }

    /// What `n` findings of a severity are called.
    pub(super) fn severity_of(self, n: usize, severity: Severity) -> String {
        let ending = match (self, severity, n) {
            (_, Severity::Info, _) | (_, _, 1) => "",
            (Self::En, _, _) => "s",
            (Self::Nl, _, _) => "en",
        };
        format!("{}{ending}", self.severity(severity))
    }

    /// What was looked at: `in 26 articles, 214 claims`.
    pub(super) fn scope(self, articles: usize, claims: usize) -> String {
        let of = |n: usize, one, many| format!("{n} {}", if n == 1 { one } else { many });
        match self {
            Self::En => {
                format!("in {}, {}", of(articles, "article", "articles"), of(claims, "claim", "claims"))
            }
            Self::Nl => {
                format!(
                    "in {}, {}",
                    of(articles, "artikel", "artikelen"),
                    of(claims, "bewering", "beweringen")
                )
            }
        }
    }

    /// That there is nothing to report.
    pub(super) const fn nothing(self) -> &'static str {
        match self {
            Self::En => "no findings",
            Self::Nl => "niets gevonden",
        }
    }

    /// That there are `n` more findings than are shown.
    pub(super) fn more(self, n: usize) -> String {
        match (self, n) {
            (Self::En, 1) => "and 1 more finding".to_owned(),
            (Self::En, n) => format!("and {n} more findings"),
            (Self::Nl, 1) => "en nog 1 bevinding".to_owned(),
            (Self::Nl, n) => format!("en nog {n} bevindingen"),
        }
    }

    /// What stands for a date that is not known.
    pub(super) const fn undated(self) -> &'static str {
        match self {
            Self::En => "undated",
            Self::Nl => "zonder datum",
        }
    }
}
