//! A pattern, its compiling, and what its parts find in a text: before the first line's end stands the
//! pattern, behind it the text.
#![no_main]

use klopt::rules::pattern::{Pattern, Placeholders};
use klopt::text;
use klopt_fuzz::RULES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    let (source, sentence) = data.split_once('\n').unwrap_or((data, ""));
    let any = RULES.classes.any();
    let known = Placeholders { classes: &RULES.classes, slots: vec![("value", any), ("subject", any)] };
    let pattern = match Pattern::parse(source, &known, &RULES.cues) {
        Ok(pattern) => pattern,
        Err(mistakes) => {
            assert!(mistakes.iter().all(|m| source.contains(&m.piece)), "{mistakes:?}");
            return;
        }
    };
    for language in ["nl", "en"] {
        if pattern.compile(&RULES.cues, language).is_err() {
            continue;
        }
        let folded = text::fold(sentence);
        for part in pattern.groups.iter().flatten() {
            let Ok(regex) = part.regex(&RULES.cues, language) else { continue };
            let found = regex.find(folded.as_bytes());
            assert!(found.is_none_or(|m| m.end() <= folded.len()));
        }
    }
});
