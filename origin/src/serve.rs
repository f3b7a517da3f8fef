//! `frontrow serve`: both listeners and the jobs, until told to stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::accounts;
use crate::config::ServeConfig;
use crate::figures;
use crate::mail;
use crate::orders;
use crate::retention;
use crate::router;
use crate::seats;
use crate::state::AppState;
use crate::{telemetry, warmup};

/// How long stopping waits for requests and payments under way: a little longer than the
/// provider may take to answer. A second signal stops at once.
const STOP_PATIENCE: Duration = Duration::from_secs(65);

/// Who writes the text of which mails.
pub const MAIL_WRITERS: mail::Writers = &[("account", accounts::letters::compose)];

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// A setting that cannot be used, an address that is taken.
pub async fn run(config: ServeConfig) -> anyhow::Result<()> {
    let metrics = telemetry::start_metrics()?;
    let public = listen(config.public_addr, "FRONTROW_PUBLIC_ADDR").await?;
    let internal = listen(config.internal_addr, "FRONTROW_INTERNAL_ADDR").await?;
    let state = AppState::build(config, metrics).await?;
    check_redis(&state).await?;
    start_jobs(&state);
    tracing::info!(public = %public.local_addr()?, internal = %internal.local_addr()?, "serving");

    let stop = state.jobs.stopping();
    let serve = |listener, app| {
        axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned())
    };
    let public = tokio::spawn(serve(public, router::public(state.clone())).into_future());
    let internal = tokio::spawn(serve(internal, router::internal(state.clone())).into_future());
    told_to_stop().await;
    tracing::info!("stopping: what is under way is finished, nothing new is taken");
    // Requests first: one that is let in may still start work that outlives it.
    let finished = async {
        stop.cancel();
        let ended = tokio::try_join!(public, internal);
        state.jobs.finish().await;
        ended
    };
    tokio::select! {
        ended = tokio::time::timeout(STOP_PATIENCE, finished) => match ended {
            Ok(ended) => { let (public, internal) = ended?; public?; internal?; }
            Err(_) => tracing::warn!("stopping with work under way; the reconciler will finish it"),
        },
        () = told_to_stop() => tracing::warn!("told twice: stopping at once"),
    }
    Ok(())
}

/// Starts what repeats. Every replica runs all of it.
pub fn start_jobs(state: &AppState) {
    orders::start_jobs(state);
    seats::start_jobs(state);
    figures::start_jobs(state);
    warmup::start_jobs(state);
    mail::start_jobs(state, MAIL_WRITERS);
    retention::start_jobs(state);
}

/// Refuses a Redis that forgets. One that is away may come later, like PostgreSQL.
async fn check_redis(state: &AppState) -> anyhow::Result<()> {
    match seats::policy::refuse_eviction(&state.redis).await {
        Err(seats::policy::PolicyError::Script(error)) => {
            tracing::warn!(%error, "Redis does not answer yet; not ready until it does");
            Ok(())
        }
        verdict => verdict.context("REDIS_URL cannot be used"),
    }
}

async fn listen(addr: std::net::SocketAddr, variable: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| {
        format!("cannot listen on {addr}; is another core running? {variable} sets the address")
    })
}

async fn told_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
