//! `sayso run`.

use crate::End;
use crate::arguments::{DEFAULT_OUT, Run, StageName};
use crate::export;
use crate::progress::{INTERRUPTED, Watch};
use crate::summary;
use sayso_ingest::DateOrder;
use sayso_pipeline::{Config, Model, ShardSize, Stage};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// For who types `sayso run` alone.
const NOTHING_TO_READ: &str = "nothing to read. For example:

  sayso run articles/                                     all files in a directory
  sayso run archive.jsonl --field text=body --out report  records, with the field that holds the text
  sayso run 'pages/*.html' --export csv                   files by pattern, and a table of attributions

`sayso demo` runs the built-in samples; `sayso run --help` lists all options.";

pub(crate) fn run(arguments: &Run) -> End {
    if arguments.paths.is_empty() && arguments.from.is_none() && arguments.checkout.is_none() {
        return End::Unusable(NOTHING_TO_READ.to_owned());
    }
    let config = match config(arguments) {
        Ok(config) => config,
        Err(message) => return End::Unusable(message),
    };
    // A second Ctrl-C ends the program at once; that too leaves a directory that the next run completes.
    let handler = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    if let Err(error) = handler {
        eprintln!("warning: Ctrl-C will end the run at once: {error}");
    }
    let watch = Watch::new(arguments.quiet);
    let result = sayso_pipeline::run(&config, &watch);
    watch.finish();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => return End::Interrupted(error.to_string()),
        Err(error) => return End::Unusable(error.to_string()),
    };
    let mut text = summary::render(&outcome, &config.out, config.until);
    if !arguments.export.is_empty() {
        match export::write(&config.out, &arguments.export, None, &sayso_export::Options::default()) {
            Ok(written) => text.push_str(&written),
            Err(message) => return End::Unusable(message),
        }
    }
    if arguments.quiet {
        outcome.failures().for_each(|failure| eprintln!("{}", summary::line(failure)));
    } else {
        print!("{text}");
    }
    if outcome.failures().next().is_some() { End::SomeFailed } else { End::Done }
}

fn config(arguments: &Run) -> Result<Config, String> {
    let mut config = Config::new(paths(arguments), out(arguments));
    config.jobs = arguments.jobs;
    config.from = arguments.from.map_or(Stage::Ingest, stage);
    config.until = stage(arguments.until);
    config.force = arguments.force;
    config.names.clone_from(&arguments.names.names);
    config.model = Model::from(arguments.model.model.as_str());
    config.ingest.format.clone_from(&arguments.format);
    config.ingest.all_languages = arguments.all_languages;
    config.ingest.preset.clone_from(&arguments.preset);
    config.ingest.encoding.clone_from(&arguments.encoding);
    config.ingest.date_order = match (arguments.day_first, arguments.month_first) {
        (true, _) => DateOrder::DayFirst,
        (_, true) => DateOrder::MonthFirst,
        _ => DateOrder::Guess,
    };
    config.shard = ShardSize { documents: arguments.shard_size as usize, ..ShardSize::default() };
    config.min_confidence = arguments.min_confidence.min_confidence;
    config.corrections.clone_from(&arguments.corrections);
    config.report.unsure_below = arguments.unsure_below;
    if let Some(title) = &arguments.title {
        config.report.title.clone_from(title);
    }
    for path in &arguments.mapping {
        let toml = std::fs::read_to_string(path).map_err(|error| error.to_string());
        let outcome =
            toml.and_then(|toml| config.ingest.fields.prefer_all(&toml).map_err(|error| error.to_string()));
        outcome.map_err(|error| format!("--mapping {}: {error}", path.display()))?;
    }
    for mapping in &arguments.fields {
        let (fact, field) = mapping.split_once('=').ok_or_else(|| {
            format!("--field {mapping}: expected FACT=FIELD, for example text=article_body")
        })?;
        if !config.ingest.fields.prefer(fact, field) {
            let facts: Vec<&str> = config.ingest.fields.facts().iter().map(|(name, _)| *name).collect();
            return Err(format!(
                "--field {mapping}: unknown fact `{fact}`; known facts: {}",
                facts.join(", ")
            ));
        }
    }
    if let Some(name) =
        arguments.preset.as_deref().filter(|name| !sayso_ingest::presets().any(|known| known == *name))
    {
        let known: Vec<&str> = sayso_ingest::presets().collect();
        return Err(format!("--preset {name}: unknown archive; known archives: {}", known.join(", ")));
    }
    if let Some(name) = arguments.encoding.as_deref().filter(|name| !sayso_ingest::is_charset(name)) {
        return Err(format!(
            "--encoding {name}: unknown charset; expected a name such as utf-8, windows-1252 or shift_jis"
        ));
    }
    if let Some(name) = &arguments.format {
        let known: Vec<&str> = sayso_ingest::formats().iter().map(|format| format.name).collect();
        if !known.contains(&name.as_str()) {
            return Err(format!("--format {name}: unknown format; known formats: {}", known.join(", ")));
        }
    }
    Ok(config)
}

/// The inputs; those of a checkout are its samples, unless other inputs are given or none are needed.
fn paths(arguments: &Run) -> Vec<String> {
    match &arguments.checkout {
        Some(checkout) if arguments.paths.is_empty() => {
            vec![checkout.join("data/samples").display().to_string()]
        }
        _ => arguments.paths.clone(),
    }
}

fn out(arguments: &Run) -> PathBuf {
    let default =
        || arguments.checkout.as_ref().map_or_else(|| DEFAULT_OUT.into(), |checkout| checkout.join("out"));
    arguments.out.clone().unwrap_or_else(default)
}

fn stage(name: StageName) -> Stage {
    match name {
        StageName::Ingest => Stage::Ingest,
        StageName::Tokenize => Stage::Tokenize,
        StageName::Recognize => Stage::Recognize,
        StageName::Attribute => Stage::Attribute,
        StageName::Report => Stage::Report,
    }
}
