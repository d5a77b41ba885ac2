//! The words of the reports themselves, in the languages that they speak. The
//! words of findings come from the rules.

use super::audit::Axis;
use super::difference::Mark;
use crate::claim::{Cause, Hindrance, Lack, Part, Status};
use crate::finding::Severity;
use crate::value::Language;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// English.
    En,
    /// Dutch.
    Nl,
}

impl Words {
    /// The words of `language`; English for one that klopt does not speak.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        if language.as_str() == "nl" { Self::Nl } else { Self::En }
    }

    const fn pick(self, en: &'static str, nl: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Nl => nl,
        }
    }

    /// `n` with the word for one, or for more: `41 claims`.
    fn number(self, n: usize, en: [&str; 2], nl: [&str; 2]) -> String {
        let [one, more] = match self {
            Self::En => en,
            Self::Nl => nl,
        };
        format!("{n} {}", if n == 1 { one } else { more })
    }

    /// What `n` articles are called.
    pub(super) const fn articles_of(self, n: usize) -> &'static str {
        if n == 1 { self.pick("article", "artikel") } else { self.pick("articles", "artikelen") }
    }

    pub(super) fn articles(self, n: usize) -> String {
        format!("{n} {}", self.articles_of(n))
    }

    pub(super) fn claims(self, n: usize) -> String {
        self.number(n, ["claim", "claims"], ["bewering", "beweringen"])
    }

    /// What a severity is called.
    #[must_use]
    pub const fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("error", "fout"),
            Severity::Warning => self.pick("warning", "waarschuwing"),
            Severity::Info => "info",
            Severity::Off => self.pick("off", "uit"),
        }
    }

    /// `n` findings of a severity: `3 errors`.
    pub(super) fn count(self, n: usize, severity: Severity) -> String {
        format!("{n} {}", self.severity_of(n, severity))
    }

    /// What `n` findings of a severity are called.
    pub(super) fn severity_of(self, n: usize, severity: Severity) -> String {
        let plural = if n == 1 || severity == Severity::Info { "" } else { self.pick("s", "en") };
        format!("{}{plural}", self.severity(severity))
    }

    /// What was looked at: `in 26 articles, 214 claims`.
    pub(super) fn scope(self, articles: usize, claims: usize) -> String {
        format!("in {}, {}", self.articles(articles), self.claims(claims))
    }

    /// That there are `n` more findings than are shown.
    #[must_use]
    pub fn more(self, n: usize) -> String {
        let findings = self.number(n, ["more finding", "more findings"], ["bevinding", "bevindingen"]);
        format!("{} {findings}", self.pick("and", "en nog"))
    }

    /// What a verdict's word is to a reader.
    pub(super) fn mark(self, mark: &'static str) -> &'static str {
        match mark {
            "changes" => self.pick("changed", "gewijzigd"),
            "moves" => self.pick("moved", "verschoven"),
            "revises" => self.pick("revised", "herzien"),
            "stale" => self.pick("out of date", "achterhaald"),
            "corrected" => self.pick("corrected", "gecorrigeerd"),
            "retracted" => self.pick("retracted", "ingetrokken"),
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
    pub(super) const fn sense(self, status: Status) -> &'static str {
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

    /// How many claims there are, and how many of them are shown: `41 claims`.
    pub(super) fn carried(self, claims: usize, shown: usize) -> String {
        let all = self.claims(claims);
        if shown < claims { format!("{all}, {shown} {}", self.pick("shown", "getoond")) } else { all }
    }

    /// What became of a claim.
    pub(super) const fn change(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Came => self.pick("came", "erbij"),
            Mark::Went => self.pick("went", "weg"),
            Mark::Changed => self.pick("changed", "veranderd"),
        }
    }

    /// Which of two versions.
    pub(super) const fn version(self, new: bool) -> &'static str {
        if new { self.pick("new", "nieuw") } else { self.pick("old", "oud  ") }
    }

    /// A part of a claim.
    pub(super) const fn part(self, part: Part) -> &'static str {
        match part {
            Part::Subject => self.pick("subject", "onderwerp"),
            Part::Scope => self.pick("scope", "bereik"),
            Part::Value => self.pick("value", "waarde"),
            Part::Status => self.pick("sense", "zin"),
            Part::Speaker => self.pick("voice", "stem"),
            Part::Certainty => self.pick("certainty", "zekerheid"),
            Part::Negated => self.pick("denied", "ontkend"),
            Part::Period => self.pick("period", "periode"),
        }
    }

    /// Whether a figure is given with reserve.
    pub(super) const fn certainty(self, hedged: bool) -> &'static str {
        if hedged { self.pick("hedged", "met voorbehoud") } else { self.pick("asserted", "stellig") }
    }

    /// Whether it is denied.
    pub(super) const fn denied(self, denied: bool) -> &'static str {
        if denied { self.pick("yes", "ja") } else { self.pick("no", "nee") }
    }

    /// How many figures of how many articles are claimed.
    pub(super) fn claimed_of(self, articles: usize, claimed: usize, all: usize) -> String {
        let share = (100 * claimed).checked_div(all).map(|n| format!(" ({n} %)")).unwrap_or_default();
        let articles = self.articles(articles);
        match self {
            Self::En => format!("{articles}: {claimed} of {all} figures and dates claimed{share}"),
            Self::Nl => format!("{articles}: {claimed} van {all} cijfers en data in een bewering{share}"),
        }
    }

    /// What settled a part of a claim; `words` are those of the article that did.
    pub(super) fn cause(self, cause: Cause, words: Option<&str>) -> String {
        let text = match cause {
            Cause::Fixed => self.pick("the pattern says so", "het patroon zegt het"),
            Cause::Pattern => self.pick("the pattern's place for it", "de plek ervoor in het patroon"),
            Cause::Nearest => self.pick("the nearest name that fits", "de dichtstbijzijnde naam die past"),
            Cause::Sentence => {
                self.pick("the figure before it in the sentence", "het getal ervoor in de zin")
            }
            Cause::Anaphor => self
                .pick("a word that refers to a name before", "een woord dat naar een eerdere naam verwijst"),
            Cause::Paragraph => self.pick("the only one in the paragraph", "de enige in de alinea"),
            Cause::Doer => self.pick("who does it", "wie het doet"),
            Cause::Speaker => self.pick("of whoever says it", "van wie het zegt"),
            Cause::Last => self.pick("the claim before it", "de bewering ervoor"),
            Cause::Place => self.pick("where it happens", "waar het gebeurt"),
            Cause::Before => self.pick("the paragraph before", "de alinea ervoor"),
            Cause::Title => self.pick("the title", "de titel"),
            Cause::Lead => self.pick("the first sentence", "de eerste zin"),
            Cause::Topic => {
                self.pick("what the article is about: a guess", "waar het artikel over gaat: een gok")
            }
            Cause::Article => self.pick("the only one in the article", "de enige in het artikel"),
            Cause::Publication => self.pick("the publication's own", "van de publicatie zelf"),
            Cause::Cue => self.pick("words of the sentence", "woorden in de zin"),
            Cause::Context => self.pick("the words around it", "de woorden eromheen"),
            Cause::Onward => self.pick("the figure that it goes on from", "het getal waarop het voortgaat"),
            Cause::Date => self.pick("the dates and tense of the sentence", "de data en de tijd van de zin"),
            Cause::Default => self.pick("nothing says otherwise", "niets zegt iets anders"),
            Cause::Unknown => {
                self.pick("nothing tells, or more than one thing", "niets zegt het, of meer dan een ding")
            }
        };
        words.map_or_else(|| text.to_owned(), |words| format!("{text}: “{words}”"))
    }

    /// What kept a pattern from making a claim.
    pub(super) fn lack(self, lack: &Lack) -> String {
        match lack {
            Lack::Refused => self.pick("fits, but another claim has the figure", "past, maar een andere bewering heeft het cijfer").to_owned(),
            Lack::Range => self.pick("fits, but the value is out of its range", "past, maar de waarde valt buiten het bereik").to_owned(),
            Lack::Unless(set) => format!("{} {{~{set}}}", self.pick("fits, but for a word near it of", "past, ware het niet om een woord ernaast uit")),
            Lack::Context(set) => format!("{} {{~{set}}}", self.pick("fits, but wants in sight a word of", "past, maar wil in de buurt een woord uit")),
            Lack::After(metric) => format!("{} {metric}", self.pick("fits, but wants before it a claim of", "past, maar wil ervoor een bewering van")),
            Lack::Bare => self.pick("fits, but a word that the figure may count stands behind it", "past, maar achter het cijfer staat een woord dat het kan tellen").to_owned(),
            Lack::Counter(id) => format!("{} {id}", self.pick("a counter-pattern rules it out:", "een tegenpatroon sluit het uit:")),
            Lack::Order => self.pick("has all its words, but in another order, too far apart, or around another figure", "heeft al zijn woorden, maar in een andere volgorde, te ver uiteen of rond een ander cijfer").to_owned(),
            Lack::Missing(pieces) => format!("{} {}", self.pick("lacks", "mist"), pieces.join(", ")),
        }
    }

    /// What keeps a reading from being held against others with certainty.
    pub(super) fn but(self, word: &'static str) -> &'static str {
        match word {
            "denied" => self.pick("denied", "ontkend"),
            "hedged" => self.pick("hedged", "met voorbehoud"),
            "guess" => self.pick("told apart or assumed", "onderscheiden of aangenomen"),
            "leans" => self.pick("leans on words near by", "steunt op woorden in de buurt"),
            "converted" => self.pick("converted", "omgerekend"),
            other => other,
        }
    }

    /// How two intervals stand to each other.
    pub(super) fn relation(self, word: &'static str) -> &'static str {
        match word {
            "within" => self.pick("one lies within the other", "de ene ligt binnen de andere"),
            "overlaps" => self.pick("they overlap", "zij overlappen"),
            "doubtful" => {
                self.pick("apart through a soft end alone", "gescheiden door alleen een zacht einde")
            }
            "disjoint" => self.pick("they have nothing in common", "zij hebben niets gemeen"),
            other => other,
        }
    }

    /// What keeps two claims from being compared.
    pub(super) fn hindrance(self, hindrance: &Hindrance) -> String {
        let text = match hindrance {
            Hindrance::Metric => self.pick("they measure different things", "zij meten verschillende dingen"),
            Hindrance::Subject => self.pick("they are of different subjects", "zij gaan over verschillende onderwerpen"),
            Hindrance::SubjectUnknown => self.pick("the subject of one is not known", "van een is het onderwerp onbekend"),
            Hindrance::Scope(slot) => return format!("{} {slot}", self.pick("they differ in", "zij verschillen in")),
            Hindrance::ScopeUnknown(slot) => return format!("{} {slot}", self.pick("of one is not known:", "van een is onbekend:")),
            Hindrance::Status => self.pick("they are meant in different senses", "zij zijn in een andere zin bedoeld"),
            Hindrance::Kind => self.pick("one is a number, the other a date or a length of time", "de ene is een getal, de andere een datum of duur"),
            Hindrance::Unit => self.pick("they have different units", "zij hebben verschillende eenheden"),
            Hindrance::Basis => self.pick("they are shares of different things", "zij zijn aandelen van verschillende dingen"),
            Hindrance::Period => self.pick("they speak of different periods", "zij gaan over verschillende perioden"),
            Hindrance::PeriodUnknown => self.pick("the period of one is not known", "van een is de periode onbekend"),
            Hindrance::Proposer => self.pick("different people want them", "verschillende mensen willen ze"),
            Hindrance::Denied => self.pick("one is denied", "een is ontkend"),
            Hindrance::Hedged => self.pick("one is given with reserve", "een is met voorbehoud gegeven"),
            Hindrance::Unvoiced => self.pick("one is wanted by nobody who is named", "een wordt gewild door niemand die genoemd is"),
            Hindrance::Previous => self.pick("one is a value of before", "een is een waarde van vroeger"),
            Hindrance::Vague => self.pick("one is no more than an order of magnitude", "een is niet meer dan een orde van grootte"),
            Hindrance::Undated => self.pick("the article of one is not dated", "het artikel van een heeft geen datum"),
            Hindrance::Guess => self.pick("an article tells its value apart from another, or a slot was assumed: doubtful at most", "een artikel onderscheidt zijn waarde van een andere, of een vak is aangenomen: hooguit twijfelachtig"),
            Hindrance::OneText => self.pick("both stand in one text, or in copies of it", "beide staan in één tekst, of in kopieën ervan"),
            Hindrance::Occasions => self.pick("so far apart in time they are of two events", "zo ver uiteen in de tijd zijn het twee gebeurtenissen"),
        };
        text.to_owned()
    }

    /// How many claims changed, came, went and are as they were.
    pub(super) fn claims_changed(self, [changed, came, went, same]: [usize; 4]) -> String {
        match self {
            Self::En => format!("claims: {changed} changed, {came} came, {went} went, {same} as they were"),
            Self::Nl => {
                format!("beweringen: {changed} veranderd, {came} erbij, {went} weg, {same} als voorheen")
            }
        }
    }

    /// How many findings came, went and stayed.
    pub(super) fn findings_changed(self, [came, went, stayed]: [usize; 3]) -> String {
        match self {
            Self::En => format!("findings: {came} came, {went} went, {stayed} stayed"),
            Self::Nl => format!("bevindingen: {came} erbij, {went} weg, {stayed} gebleven"),
        }
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $nl:literal;)*) => {
        impl Words {
            $($(#[$doc])* pub(super) const fn $name(self) -> &'static str {
                self.pick($en, $nl)
            })*
        }
    };
}

words! {
    /// The language's code, for the `lang` of a page.
    code: "en", "nl";
    /// That there is nothing to report.
    nothing: "no findings", "niets gevonden";
    /// What stands for a date that is not known.
    undated: "undated", "zonder datum";
    /// That one of two versions has no such article.
    nothing_there: "(no such article)", "(geen zo'n artikel)";
    /// The heading of findings that a new version brings.
    findings_came: "findings that came", "bevindingen erbij";
    /// The heading of findings that are gone with the old one.
    findings_went: "findings that went", "bevindingen weg";
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
    /// The words that a value is read from.
    mention_step: "mention", "vermelding";
    /// What they became.
    claim_step: "claim", "bewering";
    /// What that is about.
    fact_step: "fact", "feit";
    /// What is said of it.
    readings_step: "readings (> this one, < what it stands against)", "lezingen (> deze, < waar zij tegenover staat)";
    /// What judging says.
    verdict_step: "verdict", "oordeel";
    /// Whose rule it is.
    rule_step: "rule", "regel";
    /// What a verdict stands against.
    against_step: "against", "tegenover";
    /// That neither side has a majority.
    tie_step: ", neither side with a majority", ", geen van beide met een meerderheid";
    /// That two claims are held against each other.
    compared: "compared:", "vergeleken:";
    /// That they are not.
    not_compared: "not compared, or not with certainty:", "niet vergeleken, of niet met zekerheid:";
    /// The pattern of a claim.
    pattern_word: "pattern", "patroon";
    /// A figure that is no claim.
    no_claim: "no claim", "geen bewering";
    /// A date that is the time of a claim.
    dates_claim: "the time of a claim of", "de tijd van een bewering van";
    /// That no pattern comes near a figure.
    nothing_near: "no pattern comes near", "geen patroon komt in de buurt";
    /// The filter.
    show_word: "Show", "Toon";
    /// Back to the top.
    top_word: "to the top", "naar boven";
}
