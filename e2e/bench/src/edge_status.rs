//! The status document that everybody in line polls, against a Worker that says hello.

use std::sync::Arc;

use anyhow::Result;
use frontrow_shared::id::SaleId;
use uuid::Uuid;

use crate::crowd::Crowd;
use crate::http_wire::{HttpWire, is_done, request};
use crate::rounds::Rounds;
use crate::{report, stub_core, surroundings};

/// Connections.
const CROWD: usize = 50;
/// Requests in one round.
const POLLS: usize = 12_000;

/// Runs the bench.
pub(crate) async fn run() -> Result<()> {
    stub_core::start()?;
    let (hello, edge) =
        (surroundings::port("BENCH_HELLO_URL")?, surroundings::port("BENCH_EDGE_URL")?);
    let path = format!("/q/v1/{}/status", SaleId(Uuid::now_v7()));
    let poll = request("GET", &path, &[("accept", "application/json")], &[]);
    let polls = Arc::new(vec![poll; POLLS]);
    let round = async |port| {
        let crowd = Crowd::<HttpWire>::connect(CROWD, port).await?;
        crowd.send(Arc::clone(&polls), is_done).await
    };
    let rounds = Rounds::run(async || round(hello).await, async || round(edge).await).await?;
    report::figure("edge_status", "polls", &rounds);
    Ok(())
}
