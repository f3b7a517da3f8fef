//! Claiming: the pass that a place will get is chosen and stored before the room is asked, so
//! a claim that is repeated, after whatever happened in between, is the same claim.

use frontrow_shared::id::{PassId, SaleId};
use frontrow_shared::pace::Person;
use frontrow_shared::room::{ClaimAnswer, ClaimRefusal, ClaimRequest};

use super::{Shard, ShardClaim, ShardClaimAnswer, pace};
use crate::reply::Failure;
use crate::{clock, objects, random};

/// Claims the place of a visitor.
pub(super) async fn claim(
    shard: &Shard,
    sale: SaleId,
    claim: &ShardClaim,
) -> Result<ShardClaimAnswer, Failure> {
    pace::asks(shard, Person::Account(claim.account), &claim.client)?;
    let other = ShardClaimAnswer::Room(ClaimAnswer::Refused(ClaimRefusal::OtherEpoch));
    let Some(row) = shard.store.visitor(claim.visitor)? else { return Ok(other) };
    if row.epoch != Some(claim.epoch) || row.place != Some(claim.place.index) {
        return Ok(other);
    }
    match row.account {
        Some(holder) if holder != claim.account => return Ok(ShardClaimAnswer::OtherAccount),
        Some(_) => {}
        None if shard.store.by_account(claim.account)?.is_some() => {
            return Ok(ShardClaimAnswer::PlaceElsewhere);
        }
        // From here on the place is this account's, and the account has no other.
        None => shard.store.set_account(row.visitor, claim.account)?,
    }
    let same_nonce = row.nonce.as_deref() == Some(claim.nonce.as_str());
    if row.granted != 0 && !same_nonce {
        return Ok(ShardClaimAnswer::Replayed);
    }
    let jti = match row.jti {
        Some(jti) => jti,
        None => PassId(random::uuid(clock::now())?),
    };
    if row.jti.is_none() || !same_nonce {
        shard.store.claiming(row.visitor, jti, &claim.nonce)?;
    }
    let request = ClaimRequest {
        epoch: claim.epoch,
        place: claim.place,
        jti,
        visitor: row.visitor,
        account: Some(claim.account),
        handed_out: shard.store.hard_end(jti)?,
        membership: claim.membership,
    };
    let answer: ClaimAnswer = objects::ask_room(&shard.env, sale, "claim", &request).await?;
    if let ClaimAnswer::Granted(grant) = &answer {
        if row.granted == 0 || grant.jti != jti {
            // Kept before anybody hears of it, for a room that loses its storage.
            shard.store.hand_out(claim.place.index, grant)?;
            shard.store.granted(row.visitor, grant.jti)?;
        }
        // Two claims at once with different nonces: only the one stored last is the claim.
        let stored = shard.store.visitor(grant.visitor)?.and_then(|row| row.nonce);
        if stored.as_deref() != Some(claim.nonce.as_str()) {
            return Ok(ShardClaimAnswer::Replayed);
        }
    }
    Ok(ShardClaimAnswer::Room(answer))
}
