//! The status document: what a room says to everyone, once a second.
//!
//! The same bytes for everybody, at most [`BYTES_MAX`], so that a cache can answer a crowd.
//! A visitor's own place follows from it and the queue token: `index < called` means that it
//! is called. Versions only grow; of two documents the higher version is the newer.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hmac::Mac as _;
use serde::{Deserialize, Serialize};

use crate::id::SaleId;
use crate::keys::{Key, KeyRing};
use crate::mac;
use crate::sync::{Mode, RoomSettings, Stock};
use crate::time::UnixMillis;

/// The most bytes that a document may have.
pub const BYTES_MAX: usize = 600;

/// What a room is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Phase {
    /// The line cannot be joined yet.
    Upcoming,
    /// The line may be joined; nobody is called yet.
    Lobby,
    /// People are called and let in.
    Open,
    /// Paused by the organiser.
    Paused,
    /// The core does not answer, or is not well: nobody is let in until it is.
    Hold,
    /// Nothing is left to sell, for now.
    SoldOut,
    /// Over.
    Closed,
}

impl Phase {
    /// What a room with these settings is doing at `now`. `well`: the core answers and takes
    /// people in; `stock`: what it said of the seats, if anything yet.
    #[must_use]
    pub fn of(settings: &RoomSettings, well: bool, stock: Option<Stock>, now: UnixMillis) -> Self {
        match settings.mode {
            Mode::Closed => return Self::Closed,
            _ if now >= settings.closes_at_ms => return Self::Closed,
            Mode::Paused => return Self::Paused,
            Mode::Scheduled if now < settings.lobby_opens_at_ms.min(settings.opens_at_ms) => {
                return Self::Upcoming;
            }
            Mode::Scheduled if now < settings.opens_at_ms => return Self::Lobby,
            Mode::Always | Mode::Scheduled => {}
        }
        if !well {
            return Self::Hold;
        }
        match stock {
            Some(stock) if stock.total > 0 && stock.free == 0 => Self::SoldOut,
            _ => Self::Open,
        }
    }
}

/// How one lane stands. Each number only grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LaneStatus {
    /// Places below this are called: they may claim.
    pub called: u32,
    /// Places below this have let their window pass; they may still claim for a while.
    pub late: u32,
    /// Places below this have lost their turn.
    pub gone: u32,
    /// Places given.
    pub joined: u32,
}

/// The lanes of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lanes {
    /// Everybody.
    pub general: LaneStatus,
}

/// How fast people are let in, as a range: a wait of `ahead / high` to `ahead / low` minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Estimate {
    /// People a minute when it goes slowly; 0 when that cannot be told.
    pub low_per_min: u32,
    /// People a minute when it goes well.
    pub high_per_min: u32,
}

impl Estimate {
    /// The range around `granted` people in the last minute: two standard deviations of a
    /// Poisson count to either side, since who leaves when is mostly chance.
    #[must_use]
    pub fn around(granted: u32) -> Self {
        if granted == 0 {
            return Self::default();
        }
        let spread = 2 * granted.isqrt() + 1;
        Self {
            low_per_min: granted.saturating_sub(spread).max(1),
            high_per_min: granted.saturating_add(spread),
        }
    }
}

/// The general sale, while a presale goes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralSale {
    /// Places from here on are not called before it.
    pub from: u32,
    /// When it opens.
    pub opens_at_ms: UnixMillis,
}

/// How often a page should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollMs {
    /// At the quickest.
    pub min: u32,
    /// At the slowest; claim windows are longer than this.
    pub max: u32,
}

/// The document, but for its seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The sale.
    pub sale: SaleId,
    /// The room's epoch.
    pub epoch: u32,
    /// Grows with every document.
    pub version: u64,
    /// When it was made, by the room's clock.
    pub time_ms: UnixMillis,
    /// What the room is doing.
    pub phase: Phase,
    /// From when people are called.
    pub opens_at_ms: UnixMillis,
    /// From when nobody is let in any more.
    pub closes_at_ms: UnixMillis,
    /// How the lanes stand.
    pub lanes: Lanes,
    /// People let in during the last minute.
    pub rate_per_min: u32,
    /// The range for the estimate.
    pub estimate: Estimate,
    /// How often to look.
    pub poll_ms: PollMs,
    /// While members buy and others wait: who waits, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub general: Option<GeneralSale>,
    /// The organiser's message to show, 0 for none.
    pub message_id: u32,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    status: Status,
    sig: String,
}

/// A text that is not a status document sealed by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a status document sealed by this edge")]
pub struct StatusError;

/// The document's bytes, sealed with the ring's signing key
/// ([`crate::keys::Purpose::Status`]): the JSON of [`Status`] with a last member
/// `sig`, `<kid>.<base64url of HMAC-SHA256 over the JSON without it>`.
#[must_use]
pub fn seal(ring: &KeyRing, status: &Status) -> String {
    let (kid, key) = ring.signing();
    // Plain structs of strings and integers: they always serialise.
    let mut text = serde_json::to_string(status).unwrap_or_default();
    let sig = format!(",\"sig\":\"{kid}.{}\"}}", tag(key, &text));
    text.pop();
    text.push_str(&sig);
    text
}

/// Reads a document and checks its seal.
///
/// # Errors
/// Not a document, or not sealed by a key of the ring.
pub fn open(ring: &KeyRing, text: &str) -> Result<Status, StatusError> {
    let sealed: Sealed = serde_json::from_str(text).map_err(|_| StatusError)?;
    let (kid, _) = sealed.sig.split_once('.').ok_or(StatusError)?;
    let key = ring.get(kid).ok_or(StatusError)?;
    let kid = crate::keys::KeyId::parse(kid).map_err(|_| StatusError)?;
    // Sealing again and comparing whole texts also refuses any other spelling of the JSON.
    let again = seal(&KeyRing::of(kid, key.clone()), &sealed.status);
    let same = subtle::ConstantTimeEq::ct_eq(again.as_bytes(), text.as_bytes());
    if bool::from(same) { Ok(sealed.status) } else { Err(StatusError) }
}

fn tag(key: &Key, text: &str) -> String {
    let mut seal = mac::keyed(key);
    mac::field(&mut seal, text.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(seal.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_document_fits() {
        let lane =
            LaneStatus { called: u32::MAX, late: u32::MAX, gone: u32::MAX, joined: u32::MAX };
        let late = UnixMillis(9_999_999_999_999);
        let status = Status {
            sale: SaleId(uuid::Uuid::max()),
            epoch: u32::MAX,
            version: u64::MAX,
            time_ms: late,
            phase: Phase::Upcoming,
            opens_at_ms: late,
            closes_at_ms: late,
            lanes: Lanes { general: lane },
            rate_per_min: u32::MAX,
            estimate: Estimate { low_per_min: u32::MAX, high_per_min: u32::MAX },
            poll_ms: PollMs { min: 60_000, max: 60_000 },
            general: Some(GeneralSale { from: u32::MAX, opens_at_ms: late }),
            message_id: u32::MAX,
        };
        let ring = KeyRing::of(crate::keys::KeyId::parse("k1").unwrap(), Key::new([1; 32]));
        let text = seal(&ring, &status);
        assert!(text.len() <= BYTES_MAX, "{} bytes", text.len());
        assert_eq!(open(&ring, &text), Ok(status));
        assert_eq!(open(&ring, &text.replace("upcoming", "open")), Err(StatusError));
        let other = KeyRing::of(crate::keys::KeyId::parse("k1").unwrap(), Key::new([2; 32]));
        assert_eq!(open(&other, &text), Err(StatusError));
    }

    #[test]
    fn the_estimate_is_a_range_and_says_nothing_about_nothing() {
        assert_eq!(Estimate::around(0), Estimate::default());
        for granted in [1, 2, 10, 100, 10_000] {
            let range = Estimate::around(granted);
            assert!(0 < range.low_per_min && range.low_per_min <= granted);
            assert!(granted < range.high_per_min);
        }
    }
}
