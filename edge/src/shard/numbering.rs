//! Joining, and getting places for those who have joined: as soon as no batch is in flight,
//! everybody who waits by then goes with the next one.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use frontrow_shared::id::{SaleId, VisitorId};
use frontrow_shared::pace::Person;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::room::{
    BATCH_MAX, Lane, MeAnswer, MeRequest, NumberAnswer, NumberRequest, Place, PlaceState, mark_of,
};
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use worker::Delay;

use super::store::{Batch, Visitor};
use super::{JoinRequest, Joined, Shard, pace, proofs};
use crate::reply::Failure;
use crate::storage::transaction;
use crate::{clock, objects, random};

/// How long a visitor waits for its place before it is told to ask again.
const WITHIN_MS: u64 = 8_000;
/// How often a batch is tried before its visitors are told to ask again.
const TRIES: u32 = 5;
/// The most visitors who may wait for a place at once.
const PENDING_MAX: usize = 20_000;

/// Who waits for a place in this life of the shard.
#[derive(Default)]
pub(super) struct Numbering {
    /// In the order of coming; not in a batch yet.
    /// Members and others do not mix: whose batch it is says who may be called in a presale.
    pending: RefCell<Vec<(VisitorId, bool)>>,
    /// Requests to wake when a visitor has its place.
    waiters: RefCell<HashMap<VisitorId, Vec<oneshot::Sender<Numbered>>>>,
    /// Whether somebody is seeing to the batches.
    busy: Cell<bool>,
}

/// The place that a visitor was given, as it is stored.
#[derive(Clone, Copy)]
struct Numbered {
    epoch: u32,
    index: u32,
}

/// Takes a visitor in, or finds it again, and waits until it has its place.
pub(super) async fn join(
    shard: &Rc<Shard>,
    sale: SaleId,
    number: u16,
    request: JoinRequest,
) -> Result<Joined, Failure> {
    let person = match request.account {
        Some(account) => Person::Account(account),
        None => Person::Thumbprint(request.thumbprint.clone()),
    };
    pace::asks(shard, person, &request.client)?;
    let (mut row, new) = take_in(shard, &request)?;
    if let Some(proof) = request.proof {
        proofs::take_back(shard, sale, &row, proof).await?;
        row = shard.store.visitor(row.visitor)?.ok_or(Code::Internal)?;
    }
    if request.again
        && let Some(place) = row.place
        && has_had_its_turn(shard, sale, &row).await?
    {
        shard.store.give_up_place(row.visitor, place)?;
        // Another tab may have lined up anew while the room was asked: then that is the place.
        row = shard.store.visitor(row.visitor)?.ok_or(Code::Internal)?;
    }
    if let Some(joined) = joined(shard, &row, new)? {
        return Ok(joined);
    }
    let placed = enqueue(shard, &row, request.general)?;
    start(shard, sale, number);
    let limit = Delay::from(Duration::from_millis(WITHIN_MS));
    if let Either::Left((Ok(Numbered { epoch, index }), _)) = select(placed, pin!(limit)).await {
        let place = Place { lane: Lane::General, index };
        return Ok(Joined { visitor: row.visitor, epoch, place, new });
    }
    Err(Problem::new(Code::Overloaded).with("retry_after_ms", 1_000).into())
}

/// The visitor's row: by account, by thumbprint, or a new one.
fn take_in(shard: &Shard, request: &JoinRequest) -> Result<(Visitor, bool), Failure> {
    let store = &shard.store;
    if let Some(account) = request.account
        && let Some(row) = store.by_account(account)?
    {
        return Ok((row, false));
    }
    if let Some(row) = store.by_thumbprint(&request.thumbprint)? {
        match (row.account, request.account) {
            (None, Some(account)) => {
                store.set_account(row.visitor, account)?;
                return Ok((row, false));
            }
            // Another person on the same browser is another visitor.
            (Some(holder), Some(account)) if holder != account => {}
            _ => return Ok((row, false)),
        }
    }
    // One whom the shard has forgotten stays who it was.
    let forgotten = match request.proof {
        Some(proof) if store.visitor(proof.visitor)?.is_none() => Some(proof.visitor),
        _ => None,
    };
    let visitor = match forgotten {
        Some(visitor) => visitor,
        None => {
            pace::is_new(shard, request.account.is_some(), &request.client)?;
            VisitorId(random::uuid(clock::now())?)
        }
    };
    let row = store.insert(visitor, &request.thumbprint, request.account)?;
    Ok((row, true))
}

/// Whether the room is done with the visitor's place: its pass has ended, or its time to claim
/// is over. Being asked, the room takes back that the visitor was leaving.
async fn has_had_its_turn(shard: &Shard, sale: SaleId, row: &Visitor) -> Result<bool, Failure> {
    let (Some(epoch), Some(index)) = (row.epoch, row.place) else { return Ok(false) };
    let place = Place { lane: Lane::General, index };
    let message = MeRequest { epoch, place, renew: None, proved_of: None };
    let me: MeAnswer = objects::ask_room(&shard.env, sale, "me", &message).await?;
    Ok(matches!(me.state, PlaceState::Ended | PlaceState::Gone))
}

/// The answer for a visitor who has a place in the room as it is now.
fn joined(shard: &Shard, row: &Visitor, new: bool) -> worker::Result<Option<Joined>> {
    Ok(match (row.epoch, row.place) {
        (Some(epoch), Some(index)) if shard.store.room_epoch()? == Some(epoch) => {
            let place = Place { lane: Lane::General, index };
            Some(Joined { visitor: row.visitor, epoch, place, new })
        }
        _ => None,
    })
}

fn enqueue(
    shard: &Shard,
    row: &Visitor,
    general: bool,
) -> Result<oneshot::Receiver<Numbered>, Failure> {
    let (sender, receiver) = oneshot::channel();
    let mut waiters = shard.numbering.waiters.borrow_mut();
    if waiters.len() >= PENDING_MAX {
        return Err(Problem::new(Code::Overloaded).with("retry_after_ms", 2_000).into());
    }
    let first = !waiters.contains_key(&row.visitor);
    waiters.entry(row.visitor).or_default().push(sender);
    // One who stands in a stored batch already gets its place from that one.
    if first && row.batch.is_none() {
        shard.store.set_general(row.visitor, general)?;
        shard.numbering.pending.borrow_mut().push((row.visitor, general));
    }
    Ok(receiver)
}

/// Sees to it that somebody works on the batches, whatever becomes of this request.
fn start(shard: &Rc<Shard>, sale: SaleId, number: u16) {
    if shard.numbering.busy.replace(true) {
        return;
    }
    let worker = shard.clone();
    shard.state.wait_until(async move {
        if let Err(failure) = work(&worker, sale, number).await {
            worker::console_warn!("a batch was not numbered: {failure:?}");
            // Who waited is told to ask again; a stored batch is tried again first then.
            worker.numbering.pending.borrow_mut().clear();
            worker.numbering.waiters.borrow_mut().clear();
        }
        worker.numbering.busy.set(false);
    });
}

async fn work(shard: &Shard, sale: SaleId, number: u16) -> Result<(), Failure> {
    while let Some(batch) = next_batch(shard)? {
        let answer = ask(shard, sale, number, &batch).await?;
        if let Some(after) = answer.begin_after {
            // One of the two was restored from a copy. What was numbered stays numbered.
            let store = shard.store.sibling();
            transaction(&shard.state, move || store.begin_anew(after))?;
            continue;
        }
        let (epoch, visitors) = (answer.epoch, batch.visitors.clone());
        let places = answer.first..;
        store(shard, batch, answer)?;
        let mut waiters = shard.numbering.waiters.borrow_mut();
        for (index, visitor) in places.zip(visitors) {
            for waiter in waiters.remove(&visitor).into_iter().flatten() {
                // A request that is gone does not hear of its place; the row has it.
                let _ = waiter.send(Numbered { epoch, index });
            }
        }
    }
    Ok(())
}

/// The stored batch that has no answer yet, else a new one of everybody who waits.
fn next_batch(shard: &Shard) -> worker::Result<Option<Batch>> {
    if let Some(batch) = shard.store.open_batch()? {
        return Ok(Some(batch));
    }
    let visitors: Vec<VisitorId> = {
        let mut pending = shard.numbering.pending.borrow_mut();
        let general = pending.first().is_some_and(|(_, general)| *general);
        let alike = pending.iter().take_while(|(_, other)| *other == general).count();
        let count = alike.min(usize::try_from(BATCH_MAX).unwrap_or(usize::MAX));
        pending.drain(..count).map(|(visitor, _)| visitor).collect()
    };
    if visitors.is_empty() {
        return Ok(None);
    }
    let store = shard.store.sibling();
    transaction(&shard.state, move || store.insert_batch(&visitors).map(drop))?;
    shard.store.open_batch()
}

fn store(shard: &Shard, batch: Batch, answer: NumberAnswer) -> worker::Result<()> {
    let store = shard.store.sibling();
    transaction(&shard.state, move || store.number(&batch, answer.epoch, answer.first))
}

async fn ask(
    shard: &Shard,
    sale: SaleId,
    number: u16,
    batch: &Batch,
) -> Result<NumberAnswer, Failure> {
    let count = u32::try_from(batch.visitors.len()).unwrap_or(u32::MAX);
    let (born, mark) = (shard.store.born()?, mark_of(&batch.visitors));
    let general = shard.store.any_general(&batch.visitors)?;
    let request = NumberRequest { shard: number, born, seq: batch.seq, count, mark, general };
    let mut tried = 0;
    loop {
        match objects::ask_room(&shard.env, sale, "number", &request).await {
            Ok(answer) => return Ok(answer),
            Err(failure) if tried + 1 >= TRIES => return Err(failure),
            Err(_) => {
                tried += 1;
                Delay::from(Duration::from_millis(50 << tried)).await;
            }
        }
    }
}
