//! What the elements of a page are for.

use html5gum::{StartTag, Token, Tokenizer};

use crate::input::document::BlockKind;

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands in a line of text.
    Inline,
    /// A superscript.
    Raised,
    /// It breaks the line.
    Break,
    /// It makes a block.
    Block(BlockKind),
    Article,
    Main,
    /// The head of a page or of an article.
    Header,
    /// Its text is none of the article's.
    Furniture,
}

/// The role of an element by its name, in lower case.
pub(super) fn role(name: &[u8]) -> Role {
    match name {
        b"a" | b"abbr" | b"acronym" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite" | b"code" | b"data"
        | b"del" | b"dfn" | b"em" | b"font" | b"i" | b"img" | b"ins" | b"kbd" | b"label" | b"mark" | b"q"
        | b"s" | b"samp" | b"small" | b"source" | b"span" | b"strike" | b"strong" | b"sub" | b"time"
        | b"track" | b"tt" | b"u" | b"var" | b"wbr" | b"picture" => Role::Inline,
        b"sup" => Role::Raised,
        b"br" => Role::Break,
        b"article" => Role::Article,
        b"main" => Role::Main,
        b"header" | b"hgroup" => Role::Header,
        b"h1" => Role::Block(BlockKind::Title),
        b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"summary" | b"legend" => Role::Block(BlockKind::Heading),
        b"li" | b"dt" | b"dd" => Role::Block(BlockKind::ListItem),
        b"figcaption" | b"caption" => Role::Block(BlockKind::Caption),
        b"script" | b"style" | b"nav" | b"footer" | b"aside" | b"form" | b"button" | b"noscript"
        | b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"video" | b"audio" | b"canvas"
        | b"dialog" | b"menu" | b"select" | b"option" | b"textarea" | b"head" | b"title" | b"address"
        | b"noembed" | b"noframes" | b"embed" | b"applet" | b"datalist" => Role::Furniture,
        _ => Role::Block(BlockKind::Paragraph),
    }
}

/// Whether an element has no content and no end tag.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// The value of an attribute.
pub(super) fn attribute(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    let value = tag.attributes.get(name)?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Words in a class that mark what a page puts around its articles.
const AROUND: [&str; 16] = [
    "related",
    "share",
    "sharing",
    "social",
    "newsletter",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "advertisement",
    "advertentie",
    "advert",
    "recommended",
    "comments",
    "reacties",
    "sr-only",
];

/// Whether an element is not shown, or by its role or class is none of the article.
pub(super) fn is_hidden(tag: &StartTag<usize>) -> bool {
    let has = |name: &[u8]| tag.attributes.contains_key(name);
    let is = |name: &[u8], value: &str| attribute(tag, name).is_some_and(|v| v.eq_ignore_ascii_case(value));
    let style = attribute(tag, b"style").map(|s| s.replace(' ', "").to_ascii_lowercase());
    let unseen = style.is_some_and(|s| s.contains("display:none") || s.contains("visibility:hidden"));
    let roles = ["navigation", "search", "dialog", "complementary", "contentinfo", "menu", "menubar"];
    if has(b"hidden") || is(b"aria-hidden", "true") || unseen || roles.iter().any(|r| is(b"role", r)) {
        return true;
    }
    let large: [&[u8]; 4] = [b"html", b"body", b"main", b"article"];
    !large.contains(&tag.name.as_slice()) && attribute(tag, b"class").is_some_and(|c| is_around(&c))
}

/// Whether one of an element's classes is, or ends or begins with, a word for what stands around articles.
fn is_around(classes: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        let parts = || class.split(['-', '_']).filter(|p| !p.is_empty());
        let negated =
            parts().next().is_some_and(|p| ["has", "is", "no", "with", "without", "not"].contains(&p));
        !negated && (AROUND.contains(&class.as_str()) || parts().any(|p| AROUND.contains(&p)))
    })
}

/// Whether a superscript says of itself that it refers to a footnote.
pub(super) fn is_reference(tag: &StartTag<usize>) -> bool {
    let marks = ["ref", "footnote", "noot", "fn", "cite"];
    let said = |name: &[u8]| {
        attribute(tag, name).is_some_and(|v| {
            let value = v.to_ascii_lowercase();
            value.split(['-', '_', ' ', ':']).any(|part| marks.iter().any(|m| part.starts_with(m)))
        })
    };
    said(b"class") || said(b"id") || said(b"role")
}

/// The entity at the start of `rest`: what it stands for, and its length. None for a bare `&`.
pub(super) fn entity(rest: &str) -> Option<(String, usize)> {
    let body = rest.get(1..)?;
    let number = body.starts_with('#');
    let name_end = body
        .char_indices()
        .skip(usize::from(number))
        .take(40)
        .find(|(_, c)| !c.is_ascii_alphanumeric())
        .map_or(body.len().min(40), |(i, _)| i);
    let closed = body.get(name_end..).is_some_and(|after| after.starts_with(';'));
    let len = 1 + name_end + usize::from(closed);
    let raw = rest.get(..len)?;
    let decoded = decode(raw)?;
    (decoded != raw).then_some((decoded, len))
}

/// What a piece of text says when a browser reads it.
pub(super) fn decode(raw: &str) -> Option<String> {
    if !raw.contains('&') {
        return Some(raw.to_owned());
    }
    let mut out = String::new();
    for token in Tokenizer::new(raw) {
        let Ok(token) = token;
        if let Token::String(text) = token {
            out.push_str(std::str::from_utf8(&text).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_with_their_length() {
        for (rest, decoded, len) in [
            ("&euro;5", "€", 6),
            ("&#8364; 5", "€", 7),
            ("&#x20AC;", "€", 8),
            ("&nbsp;miljoen", "\u{a0}", 6),
            ("&eacute;n", "é", 8),
            ("&amp", "&", 4),
        ] {
            assert_eq!(entity(rest), Some((decoded.to_owned(), len)), "{rest}");
        }
        assert_eq!(entity("& co"), None);
        assert_eq!(entity("&onbekend;"), None);
    }

    #[test]
    fn classes_tell_what_stands_around_an_article() {
        for class in ["related", "article-share", "c-newsletter__form", "Social-Buttons big"] {
            assert!(is_around(class), "{class}");
        }
        for class in ["article-body", "has-social", "relatedness", "text"] {
            assert!(!is_around(class), "{class}");
        }
    }
}
