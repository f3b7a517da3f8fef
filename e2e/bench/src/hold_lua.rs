//! The script that takes seats, against a script that does nothing, with the same keys and
//! arguments: 50 connections, no pipelining.

use std::ops::AddAssign;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use frontrow::catalog::SaleWindow;
use frontrow::clock;
use frontrow::seats::keys::Key;
use frontrow::seats::scripts::{self, HOLD, HoldCall, Projected, RebuildStep};
use frontrow_shared::id::{AccountId, HoldId, PassId, PerformanceId};
use frontrow_shared::seatmap::SeatState;
use redis::aio::MultiplexedConnection;
use uuid::Uuid;

use crate::crowd::Crowd;
use crate::redis_wire::{RedisWire, command};
use crate::rounds::Rounds;
use crate::{report, surroundings};

/// Connections.
const CROWD: usize = 50;
/// The demo's arena.
const SEATS: i32 = 10_000;
/// Holds in one round.
const HOLDS: i32 = 16_000;
const EPOCH: i64 = 1;
/// The script that does nothing.
const NO_OP: &str = "#!lua\nreturn 1";

/// Runs the bench for holds of so many seats.
pub(crate) async fn run(name: &str, seats: i32) -> Result<()> {
    let url = surroundings::named("REDIS_URL")?;
    let port = surroundings::port("REDIS_URL")?;
    let mut redis = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let load = |source: &'static str| redis::cmd("SCRIPT").arg("LOAD").arg(source).to_owned();
    let no_op: String = load(NO_OP).query_async(&mut redis).await?;
    let hold: String = load(HOLD.source).query_async(&mut redis).await?;
    let (mut limits, mut holds) = (Spent::default(), Spent::default());
    let round = async |sha: &str, good: fn(&[u8]) -> bool, spent: &mut Spent| {
        let mut redis = redis.clone();
        let stage = Stage::filled(&mut redis, seats).await?;
        let crowd = Crowd::<RedisWire>::connect(CROWD, port).await?;
        redis::cmd("CONFIG").arg("RESETSTAT").exec_async(&mut redis).await?;
        let pace = crowd.send(Arc::new(stage.requests(sha)), good).await?;
        *spent += Spent::told(&mut redis).await?;
        anyhow::Ok((pace, stage))
    };
    let rounds = Rounds::run(
        async || Ok(round(&no_op, |answer| answer == b":1\r\n", &mut limits).await?.0),
        async || {
            let is_held = |answer: &[u8]| answer.starts_with(b"*3\r\n$4\r\nheld\r\n");
            let (pace, stage) = round(&hold, is_held, &mut holds).await?;
            stage.check(&mut redis.clone()).await?;
            Ok(pace)
        },
    )
    .await?;
    report::figure(name, "holds", &rounds);
    let sentence = format!(
        "Redis's own time a call: hold.lua {}, a script that does nothing {}",
        holds.sentence(),
        limits.sentence()
    );
    report::note(name, &sentence);
    Ok(())
}

/// Performances with nothing sold, and who will ask for which seats.
struct Stage {
    performances: Vec<PerformanceId>,
    seats: i32,
}

impl Stage {
    /// Fills as many as one round needs, in an empty Redis.
    async fn filled(redis: &mut MultiplexedConnection, seats: i32) -> Result<Self> {
        redis::cmd("FLUSHALL").exec_async(redis).await?;
        let count = (HOLDS * seats + SEATS - 1) / SEATS;
        let performances: Vec<_> = (0..count).map(|_| PerformanceId(Uuid::now_v7())).collect();
        let free = |seat| Projected { seat, version: 1, state: SeatState::Free };
        let all: Vec<_> = (0..SEATS).map(free).collect();
        for performance in &performances {
            let begin = RebuildStep::Begin { epoch: EPOCH, seats: SEATS, home: "here" };
            scripts::rebuild(redis, *performance, "bench", begin).await?;
            for run in all.chunks(1_000) {
                let fill = RebuildStep::Fill(run);
                scripts::rebuild(redis, *performance, "bench", fill).await?;
            }
            let finish = RebuildStep::Finish { expire_at_ms: clock::wall().0 + 3_600_000 };
            scripts::rebuild(redis, *performance, "bench", finish).await?;
        }
        Ok(Self { performances, seats })
    }

    /// One call a buyer, each for seats that nobody else wants, in no order.
    fn requests(&self, sha: &str) -> Vec<Vec<u8>> {
        let buyers = SEATS / self.seats;
        let all = self.performances.iter().flat_map(|performance| {
            // 7,919 has no factor in common with the number of buyers: all of them, once.
            (0..buyers).map(|buyer| (*performance, (buyer * 7_919) % buyers))
        });
        let wanted = usize::try_from(HOLDS).unwrap_or_default();
        all.take(wanted).map(|(performance, buyer)| self.request(sha, performance, buyer)).collect()
    }

    fn request(&self, sha: &str, performance: PerformanceId, buyer: i32) -> Vec<u8> {
        let now = clock::wall();
        let window = SaleWindow {
            presale: None,
            general_opens_at: now.plus(-60_000),
            closes_at: now.plus(3_600_000),
        };
        let call = HoldCall {
            account: AccountId(Uuid::now_v7()),
            hold: HoldId(Uuid::now_v7()),
            pass: Some(PassId(Uuid::now_v7())),
            ttl_ms: 420_000,
            max_seats: 4,
            window,
            grade: 0,
            seats: (buyer * self.seats..(buyer + 1) * self.seats).collect(),
        };
        let keys: Vec<String> = HOLD.keys.iter().map(|key| key.of(performance)).collect();
        let args = call.args((0, EPOCH));
        let count = keys.len().to_string();
        let head = ["EVALSHA", sha, count.as_str()].into_iter();
        let words =
            head.chain(keys.iter().map(String::as_str)).chain(args.iter().map(String::as_str));
        command(&words.collect::<Vec<_>>())
    }

    /// Every seat asked for is claimed, once.
    async fn check(&self, redis: &mut MultiplexedConnection) -> Result<()> {
        let mut claims = 0;
        for performance in &self.performances {
            let key = Key::Claims.of(*performance);
            claims += redis::cmd("HLEN").arg(key).query_async::<i32>(redis).await?;
        }
        if claims != HOLDS * self.seats {
            bail!("{HOLDS} holds of {} seats left {claims} claims", self.seats);
        }
        Ok(())
    }
}

/// Redis's own account of its EVALSHA calls.
#[derive(Default)]
struct Spent {
    calls: f64,
    micros: f64,
    /// The slowest percent of the last round, in µs.
    p99: f64,
}

impl Spent {
    async fn told(redis: &mut MultiplexedConnection) -> Result<Self> {
        let ask = redis::cmd("INFO").arg("commandstats").arg("latencystats").to_owned();
        let info: String = ask.query_async(redis).await?;
        let number = |line: &str, name: &str| {
            let fields = info.lines().find_map(|found| found.strip_prefix(line))?;
            let field = fields.split(',').find_map(|field| field.strip_prefix(name))?;
            field.trim().parse::<f64>().ok()
        };
        let told = || {
            Some(Self {
                calls: number("cmdstat_evalsha:", "calls=")?,
                micros: number("cmdstat_evalsha:", "usec=")?,
                p99: number("latency_percentiles_usec_evalsha:", "p99=").unwrap_or_default(),
            })
        };
        told().context("Redis does not tell its commandstats")
    }

    fn sentence(&self) -> String {
        format!("{:.1} µs (p99 {:.0} µs)", self.micros / self.calls.max(1.0), self.p99)
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.micros += other.micros;
        self.p99 = other.p99;
    }
}
