//! Who asks too often is refused here, before the room hears of it. The counts live as long as
//! this life of the shard: who is lost with them gets one burst more.

use frontrow_shared::id::SaleId;
use frontrow_shared::pace::Person;
use frontrow_shared::problem::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Counted, Shard};
use crate::client::read;
use crate::config::Config;
use crate::reply::Failure;
use crate::{clock, objects};

/// Refuses with `rate_limited` whoever asks too often.
pub(super) fn asks(shard: &Shard, person: Person, client: &str) -> Result<(), Failure> {
    let config = Config::of(&shard.env)?;
    let asked = shard.pace.borrow_mut().asks(person, client, &config.rates, clock::now());
    asked.map_err(refused)
}

/// Refuses with `rate_limited` whoever has had too many new places.
pub(super) fn is_new(shard: &Shard, signed_in: bool, client: &str) -> Result<(), Failure> {
    let config = Config::of(&shard.env)?;
    let asked = shard.pace.borrow_mut().is_new(signed_in, client, &config.rates, clock::now());
    asked.map_err(refused)
}

/// Asks the room what a visitor asks, unless it asks too often.
pub(super) async fn through<M: DeserializeOwned + Serialize, T: DeserializeOwned>(
    shard: &Shard,
    sale: SaleId,
    verb: &str,
    body: &[u8],
) -> Result<T, Failure> {
    let counted: Counted<M> = read(body)?;
    asks(shard, Person::Visitor(counted.visitor), &counted.client)?;
    objects::ask_room(&shard.env, sale, verb, &counted.message).await
}

fn refused(wait_ms: i64) -> Failure {
    Problem::new(Code::RateLimited).with("retry_after_ms", wait_ms).into()
}
