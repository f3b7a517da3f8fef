//! The browser's way: the request is checked, a page asks who to be, the browser goes back with
//! a code.

use std::time::Instant;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::state::{Asked, Code, Person, Sim, fresh};

pub(crate) fn routes() -> Router<Sim> {
    Router::new().route("/authorize", get(page)).route("/authorize/decide", post(decide))
}

/// The authentication request (OIDC Core, 3.1.2.1), with PKCE (RFC 7636).
#[derive(Deserialize)]
struct Request {
    response_type: Option<String>,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

async fn page(State(sim): State<Sim>, Query(request): Query<Request>) -> Response {
    let config = sim.config();
    // Nobody is sent to an address that the client has not registered.
    if request.client_id.as_deref() != Some(&config.client_id)
        || request.redirect_uri.as_deref() != Some(&config.redirect_uri)
    {
        let text = "unknown client_id, or a redirect_uri that is not registered\n";
        return (StatusCode::BAD_REQUEST, text).into_response();
    }
    let state = request.state.unwrap_or_default();
    let openid = request.scope.unwrap_or_default().split(' ').any(|scope| scope == "openid");
    let s256 = request.code_challenge_method.as_deref() == Some("S256");
    let (Some("code"), true, true, Some(challenge)) =
        (request.response_type.as_deref(), openid, s256, request.code_challenge)
    else {
        return back(&sim, &[("error", "invalid_request"), ("state", &state)]);
    };
    let id = fresh();
    let asked = Asked { state, nonce: request.nonce, challenge };
    sim.world().asked.insert(id.clone(), asked);
    Html(PAGE.replace("{request}", &id)).into_response()
}

/// What somebody chose on the page.
#[derive(Deserialize)]
struct Decision {
    request: String,
    act: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    email_verified: Option<String>,
}

async fn decide(State(sim): State<Sim>, Form(decision): Form<Decision>) -> Response {
    let Some(asked) = sim.world().asked.remove(&decision.request) else {
        return (StatusCode::BAD_REQUEST, "this page was used before\n").into_response();
    };
    if decision.act != "sign-in" {
        return back(&sim, &[("error", "access_denied"), ("state", &asked.state)]);
    }
    let person = Person {
        // Lasting, and the same for the same address in any spelling.
        subject: format!("sim-{}", decision.email.to_lowercase()),
        email: decision.email,
        email_verified: decision.email_verified.is_some(),
        name: decision.name,
    };
    let (code, state) = (fresh(), asked.state.clone());
    sim.world().codes.insert(code.clone(), Code { asked, person, made: Instant::now() });
    back(&sim, &[("code", &code), ("state", &state)])
}

/// Sends the browser back with these parameters, and whose answer it is (RFC 9207).
fn back(sim: &Sim, parameters: &[(&str, &str)]) -> Response {
    let base = &sim.config().redirect_uri;
    let joint = if base.contains('?') { '&' } else { '?' };
    let issuer = [("iss", sim.issuer())];
    let pairs: Vec<String> = parameters
        .iter()
        .chain(&issuer)
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    Redirect::to(&format!("{base}{joint}{}", pairs.join("&"))).into_response()
}

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3).
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>oidc-sim</title>
<style>body{font:16px system-ui;max-width:24rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.8rem 0}
input:not([type=checkbox]){display:block;width:100%;font:inherit;padding:.4rem;box-sizing:border-box}button{font:inherit;padding:.5rem 1rem}</style>
<h1>Simulated issuer</h1><p>For development: be whoever you like.</p>
<form method="post" action="/authorize/decide"><input type="hidden" name="request" value="{request}">
<label>E-mail address <input id="email" name="email" type="email" required value="outside@example.com"></label>
<label>Name <input id="name" name="name" value="Outside Person"></label>
<label><input id="verified" type="checkbox" name="email_verified" checked> the address is verified</label>
<button name="act" value="sign-in" id="sign-in">Sign in</button>
<button name="act" value="refuse" id="refuse" formnovalidate>Refuse</button></form></html>
"#;
