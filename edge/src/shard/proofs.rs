//! Places that the shard has forgotten and that a queue token proves.

use frontrow_shared::id::{SaleId, VisitorId};
use frontrow_shared::room::{Lane, MeAnswer, MeRequest, Place, PlaceState};
use serde::{Deserialize, Serialize};

use super::Shard;
use super::store::Visitor;
use crate::objects;
use crate::reply::Failure;

/// What a genuine queue token says, shown by who knows the secret behind it.
#[derive(Serialize, Deserialize, Clone, Copy)]
pub(crate) struct Proof {
    /// The room's life of which the token is.
    pub(crate) epoch: u32,
    /// The visitor.
    pub(crate) visitor: VisitorId,
    /// The place.
    pub(crate) place: Place,
}

/// Gives the visitor the place of its token when the shard, restored from a copy or begun anew,
/// knows of none or of a worse one, and the place is still to have its turn and nobody else's.
pub(super) async fn take_back(
    shard: &Shard,
    sale: SaleId,
    row: &Visitor,
    proof: Proof,
) -> Result<(), Failure> {
    let store = &shard.store;
    let current = store.room_epoch()?.filter(|epoch| *epoch != 0);
    let index = proof.place.index;
    let is_known = row.epoch == current && row.place.is_some_and(|place| place <= index);
    if proof.place.lane != Lane::General || row.granted != 0 || is_known {
        return Ok(());
    }
    let epoch: u32 = match current {
        Some(epoch) => epoch,
        // A shard that has begun anew hears of the room's life here.
        None => objects::ask_room(&shard.env, sale, "epoch", &()).await?,
    };
    if current.is_none() {
        store.hear_of(epoch)?;
    }
    let message =
        MeRequest { epoch, place: proof.place, renew: None, proved_of: Some(proof.epoch) };
    let me: MeAnswer = objects::ask_room(&shard.env, sale, "me", &message).await?;
    let over = matches!(me.state, PlaceState::Ended | PlaceState::Gone);
    // Others were served meanwhile.
    let same_life = store.room_epoch()? == Some(epoch);
    if me.former || over || !same_life || store.is_others(row.visitor, epoch, index)? {
        return Ok(());
    }
    Ok(store.take_back(row.visitor, epoch, index)?)
}
