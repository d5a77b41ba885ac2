//! What the environment says about output: width, colour, language. It is read here and nowhere else.

use std::io::IsTerminal as _;

use super::args::{Color, Common, UiLanguage};
use crate::report::{Layout, Words};
use crate::value::Language;

/// The width for a pipe, whose reader's width nobody knows.
const PIPE_WIDTH: usize = 100;

/// How to print to each stream, and in which language.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    /// For standard output.
    pub(super) out: Layout,
    /// For standard error.
    pub(super) err: Layout,
    /// The language asked for by `--ui-lang`.
    asked: Option<Language>,
    /// The language of the environment.
    locale: Language,
    /// Whether to leave out what nobody asked for.
    pub(super) quiet: bool,
}

impl Terminal {
    /// Reads the environment; what `common` asks for wins.
    pub(super) fn detect(common: &Common) -> Self {
        let out = layout(common, std::io::stdout().is_terminal());
        let err = layout(common, std::io::stderr().is_terminal());
        let asked = common.ui_lang.map(|l| Language::new(l.code()));
        Self { out, err, asked, locale: locale(), quiet: common.quiet }
    }

    /// The same, in the language that a configuration asks for, unless the arguments ask for one.
    pub(super) fn configured(mut self, language: Option<&str>) -> Self {
        if let Some(language) = language {
            self.locale = Language::new(language);
        }
        self
    }

    /// The language for people.
    pub(super) fn language(&self) -> Language {
        self.asked.clone().unwrap_or_else(|| self.locale.clone())
    }

    /// The language of machine formats, which no locale changes.
    pub(super) fn machine_language(&self) -> Language {
        self.asked.clone().unwrap_or_else(|| Language::new("en"))
    }

    /// The words for people.
    pub(super) fn words(&self) -> Words {
        Words::of(&self.language())
    }
}

/// A variable of the environment that is set to something.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and handed on")]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Colour and box characters are for terminals that can show them; `NO_COLOR`
/// (<https://no-color.org>) takes the colour, a dumb terminal and a pipe take both.
fn layout(common: &Common, is_terminal: bool) -> Layout {
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    let able = is_terminal && !dumb;
    let color = match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => able && variable("NO_COLOR").is_none(),
    };
    let width = common.width.or_else(|| columns(is_terminal)).unwrap_or(PIPE_WIDTH);
    Layout { width, color, boxes: able && speaks_unicode() }
}

fn columns(is_terminal: bool) -> Option<usize> {
    let of_terminal =
        || terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    if is_terminal { of_terminal() } else { variable("COLUMNS").and_then(|columns| columns.parse().ok()) }
}

/// The first of the locale variables that is set, as POSIX orders them.
fn locale_name() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name))
}

/// The language of the locale, if messages are written in it: `C` and `de_DE` get English.
fn locale() -> Language {
    let code = |name: String| Language::new(name.split(['.', '@']).next().unwrap_or_default());
    let named = locale_name().map(code);
    named.filter(UiLanguage::speaks).unwrap_or_else(|| Language::new(UiLanguage::En.code()))
}

/// Whether the terminal's characters are UTF-8; one that does not say is taken to be.
fn speaks_unicode() -> bool {
    let ctype = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| variable(name));
    ctype.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    })
}
