//! What goes into the archive: articles with their claims, and what it takes to read them again.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Adding, ArchiveError, readings, record};
use crate::claim::{Claim, FactKey};
use crate::engine::references;
use crate::finding::{Problem, Reference};
use crate::graph::{self, Carrier, ReadingKey};
use crate::input::{Defaults, Document, Line, Reader, Reading};
use crate::rules::RuleSet;
use crate::rules::pack_files::{FileKind, PackFile};
use crate::value::{Country, Language, Period};

/// What held, when the article was read, for what it does not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// The language.
    pub language: Option<String>,
    /// The country of publication.
    pub country: Option<String>,
    /// The day of publication.
    pub published: Option<Period>,
}

impl Given {
    /// As the reader takes it.
    #[must_use]
    pub fn defaults(&self) -> Defaults {
        Defaults {
            language: self.language.as_deref().map(Language::new),
            country: self.country.as_deref().map(Country::new),
            published: self.published,
        }
    }
}

/// What is kept beside an article's text, to read it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The file, as the user named it.
    pub(super) path: String,
    /// The number of its JSON line.
    #[serde(default)]
    pub(super) record: Option<usize>,
    /// The JSON line without its text.
    #[serde(default)]
    pub(super) line: Option<Map<String, Value>>,
    /// What was given from outside.
    #[serde(default)]
    pub(super) given: Given,
}

/// An article on its way into the archive.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The article's id.
    pub article: String,
    /// What is kept to read it again.
    pub(super) head: String,
    /// The file, or the text of the JSON line.
    pub(super) body: std::sync::Arc<str>,
    pub(super) body_hash: blake3::Hash,
    /// Tells this content of the article from any other.
    pub(super) digest: blake3::Hash,
    pub(super) publication: String,
    pub(super) published: Option<String>,
    pub(super) observations: String,
    /// The claims.
    pub(super) claims: Vec<Kept>,
    /// The file, as the user named it, and the articles that this one says it corrects or retracts.
    pub(super) path: String,
    pub(super) references: Vec<Reference>,
}

/// A claim as it is kept, with what is derived from it.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// Its record.
    pub(super) record: String,
    /// The fact that it is about, and what it says of it.
    pub(super) said: Option<Packed>,
}

/// What a claim says of its fact, as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    pub(super) fact: FactKey,
    pub(super) readings: Vec<u8>,
}

/// What a claim says of its fact.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) fact: FactKey,
    pub(super) readings: Vec<(ReadingKey, Carrier)>,
}

impl Said {
    /// What `claim` says under the metrics of `rules`; none where it is about no fact.
    pub(super) fn of(claim: &Claim, rules: &RuleSet) -> Option<Self> {
        let policy = &rules.metric(&claim.metric)?.policy;
        let (fact, assumed) = policy.fact(claim)?;
        Some(Self { fact, readings: graph::read(claim, policy, assumed) })
    }
}

/// The hash of a rule pack: of its files in the order of their paths. Claims hang on all of them but the
/// checks, so `for_claims` leaves those out.
#[must_use]
pub fn rules_hash(files: &[PackFile], for_claims: bool) -> String {
    let mut files: Vec<&PackFile> =
        files.iter().filter(|f| !(for_claims && f.kind == FileKind::Checks)).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hasher = blake3::Hasher::new();
    for file in files {
        part(&mut hasher, file.path.as_bytes());
        part(&mut hasher, file.text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Adds a part with its length, so that no two rows of parts look the same.
pub(super) fn part(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// Reads a file and extracts the claims of its articles.
///
/// # Errors
/// An article's record cannot be written down.
pub(super) fn intakes(
    path: &str,
    bytes: Vec<u8>,
    with: &Adding<'_>,
) -> Result<(Vec<Intake>, Vec<Problem>), ArchiveError> {
    taken_in(with.reader.read(path, bytes), None, with)
}

/// Reads a line of JSON Lines and extracts the claims of its article.
///
/// # Errors
/// The article's record cannot be written down.
pub(super) fn of_line(
    path: &str,
    line: &Line,
    with: &Adding<'_>,
) -> Result<(Vec<Intake>, Vec<Problem>), ArchiveError> {
    taken_in(with.reader.read_line(path, line), Some(&line.text), with)
}

fn taken_in(
    Reading { documents, problems }: Reading,
    line: Option<&str>,
    with: &Adding<'_>,
) -> Result<(Vec<Intake>, Vec<Problem>), ArchiveError> {
    let one = |document: &Document| {
        let head = Head {
            path: document.path.clone(),
            record: document.record,
            line: line.and_then(without_text),
            given: with.given.clone(),
        };
        intake(document, head, with)
    };
    Ok((documents.iter().map(one).collect::<Result<_, _>>()?, problems))
}

/// An article with what was extracted from it, ready to be kept.
pub(super) fn intake(document: &Document, head: Head, with: &Adding<'_>) -> Result<Intake, ArchiveError> {
    let extraction = with.extractor.extract(document);
    let mut hasher = blake3::Hasher::new();
    part(&mut hasher, document.id.as_bytes());
    part(&mut hasher, document.body().as_bytes());
    part(&mut hasher, &serde_json::to_vec(&head.line)?);
    part(&mut hasher, &serde_json::to_vec(&head.given)?);
    let publication = record::of_publication(&extraction.publication)?;
    let kept = |claim: Claim| {
        let said = Said::of(&claim, with.rules);
        let pack = |said: Said| {
            Ok::<_, ArchiveError>(Packed { readings: readings::packed(&said.readings)?, fact: said.fact })
        };
        let said = said.map(pack).transpose()?;
        Ok(Kept { record: record::of_claim(&claim, &publication)?, said })
    };
    let claims = extraction.claims.into_iter().map(kept).collect::<Result<_, ArchiveError>>()?;
    Ok(Intake {
        article: document.id.clone(),
        head: serde_json::to_string(&head)?,
        body: document.body().into(),
        body_hash: blake3::hash(document.body().as_bytes()),
        digest: hasher.finalize(),
        publication,
        published: extraction.publication.published.and_then(|p| p.to).map(|day| day.to_string()),
        observations: serde_json::to_string(&extraction.observations)?,
        claims,
        path: document.path.clone(),
        references: references(document),
    })
}

/// A JSON line without its text, which is kept as the body.
fn without_text(line: &str) -> Option<Map<String, Value>> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let mut fields: Map<String, Value> = serde_json::from_str(line).ok()?;
    fields.shift_remove("text");
    Some(fields)
}

/// Reads an article again from what was kept of it; none if nothing comes out.
pub(super) fn again(head: &Head, article: &str, body: &str, reader: &Reader) -> Option<Document> {
    let reader = reader.clone().with_defaults(head.given.defaults());
    let reading = match (&head.line, head.record) {
        (Some(line), Some(number)) => {
            let mut line = line.clone();
            line.insert("text".to_owned(), Value::String(body.to_owned()));
            reader.read_record(&head.path, number, &Value::Object(line).to_string())
        }
        _ => reader.read(&head.path, body.as_bytes().to_vec()),
    };
    reading.documents.into_iter().find(|d| d.id == article)
}
