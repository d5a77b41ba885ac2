//! Mini-archives in pairs: one that stays silent, and one a word away that does not.
//!
//! A case in `tests/judging/*.yaml` writes both at once: `[a|b]` in a text or date is `a` in the archive that
//! stays silent and `b` in the one that speaks. `findings` is all that the latter gives, `silent` what the
//! former gives that is beside the point, such as the changes that lead up to it. And whatever a mini-archive says of
//! an article of its own, a real archive of the others says too when that article comes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use klopt::archive::{Against, KnownBy};
use klopt::engine::{CheckOptions, Corpus, Intake, check, check_tests};
use klopt::extract::Extractor;
use klopt::finding::{ArticleView, Finding, Severity};
use klopt::rules::RuleSet;
use klopt::rules::check_test::{CheckTest, TestArticle};
use klopt::text::SourceSpan;
use klopt::value::{Language, Rates};
use rayon::prelude::*;
use serde::Deserialize;

#[allow(dead_code, reason = "other tests use the rest")]
mod desk;

use desk::{DAY_1, Desk};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    as_of: Option<String>,
    articles: Vec<Article>,
    #[serde(default)]
    silent: Vec<Wanted>,
    findings: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    date: String,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    corrects: Option<String>,
    #[serde(default)]
    retracts: Option<String>,
    #[serde(default)]
    times: Option<usize>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    rule: String,
    article: usize,
    at: String,
    #[serde(default)]
    against: Option<String>,
}

/// The silent side of a text, or the one that speaks.
fn side(text: &str, speaks: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        let (choice, after) = behind.split_once(']').unwrap();
        let (silent, speaking) = choice.split_once('|').unwrap();
        out.push_str(before);
        out.push_str(if speaks { speaking } else { silent });
        rest = after;
    }
    out + rest
}

fn archive(case: &Case, speaks: bool) -> CheckTest {
    let article = |a: &Article| {
        let date = side(&a.date, speaks);
        let list = |id: &Option<String>| {
            id.iter().map(|id| side(id, speaks)).filter(|id| !id.is_empty()).collect::<Vec<_>>()
        };
        TestArticle {
            id: a.id.clone(),
            date: (!date.is_empty()).then(|| date.parse().unwrap()),
            language: a.lang.clone().unwrap_or_else(|| "nl".to_owned()),
            title: a.title.as_ref().map(|t| side(t, speaks)),
            text: side(&a.text, speaks),
            source: a.source.as_ref().map(|s| side(s, speaks)),
            corrects: list(&a.corrects),
            retracts: list(&a.retracts),
            times: a.times.unwrap_or(1),
        }
    };
    CheckTest {
        articles: case.articles.iter().map(article).collect(),
        findings: Vec::new(),
        as_of: case.as_of.as_ref().map(|d| side(d, speaks).parse().unwrap()),
        rates: Rates::default(),
        span: SourceSpan::default(),
    }
}

/// What an archive gives as it differs from what it has to give; nothing where it does not.
fn differs((rules, extractor): (&RuleSet, &Extractor<'_>), case: &Case, speaks: bool) -> Option<String> {
    let test = archive(case, speaks);
    let (corpus, numbers) = check_tests::corpus(extractor, &test);
    let options = CheckOptions { as_of: test.as_of, language: Language::new("en") };
    let mut found = check(&corpus, rules, &options);
    found.retain(|f| f.severity != Severity::Off);
    let wanted = if speaks { &case.findings } else { &case.silent };
    let fits = |(f, w): (&Finding, &Wanted)| {
        (&*f.rule, numbers[f.primary.article], &*f.primary.quote) == (&*w.rule, w.article, &*w.at)
            && w.against.as_ref().is_none_or(|a| f.related.iter().any(|l| *l.quote == **a))
            && points_at_its_words(&corpus, f)
    };
    if found.len() == wanted.len() && found.iter().zip(wanted).all(fits) {
        return None;
    }
    let mut out =
        format!("{} ({}):\n", case.name, if speaks { "has to speak" } else { "has to stay silent" });
    for f in &found {
        let related: Vec<&str> = f.related.iter().map(|l| &*l.quote).collect();
        let (article, at) = (numbers[f.primary.article], &f.primary.quote);
        writeln!(out, "  {} {} at `{at}` in {article} against {related:?}", f.verdict, f.rule).unwrap();
    }
    for c in &corpus.claims {
        writeln!(
            out,
            "    {} {} {:?} {:?} {:?} {:?} {:?} new {}",
            c.publication.id, c.place.quote, c.metric, c.subject, c.scope, c.status, c.speaker, c.marked_new
        )
        .unwrap();
    }
    Some(out)
}

/// Whether the bytes at a finding's place are the words that it quotes.
fn points_at_its_words(corpus: &Corpus, finding: &Finding) -> bool {
    std::iter::once(&finding.primary).chain(&finding.related).all(|label| {
        let piece = corpus.articles[label.article].excerpts.holding(label.span);
        piece.is_some_and(|p| p.local(label.span).is_some_and(|s| s.of(&p.text) == &*label.quote))
    })
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judging");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let read = |file| serde_yaml::from_str::<Vec<Case>>(&fs::read_to_string(file).unwrap()).unwrap();
    files.iter().flat_map(read).collect()
}

#[test]
fn a_word_decides() {
    let (rules, problems) = RuleSet::load(Vec::new());
    assert!(problems.is_empty(), "{problems:?}");
    let cases = cases();
    let extractor = Extractor::new(&rules);
    let both = |case: &Case| -> Vec<String> {
        assert!(!case.findings.is_empty(), "{}: nothing speaks", case.name);
        [false, true].iter().filter_map(|speaks| differs((&rules, &extractor), case, *speaks)).collect()
    };
    let wrong: Vec<String> = cases.par_iter().flat_map_iter(both).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), 2 * cases.len(), wrong.join("\n"));
}

/// The articles of a mini-archive as files.
fn files(test: &CheckTest) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (number, article) in test.articles.iter().enumerate() {
        for time in 0..article.times {
            let name = format!("article-{:03}-{time:03}", number + 1);
            let id = article.id.clone().filter(|_| time == 0).unwrap_or_else(|| name.clone());
            let later = jiff::Span::new().days(i64::try_from(time).unwrap());
            let text =
                format!("{}\n\n{}", article.text, if time > 0 { format!("({time})") } else { String::new() });
            let line = serde_json::json!({
                "id": id, "lang": article.language, "title": article.title, "source": article.source,
                "date": article.date.map(|day| day.checked_add(later).unwrap().to_string()), "text": text,
                "corrects": article.corrects, "retracts": article.retracts,
            });
            out.push((format!("{name}.jsonl"), format!("{line}\n")));
        }
    }
    out
}

/// What is said of one article: the rule, its words, and those that they are held against.
fn said_of(
    article: &str,
    articles: &[ArticleView],
    findings: &[Finding],
) -> BTreeSet<(String, String, Vec<String>)> {
    let of = findings.iter().filter(|f| &*articles[f.primary.article].id == article);
    let words = |f: &Finding| {
        f.related.iter().map(|l| format!("{} in {}", l.quote, articles[l.article].id)).collect()
    };
    of.map(|f| (f.rule.to_string(), f.primary.quote.to_string(), words(f))).collect()
}

/// What an archive says of the articles of a case, each as it comes to the others, as it differs from what all of
/// them together give.
fn comes_to_another<'a>(
    desk: &'a Desk,
    extractor: &'a Extractor<'a>,
    (number, case): (usize, &Case),
) -> Option<String> {
    let test = archive(case, true);
    let files = files(&test);
    let language = Language::new("en");
    let fetch = |file: &(String, String)| Ok((file.0.clone(), file.1.clone().into_bytes()));
    let read = |files: &[(String, String)]| Intake::new(&desk.reader, extractor).read_all(files, fetch);
    let whole = read(&files);
    let options = CheckOptions { as_of: test.as_of, language: language.clone() };
    let all = check(&whole, &desk.rules, &options);
    let last = files.last().unwrap();
    let hold = |name: &str, files: &[(String, String)]| {
        let mut archive = desk.archive(&format!("{number}{name}.db"));
        desk.adding_with(extractor, DAY_1).run(&mut archive, files, fetch, &mut |_| {}).unwrap();
        archive
    };
    let (with, without) = (hold("with", &files), hold("", &files[..files.len() - 1]));
    let mut out = String::new();
    let each = files.iter().map(|file| (&with, file)).chain([(&without, last)]);
    for (archive, file) in each {
        let own = read(std::slice::from_ref(file));
        let id = own.publications[0].id.clone();
        let known = archive.knowledge(test.as_of, KnownBy::Published).unwrap();
        let (rules, pack) = desk.in_force();
        let against = Against { rules, pack, language: &language, known: &known, as_of: test.as_of };
        let checked = archive.check(&own, &against).unwrap();
        let wanted = said_of(&id, &whole.articles, &all);
        let found = said_of(&id, &checked.articles, &checked.findings);
        if found != wanted {
            writeln!(out, "{}: {id}\n  wanted {wanted:?}\n  found  {found:?}", case.name).unwrap();
        }
    }
    (!out.is_empty()).then_some(out)
}

#[test]
fn an_article_comes_to_an_archive_as_to_its_mini_archive() {
    let desk = Desk::new();
    let extractor = Extractor::new(&desk.rules);
    let cases = cases();
    // Adding takes the threads of the pool, so it is not begun from within them.
    let cases_of = cases.iter().enumerate();
    let wrong: Vec<String> = cases_of.filter_map(|case| comes_to_another(&desk, &extractor, case)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
