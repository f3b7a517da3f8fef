//! Redeeming a code (OIDC Core, 3.1.3), and what the ID token says.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::control::Fault;
use crate::key::Key;
use crate::state::{Code, Sim, fresh};

/// How long a code is good (RFC 6749, 4.1.2 allows ten minutes).
const CODE_LIFE: Duration = Duration::from_secs(60);
/// How long an ID token is good, in seconds.
const ID_TOKEN_S: u64 = 300;

pub(crate) fn routes() -> Router<Sim> {
    Router::new().route("/token", post(redeem))
}

#[derive(Deserialize)]
struct Request {
    grant_type: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

async fn redeem(
    State(sim): State<Sim>,
    headers: HeaderMap,
    Form(request): Form<Request>,
) -> Response {
    let config = sim.config();
    let client = basic(&headers).or(request.client_id.clone().zip(request.client_secret.clone()));
    if client != Some((config.client_id.clone(), config.client_secret.clone())) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if request.grant_type.as_deref() != Some("authorization_code") {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    // Taken out whatever follows: a code that was shown once is worth nothing any more.
    let code = request.code.as_ref().and_then(|code| sim.world().codes.remove(code));
    let verifier = request.code_verifier.unwrap_or_default();
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let good = |code: &Code| {
        code.made.elapsed() < CODE_LIFE
            && code.asked.challenge == challenge
            && request.redirect_uri.as_deref() == Some(&config.redirect_uri)
    };
    let Some(code) = code.filter(good) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let fault = sim.world().faults.pop_front();
    if fault == Some(Fault::ServerError) {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable");
    }
    let Some(id_token) = id_token(&sim, &code, fault) else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "server_error");
    };
    let mut answer = json!({
        "access_token": fresh(), "token_type": "Bearer", "expires_in": ID_TOKEN_S,
        "id_token": id_token,
    });
    if fault == Some(Fault::NoIdToken)
        && let Some(members) = answer.as_object_mut()
    {
        members.remove("id_token");
    }
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

fn id_token(sim: &Sim, code: &Code, fault: Option<Fault>) -> Option<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let person = &code.person;
    let mut claims = json!({
        "iss": sim.issuer(), "aud": sim.config().client_id, "sub": person.subject,
        "iat": now, "exp": now + ID_TOKEN_S,
        "email": person.email, "email_verified": person.email_verified, "name": person.name,
    });
    if let Some(nonce) = &code.asked.nonce {
        claims["nonce"] = json!(nonce);
    }
    match fault {
        Some(Fault::WrongNonce) => claims["nonce"] = json!("another"),
        Some(Fault::WrongAudience) => claims["aud"] = json!("somebody-else"),
        Some(Fault::WrongIssuer) => claims["iss"] = json!("http://127.0.0.1:9"),
        Some(Fault::Expired) => claims["exp"] = json!(now - 3_600),
        Some(Fault::Unsigned) => return Some(unsigned(&claims)),
        Some(Fault::ForeignKey) => {
            // Signed by somebody else under our key's name.
            let foreign = Key::generate().ok()?;
            return foreign.sign(&claims, Some(sim.world().key.kid())).ok();
        }
        _ => {}
    }
    sim.world().key.sign(&claims, None).ok()
}

fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(claims))
}

/// Client id and secret of HTTP Basic. Both are form-encoded first (RFC 6749, 2.3.1); ours hold
/// nothing that would change.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let text = BASE64_STANDARD.decode(value.strip_prefix("Basic ")?).ok()?;
    let text = String::from_utf8(text).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "error": error }))).into_response()
}
