//! The queue token: proof of a place in a room's line.
//!
//! Only the edge reads it, so it is sealed with a MAC instead of a signature, and binary to
//! stay short. It holds nothing secret; what makes a place somebody's own is the secret whose
//! thumbprint it carries. Layout, integers big endian:
//!
//! ```text
//! version 1 | kid length 1 | kid | sale 16 | epoch 4 | lane 1 | segment 1 | shard 2
//! | index 4 | visitor 16 | thumbprint 32 | issued ms 8 | expires ms 8 | HMAC-SHA256 32
//! ```

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hmac::Mac as _;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::id::{SaleId, VisitorId};
use crate::keys::KeyRing;
use crate::mac;
use crate::problem::Code;
use crate::room::{Lane, Place};
use crate::time::UnixMillis;

/// The first byte of every token of this layout.
const VERSION: u8 = 1;
/// The bytes of the layout but for the key id.
const FIXED: usize = 2 + 16 + 4 + 1 + 1 + 2 + 4 + 16 + 32 + 8 + 8 + 32;
/// How far in the future a token may have been issued: the edges' clocks differ a little.
const LEEWAY_MS: i64 = 5_000;

/// How a place was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// By lot, to those who were in the lobby at the opening.
    Drawn,
    /// In the order of coming.
    Live,
}

/// What a queue token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueToken {
    /// The sale whose line it is.
    pub sale: SaleId,
    /// The room's epoch; a place of another epoch is worth nothing.
    pub epoch: u32,
    /// How the place was given.
    pub segment: Segment,
    /// The shard that keeps the visitor.
    pub shard: u16,
    /// The place.
    pub place: Place,
    /// The visitor.
    pub visitor: VisitorId,
    /// SHA-256 of the visitor's secret.
    pub thumbprint: [u8; 32],
    /// When it was issued.
    pub issued: UnixMillis,
    /// When it stops being worth anything.
    pub expires: UnixMillis,
}

/// How a queue token can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueueTokenError {
    /// None was sent.
    #[error("this needs the queue token that joining gave")]
    Missing,
    /// Not a queue token at all.
    #[error("the queue token cannot be read; send it unchanged")]
    Malformed,
    /// A key id outside the ring.
    #[error("the queue token was made with a key that is not ours")]
    ForeignKey,
    /// The MAC does not fit.
    #[error("the queue token was changed or made by somebody else")]
    Forged,
    /// For another sale.
    #[error("the queue token is for another sale; join the line of this one")]
    WrongSale,
    /// Issued in the future.
    #[error("the queue token is not valid yet")]
    NotYetValid,
    /// Run out.
    #[error("the queue token has run out; join the line again")]
    Expired,
}

impl QueueTokenError {
    /// The problem code of this failure.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Missing => Code::QueueTokenMissing,
            Self::Malformed => Code::QueueTokenMalformed,
            Self::ForeignKey => Code::QueueTokenForeignKey,
            Self::Forged => Code::QueueTokenForged,
            Self::WrongSale => Code::QueueTokenWrongSale,
            Self::NotYetValid => Code::QueueTokenNotYetValid,
            Self::Expired => Code::QueueTokenExpired,
        }
    }
}

/// Seals a token with the ring's signing key ([`crate::keys::Purpose::QueueToken`]).
#[must_use]
pub fn seal(ring: &KeyRing, token: &QueueToken) -> String {
    let (kid, key) = ring.signing();
    let kid = kid.as_str().as_bytes();
    let mut bytes = Vec::with_capacity(FIXED + kid.len());
    // A key id has at most 16 characters.
    bytes.extend([VERSION, u8::try_from(kid.len()).unwrap_or(u8::MAX)]);
    bytes.extend(kid);
    bytes.extend(token.sale.0.as_bytes());
    bytes.extend(token.epoch.to_be_bytes());
    bytes.push(token.place.lane.number());
    bytes.push(match token.segment {
        Segment::Drawn => 0,
        Segment::Live => 1,
    });
    bytes.extend(token.shard.to_be_bytes());
    bytes.extend(token.place.index.to_be_bytes());
    bytes.extend(token.visitor.0.as_bytes());
    bytes.extend(token.thumbprint);
    bytes.extend(token.issued.0.to_be_bytes());
    bytes.extend(token.expires.0.to_be_bytes());
    let mut seal = mac::keyed(key);
    mac::field(&mut seal, &bytes);
    bytes.extend(seal.finalize().into_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Opens a token for `sale` at `now`. The MAC is checked before anything in it is believed.
///
/// # Errors
/// Each way to fail has its own.
pub fn open(
    ring: &KeyRing,
    text: &str,
    sale: SaleId,
    now: UnixMillis,
) -> Result<QueueToken, QueueTokenError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| QueueTokenError::Malformed)?;
    let kid = key_id(&bytes).ok_or(QueueTokenError::Malformed)?;
    let key = ring.get(kid).ok_or(QueueTokenError::ForeignKey)?;
    let (sealed, tag) = bytes.split_at(bytes.len() - 32);
    let mut seal = mac::keyed(key);
    mac::field(&mut seal, sealed);
    seal.verify_slice(tag).map_err(|_| QueueTokenError::Forged)?;
    let token = read(&sealed[2 + kid.len()..]).ok_or(QueueTokenError::Malformed)?;
    if token.sale != sale {
        return Err(QueueTokenError::WrongSale);
    }
    if now.plus(LEEWAY_MS) < token.issued {
        return Err(QueueTokenError::NotYetValid);
    }
    if now >= token.expires {
        return Err(QueueTokenError::Expired);
    }
    Ok(token)
}

/// The key id of a token that has the right version and length.
fn key_id(bytes: &[u8]) -> Option<&str> {
    let [VERSION, length, rest @ ..] = bytes else { return None };
    let kid = rest.get(..usize::from(*length))?;
    std::str::from_utf8(kid).ok().filter(|kid| bytes.len() == FIXED + kid.len())
}

fn read(mut rest: &[u8]) -> Option<QueueToken> {
    fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
        let (head, tail) = rest.split_at_checked(n)?;
        *rest = tail;
        Some(head)
    }
    let rest = &mut rest;
    let sale = SaleId(Uuid::from_slice(take(rest, 16)?).ok()?);
    let epoch = u32::from_be_bytes(take(rest, 4)?.try_into().ok()?);
    let lane = Lane::from_number(*take(rest, 1)?.first()?)?;
    let segment = match take(rest, 1)? {
        [0] => Segment::Drawn,
        [1] => Segment::Live,
        _ => return None,
    };
    let shard = u16::from_be_bytes(take(rest, 2)?.try_into().ok()?);
    let index = u32::from_be_bytes(take(rest, 4)?.try_into().ok()?);
    let visitor = VisitorId(Uuid::from_slice(take(rest, 16)?).ok()?);
    let thumbprint = take(rest, 32)?.try_into().ok()?;
    let issued = UnixMillis(i64::from_be_bytes(take(rest, 8)?.try_into().ok()?));
    let expires = UnixMillis(i64::from_be_bytes(take(rest, 8)?.try_into().ok()?));
    let place = Place { lane, index };
    Some(QueueToken { sale, epoch, segment, shard, place, visitor, thumbprint, issued, expires })
}

impl QueueToken {
    /// Whether `secret` (base64url of 32 bytes) is the one whose thumbprint the token carries.
    /// Compared in constant time.
    #[must_use]
    pub fn is_proved_by(&self, secret: &str) -> bool {
        let Ok(secret) = BASE64_URL_SAFE_NO_PAD.decode(secret) else { return false };
        secret.len() == 32 && bool::from(Sha256::digest(&secret)[..].ct_eq(&self.thumbprint[..]))
    }
}

/// Reads a thumbprint as a join sends it: base64url of 32 bytes.
#[must_use]
pub fn thumbprint(text: &str) -> Option<[u8; 32]> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
