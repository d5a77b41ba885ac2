//! YAML as a tree of nodes with their places; from text, and from the compact form in which the
//! build script stores the shipped rules, so that a start does not parse them again.
//!
//! The build script compiles this file too: it needs nothing of the crate but `SourceSpan`.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use crate::text::SourceSpan;

/// A value of a YAML file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes in the file.
    pub span: SourceSpan,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A string, number or boolean, as text; numbers as they are written.
    Scalar(Cow<'static, str>),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping in the order of the file; a key is a scalar.
    Map(Vec<(Node, Node)>),
}

/// What serde sees of a node; numbers lose how they were written and are read from the text again.
enum Raw {
    Null,
    Text(String),
    Written,
    Seq(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn build(raw: Spanned<Raw>, text: &str) -> Node {
    let at = raw.defined.span();
    let start = usize::try_from(at.byte_offset().unwrap_or(0)).unwrap_or(0);
    let len = usize::try_from(at.byte_len().unwrap_or(0)).unwrap_or(0);
    let mut span = SourceSpan::new(start, start + len);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Text(s) => Value::Scalar(s.into()),
        Raw::Written => Value::Scalar(span.of(text).trim().to_owned().into()),
        Raw::Seq(items) => Value::Seq(items.into_iter().map(|n| build(n, text)).collect()),
        Raw::Map(entries) => {
            Value::Map(entries.into_iter().map(|(k, v)| (build(k, text), build(v, text))).collect())
        }
    };
    // The parser places a collection at its first sign; a person wants to see the whole.
    match &value {
        Value::Seq(items) => span.end = items.last().map_or(span.end, |n| closed(text, n.span.end, ']')),
        Value::Map(entries) => {
            span.end = entries.last().map_or(span.end, |(_, n)| closed(text, n.span.end, '}'));
        }
        Value::Null | Value::Scalar(_) => {}
    }
    Node { value, span }
}

/// The end of a flow collection whose last item ends at `end`; `end` itself for a block.
fn closed(text: &str, end: usize, close: char) -> usize {
    let rest = text.get(end..).unwrap_or("");
    let gap = rest.len() - rest.trim_start_matches([' ', ',']).len();
    if rest.get(gap..).is_some_and(|r| r.starts_with(close)) { end + gap + 1 } else { end }
}

/// The tree of the YAML `text`.
///
/// # Errors
/// What the YAML parser has to say.
pub(crate) fn from_text(text: &str) -> Result<Node, serde_yaml::Error> {
    serde_yaml::from_str::<Spanned<Raw>>(text).map(|raw| build(raw, text))
}

const NULL: u8 = 0;
/// A scalar that stands in the text as it is.
const WRITTEN: u8 = 1;
/// A scalar with quotes or escapes: its value follows.
const QUOTED: u8 = 2;
const SEQ: u8 = 3;
const MAP: u8 = 4;

/// The key of the examples, which only those read who try or explain the rules: how many bytes they take stands before
/// them, so that the others pass over them.
const EXAMPLES: &str = "tests";

/// Whether a key is that of the examples.
fn is_of_examples(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar(name) if name == EXAMPLES)
}

/// Appends the compact form of `node`, a node of `text`, to `out`.
#[allow(dead_code, reason = "only the build script and the tests write trees")]
pub(crate) fn encode(node: &Node, text: &str, out: &mut Vec<u8>) {
    let tag = match &node.value {
        Value::Null => NULL,
        Value::Scalar(s) if node.span.of(text) == &**s => WRITTEN,
        Value::Scalar(_) => QUOTED,
        Value::Seq(_) => SEQ,
        Value::Map(_) => MAP,
    };
    out.push(tag);
    number(node.span.start, out);
    number(node.span.end.saturating_sub(node.span.start), out);
    match &node.value {
        Value::Scalar(s) if tag == QUOTED => {
            number(s.len(), out);
            out.extend_from_slice(s.as_bytes());
        }
        Value::Null | Value::Scalar(_) => {}
        Value::Seq(items) => {
            number(items.len(), out);
            items.iter().for_each(|n| encode(n, text, out));
        }
        Value::Map(entries) => {
            number(entries.len(), out);
            for (key, value) in entries {
                encode(key, text, out);
                let mut own = Vec::new();
                encode(value, text, &mut own);
                if is_of_examples(key) {
                    number(own.len(), out);
                }
                out.append(&mut own);
            }
        }
    }
}

/// Seven bits a byte, the lowest first; the top bit says that more follow.
#[allow(dead_code, reason = "only the build script and the tests write trees")]
fn number(mut n: usize, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or(0) | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or(0));
}

/// The tree that `encode` wrote for `text`, with its `examples` or without; none if the bytes are not such a tree.
#[allow(dead_code, reason = "the build script only writes trees")]
pub(crate) fn decode(bytes: &'static [u8], text: &'static str, examples: bool) -> Option<Node> {
    let mut rest = bytes;
    let node = Decoder { text, rest: &mut rest, examples }.node()?;
    rest.is_empty().then_some(node)
}

struct Decoder<'b> {
    text: &'static str,
    rest: &'b mut &'static [u8],
    /// Whether the examples are read.
    examples: bool,
}

#[allow(dead_code, reason = "the build script only writes trees")]
impl Decoder<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        *self.rest = rest;
        Some(*first)
    }

    fn bytes(&mut self, len: usize) -> Option<&'static [u8]> {
        let (own, rest) = self.rest.split_at_checked(len)?;
        *self.rest = rest;
        Some(own)
    }

    fn number(&mut self) -> Option<usize> {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            n |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(n);
            }
            shift += 7;
        }
    }

    fn node(&mut self) -> Option<Node> {
        let tag = self.byte()?;
        let start = self.number()?;
        let span = SourceSpan::new(start, start.checked_add(self.number()?)?);
        let value = match tag {
            NULL => Value::Null,
            WRITTEN => Value::Scalar(self.text.get(span.start..span.end)?.into()),
            QUOTED => {
                let len = self.number()?;
                Value::Scalar(std::str::from_utf8(self.bytes(len)?).ok()?.into())
            }
            SEQ => {
                let count = self.number()?;
                let mut items = Vec::with_capacity(count.min(self.rest.len()));
                for _ in 0..count {
                    items.push(self.node()?);
                }
                Value::Seq(items)
            }
            MAP => {
                let count = self.number()?;
                let mut entries = Vec::with_capacity(count.min(self.rest.len()));
                for _ in 0..count {
                    let key = self.node()?;
                    let len = if is_of_examples(&key) { Some(self.number()?) } else { None };
                    match len.filter(|_| !self.examples) {
                        Some(len) => drop(self.bytes(len)?),
                        None => entries.push((key, self.node()?)),
                    }
                }
                Value::Map(entries)
            }
            _ => return None,
        };
        Some(Node { value, span })
    }
}
