//! Reads the vocabulary files: entities, roles, terms of office, memberships.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pack_files::PackFile;
use super::yaml::{self, Node, Reader};
use crate::finding::Problem;
use crate::recognise::EntityForm;
use crate::recognise::entity::{Entity, Membership, Name, Role, Term, Vocabulary, VocabularyParts};
use crate::text::SourceSpan;
use crate::value::{Country, Date, Language};

const PARTS: [&str; 9] =
    ["entities", "roles", "offices", "known", "members", "left", "publication", "links", "former"];

/// A name that has to exist: the file, its place and what it must be.
struct Reference {
    file: usize,
    span: SourceSpan,
    id: Arc<str>,
    role: bool,
}

/// What is gathered over all files.
#[derive(Default)]
struct Gathered {
    parts: VocabularyParts,
    places: FxHashMap<Arc<str>, SourceSpan>,
    /// The forms of a kind, each with its owner.
    names: FxHashMap<(Arc<str>, Arc<str>), Arc<str>>,
    references: Vec<Reference>,
    left: Vec<(Arc<str>, Arc<str>, Date)>,
}

/// Reads vocabulary files into one vocabulary, with every mistake in every file at its place. What is sound is kept, so
/// that a mistake in one entity makes nothing else unknown.
#[must_use]
pub fn load(files: &[&PackFile]) -> (Vocabulary, Vec<Problem>) {
    let mut all = Gathered::default();
    let mut problems = Vec::new();
    for (index, file) in files.iter().enumerate() {
        match file.node() {
            Ok(node) => {
                let mut reader = Reader::new(&file.path, &file.text);
                read_file(&mut reader, &node, index, &mut all);
                problems.extend(reader.finish());
            }
            Err(problem) => problems.push(problem),
        }
    }
    check_references(files, &all, &mut problems);
    for (alliance, member, day) in std::mem::take(&mut all.left) {
        for m in all.parts.members.iter_mut().filter(|m| m.alliance == alliance && m.member == member) {
            m.left = Some(day);
        }
    }
    (Vocabulary::new(all.parts), problems)
}

fn check_references(files: &[&PackFile], all: &Gathered, problems: &mut Vec<Problem>) {
    for r in &all.references {
        let known = if r.role {
            all.parts.roles.iter().any(|role| role.id == r.id)
        } else {
            all.places.contains_key(&r.id)
        };
        let Some(file) = files.get(r.file).filter(|_| !known) else { continue };
        let what = if r.role { "role" } else { "entity" };
        let ids = all.parts.entities.iter().map(|e| &*e.id);
        let first = || format!("add the {what} first");
        let help = if r.role {
            yaml::suggestion(&r.id, all.parts.roles.iter().map(|x| &*x.id), first)
        } else {
            yaml::suggestion(&r.id, ids, first)
        };
        problems.push(
            Problem::error("rule/unknown-entity", &file.path, format!("unknown {what} `{}`", r.id))
                .at(&file.text, r.span, "here")
                .with_help(help),
        );
    }
}

fn read_file(reader: &mut Reader<'_>, node: &Node, file: usize, all: &mut Gathered) {
    let fields = reader.map(node, &PARTS);
    if let Some(kinds) = fields.get("entities") {
        for (kind, entities) in reader.entries(kinds) {
            let kind: Arc<str> = reader.text(kind).unwrap_or("").into();
            for (id, body) in reader.entries(entities) {
                read_entity(reader, &kind, id, body, file, all);
            }
        }
    }
    if let Some(roles) = fields.get("roles") {
        for (id, body) in reader.entries(roles) {
            read_role(reader, id, body, file, all);
        }
    }
    if let Some(offices) = fields.get("offices") {
        let known = fields.require(reader, "known").and_then(|n| reader.parsed::<Date>(n, "a day"));
        read_offices(reader, offices, known.unwrap_or(Date::MAX), file, all);
    }
    for key in ["members", "left"] {
        if let Some(alliances) = fields.get(key) {
            read_members(reader, alliances, key == "left", file, all);
        }
    }
    if let Some(names) = fields.get("publication") {
        for (key, value) in reader.entries(names) {
            all.parts.publication.extend(names_of(reader, key, value, EntityForm::Description));
        }
    }
    all.parts.links.extend(fields.get("links").map(|n| forms(reader, n)).unwrap_or_default());
    all.parts.former.extend(fields.get("former").map(|n| forms(reader, n)).unwrap_or_default());
}

/// The forms that a scalar separates by `/`.
fn forms(reader: &mut Reader<'_>, node: &Node) -> Vec<Arc<str>> {
    let text = reader.text(node).unwrap_or("");
    text.split('/').map(str::trim).filter(|f| !f.is_empty()).map(Arc::from).collect()
}

/// The names under a key such as `nl`, `all`, `en-adjective` or `seat`.
fn names_of(reader: &mut Reader<'_>, key: &Node, value: &Node, plain: EntityForm) -> Vec<Name> {
    let name = key.as_str().unwrap_or("");
    let (language, form) = name.split_once('-').unwrap_or((name, ""));
    let form = match (language, form) {
        ("seat", "") => Some(EntityForm::Seat),
        (_, "") => Some(plain),
        (_, "adjective") => Some(EntityForm::Adjective),
        (_, "people") => Some(EntityForm::People),
        (_, "description") => Some(EntityForm::Description),
        _ => None,
    };
    let general = matches!(language, "seat" | "all" | "ambiguous");
    let Some(form) = form.filter(|_| general || language.len() == 2) else {
        let known =
            ["iso", "wikidata", "state", "all", "nl", "en", "nl-adjective", "en-adjective", "nl-people"];
        let more =
            ["acts-for", "en-people", "nl-description", "en-description", "seat", "ambiguous", "default"];
        reader.unknown("rule/unknown-field", "field", key, known.into_iter().chain(more));
        return Vec::new();
    };
    let language_code = (!general).then(|| Language::new(language));
    let ambiguous = language == "ambiguous";
    let make = |text| Name { text, language: language_code.clone(), form, ambiguous };
    forms(reader, value).into_iter().map(make).collect()
}

fn read_entity(
    reader: &mut Reader<'_>,
    kind: &Arc<str>,
    id: &Node,
    body: &Node,
    file: usize,
    all: &mut Gathered,
) {
    let Some(name) = reader.text(id) else { return };
    let mut entity = Entity {
        id: name.into(),
        kind: kind.clone(),
        iso: None,
        wikidata: None,
        state: None,
        acts_for: None,
        names: Vec::new(),
    };
    if all.places.insert(entity.id.clone(), id.span).is_some() {
        let help = "give it another id, or join the two";
        reader.complain("rule/duplicate-entity", id.span, format!("`{name}` is there already"), help);
    }
    for (key, value) in reader.entries(body) {
        match key.as_str() {
            Some("iso") => entity.iso = reader.text(value).map(Country::new),
            Some("wikidata") => entity.wikidata = reader.text(value).map(Arc::from),
            Some("state") => {
                entity.state = reader.text(value).map(Arc::from);
                refer(all, entity.state.clone(), value, file, false);
            }
            Some("acts-for") => {
                entity.acts_for = reader.text(value).map(Arc::from);
                refer(all, entity.acts_for.clone(), value, file, false);
            }
            _ => {
                let names = names_of(reader, key, value, EntityForm::Name);
                claim(reader, &entity, &names, value, all);
                entity.names.extend(names);
            }
        }
    }
    all.parts.entities.push(entity);
}

/// Notes the names of an entity; one that another of its kind has already is a mistake.
fn claim(reader: &mut Reader<'_>, entity: &Entity, names: &[Name], place: &Node, all: &mut Gathered) {
    for name in names.iter().filter(|n| !n.ambiguous) {
        let before = all.names.insert((entity.kind.clone(), name.text.clone()), entity.id.clone());
        if let Some(other) = before.filter(|o| *o != entity.id) {
            let message = format!("`{}` is a name of `{other}` already", name.text);
            let help = "leave it with the one that news means by it, or list it as `ambiguous`";
            reader.complain("rule/duplicate-name", place.span, message, help);
        }
    }
}

fn refer(all: &mut Gathered, id: Option<Arc<str>>, node: &Node, file: usize, role: bool) {
    all.references.extend(id.map(|id| Reference { file, span: node.span, id, role }));
}

fn read_role(reader: &mut Reader<'_>, id: &Node, body: &Node, file: usize, all: &mut Gathered) {
    let Some(name) = reader.text(id) else { return };
    let mut role = Role { id: name.into(), names: Vec::new(), default: None };
    for (key, value) in reader.entries(body) {
        if key.as_str() == Some("default") {
            role.default = reader.text(value).map(Arc::from);
            refer(all, role.default.clone(), value, file, false);
        } else {
            role.names.extend(names_of(reader, key, value, EntityForm::Role));
        }
    }
    all.parts.roles.push(role);
}

fn read_offices(reader: &mut Reader<'_>, node: &Node, known: Date, file: usize, all: &mut Gathered) {
    for (of, offices) in reader.entries(node) {
        let owner: Arc<str> = reader.text(of).unwrap_or("").into();
        refer(all, Some(owner.clone()), of, file, false);
        for (role, holders) in reader.entries(offices) {
            let role_id: Arc<str> = reader.text(role).unwrap_or("").into();
            refer(all, Some(role_id.clone()), role, file, true);
            let mut terms: Vec<Term> = Vec::new();
            for (day, who) in reader.entries(holders) {
                let Some(from) = reader.parsed::<Date>(day, "a day such as 2024-10-01") else { continue };
                let holder = reader.text(who).filter(|w| *w != "none").map(Arc::from);
                refer(all, holder.clone(), who, file, false);
                if let Some(last) = terms.last_mut() {
                    if last.from >= from {
                        let help = "list the holders from the first to the last";
                        reader.complain("rule/order", day.span, "this day is not after the one before", help);
                    }
                    last.until = from;
                }
                terms.push(Term { of: owner.clone(), role: role_id.clone(), holder, from, until: known });
            }
            all.parts.terms.extend(terms);
        }
    }
}

fn read_members(reader: &mut Reader<'_>, node: &Node, left: bool, file: usize, all: &mut Gathered) {
    for (alliance, days) in reader.entries(node) {
        let id: Arc<str> = reader.text(alliance).unwrap_or("").into();
        refer(all, Some(id.clone()), alliance, file, false);
        for (day, members) in reader.entries(days) {
            let Some(date) = reader.parsed::<Date>(day, "a day such as 2023-04-04") else { continue };
            for member in forms(reader, members) {
                refer(all, Some(member.clone()), members, file, false);
                if left {
                    all.left.push((id.clone(), member, date));
                } else {
                    all.parts.members.push(Membership {
                        alliance: id.clone(),
                        member,
                        from: date,
                        left: None,
                    });
                }
            }
        }
    }
}
