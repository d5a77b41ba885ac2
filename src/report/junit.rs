//! JUnit's XML: a suite a file, a test an article, a finding or what is wrong with the file. It keeps to the schema that Jenkins'
//! plugin holds reports against, which is the strictest of those in use:
//! <https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd>.

use std::io;

use rustc_hash::FxHashMap;

use super::indexed::Indexed;
use super::places::{self, escaped};
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Problem, Severity};

/// The tests of one file.
struct Suite<'a> {
    path: &'a str,
    tests: Vec<Test<'a>>,
}

/// An article without a finding, a finding, or what is wrong with the file and the line that it stands on.
enum Test<'a> {
    Passed(&'a ArticleView),
    Found(&'a Finding),
    Told(&'a Problem, Option<usize>),
}

impl Test<'_> {
    fn failed(&self) -> bool {
        matches!(self, Self::Found(finding) if finding.severity >= Severity::Warning)
    }

    fn is_error(&self) -> bool {
        matches!(self, Self::Told(problem, _) if problem.severity == Severity::Error)
    }
}

/// Writes the report. An error or a warning is a failed test, an info a test that passes and says so;
/// an article without findings is a test that passes. What could not be read is a test in error, and what is of no
/// use one that passes and says so.
///
/// # Errors
/// Fails where `out` does.
pub fn write_junit(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let suites = suites(report);
    let more = usize::from(report.more() > 0);
    let tests: usize = suites.iter().map(|suite| suite.tests.len()).sum::<usize>() + more;
    let failures: usize = suites.iter().map(|suite| suite.count(Test::failed)).sum();
    let errors: usize = suites.iter().map(|suite| suite.count(Test::is_error)).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="klopt" tests="{tests}" failures="{failures}" errors="{errors}">"#)?;
    for suite in &suites {
        suite.write(out, report.articles)?;
    }
    if more > 0 {
        writeln!(out, r#"  <testsuite name="klopt" tests="1" failures="0" errors="0">"#)?;
        writeln!(out, r#"    <testcase name="--max-findings" classname="klopt">"#)?;
        writeln!(out, "      <system-out>{}</system-out>", escaped(&words.more(report.more())))?;
        writeln!(out, "    </testcase>\n  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn suites(report: CheckReport<'_>) -> Vec<Suite<'_>> {
    let mut findings = report.findings.iter().peekable();
    let mut out: Vec<Suite<'_>> = Vec::new();
    for (index, article) in report.articles.iter().enumerate() {
        let path = places::path(&article.path);
        let mut tests = Vec::new();
        while let Some(finding) = findings.next_if(|f| f.primary.article <= index) {
            tests.push(Test::Found(finding));
        }
        if tests.is_empty() {
            tests.push(Test::Passed(article));
        }
        match out.last_mut().filter(|suite| suite.path == path) {
            Some(suite) => suite.tests.append(&mut tests),
            None => out.push(Suite { path, tests }),
        }
    }
    add_problems(&mut out, report.problems);
    out
}

/// Puts what is wrong with files behind their articles, or in suites of its own.
fn add_problems<'a>(suites: &mut Vec<Suite<'a>>, problems: &'a [Problem]) {
    let mut by_path: FxHashMap<&str, usize> =
        suites.iter().enumerate().map(|(i, suite)| (suite.path, i)).collect();
    let mut indexed = Indexed::default();
    for problem in problems {
        let path = places::path(&problem.path);
        let at = *by_path.entry(path).or_insert(suites.len());
        if at == suites.len() {
            suites.push(Suite { path, tests: Vec::new() });
        }
        if let Some(suite) = suites.get_mut(at) {
            suite.tests.push(Test::Told(problem, indexed.line_of(problem)));
        }
    }
}

impl<'a> Suite<'a> {
    fn count(&self, which: impl Fn(&Test<'a>) -> bool) -> usize {
        self.tests.iter().filter(|test| which(test)).count()
    }

    fn write(&self, out: &mut dyn io::Write, articles: &[ArticleView]) -> io::Result<()> {
        let (path, tests) = (escaped(self.path), self.tests.len());
        let (failures, errors) = (self.count(Test::failed), self.count(Test::is_error));
        write!(out, r#"  <testsuite name="{path}" tests="{tests}" "#)?;
        writeln!(out, r#"failures="{failures}" errors="{errors}">"#)?;
        for test in &self.tests {
            match test {
                Test::Passed(article) => {
                    writeln!(
                        out,
                        r#"    <testcase name="{}" classname="{path}"/>"#,
                        escaped(article.own_id())
                    )?;
                }
                Test::Found(finding) => found(out, finding, articles, &path)?,
                Test::Told(problem, line) => told(out, problem, *line)?,
            }
        }
        writeln!(out, "  </testsuite>")
    }
}

fn found(
    out: &mut dyn io::Write,
    finding: &Finding,
    articles: &[ArticleView],
    class: &str,
) -> io::Result<()> {
    let place = &finding.primary;
    let at = format!("{}:{}", place.line, place.column);
    let whole = places::whole(finding, articles);
    writeln!(out, r#"    <testcase name="{} {at}" classname="{class}">"#, escaped(&finding.rule))?;
    if finding.severity >= Severity::Warning {
        let (message, kind) = (escaped(&finding.message), Words::En.severity(finding.severity));
        let path = articles.get(place.article).map_or("", |a| places::path(&a.path));
        let text = escaped(&format!("{path}:{at}: {whole}"));
        writeln!(out, r#"      <failure message="{message}" type="{kind}">{text}</failure>"#)?;
    } else {
        writeln!(out, "      <system-out>{}</system-out>", escaped(&whole))?;
    }
    writeln!(out, "    </testcase>")
}

fn told(out: &mut dyn io::Write, problem: &Problem, line: Option<usize>) -> io::Result<()> {
    let (path, code) = (places::path(&problem.path), problem.code);
    let (at, behind) = line.map(|line| (format!(" {line}"), format!(":{line}"))).unwrap_or_default();
    writeln!(out, r#"    <testcase name="{code}{at}" classname="{}">"#, escaped(path))?;
    let text = escaped(&format!("{path}{behind}: {}", places::told(problem)));
    if problem.severity == Severity::Error {
        let (message, kind) = (escaped(&problem.message), Words::En.severity(problem.severity));
        writeln!(out, r#"      <error message="{message}" type="{kind}">{text}</error>"#)?;
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}
