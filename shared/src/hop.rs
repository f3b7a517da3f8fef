//! The signature on every request from the edge to the core.
//!
//! The core listens to nobody else: a request without a valid `x-frontrow-hop` is refused;
//! its body, of bounded size, is read because it is signed, and looked at by nobody else. The
//! signature covers method, path with query, time, a nonce, the body and every identity
//! header, so none of them can be added, dropped or changed on the way. The header reads
//!
//! ```text
//! v1 kid=<key id>,ts=<unix ms>,nonce=<22+ base64url>,sig=<base64url of HMAC-SHA256>
//! ```
//!
//! and the MAC is over length-prefixed fields (4 bytes, big endian, then the bytes), in this
//! order: `frontrow-hop-v1`, kid, method, path and query, ts in decimal, nonce, SHA-256 of the
//! body in lowercase hex, then the values of [`IDENTITY_HEADERS`], empty where absent. The last
//! two came later: they are left out while nothing follows, so that both sides need not change
//! at once.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::keys::{Key, KeyRing};

use crate::problem::Code;
use crate::time::UnixMillis;

/// The header that carries the signature.
pub const HEADER: &str = "x-frontrow-hop";

/// The client's address as the edge saw it.
pub const CLIENT_IP: &str = "x-frontrow-client-ip";
/// The visitor (`vis_…`) of a verified pass.
pub const VISITOR: &str = "x-frontrow-visitor";
/// The account (`acc_…`) of a verified access token.
pub const ACCOUNT: &str = "x-frontrow-account";
/// The compact pass itself, which the core verifies again.
pub const PASS: &str = "x-frontrow-pass";
/// The refresh token out of its cookie, on sign-in routes alone.
pub const REFRESH: &str = "x-frontrow-refresh";
/// The session (`ses_…`) of a verified access token.
pub const SESSION: &str = "x-frontrow-session";
/// What binds a sign-in through an outside issuer to the browser that began it, out of its
/// cookie; on sign-in routes alone.
pub const FLOW: &str = "x-frontrow-flow";
/// The id of the request, from the edge to the last log line.
pub const REQUEST_ID: &str = "x-request-id";

/// The signed headers, in the order in which they are signed.
pub const IDENTITY_HEADERS: [&str; 8] =
    [CLIENT_IP, VISITOR, ACCOUNT, PASS, REFRESH, REQUEST_ID, SESSION, FLOW];

/// How many of them are signed even where all are absent.
const ALWAYS_SIGNED: usize = 6;

/// How far the clocks of edge and core may be apart, and how old a signature may be: ± 30 s.
pub const WINDOW_MS: i64 = 30_000;

/// How long a nonce has to be remembered: the whole window, both ways, and a little.
pub const NONCE_TTL_MS: i64 = 2 * WINDOW_MS + 5_000;

/// The longest header that is looked at, in bytes.
const HEADER_MAX: usize = 256;

/// The values of [`IDENTITY_HEADERS`], in that order; empty where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Identity<'a> {
    /// [`CLIENT_IP`].
    pub client_ip: &'a str,
    /// [`VISITOR`].
    pub visitor: &'a str,
    /// [`ACCOUNT`].
    pub account: &'a str,
    /// [`PASS`].
    pub pass: &'a str,
    /// [`REFRESH`].
    pub refresh: &'a str,
    /// [`REQUEST_ID`].
    pub request_id: &'a str,
    /// [`SESSION`].
    pub session: &'a str,
    /// [`FLOW`].
    pub flow: &'a str,
}

impl<'a> Identity<'a> {
    /// The identity that stands in a request's headers. `value` gives a header's only value,
    /// or nothing when it is absent.
    pub fn from_headers(value: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        let value = |name| value(name).unwrap_or_default();
        Self {
            client_ip: value(CLIENT_IP),
            visitor: value(VISITOR),
            account: value(ACCOUNT),
            pass: value(PASS),
            refresh: value(REFRESH),
            request_id: value(REQUEST_ID),
            session: value(SESSION),
            flow: value(FLOW),
        }
    }

    /// The headers that are not empty, with their names.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        IDENTITY_HEADERS.into_iter().zip(self.values()).filter(|(_, value)| !value.is_empty())
    }

    /// The values that are signed: the first six always, then up to the last that is not empty.
    fn signed(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let values = self.values();
        let last = values.iter().rposition(|value| !value.is_empty());
        values.into_iter().take(last.map_or(0, |at| at + 1).max(ALWAYS_SIGNED))
    }

    fn values(&self) -> [&'a str; 8] {
        [
            self.client_ip,
            self.visitor,
            self.account,
            self.pass,
            self.refresh,
            self.request_id,
            self.session,
            self.flow,
        ]
    }
}

/// What is signed, but for time, nonce and key id.
#[derive(Debug, Clone, Copy)]
pub struct HopRequest<'a> {
    /// The method in capitals.
    pub method: &'a str,
    /// The path as it goes over the wire, with `?` and the query if there is one.
    pub path_and_query: &'a str,
    /// The whole body; empty where there is none.
    pub body: &'a [u8],
    /// The identity headers.
    pub identity: Identity<'a>,
}

/// How a hop signature can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HopError {
    /// No header.
    #[error("the request carries no hop signature; go through the edge")]
    Missing,
    /// A header that is not of the form above.
    #[error("the hop signature is not of the form v1 kid=…,ts=…,nonce=…,sig=…")]
    Malformed,
    /// A key id outside the ring.
    #[error("the hop signature was made with a key that this core does not know")]
    ForeignKey,
    /// The MAC does not fit the request.
    #[error("the hop signature does not fit this request")]
    Forged,
    /// Outside the window of [`WINDOW_MS`]: too old, or from the future.
    #[error("the hop signature is more than 30 s away from this clock; check both clocks")]
    Expired,
    /// The nonce was seen before. The caller, who keeps the nonces, says so.
    #[error("the hop signature was used before")]
    Replayed,
}

impl HopError {
    /// The problem code of this failure.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Missing => Code::HopMissing,
            Self::Malformed => Code::HopMalformed,
            Self::ForeignKey => Code::HopForeignKey,
            Self::Forged => Code::HopForged,
            Self::Expired => Code::HopExpired,
            Self::Replayed => Code::HopReplayed,
        }
    }
}

/// A signature that fits; its nonce still has to be unseen when the method changes anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The nonce to remember for [`NONCE_TTL_MS`].
    pub nonce: String,
    /// When it was signed.
    pub signed_at: UnixMillis,
}

/// The value of [`HEADER`] for `request`, signed at `now` with the ring's signing key.
/// `nonce` is 16 fresh random bytes.
#[must_use]
pub fn sign(ring: &KeyRing, request: &HopRequest<'_>, now: UnixMillis, nonce: &[u8; 16]) -> String {
    let (kid, key) = ring.signing();
    let nonce = BASE64_URL_SAFE_NO_PAD.encode(nonce);
    let ts = now.0.to_string();
    let mac = mac(key, kid.as_str(), &ts, &nonce, request).finalize().into_bytes();
    format!("v1 kid={kid},ts={ts},nonce={nonce},sig={}", BASE64_URL_SAFE_NO_PAD.encode(mac))
}

/// Checks the value of [`HEADER`] against the request that came with it.
///
/// # Errors
/// Each way to fail has its own; a failure of the MAC is told before one of the clock, so
/// that a stranger learns nothing about ours.
pub fn verify(
    ring: &KeyRing,
    header: Option<&str>,
    request: &HopRequest<'_>,
    now: UnixMillis,
) -> Result<Verified, HopError> {
    let header = header.ok_or(HopError::Missing)?;
    let parts = Parts::read(header).ok_or(HopError::Malformed)?;
    let key = ring.get(parts.kid).ok_or(HopError::ForeignKey)?;
    mac(key, parts.kid, parts.ts, parts.nonce, request)
        .verify_slice(&parts.sig)
        .map_err(|_| HopError::Forged)?;
    let signed_at = UnixMillis(parts.ts.parse().map_err(|_| HopError::Malformed)?);
    if now.since(signed_at).unsigned_abs() > WINDOW_MS.unsigned_abs() {
        return Err(HopError::Expired);
    }
    Ok(Verified { nonce: parts.nonce.to_owned(), signed_at })
}

struct Parts<'a> {
    kid: &'a str,
    ts: &'a str,
    nonce: &'a str,
    sig: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn read(header: &'a str) -> Option<Self> {
        let mut fields =
            header.strip_prefix("v1 ").filter(|_| header.len() <= HEADER_MAX)?.split(',');
        let mut field = |name: &str| fields.next()?.strip_prefix(name);
        let parts = Self {
            kid: field("kid=")?,
            ts: field("ts=")?,
            nonce: field("nonce=")?,
            sig: BASE64_URL_SAFE_NO_PAD.decode(field("sig=")?).ok()?,
        };
        let digits = !parts.ts.is_empty() && parts.ts.bytes().all(|b| b.is_ascii_digit());
        let nonce = (22..=64).contains(&parts.nonce.len())
            && parts.nonce.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (digits && nonce && fields.next().is_none()).then_some(parts)
    }
}

fn mac(key: &Key, kid: &str, ts: &str, nonce: &str, request: &HopRequest<'_>) -> Hmac<Sha256> {
    let mut mac = crate::mac::keyed(key);
    let body = hex(&Sha256::digest(request.body));
    let head = ["frontrow-hop-v1", kid, request.method, request.path_and_query, ts, nonce, &body];
    for field in head.into_iter().chain(request.identity.signed()) {
        crate::mac::field(&mut mac, field.as_bytes());
    }
    mac
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
