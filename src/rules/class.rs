//! The bytes that stand for recognised mentions in folded text.
//!
//! A figure, date or duration has one byte by what it is; a name has one by its
//! entity's kind and by the form in which it is named. All are 0x80 or above, so
//! no regular expression over ASCII text touches them by accident.

use std::fmt::Write as _;

use crate::recognise::{EntityForm, Mention, MentionValue};
use crate::value::Quantity;

/// A set of mention bytes: bit n stands for the byte 0x80 + n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ClassSet(u128);

/// The first byte that stands for a name.
const ENTITY: u8 = 0x90;
/// The forms in which a name can stand, in the order of their bytes.
const FORMS: [(&str, EntityForm); 6] = [
    ("name", EntityForm::Name),
    ("adjective", EntityForm::Adjective),
    ("people", EntityForm::People),
    ("seat", EntityForm::Seat),
    ("role", EntityForm::Role),
    ("description", EntityForm::Description),
];
/// The byte of a figure in millions or more that is followed by nothing that it may count: it is a count, or an
/// amount whose currency the article gives elsewhere.
const BARE: u8 = 0x89;
/// The byte of a time that ends with the article, such as `tot nu toe`: a date that says `so far`.
const UNTIL_NOW: u8 = 0x8a;
/// How many kinds of entity have bytes of their own.
pub const MAX_KINDS: usize = 18;

/// The placeholders that stand for values, with their bytes.
const VALUES: [(&str, u8); 11] = [
    ("count", 0x80),
    ("number", 0x80),
    ("ordinal", 0x81),
    ("percent", 0x82),
    ("percentage-point", 0x83),
    ("money", 0x84),
    ("measure", 0x85),
    ("factor", 0x86),
    ("date", 0x87),
    ("duration", 0x88),
    ("until-now", UNTIL_NOW),
];

impl ClassSet {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// The set with `byte` too.
    #[must_use]
    pub fn with(self, byte: u8) -> Self {
        if byte < 0x80 { self } else { Self(self.0 | 1 << (byte - 0x80)) }
    }

    /// The union.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `byte` is in it.
    #[must_use]
    pub fn has(self, byte: u8) -> bool {
        byte >= 0x80 && self.0 & (1 << (byte - 0x80)) != 0
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as a class of a regular expression over bytes.
    #[must_use]
    pub fn regex(self) -> String {
        let mut out = String::from("[");
        for byte in 0x80..=0xff_u8 {
            if self.has(byte) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
        out.push(']');
        out
    }
}

/// The kinds of entity that the vocabulary knows, each with its bytes.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    kinds: Vec<String>,
}

impl Classes {
    /// The classes for the given kinds; kinds past [`MAX_KINDS`] have none.
    #[must_use]
    pub fn new<'k>(kinds: impl IntoIterator<Item = &'k str>) -> Self {
        let mut all: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
        all.sort();
        all.dedup();
        all.truncate(MAX_KINDS);
        Self { kinds: all }
    }

    /// The kinds in the order of their bytes.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(String::as_str)
    }

    /// The byte of a mention.
    #[must_use]
    pub fn byte(&self, mention: &Mention) -> u8 {
        match &mention.value {
            MentionValue::Figure(f) => quantity_byte(f.quantity),
            MentionValue::Date(_) => 0x87,
            MentionValue::Duration(_) => 0x88,
            MentionValue::Entity(e) => self.entity_byte(&e.kind, e.form).unwrap_or(0x8f),
        }
    }

    /// The name of the kind of figure, date or duration that a byte stands for; none for a name.
    #[must_use]
    pub fn value_name(byte: u8) -> Option<&'static str> {
        let byte = match byte {
            BARE => 0x84,
            UNTIL_NOW => 0x87,
            byte => byte,
        };
        VALUES.iter().find(|(_, b)| *b == byte).map(|(name, _)| *name)
    }

    /// The name of the kind of mention that a byte stands for.
    #[must_use]
    pub fn name(&self, byte: u8) -> Option<&str> {
        let kind = || {
            let number = usize::from(byte.checked_sub(ENTITY)?) / FORMS.len();
            Some(self.kinds.get(number).map_or("entity", String::as_str))
        };
        Self::value_name(byte).or_else(kind)
    }

    /// The byte of a figure that may count, or be an amount without its currency.
    #[must_use]
    pub const fn bare() -> u8 {
        BARE
    }

    /// The byte of a time that ends with the article.
    #[must_use]
    pub const fn until_now() -> u8 {
        UNTIL_NOW
    }

    /// Whether a metric with these values takes such a figure for an amount.
    #[must_use]
    pub fn is_amount(values: ClassSet) -> bool {
        values.has(quantity_byte(Quantity::Money)) && !values.has(quantity_byte(Quantity::Number))
    }

    fn entity_byte(&self, kind: &str, form: EntityForm) -> Option<u8> {
        let kind = self.kinds.iter().position(|k| k == kind)?;
        let form = FORMS.iter().position(|(_, f)| *f == form)?;
        u8::try_from(kind * FORMS.len() + form).ok()?.checked_add(ENTITY)
    }

    /// The bytes that the placeholder `name` stands for: a kind of value (`money`), a kind of entity
    /// (`country`), one form of it (`country:adjective`), or any `entity`; none for an unknown name.
    #[must_use]
    pub fn placeholder(&self, name: &str) -> Option<ClassSet> {
        if let Some((_, byte)) = VALUES.iter().find(|(n, _)| *n == name) {
            let set = ClassSet::NONE.with(*byte);
            return Some(match *byte {
                0x80 | 0x84 => set.with(BARE),
                0x87 => set.with(UNTIL_NOW),
                _ => set,
            });
        }
        if name == "entity" {
            let all = (0x8f..=0xff).fold(ClassSet::NONE, ClassSet::with);
            return Some(all);
        }
        let (kind, form) = name.split_once(':').map_or((name, None), |(k, f)| (k, Some(f)));
        let wanted: Vec<EntityForm> = match form {
            None => FORMS.iter().map(|(_, f)| *f).collect(),
            Some(form) => vec![FORMS.iter().find(|(n, _)| *n == form)?.1],
        };
        let bytes: Option<Vec<u8>> = wanted.into_iter().map(|f| self.entity_byte(kind, f)).collect();
        Some(bytes?.into_iter().fold(ClassSet::NONE, ClassSet::with))
    }

    /// The bytes of names of any kind in the form `name` (`people`); none for an unknown form.
    #[must_use]
    pub fn form(&self, name: &str) -> Option<ClassSet> {
        let form = FORMS.iter().find(|(n, _)| *n == name)?.1;
        Some(
            self.kinds().filter_map(|kind| self.entity_byte(kind, form)).fold(ClassSet::NONE, ClassSet::with),
        )
    }

    /// The bytes of every kind of mention.
    #[must_use]
    pub fn any(&self) -> ClassSet {
        self.names().filter_map(|n| self.placeholder(n)).fold(ClassSet::NONE, ClassSet::or)
    }

    /// All names that [`Classes::placeholder`] knows, forms left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        VALUES.iter().map(|(n, _)| *n).chain(["entity"]).chain(self.kinds())
    }
}

const fn quantity_byte(quantity: Quantity) -> u8 {
    match quantity {
        Quantity::Number => 0x80,
        Quantity::Ordinal => 0x81,
        Quantity::Percent => 0x82,
        Quantity::PercentagePoint => 0x83,
        Quantity::Money => 0x84,
        Quantity::Measure => 0x85,
        Quantity::Factor => 0x86,
    }
}
