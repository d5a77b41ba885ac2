//! The shipped vocabulary, read and looked for in sentences.

use std::sync::Arc;

use super::RuleSet;
use super::pack_files::{self, FileKind, PackFile};
use super::vocabulary::load;
use crate::finding::Problem;
use crate::recognise::entity::{EntityFinder, Vocabulary};
use crate::recognise::{Context, MentionValue};
use crate::value::{Country, Date, Language, Period};

fn shipped() -> Arc<Vocabulary> {
    let pack = pack_files::shipped();
    let files: Vec<&PackFile> = pack.iter().filter(|f| f.kind == FileKind::Entities).collect();
    let (vocabulary, problems) = load(&files);
    let told = |p: &Problem| format!("{}: {} {:?} {:?}", p.path, p.message, p.labels, p.help);
    assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [""; 0]);
    Arc::new(vocabulary)
}

/// Each case is a language and a sentence with its mentions written out as `[text|id|form]`.
const CASES: &[(&str, &str)] = &[
    ("nl", "[Rusland|russia|Name] valt [Oekraïne|ukraine|Name] aan."),
    ("nl", "[Ruslands|russia|Name] leger en [Oekraïnes|ukraine|Name] steden."),
    ("nl", "[Rusland’s|russia|Name] begroting, [Trumps|donald-trump|Name] plan"),
    ("nl", "de [NAVO|nato|Name]-landen en de [EU|eu|Name]-landen"),
    ("nl", "het [VN|un|Name]-rapport over de [Trump|donald-trump|Name]-regering"),
    ("nl", "De [Russische|russia|Adjective] aanval, een [Oekraïens|ukraine|Adjective] dorp."),
    ("nl", "De [Russen|russia|People] zijn gekomen, een [Oekraïner|ukraine|People] niet."),
    ("nl", "[Moskou|russia|Seat] ontkent, het [Kremlin|russia|Seat] zwijgt."),
    ("nl", "Het [Witte Huis|united-states|Seat] en [Londen|united-kingdom|Seat]"),
    ("nl", "[Kiev|ukraine|Seat], [Kyiv|ukraine|Seat] en [Kyjiv|ukraine|Seat]"),
    (
        "nl",
        "het [VK|united-kingdom|Name], [Groot-Brittannië|united-kingdom|Name] en de [VS|united-states|Name]",
    ),
    (
        "nl",
        "[Zelensky|volodymyr-zelensky|Name], [Zelenski|volodymyr-zelensky|Name] en [Zelenskyy|volodymyr-zelensky|Name]",
    ),
    ("nl", "De top in [Den Haag|the-hague|Name] en die in [Vilnius|vilnius|Name]."),
    ("nl", "[ons land|netherlands|Description] betaalt"),
    ("nl", "[Het bondgenootschap|nato|Description] groeit."),
    ("nl", "[OEKRAÏNE|ukraine|Name] EN [RUSLAND|russia|Name]"),
    ("nl", "De [Nederlandse premier|mark-rutte|Role] zegt het."),
    ("nl", "[NAVO-chef|jens-stoltenberg|Role] en [NAVO-baas|jens-stoltenberg|Role]"),
    ("nl", "de [secretaris-generaal van de NAVO|jens-stoltenberg|Role]"),
    ("nl", "de [NAVO-topman|jens-stoltenberg|Role] was er"),
    ("nl", "NAVO-chef [Mark Rutte|mark-rutte|Name] sprak."),
    ("nl", "premier [Schoof|dick-schoof|Name] en de Russische president [Poetin|vladimir-putin|Name]"),
    ("nl", "premier [May|theresa-may|Name] sprak."),
    ("nl", "de [Amerikaanse president|donald-trump|Role] wil"),
    ("nl", "[Kremlin-woordvoerder|dmitry-peskov|Role] zei"),
    ("nl", "Kremlin-woordvoerder [Peskov|dmitry-peskov|Name] zei"),
    ("nl", "De [bondskanselier|angela-merkel|Role] kwam."),
    ("nl", "De [Duitse minister van Defensie|annegret-kramp-karrenbauer|Role]"),
    ("nl", "de [president van Oekraïne|volodymyr-zelensky|Role]"),
    ("nl", "de [Oekraïense president|volodymyr-zelensky|Role]"),
    ("nl", "de [Chileense president|chile-president|Role]"),
    ("nl", "de [Nederlandse premier|netherlands-prime-minister|Role] Janssen"),
    ("nl", "[Duitslands|germany|Name] leger"),
    ("nl", "de voormalige [Nederlandse|netherlands|Adjective] premier"),
    ("nl", "18 [F-16's|f-16|Name], [F-35|f-35|Name]-toestellen en [Leopard 2A6|leopard-2|Name]-tanks"),
    ("nl", "[Patriot|patriot|Name]-systemen en [HIMARS|himars|Name]"),
    ("nl", "tien [tanks|tank|Name] en een [luchtafweersysteem|air-defence-system|Name]"),
    ("nl", "[Drones|drone|Name] boven zee, twaalf [onderzeeërs|submarine|Name]"),
    ("nl", "de [Frans|france|Adjective]-[Duitse|germany|Adjective] samenwerking"),
    ("nl", "[Noord-Korea|north-korea|Name] en [Zuid-Koreaanse|south-korea|Adjective] troepen"),
    ("nl", "volgens de [MIVD|mivd|Name] en het [IISS|iiss|Name]"),
    ("nl", "[Von der Leyen|ursula-von-der-leyen|Name] en [Kallas|kaja-kallas|Name]"),
    ("nl", "[NOS|nos|Name] en [Washington Post|washington-post|Name] melden"),
    ("en", "[Russia|russia|Name] and the [Russians|russia|People], [Russian|russia|Adjective] tanksuit"),
    ("en", "[NATO|nato|Name] members and [the alliance|nato|Description]"),
    ("en", "[NATO's|nato|Name] budget, [Ukraine’s|ukraine|Name] army"),
    ("en", "[Moscow's|russia|Seat] forces and [Kyiv’s|ukraine|Seat] losses"),
    ("en", "the [Dutch prime minister|mark-rutte|Role] said"),
    ("en", "[NATO chief|jens-stoltenberg|Role] said, Dutch Prime Minister [Mark Rutte|mark-rutte|Name] too"),
    ("en", "The [US president|donald-trump|Role] and [Poland's prime minister|mateusz-morawiecki|Role]"),
    ("en", "the [president of the United States|donald-trump|Role]"),
    ("en", "The [Pentagon|united-states-defence-ministry|Name] and the [White House|united-states|Seat]"),
    ("en", "twelve [submarines|submarine|Name] and 155mm [artillery shells|artillery-shell|Name]"),
    ("en", "[U.S.|united-states|Name] troops in the [UK|united-kingdom|Name]"),
    // nothing, or not that
    ("nl", "Rond de tafel, van de bos, in mei."),
    ("nl", "anti-NAVO en niet-EU en Oost-Oekraïne"),
    ("nl", "Let op, de premier komt met de president."),
    ("nl", "oud-premier en ex-president"),
    ("nl", "de presidentskandidaat en de ministerraad"),
    ("nl", "NAVOX, EUR 5, VSx, tankstation, tank-station"),
    ("nl", "Mei was koud, in Oud-Ruslandlaan."),
    ("en", "May was cold, let us see, in May they met."),
    ("en", "a presidential plan of premiership"),
];

#[test]
fn names_stand_where_they_are() {
    let finder = EntityFinder::new(shipped());
    let mut failures = Vec::new();
    for (language, marked) in CASES {
        let (mut text, mut expected) = (String::new(), Vec::new());
        for (i, piece) in marked.split(['[', ']']).enumerate() {
            let parts: Vec<&str> = piece.split('|').collect();
            let start = text.len();
            text.push_str(parts[0]);
            if i % 2 == 1 {
                expected.push((start + 7, text.len() + 7, format!("{}|{}", parts[1], parts[2])));
            }
        }
        let context = Context {
            language: Some(Language::new(language)),
            reference: Some("2020-05-05".parse::<Date>().map(day).unwrap()),
            country: Some(Country::new("NL")),
        };
        let found: Vec<_> = finder
            .find(&text, 7, &context)
            .into_iter()
            .map(|m| match m.value {
                MentionValue::Entity(e) => (m.span.start, m.span.end, format!("{}|{:?}", e.id, e.form)),
                other => panic!("{other:?}"),
            })
            .collect();
        if found != expected {
            failures.push(format!("{marked}: found {found:?}, expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

fn day(date: Date) -> Period {
    let month = Period::month(date.year(), date.month()).unwrap();
    Period { from: Some(date), to: Some(date), ..month }
}

#[test]
fn offices_and_alliances_hang_on_the_day() {
    let v = shipped();
    let on = |d: &str| d.parse::<Date>().unwrap();
    assert_eq!(v.state_of("mark-rutte", on("2020-01-01")).map(|s| &**s), Some("netherlands"));
    assert_eq!(v.state_of("mark-rutte", on("2025-01-01")).map(|s| &**s), Some("nato"));
    assert_eq!(v.state_of("nato-secretary-general", on("2025-01-01")).map(|s| &**s), Some("nato"));
    assert_eq!(v.state_of("brussels", on("2025-01-01")).map(|s| &**s), Some("belgium"));
    for (date, count) in [("2016-01-01", 28), ("2017-06-05", 29), ("2020-03-27", 30), ("2024-03-07", 32)] {
        assert_eq!(v.members("nato", on(date)).count(), count, "{date}");
    }
    assert_eq!(v.members("eu", on("2020-01-31")).count(), 28);
    assert_eq!(v.members("eu", on("2020-02-01")).count(), 27);
    assert!(!v.is_member("eu", "united-kingdom", on("2021-01-01")));
    let holder = |p: Period| v.holder("netherlands", "prime-minister", &p).map(ToString::to_string);
    assert_eq!(holder(Period::year(2024).unwrap()), None, "it changed hands that year");
    assert_eq!(holder(Period::year(2023).unwrap()).as_deref(), Some("mark-rutte"));
    assert_eq!(holder(Period::year(2026).unwrap()), None, "not known yet");
    assert_eq!(v.get("ukraine").unwrap().name(&Language::new("nl")), "Oekraïne");
}

#[test]
fn every_mistake_has_its_place() {
    let text: Arc<str> = "entities:\n  country:\n    a: { nl: Één, stat: x }\n    b: { nl: Één }\n  place:\n    a: { en: C }\n".into();
    let (_, problems) = load(&[&PackFile::new("vocabulary/x.yaml", &text).unwrap()]);
    let seen: Vec<_> = problems.iter().map(|p| (p.code, p.labels[0].0.start)).collect();
    let at = |s: &str| text.find(s).unwrap();
    assert_eq!(
        seen,
        [
            ("rule/unknown-field", at("stat")),
            ("rule/duplicate-name", text.rfind("Één").unwrap()),
            ("rule/duplicate-entity", text.rfind("a: {").unwrap()),
        ]
    );
}

#[test]
fn a_mistake_in_one_entity_makes_no_other_unknown() {
    let text = "entities:\n  alliance:\n    nato: { nl: Verdrag }\n";
    let (rules, problems) = RuleSet::load(vec![PackFile::new("vocabulary/x.yaml", text).unwrap()]);
    let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["rule/duplicate-entity"]);
    assert!(rules.vocabulary.get("belgium").is_some());
}

#[test]
#[ignore = "prints how long loading, compiling and finding take"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn speed() {
    use std::time::Instant;
    let now = Instant::now();
    let v = shipped();
    println!("load {:?}, {} entities", now.elapsed(), v.parts().entities.len());
    let now = Instant::now();
    let finder = EntityFinder::new(v);
    println!("compile {:?}", now.elapsed());
    let text = "de kosten van het onderzoek zijn hoger dan eerder werd gedacht, zegt hij. ".repeat(100_000);
    let now = Instant::now();
    assert!(finder.find(&text, 0, &Context::default()).is_empty());
    println!("{} bytes in {:?}", text.len(), now.elapsed());
}
