//! A web page to claims.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| klopt_fuzz::article("a.html", data));
