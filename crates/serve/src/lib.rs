//! `sayso serve`: a desk to look at a run, correct it and try articles; and calls for other programs.
//!
//! [`Server::open`] listens on the loopback address alone, [`Server::run`] answers until a [`Stop`] ends it. Whoever asks
//! needs the token that [`Server::address`] has. Nothing else is ever connected to.

mod access;
mod analyze;
mod desk;
mod error;
mod failure;
mod http;
mod label_studio;
mod models;
mod pages;
mod paste;
mod routes;

pub use error::{Error, ErrorKind};

use access::Access;
use desk::Desk;
use http::{Limits, Listener};
use models::Models;
use routes::Site;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Threads that answer. Most of them wait for browsers, which keep several connections each.
const THREADS: usize = 32;

/// What to serve, and where.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The directory of a run; without one only articles that are sent are analysed.
    pub out: Option<PathBuf>,
    /// The files of corrections that the run was given; where nothing is said, those that it names itself.
    pub corrections: Option<Vec<PathBuf>>,
    /// A port of the loopback address; 0 is a free one.
    pub port: u16,
    /// What finds the attributions of articles that are sent.
    pub model: sayso::Model,
    /// The user's own lists of names.
    pub names: Vec<PathBuf>,
}

/// A server that listens.
pub struct Server {
    listener: Listener,
    address: String,
    desk: Option<Arc<Desk>>,
    /// Draws the report anew after corrections.
    drawing: Option<JoinHandle<()>>,
}

/// Ends a server from another thread.
#[derive(Clone)]
pub struct Stop(http::Stop);

impl Server {
    /// Loads the models, and begins to answer.
    ///
    /// # Errors
    /// The port is taken, or a model, a list of names or the run cannot be read.
    pub fn open(options: &Options) -> Result<Self, Error> {
        let models = Models::load(options.model.clone(), &options.names)?;
        let mut listener = Listener::bind(options.port).map_err(|error| Error::port(options.port, error))?;
        let port = listener.port();
        let access = Access::new(port)?;
        let address = access.address();
        let desk = options.out.as_deref();
        let desk = desk.map(|out| Desk::open(out, options.corrections.as_deref())).transpose()?;
        let drawing = desk.clone().map(|desk| {
            std::thread::Builder::new().name("desk".to_owned()).spawn(move || desk.keep_current())
        });
        let drawing = drawing.transpose().map_err(|error| Error::port(port, error))?;
        let site = Site { access, models, desk: desk.clone() };
        let service: Arc<dyn http::Service> = Arc::new(site);
        listener.start(&service, Limits::default(), THREADS).map_err(|error| Error::port(port, error))?;
        Ok(Self { listener, address, desk, drawing })
    }

    /// The address to open, with the token in it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What ends it.
    pub fn stopper(&self) -> Stop {
        Stop(self.listener.stopper())
    }

    /// Answers until it is stopped.
    pub fn run(self) {
        self.listener.join();
        if let Some(desk) = &self.desk {
            desk.close();
        }
        if let Some(drawing) = self.drawing {
            // What it could not draw was said where it was asked for.
            let _ = drawing.join();
        }
    }
}

impl Stop {
    /// Ends the server once the requests at hand are answered.
    pub fn stop(&self) {
        self.0.stop();
    }
}
