//! The commands, as data files: each `.toml` case in `tests/cmd/` is a
//! command with what it prints and how it exits.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").env("LC_ALL", "C.UTF-8").env("COLUMNS", "100");
}
