//! What the address of an article tells: its publication, its country, its day.

use jiff::civil::Date;

use super::words::PageWords;
use crate::value::{Country, Period};

/// The host of an address without `www.` and the like, in lower case.
pub(super) fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let name = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let bare = ["www.", "m.", "amp.", "mobile.", "nl."]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix).filter(|rest| rest.contains('.')))
        .unwrap_or(&name);
    (bare.contains('.') && !bare.contains(char::is_whitespace)).then(|| bare.to_owned())
}

/// The country of the publication that calls itself `name`: of those that are known, told in brackets as its code or its
/// host (`Metro (BE)`, `Defensie (mil.be)`), or by a name that is a host.
pub(super) fn home(name: &str, words: &PageWords) -> Option<Country> {
    if let Some(code) = words.country_of(name) {
        return Some(Country::new(code));
    }
    let bracket = name.rsplit_once('(').and_then(|(_, rest)| rest.trim_end().strip_suffix(')'));
    let told = bracket.unwrap_or(name).trim();
    if bracket.is_some() && told.len() == 2 && told.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(Country::new(told));
    }
    host(&format!("https://{told}/")).and_then(|host| country(&host, words))
}

/// The country of the publication at `host`, told by a list of known hosts or by a national domain.
pub(super) fn country(host: &str, words: &PageWords) -> Option<Country> {
    let mut name = host;
    loop {
        if let Some(code) = words.country_of(name) {
            return Some(Country::new(code));
        }
        match name.split_once('.') {
            Some((_, rest)) if rest.contains('.') => name = rest,
            _ => break,
        }
    }
    let domain = host.rsplit('.').next()?;
    match domain {
        "uk" => Some(Country::new("GB")),
        // National domains that are sold to the whole world, and one that is no country's.
        "eu" | "io" | "tv" | "ai" | "co" | "me" | "cc" | "fm" | "ws" | "to" | "ly" | "gg" | "su" => None,
        _ if domain.len() == 2 && domain.bytes().all(|b| b.is_ascii_lowercase()) => {
            Some(Country::new(domain))
        }
        _ => None,
    }
}

/// The day or month in an address: `/2024/05/12/`, `2024-05-12`, `dmf20240512`, `/2024/05/`.
pub(super) fn date(url: &str) -> Option<Period> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let groups: Vec<(usize, &str)> = digit_groups(path);
    let sign_after = |(at, digits): &(usize, &str)| path.as_bytes().get(at + digits.len()).copied();
    let month_of = |three: &[(usize, &str)]| -> Option<(i16, i8)> {
        let [year, month, ..] = three else { return None };
        let sign = sign_after(year).filter(|s| b"/-".contains(s))?;
        let adjacent = year.0 + year.1.len() + 1 == month.0;
        let shape = year.1.len() == 4 && month.1.len() <= 2 && adjacent;
        let closed = sign == b'-' || sign_after(month).is_none_or(|s| s == b'/');
        (shape && closed).then(|| Some((year_of(year.1)?, month.1.parse().ok()?))).flatten()
    };
    for (i, group) in groups.iter().enumerate() {
        let rest = groups.get(i..).unwrap_or(&[]);
        if let Some((year, month)) = month_of(rest) {
            let day = rest.get(2).filter(|d| {
                let after_month = rest.get(1).is_some_and(|m| m.0 + m.1.len() + 1 == d.0);
                after_month && d.1.len() <= 2
            });
            match day.and_then(|d| d.1.parse().ok()).and_then(|d| Date::new(year, month, d).ok()) {
                Some(date) => return Some(Period::day(date)),
                None if sign_after(group) == Some(b'/') => return Period::month(year, month),
                None => {}
            }
        }
        if let Some(date) = compact(group.1) {
            return Some(Period::day(date));
        }
    }
    None
}

/// `20240512`.
fn compact(digits: &str) -> Option<Date> {
    if digits.len() != 8 {
        return None;
    }
    let year = year_of(digits.get(..4)?)?;
    Date::new(year, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?).ok()
}

fn year_of(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|y| (1990..=2100).contains(y))
}

fn digit_groups(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                out.push((from, text.get(from..i).unwrap_or("")));
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::words::tests::shipped;

    #[test]
    fn dated_addresses() {
        for (url, iso) in [
            ("https://krant.test/2024/05/12/een-bericht", Some("2024-05-12")),
            ("https://krant.test/nieuws/2024-05-12-bericht.html", Some("2024-05-12")),
            ("https://krant.test/cnt/dmf20240512_90001", Some("2024-05-12")),
            ("https://krant.test/2024/05/een-bericht", Some("2024-05")),
            ("https://krant.test/artikel/2555881-doel-van-5-procent", None),
            ("https://krant.test/begroting-2024-250-miljoen", None),
            ("https://krant.test/2035-5-procent", None),
            ("https://krant.test/2024/13/45/x", None),
        ] {
            assert_eq!(date(url).map(|p| p.iso()).as_deref(), iso, "{url}");
        }
    }

    #[test]
    fn a_name_tells_its_country_in_brackets_or_as_a_host() {
        let words = shipped();
        let told = |name: &str| home(name, &words).map(|c| c.to_string());
        assert_eq!(told("Krant (BE)").as_deref(), Some("BE"));
        assert_eq!(told("Leger (krant.be)").as_deref(), Some("BE"));
        assert_eq!(told("Krant.nl").as_deref(), Some("NL"));
        assert_eq!(told("Daily Mail").as_deref(), Some("GB"));
        assert_eq!(told("Krant (avond)"), None);
        assert_eq!(told("Reuters"), None);
    }

    #[test]
    fn hosts_and_countries() {
        let words = shipped();
        let told = |url: &str| host(url).and_then(|h| country(&h, &words)).map(|c| c.to_string());
        assert_eq!(host("https://www.Krant.nl:443/a").as_deref(), Some("krant.nl"));
        assert_eq!(told("https://www.krant.nl/a").as_deref(), Some("NL"));
        assert_eq!(told("https://nieuws.krant.be/a").as_deref(), Some("BE"));
        assert_eq!(told("https://paper.co.uk/a").as_deref(), Some("GB"));
        assert_eq!(told("https://www.bbc.com/a").as_deref(), Some("GB"));
        assert_eq!(told("https://paper.com/a"), None);
        assert_eq!(told("https://politics.eu/a"), None);
        assert_eq!(host("geen adres"), None);
    }
}
