//! `klopt man`.

use std::io::{self, Write as _};

use clap::CommandFactory as _;

use super::args::Arguments;
use super::output::{Outcome, stdout};

/// Prints the manual page: klopt itself, and a section a command.
pub(super) fn run() -> io::Result<Outcome> {
    let mut command = Arguments::command();
    command.build();
    let mut out = stdout();
    let page = clap_mangen::Man::new(command.clone());
    page.render(&mut out)?;
    for part in command.get_subcommands() {
        let name = part.get_name().to_uppercase();
        writeln!(out, ".SH \"KLOPT {name}\"")?;
        let page = clap_mangen::Man::new(part.clone());
        page.render_description_section(&mut out)?;
        page.render_synopsis_section(&mut out)?;
        page.render_options_section(&mut out)?;
        page.render_extra_section(&mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
