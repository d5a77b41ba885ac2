//! JUnit's XML: a suite a file, a test an article or a finding. It keeps to the schema that Jenkins'
//! plugin holds reports against, which is the strictest of those in use:
//! <https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd>.

use std::io;

use super::places::{self, escaped};
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Severity};

/// The tests of one file.
struct Suite<'a> {
    path: &'a str,
    tests: Vec<Test<'a>>,
}

/// An article without a finding, or a finding.
enum Test<'a> {
    Passed(&'a ArticleView),
    Found(&'a Finding),
}

impl Test<'_> {
    fn failed(&self) -> bool {
        matches!(self, Self::Found(finding) if finding.severity >= Severity::Warning)
    }
}

/// Writes the report. An error or a warning is a failed test, an info a test that passes and says so;
/// an article without findings is a test that passes.
///
/// # Errors
/// Fails where `out` does.
pub fn write_junit(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let suites = suites(report);
    let more = usize::from(report.more() > 0);
    let tests: usize = suites.iter().map(|suite| suite.tests.len()).sum::<usize>() + more;
    let failures: usize = suites.iter().map(Suite::failures).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="klopt" tests="{tests}" failures="{failures}" errors="0">"#)?;
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
    out
}

impl Suite<'_> {
    fn failures(&self) -> usize {
        self.tests.iter().filter(|test| test.failed()).count()
    }

    fn write(&self, out: &mut dyn io::Write, articles: &[ArticleView]) -> io::Result<()> {
        let (path, tests, failures) = (escaped(self.path), self.tests.len(), self.failures());
        writeln!(out, r#"  <testsuite name="{path}" tests="{tests}" failures="{failures}" errors="0">"#)?;
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
