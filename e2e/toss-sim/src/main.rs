//! The `toss-sim` program: reads its settings, listens on loopback, says where.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::{Context, ensure};
use clap::Parser;
use tokio::net::TcpListener;
use toss_sim::{AmountMismatch, Config, Switches};

/// A faithful Toss Payments on loopback, for tests and development. No money moves.
#[derive(Parser)]
#[command(name = "toss-sim", version)]
struct Args {
    /// Where to listen; loopback only, port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The one secret key that is accepted. The default is Toss's public documentation key.
    #[arg(long, default_value = toss_sim::DOCS_SECRET_KEY, hide_default_value = true)]
    secret_key: String,
    /// The client key that pairs with it.
    #[arg(long, default_value = toss_sim::DOCS_CLIENT_KEY)]
    client_key: String,
    /// Where PAYMENT_STATUS_CHANGED is sent. Without it webhooks are recorded, not sent.
    #[arg(long)]
    webhook_url: Option<reqwest::Url>,
    /// How a confirm with another amount than requested is refused (unverified at Toss).
    #[arg(long, value_enum, default_value_t)]
    amount_mismatch: AmountMismatch,
    /// Bind 5xx answers to their Idempotency-Key too (unverified at Toss).
    #[arg(long)]
    bind_server_errors: bool,
    /// Answer 404 to reads of payments that were never approved (unverified at Toss).
    #[arg(long)]
    hide_unapproved: bool,
    /// Requests a minute and endpoint before 429; Toss's test mode allows 100.
    #[arg(long)]
    requests_per_minute: Option<u32>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let args = Args::parse();
    ensure!(
        args.listen.ip().is_loopback(),
        "toss-sim has an open control API, so it listens on loopback only: use --listen 127.0.0.1:PORT"
    );
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}: choose another --listen", args.listen))?;
    let address = listener.local_addr().context("the listener has no address")?;

    let mut stdout = std::io::stdout();
    writeln!(stdout, "toss-sim listening on http://{address}")?;
    stdout.flush()?;

    let config = Config {
        secret_key: args.secret_key,
        client_key: args.client_key,
        webhook_url: args.webhook_url,
        switches: Switches {
            amount_mismatch: args.amount_mismatch,
            bind_server_errors: args.bind_server_errors,
            hide_unapproved: args.hide_unapproved,
            requests_per_minute: args.requests_per_minute,
        },
    };
    tokio::select! {
        ended = toss_sim::serve(listener, config) => ended.context("toss-sim stopped serving"),
        () = stop_signal() => Ok(()),
    }
}

/// Ctrl-C, or SIGTERM where that exists.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return interrupt.await };
        tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
