//! What is read of each path: a file whole, JSON Lines as they come.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::files;
use super::session::fetch;
use crate::finding::Problem;
use crate::input::{Body, Format, LONGEST, Source};

/// How much of a stream is read at once.
const CHUNK: usize = 1 << 18;

/// How much of what no name tells the format of is looked at to see what it is.
const LOOK: u64 = 64 << 20;

/// The source at `path`.
///
/// # Errors
/// It cannot be opened, or read where it is read whole.
pub(super) fn open(path: &Path) -> Result<Source, Box<Problem>> {
    let shown = path.display().to_string();
    match Format::of_path(&shown) {
        Some(Format::JsonLines) => Ok(Source { path: shown, body: Body::Lines(lines(path)?) }),
        Some(_) => fetch(path).map(Source::from),
        None => look(path, lines(path)?),
    }
}

/// The bytes at `path` as they come, whatever it is called.
///
/// # Errors
/// It cannot be opened.
pub(super) fn lines(path: &Path) -> Result<Box<dyn BufRead + Send>, Box<Problem>> {
    if path == Path::new(files::STDIN) {
        return Ok(Box::new(BufReader::with_capacity(CHUNK, io::stdin())));
    }
    let file = File::open(path).map_err(|error| files::unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(CHUNK, file)))
}

/// What no name tells the format of: JSON Lines as they come, if the first line is one.
fn look(path: &Path, mut input: Box<dyn BufRead + Send>) -> Result<Source, Box<Problem>> {
    let mut head = Vec::new();
    while head.trim_ascii().is_empty() && head.len() < LONGEST {
        let line = input.by_ref().take(LOOK).read_until(b'\n', &mut head);
        if line.map_err(|error| files::unreadable(path, &error))? == 0 {
            break;
        }
    }
    let lines = std::str::from_utf8(&head).is_ok_and(|text| Format::of_text(text) == Format::JsonLines);
    let body = if lines {
        Body::Lines(Box::new(Cursor::new(head).chain(input)))
    } else {
        Body::Whole(files::whole(path, input, head)?)
    };
    Ok(Source { path: path.display().to_string(), body })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> (bool, String) {
        let input = Cursor::new(text.as_bytes().to_vec());
        match look(Path::new(files::STDIN), Box::new(input)).unwrap().body {
            Body::Whole(bytes) => (false, String::from_utf8(bytes).unwrap()),
            Body::Lines(mut lines) => {
                let mut all = String::new();
                lines.read_to_string(&mut all).unwrap();
                (true, all)
            }
        }
    }

    #[test]
    fn json_lines_are_told_by_their_first_line_and_nothing_is_lost() {
        for (text, lines) in [
            ("{\"text\": \"een\"}\n{\"text\": \"twee\"}\n", true),
            ("\n \n{\"text\": \"een\"}", true),
            ("{\n\"text\": \"een\"}\n", false),
            ("Kop\n\nEen zin.\n", false),
            ("", false),
        ] {
            assert_eq!(body(text), (lines, text.to_owned()));
        }
    }
}
