//! Where what was read before is kept, and what it hangs on besides the bytes of an article.

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::args::GivenArgs;
use super::cache::Cache;
use super::session::{Rules, given};
use super::terminal::variable;
use crate::engine::Key;

/// With fewer bytes than this, reading them costs less than looking them up.
const WORTHWHILE: u64 = 128 << 10;

/// Whether to use the cache.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Cache")]
pub(super) struct CacheArgs {
    /// Read every article anew, and keep nothing
    #[arg(long)]
    pub(super) no_cache: bool,

    /// Keep what was read in this folder [default: ~/.cache/klopt]
    ///
    /// Where `XDG_CACHE_HOME` is set, the default is `klopt` in there. Runs of less than 128 KiB keep
    /// nothing unless a folder is named.
    ///
    /// With the same klopt, rules and arguments an article that did not change is not read again.
    /// The folder may be removed at any time, and takes 1 GiB at most.
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub(super) cache_dir: Option<PathBuf>,
}

impl CacheArgs {
    /// The cache for reading so many bytes with these rules and arguments; none where it is not wanted or
    /// has no place.
    pub(super) fn open(&self, bytes: u64, rules: &Rules, args: &GivenArgs) -> Option<Cache> {
        if self.no_cache || (bytes < WORTHWHILE && self.cache_dir.is_none()) {
            return None;
        }
        let root = self.cache_dir.clone().or_else(home)?;
        Some(Cache::open(&root, salt(rules, args).ok()?))
    }
}

/// Where caches are kept: <https://specifications.freedesktop.org/basedir-spec/latest/>.
fn home() -> Option<PathBuf> {
    let base = || Some(PathBuf::from(variable("HOME")?).join(".cache"));
    let place = variable("XDG_CACHE_HOME").map(PathBuf::from).filter(|place| place.is_absolute());
    let place = place.or_else(base).or_else(|| variable("LOCALAPPDATA").map(PathBuf::from))?;
    Some(place.join("klopt"))
}

/// What claims hang on besides their article: this very program, the rules, and what is given from outside.
fn salt(rules: &Rules, args: &GivenArgs) -> io::Result<Key> {
    let program = program()?;
    let given = format!("{:?}", given(args));
    let mut hasher = blake3::Hasher::new();
    for part in [program.as_bytes(), rules.claims_hash().as_bytes(), given.as_bytes()] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    Ok(*hasher.finalize().as_bytes())
}

/// The hash of the program itself: two builds of one version may read differently.
fn program() -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut std::fs::File::open(std::env::current_exe()?)?, &mut hasher)?;
    Ok(hasher.finalize())
}
