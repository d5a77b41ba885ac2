//! Fills types that derive `Deserialize` from a tree, with the place of a mistake.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer as _, Visitor};

use super::{Node, Value};
use crate::text::SourceSpan;

/// What does not fit, and where.
#[derive(Debug)]
pub(super) struct Misfit {
    message: String,
    span: Option<SourceSpan>,
}

/// The value of type `T` that `node` holds.
///
/// # Errors
/// What does not fit the type, and the innermost node that it stands in.
pub fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, (SourceSpan, String)> {
    T::deserialize(Cursor(node)).map_err(|e| (e.span.unwrap_or(node.span), e.message))
}

impl Misfit {
    fn or_at(self, node: &Node) -> Self {
        Self { span: self.span.or(Some(node.span)), ..self }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self { message: message.to_string(), span: None }
    }
}

#[derive(Clone, Copy)]
struct Cursor<'n>(&'n Node);

/// Reads a scalar as the type that the visitor wants.
macro_rules! scalars {
    ($($method:ident $visit:ident $what:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let text = self.0.as_str().unwrap_or("");
            let value = text.parse().map_err(|_| de::Error::custom(format!("`{text}` is not {}", $what)))
                .map_err(|e: Misfit| e.or_at(self.0))?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Cursor<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let result = match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar(s) => visitor.visit_str(s),
            Value::Seq(items) => visitor.visit_seq(Items(items.iter())),
            Value::Map(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        };
        result.map_err(|e| e.or_at(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.value == Value::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let name: StrDeserializer<'_, Misfit> = self.0.as_str().unwrap_or("").into_deserializer();
        visitor.visit_enum(name).map_err(|e| e.or_at(self.0))
    }

    scalars! {
        deserialize_bool visit_bool "true or false"
        deserialize_i8 visit_i8 "a whole number"
        deserialize_i16 visit_i16 "a whole number"
        deserialize_i32 visit_i32 "a whole number"
        deserialize_i64 visit_i64 "a whole number"
        deserialize_u8 visit_u8 "a whole number"
        deserialize_u16 visit_u16 "a whole number"
        deserialize_u32 visit_u32 "a whole number"
        deserialize_u64 visit_u64 "a whole number"
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

struct Items<'n>(std::slice::Iter<'n, Node>);

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|n| seed.deserialize(Cursor(n)).map_err(|e| e.or_at(n))).transpose()
    }
}

struct Entries<'n> {
    rest: std::slice::Iter<'n, (Node, Node)>,
    value: Option<&'n Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Cursor(key)).map(Some).map_err(|e| e.or_at(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        let node = self.value.take().ok_or_else(|| <Misfit as de::Error>::custom("a value is missing"))?;
        seed.deserialize(Cursor(node)).map_err(|e| e.or_at(node))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;
    use serde::Deserialize;

    use super::super::tree;
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Pack {
        sign: char,
        flag: bool,
        scales: BTreeMap<String, Decimal>,
        #[serde(default)]
        pairs: Vec<(i8, String)>,
    }

    #[test]
    fn types_are_filled_from_a_tree() {
        let text = "sign: ','\nflag: true\nscales: { k: 1e3, half: 0.5 }\npairs: [[1, a], [-2, '3']]\n";
        let pack: Pack = typed(&tree::from_text(text).unwrap()).unwrap();
        assert_eq!((pack.sign, pack.flag), (',', true));
        assert_eq!(pack.scales["k"], Decimal::ONE_THOUSAND);
        assert_eq!(pack.scales["half"], Decimal::new(5, 1));
        assert_eq!(pack.pairs, [(1, "a".to_owned()), (-2, "3".to_owned())]);
    }

    #[test]
    fn a_misfit_is_shown_at_the_innermost_node() {
        let text = "sign: ','\nflag: true\nscales: { k: é }\n";
        let (span, _) = typed::<Pack>(&tree::from_text(text).unwrap()).unwrap_err();
        assert_eq!(span.of(text), "é");
        let text = "sign: ','\nflag: ja\nscales: {}\n";
        let (span, message) = typed::<Pack>(&tree::from_text(text).unwrap()).unwrap_err();
        assert_eq!((span.of(text), message.as_str()), ("ja", "`ja` is not true or false"));
        let text = "flags: true\n";
        let (span, message) = typed::<Pack>(&tree::from_text(text).unwrap()).unwrap_err();
        assert_eq!(span.of(text), "flags");
        assert!(message.contains("unknown field `flags`"), "{message}");
    }

    /// The compact form of `node`, which the binary has built in.
    fn built_in(node: &Node, text: &str) -> &'static [u8] {
        let mut bytes = Vec::new();
        tree::encode(node, text, &mut bytes);
        bytes.leak()
    }

    #[test]
    fn a_tree_survives_its_compact_form() {
        let text: &str = "a: [1.20, 'twéé', ~, \"x\\ny\"]\nb: { c: |\n    long\n    text\n  }\n"
            .replace(" { c: |\n    long\n    text\n  }", "\n  c: |\n    long\n    text")
            .leak();
        let node = tree::from_text(text).unwrap();
        let bytes = built_in(&node, text);
        assert_eq!(tree::decode(bytes, text, true), Some(node));
        assert_eq!(tree::decode(&bytes[..bytes.len() - 1], text, true), None);
    }

    #[test]
    fn a_tree_is_read_without_its_examples() {
        let text = "- metric: a\n  tests: [{ text: \"één\", claims: [] }, { text: twee }]\n  range: [1, 2]\n- metric: b\n";
        let node = tree::from_text(text).unwrap();
        let bytes = built_in(&node, text);
        assert_eq!(tree::decode(bytes, text, true).as_ref(), Some(&node));
        let mut without = node;
        let Value::Seq(metrics) = &mut without.value else { panic!("{without:?}") };
        for metric in metrics {
            let Value::Map(entries) = &mut metric.value else { panic!("{metric:?}") };
            entries.retain(|(key, _)| key.as_str() != Some("tests"));
        }
        assert_eq!(tree::decode(bytes, text, false), Some(without));
    }
}
