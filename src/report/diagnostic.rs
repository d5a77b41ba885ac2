//! Findings and problems as miette diagnostics.

use std::fmt::{self, Write as _};
use std::ops::Range;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::crop::{self, ARROW, Mark};
use super::indexed::Indexed;
use super::snippet::{Piece, Pieces};
use super::{Layout, Words};
use crate::finding::{ArticleView, Finding, Label, Problem, Severity};
use crate::text::SourceSpan;

/// A place to show, whatever it belongs to.
struct Spot<'a> {
    /// The piece of text that it stands in.
    text: &'a str,
    span: SourceSpan,
    line: usize,
    header: String,
    message: String,
    primary: bool,
}

/// A diagnostic as miette wants it.
pub(super) struct Shown {
    code: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    pieces: Pieces,
    /// Where, what to say, and whether it is the primary place.
    labels: Vec<(Range<usize>, String, bool)>,
}

impl Shown {
    /// The diagnostic of a finding.
    pub(super) fn finding(finding: &Finding, articles: &[ArticleView], words: Words, layout: Layout) -> Self {
        let all = std::iter::once((&finding.primary, true)).chain(finding.related.iter().map(|l| (l, false)));
        let spots = all.filter_map(|(label, primary)| spot(label, primary, articles, words, layout));
        let mut shown = Self::new(
            format!("{}[{}]", words.severity(finding.severity), finding.rule),
            &finding.message,
            finding.help.as_deref(),
            finding.severity,
        );
        shown.lay_out(spots.collect(), layout);
        shown
    }

    /// The diagnostic of a problem.
    pub(super) fn problem(problem: &Problem, words: Words, layout: Layout, indexed: &mut Indexed) -> Self {
        let code = format!("{}[{}]", words.severity(problem.severity), problem.code);
        let text = problem.text.as_ref().filter(|_| !problem.labels.is_empty());
        let path = crop::clean(&problem.path);
        let message = match text {
            Some(_) => problem.message.clone(),
            None => format!("{path}: {}", problem.message),
        };
        let mut shown = Self::new(code, &message, problem.help.as_deref(), problem.severity);
        if let Some(text) = text {
            let lines = indexed.lines(text);
            let spot = |(i, (span, message)): (usize, &(SourceSpan, String))| {
                let span = problem.begins.local(*span);
                let at = lines.position(text, span.start);
                let line = problem.begins.line - 1 + at.line;
                // A mistake in a whole mapping is shown where the mapping begins.
                let end = lines.line_range(text, span.start).end.max(span.start);
                Spot {
                    text,
                    span: SourceSpan::new(span.start, span.end.min(end)),
                    line,
                    header: format!("{path}:{line}:{}", at.column),
                    message: message.clone(),
                    primary: i == 0,
                }
            };
            shown.lay_out(problem.labels.iter().enumerate().map(spot).collect(), layout);
        }
        shown
    }

    fn new(code: String, message: &str, help: Option<&str>, severity: Severity) -> Self {
        let message = crop::clean(message);
        let help = help.map(crop::clean);
        Self { code, message, help, severity, pieces: Pieces::default(), labels: Vec::new() }
    }

    /// Cuts the pieces out; places that fit on one line together share a piece.
    fn lay_out(&mut self, spots: Vec<Spot<'_>>, layout: Layout) {
        let mut rest = spots;
        while !rest.is_empty() {
            let first = rest.remove(0);
            let room = room(first.line, layout);
            let window = window(first.text, first.span);
            let mut group = vec![first];
            let mut i = 0;
            while let Some(spot) = rest.get(i) {
                if joins(&group, spot, &window, room) {
                    group.push(rest.remove(i));
                } else {
                    i += 1;
                }
            }
            self.add(&group, &window, room);
        }
    }

    /// Adds the piece that shows `group`, whose spots all lie in the bytes `window` of one text.
    fn add(&mut self, group: &[Spot<'_>], window: &Range<usize>, room: usize) {
        let Some(first) = group.first() else { return };
        let line = first.text.get(window.clone()).unwrap_or("");
        let mark = |s: &Spot<'_>| Mark {
            range: s.span.start.saturating_sub(window.start)..s.span.end.saturating_sub(window.start),
            label: crop::width(&s.message),
        };
        let marks: Vec<Mark> = group.iter().map(mark).collect();
        let mut piece = crop::crop(line, &marks, room);
        // miette draws no arrow behind the end of a line.
        piece.text.push(' ');
        let columns = |at: usize| crop::width(piece.text.get(..at).unwrap_or(""));
        let mut labels = Vec::new();
        for (spot, range) in group.iter().zip(&piece.marks) {
            let middle = usize::midpoint(columns(range.start), columns(range.end));
            let message = fold_words(&spot.message, room.saturating_sub(middle + ARROW));
            labels.push((range.clone(), message, spot.primary));
        }
        let start =
            self.pieces.push(Piece { header: first.header.clone(), line: first.line, text: piece.text });
        let placed = |(range, message, primary): (Range<usize>, String, bool)| {
            (range.start + start..range.end + start, message, primary)
        };
        self.labels.extend(labels.into_iter().map(placed));
    }

    /// The diagnostic as text.
    pub(super) fn render(&self, layout: Layout) -> String {
        let mut out = String::new();
        let handler = GraphicalReportHandler::new_themed(self.theme(layout))
            .with_width(layout.columns())
            .with_context_lines(0)
            .without_primary_span_start()
            .without_syntax_highlighting()
            .with_links(false);
        // Writing to a String cannot fail, and the pieces hold every label.
        let _ = handler.render_report(&mut out, self);
        let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned() + "\n"
    }

    /// The primary place in the colour of the severity, the others in that of quiet things.
    fn theme(&self, layout: Layout) -> GraphicalTheme {
        let mut theme = match (layout.boxes, layout.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        };
        let loud = match self.severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Info | Severity::Off => theme.styles.advice,
        };
        let quiet = theme.styles.advice;
        theme.styles.link = theme.styles.linum;
        let mut order: Vec<&(Range<usize>, String, bool)> = self.labels.iter().collect();
        order.sort_by_key(|(range, ..)| range.start);
        if !order.is_empty() {
            theme.styles.highlights =
                order.iter().map(|(_, _, primary)| if *primary { loud } else { quiet }).collect();
        }
        theme
    }
}

/// The place of a finding's label; none where the article is not among those given.
fn spot<'a>(
    label: &Label,
    primary: bool,
    articles: &'a [ArticleView],
    words: Words,
    layout: Layout,
) -> Option<Spot<'a>> {
    let article = articles.get(label.article)?;
    let excerpt = article.excerpts.holding(label.span)?;
    let place = format!("{}:{}:{}", crop::clean(&article.path), label.line, label.column);
    let room = layout.columns().saturating_sub(digits(label.line) + 6);
    Some(Spot {
        text: &excerpt.text,
        span: excerpt.local(label.span)?,
        line: label.line,
        header: header(&place, article, words, room),
        message: crop::clean(&label.message),
        primary,
    })
}

/// Below this many columns a title says nothing.
const SHORTEST_TITLE: usize = 12;

/// Place, date, source and title: the title cut to what fits `room` columns, the source
/// left out where both do not fit.
fn header(place: &str, article: &ArticleView, words: Words, room: usize) -> String {
    let date = article.published.as_deref().unwrap_or_else(|| words.undated());
    let mut out = format!("{place} · {}", crop::clean(date));
    let title = article.title.as_deref().unwrap_or("");
    let frame = crop::width(" · “”");
    let reserved = if title.is_empty() { 0 } else { frame + crop::width(title).min(SHORTEST_TITLE) };
    if let Some(source) = &article.source {
        let source = format!(" · {}", crop::clean(source));
        if crop::width(&out) + crop::width(&source) + reserved <= room {
            out.push_str(&source);
        }
    }
    let left = room.saturating_sub(crop::width(&out) + frame);
    if !title.is_empty() && left >= crop::width(title).min(SHORTEST_TITLE) {
        // Writing to a String cannot fail.
        let _ = write!(out, " · “{}”", crop::head(title, left));
    }
    out
}

fn digits(n: usize) -> usize {
    n.checked_ilog10().map_or(1, |d| d as usize + 1)
}

/// The columns that are left for the text behind miette's line number and bar.
fn room(line: usize, layout: Layout) -> usize {
    // One less: each piece closes with a space.
    layout.columns().saturating_sub(digits(line) + 5)
}

/// The whole lines that hold `span`. An article wrapped by hand is shown as running text.
fn window(text: &str, span: SourceSpan) -> Range<usize> {
    let from = text.get(..span.start).unwrap_or("").rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(span.end..).unwrap_or("");
    let to = rest.find('\n').map_or(text.len(), |at| span.end + at);
    from..to.max(from)
}

/// Whether `spot` can be shown in the piece that shows `group`: in the same lines of the
/// same text, apart from the others, and near enough for all to be seen.
fn joins(group: &[Spot<'_>], spot: &Spot<'_>, window: &Range<usize>, room: usize) -> bool {
    let same_text = group.iter().all(|s| std::ptr::eq(s.text, spot.text));
    let inside = window.start <= spot.span.start && spot.span.end <= window.end;
    let apart = |s: &Spot<'_>| s.span.end <= spot.span.start || spot.span.end <= s.span.start;
    let start = group.iter().map(|s| s.span.start).chain([spot.span.start]).min().unwrap_or(0);
    let end = group.iter().map(|s| s.span.end).chain([spot.span.end]).max().unwrap_or(0);
    let near = || crop::width(spot.text.get(start..end).unwrap_or("")) * 3 <= room * 2;
    same_text && inside && group.iter().all(apart) && near()
}

/// `text` broken between words into lines of at most `room` columns (taken as at least 16).
fn fold_words(text: &str, room: usize) -> String {
    let room = room.max(16);
    let mut out = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = crop::width(word);
        if used > 0 && used + 1 + wide > room {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += wide;
    }
    out
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Off => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(&self.pieces as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |(range, message, _): &(Range<usize>, String, bool)| {
            let text = (!message.is_empty()).then(|| message.clone());
            LabeledSpan::new(text, range.start, range.end.saturating_sub(range.start))
        };
        Some(Box::new(self.labels.iter().map(label)))
    }
}
