//! The books, for tests to compare theirs with.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::clock::kst;
use crate::ledger::Movement;
use crate::state::{Sim, World};

pub(crate) async fn list(State(sim): State<Sim>) -> Json<Value> {
    Json(sim.with(|world, _| books(world)))
}

/// `{payments, ledger, totals}`. `approvals` counts ledger entries, so "charged exactly once" is
/// `approvals == 1`.
fn books(world: &World) -> Value {
    let mut counts: HashMap<(&str, Movement), usize> = HashMap::new();
    for entry in world.ledger.entries() {
        *counts.entry((&entry.payment_key, entry.kind)).or_default() += 1;
    }
    let count = |key: &str, kind| counts.get(&(key, kind)).copied().unwrap_or(0);
    let payments: Vec<Value> = world
        .book
        .all()
        .iter()
        .map(|payment| {
            let total = payment.opening.amount;
            json!({
                "payment_key": payment.key,
                "order_id": payment.opening.order_id,
                "order_name": payment.opening.order_name,
                "status": payment.status,
                "currency": "KRW",
                "total_amount": total,
                "balance_amount": payment.balance,
                "canceled_amount": total - payment.balance,
                "approvals": count(&payment.key, Movement::Approval),
                "cancels": count(&payment.key, Movement::Cancel),
                "requested_at": kst(payment.requested_at),
                "approved_at": payment.approved_at.map(kst),
            })
        })
        .collect();
    json!({
        "payments": payments,
        "ledger": world.ledger.entries(),
        "totals": world.ledger.totals(),
    })
}
