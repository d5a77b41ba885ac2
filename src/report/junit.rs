//! JUnit's XML: a suite a file, a test an article or a finding.

use std::io;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::places;
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Severity};

/// Writes the report. An error or a warning is a failed test, an info a test that passes and says so;
/// an article without findings is a test that passes.
///
/// # Errors
/// Fails where `out` does.
pub fn write_junit(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    let mut junit = Report::new("klopt");
    let mut findings = report.findings.iter().peekable();
    let mut suite: Option<TestSuite> = None;
    for (index, article) in report.articles.iter().enumerate() {
        let path = places::path(&article.path);
        if suite.as_ref().is_none_or(|s| s.name.as_str() != path) {
            junit.add_test_suites(suite.replace(TestSuite::new(path)));
        }
        let mut cases = Vec::new();
        while let Some(finding) = findings.next_if(|f| f.primary.article <= index) {
            cases.push(case(finding, report.articles));
        }
        if cases.is_empty() && index < report.read().len() {
            cases.push(passed(article));
        }
        if let Some(suite) = &mut suite {
            suite.add_test_cases(cases);
        }
    }
    junit.add_test_suites(suite);
    junit.serialize(&mut *out).map_err(io::Error::other)?;
    Ok(())
}

fn passed(article: &ArticleView) -> TestCase {
    let mut case = TestCase::new(article.id.to_string(), TestCaseStatus::success());
    case.set_classname(places::path(&article.path));
    case
}

fn case(finding: &Finding, articles: &[ArticleView]) -> TestCase {
    let place = &finding.primary;
    let path = articles.get(place.article).map_or("", |a| places::path(&a.path));
    let text = places::whole(finding, articles);
    let status = if finding.severity >= Severity::Warning {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(Words::En.severity(finding.severity));
        status.set_message(finding.message.as_str());
        status.set_description(format!("{path}:{}:{}: {text}", place.line, place.column));
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(format!("{} {}:{}", finding.rule, place.line, place.column), status);
    case.set_classname(path);
    if finding.severity < Severity::Warning {
        case.set_system_out(text);
    }
    case
}
