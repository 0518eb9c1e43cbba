//! One connection: requests read and answered one after the other, each within its time.

use super::message::reason;
use super::{Head, Method, Request, Response, Service};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What a client may take.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Limits {
    /// Bytes of a head.
    pub(crate) head: usize,
    /// From a request's first byte to its last.
    pub(crate) request: Duration,
    /// From the first byte of an answer to its last.
    pub(crate) answer: Duration,
    /// Between two requests.
    pub(crate) idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: 16 << 10, request: seconds(10), answer: seconds(30), idle: seconds(5) }
    }
}

/// Headers that are looked at; a head with more is refused.
const HEADERS: usize = 64;
/// Bytes of a refused body that are read and thrown away, and how long: most clients read why only when they have sent it.
const DRAINED: usize = 64 << 20;
const DRAINING: Duration = Duration::from_secs(2);

/// Why a request was not read.
enum Refused {
    /// The client went away, or never came.
    Gone,
    /// It gets this answer, and the connection ends.
    With(Response),
}

/// Answers the requests of a connection until either side has had enough.
pub(super) fn serve(stream: TcpStream, service: &dyn Service, limits: Limits) {
    // Without it answers in two packets wait for one another; where it cannot be set they are slow and right.
    let _ = stream.set_nodelay(true);
    let mut connection = Connection { stream, buffer: Vec::new(), service, limits };
    loop {
        let (response, bodiless, again) = match connection.request() {
            Err(Refused::Gone) => return,
            Err(Refused::With(response)) => (response, false, false),
            Ok(request) => {
                let close = request.head.header("connection").is_some_and(|value| {
                    value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close"))
                });
                let again = request.head.modern && !close;
                let bodiless = request.head.method == Method::Head;
                let answer = catch_unwind(AssertUnwindSafe(|| service.answer(&request)));
                let fault = "this is a fault of Sayso: please report it with the request";
                let answer =
                    answer.unwrap_or_else(|_| service.refusal(Some(&request.head), 500, "internal", fault));
                (answer, bodiless, again)
            }
        };
        if connection.answer(&response, bodiless, again).is_err() || !again {
            break;
        }
    }
    connection.end();
}

struct Connection<'s> {
    stream: TcpStream,
    /// What was received and is not used yet.
    buffer: Vec<u8>,
    service: &'s dyn Service,
    limits: Limits,
}

impl Connection<'_> {
    fn request(&mut self) -> Result<Request, Refused> {
        if self.buffer.is_empty() {
            self.receive(Instant::now() + self.limits.idle).map_err(|_| Refused::Gone)?;
        }
        let until = Instant::now() + self.limits.request;
        let head = loop {
            if let Some(head) = self.head()? {
                break head;
            }
            if self.buffer.len() > self.limits.head {
                return Err(self.refused(
                    None,
                    431,
                    "head-too-large",
                    "the head of the request is too large",
                ));
            }
            self.receive(until).map_err(|error| self.lost(None, &error))?;
        };
        let length = self.length(&head)?;
        let most = self.service.admit(&head).map_err(|mut refused| {
            // Who asks for a head alone gets no body, of whatever answer.
            if head.method == Method::Head {
                refused.body = Vec::new().into();
            }
            Refused::With(refused)
        })?;
        if length > most {
            let message = format!("the body has {length} bytes; {most} are taken at most");
            return Err(self.refused(Some(&head), 413, "too-large", &message));
        }
        self.continued(&head, length)?;
        while self.buffer.len() < length {
            self.receive(until).map_err(|error| self.lost(Some(&head), &error))?;
        }
        let rest = self.buffer.split_off(length);
        let body = std::mem::replace(&mut self.buffer, rest);
        Ok(Request { head, body })
    }

    /// The head at the front of what was received, once it is there as a whole.
    fn head(&mut self) -> Result<Option<Head>, Refused> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        match parsed.parse(&self.buffer) {
            Ok(httparse::Status::Partial) => Ok(None),
            Ok(httparse::Status::Complete(length)) if length <= self.limits.head => {
                let head = Head::new(&parsed);
                self.buffer.drain(..length);
                let head = head.ok_or_else(|| {
                    self.refused(
                        None,
                        400,
                        "bad-request",
                        "expected a path that begins with a slash, and headers in UTF-8",
                    )
                })?;
                Ok(Some(head))
            }
            Ok(_) | Err(httparse::Error::TooManyHeaders) => {
                Err(self.refused(None, 431, "head-too-large", "the head of the request is too large"))
            }
            Err(error) => Err(self.refused(None, 400, "bad-request", &format!("this is not HTTP: {error}"))),
        }
    }

    /// How long the body is. Its length has to be said beforehand, once and in one way.
    fn length(&self, head: &Head) -> Result<usize, Refused> {
        if head.has("transfer-encoding") {
            let message = "say the length of the body in Content-Length; Transfer-Encoding is not taken";
            return Err(self.refused(Some(head), 411, "length-required", message));
        }
        if !head.has("content-length") {
            return Ok(0);
        }
        let digits =
            head.header("content-length").filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let length = digits.and_then(|digits| digits.parse().ok());
        length.ok_or_else(|| self.refused(Some(head), 400, "bad-request", "Content-Length is not a length"))
    }

    /// Tells a client that waits for it to go on.
    fn continued(&mut self, head: &Head, length: usize) -> Result<(), Refused> {
        match head.header("expect") {
            None if !head.has("expect") => Ok(()),
            Some(value) if value.eq_ignore_ascii_case("100-continue") => {
                if self.buffer.len() < length {
                    self.send(&[b"HTTP/1.1 100 Continue\r\n\r\n"]).map_err(|_| Refused::Gone)?;
                }
                Ok(())
            }
            _ => {
                Err(self.refused(Some(head), 417, "expectation-failed", "Expect: only 100-continue is known"))
            }
        }
    }

    fn refused(&self, head: Option<&Head>, status: u16, code: &str, message: &str) -> Refused {
        Refused::With(self.service.refusal(head, status, code, message))
    }

    fn lost(&self, head: Option<&Head>, error: &io::Error) -> Refused {
        match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
                self.refused(head, 408, "too-slow", "the request took too long to arrive")
            }
            _ => Refused::Gone,
        }
    }

    /// Takes in what the client sends next.
    fn receive(&mut self, until: Instant) -> io::Result<()> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut bytes = [0; 1 << 14];
        match self.stream.read(&mut bytes)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                self.buffer.extend_from_slice(&bytes[..read]);
                Ok(())
            }
        }
    }

    fn answer(&mut self, response: &Response, bodiless: bool, again: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        let (length, connection) =
            (response.body.len().to_string(), if again { "keep-alive" } else { "close" });
        let own = [("Content-Type", response.kind), ("Content-Length", &length), ("Connection", connection)];
        let others = response.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.into_iter().chain(others) {
            // No value of ours has line ends; should one ever, it must not begin a header of its own.
            let value: String = value.chars().filter(|char| !char.is_control()).collect();
            [name, ": ", &value, "\r\n"].iter().for_each(|part| head.push_str(part));
        }
        head.push_str("\r\n");
        let body: &[u8] = if bodiless { &[] } else { &response.body };
        self.send(&[head.as_bytes(), body])
    }

    fn send(&mut self, pieces: &[&[u8]]) -> io::Result<()> {
        let until = Instant::now() + self.limits.answer;
        let bytes = pieces.concat();
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.stream.set_write_timeout(Some(left))?;
            match self.stream.write(rest)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => rest = &rest[written..],
            }
        }
        Ok(())
    }

    /// Ends the connection so that the last answer arrives: a socket closed upon bytes that nobody read resets it.
    fn end(mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        let until = Instant::now() + DRAINING;
        let mut drained = 0;
        while drained < DRAINED {
            self.buffer.clear();
            if self.receive(until).is_err() {
                return;
            }
            drained += self.buffer.len();
        }
    }
}
