//! What the site answers through its public address. Asking fills the edge's caches.

use frontrow_shared::jwks::Jwks;
use serde_json::Value;

use super::point::{Item, Point};
use super::sale_points::SaleFacts;
use super::site::Answer;
use crate::state::AppState;

/// All of it.
pub(super) async fn items(state: &AppState, facts: &SaleFacts) -> [Item; 3] {
    tokio::join!(edge(state), pass_keys(state), catalog(state, facts)).into()
}

async fn edge(state: &AppState) -> Item {
    let base = state.site.base();
    let how = "Start or deploy the edge, or set FRONTROW_SITE_URL to where it is.";
    match state.site.get("/healthz").await {
        Ok(answer) if answer.json["status"] == "ok" => Point::Edge.ok(format!("{base} answers.")),
        Ok(answer) => Point::Edge.bad(format!("{base} answers {}.", said(&answer)), how),
        Err(error) => Point::Edge.bad(format!("{base} does not answer: {error:#}."), how),
    }
}

async fn pass_keys(state: &AppState) -> Item {
    let point = Point::PassKeys;
    let how = "Set FRONTROW_EDGE_JWKS to the edge's /.well-known/jwks.json, or to the document \
               that it answers with.";
    let published = match state.site.get("/.well-known/jwks.json").await {
        Ok(answer) => serde_json::from_value::<Jwks>(answer.json).unwrap_or_default(),
        Err(error) => return point.bad(format!("The edge's cannot be read: {error:#}."), how),
    };
    let known = match state.edge_keys.latest().await {
        Ok(known) => known,
        Err(error) => return point.bad(format!("The core cannot read them: {error}."), how),
    };
    // The signing one stands first.
    match published.keys.first() {
        None => point.bad("The edge publishes none.", how),
        Some(key) if !known.keys.iter().any(|one| one.kid == key.kid && one.x == key.x) => {
            let detail = format!("The edge signs with {}, which the core does not know.", key.kid);
            point.bad(detail, how)
        }
        Some(key) => point.ok(format!("The edge signs with {}, which the core knows.", key.kid)),
    }
}

/// The addresses that a page of the show is made of, and what has to stand in their answers.
async fn catalog(state: &AppState, facts: &SaleFacts) -> Item {
    let id = facts.performance.to_string();
    let show = format!("/api/v1/performances/{id}");
    let plan = format!("{show}/plan");
    let (seats, id) = (Value::from(facts.seats), Value::from(id));
    let found = tokio::join!(
        wrong(state, "/api/v1/performances", "", &Value::Null),
        wrong(state, &plan, "/seats", &seats),
        wrong(state, &show, "/id", &id),
    );
    if let Some(wrong) = found.2.or(found.0).or(found.1) {
        return Point::Catalog.bad(
            wrong,
            "Publish the performance, if it is a draft. The edge reaches the core at CORE_URL \
             and signs by the root secret of which FRONTROW_HOP_KEYS are made.",
        );
    }
    Point::Catalog.ok("List, show and plan come through the edge and are in its cache.")
}

async fn wrong(state: &AppState, path: &str, pointer: &str, value: &Value) -> Option<String> {
    match state.site.get(path).await {
        Err(error) => Some(format!("{path} does not come: {error:#}.")),
        Ok(answer) if answer.status != 200 => Some(format!("{path} answers {}.", said(&answer))),
        Ok(answer) if answer.headers.contains_key("x-frontrow-stale") => {
            Some(format!("{path} is an old answer: the edge does not reach the core."))
        }
        Ok(answer) if !pointer.is_empty() && answer.json.pointer(pointer) != Some(value) => {
            Some(format!("{path} is not of this show: is the site another system's?"))
        }
        Ok(_) => None,
    }
}

/// The status and, of a problem, its code.
fn said(answer: &Answer) -> String {
    match answer.json["code"].as_str() {
        Some(code) => format!("{} {code}", answer.status),
        None => answer.status.to_string(),
    }
}
