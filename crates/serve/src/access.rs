//! Who may ask: the browser or the tool that was given the token, on this machine, from no other site.
//!
//! The address that is printed has the token. It is then kept in a cookie that no script reads and no other site's
//! request carries; tools send it as `Authorization: Bearer TOKEN`, as the password of HTTP Basic, or, where they can
//! send no header at all, at the head of every path: `/t/TOKEN/analyze`.

use crate::http::{Head, Method};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fmt::Write as _;

/// What lets a request in.
pub(crate) struct Access {
    token: String,
    cookie: String,
    /// Values of `Host` that mean this server.
    hosts: [String; 2],
}

/// How a request that may pass proved it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// With the token in the query: a first visit, whose browser gets the cookie.
    First,
    /// With the cookie.
    Cookie,
    /// With the token in a header or in its path.
    Tool,
}

/// Why a request may not pass: status, code, message.
pub(crate) type Refusal = (u16, &'static str, &'static str);

/// At the head of paths with a token in them.
const IN_PATH: &str = "/t/";

impl Access {
    /// With a fresh token of 128 random bits.
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        let mut token = String::with_capacity(32);
        for byte in random {
            // A string takes whatever is written into it.
            let _ = write!(token, "{byte:02x}");
        }
        let hosts = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
        // Cookies are those of a host, whatever the port.
        Ok(Self { token, cookie: format!("sayso-{port}"), hosts })
    }

    /// The address to open first.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/?token={}", self.hosts[0], self.token)
    }

    /// The header that keeps the token in the browser.
    pub(crate) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.token)
    }

    /// Whether a request may pass.
    pub(crate) fn check(&self, head: &Head) -> Result<Pass, Refusal> {
        // A site whose name was made to mean this machine (DNS rebinding) is given away by the name.
        let host = head.header("host").ok_or((400, "no-host", "expected one Host header"))?;
        if !self.hosts.iter().any(|known| known == host) {
            return Err((403, "wrong-host", "this server answers to 127.0.0.1 and localhost, with its port"));
        }
        // So is a page of another site that sends something here.
        if let Some(origin) = head.header("origin") {
            let own = origin
                .strip_prefix("http://")
                .is_some_and(|host| self.hosts.iter().any(|known| known == host));
            if !own {
                return Err((403, "wrong-origin", "requests from pages of other sites are refused"));
            }
        } else if head.has("origin") {
            return Err((400, "bad-request", "expected at most one Origin header"));
        }
        let pass = self.pass(head).ok_or((
            401,
            "no-token",
            "expected the token that `sayso serve` printed: open the printed address, or send the header \
             `Authorization: Bearer TOKEN`",
        ))?;
        let site = head.header("sec-fetch-site").unwrap_or("none");
        // Who follows a link to here from elsewhere comes with the token; nothing else of another site does.
        if pass != Pass::First && !matches!(site, "none" | "same-origin") {
            return Err((403, "wrong-site", "requests from pages of other sites are refused"));
        }
        // A browser names the origin of whatever it posts.
        if pass == Pass::Cookie && head.method == Method::Post && !head.has("origin") {
            return Err((403, "no-origin", "expected an Origin header beside the cookie"));
        }
        Ok(pass)
    }

    fn pass(&self, head: &Head) -> Option<Pass> {
        if let Some(credentials) = head.header("authorization") {
            let (scheme, rest) = credentials.split_once(' ')?;
            let known = match scheme.to_ascii_lowercase().as_str() {
                "bearer" | "token" => self.is_token(rest.trim()),
                "basic" => self.is_password(rest.trim()),
                _ => false,
            };
            return known.then_some(Pass::Tool);
        }
        if let Some((token, _)) = in_path(&head.path) {
            return self.is_token(token).then_some(Pass::Tool);
        }
        if head.cookie(&self.cookie).is_some_and(|token| self.is_token(token)) {
            return Some(Pass::Cookie);
        }
        let first = matches!(head.method, Method::Get) && head.path == "/";
        let token = head.parameter("token").filter(|_| first)?;
        self.is_token(&token).then_some(Pass::First)
    }

    fn is_password(&self, encoded: &str) -> bool {
        let decoded = BASE64_STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.and_then(|pair| pair.split_once(':').map(|(_, word)| self.is_token(word))).unwrap_or(false)
    }

    /// In a time that does not tell how much of it is right.
    fn is_token(&self, word: &str) -> bool {
        let (word, token) = (word.as_bytes(), self.token.as_bytes());
        word.len() == token.len() && word.iter().zip(token).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

/// The path without a token at its head.
pub(crate) fn without_token(path: &str) -> &str {
    in_path(path).map_or(path, |(_, rest)| rest)
}

fn in_path(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix(IN_PATH)?;
    rest.find('/').map(|at| rest.split_at(at))
}
