//! klopt checks the figures in news articles the way a compiler checks types.

pub mod archive;
pub mod check;
pub mod claim;
pub mod cli;
pub mod config;
pub mod engine;
pub mod extract;
pub mod finding;
pub mod graph;
pub mod input;
pub mod judge;
pub mod recognise;
pub mod report;
pub mod rules;
#[cfg(test)]
mod testing;
pub mod text;
pub mod value;
