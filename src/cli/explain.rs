//! `klopt explain`.

use std::io::{self, Write as _};
use std::path::Path;

use super::archive_args::now;
use super::args::GivenArgs;
use super::insight_args::{ExplainPlaceArgs, InsightFormat, Spot};
use super::output::{Outcome, stdout};
use super::session::{Rules, fetch, given, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::archive::{Access, Archive, ArchiveError};
use crate::claim::Explanation;
use crate::engine::{self, read_each};
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::Document;
use crate::report::{write_comparison, write_comparison_json, write_explanations, write_explanations_json};

/// Tells why what stands at a place is a claim, or why it is none; of two places, why they are not compared.
pub(super) fn run(args: &ExplainPlaceArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    if let Some(other) = &args.other {
        let (spots, given) = ([&args.place, other], &args.given);
        let pair = Pair { spots, given, format: args.format, archive: None };
        return pair.compare(&rules, settings, terminal);
    }
    let (all, problems) = at(&args.place, &rules, &args.given);
    let problems = [&*settings.problems, &*rules.problems, &*problems].concat();
    let outcome = tell(&problems, terminal)?;
    let mut out = stdout();
    match args.format {
        InsightFormat::Human => write_explanations(&mut out, &all, (terminal.words(), terminal.out))?,
        InsightFormat::Json => write_explanations_json(&mut out, &all)?,
    }
    out.flush()?;
    Ok(outcome)
}

/// What stands at a place, and what there is to tell of it.
fn at(spot: &Spot, rules: &Rules, args: &GivenArgs) -> (Vec<Explanation>, Vec<Problem>) {
    let extractor = Extractor::new(&rules.set);
    let reader = rules.plain_reader().with_defaults(given(args).defaults());
    let look = |document: &Document| extractor.explain(document, spot.line, spot.column);
    let (all, mut problems) = read_each(&[Path::new(&spot.path)], |path| fetch(path), &reader, look);
    let all: Vec<_> = all.into_iter().flatten().collect();
    if problems.is_empty() {
        problems.extend(nothing(spot, &all));
    }
    (all, problems)
}

/// What stands at a place in an article of an archive: by its id, or by the file that it was read from.
fn archived(
    spot: &Spot,
    rules: &Rules,
    archive: &Path,
) -> Result<(Vec<Explanation>, Vec<Problem>), ArchiveError> {
    let archive = Archive::open(archive, Access::Read, &now())?;
    let article = archive.article_of(&spot.path)?.unwrap_or_else(|| spot.path.clone());
    let (document, _) = archive.document(&article, None, &rules.plain_reader())?;
    let all = Extractor::new(&rules.set).explain(&document, spot.line, spot.column);
    let problems = nothing(spot, &all);
    Ok((all, problems.into_iter().collect()))
}

/// What to say where nothing stands at a place.
fn nothing(spot: &Spot, all: &[Explanation]) -> Option<Problem> {
    if all.is_empty() {
        let column = spot.column.map(|c| format!(", column {c}")).unwrap_or_default();
        let message = format!("there is no figure, date or duration at line {}{column}", spot.line);
        let help =
            "leave the column out to have every figure on the line; `klopt recognise` shows what is read";
        return Some(Problem::error("explain/nothing", &spot.path, message).with_help(help));
    }
    None
}

/// The places of two figures.
pub(super) struct Pair<'a> {
    /// Where they stand.
    pub(super) spots: [&'a Spot; 2],
    /// What holds for what the articles do not say.
    pub(super) given: &'a GivenArgs,
    /// How to print.
    pub(super) format: InsightFormat,
    /// Where an article is looked for that is no file.
    pub(super) archive: Option<&'a Path>,
}

impl Pair<'_> {
    /// What stands at a place in a file, or else in an article of the archive.
    fn at(&self, spot: &Spot, rules: &Rules) -> (Vec<Explanation>, Vec<Problem>) {
        match self.archive.filter(|_| !Path::new(&spot.path).exists()) {
            Some(archive) => archived(spot, rules, archive)
                .unwrap_or_else(|error| (Vec::new(), vec![*error.problem(archive)])),
            None => at(spot, rules, self.given),
        }
    }

    /// Tells why the claims at the two places are not compared, or what comes of it. Where a line has several the
    /// first is meant; where a figure is no claim, that is what is told of it.
    pub(super) fn compare(
        &self,
        rules: &Rules,
        settings: &Settings,
        terminal: &Terminal,
    ) -> io::Result<Outcome> {
        let [(first, mut problems), (second, more)] = self.spots.map(|spot| self.at(spot, rules));
        problems.extend(more);
        let problems = [&*settings.problems, &*rules.problems, &*problems].concat();
        let outcome = tell(&problems, terminal)?;
        let claim = |all: &[Explanation]| all.iter().find_map(|e| e.claim.clone()).map(|e| e.claim);
        let mut out = stdout();
        if let (Some(a), Some(b)) = (claim(&first), claim(&second)) {
            let comparison = engine::compare(&a, &b, &rules.set, None);
            match self.format {
                InsightFormat::Human => write_comparison(&mut out, &comparison, terminal.words())?,
                InsightFormat::Json => write_comparison_json(&mut out, &comparison)?,
            }
        } else {
            let none: Vec<Explanation> =
                [first, second].into_iter().filter(|all| claim(all).is_none()).flatten().collect();
            match self.format {
                InsightFormat::Human => {
                    write_explanations(&mut out, &none, (terminal.words(), terminal.out))?;
                }
                InsightFormat::Json => write_explanations_json(&mut out, &none)?,
            }
        }
        out.flush()?;
        Ok(outcome)
    }
}
