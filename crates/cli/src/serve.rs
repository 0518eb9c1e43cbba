//! `sayso serve`.

use crate::End;
use crate::arguments::{DEFAULT_OUT, Serve};
use sayso_serve::{Options, Server};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the first Ctrl-C.
static STOPPED: AtomicBool = AtomicBool::new(false);

pub(crate) fn run(asked: &Serve) -> End {
    let default = || Some(PathBuf::from(DEFAULT_OUT)).filter(|out| out.is_dir());
    let options = Options {
        out: asked.run.clone().or_else(default),
        corrections: (!asked.corrections.is_empty()).then(|| asked.corrections.clone()),
        port: asked.port,
        model: asked.model.model.as_str().into(),
        names: asked.names.names.clone(),
    };
    let server = match Server::open(&options) {
        Ok(server) => server,
        Err(error) => return End::Unusable(error.to_string()),
    };
    let stopper = server.stopper();
    let handler = ctrlc::set_handler(move || {
        if STOPPED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        stopper.stop();
    });
    if let Err(error) = handler {
        eprintln!("warning: Ctrl-C will end the server at once: {error}");
    }
    println!("{}\nCtrl-C ends it.", server.address());
    server.run();
    End::Done
}
