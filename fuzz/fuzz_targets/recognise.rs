//! Any text to mentions: they stand in it, in order and apart.
#![no_main]

use klopt::recognise::Context;
use klopt::value::{Country, Language, Period};
use klopt_fuzz::RULES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let language = [None, Some("nl"), Some("en")][usize::from(choice % 3)];
    let reference = (choice & 4 != 0).then(|| "2025-06-25".parse().map(Period::day)).and_then(Result::ok);
    let country = [None, Some("US"), Some("BE")][usize::from(choice / 8 % 3)];
    let context =
        Context { language: language.map(Language::new), reference, country: country.map(Country::new) };
    let mut last = 0;
    for mention in RULES.recogniser.recognise(text, &context) {
        let (start, end) = (mention.span.start, mention.span.end);
        assert!(last <= start && start < end, "{mention:?}");
        assert!(text.get(start..end).is_some(), "{mention:?}");
        last = end;
    }
});
