//! The lines of JSON Lines, one at a time, from a stream of any length.

use std::io::{self, BufRead, Read as _};

use super::json_lines::UNKNOWN_LANGUAGE;
use super::limits::{LONGEST, TOO_LONG};
use super::reader::{LONGEST_SHOWN, is_text, not_utf8, utf16, utf16_problem};
use crate::finding::{Beginning, Problem, Severity};

/// How many problems of one file are told one by one.
const MOST_TOLD: usize = 100;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub begins: Beginning,
    /// Its text, with its end.
    pub text: String,
}

/// The lines of a stream. A line that is no text is a problem and costs the others nothing; where the
/// stream breaks off or stops being text, the lines end with a problem.
#[derive(Debug)]
pub struct Lines<R> {
    path: String,
    input: R,
    next: Beginning,
    ended: bool,
}

/// A line as its bytes come.
enum Raw {
    /// All of it.
    Whole(Vec<u8>),
    /// So many bytes, too many to hold.
    Endless(usize),
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`; `path` is shown to the user.
    pub fn new(path: &str, input: R) -> Self {
        Self { path: path.to_owned(), input, next: Beginning::default(), ended: false }
    }

    /// The next lines, until they come to so many bytes or so many lines; none at the end.
    pub fn batch(&mut self, bytes: usize, lines: usize) -> Vec<Result<Line, Box<Problem>>> {
        let (mut batch, mut size) = (Vec::new(), 0);
        while size < bytes
            && batch.len() < lines
            && let Some(line) = self.next()
        {
            size += line.as_ref().map_or(0, |line| line.text.len());
            batch.push(line);
        }
        batch
    }

    fn raw(&mut self) -> io::Result<Raw> {
        let mut bytes = Vec::new();
        let most = LONGEST as u64 + 1;
        self.input.by_ref().take(most).read_until(b'\n', &mut bytes)?;
        if bytes.len() <= LONGEST || bytes.ends_with(b"\n") {
            return Ok(Raw::Whole(bytes));
        }
        let mut length = bytes.len();
        loop {
            let more = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', more);
            let passed = end.map_or(more.len(), |at| at + 1);
            let last = end.is_some() || more.is_empty();
            self.input.consume(passed);
            length += passed;
            if last {
                return Ok(Raw::Endless(length));
            }
        }
    }

    fn not_utf8(&self, error: &std::string::FromUtf8Error, begins: Beginning) -> Problem {
        let mut problem = not_utf8(&self.path, error, begins);
        if error.as_bytes().len() > LONGEST_SHOWN {
            problem.text = None;
        }
        problem
    }

    fn line(&mut self, raw: Raw) -> Result<Line, Box<Problem>> {
        let begins = self.next;
        let length = match &raw {
            Raw::Whole(bytes) => bytes.len(),
            Raw::Endless(length) => *length,
        };
        self.next = Beginning { byte: begins.byte + length, line: begins.line + 1 };
        let bytes = match raw {
            Raw::Whole(bytes) => bytes,
            Raw::Endless(length) => {
                let message = format!("line {} is {length} bytes long", begins.line);
                let help = format!("an article may have {LONGEST} bytes");
                return Err(Problem::error(TOO_LONG, &self.path, message).with_help(help).into());
            }
        };
        if let Some(endian) = utf16(&bytes).filter(|_| begins.line == 1) {
            self.ended = true;
            return Err(utf16_problem(&self.path, endian));
        }
        // Whatever comes behind it is no text either.
        is_text(&self.path, &bytes, begins).inspect_err(|_| self.ended = true)?;
        String::from_utf8(bytes)
            .map(|text| Line { begins, text })
            .map_err(|error| Box::new(self.not_utf8(&error, begins)))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, Box<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.raw() {
            Ok(Raw::Whole(bytes)) if bytes.is_empty() => {
                self.ended = true;
                None
            }
            Ok(raw) => Some(self.line(raw)),
            Err(error) => {
                self.ended = true;
                let message = format!("this file cannot be read from line {} on: {error}", self.next.line);
                Some(Err(Problem::error("input/unreadable", &self.path, message).into()))
            }
        }
    }
}

/// The problems of the lines of one file: the first hundred, and how many more there are.
#[derive(Debug, Default)]
pub struct Told {
    problems: Vec<Problem>,
    more: usize,
    failed: bool,
}

impl Told {
    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        let what = |p: &Problem| p.labels.first().map(|(_, label)| label.clone());
        let told = |p: &Problem| p.code == problem.code && what(p) == what(&problem);
        if problem.code == UNKNOWN_LANGUAGE && self.problems.iter().any(told) {
            return;
        }
        if self.problems.len() < MOST_TOLD {
            self.problems.push(problem);
        } else {
            self.more += 1;
            self.failed |= problem.severity == Severity::Error;
        }
    }

    /// What there is to tell of the file `path`.
    #[must_use]
    pub fn into_problems(mut self, path: &str) -> Vec<Problem> {
        if self.more > 0 {
            let message = format!("{} more problems like these are not shown", self.more);
            let mut rest = Problem::error("input/more", path, message);
            rest.severity = if self.failed { Severity::Error } else { Severity::Warning };
            self.problems.push(rest);
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    /// A reader that gives `good` and then fails.
    struct Broken(Cursor<Vec<u8>>);

    impl io::Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("the cable is out")),
                n => Ok(n),
            }
        }
    }

    fn of(bytes: &[u8]) -> Vec<Result<Line, (&'static str, String)>> {
        let lines = Lines::new("a.jsonl", BufReader::with_capacity(4, bytes));
        lines.map(|line| line.map_err(|p| (p.code, p.message))).collect()
    }

    #[test]
    fn a_line_that_is_no_text_costs_the_others_nothing() {
        let line = |byte, line, text: &str| Ok(Line { begins: Beginning { byte, line }, text: text.into() });
        let lines = of(b"een\nzo\xeb\ndrie");
        assert_eq!(lines[0], line(0, 1, "een\n"));
        let told = "this file is not UTF-8: byte 0xEB at byte 6, on line 2, column 3";
        assert_eq!(lines[1], Err(("input/not-utf8", told.to_owned())));
        assert_eq!(lines[2..], [line(8, 3, "drie")]);
    }

    #[test]
    fn what_stops_being_text_ends_with_a_problem() {
        let lines = of(b"een\ntw\0ee\ndrie\n");
        let message = "this is not a text: there is a NUL byte at byte 6, on line 2";
        assert_eq!((lines.len(), lines[1].clone()), (2, Err(("input/binary", message.to_owned()))));
        assert_eq!(of(b"\xff\xfe{\0\n\0x\0\n\0").len(), 1);
    }

    #[test]
    fn a_stream_that_breaks_off_keeps_what_came() {
        let input = BufReader::new(Broken(Cursor::new(b"een\ntwee\ndr".to_vec())));
        let lines: Vec<_> = Lines::new("a.jsonl", input).collect();
        assert_eq!(lines.iter().filter(|line| line.is_ok()).count(), 2);
        let told = lines[2].as_ref().unwrap_err();
        assert_eq!(told.message, "this file cannot be read from line 3 on: the cable is out");
    }

    #[test]
    fn a_hundred_problems_are_told_and_the_rest_counted() {
        let mut told = Told::default();
        for n in 0..103 {
            told.push(Problem::error("input/json", "a.jsonl", n.to_string()));
        }
        let problems = told.into_problems("a.jsonl");
        assert_eq!((problems.len(), problems[99].message.as_str()), (101, "99"));
        assert_eq!(problems[100].message, "3 more problems like these are not shown");
        assert_eq!(problems[100].severity, Severity::Error);
    }
}
