//! The limit of post_hold: an axum handler that runs a script which does nothing, with as many
//! keys and arguments as a hold has, and answers 201.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use redis::Script;
use redis::aio::ConnectionManager;
use tokio::net::TcpListener;

use crate::surroundings;

/// Keys of `hold.lua`.
const KEYS: usize = 6;
/// Arguments of `hold.lua` for two seats.
const ARGS: usize = 14;

/// Serves until the process ends.
pub(crate) async fn serve() -> Result<()> {
    let client = redis::Client::open(surroundings::named("REDIS_URL")?)?;
    let no_op = Arc::new(Script::new("#!lua\nreturn 1"));
    let state = (client.get_connection_manager().await?, no_op);
    let address = (IpAddr::V4(Ipv4Addr::LOCALHOST), surroundings::port("BENCH_BARE_HOLD")?);
    let listener = TcpListener::bind(address).await.context("the port is taken")?;
    axum::serve(listener, Router::new().fallback(hold).with_state(state)).await?;
    Ok(())
}

async fn hold(
    State((mut redis, no_op)): State<(ConnectionManager, Arc<Script>)>,
    body: Bytes,
) -> StatusCode {
    let mut call = no_op.prepare_invoke();
    (0..KEYS).for_each(|_| {
        call.key("{p:00000000000000000000000000000000}:claims");
    });
    (0..ARGS).for_each(|_| {
        call.arg("00000000000000000000000000000000");
    });
    match call.invoke_async::<i64>(&mut redis).await {
        Ok(_) if !body.is_empty() => StatusCode::CREATED,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
