//! The site as the core reaches it: what the edge answers through its public address, with the
//! real machine of a room behind its status address.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::routing::get;
use frontrow_shared::keys::Purpose;
use frontrow_shared::room::{Room, Rows};
use http::{StatusCode, Uri, header};
use tokio::net::TcpListener;

use super::Edge;

/// A site in front of a core; its switches are what can be wrong with one.
#[derive(Clone)]
pub(crate) struct Site(Arc<Parts>);

struct Parts {
    base: String,
    edge: tokio::sync::OnceCell<Edge>,
    rooms: tokio::sync::Mutex<HashMap<String, Room>>,
    broken: Mutex<Option<Broken>>,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It answers nothing but 503.
    Away,
    /// Its rooms do not reach the core.
    Rooms,
    /// It signs passes with a key that nobody knows.
    Keys,
    /// The catalog is an old answer.
    Stale,
}

impl Site {
    /// Listens, for a core that is still to be started.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has an address"));
        let site = Self(Arc::new(Parts {
            base,
            edge: tokio::sync::OnceCell::new(),
            rooms: tokio::sync::Mutex::default(),
            broken: Mutex::new(None),
        }));
        let app = Router::new()
            .route("/healthz", get(async || r#"{"status":"ok"}"#))
            .route("/.well-known/jwks.json", get(jwks))
            .route("/q/v1/{sale}/status", get(status))
            .fallback(catalog)
            .layer(axum::middleware::from_fn_with_state(site.clone(), away))
            .with_state(site.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        site
    }

    /// Its address.
    pub(crate) fn base(&self) -> &str {
        &self.0.base
    }

    /// Points it at a core.
    pub(crate) fn reach(&self, edge: Edge) {
        assert!(self.0.edge.set(edge).is_ok(), "it reaches one core");
    }

    /// Breaks it, or mends it.
    pub(crate) fn is(&self, broken: Option<Broken>) {
        *self.0.broken.lock().expect("no test has panicked with it") = broken;
    }

    fn has(&self, broken: Broken) -> bool {
        *self.0.broken.lock().expect("no test has panicked with it") == Some(broken)
    }

    fn edge(&self) -> &Edge {
        self.0.edge.get().expect("the site reaches a core")
    }
}

async fn away(
    State(site): State<Site>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    if site.has(Broken::Away) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

async fn jwks(State(site): State<Site>) -> String {
    let jwks = site.edge().jwks();
    if site.has(Broken::Keys) { jwks.replace("k1", "k2") } else { jwks }
}

/// A room that is looked at; as on the edge, its alarm goes off when it wants to.
async fn status(State(site): State<Site>, Path(sale): Path<String>) -> impl IntoResponse {
    let now = frontrow::clock::wall();
    let mut rooms = site.0.rooms.lock().await;
    let ask = |method, path: String, body| {
        let edge = site.edge();
        async move { edge.send_under(Purpose::Sync, method, &path, body, &[]).await }
    };
    let settings = ask("GET", format!("/edge/v1/sales/{sale}"), None).await;
    let Ok(settings) = serde_json::from_value(settings.json) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let room = rooms.entry(sale.clone()).or_insert_with(|| Room::load(Rows::default(), now));
    room.learn(settings);
    let document = room.status(now);
    if room.next_wake(now).is_some_and(|at| at <= now) && !site.has(Broken::Rooms) {
        let report = room.report(now);
        let body = serde_json::to_value(&report).expect("a report is JSON");
        let answer = ask("POST", format!("/edge/v1/rooms/{sale}/sync"), Some(body)).await;
        let answer = serde_json::from_value(answer.expect(200).json).expect("an answer");
        room.answered(now, &report, &answer, now);
    }
    axum::Json(document).into_response()
}

async fn catalog(State(site): State<Site>, uri: Uri) -> impl IntoResponse {
    let answer = site.edge().get(uri.path()).await;
    let status = StatusCode::from_u16(answer.status).expect("a status");
    let response = (status, [(header::CONTENT_TYPE, "application/json")], answer.body);
    let mut response = response.into_response();
    if site.has(Broken::Stale) {
        response.headers_mut().insert("x-frontrow-stale", http::HeaderValue::from_static("1"));
    }
    response
}
