//! Rule files of every kind and a configuration: mistakes are told, at places that are there.
#![no_main]

use klopt::config;
use klopt::rules::cues::Cues;
use klopt::rules::metric_file::Names;
use klopt::rules::pack_files::PackFile;
use klopt::rules::{check_rule, furniture, language, metric_file, vocabulary};
use klopt_fuzz::{RULES, problems};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    let file = |path: &str| PackFile::new(path, text);
    match kind % 7 {
        0 => {
            let Some(file) = file("metrics/a.yaml") else { return };
            let names = Names { classes: &RULES.classes, cues: &RULES.cues, verify: true };
            problems(&metric_file::read(&file, names).1);
        }
        1 => {
            let Some(file) = file("checks/a.yaml") else { return };
            let mut known = check_rule::Known::default();
            known.metrics.extend(RULES.metrics.iter().map(|m| m.policy.metric.clone()));
            problems(&check_rule::read(&file, &mut known).1);
        }
        2 => {
            let Some(file) = file("vocabulary/entities.yaml") else { return };
            if let Err(mistakes) = vocabulary::load(&[&file]) {
                problems(&mistakes);
            }
        }
        3 => {
            let Some(file) = file("vocabulary/cues.yaml") else { return };
            problems(&Cues::default().add(&file));
        }
        4 => {
            let Some(file) = file("language/xx.yaml") else { return };
            if let Err(mistake) = language::parse(&file) {
                problems(&[mistake]);
            }
        }
        5 => {
            let Some(file) = file("language/furniture.yaml") else { return };
            if let Err(mistakes) = furniture::page_words(&[file]) {
                problems(&mistakes);
            }
        }
        _ => problems(&config::read("klopt.yaml", &text.into()).1),
    }
});
