//! An outside fuzzer, led by the document: schemathesis. It comes through a proxy of this
//! process, which signs as the edge does and puts things that exist in the place of ids that
//! were made up, so that the walk does not end at "there is no such order".

use std::process::Stdio;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use frontrow_shared::keys::Purpose;
use tokio::net::TcpListener;
use tokio::process::Command;
use uuid::Uuid;

use super::world::World;
use crate::harness::Edge;

/// What of an answer has to be as the document says. The fuzzer's other checks judge what the
/// document cannot promise, such as that a made-up coupon is taken.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,negative_data_rejection,\
    missing_required_header,unsupported_method";
/// Cases an operation, beside those that its schema lists; the same ones at every run.
const CASES: &str = "12";
/// What a refusal of a wrong request may be; a mailed link that is none is gone (410).
const SETTINGS: &str = "[checks.negative_data_rejection]\n\
    expected-statuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429]\n";
/// How long a run may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(600);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outside_fuzzer_finds_no_server_error_and_nothing_undocumented() {
    let world = World::open().await;
    let things = world.things().await;
    let buyers =
        Proxy { base: String::new(), way: Way::Signed(Box::new(world.owner.edge.clone())) };
    let staff = Way::Bearer(world.staff.token.clone());
    let staff = Proxy { base: world.shop.app.internal.clone(), way: staff };
    let documents = [
        ("buyers", frontrow::openapi::buyers_document(), buyers, "^/(api|webhooks)/"),
        ("staff", frontrow::openapi::document(), staff, "^/staff/"),
    ];
    let runs = documents.map(|(name, document, proxy, here)| {
        let json = document.to_json().expect("it is JSON");
        let things = things.clone();
        tokio::spawn(async move { run(name, &json, here, proxy, things).await })
    });
    let mut faults = Vec::new();
    for one in runs {
        faults.extend(one.await.expect("the run ends").err());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Runs the fuzzer over the addresses that match `here`.
async fn run(
    name: &str,
    json: &str,
    here: &str,
    proxy: Proxy,
    things: Vec<String>,
) -> Result<(), String> {
    let program = std::env::var("SCHEMATHESIS")
        .expect("SCHEMATHESIS names the fuzzer; `cargo xtask test fuzz` installs it");
    let folder = std::env::temp_dir().join(format!("frontrow-fuzz-{}", Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(format!("{name}.json"));
    std::fs::write(&file, json).expect("the document is written");
    std::fs::write(folder.join("schemathesis.toml"), SETTINGS).expect("the settings are written");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let router =
        axum::Router::new().fallback(forward).with_state((proxy, things, reqwest::Client::new()));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut fuzzer = Command::new(program);
    fuzzer
        .current_dir(&folder)
        .arg("run")
        .arg(&file)
        .args(["--url", &url, "--include-path-regex", here, "--checks", CHECKS])
        // Whoever has signed out sees nothing more.
        .args(["--exclude-path-regex", "/sign-out$"])
        .args(["--phases", "examples,coverage,fuzzing", "--max-examples", CASES])
        .arg("--generation-deterministic")
        .args(["--suppress-health-check", "all", "--request-timeout", "30", "--max-redirects", "0"])
        .args(["--no-color", "--warnings", "off", "--no-shrink", "--continue-on-failure"])
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, fuzzer.output()).await.expect("the fuzzer ends");
    let output = output.expect("the fuzzer runs");
    server.abort();
    // What it leaves there is of no use to anybody.
    let _ = std::fs::remove_dir_all(&folder);
    let told = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && told.contains(" passed") && told.contains("No issues found") {
        return Ok(());
    }
    Err(format!("{name}: {told}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Where requests go on to, and as whose.
#[derive(Clone)]
struct Proxy {
    base: String,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Signed(Box<Edge>),
    Bearer(String),
}

async fn forward(
    State((proxy, things, client)): State<(Proxy, Vec<String>, reqwest::Client)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = existing(&things, &body);
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = String::from_utf8(existing(&things, path.as_bytes())).expect("it was text");
    let request = match &proxy.way {
        Way::Signed(edge) => {
            // Whatever the fuzzer sends for a pass stands for the right one; none is none.
            let edge = match parts.headers.contains_key("x-frontrow-pass") {
                true => Edge::clone(edge),
                false => Edge::clone(edge).with_pass_text(""),
            };
            let nonce = *Uuid::new_v4().as_bytes();
            edge.request(Purpose::Hop, parts.method.as_str(), &path, body, &nonce)
        }
        Way::Bearer(token) => {
            let address = format!("{}{path}", proxy.base);
            let request = client.request(parts.method.clone(), address).body(body);
            // As with passes.
            match parts.headers.contains_key("authorization") {
                true => request.bearer_auth(token),
                false => request,
            }
        }
    };
    let (client, request) = request.build_split();
    let Ok(mut request) = request else { return refused() };
    for name in ["content-type", "idempotency-key", "accept", "if-none-match"] {
        request.headers_mut().remove(name);
        for value in parts.headers.get_all(name) {
            let name = reqwest::header::HeaderName::from_static(name);
            request.headers_mut().append(name, value.clone());
        }
    }
    let Ok(answer) = client.execute(request).await else { return refused() };
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if name != "transfer-encoding" && name != "content-length" {
            response = response.header(name, value);
        }
    }
    let body: Bytes = answer.bytes().await.unwrap_or_default();
    response.body(Body::from(body)).expect("an answer")
}

/// Something that is no request of HTTP never reaches a listener.
fn refused() -> Response {
    let response =
        Response::builder().status(400).header("content-type", "application/problem+json");
    response.body(Body::empty()).expect("an answer")
}

/// Puts the thing that exists in the place of half of the ids that were made up.
fn existing(things: &[String], bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut text = text.to_owned();
    for thing in things {
        let prefix = &thing[..4];
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(prefix)) {
            let (begin, end) = (from + found, from + found + 36);
            let hex = text.get(begin + 4..end).unwrap_or_default();
            let whole = hex.len() == 32
                && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            if whole && hex.as_bytes()[0].is_ascii_digit() {
                text.replace_range(begin..end, thing);
            }
            from = begin + 4;
        }
    }
    text.into_bytes()
}
