//! The words of audits and pages.

use super::super::Words;
use super::Axis;
use crate::claim::Status;

impl Words {
    const fn pick(self, en: &'static str, nl: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Nl => nl,
        }
    }

    /// The language's code, for the `lang` of a page.
    pub(in crate::report) const fn code(self) -> &'static str {
        self.pick("en", "nl")
    }

    /// What a verdict's word is to a reader.
    pub(in crate::report) fn mark(self, mark: &'static str) -> &'static str {
        match mark {
            "changes" => self.pick("changed", "gewijzigd"),
            "moves" => self.pick("moved", "verschoven"),
            "revises" => self.pick("revised", "herzien"),
            "stale" => self.pick("out of date", "achterhaald"),
            "repeats" => self.pick("repeated", "herhaald"),
            "conflicts" => self.pick("contradicts", "in strijd"),
            "slips" => self.pick("slip", "verschrijving"),
            "decreases" => self.pick("lower than before", "lager dan eerst"),
            "unexpected" => self.pick("unexpected", "onverwacht"),
            "disputes" => self.pick("disputed", "betwist"),
            "expired" => self.pick("has passed", "verstreken"),
            "implausible" => self.pick("implausible", "onwaarschijnlijk"),
            "doubtful" => self.pick("doubtful", "twijfelachtig"),
            other => other,
        }
    }

    /// What a status is to a reader.
    pub(in crate::report) const fn sense(self, status: Status) -> &'static str {
        match status {
            Status::Actual => self.pick("actual", "feitelijk"),
            Status::Target => self.pick("target", "doel"),
            Status::Proposed => self.pick("proposed", "voorgesteld"),
            Status::Pledged => self.pick("pledged", "toegezegd"),
            Status::Previous => self.pick("before", "voorheen"),
            Status::Forecast => self.pick("expected", "verwacht"),
        }
    }

    /// What an axis counts.
    pub(super) fn axis(self, axis: &Axis) -> String {
        match axis {
            Axis::Figure(Some(unit)) => unit.to_string(),
            Axis::Figure(None) => self.pick("count", "aantal").to_owned(),
            Axis::Date => self.pick("date", "datum").to_owned(),
            Axis::Duration => self.pick("days", "dagen").to_owned(),
        }
    }

    /// `41 claims in 23 articles`; claims and articles.
    pub(super) fn carried(self, claims: usize, shown: usize) -> String {
        let word = match (self, claims) {
            (Self::En, 1) => "claim",
            (Self::En, _) => "claims",
            (Self::Nl, 1) => "bewering",
            (Self::Nl, _) => "beweringen",
        };
        if shown < claims {
            format!("{claims} {word}, {} {shown}", self.pick("of which are shown", "waarvan getoond:"))
        } else {
            format!("{claims} {word}")
        }
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $nl:literal;)*) => {
        impl Words {
            $($(#[$doc])* pub(in crate::report) const fn $name(self) -> &'static str {
                self.pick($en, $nl)
            })*
        }
    };
}

words! {
    /// The heading of an audit.
    audit: "Audit of figures", "Verloop van cijfers";
    /// That nothing was found for what was asked.
    no_facts: "the archive holds no claims that fit", "het archief bevat geen beweringen die hieraan voldoen";
    /// The heading of the column of days.
    day_word: "date", "datum";
    /// The heading of the column of values.
    value_word: "value", "waarde";
    /// The heading of the column of senses.
    sense_word: "sense", "zin";
    /// The heading of the column of speakers.
    voice_word: "voice", "stem";
    /// The heading of the column of counts of articles.
    articles_word: "articles", "artikelen";
    /// The heading of the column of places.
    place_word: "place", "plaats";
    /// The article's own voice.
    own_voice: "newsroom", "redactie";
    /// The heading of findings.
    findings_word: "Findings", "Bevindingen";
    /// The heading of sentences.
    sentences_word: "What was printed", "Wat er stond";
    /// What a report rests on.
    basis_word: "What this rests on", "Waarop dit berust";
    /// The rule pack.
    rules_word: "rules", "regels";
    /// The archive.
    archive_word: "archive", "archief";
    /// The day of the report.
    report_day: "as on", "naar de stand van";
    /// The last day of publication.
    published_until: "published until", "gepubliceerd tot en met";
    /// The archive's last event.
    archived_until: "archive until", "archief tot en met";
    /// That the archive was begun later.
    begun_later: "the archive was begun later: dates of publication alone count",
        "het archief is later begonnen: alleen publicatiedata tellen";
    /// A hedged value in a legend.
    hedged_word: "hedged or a bound", "bij benadering of een grens";
    /// A value that held.
    held_word: "what held", "wat gold";
    /// A denied value.
    denied_word: "denied", "ontkend";
    /// The heading of a report.
    report_word: "Consistency report", "Consistentierapport";
    /// The view by article.
    by_article: "By article", "Per artikel";
    /// The view by fact.
    by_fact: "By fact", "Per feit";
    /// Findings about no fact.
    other_word: "About articles themselves", "Over artikelen zelf";
    /// Evidence.
    against_word: "Against", "Tegenover";
    /// The filter.
    show_word: "Show", "Toon";
    /// Back to the top.
    top_word: "to the top", "naar boven";
}
