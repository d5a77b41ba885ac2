//! Text to mentions: figures, dates, durations and names, driven by language packs.

mod age;
mod bit_set;
mod coin;
pub mod entity;
mod figure;
mod leads;
mod lexicon;
mod memo;
mod mention;
mod numeral;
mod pack;
mod recogniser;
pub mod time;
mod token;
mod word_table;
mod words;

pub use figure::FigureGrammar;
pub use lexicon::{Lexicon, Phrases, WordId, WordSet};
pub use mention::{Context, DateValue, EntityForm, EntityValue, Mention, MentionValue};
pub use numeral::{Form, Number, Numerals};
pub use pack::{
    CompoundMeasure, CurrencyWords, FigurePack, LanguagePack, Neighbours, NumeralPack, OtherMeasure,
    RangeWords,
};
pub use recogniser::Recogniser;
pub use token::{Token, TokenKind, tokens};
pub use words::Words;
