//! Markdown with front matter to claims.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = [b"---\n", data].concat();
    klopt_fuzz::article("a.md", &text);
});
