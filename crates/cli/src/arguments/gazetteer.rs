//! `sayso gazetteer`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Gazetteer {
    /// Compile lists and public dumps into one file for --names
    Compile {
        /// The file to write
        out: PathBuf,
        /// FILE as for --names, or KIND=FILE where KIND is geonames, wikidata, wikidata-query, ftm, popolo, gleif, ror or congress
        #[arg(required = true, value_name = "LIST")]
        lists: Vec<String>,
        /// Leave out the lists that ship with Sayso
        #[arg(long)]
        alone: bool,
        /// Wikidata class to import, and as which kind, instead of the defaults: Q5=person (may be repeated)
        #[arg(long = "class", value_name = "CLASS=KIND")]
        classes: Vec<String>,
    },
}
