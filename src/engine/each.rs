//! Articles one by one, for what looks at each by itself.

use rayon::prelude::*;

use crate::finding::Problem;
use crate::input::{Document, Reader};

/// Reads every source and has `look` look at each of its articles: what it makes of them, and what could not be
/// read, both in the order of the sources. `fetch` gives a source's path, as the user named it, and its bytes; it
/// is called from several threads. A source that cannot be read is a problem, and costs the others nothing.
pub fn read_each<S, T, F, L>(sources: &[S], fetch: F, reader: &Reader, look: L) -> (Vec<T>, Vec<Problem>)
where
    S: Sync,
    T: Send,
    F: Fn(&S) -> Result<(String, Vec<u8>), Box<Problem>> + Sync,
    L: Fn(&Document) -> T + Sync,
{
    let read = |source: &S| match fetch(source) {
        Ok((path, bytes)) => {
            let reading = reader.read(&path, bytes);
            // The articles of one large file of JSON Lines are spread over the threads too.
            (reading.documents.par_iter().map(&look).collect(), reading.problems)
        }
        Err(problem) => (Vec::new(), vec![*problem]),
    };
    read_in_parallel(sources, read)
}

/// What reading each source gives, in the order of the sources.
pub(super) fn read_in_parallel<S: Sync, T: Send>(
    sources: &[S],
    read: impl Fn(&S) -> (Vec<T>, Vec<Problem>) + Sync,
) -> (Vec<T>, Vec<Problem>) {
    let read: Vec<(Vec<T>, Vec<Problem>)> = sources.par_iter().map(&read).collect();
    let (all, problems): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    (all.into_iter().flatten().collect(), problems.into_iter().flatten().collect())
}
