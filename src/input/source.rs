//! What there is to read under one name.

use std::fmt;
use std::io::BufRead;

/// What is to be read under one name.
#[derive(Debug)]
pub struct Source {
    /// Its path, as the user named it.
    pub path: String,
    /// Its bytes.
    pub body: Body,
}

/// The bytes of a source.
pub enum Body {
    /// All of them.
    Whole(Vec<u8>),
    /// JSON Lines as they come: no more of them than a few megabytes is held at a time.
    Lines(Box<dyn BufRead + Send>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::Lines(_) => f.write_str("Lines"),
        }
    }
}

impl From<(String, Vec<u8>)> for Source {
    fn from((path, bytes): (String, Vec<u8>)) -> Self {
        Self { path, body: Body::Whole(bytes) }
    }
}
