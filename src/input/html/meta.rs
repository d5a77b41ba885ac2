//! What a page says of its article: JSON-LD, meta tags, `time` elements.

use html5gum::StartTag;
use serde_json::Value;

use super::tags::{attribute, decode};
use crate::input::dates;
use crate::input::document::Metadata;
use crate::input::words::PageWords;
use crate::text::SourceSpan;
use crate::value::{Country, Language};

/// How well a source of metadata knows; the first is believed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    JsonLd,
    OpenGraph,
    Microdata,
    Named,
    Time,
    Modified,
}

/// A value and who says it.
#[derive(Debug)]
struct Said {
    rank: Rank,
    value: String,
    span: Option<SourceSpan>,
}

/// What was gathered from a page so far.
#[derive(Debug, Default)]
pub(super) struct PageMeta {
    dates: Vec<Said>,
    titles: Vec<Said>,
    sources: Vec<Said>,
    urls: Vec<Said>,
    languages: Vec<Said>,
    /// Whether the script that is open is JSON-LD.
    linked_data: bool,
}

impl PageMeta {
    /// Looks at a start tag.
    pub(super) fn tag(&mut self, tag: &StartTag<usize>, source: &str) {
        match tag.name.as_slice() {
            b"html" => {
                let lang = attribute(tag, b"lang").or_else(|| attribute(tag, b"xml:lang"));
                self.languages.extend(lang.map(|value| Said { rank: Rank::Named, value, span: None }));
            }
            b"meta" => self.meta_tag(tag, source),
            b"link" if attribute(tag, b"rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                let url = attribute(tag, b"href");
                self.urls.extend(url.map(|value| Said { rank: Rank::JsonLd, value, span: None }));
            }
            b"time" => {
                let published = attribute(tag, b"itemprop").is_some_and(|p| p.contains("datePublished"))
                    || tag.attributes.contains_key(b"pubdate".as_slice());
                let rank = if published { Rank::Microdata } else { Rank::Time };
                let modified = attribute(tag, b"itemprop").is_some_and(|p| p.contains("dateModified"));
                self.date(tag, b"datetime", if modified { Rank::Modified } else { rank }, source);
            }
            b"script" => {
                self.linked_data =
                    attribute(tag, b"type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"));
            }
            _ => {}
        }
    }

    fn meta_tag(&mut self, tag: &StartTag<usize>, source: &str) {
        let names = [&b"property"[..], b"name", b"itemprop"].map(|n| attribute(tag, n));
        let Some(name) = names.into_iter().flatten().next() else { return };
        let said = |rank| attribute(tag, b"content").map(|value| Said { rank, value, span: None });
        match name.to_ascii_lowercase().as_str() {
            "article:published_time" | "og:article:published_time" => {
                self.date(tag, b"content", Rank::OpenGraph, source);
            }
            "datepublished" | "datecreated" => self.date(tag, b"content", Rank::Microdata, source),
            "date"
            | "dc.date"
            | "dc.date.issued"
            | "dc.date.created"
            | "dcterms.created"
            | "dcterms.issued"
            | "dcterms.date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publication_date"
            | "sailthru.date"
            | "parsely-pub-date"
            | "cxenseparse:recs:publishtime" => {
                self.date(tag, b"content", Rank::Named, source);
            }
            "article:modified_time" | "og:updated_time" | "datemodified" | "last-modified" => {
                self.date(tag, b"content", Rank::Modified, source);
            }
            "og:title" => self.titles.extend(said(Rank::OpenGraph)),
            "dc.title" | "twitter:title" => self.titles.extend(said(Rank::Named)),
            "og:site_name" => self.sources.extend(said(Rank::OpenGraph)),
            "dc.publisher" | "application-name" => self.sources.extend(said(Rank::Named)),
            "og:url" => self.urls.extend(said(Rank::OpenGraph)),
            "og:locale" | "inlanguage" => self.languages.extend(said(Rank::OpenGraph)),
            "dc.language" => self.languages.extend(said(Rank::Microdata)),
            _ => {}
        }
    }

    /// Notes a date that an attribute gives, with the place of its value in the file.
    fn date(&mut self, tag: &StartTag<usize>, name: &[u8], rank: Rank, source: &str) {
        let Some(found) = tag.attributes.get(name) else { return };
        let value = String::from_utf8_lossy(found).into_owned();
        let written = source.get(found.span.start..found.span.end).unwrap_or("");
        let span = written.find(&value).map(|at| {
            let start = found.span.start + at;
            SourceSpan::new(start, start + value.len())
        });
        self.dates.push(Said { rank, value, span });
    }

    /// Looks at the text in an element; `raw` begins at byte `start` of the file.
    pub(super) fn text(&mut self, element: &[u8], raw: &str, start: usize, skipped: bool) {
        match element {
            b"script" if self.linked_data => self.json_ld(raw),
            b"title" if skipped => {
                let value = decode(raw).unwrap_or_else(|| raw.to_owned());
                self.titles.push(Said { rank: Rank::Time, value, span: None });
            }
            b"time" => {
                let span = Some(SourceSpan::new(start, start + raw.len()));
                self.dates.push(Said { rank: Rank::Time, value: raw.to_owned(), span });
            }
            _ => {}
        }
    }

    /// Reads JSON-LD. A page's broken JSON-LD says nothing of its article, and is left alone.
    fn json_ld(&mut self, raw: &str) {
        // Line breaks inside its strings are a common fault, and mean a blank.
        let mended: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(&mended)
            && let Some(article) = article_in(&value)
        {
            self.article(article);
        }
    }

    fn article(&mut self, node: &Value) {
        let text = |value: &Value| Some(value.as_str()?.trim().to_owned()).filter(|s| !s.is_empty());
        let said = |value: String| Said { rank: Rank::JsonLd, value, span: None };
        let field = |key: &str| node.get(key).and_then(text);
        self.titles.extend(field("headline").or_else(|| field("name")).map(said));
        self.dates.extend(field("datePublished").or_else(|| field("dateCreated")).map(said));
        let modified = field("dateModified").map(|value| Said { rank: Rank::Modified, value, span: None });
        self.dates.extend(modified);
        self.languages.extend(field("inLanguage").map(said));
        let url = field("url").or_else(|| match node.get("mainEntityOfPage")? {
            Value::Object(page) => page.get("@id").and_then(text),
            page => text(page),
        });
        self.urls.extend(url.map(said));
        let publisher = node.get("publisher").map(|p| p.as_array().and_then(|a| a.first()).unwrap_or(p));
        self.sources.extend(publisher.and_then(|p| p.get("name")).and_then(text).map(said));
    }

    /// What the page says, the best source of each believed.
    pub(super) fn finish(self, source: &str, words: &PageWords) -> Metadata {
        let language = best(self.languages).filter(|l| l.value.trim().len() >= 2);
        let code = language.as_ref().map(|l| Language::new(&l.value));
        let day_first = words.is_day_first(code.as_ref().map(Language::as_str));
        let mut dates: Vec<_> = self
            .dates
            .into_iter()
            .filter_map(|said| Some((said.rank, dates::parse(&said.value, words, day_first)?, said.span)))
            .collect();
        dates.sort_by_key(|(rank, ..)| *rank);
        let date = dates.into_iter().next();
        Metadata {
            title: best(self.titles).map(|said| folded(&said.value)),
            published: date.as_ref().map(|(_, period, _)| *period),
            published_span: date.and_then(|(_, _, span)| span).filter(|s| !s.of(source).is_empty()),
            source: best(self.sources).map(|said| folded(&said.value)),
            url: best(self.urls).map(|said| said.value.trim().to_owned()),
            country: language.and_then(|l| locale_country(&l.value)),
            language: code,
            ..Metadata::default()
        }
    }
}

/// The first value of the best rank that says anything.
fn best(mut said: Vec<Said>) -> Option<Said> {
    said.retain(|s| !s.value.trim().is_empty());
    said.sort_by_key(|s| s.rank);
    said.into_iter().next()
}

/// A value with its white space folded.
fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The country of a locale such as `nl-BE`. `en-US` is what software says that was never asked.
fn locale_country(locale: &str) -> Option<Country> {
    let (language, region) = locale.trim().split_once(['-', '_'])?;
    let told =
        region.len() == 2 && !(language.eq_ignore_ascii_case("en") && region.eq_ignore_ascii_case("us"));
    told.then(|| Country::new(region))
}

/// The first article in JSON-LD: the value itself, or one in its lists and graphs.
fn article_in(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(items) => items.iter().find_map(article_in),
        Value::Object(node) => {
            let types = match node.get("@type") {
                Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
                Some(Value::String(only)) => vec![only.as_str()],
                _ => Vec::new(),
            };
            let is_article =
                |t: &&str| t.ends_with("Article") || t.ends_with("BlogPosting") || *t == "Report";
            if types.iter().any(is_article) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| article_in(node.get(*key)?))
        }
        _ => None,
    }
}
