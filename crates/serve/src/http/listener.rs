//! A fixed number of threads that take connections from one socket: who comes when all are busy waits in the system's
//! queue, and no number of clients makes more threads.

use super::{Limits, Service, connection};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// A socket that is listened to.
pub(crate) struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    threads: Vec<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

/// Ends a [`Listener`] from another thread.
#[derive(Clone)]
pub(crate) struct Stop {
    address: SocketAddr,
    wanted: Arc<AtomicBool>,
    threads: usize,
}

impl Listener {
    /// Takes a port of the loopback address, which no other machine reaches; 0 takes a free one.
    pub(crate) fn bind(port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address, threads: Vec::new(), stop: Arc::default() })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Begins to answer, on so many threads.
    pub(crate) fn start(
        &mut self,
        service: &Arc<dyn Service>,
        limits: Limits,
        threads: usize,
    ) -> io::Result<()> {
        for number in 0..threads {
            let (socket, service) = (self.socket.try_clone()?, Arc::clone(service));
            let stop = Arc::clone(&self.stop);
            let work = move || {
                while !stop.load(Ordering::Acquire) {
                    match socket.accept() {
                        // A fault of ours in one answer costs that connection and nothing else.
                        Ok((stream, _)) => drop(catch_unwind(AssertUnwindSafe(|| {
                            connection::serve(stream, &*service, limits);
                        }))),
                        // Too many open files: others will be closed.
                        Err(_) => std::thread::sleep(Duration::from_millis(50)),
                    }
                }
            };
            self.threads.push(Builder::new().name(format!("http-{number}")).spawn(work)?);
        }
        Ok(())
    }

    pub(crate) fn stopper(&self) -> Stop {
        Stop { address: self.address, wanted: Arc::clone(&self.stop), threads: self.threads.len() }
    }

    /// Waits until somebody stops it.
    pub(crate) fn join(self) {
        for thread in self.threads {
            // Panics are caught inside.
            let _ = thread.join();
        }
    }
}

impl Stop {
    /// Ends all threads once each has answered what it is at.
    pub(crate) fn stop(&self) {
        self.wanted.store(true, Ordering::Release);
        // Threads that wait for a connection get one.
        for _ in 0..self.threads {
            let _ = TcpStream::connect(self.address);
        }
    }
}
