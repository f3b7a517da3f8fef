//! What a shard is asked, and which one is asked.

use frontrow_shared::id::{AccountId, SaleId, VisitorId};
use frontrow_shared::room::{ClaimAnswer, Place};
use serde::{Deserialize, Serialize};
use worker::Env;

use super::Proof;
use crate::objects::ask_shard;
use crate::reply::Failure;

/// Somebody wants a place.
#[derive(Serialize, Deserialize)]
pub(crate) struct JoinRequest {
    /// base64url of SHA-256 of the visitor's secret.
    pub(crate) thumbprint: String,
    /// Who it is, if signed in.
    pub(crate) account: Option<AccountId>,
    /// The client's address.
    #[serde(default)]
    pub(crate) client: String,
    /// Whether a place that has had its turn is to be given up for a new one at the end.
    #[serde(default)]
    pub(crate) again: bool,
    /// The place that the visitor had before, if its token was shown.
    #[serde(default)]
    pub(crate) proof: Option<Proof>,
    /// Whether the place is for the general sale alone, which has not opened.
    #[serde(default)]
    pub(crate) general: bool,
}

/// A visitor and its place.
#[derive(Serialize, Deserialize)]
pub(crate) struct Joined {
    /// The visitor.
    pub(crate) visitor: VisitorId,
    /// The room's epoch.
    pub(crate) epoch: u32,
    /// The place.
    pub(crate) place: Place,
    /// Whether the visitor was not known before.
    pub(crate) new: bool,
}

/// A visitor claims.
#[derive(Serialize, Deserialize)]
pub(crate) struct ShardClaim {
    /// The visitor.
    pub(crate) visitor: VisitorId,
    /// The epoch of the place.
    pub(crate) epoch: u32,
    /// The place.
    pub(crate) place: Place,
    /// The claim's own nonce.
    pub(crate) nonce: String,
    /// Who it is.
    pub(crate) account: AccountId,
    /// Its membership grade.
    #[serde(default)]
    pub(crate) membership: i16,
    /// The client's address.
    #[serde(default)]
    pub(crate) client: String,
}

/// Somebody with a place asks the room, through the shard, which counts.
#[derive(Serialize, Deserialize)]
pub(crate) struct Counted<T> {
    /// The visitor.
    pub(crate) visitor: VisitorId,
    /// The client's address.
    pub(crate) client: String,
    /// What the room is asked.
    pub(crate) message: T,
}

/// What comes of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShardClaimAnswer {
    /// What the room says.
    Room(ClaimAnswer),
    /// The place was granted to a claim with another nonce.
    Replayed,
    /// The place is another account's.
    OtherAccount,
    /// The account has another place in this line.
    PlaceElsewhere,
}

/// The shard that takes visitors in. One serves 400 joins a second; with more of them a hash of
/// the account, or else of the thumbprint, chooses, and the queue token says which it was.
pub(crate) const ONLY_SHARD: u16 = 0;

/// All shards of a room.
pub(crate) const SHARDS: [u16; 1] = [ONLY_SHARD];

/// Asks for a place.
pub(crate) async fn join(
    env: &Env,
    sale: SaleId,
    shard: u16,
    message: &JoinRequest,
) -> Result<Joined, Failure> {
    ask_shard(env, sale, shard, "join", message).await
}

/// Claims.
pub(crate) async fn claim(
    env: &Env,
    sale: SaleId,
    shard: u16,
    message: &ShardClaim,
) -> Result<ShardClaimAnswer, Failure> {
    ask_shard(env, sale, shard, "claim", message).await
}
