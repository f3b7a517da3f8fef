//! A small faithful OpenID Connect issuer on loopback: what Frontrow's outside sign-in, its
//! tests and the development system talk to instead of a real one.
//!
//! Faithful means at the protocol: discovery, JWKS, the authorization code flow with PKCE (S256,
//! required), client authentication, codes that work once and for a minute, ID tokens signed
//! with RS256. Who somebody is, is typed into its page; nothing is checked, nobody is kept out.
//! What a broken or hostile issuer would do can be ordered through `POST /_sim/faults`.
//!
//! | part | decides |
//! |---|---|
//! | `authorize` | the browser's way: request, page, redirect with a code |
//! | `token` | redeeming a code, and what the ID token says |
//! | `key` | the signing key, and the next one |
//! | `control` | `/_sim/*`: faults, another key |

mod authorize;
mod control;
mod discovery;
mod key;
mod state;
mod token;

use std::io;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use tokio::net::TcpListener;

pub use control::Fault;
pub use state::Config;

use state::Sim;

/// The largest request body.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// Serves one issuer on `listener` until the future is dropped. Its issuer address is that of
/// the listener.
///
/// # Errors
/// A listener without a local address; a key that cannot be made.
pub async fn serve(listener: TcpListener, config: Config) -> io::Result<()> {
    let issuer = format!("http://{}", listener.local_addr()?);
    let sim = Sim::new(issuer, config).map_err(io::Error::other)?;
    let router = Router::new()
        .route("/healthz", get(async || axum::Json(serde_json::json!({ "status": "ok" }))))
        .merge(discovery::routes())
        .merge(authorize::routes())
        .merge(token::routes())
        .merge(control::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(sim);
    axum::serve(listener, router).await
}
