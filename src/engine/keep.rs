//! Articles that have been read and extracted before, kept under the hash of what they were made from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::corpus::Part;
use crate::claim::{Claim, Observation, Publication};
use crate::finding::ArticleView;

/// What stands for one source: a file, or a line of JSON Lines.
pub type Key = [u8; 32];

/// Keeps what was read from a source, for the same rules, reader and klopt: who hands it in sees to that.
/// It may forget, and what it gives back was put in unchanged.
pub trait Keep: Sync {
    /// What was put in under `key`.
    fn get(&self, key: &Key) -> Option<Vec<u8>>;
    /// Keeps `bytes` under `key`.
    fn put(&self, key: &Key, bytes: &[u8]);
}

/// The key of a source: its path, which ids are made of, its line, and all of its bytes.
pub(super) fn key(path: &str, line: Option<usize>, bytes: &[u8]) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(path.len() as u64).to_le_bytes());
    hasher.update(path.as_bytes());
    hasher.update(&(line.unwrap_or(0) as u64).to_le_bytes());
    hasher.update(bytes);
    *hasher.finalize().as_bytes()
}

/// An article as it is kept. Its claims and observations share its publication, which is kept once.
#[derive(Serialize, Deserialize)]
struct Kept {
    view: ArticleView,
    publication: Publication,
    claims: Vec<Claim>,
    observations: Vec<Observation>,
}

/// What stands for the publication in claims and observations that are kept.
fn nobody() -> Arc<Publication> {
    Arc::new(Publication {
        id: "".into(),
        called: None,
        path: "".into(),
        title: None,
        source: None,
        published: None,
        family: 0,
        language: "".into(),
        corrects: Vec::new(),
        retracts: Vec::new(),
    })
}

/// The articles as bytes.
pub(super) fn encode(parts: &[Part]) -> Option<Vec<u8>> {
    let nobody = nobody();
    let kept = |part: &Part| Kept {
        view: part.view.clone(),
        publication: (*part.publication).clone(),
        claims: part.claims.iter().map(|c| Claim { publication: nobody.clone(), ..c.clone() }).collect(),
        observations: (part.observations.iter())
            .map(|o| Observation { publication: nobody.clone(), ..o.clone() })
            .collect(),
    };
    postcard::to_stdvec(&parts.iter().map(kept).collect::<Vec<_>>()).ok()
}

/// The articles of bytes that [`encode`] made; none of others.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<Part>> {
    let kept: Vec<Kept> = postcard::from_bytes(bytes).ok()?;
    let part = |kept: Kept| {
        let Kept { view, publication, mut claims, mut observations } = kept;
        let publication = Arc::new(publication);
        claims.iter_mut().for_each(|claim| claim.publication = publication.clone());
        observations.iter_mut().for_each(|seen| seen.publication = publication.clone());
        Part { view, publication, claims, observations }
    };
    Some(kept.into_iter().map(part).collect())
}
