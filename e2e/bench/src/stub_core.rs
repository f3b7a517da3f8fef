//! A core that costs nothing: it stands behind ours and behind the limit, so that a bench of the
//! edge measures the edge. It answers rooms, and everything else with a few constant bytes.

use std::thread;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::Path;
use axum::response::Json;
use axum::routing::{get, post};
use frontrow::clock;
use frontrow_shared::id::SaleId;
use frontrow_shared::sync::{Mode, RoomSettings, Stock, SyncAnswer, SyncReport};
use frontrow_shared::time::UnixMillis;
use tokio::net::TcpListener;

use crate::{keys, surroundings};

/// Starts it on a thread of its own, where the Worker expects the core; ends with the process.
pub(crate) fn start() -> Result<()> {
    let port = surroundings::port("BENCH_CORE_URL")?;
    let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::Builder::new()
        .name("stub-core".to_owned())
        .spawn(move || runtime.block_on(serve(listener)))
        .context("no thread for the core")?;
    Ok(())
}

async fn serve(listener: std::net::TcpListener) -> Result<()> {
    let jwks = keys::signer()?.jwks;
    let app = Router::new()
        .route("/edge/v1/sales/{sale}", get(settings))
        .route("/edge/v1/rooms/{sale}/sync", post(sync))
        .route("/api/v1/auth/jwks.json", get(async move || Json(jwks)))
        .fallback(async || Json(serde_json::json!({ "ok": true })));
    axum::serve(TcpListener::from_std(listener)?, app).await?;
    Ok(())
}

async fn settings(Path(sale): Path<SaleId>) -> Json<RoomSettings> {
    Json(open(sale))
}

async fn sync(Path(sale): Path<SaleId>, Json(report): Json<SyncReport>) -> Json<SyncAnswer> {
    let granted = report.granted.into_iter().map(|granted| granted.jti);
    Json(SyncAnswer {
        acked: granted.chain(report.ended.into_iter().map(|ended| ended.jti)).collect(),
        ended: Vec::new(),
        cursor: report.cursor,
        busy: Vec::new(),
        settings: open(sale),
        stock: Stock { free: 10_000, total: 10_000 },
        cap: 100,
        health: 100,
        foreign_active: 0,
        living: Vec::new(),
        known: None,
        now_ms: clock::wall(),
    })
}

/// A sale that opened a minute ago.
fn open(sale: SaleId) -> RoomSettings {
    let now = clock::wall();
    let at = |offset_ms| UnixMillis(now.0 / 60_000 * 60_000 + offset_ms);
    RoomSettings {
        sale,
        mode: Mode::Scheduled,
        lobby_opens_at_ms: at(-7_200_000),
        opens_at_ms: at(-3_600_000),
        closes_at_ms: at(7_200_000),
        cap: 100,
        claim_window_ms: 60_000,
        pass_ttl_ms: 300_000,
        pass_hard_ms: 900_000,
        title: "Bench".to_owned(),
        presale: None,
    }
}
