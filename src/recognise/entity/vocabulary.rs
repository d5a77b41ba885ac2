//! The entities that klopt knows, with their names, offices and memberships.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::EntityForm;
use crate::text::fold;
use crate::value::{Country, Date, Language, Period};

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As it is written.
    pub text: Arc<str>,
    /// The language; none for all.
    pub language: Option<Language>,
    /// The form.
    pub form: EntityForm,
    /// Whether it counts only behind a role word: `president Michel`.
    pub ambiguous: bool,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its id in kebab case.
    pub id: Arc<str>,
    /// Its kind: `country`, `person`, `weapon`.
    pub kind: Arc<str>,
    /// The ISO 3166 code of a country.
    pub iso: Option<Country>,
    /// Its Wikidata id, where that is certain.
    pub wikidata: Option<Arc<str>>,
    /// What it belongs to, for an institution or a place.
    pub state: Option<Arc<str>>,
    /// Whom a place stands for where it does something: `Brussel wil` is the EU.
    pub acts_for: Option<Arc<str>>,
    /// Its names.
    pub names: Vec<Name>,
}

impl Entity {
    /// The name to show in `language`, or in any if it has none there.
    #[must_use]
    pub fn name(&self, language: &Language) -> &str {
        let names = || self.names.iter().filter(|n| n.form == EntityForm::Name);
        names()
            .find(|n| n.language.as_ref() == Some(language))
            .or_else(|| names().find(|n| n.language.is_none()))
            .or_else(|| names().next())
            .map_or(&self.id, |n| &n.text)
    }
}

/// A role with its nouns: `premier`, `minister van Defensie`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its id: `prime-minister`.
    pub id: Arc<str>,
    /// Its nouns.
    pub names: Vec<Name>,
    /// The entity whose role it is when no other is named: `bondskanselier`.
    pub default: Option<Arc<str>>,
}

/// A person's time in an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The entity that the office belongs to: `nato`.
    pub of: Arc<str>,
    /// The role: `secretary-general`.
    pub role: Arc<str>,
    /// Who; none is a vacancy.
    pub holder: Option<Arc<str>>,
    /// The first day.
    pub from: Date,
    /// The day on which the next one follows.
    pub until: Date,
}

/// A membership of an alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The alliance.
    pub alliance: Arc<str>,
    /// The member.
    pub member: Arc<str>,
    /// The first day.
    pub from: Date,
    /// The first day on which it is none any more.
    pub left: Option<Date>,
}

/// What a vocabulary is made of.
#[derive(Debug, Clone, Default)]
pub struct VocabularyParts {
    /// The entities.
    pub entities: Vec<Entity>,
    /// The roles.
    pub roles: Vec<Role>,
    /// The terms of office.
    pub terms: Vec<Term>,
    /// The memberships of alliances.
    pub members: Vec<Membership>,
    /// What the publication's own country is called: `ons land`.
    pub publication: Vec<Name>,
    /// Words between a role and what it belongs to: `van de`, `of`.
    pub links: Vec<Arc<str>>,
    /// Words before a role that make it another's: `voormalige`, `former`.
    pub former: Vec<Arc<str>>,
}

/// The entities with their indices.
#[derive(Debug, Default)]
pub struct Vocabulary {
    parts: VocabularyParts,
    by_id: FxHashMap<Arc<str>, usize>,
    by_iso: FxHashMap<Country, Arc<str>>,
    /// The seat of each country as a city of its own: `kyiv` for `ukraine`.
    cities: FxHashMap<Arc<str>, Arc<str>>,
    /// The country of each of them.
    by_city: FxHashMap<Arc<str>, Arc<str>>,
}

/// A name in small ASCII letters, digits and hyphens.
fn slug(name: &str) -> Arc<str> {
    let folded = fold(name);
    let kept: String = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    kept.trim_matches('-').into()
}

impl Vocabulary {
    /// A vocabulary of checked parts.
    #[must_use]
    pub fn new(parts: VocabularyParts) -> Self {
        let by_id = parts.entities.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect();
        let by_iso = parts.entities.iter().filter_map(|e| Some((e.iso.clone()?, e.id.clone()))).collect();
        let seat = |e: &Entity| e.names.iter().find(|n| n.form == EntityForm::Seat).map(|n| slug(&n.text));
        let cities: FxHashMap<Arc<str>, Arc<str>> =
            parts.entities.iter().filter_map(|e| Some((e.id.clone(), seat(e)?))).collect();
        let by_city = cities.iter().map(|(country, city)| (city.clone(), country.clone())).collect();
        Self { parts, by_id, by_iso, cities, by_city }
    }

    /// The id of the city that is the seat of a country, which is no entity: the first of the names of the seat.
    #[must_use]
    pub fn city(&self, country: &str) -> Option<&Arc<str>> {
        self.cities.get(country)
    }

    /// What it is made of.
    #[must_use]
    pub fn parts(&self) -> &VocabularyParts {
        &self.parts
    }

    /// The entity with `id`. An office has none.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).and_then(|&i| self.parts.entities.get(i))
    }

    /// The id of the country with an ISO code.
    #[must_use]
    pub fn country(&self, code: &Country) -> Option<&Arc<str>> {
        self.by_iso.get(code)
    }

    /// Who held the role of `of` in the whole of `period`; none where it is not known or changed hands.
    #[must_use]
    pub fn holder(&self, of: &str, role: &str, period: &Period) -> Option<&Arc<str>> {
        let (from, to) = (period.from?, period.to?);
        let terms = self.parts.terms.iter().filter(|t| &*t.of == of && &*t.role == role);
        terms.filter(|t| t.from <= from && to < t.until).find_map(|t| t.holder.as_ref())
    }

    /// The country or organisation that an entity belongs to on `date`: `mark-rutte` in 2020 is of the
    /// `netherlands`, `brussels` lies in `belgium` and `kyiv` in `ukraine`, a country and an alliance are their own.
    #[must_use]
    pub fn state_of(&self, id: &str, date: Date) -> Option<&Arc<str>> {
        let entity = self.get(id);
        match entity.map(|e| &*e.kind) {
            Some("country" | "alliance") => entity.map(|e| &e.id),
            Some("person") => {
                let held = |t: &&Term| t.holder.as_deref() == Some(id);
                let now = |t: &&Term| t.from <= date && date < t.until;
                let office = self.parts.terms.iter().filter(held).find(now).map(|t| &t.of);
                office.or_else(|| entity.and_then(|e| e.state.as_ref()))
            }
            Some(_) => entity.and_then(|e| e.state.as_ref()),
            None => {
                let office =
                    |t: &&Term| id.strip_prefix(&*t.of).and_then(|r| r.strip_prefix('-')) == Some(&*t.role);
                let office = self.parts.terms.iter().find(office).map(|t| &t.of);
                office.or_else(|| self.by_city.get(id))
            }
        }
    }

    /// The members of an alliance on `date`, in the order in which they joined.
    pub fn members(&self, alliance: &str, date: Date) -> impl Iterator<Item = &Arc<str>> {
        let of = self.parts.members.iter().filter(move |m| &*m.alliance == alliance);
        of.filter(move |m| m.from <= date && m.left.is_none_or(|left| date < left)).map(|m| &m.member)
    }

    /// Whether `id` is a member of the alliance on `date`.
    #[must_use]
    pub fn is_member(&self, alliance: &str, id: &str, date: Date) -> bool {
        self.members(alliance, date).any(|m| &**m == id)
    }
}
