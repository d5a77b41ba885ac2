//! Rules × document → claims. Pure: it sees one article and nothing else.
//!
//! A sentence is folded so that mentions are placeholders (`sentence`), patterns
//! compete for its values (`matching`, `winners`), and for each value that a metric wins (`telling`) the
//! subject and scope (`slots`, `subject`, `scope`), the sense (`sense`), the speaker (`voice`) and
//! the times (`when`) are settled.

mod apart;
mod article;
mod asked;
mod assemble;
mod clauses;
mod context;
mod conversions;
mod coverage;
mod delta;
mod denial;
mod explain;
mod fits;
mod full;
mod heads;
mod lent;
mod marks;
mod matching;
mod memory;
mod met;
mod onward;
mod part;
mod places;
mod plan;
mod quotes;
mod row;
mod ruled_out;
mod runs;
mod scan;
mod scope;
mod sense;
mod sentence;
mod sentences;
mod series;
mod share;
mod slots;
mod spoken;
mod standing;
mod steps;
mod subject;
mod tails;
mod telling;
mod then;
mod voice;
mod when;
mod winners;
mod within;

pub use assemble::{Extraction, Extractor};
pub use voice::UNNAMED;
