//! `POST …/holds` at the core, signed as the edge signs, against a bare axum handler that runs a
//! script which does nothing. Both get the same bytes over the same number of connections.

use std::sync::Arc;

use anyhow::{Result, ensure};
use frontrow::seats::keys::Key;
use sqlx::PgPool;

use crate::buyer::{Buyer, Edge};
use crate::crowd::Crowd;
use crate::http_wire::{HttpWire, is_done};
use crate::rounds::Rounds;
use crate::show::{self, SEATS, Show};
use crate::{report, surroundings};

/// Connections.
const CROWD: usize = 50;
/// Holds in one round, of two seats each.
const HOLDS: usize = 2_500;
const SEATS_EACH: usize = 2;

/// Runs the bench.
pub(crate) async fn run() -> Result<()> {
    let (core, bare) = (surroundings::port("BENCH_CORE")?, surroundings::port("BENCH_BARE_HOLD")?);
    let url = surroundings::named("REDIS_URL")?;
    let mut redis = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let (db, edge) = (show::database("DATABASE_URL").await?, Edge::new()?);
    let rounds = Rounds::run(
        async || {
            let stage = Stage::new(&db, &edge, core).await?;
            let crowd = Crowd::<HttpWire>::connect(CROWD, bare).await?;
            crowd.send(Arc::new(stage.holds(&edge)), is_done).await
        },
        async || {
            let stage = Stage::new(&db, &edge, core).await?;
            let crowd = Crowd::<HttpWire>::connect(CROWD, core).await?;
            let pace = crowd.send(Arc::new(stage.holds(&edge)), is_done).await?;
            let key = Key::Claims.of(stage.show.performance);
            let claims: usize = redis::cmd("HLEN").arg(key).query_async(&mut redis).await?;
            ensure!(claims == HOLDS * SEATS_EACH, "{HOLDS} holds left {claims} claims");
            Ok(pace)
        },
    )
    .await?;
    report::figure("post_hold", "holds", &rounds);
    Ok(())
}

/// A show, and buyers who have looked at its map, as one does before choosing.
struct Stage {
    show: Show,
    buyers: Vec<Buyer>,
}

impl Stage {
    async fn new(db: &PgPool, edge: &Edge, core: u16) -> Result<Self> {
        let show = Show::open(db).await?;
        let people = show::people(db, HOLDS).await?;
        let buyers: Vec<_> =
            people.into_iter().map(|account| edge.admit(account, show.sale)).collect();
        let path = format!("/api/v1/sales/{}/seats", show.sale);
        let looks = buyers.iter().map(|buyer| edge.request(buyer, "GET", &path, &[])).collect();
        let crowd = Crowd::<HttpWire>::connect(CROWD, core).await?;
        crowd.send(Arc::new(looks), is_done).await?;
        Ok(Self { show, buyers })
    }

    /// Everybody's hold, of seats that nobody else wants.
    fn holds(&self, edge: &Edge) -> Vec<Vec<u8>> {
        let path = format!("/api/v1/sales/{}/holds", self.show.sale);
        let all = usize::try_from(SEATS).unwrap_or_default();
        let hold = |(n, buyer): (usize, &Buyer)| {
            // 7 has no factor in common with the number of seats: no order, and none twice.
            let seat = |k: usize| (n * SEATS_EACH + k) * 7 % all;
            let body = format!(r#"{{"seats":[{},{}]}}"#, seat(0), seat(1));
            edge.request(buyer, "POST", &path, body.as_bytes())
        };
        self.buyers.iter().enumerate().map(hold).collect()
    }
}
