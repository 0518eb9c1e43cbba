//! `sayso export`.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use sayso_export::Form;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The --out directory of a finished `sayso run`
    #[arg(default_value = "sayso-out")]
    pub(crate) run: PathBuf,
    /// What to write: one or several of these, with commas between them
    #[arg(long, required = true, value_parser = forms(), value_delimiter = ',', value_name = "FORM")]
    pub(crate) to: Vec<Form>,
    /// Where to write it [default: RUN/export]
    #[arg(short, long)]
    pub(crate) out: Option<PathBuf>,
    /// CSV with the exact text: by default cells that a spreadsheet would run as a formula get an apostrophe, and null
    /// bytes become a sign for them
    #[arg(long)]
    pub(crate) raw: bool,
}

/// The names of the forms.
pub(crate) fn forms() -> impl TypedValueParser<Value = Form> {
    let values = Form::ALL.map(|form| PossibleValue::new(form.name()).help(form.what()));
    PossibleValuesParser::new(values).try_map(|name| Form::parse(&name).ok_or("is no form"))
}
