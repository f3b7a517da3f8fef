//! Applies a rule to the world: the payment, its ledger entry and its webhook, all or nothing
//! under the world's lock.

use serde_json::Value;

use super::cancel::{CancelRequest, cancel};
use super::confirm::{Approval, ConfirmRequest, confirm};
use super::ids::new_transaction_key;
use super::record::Failure;
use super::{Method, Payment, Status, wire};
use crate::clock::UnixMillis;
use crate::errors::{Code, TossError};
use crate::ledger::{Entry, Movement};
use crate::state::World;

/// Confirms a payment and answers with it. `decline` is the card company's refusal, if any.
pub(crate) fn execute_confirm(
    world: &mut World,
    request: &ConfirmRequest,
    decline: Option<Code>,
    now: UnixMillis,
) -> Result<Value, TossError> {
    let key = &request.payment_key;
    let Some(payment) = world.book.get(key) else {
        return Err(Code::NotFoundPaymentSession.into());
    };
    let paid_by = world.book.approved(&request.order_id).map(|payment| payment.key.clone());
    if payment.opening.order_id == request.order_id && paid_by.is_some_and(|paid| paid != *key) {
        // Two checkouts of one order, the other one approved. Toss documents this code for an
        // order id that was used; which one its confirm gives is inferred.
        return Err(Code::DuplicatedOrderId.into());
    }
    let transaction_key = new_transaction_key();
    let approval = Approval {
        now,
        transaction_key: transaction_key.clone(),
        decline,
        amount_mismatch: world.switches.amount_mismatch,
    };
    let (outcome, moved) = world
        .book
        .change(key, |payment| {
            let before = payment.status;
            let outcome = confirm(payment, request, approval);
            (outcome, payment.status != before)
        })
        .ok_or(TossError::from(Code::NotFoundPaymentSession))?;
    if moved {
        announce(world, key, now);
    }
    outcome?;
    let waits = |payment: &Payment| payment.status == Status::WaitingForDeposit;
    if world.book.get(key).is_some_and(waits) {
        return read(world, key);
    }
    world.ledger.append(Entry {
        kind: Movement::Approval,
        payment_key: key.clone(),
        order_id: request.order_id.clone(),
        amount: request.amount,
        transaction_key,
        at_ms: now,
    });
    read(world, key)
}

/// Cancels a payment in whole or in part and answers with it.
pub(crate) fn execute_cancel(
    world: &mut World,
    key: &str,
    request: &CancelRequest,
    now: UnixMillis,
) -> Result<Value, TossError> {
    let transaction_key = new_transaction_key();
    let (amount, order_id, moved) = world
        .book
        .change(key, |payment| {
            let moved = payment.status.was_approved();
            cancel(payment, request, transaction_key.clone(), now)
                .map(|amount| (amount, payment.opening.order_id.clone(), moved))
        })
        .ok_or(TossError::from(Code::NotFoundPayment))??;
    if moved {
        world.ledger.append(Entry {
            kind: Movement::Cancel,
            payment_key: key.to_owned(),
            order_id,
            amount,
            transaction_key,
            at_ms: now,
        });
    }
    announce(world, key, now);
    read(world, key)
}

/// The buyer sends the money: WAITING_FOR_DEPOSIT → DONE. False when nobody waits for it.
pub(crate) fn deposit(world: &mut World, key: &str, now: UnixMillis) -> bool {
    let transaction_key = new_transaction_key();
    let deposited = world.book.change(key, |payment| {
        if payment.status != Status::WaitingForDeposit || payment.move_to(Status::Done).is_err() {
            return None;
        }
        payment.approved_at = Some(now);
        payment.last_transaction_key = Some(transaction_key.clone());
        Some((payment.opening.order_id.clone(), payment.opening.amount))
    });
    let Some((order_id, amount)) = deposited.flatten() else { return false };
    world.ledger.append(Entry {
        kind: Movement::Approval,
        payment_key: key.to_owned(),
        order_id,
        amount,
        transaction_key,
        at_ms: now,
    });
    announce(world, key, now);
    true
}

/// The bank takes a deposit back: DONE → WAITING_FOR_DEPOSIT. False when there is none.
pub(crate) fn deposit_error(world: &mut World, key: &str, now: UnixMillis) -> bool {
    let taken = world.book.change(key, |payment| {
        let deposited = payment.opening.method == Method::VirtualAccount;
        if !deposited || payment.move_to(Status::WaitingForDeposit).is_err() {
            return None;
        }
        payment.approved_at = None;
        Some((payment.opening.order_id.clone(), payment.opening.amount))
    });
    let Some((order_id, amount)) = taken.flatten() else { return false };
    world.ledger.append(Entry {
        kind: Movement::Cancel,
        payment_key: key.to_owned(),
        order_id,
        amount,
        transaction_key: new_transaction_key(),
        at_ms: now,
    });
    announce(world, key, now);
    true
}

fn read(world: &World, key: &str) -> Result<Value, TossError> {
    let payment = world.book.get(key).ok_or(TossError::from(Code::NotFoundPayment))?;
    Ok(wire::payment(payment, &world.base_url))
}

/// Queues PAYMENT_STATUS_CHANGED with the payment as it is now.
pub(crate) fn announce(world: &mut World, key: &str, now: UnixMillis) {
    if let Some(payment) = world.book.get(key) {
        let data = wire::payment(payment, &world.base_url);
        world.webhooks.payment_status_changed(&data, now);
    }
}

/// Lets every window that has closed by `now` take its effect.
pub(crate) fn expire_overdue(world: &mut World, now: UnixMillis) {
    for key in world.book.take_overdue(now, &world.processing) {
        let expired = world.book.change(&key, |payment| {
            let failure = Failure {
                code: "EXPIRED_PAYMENT",
                message: "결제 유효 기간이 만료되었습니다.",
            };
            payment.fail(Status::Expired, failure).is_ok()
        });
        if expired == Some(true) {
            announce(world, &key, now);
        }
    }
}
