//! The page of a rule: what it finds, why that matters, an example with its output, how to silence it.

use std::io;

/// What a rule's page says, in one language.
#[derive(Debug, Clone, Default)]
pub struct RulePage {
    /// The rule's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The word of its severity.
    pub severity: String,
    /// The verdicts that it makes findings of, and what each means.
    pub verdicts: Vec<(String, String)>,
    /// The behaviours and metrics that it is confined to.
    pub only: Vec<String>,
    /// Its condition.
    pub condition: Option<String>,
    /// What it finds.
    pub about: String,
    /// Why that matters.
    pub why: String,
    /// When to silence it.
    pub silence: Option<String>,
    /// The articles of an example, each with its date and how often it is said, and what klopt prints of them.
    pub example: Option<(Vec<PageArticle>, String)>,
    /// The articles of a counter-example.
    pub counter: Option<Vec<PageArticle>>,
}

/// An article of an example.
#[derive(Debug, Clone)]
pub struct PageArticle {
    /// The day, if it has one.
    pub date: Option<String>,
    /// How many articles say so.
    pub times: usize,
    /// The headline.
    pub title: Option<String>,
    /// The text.
    pub text: String,
}

/// Writes a rule's page as Markdown.
///
/// # Errors
/// Fails where `out` does.
pub fn write_rule_page(out: &mut dyn io::Write, page: &RulePage) -> io::Result<()> {
    writeln!(out, "# {}\n\n{}. Severity: `{}`.\n", page.id, page.title, page.severity)?;
    if !page.about.is_empty() {
        writeln!(out, "{}\n", page.about.trim())?;
    }
    for (verdict, meaning) in &page.verdicts {
        writeln!(out, "- verdict `{verdict}`: {meaning}")?;
    }
    for only in &page.only {
        writeln!(out, "- only for {only}")?;
    }
    if let Some(condition) = &page.condition {
        writeln!(out, "- only where `{}`", condition.trim())?;
    }
    if !page.why.is_empty() {
        writeln!(out, "\n## Why it matters\n\n{}", page.why.trim())?;
    }
    if let Some((articles, output)) = &page.example {
        writeln!(out, "\n## Example\n")?;
        write_articles(out, articles)?;
        writeln!(out, "\n```text\n{}\n```", output.trim_end())?;
    }
    if let Some(articles) = &page.counter {
        writeln!(out, "\nThis is fine:\n")?;
        write_articles(out, articles)?;
    }
    writeln!(out, "\n## Silence it\n")?;
    if let Some(silence) = &page.silence {
        writeln!(out, "{}\n", silence.trim())?;
    }
    writeln!(out, "{}", silencing(&page.id))
}

/// How findings of a rule are silenced, as Markdown.
pub(super) fn silencing(rule: &str) -> String {
    format!(
        "One finding: `klopt accept FINGERPRINT --reason …`. In one place, in Markdown or HTML: \
         `<!-- klopt: ignore {rule} reason: … -->` before the paragraph. Everywhere, or in some articles, in \
         `klopt.yaml`:\n\n```yaml\nseverity:\n  - {{ rule: {rule}, severity: off }}\n```"
    )
}

fn write_articles(out: &mut dyn io::Write, articles: &[PageArticle]) -> io::Result<()> {
    for article in articles {
        let date = article.date.as_deref().unwrap_or("no date");
        let times = if article.times > 1 { format!(", {} articles", article.times) } else { String::new() };
        let title = article.title.as_ref().map(|t| format!("**{t}** ")).unwrap_or_default();
        writeln!(out, "- {date}{times}: {title}{}", article.text.replace('\n', " ").trim())?;
    }
    Ok(())
}
