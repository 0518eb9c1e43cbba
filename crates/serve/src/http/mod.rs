//! HTTP/1.1 on a loopback address, as small as a desk needs it: `httparse` reads heads, the rest is here. What no small
//! server offers is a bound on the whole time of a request; without one, a client that sends a byte every few seconds
//! keeps a thread for ever.

mod connection;
mod listener;
mod message;

pub(crate) use connection::Limits;
pub(crate) use listener::{Listener, Stop};
pub(crate) use message::{Head, Method, Request, Response};

/// What answers requests.
pub(crate) trait Service: Send + Sync {
    /// Looks at a request's head before its body is read; gives the most bytes that the body may have.
    ///
    /// # Errors
    /// The answer to a request that is refused.
    fn admit(&self, head: &Head) -> Result<usize, Response>;

    /// Answers a request that was admitted.
    fn answer(&self, request: &Request) -> Response;

    /// How a refusal that this layer makes by itself looks.
    fn refusal(&self, head: Option<&Head>, status: u16, code: &str, message: &str) -> Response;
}
