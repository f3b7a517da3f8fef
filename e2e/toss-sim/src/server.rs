//! The sockets. Connections are driven by hyper itself rather than `axum::serve`, because the
//! simulator must be able to hang up without a byte of an answer, and axum always answers.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::Request;
use axum::response::Response;
use axum::routing::get;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::config::Config;
use crate::state::Sim;
use crate::{checkout, control, payment, webhook};

/// Connections served at once; more wait in the listener's backlog.
const CONNECTIONS_MAX: usize = 2_048;
/// The largest request body. Toss's own limit is unknown; nothing legitimate comes near.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Pause after a failed accept (out of file descriptors, mostly), so as not to spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves one simulator on `listener` until the future is dropped; every connection and pending
/// webhook ends with it.
///
/// # Errors
/// Only if the listener has no local address or the webhook client cannot be built.
pub async fn serve(listener: TcpListener, config: Config) -> io::Result<()> {
    let base_url = format!("http://{}", listener.local_addr()?);
    let courier = webhook::Courier::new().map_err(io::Error::other)?;
    let sim = Sim::new(config, base_url);
    let router = Router::new()
        .route("/healthz", get(async || axum::Json(serde_json::json!({ "status": "ok" }))))
        .merge(payment::routes())
        .merge(checkout::routes())
        .nest("/_sim", control::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(sim.clone());

    let mut tasks = JoinSet::new();
    tasks.spawn(courier.run(sim));
    loop {
        while tasks.try_join_next().is_some() {}
        if tasks.len() > CONNECTIONS_MAX {
            tasks.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                tasks.spawn(serve_connection(stream, router.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Marks a response that must never be written.
#[derive(Clone)]
struct HangUp;

/// Closes the TCP connection in place of an answer.
pub(crate) fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

#[derive(Debug, thiserror::Error)]
#[error("hung up on purpose")]
struct HungUp;

async fn serve_connection(stream: TcpStream, router: Router) {
    // A reply that waits for Nagle's algorithm would look like a slow Toss.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay was refused");
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let answered: Result<Response, Infallible> =
                router.oneshot(request.map(Body::new)).await;
            match answered {
                Ok(response) if response.extensions().get::<HangUp>().is_some() => Err(HungUp),
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        }
    });
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await
    {
        tracing::debug!(%error, "a connection ended early");
    }
}
