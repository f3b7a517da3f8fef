//! The Durable Object that keeps visitors: one row each, so that whoever comes again, on
//! whatever tab or device, is the same visitor with the same place.
//!
//! It takes a visitor in, gathers those who wait for a place into batches that the room
//! numbers, and guards claims against being made twice with different proofs. Every step is
//! stored before the next one is taken, so a shard that is killed goes on where it was.

mod call;
mod claims;
mod memory;
mod numbering;
mod pace;
mod proofs;
mod store;

use std::cell::RefCell;
use std::rc::Rc;

use frontrow_shared::id::SaleId;
use frontrow_shared::pace::LinePace;
use frontrow_shared::problem::Code;
use frontrow_shared::room::{LeaveRequest, MeAnswer, MeRequest};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

pub(crate) use call::{
    Counted, JoinRequest, Joined, ONLY_SHARD, SHARDS, ShardClaim, ShardClaimAnswer, claim, join,
};
pub(crate) use proofs::Proof;

use crate::client::read;
use crate::reply::{self, Answer};
use crate::storage::transaction;
use numbering::Numbering;
use store::Store;

/// The object.
#[durable_object]
pub struct ShardObject {
    shard: Rc<Shard>,
}

/// What requests share, and the work that outlives them.
struct Shard {
    state: State,
    env: Env,
    store: Store,
    numbering: Numbering,
    pace: RefCell<LinePace>,
}

impl DurableObject for ShardObject {
    fn new(state: State, env: Env) -> Self {
        let store = Store::new(state.storage().sql());
        Self {
            shard: Rc::new(Shard {
                state,
                env,
                store,
                numbering: Numbering::default(),
                pace: RefCell::default(),
            }),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(failure) => reply::failure(failure, "of a shard"),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        // Shards set none; one of an older version has nothing to say any more.
        Response::empty()
    }
}

impl ShardObject {
    async fn answer(&self, mut request: Request) -> Answer {
        let path = request.path();
        let mut parts = path.trim_start_matches('/').split('/');
        let sale: SaleId =
            parts.next().and_then(|sale| sale.parse().ok()).ok_or(Code::SaleNotFound)?;
        let number: u16 =
            parts.next().and_then(|number| number.parse().ok()).ok_or(Code::NotFound)?;
        let body = request.bytes().await?;
        self.shard.store.prepare()?;
        match parts.next() {
            Some("join") => {
                let joined = numbering::join(&self.shard, sale, number, read(&body)?).await?;
                Ok(reply::json(200, &joined)?)
            }
            Some("claim") => {
                let answer = claims::claim(&self.shard, sale, &read(&body)?).await?;
                Ok(reply::json(200, &answer)?)
            }
            Some("memory") => Ok(reply::json(200, &self.shard.store.memory()?)?),
            Some("epoch") => {
                let epoch: u32 = read(&body)?;
                let store = self.shard.store.sibling();
                transaction(&self.shard.state, move || store.hear_of(epoch))?;
                Ok(reply::json(200, &())?)
            }
            Some("me") => {
                let answer: MeAnswer =
                    pace::through::<MeRequest, _>(&self.shard, sale, "me", &body).await?;
                Ok(reply::json(200, &answer)?)
            }
            Some("leave") => {
                pace::through::<LeaveRequest, ()>(&self.shard, sale, "leave", &body).await?;
                Ok(reply::json(200, &())?)
            }
            _ => Err(Code::NotFound.into()),
        }
    }
}
