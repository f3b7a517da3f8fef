//! People: signing up and in, mailed links, sessions.

mod guessing;
mod outside;
mod proofs;
mod sessions;
mod signing;
mod withdrawal;

use frontrow_shared::access::{AccessClaims, Door};
use serde_json::json;

use crate::harness::{Answer, App, Edge};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Signs somebody up with [`PASSWORD`].
pub(crate) async fn sign_up(app: &App, email: &str) -> Answer {
    let body = json!({"email": email, "password": PASSWORD, "name": "김민지"});
    app.edge.post("/api/v1/auth/sign-up", body).await
}

/// Signs somebody in.
pub(crate) async fn sign_in(app: &App, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    app.edge.post("/api/v1/auth/sign-in", body).await
}

/// The value of a cookie that the answer sets.
pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let prefix = format!("{name}=");
    let values = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie = values.filter_map(|value| value.strip_prefix(&prefix)).next();
    cookie.and_then(|rest| rest.split(';').next()).unwrap_or_default().to_owned()
}

/// Shows a refresh token.
pub(crate) async fn refresh(app: &App, token: &str) -> Answer {
    let edge: Edge = app.edge.clone().with_refresh(token);
    edge.post("/api/v1/auth/refresh", json!({})).await
}

/// Moves the clock of all deadlines.
pub(crate) async fn move_clock(app: &App, ms: i64) {
    sqlx::query(
        "insert into frontrow_settings (name, value) values ('clock_offset_ms', $1)
         on conflict (name) do update set value = excluded.value",
    )
    .bind(ms.to_string())
    .execute(&app.state.db)
    .await
    .unwrap();
}

/// What the access token of an answer says.
pub(crate) fn claims(app: &App, answer: &Answer) -> AccessClaims {
    let access = cookie(answer, "__Host-fr_access");
    app.state.signer.verify(&access, Door::Site, frontrow::clock::wall()).unwrap()
}

/// The client of whom the answer signed in.
pub(crate) fn signed(app: &App, answer: &Answer) -> Edge {
    app.edge.clone().with_access(&claims(app, answer))
}
