//! Whole files, from bytes to articles.

use proptest::prelude::*;

use super::words::tests::shipped;
use super::*;
use crate::finding::{Problem, Severity};
use crate::text::{SourceSpan, Span};

fn reader() -> Reader {
    Reader::new(shipped())
}

fn read(path: &str, text: &str) -> Document {
    let reading = reader().read(path, text.as_bytes().to_vec());
    assert_eq!(reading.problems, []);
    assert_eq!(reading.documents.len(), 1);
    reading.documents.into_iter().next().unwrap()
}

fn problems(path: &str, bytes: &[u8]) -> Vec<Problem> {
    reader().read(path, bytes.to_vec()).problems
}

/// Each block's kind and text.
fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|b| (b.kind, b.span.of(&document.text))).collect()
}

fn published(document: &Document) -> Option<String> {
    document.meta.published.map(|p| p.iso())
}

/// What the file holds where `word` stands in the text.
fn in_file<'d>(document: &'d Document, word: &str) -> &'d str {
    let at = document.text.find(word).unwrap();
    document.to_source(Span::new(at, at + word.len())).of(&document.source)
}

use BlockKind::{Caption, Heading, ListItem, Paragraph, Title};

const NEWS: &str = "Kabinet trekt extra geld uit voor luchtafweer\n\
    woensdag, 3 december 2025 (07:15) - NOS Nieuws\n\
    \n\
    In dit artikel:\n\
    \n\
    Het kabinet trekt 300 miljoen euro uit voor luchtafweer [1]. Dat meldt de minister.\n\
    Lees ook: Wat kost een raket?\n\
    Bezwaren in de Kamer\n\
    De oppositie vindt het bedrag te laag, bleek woensdag tijdens het debat.\n\
    - Meer geld voor munitie\n\
    12 reacties\n\
    Binnenland\n\
    Deel artikel:\n";

#[test]
fn a_plain_article_comes_apart() {
    let article = read("a.txt", NEWS);
    assert_eq!(
        blocks(&article),
        [
            (Title, "Kabinet trekt extra geld uit voor luchtafweer"),
            (
                Paragraph,
                "Het kabinet trekt 300 miljoen euro uit voor luchtafweer    . Dat meldt de minister."
            ),
            (Heading, "Bezwaren in de Kamer"),
            (Paragraph, "De oppositie vindt het bedrag te laag, bleek woensdag tijdens het debat."),
            (ListItem, "Meer geld voor munitie"),
        ]
    );
    assert_eq!(published(&article).as_deref(), Some("2025-12-03"));
    assert_eq!(article.meta.published_span.unwrap().of(&article.source), "3 december 2025");
    assert_eq!(article.meta.source.as_deref(), Some("NOS Nieuws"));
    assert_eq!(article.meta.title.as_deref(), Some("Kabinet trekt extra geld uit voor luchtafweer"));
    assert_eq!(article.meta.language, Some(crate::value::Language::new("nl")));
    assert_eq!(in_file(&article, "300 miljoen"), "300 miljoen");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing_but_offsets() {
    let article = read("a.txt", &format!("\u{feff}{}", NEWS.replace('\n', "\r\n")));
    let plain = read("a.txt", NEWS);
    assert_eq!(blocks(&article), blocks(&plain));
    assert_eq!(published(&article), published(&plain));
    assert_eq!(in_file(&article, "300 miljoen"), "300 miljoen");
    assert_eq!(article.to_source(article.blocks[0].span).start, 3);
}

#[test]
fn lines_broken_by_hand_are_joined() {
    let text = "Kop van het bericht\n\n\
        De ministers van Defensie praten vandaag over een nieuw steunpakket van\n\
        vijfhonderd miljoen euro, waaraan Nederland de helft wil bijdragen. Dat\n\
        bleek bij aankomst in Brussel, waar de top om tien uur begint en pas in de\n\
        avond wordt afgesloten.\n";
    let article = read("a.txt", text);
    assert_eq!(article.blocks.len(), 2);
    let paragraph = article.blocks[1].span.of(&article.text);
    assert!(paragraph.contains("steunpakket van vijfhonderd miljoen"), "{paragraph}");
    assert!(paragraph.ends_with("wordt afgesloten."));
    assert_eq!(in_file(&article, "van vijfhonderd"), "van\nvijfhonderd");
}

#[test]
fn header_dates_count_and_dates_in_the_text_do_not() {
    for (text, iso) in [
        (
            "Een kop\n2025-02-14T22:00:45+0100\nhttps://krant.nl/a/12-x\n\nEen zin over iets.",
            Some("2025-02-14"),
        ),
        ("Een kop\n\nPraag, vrijdag, 5 september 2025.\nEen zin over iets.", Some("2025-09-05")),
        (" date 2025-06 Een zin over iets. En nog een.", Some("2025-06")),
        ("Een kop\nvandaag, 03:10\nEen zin over iets.", None),
        ("Een kop\nEen zin over de top van 24 juni 2025 in Den Haag.", None),
        (
            "Een kop\nEen lange inleiding over de top die veel stof deed opwaaien.\n24 februari 2022\nDe inval begint.",
            None,
        ),
        ("Een kop\nEen zin over iets.\nGepubliceerd: 3 mei 2024, 12.30 uur", Some("2024-05-03")),
        ("Een kop\nhttps://krant.be/2024/05/12/bericht\nEen zin over iets.", Some("2024-05-12")),
        (
            "A headline\nBy Ann Smith\nUpdated May 14, 2024\nPublished May 12, 2024\nIt was said on Monday.",
            Some("2024-05-12"),
        ),
        ("Update: NAVO-top 24 juni 2025 in Den Haag wordt groot\nEen zin over iets.", None),
    ] {
        assert_eq!(published(&read("a.txt", text)).as_deref(), iso, "{text}");
    }
}

#[test]
fn the_address_tells_country_and_source() {
    let article =
        read("a.txt", "Een kop\nhttps://www.krant.be/nieuws/1\n\nEen zin over het geld van de staat.");
    assert_eq!(article.meta.country.unwrap().as_str(), "BE");
    assert_eq!(article.meta.source.as_deref(), Some("krant.be"));
    assert_eq!(article.meta.url.as_deref(), Some("https://www.krant.be/nieuws/1"));
}

#[test]
fn a_list_of_other_articles_is_left_out() {
    let text = "Een kop\n\nDe eerste alinea is een zin die lang genoeg is om er een te zijn.\n\
        Lees ook\nNAVO wil 5 procent in 2032\nRutte: 3 miljard extra\n\
        Tussenkop\nDe tweede alinea is een zin die lang genoeg is om er een te zijn.\n\
        Meest gelezen\nTien doden bij ongeluk\nWeer 4 miljoen weg\n";
    let article = read("a.txt", text);
    let kept: Vec<_> = blocks(&article).into_iter().map(|(_, text)| text).collect();
    assert_eq!(kept.len(), 4, "{kept:?}");
    assert_eq!(kept[2], "Tussenkop");
}

#[test]
fn markdown_keeps_every_byte_in_place() {
    let text = "---\ntitle: \"Kop: zus\"\ndate: 2025-06-25\nid: 007\nlang: nl\ncountry: be\nwoorden: [1, 2]\n\
        corrects: eerder\n---\n\n# Kop: zus\n\nDe **NAVO** wil 5&nbsp;procent, zie [de top](https://x.test/12) \
        &euro;\u{20}3 en \\*sic\\*[^1].\n\n```\ncode 12\n```\n\n- een *punt*\n- twee\n\n| a | 7 tanks |\n|---|---|\n| b | 9 tanks |\n\n\
        <!-- 99 -->\n\n![foto 3](a.jpg)\n\n[^1]: noot 4\n";
    let article = read("a.md", text);
    assert_eq!(
        blocks(&article),
        [
            (Title, "Kop: zus"),
            (Paragraph, "De NAVO wil 5\u{a0}procent, zie de top € 3 en *sic*."),
            (ListItem, "een punt"),
            (ListItem, "twee"),
            (Paragraph, "a"),
            (Paragraph, "7 tanks"),
            (Paragraph, "b"),
            (Paragraph, "9 tanks"),
        ]
    );
    assert_eq!(in_file(&article, "5\u{a0}procent"), "5&nbsp;procent");
    assert_eq!(in_file(&article, "€ 3"), "&euro; 3");
    assert_eq!(in_file(&article, "NAVO"), "NAVO");
    assert_eq!(article.id, "007");
    assert_eq!(article.meta.title.as_deref(), Some("Kop: zus"));
    assert_eq!(published(&article).as_deref(), Some("2025-06-25"));
    assert_eq!(article.meta.published_span.unwrap().of(text), "2025-06-25");
    assert_eq!(article.meta.country.unwrap().as_str(), "BE");
    assert_eq!(article.meta.corrects, ["eerder"]);
}

#[test]
fn broken_front_matter_is_reported_at_its_place_and_the_article_read() {
    let text = "---\ntitle: één\n  date: [2025\n---\n# Kop\n\nEen zin over iets.\n";
    let reading = reader().read("a.md", text.as_bytes().to_vec());
    assert_eq!(reading.documents.len(), 1);
    assert_eq!(blocks(&reading.documents[0]).len(), 2);
    let problem = &reading.problems[0];
    assert_eq!(problem.code, "input/front-matter");
    let at = problem.labels[0].0.start;
    assert_eq!(text.get(..at).unwrap().matches('\n').count(), 2, "{problem:?}");

    let text = "---\ntitle: Kop\ndate: ergens in mei\n---\nEen zin over iets.\n";
    let reading = reader().read("a.md", text.as_bytes().to_vec());
    assert_eq!(reading.problems[0].code, "input/date");
    assert_eq!(reading.problems[0].labels[0].0.of(text), "ergens in mei");
    assert_eq!(reading.documents[0].meta.title.as_deref(), Some("Kop"));
}

#[test]
fn of_broken_front_matter_the_sound_entries_are_read() {
    let text = "---\ntitle: Brussel: nog geen akkoord\ndate: 2025-06-25\nsource: De Krant\ncorrects:\n  - eerder\n\
                lang: [nl\n---\nEen zin over iets.\n";
    let reading = reader().read("a.md", text.as_bytes().to_vec());
    let codes: Vec<&str> = reading.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["input/front-matter"]);
    let meta = &reading.documents[0].meta;
    assert_eq!((meta.title.as_deref(), meta.source.as_deref()), (None, Some("De Krant")));
    assert_eq!(published(&reading.documents[0]).as_deref(), Some("2025-06-25"));
    assert_eq!(meta.published_span.unwrap().of(text), "2025-06-25");
    assert_eq!(meta.corrects, ["eerder"]);
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="nl-BE"><head><title>Kop &amp; co | Krant</title>
<meta property="article:published_time" content="2024-05-12T23:30:00+02:00">
<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle",
"headline":"Kop & co","publisher":{"name":"De Krant"},"url":"https://krant.be/a"}]}</script></head>
<body><header><nav><a href="/">Home 12</a></nav></header>
<main><article><h1>Kop &amp;
  co</h1><time datetime="2024-05-13">13 mei</time>
<p>Het kabinet geeft &euro;&nbsp;250&nbsp;miljoen<sup><a href="&#35;n1">1</a></sup> aan <b>Oekra&iuml;ne</b>,
   zegt de minister.<br>Dat is m<sup>2</sup>.</p>
<script>var x = "5 procent";</script><div style="display: none">6 procent</div>
<figure><img src=a><figcaption>Een tank. &copy; ANP</figcaption></figure>
<h2>Tussenkop</h2><ul><li>Eerste punt<li>Tweede punt</ul>
<p>Nog een alinea die lang genoeg is om als alinea mee te tellen.
<aside>Lees ook: 7 procent</aside><div class="share-buttons">Deel 8</div>
</article><article><h2>Ander bericht</h2><p>Kort.</p></article></main>
<footer>&copy; 2024 Krant</footer></body></html>"#;

#[test]
fn a_web_page_yields_its_article() {
    let article = read("a.html", PAGE);
    assert_eq!(
        blocks(&article),
        [
            (Title, "Kop & co"),
            (
                Paragraph,
                "Het kabinet geeft €\u{a0}250\u{a0}miljoen  aan Oekraïne, zegt de minister. Dat is m2."
            ),
            (Caption, "Een tank."),
            (Heading, "Tussenkop"),
            (ListItem, "Eerste punt"),
            (ListItem, "Tweede punt"),
            (Paragraph, "Nog een alinea die lang genoeg is om als alinea mee te tellen."),
        ]
    );
    assert_eq!(in_file(&article, "€\u{a0}250\u{a0}miljoen"), "&euro;&nbsp;250&nbsp;miljoen");
    assert_eq!(in_file(&article, "Oekraïne"), "Oekra&iuml;ne");
    assert_eq!(in_file(&article, "Kop & co"), "Kop &amp;\n  co");
    assert_eq!(published(&article).as_deref(), Some("2024-05-12"));
    assert_eq!(article.meta.published_span.unwrap().of(PAGE), "2024-05-12T23:30:00+02:00");
    assert_eq!(article.meta.title.as_deref(), Some("Kop & co"));
    assert_eq!(article.meta.source.as_deref(), Some("De Krant"));
    assert_eq!(article.meta.url.as_deref(), Some("https://krant.be/a"));
    assert_eq!(article.meta.language.as_ref().unwrap().as_str(), "nl");
    assert_eq!(article.meta.country.as_ref().unwrap().as_str(), "BE");
}

#[test]
fn json_lines_count_in_the_decoded_text() {
    let text = concat!(
        r#"{"id": 7, "title": "Kop", "date": "2025-06-25", "lang": "nl", "text": "Eerst\u00e9 zin.\nHet is \"5\" procent."}"#,
        "\n\n",
        r#"{"title": "Kop", "text": 5}"#,
        "\n",
        r#"{"title": "K€p", "text": "x"#,
        "\n",
        r#"{"title": "Geen tekst"}"#,
        "\n",
        r#"{"text": "Een zin over de staat.", "date": "ooit"}"#,
    );
    let reading = reader().read("a.jsonl", text.as_bytes().to_vec());
    assert_eq!(reading.documents.len(), 2);
    let first = &reading.documents[0];
    assert_eq!((first.id.as_str(), first.record), ("7", Some(1)));
    assert_eq!(first.body(), "Eersté zin.\nHet is \"5\" procent.");
    let lines = [(Title, "Kop"), (Paragraph, "Eersté zin."), (Paragraph, "Het is \"5\" procent.")];
    assert_eq!(blocks(first), lines);
    let five = first.to_source(Span::new("Kop\nEersté zin.\nHet is ".len(), first.text.len()));
    assert_eq!(first.body().get(five.start..five.end), Some("\"5\" procent."));
    assert_eq!(reading.documents[1].id, "a.jsonl:6");
    let places: Vec<_> = reading
        .problems
        .iter()
        .map(|p| (p.code, p.message.split(':').next().unwrap(), p.labels[0].0.start))
        .collect();
    let line = |n: usize| text.split('\n').take(n - 1).map(|l| l.len() + 1).sum::<usize>();
    assert_eq!(
        places,
        [
            ("input/json-field", "line 3, column 26", line(3) + 25),
            ("input/json", "line 4, column 27", line(4) + 28),
            ("input/json-field", "line 5, column 23", line(5) + 22),
            ("input/date", "line 6, column 45", line(6) + 44),
        ]
    );
}

#[test]
fn the_title_of_a_json_line_is_read_once() {
    let with = read("a.jsonl", r#"{"title": "De kop", "text": "De kop\nEen zin over iets."}"#);
    assert_eq!(blocks(&with)[0], (Title, "De kop"));
    assert_eq!((blocks(&with).len(), with.titled), (2, None));
    let without = read("a.jsonl", r#"{"title": "De \"kop\" é", "text": "Een zin over iets."}"#);
    assert_eq!(blocks(&without), [(Title, "De \"kop\" é"), (Paragraph, "Een zin over iets.")]);
    let kop = without.to_source(Span::new(3, 8));
    assert_eq!((without.titled, without.title_at(kop.start)), (Some(19), Some(19)));
    assert_eq!(without.source.get(kop.start..kop.end), Some("\"kop\""));
    assert_eq!(without.title_at(18), None);
}

#[test]
fn the_title_in_front_matter_is_read_once_and_leads_back_to_it() {
    let source = "---\ntitle: 'Trump''s 28 punten'\n---\nEen zin.\n";
    let article = read("a.md", source);
    assert_eq!(blocks(&article), [(Title, "Trump's 28 punten"), (Paragraph, "Een zin.")]);
    let span = article.to_source(article.blocks[0].span);
    assert_eq!(source.get(span.start..span.end), Some("Trump''s 28 punten"));
    let span = article.to_source(article.blocks[1].span);
    assert_eq!(source.get(span.start..span.end), Some("Een zin."));
    let twice = read("a.md", "---\ntitle: Trumps 28 punten\n---\n# Trumps ‘28 punten’\n\nEen zin.\n");
    assert_eq!(blocks(&twice), [(Title, "Trumps ‘28 punten’"), (Paragraph, "Een zin.")]);
}

#[test]
fn what_is_no_text_is_reported() {
    let latin = problems("a.txt", b"Een kop\nDe co\xebrcitie");
    assert_eq!(latin[0].code, "input/not-utf8");
    assert!(latin[0].message.contains("byte 0xEB at byte 13, on line 2, column 6"), "{}", latin[0].message);
    assert_eq!(latin[0].labels[0].0.start, 13);
    assert_eq!(problems("a.txt", b"\xff\xfeK\x00o\x00p\x00")[0].code, "input/not-utf8");
    assert_eq!(problems("a.txt", b"PK\x03\x00abc")[0].code, "input/binary");
    let empty = problems("a.txt", b"\xef\xbb\xbf \r\n");
    assert_eq!((empty[0].code, empty[0].severity), ("input/empty", Severity::Warning));
}

#[test]
fn formats_go_by_the_extension_and_else_by_the_looks() {
    assert_eq!(Format::of_path("b/A.HTM"), Some(Format::Html));
    assert_eq!(Format::of_path("b.md/a"), None);
    assert_eq!(blocks(&read("-", PAGE))[0], (Title, "Kop & co"));
    assert_eq!(read("-", r#"{"id": "x", "text": "Een zin."}"#).id, "x");
    let forced = reader().with_format(Some(Format::Plain));
    assert_eq!(forced.read("a.md", b"# Een *zin*.".to_vec()).documents[0].text.as_ref(), "# Een *zin*.");
}

#[test]
fn a_key_that_stands_twice_is_told_as_such() {
    let told = problems("a.md", b"---\ntitle: T\ndate: 2025-07-01\ntitle: U\n---\nEen zin.\n");
    assert_eq!(told[0].message, "the front matter has a key twice");
    assert_eq!(told[0].labels, [(SourceSpan::new(30, 31), "this key again".to_owned())]);
}

#[test]
fn deep_nesting_and_long_lines_take_linear_time() {
    let deep = format!("{}Een zin.{}", "<div>".repeat(200_000), "</p></b></div>".repeat(200_000));
    assert_eq!(blocks(&read("a.html", &deep)), [(Paragraph, "Een zin.")]);
    let long = "een woord [1] ".repeat(140_000);
    assert_eq!(read("a.txt", &long).blocks.len(), 1);
    assert_eq!(read("a.html", &long).blocks.len(), 1);
    let quoted = format!("{} Een zin.", ">".repeat(2_000));
    assert!(reader().read("a.md", quoted.into_bytes()).problems.is_empty());
}

fn check_spans(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end && block.span.start < block.span.end);
        assert!(document.text.get(block.span.start..block.span.end).is_some());
        let file = document.to_source(block.span);
        assert!(document.source.get(file.start..file.end).is_some_and(|s| !s.is_empty()), "{block:?}");
        end = block.span.end;
    }
    if let Some(span) = document.meta.published_span {
        assert!(document.source.get(span.start..span.end).is_some());
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), path in "a\\.(txt|md|html|jsonl)") {
        for document in reader_once().read(&path, bytes).documents {
            check_spans(&document);
        }
    }

    #[test]
    fn every_block_maps_back_to_the_file(
        parts in proptest::collection::vec(markup(), 0..40),
        path in "a\\.(txt|md|html)",
    ) {
        let text = parts.concat();
        for document in reader_once().read(&path, text.into_bytes()).documents {
            check_spans(&document);
        }
    }

    #[test]
    fn a_word_is_what_its_bytes_in_the_page_say(parts in proptest::collection::vec(prose(), 1..30)) {
        let html = parts.concat();
        for document in reader_once().read("a.html", html.into_bytes()).documents {
            for block in &document.blocks {
                let text = block.span.of(&document.text);
                for word in text.split(' ').filter(|w| !w.is_empty()) {
                    let start = block.span.start + (word.as_ptr().addr() - text.as_ptr().addr());
                    let span = Span::new(start, start + word.len());
                    let raw = document.to_source(span).of(&document.source);
                    let bare = raw.replace("<b>", "").replace("</b>", "");
                    prop_assert_eq!(html::decoded(&bare), word);
                }
            }
        }
    }
}

thread_local! {
    static READER: &'static Reader = Box::leak(Box::new(reader()));
}

/// A reader that is made once for all cases of a property.
fn reader_once() -> &'static Reader {
    READER.with(|r| *r)
}

fn markup() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zéïü€ ]{1,12}",
        "[ \n\r\t]{1,3}",
        proptest::sample::select(vec![
            "<p>",
            "</p>",
            "<b>",
            "</div>",
            "<div>",
            "<script>",
            "</script>",
            "<h1>",
            "<li>",
            "<article>",
            "&euro;",
            "&nbsp;",
            "&",
            "**",
            "_",
            "[1]",
            "](x)",
            "[",
            "`",
            "# ",
            "- ",
            "---\n",
            "title: x\n",
            "\u{ad}",
            "\u{feff}",
            "3 mei 2024",
            "Lees ook\n",
            "©",
            "<sup>1</sup>",
            "<!--",
            "-->",
            "| a |\n|---|\n",
            "<br>",
            "<time>",
            "</",
        ])
        .prop_map(str::to_owned),
    ]
}

fn prose() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zéïü€5]{1,8}",
        "[ \n]{1,3}",
        proptest::sample::select(vec![
            "<b>", "</b>", "&euro;", "&eacute;", "&amp;", "&#8364;", "<p>", "</p>", "&hellip;"
        ])
        .prop_map(str::to_owned),
    ]
}

/// The article's date, publication, and the texts of its blocks.
fn told(text: &str) -> (Option<String>, Option<String>, Vec<String>) {
    let article = read("a.txt", text);
    let texts = blocks(&article).into_iter().map(|(_, text)| text.to_owned()).collect();
    (published(&article), article.meta.source.clone(), texts)
}

#[test]
fn headers_of_many_publications_are_read() {
    for (header, iso, source) in [
        ("Updated 3 hours ago\n12 May 2025, 10:22 BST\nShare\nSave", Some("2025-05-12"), None),
        ("ma 12 mei 2025\n10:22", Some("2025-05-12"), None),
        ("Jan Jansen 12-05-25, 10:22 Laatste update: 11:45", Some("2025-05-12"), None),
        ("Mon 13 May 2025 10.22 BST\nFirst published on Mon 12 May 2025 09.00 BST", Some("2025-05-12"), None),
        ("By Ann Smith\nMay 12, 2025 10:22 AM GMT+2 Updated an hour ago", Some("2025-05-12"), None),
        ("Door: ANP  12 mei 2025 10:22", Some("2025-05-12"), Some("ANP")),
        ("Gepubliceerd: 12 mei 2025 10:22 Aangepast: 13 mei 2025 11:00", Some("2025-05-12"), None),
        ("NOS Nieuws • Buitenland • maandag 12 mei 2025, 10:22", Some("2025-05-12"), Some("NOS Nieuws")),
        ("12/05/2025 om 10:22 | 3 min leestijd | Bron: BELGA", Some("2025-05-12"), Some("BELGA")),
        ("Laatst bijgewerkt op 12 mei 2025\n2 min leestijd", Some("2025-05-12"), None),
        ("12 mei '25 - 10u22", Some("2025-05-12"), None),
        ("Kamerbrief | 12 mei 2025 | 10:00", Some("2025-05-12"), None),
        ("Washington, D.C. – May 12, 2025", Some("2025-05-12"), None),
        ("Foto: ANP\nvandaag, 10:22", None, None),
    ] {
        let (date, publication, texts) =
            told(&format!("De kop van het stuk\n{header}\nHet kabinet wil meer geld."));
        assert_eq!(texts, ["De kop van het stuk", "Het kabinet wil meer geld."], "{header}");
        assert_eq!((date.as_deref(), publication.as_deref()), (iso, source), "{header}");
    }
}

#[test]
fn a_headline_with_a_date_is_a_headline() {
    for title in ["Rutte in Den Haag, 24 juni 2025", "Update over de top: 24 juni 2025 wordt spannend"] {
        let (date, _, texts) = told(&format!("{title}\nHet kabinet wil meer geld."));
        assert_eq!((date, texts), (None, vec![title.to_owned(), "Het kabinet wil meer geld.".to_owned()]));
    }
}

#[test]
fn an_agency_or_a_known_publication_is_the_source_where_nothing_else_is() {
    let (_, source, texts) = told("Brussel (Belga) - Het kabinet wil meer geld.");
    assert_eq!((source.as_deref(), texts), (Some("Belga"), vec!["Het kabinet wil meer geld.".to_owned()]));
    let article = read("a.txt", "Een kop\n3 mei 2024 - VRT NWS\nHet kabinet wil meer geld.");
    assert_eq!(article.meta.country.unwrap().as_str(), "BE");
    let hosted = "Een kop\nhttps://krant.nl/a\nBRUSSEL (Belga) - Het kabinet wil meer geld.";
    assert_eq!(told(hosted).1.as_deref(), Some("krant.nl"));
}

#[test]
fn a_page_without_landmarks_yields_its_paragraphs() {
    let page = "<html><head><title>Kop</title><script type='application/ld+json'>{kapot</script></head><body>\
        <div class=header><h1>Kop</h1><p>Gepubliceerd op 3 mei 2024 om 12.30 uur</p></div>\
        <p>Het kabinet geeft 5&#37; &lt;meer&gt; dan vorig jaar &amp; dat is veel.\
        <p>Twee<wbr>de alinea <i>is</i>&shy; klaar.</body>";
    let article = read("a.html", page);
    assert_eq!(
        blocks(&article),
        [
            (Title, "Kop"),
            (Paragraph, "Het kabinet geeft 5% <meer> dan vorig jaar & dat is veel."),
            (Paragraph, "Tweede alinea is klaar."),
        ]
    );
    assert_eq!(published(&article).as_deref(), Some("2024-05-03"));
    assert_eq!(in_file(&article, "5%"), "5&#37;");
    assert_eq!(in_file(&article, "Tweede"), "Twee<wbr>de");
}
