//! The `klopt` command.

fn main() {}
