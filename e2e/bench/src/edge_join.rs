//! Joining a line (visitor and place stored by shard and room), against the round trip to a
//! Durable Object that does nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, ensure};
use frontrow_shared::id::SaleId;
use frontrow_shared::keys::Key;
use serde_json::Value;
use uuid::Uuid;

use crate::crowd::Crowd;
use crate::http_wire::{HttpWire, body, is_done, request};
use crate::rounds::Rounds;
use crate::{report, stub_core, surroundings};

/// Connections: a crowd that comes at once.
const CROWD: usize = 100;
/// Joins, or round trips, in one round.
const JOINS: usize = 800;

/// Runs the bench.
pub(crate) async fn run() -> Result<()> {
    stub_core::start()?;
    let object = surroundings::port("BENCH_OBJECT_URL")?;
    let edge = surroundings::port("BENCH_EDGE_URL")?;
    let path = format!("/q/v1/{}/join", SaleId(Uuid::now_v7()));
    let joins = || Arc::new((0..JOINS).map(|_| join(&path)).collect::<Vec<_>>());
    let mut places = BTreeSet::new();
    let mut joined = 0;
    let rounds = Rounds::run(
        async || {
            let crowd = Crowd::<HttpWire>::connect(CROWD, object).await?;
            crowd.send(joins(), is_done).await
        },
        async || {
            let crowd = Crowd::<HttpWire>::connect(CROWD, edge).await?;
            let (pace, numbers) = crowd.exchange(joins(), is_done, number).await?;
            places.extend(numbers.into_iter().flatten());
            joined += JOINS;
            ensure!(places.len() == joined, "{joined} joins gave {} places", places.len());
            Ok(pace)
        },
    )
    .await?;
    report::figure("edge_join", "joins", &rounds);
    Ok(())
}

/// A visitor who was never seen before.
fn join(path: &str) -> Vec<u8> {
    let mut thumbprint = [0; 32];
    thumbprint[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    let body = format!(r#"{{"thumbprint":"{}"}}"#, Key::new(thumbprint).to_text());
    request("POST", path, &[("content-type", "application/json")], body.as_bytes())
}

/// The number of the place that was given.
fn number(answer: &[u8]) -> Option<u64> {
    let document: Value = serde_json::from_slice(body(answer)).ok()?;
    document["place"]["number"].as_u64()
}
