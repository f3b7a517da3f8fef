//! What a room and the core tell each other, once a second.
//!
//! `POST /edge/v1/rooms/{sale}/sync` carries a [`SyncReport`] and is answered by a
//! [`SyncAnswer`]. Everything in it may arrive twice, late or not at all: entries are
//! repeated until they are acknowledged, and taking one in again changes nothing. Unknown
//! members are passed over, so that edge and core of different versions understand another.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId, SaleId, VisitorId};
use crate::time::UnixMillis;

/// The most entries of each list in a report that the core takes.
pub const REPORT_MAX: usize = 500;

/// The most entries of each list that a room puts into a report; the rest follows with the next
/// one. Three full lists stay below [`REPORT_BYTES_MAX`]: a report that the core refuses for its
/// length would be as long the next time, and the room would let nobody in any more.
pub const REPORTED_MAX: usize = 200;

/// The longest report, in bytes of JSON. The core and what stands before it let no request be
/// longer.
pub const REPORT_BYTES_MAX: usize = 64 * 1024;

/// The most entries that a room takes from each list of an answer.
pub const ANSWER_MAX: usize = 2_000;

/// How a room lets people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By its dates: lobby, opening, close.
    Scheduled,
    /// Open whenever it is not closed, dates or not.
    Always,
    /// Nobody is called or let in for now; those inside stay.
    Paused,
    /// Over.
    Closed,
}

/// What a room has to know of its sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSettings {
    /// The sale.
    pub sale: SaleId,
    /// How people are let in.
    pub mode: Mode,
    /// From when the line may be joined.
    pub lobby_opens_at_ms: UnixMillis,
    /// From when people are called.
    pub opens_at_ms: UnixMillis,
    /// From when nobody is let in any more.
    pub closes_at_ms: UnixMillis,
    /// Passes at once.
    pub cap: u32,
    /// How long a called visitor may take to claim, the poll ceiling included.
    pub claim_window_ms: i64,
    /// How long a pass lasts unless renewed.
    pub pass_ttl_ms: i64,
    /// How long a pass lasts with all renewals.
    pub pass_hard_ms: i64,
    /// What people call the sale.
    pub title: String,
    /// Members buy before everybody else.
    #[serde(default)]
    pub presale: Option<PresaleTerms>,
}

/// Who may buy before everybody, and until when that is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresaleTerms {
    /// The lowest membership grade that may.
    pub grade: i16,
    /// From when on everybody may join the line.
    pub general_lobby_opens_at_ms: UnixMillis,
    /// From when on everybody may buy, and is called.
    pub general_opens_at_ms: UnixMillis,
}

impl RoomSettings {
    /// The presale while it keeps anybody out.
    #[must_use]
    pub fn presale_at(&self, now: UnixMillis) -> Option<PresaleTerms> {
        self.presale.filter(|presale| now < presale.general_opens_at_ms)
    }
}

/// A pass that lives, as the room tells it; told again after every renewal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedPass {
    /// The pass.
    pub jti: PassId,
    /// Whose it is.
    pub visitor: VisitorId,
    /// The visitor's account, if known.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// The place that it was granted for.
    pub place: u32,
    /// Its end unless renewed.
    pub exp_ms: UnixMillis,
    /// Its end with all renewals.
    pub hard_end_ms: UnixMillis,
}

/// Why the room ended a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomEnd {
    /// Its holder left.
    Left,
    /// Its time was over.
    Expired,
    /// It was taken back.
    Revoked,
}

impl RoomEnd {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// A pass that the room has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomEnded {
    /// The pass.
    pub jti: PassId,
    /// Why.
    pub reason: RoomEnd,
}

/// The highest numbers that a room has come to, in all its lives. The core keeps the highest of
/// each that it was ever told and says them back, so that a room that has lost its storage, or
/// was restored from a copy, gives no place twice and calls nobody behind a newcomer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Heights {
    /// The epoch.
    pub epoch: u32,
    /// Places given.
    pub joined: u32,
    /// Places below this are called.
    pub called: u32,
    /// Places below this have let their window pass.
    pub late: u32,
    /// Places below this have lost their turn.
    pub gone: u32,
    /// Passes granted.
    pub granted: u32,
    /// One more than the first place that is not called before the general sale; 0 for none.
    #[serde(default)]
    pub general_from: u32,
}

/// What the room says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// The room's epoch: a room that has lost its storage has another one.
    pub epoch: u32,
    /// Passes that live and that the core has not acknowledged as they are now.
    pub granted: Vec<GrantedPass>,
    /// Passes that the room has ended and that the core has not acknowledged as ended.
    pub ended: Vec<RoomEnded>,
    /// Passes about to run out: does an order need one of them?
    pub expiring: Vec<PassId>,
    /// How far the room has taken in the core's list of ended passes; empty at first.
    pub cursor: String,
    /// Passes that hold a slot.
    pub active: u32,
    /// People with a place who are not called yet.
    pub waiting: u32,
    /// Places called so far.
    pub called: u32,
    /// When the room wakes by itself after this sync; nothing when it sleeps until somebody
    /// comes. By it the core knows that a room is ready for its next boundary.
    #[serde(default)]
    pub wakes_at_ms: Option<UnixMillis>,
    /// How far the room has come.
    #[serde(default)]
    pub heights: Heights,
}

/// A pass that the core has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoreEnded {
    /// The pass.
    pub jti: PassId,
    /// `paid`, `hold_lapsed`, `cancelled` …
    pub reason: String,
}

/// An expiring pass that an order still needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyPass {
    /// The pass.
    pub jti: PassId,
    /// How long its slot is to be kept, at the least.
    pub until_ms: UnixMillis,
}

/// How many seats there are to sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Seats that somebody who comes in now could get, now or when a hold runs out.
    pub free: u32,
    /// All of them; 0 when the sale is not of seats.
    pub total: u32,
}

/// What the core answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// Passes of the report, granted or ended, that the core has stored as reported.
    pub acked: Vec<PassId>,
    /// Passes that the core has ended since `cursor`; some may repeat.
    pub ended: Vec<CoreEnded>,
    /// Where the next report goes on.
    pub cursor: String,
    /// Which of the expiring passes have to keep their slot.
    pub busy: Vec<BusyPass>,
    /// The sale's settings as they are now.
    pub settings: RoomSettings,
    /// The stock.
    pub stock: Stock,
    /// The room's share of the core's capacity: passes at once, on top of the settings' cap.
    pub cap: u32,
    /// How well the core is, 0 (let nobody in) to 100; the cap in force shrinks with it.
    pub health: u8,
    /// Passes of other epochs of this room that still live at the core: they hold slots too,
    /// so that a room without memory cannot let in a second crowd.
    #[serde(default)]
    pub foreign_active: u32,
    /// Some of them, for the room to take in as its own: the others follow once it has told
    /// these back.
    #[serde(default)]
    pub living: Vec<GrantedPass>,
    /// The highest numbers that the core was ever told, this report's included.
    #[serde(default)]
    pub known: Option<Heights>,
    /// The core's clock.
    pub now_ms: UnixMillis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_a_newer_core_is_understood() {
        let answer: SyncAnswer = serde_json::from_str(
            r#"{"acked":[],"ended":[],"cursor":"7","busy":[],"stock":{"free":1,"total":2},
                "settings":{"sale":"sal_00000000000000000000000000000001","mode":"scheduled",
                  "lobby_opens_at_ms":1,"opens_at_ms":2,"closes_at_ms":3,"cap":4,
                  "claim_window_ms":5,"pass_ttl_ms":6,"pass_hard_ms":7,"title":"t","lanes":[]},
                "cap":4,"health":100,"now_ms":9,"later":{}}"#,
        )
        .unwrap();
        assert_eq!(answer.settings.mode, Mode::Scheduled);
        assert_eq!(answer.foreign_active, 0);
    }

    #[test]
    fn the_longest_report_is_one_that_the_core_takes() {
        let id = uuid::Uuid::from_u128(u128::MAX);
        let late = UnixMillis(9_999_999_999_999);
        let granted = GrantedPass {
            jti: PassId(id),
            visitor: crate::id::VisitorId(id),
            account: Some(crate::id::AccountId(id)),
            place: u32::MAX,
            exp_ms: late,
            hard_end_ms: late,
        };
        let report = SyncReport {
            epoch: u32::MAX,
            granted: vec![granted; REPORTED_MAX],
            ended: vec![RoomEnded { jti: PassId(id), reason: RoomEnd::Expired }; REPORTED_MAX],
            expiring: vec![PassId(id); REPORTED_MAX],
            cursor: "x".repeat(64),
            active: u32::MAX,
            waiting: u32::MAX,
            called: u32::MAX,
            wakes_at_ms: Some(late),
            heights: Heights {
                epoch: u32::MAX,
                joined: u32::MAX,
                called: u32::MAX,
                late: u32::MAX,
                gone: u32::MAX,
                granted: u32::MAX,
                general_from: u32::MAX,
            },
        };
        let bytes = serde_json::to_vec(&report).unwrap().len();
        assert!(bytes <= REPORT_BYTES_MAX, "{bytes} bytes");
    }
}
