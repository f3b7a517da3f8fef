//! A hold on its way through the gate (pass and access token verified, identity signed), against
//! a Worker that hands every request on. Behind both stands the same core, which costs nothing.

use std::sync::Arc;

use anyhow::Result;
use frontrow::clock;
use frontrow_shared::access::Door;
use frontrow_shared::id::{AccountId, SaleId, SessionId};
use uuid::Uuid;

use crate::buyer::Edge;
use crate::crowd::Crowd;
use crate::http_wire::{HttpWire, is_done, request};
use crate::rounds::Rounds;
use crate::{keys, report, stub_core, surroundings};

/// Connections.
const CROWD: usize = 50;
/// People, each with a pass and an access token.
const BUYERS: usize = 300;
/// Requests in one round.
const REQUESTS: usize = 3_000;

/// Runs the bench.
pub(crate) async fn run() -> Result<()> {
    stub_core::start()?;
    let bare = surroundings::port("BENCH_PASS_URL")?;
    let gate = surroundings::port("BENCH_EDGE_URL")?;
    let (edge, signer, sale) = (Edge::new()?, keys::signer()?, SaleId(Uuid::now_v7()));
    let path = format!("/api/v1/sales/{sale}/holds");
    let hold = |n: usize| {
        let account = AccountId(Uuid::now_v7());
        let buyer = edge.admit(account, sale);
        let access =
            signer.access(Door::Site, account, SessionId(Uuid::now_v7()), 0, clock::wall());
        let headers = [
            ("x-frontrow-pass", buyer.pass.as_str()),
            ("authorization", &format!("Bearer {access}")),
            ("content-type", "application/json"),
            ("idempotency-key", &Uuid::now_v7().to_string()),
            ("accept", "application/json"),
        ];
        request("POST", &path, &headers, format!(r#"{{"seats":[{n}]}}"#).as_bytes())
    };
    let buyers: Vec<_> = (0..BUYERS).map(hold).collect();
    let requests: Arc<Vec<_>> = Arc::new(buyers.into_iter().cycle().take(REQUESTS).collect());
    let round = async |port| {
        let crowd = Crowd::<HttpWire>::connect(CROWD, port).await?;
        crowd.send(Arc::clone(&requests), is_done).await
    };
    let rounds = Rounds::run(async || round(bare).await, async || round(gate).await).await?;
    report::figure("edge_gate", "holds", &rounds);
    Ok(())
}
