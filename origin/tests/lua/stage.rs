//! A performance in Redis, filled as a rebuild fills it.

use frontrow::catalog::SaleWindow;
use frontrow::config::{SecretText, StoreConfig};
use frontrow::redis::RedisHandle;
use frontrow::seats::scripts::{self, HoldAnswer, HoldCall, Projected, RebuildStep};
use frontrow_shared::id::{AccountId, HoldId, PassId, PerformanceId, SeatNo};
use frontrow_shared::seatmap::SeatState;
use frontrow_shared::time::UnixMillis;
use uuid::Uuid;

pub(crate) const EPOCH: i64 = 3;
pub(crate) const TTL_MS: i64 = 425_000;

/// One performance of its own on one of the two kinds of Redis.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) redis: RedisHandle,
    pub(crate) performance: PerformanceId,
}

/// The two kinds, by the variables that name them.
pub(crate) const KINDS: [(&str, u8); 2] = [("REDIS_URL", 0), ("REDIS_CLUSTER_URL", 1)];

impl Stage {
    /// A stage of free seats on each kind of Redis.
    pub(crate) async fn both(seats: i32) -> Vec<Self> {
        let mut stages = Vec::new();
        for (variable, cluster) in KINDS {
            let stage = Self::empty(variable, cluster).await;
            stage.fill(&(0..seats).map(free).collect::<Vec<_>>()).await;
            stages.push(stage);
        }
        stages
    }

    /// A performance that Redis knows nothing of.
    pub(crate) async fn empty(variable: &str, cluster: u8) -> Self {
        let url = std::env::var(variable)
            .unwrap_or_else(|_| panic!("{variable} names a Redis; `cargo xtask test` sets it"));
        let config = StoreConfig {
            database_url: SecretText::from(""),
            db_connections: 1,
            redis_url: SecretText::from(url.as_str()),
            redis_cluster: cluster,
        };
        let redis = frontrow::redis::connect(&config).await.expect("Redis answers");
        Self { redis, performance: PerformanceId(Uuid::now_v7()) }
    }

    pub(crate) async fn fill(&self, seats: &[Projected]) {
        let count = i32::try_from(seats.len()).unwrap();
        self.step(RebuildStep::Begin { epoch: EPOCH, seats: count, home: "here" }).await;
        for run in seats.chunks(1_000) {
            self.step(RebuildStep::Fill(run)).await;
        }
        let expire_at_ms = now() + 3_600_000;
        self.step(RebuildStep::Finish { expire_at_ms }).await;
    }

    async fn step(&self, step: RebuildStep<'_>) {
        let mut redis = self.redis.clone();
        assert!(scripts::rebuild(&mut redis, self.performance, "one", step).await.unwrap());
    }

    /// Holds now, offset 0.
    pub(crate) async fn hold(&self, call: &HoldCall) -> HoldAnswer {
        let mut redis = self.redis.clone();
        scripts::hold(&mut redis, self.performance, (0, EPOCH), call).await.unwrap()
    }
}

/// Wall clock, which Redis on this machine shares.
pub(crate) fn now() -> i64 {
    frontrow::clock::wall().0
}

pub(crate) fn free(seat: SeatNo) -> Projected {
    Projected { seat, version: 1, state: SeatState::Free }
}

pub(crate) fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

/// A call in an open sale, by buyer `n` with a hold id of its own.
pub(crate) fn call(n: u128, seats: &[SeatNo]) -> HoldCall {
    HoldCall {
        account: account(n),
        hold: HoldId(Uuid::from_u128(n << 96)),
        pass: Some(PassId(Uuid::from_u128(n << 64))),
        ttl_ms: TTL_MS,
        max_seats: 4,
        window: SaleWindow {
            presale: None,
            general_opens_at: UnixMillis(now() - 1_000_000_000),
            closes_at: UnixMillis(now() + 1_000_000_000),
        },
        grade: 0,
        seats: seats.to_vec(),
    }
}

/// Whether the buyer has the seats now.
pub(crate) fn is_held(answer: &HoldAnswer) -> bool {
    matches!(answer, HoldAnswer::Held { .. })
}
