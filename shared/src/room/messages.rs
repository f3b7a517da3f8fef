//! What a room is asked and answers. Messages cross between Durable Objects of different
//! versions while a new one is rolled out: members may be added with a default, not changed.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId, VisitorId};
use crate::room::Place;
use crate::time::UnixMillis;

/// A shard asks for places: so many, in the order in which it took the visitors in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRequest {
    /// The shard.
    pub shard: u16,
    /// When the shard's storage began. One that has lost it begins anew with batch 1.
    #[serde(default)]
    pub born: UnixMillis,
    /// The batch's number within the shard, from 1, each one more than the last. Asked
    /// again under the same number, the room gives the same answer.
    pub seq: u64,
    /// How many places.
    pub count: u32,
    /// Tells this batch from any other one ([`mark_of`](crate::room::mark_of)): a shard that was
    /// restored from a copy counts on from an earlier number.
    #[serde(default)]
    pub mark: u64,
    /// Who gets these places may buy in the general sale alone: they are not called before it.
    #[serde(default)]
    pub general: bool,
}

/// The places: `first`, `first + 1` … in the order of the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberAnswer {
    /// The room's epoch; a shard that knew another one numbers its visitors anew.
    pub epoch: u32,
    /// The first index.
    pub first: u32,
    /// The batch was not numbered: the room knows of other batches of this shard, one of the two
    /// was restored from a copy. Begin anew with batch 1 and a birth later than this; places
    /// that were given stay given.
    #[serde(default)]
    pub begin_after: Option<UnixMillis>,
}

/// A called visitor takes its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRequest {
    /// The epoch of the place.
    pub epoch: u32,
    /// The place.
    pub place: Place,
    /// The pass that the shard has set aside for the place; always the same one.
    pub jti: PassId,
    /// The visitor.
    pub visitor: VisitorId,
    /// The visitor's account, if known.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// The last end of the pass, if the shard has handed it out already.
    #[serde(default)]
    pub handed_out: Option<UnixMillis>,
    /// The visitor's membership grade, as the core has signed it; 0 for who is not signed in.
    #[serde(default)]
    pub membership: i16,
}

/// A pass as it is to be signed. The same claim gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassGrant {
    /// The room's epoch.
    pub epoch: u32,
    /// The pass.
    pub jti: PassId,
    /// Whose it is.
    pub visitor: VisitorId,
    /// The visitor's account, if known at the claim.
    pub account: Option<AccountId>,
    /// When it was granted or renewed last.
    pub issued_at_ms: UnixMillis,
    /// Its end unless renewed.
    pub expires_at_ms: UnixMillis,
    /// Its end with all renewals.
    pub hard_end_ms: UnixMillis,
}

/// Why a claim is refused for good, or for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRefusal {
    /// The place is not called yet.
    NotCalledYet,
    /// Window and grace have passed.
    WindowOver,
    /// The place has another pass than the one asked for.
    Replayed,
    /// The account has a pass of another place.
    OtherPass,
    /// The room is over.
    Closed,
    /// The presale is for members.
    MembersOnly,
    /// The place is of a former life of the room.
    OtherEpoch,
}

/// What comes of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAnswer {
    /// Come in.
    Granted(PassGrant),
    /// Nothing is free yet, or nobody can be let in for now: ask again.
    Wait {
        /// Claims before this one.
        ahead: u32,
        /// When to ask again.
        retry_after_ms: u32,
    },
    /// The place's pass is over, for this reason.
    Ended(String),
    /// No.
    Refused(ClaimRefusal),
}

/// A visitor asks where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeRequest {
    /// The epoch of the place.
    pub epoch: u32,
    /// The place.
    pub place: Place,
    /// The pass to renew: the visitor has shown it, and it is past half its life.
    #[serde(default)]
    pub renew: Option<PassId>,
    /// The epoch of the token that proves the place, where nothing else does.
    #[serde(default)]
    pub proved_of: Option<u32>,
}

/// Where a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceState {
    /// Not called yet.
    Waiting,
    /// May claim.
    Called,
    /// Has claimed and waits for a slot.
    Claiming,
    /// Has a pass.
    Granted,
    /// Had a pass.
    Ended,
    /// Has let its window pass and may still claim.
    Late,
    /// Has lost its turn.
    Gone,
}

/// Where a visitor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeAnswer {
    /// Where the place stands.
    pub state: PlaceState,
    /// Until when a called place may claim.
    pub claim_until_ms: Option<UnixMillis>,
    /// The pass, while it lives.
    pub pass: Option<PassGrant>,
    /// Whether the pass was renewed by this request.
    pub renewed: bool,
    /// Why the pass is over.
    pub end_reason: Option<String>,
    /// The place is not one of this life of the room: joining again with the queue token gives
    /// a token of this life for the same place.
    #[serde(default)]
    pub former: bool,
}

/// A visitor says that it is leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveRequest {
    /// The epoch of the place.
    pub epoch: u32,
    /// The place.
    pub place: Place,
}
