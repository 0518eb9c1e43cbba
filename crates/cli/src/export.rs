//! `sayso export`.

use crate::End;
use crate::arguments::Export;
use crate::query::open;
use sayso_export::{Form, Options};
use std::path::Path;

pub(crate) fn run(arguments: &Export) -> End {
    let Export { run, to, out, raw } = arguments;
    match write(run, to, out.as_deref(), &Options { raw: *raw }) {
        Ok(written) => {
            print!("{written}");
            End::Done
        }
        Err(message) => End::Unusable(message),
    }
}

/// Exports a run; gives a line for each form.
pub(crate) fn write(
    run: &Path,
    to: &[Form],
    out: Option<&Path>,
    options: &Options,
) -> Result<String, String> {
    let run = open(run).map_err(|error| error.to_string())?;
    let mut forms = to.to_vec();
    forms.sort_unstable();
    forms.dedup();
    let out = out.map_or_else(|| run.dir().join("export"), Path::to_owned);
    let places = sayso_export::export(&run, &forms, &out, options).map_err(|error| error.to_string())?;
    let lines =
        forms.iter().zip(places).map(|(form, place)| format!("{}: {}\n", form.name(), place.display()));
    Ok(lines.collect())
}
