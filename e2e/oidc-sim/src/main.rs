//! The `oidc-sim` program: reads its settings, listens on loopback, says where.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::{Context, ensure};
use clap::Parser;
use oidc_sim::Config;
use tokio::net::TcpListener;

/// A small faithful OpenID Connect issuer on loopback, for tests and development.
#[derive(Parser)]
#[command(name = "oidc-sim", version)]
struct Args {
    /// Where to listen; loopback only, port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The one client.
    #[arg(long, default_value = "frontrow")]
    client_id: String,
    /// Its secret.
    #[arg(long, default_value = "oidc-sim-secret")]
    client_secret: String,
    /// Where people may be sent back to; exactly this address.
    #[arg(long)]
    redirect_uri: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    ensure!(
        args.listen.ip().is_loopback(),
        "oidc-sim lets everybody be anybody, so it listens on loopback only: use --listen 127.0.0.1:PORT"
    );
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}: choose another --listen", args.listen))?;
    let address = listener.local_addr().context("the listener has no address")?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "oidc-sim listening on http://{address}")?;
    stdout.flush()?;
    let config = Config {
        client_id: args.client_id,
        client_secret: args.client_secret,
        redirect_uri: args.redirect_uri,
    };
    tokio::select! {
        ended = oidc_sim::serve(listener, config) => ended.context("oidc-sim stopped serving"),
        () = stop_signal() => Ok(()),
    }
}

/// Ctrl-C or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminate.recv() => {} }
}
