//! Buyers at work: each step over raw connections, as the edge would pass it on.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::Order;
use crate::buyer::Edge;
use crate::crowd::{Crowd, Wire as _};
use crate::http_wire::{HttpWire, body, is_done, request};
use crate::show::{self, Show};
use crate::surroundings;

/// Connections.
const CROWD: usize = 32;

/// An order with a payment under way.
pub(super) struct Begun {
    order: Order,
    /// `ord_…`
    id: String,
    /// The document of the attempt.
    attempt: Value,
    /// Toss's name of the payment, once authorised.
    payment_key: String,
}

/// So many orders of so many buyers on a show of their own; how many were paid a second.
pub(super) async fn round(db: &PgPool, edge: &Edge, count: usize) -> Result<f64> {
    let core = surroundings::port("BENCH_CORE")?;
    let orders = stage(db, edge, count).await?;
    let (there, begun) =
        each(orders, core, async |wire, order| begin(wire, edge, order).await).await?;
    let toss = surroundings::port("TOSS_BASE_URL")?;
    let (_, begun) = each(begun, toss, authorise).await?;
    let (back, _) =
        each(begun, core, async |wire, order| come_back(wire, edge, order).await).await?;
    Ok(f64::from(u32::try_from(count)?) / (there + back).as_secs_f64())
}

/// One order alone, from hold to ticket.
pub(super) async fn one(edge: &Edge, order: Order) -> Result<()> {
    let mut core = HttpWire::connect(surroundings::port("BENCH_CORE")?).await?;
    let mut toss = HttpWire::connect(surroundings::port("TOSS_BASE_URL")?).await?;
    let begun = begin(&mut core, edge, order).await?;
    let begun = authorise(&mut toss, begun).await?;
    come_back(&mut core, edge, begun).await
}

/// Buyers with passes who have looked at the map of a new show.
pub(super) async fn stage(db: &PgPool, edge: &Edge, count: usize) -> Result<Vec<Order>> {
    let show = Show::open(db).await?;
    let people = show::people(db, count).await?;
    let buyers: Vec<_> = people.into_iter().map(|account| edge.admit(account, show.sale)).collect();
    let path = format!("/api/v1/sales/{}/seats", show.sale);
    let looks = buyers.iter().map(|buyer| edge.request(buyer, "GET", &path, &[])).collect();
    let crowd = Crowd::<HttpWire>::connect(CROWD, surroundings::port("BENCH_CORE")?).await?;
    crowd.send(Arc::new(looks), is_done).await?;
    let order = |(n, buyer)| Order { buyer, show, seats: [n * 2, n * 2 + 1] };
    Ok(buyers.into_iter().enumerate().map(order).collect())
}

/// Does the work for each item, as many at a time as there are connections.
async fn each<T, R>(
    items: Vec<T>,
    port: u16,
    work: impl AsyncFn(&mut HttpWire, T) -> Result<R>,
) -> Result<(Duration, Vec<R>)> {
    let mut wires = Vec::new();
    for _ in 0..CROWD {
        wires.push(HttpWire::connect(port).await?);
    }
    let queue = RefCell::new(items.into_iter());
    let next = || queue.borrow_mut().next();
    let began = Instant::now();
    let workers = wires.iter_mut().map(async |wire| {
        let mut done = Vec::new();
        while let Some(item) = next() {
            done.push(work(wire, item).await?);
        }
        anyhow::Ok(done)
    });
    let done = try_join_all(workers).await?;
    Ok((began.elapsed(), done.into_iter().flatten().collect()))
}

async fn begin(wire: &mut HttpWire, edge: &Edge, order: Order) -> Result<Begun> {
    let sale = order.show.sale;
    let hold = json!({ "seats": order.seats });
    let hold = post(wire, edge, &order, &format!("/api/v1/sales/{sale}/holds"), &hold).await?;
    let placed = json!({ "hold": hold["id"], "coupon": "best" });
    let placed = post(wire, edge, &order, &format!("/api/v1/sales/{sale}/orders"), &placed).await?;
    let id = placed["id"].as_str().context("the order has no id")?.to_owned();
    let path = format!("/api/v1/orders/{id}/attempts");
    let attempt = post(wire, edge, &order, &path, &Value::Null).await?;
    Ok(Begun { order, id, attempt, payment_key: String::new() })
}

/// What the buyer does in Toss's window.
async fn authorise(wire: &mut HttpWire, begun: Begun) -> Result<Begun> {
    let attempt = &begun.attempt;
    let session = json!({
        "order_id": attempt["provider_order_id"],
        "amount": attempt["amount"]["minor"],
        "order_name": attempt["order_name"],
        "success_url": attempt["success_url"],
        "fail_url": attempt["fail_url"],
    });
    let as_json = [("content-type", "application/json")];
    let open = request("POST", "/_sim/sessions", &as_json, session.to_string().as_bytes());
    let opened = document(wire.ask(&open).await?)?;
    let key = opened["payment_key"].as_str().context("no payment key")?.to_owned();
    let path = format!("/_sim/sessions/{key}/authenticate");
    document(wire.ask(&request("POST", &path, &as_json, b"{}")).await?)?;
    Ok(Begun { payment_key: key, ..begun })
}

async fn come_back(wire: &mut HttpWire, edge: &Edge, begun: Begun) -> Result<()> {
    let Begun { order, id, attempt, payment_key } = begun;
    let back = json!({
        "payment_key": payment_key,
        "provider_order_id": attempt["provider_order_id"],
        "amount": attempt["amount"]["minor"],
    });
    let paid = post(wire, edge, &order, &format!("/api/v1/orders/{id}/pay-return"), &back).await?;
    ensure!(paid["state"] == "confirmed", "the order is {}", paid["state"]);
    let tickets = paid["tickets"].as_array().map_or(0, Vec::len);
    ensure!(tickets == order.seats.len(), "{tickets} tickets");
    Ok(())
}

async fn post(
    wire: &mut HttpWire,
    edge: &Edge,
    order: &Order,
    path: &str,
    content: &Value,
) -> Result<Value> {
    let content = if content.is_null() { String::new() } else { content.to_string() };
    let request = edge.request(&order.buyer, "POST", path, content.as_bytes());
    document(wire.ask(&request).await?)
}

fn document(answer: &[u8]) -> Result<Value> {
    ensure!(is_done(answer), "answered with {}", String::from_utf8_lossy(answer));
    Ok(serde_json::from_slice(body(answer))?)
}
