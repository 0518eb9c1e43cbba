//! `sayso export`.

use super::shared::DEFAULT_OUT;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use sayso_export::Form;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The --out directory of a finished `sayso run`
    #[arg(default_value = DEFAULT_OUT)]
    pub(crate) run: PathBuf,
    /// What to write, separated by commas
    #[arg(long, required = true, value_parser = forms(), value_delimiter = ',', value_name = "FORM")]
    pub(crate) to: Vec<Form>,
    /// Where to write it [default: RUN/export]
    #[arg(short, long)]
    pub(crate) out: Option<PathBuf>,
    /// Write CSV with the exact text: by default, cells that a spreadsheet would evaluate as a formula are prefixed with
    /// an apostrophe, and null bytes are replaced
    #[arg(long)]
    pub(crate) raw: bool,
}

/// Parses the names of the export forms.
pub(crate) fn forms() -> impl TypedValueParser<Value = Form> {
    let values = Form::ALL.map(|form| PossibleValue::new(form.name()).help(form.what()));
    PossibleValuesParser::new(values).try_map(|name| Form::parse(&name).ok_or("unknown export form"))
}
