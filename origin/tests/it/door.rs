//! The public listener answers the edge alone.

use frontrow::rooms::{self, EndReason};
use frontrow_shared::hop;
use frontrow_shared::keys::Purpose;
use serde_json::json;

use crate::harness::{App, Edge, Show, Staff, buyer};

#[tokio::test]
async fn a_request_without_a_hop_signature_is_refused() {
    let app = App::start().await;
    let request = app.edge.request(Purpose::Hop, "GET", "/anything", Vec::new(), &[1; 16]);
    let (client, request) = request.build_split();
    let mut request = request.expect("a request");
    request.headers_mut().remove(hop::HEADER);
    let answer = Edge::answer(reqwest::RequestBuilder::from_parts(client, request)).await;
    assert_eq!((answer.status, answer.code()), (401, "hop_missing"));
}

#[tokio::test]
async fn a_signed_request_for_nothing_is_not_found_and_an_identity_header_cannot_be_added() {
    let app = App::start().await;
    let nothing = app.edge.get("/nothing/here?x=1").await.expect(404);
    assert_eq!(nothing.json["request_id"], nothing.headers["x-request-id"].to_str().unwrap());
    let request = app.edge.request(Purpose::Hop, "GET", "/nothing", Vec::new(), &[2; 16]);
    let spoilt = request.header(hop::ACCOUNT, "acc_0198c2aa000070008000000000000001");
    let answer = Edge::answer(spoilt).await;
    assert_eq!((answer.status, answer.code()), (401, "hop_forged"));
}

#[tokio::test]
async fn no_other_method_and_no_other_spelling_opens_either_listener() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 4, 50_000).await;
    let performance = show.performance.to_string();
    let buyer = app.edge.clone().for_account(buyer(&app.state.db).await);
    let staff = Staff::signed_in(&app).await;
    let path = format!("/api/v1/performances/{performance}");
    buyer.get(&path).await.expect(200);
    staff.get("/staff/v1/venues").await.expect(200);
    for method in ["PROPFIND", "QUERY", "PUT", "OPTIONS", "TRACE", "X"] {
        for path in [path.as_str(), "/api/v1/coupons"] {
            let answer = buyer.send(method, path, None, &[]).await;
            assert_eq!((answer.status, answer.code()), (405, "method_not_allowed"), "{method}");
        }
        for path in ["/staff/v1/venues", "/healthz", "/metrics", "/console/"] {
            let method = method.parse().expect("a method");
            let answer = staff.send(method, path, None, None).await;
            assert_eq!((answer.status, answer.code()), (405, "method_not_allowed"), "{path}");
        }
    }
    for other in [
        format!("{path}/"),
        format!("/{path}"),
        path.replacen("/v1/", "/v1//", 1),
        path.replacen("prf_", "prf%5F", 1),
        path.replacen("performances", "%70erformances", 1),
        path.replacen("performances", "Performances", 1),
    ] {
        let answer = buyer.get(&other).await;
        assert_eq!((answer.status, answer.code()), (404, "not_found"), "{other}");
    }
    for other in ["/staff/v1/venues/", "/staff/v1//venues", "//staff/v1/venues", "/staff/v1/Venues"]
    {
        let answer = staff.get(other).await;
        assert_eq!((answer.status, answer.code()), (404, "not_found"), "{other}");
    }
}

#[tokio::test]
async fn a_replayed_hop_is_refused() {
    let app = App::start().await;
    let send = || app.edge.request(Purpose::Hop, "POST", "/nothing", b"{}".to_vec(), &[3; 16]);
    Edge::answer(send()).await.expect(404);
    let again = Edge::answer(send()).await;
    assert_eq!((again.status, again.code()), (401, "hop_replayed"));
}

#[tokio::test]
async fn the_rooms_key_does_not_open_the_buyers_routes() {
    let app = App::start().await;
    let answer = app.edge.send_under(Purpose::Sync, "GET", "/api/v1/me", None, &[]).await;
    assert_eq!((answer.status, answer.code()), (401, "hop_forged"));
}

#[tokio::test]
async fn health_tells_when_redis_is_gone() {
    let app = App::start().await;
    let ready = format!("{}/readyz", app.internal);
    assert_eq!(reqwest::get(&ready).await.expect("it answers").status(), 200);
    let App { redis, .. } = app;
    drop(redis);
    assert_eq!(reqwest::get(&ready).await.expect("it answers").status(), 503);
}

#[tokio::test]
async fn each_wrong_pass_has_its_own_code() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 4, 50_000).await;
    let other = Show::open(&app.state.db, 4, 50_000).await;
    let buyer = app.edge.clone().for_account(buyer(&app.state.db).await);
    let (right, pass) = buyer.clone().with_new_pass(show.sale);
    let (elsewhere, _) = buyer.clone().with_new_pass(other.sale);
    let path = format!("/api/v1/sales/{}/seats", show.sale);
    right.get(&path).await.expect(200);
    let sale = show.sale;
    let mut conn = app.state.db.acquire().await.expect("a connection");
    rooms::service::end_pass(&mut conn, sale, pass, EndReason::Left).await.expect("it ends");
    let refused = async |edge: &Edge| edge.get(&path).await.code().to_owned();
    assert_eq!(refused(&buyer).await, "pass_missing");
    assert_eq!(refused(&buyer.clone().with_pass_text("no.pass")).await, "pass_malformed");
    assert_eq!(refused(&elsewhere).await, "pass_wrong_sale");
    // One that fits everybody's account fits nobody's.
    let unbound = buyer.clone().with_unbound_pass(show.sale);
    assert_eq!(refused(&unbound).await, "pass_malformed");
    let holds = format!("/api/v1/sales/{}/holds", show.sale);
    assert_eq!(unbound.post(&holds, json!({ "seats": [0] })).await.code(), "pass_malformed");
    let other = right.clone().for_account(crate::harness::buyer(&app.state.db).await);
    for (path, body) in [
        (holds, json!({ "seats": [0] })),
        (format!("/api/v1/sales/{}/orders", show.sale), json!({ "hold": "hld_1" })),
    ] {
        assert_eq!(other.post(&path, body).await.code(), "pass_other_account", "{path}");
    }
    // An end is known everywhere a second later at the latest.
    let ended = async {
        while refused(&right).await != "pass_ended" {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), ended).await.expect("it is refused");
}

#[tokio::test]
async fn no_method_of_any_address_is_answered_without_a_signature() {
    let app = App::start().await;
    let paths: Vec<String> = frontrow::openapi::document()
        .paths
        .paths
        .into_keys()
        .filter(|path| !path.starts_with("/staff"))
        .chain(["/edge/v1/sales/x".to_owned(), "/edge/v1/rooms/x/sync".to_owned()])
        .collect();
    assert!(paths.len() > 20, "the walk has addresses: {}", paths.len());
    for path in paths {
        let path = path.replace(['{', '}'], "");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let request = app.edge.request(Purpose::Hop, method, &path, Vec::new(), &[4; 16]);
            let (client, request) = request.build_split();
            let mut request = request.expect("a request");
            request.headers_mut().remove(hop::HEADER);
            let answer = Edge::answer(reqwest::RequestBuilder::from_parts(client, request)).await;
            assert_eq!(answer.status, 401, "{method} {path}");
        }
    }
}
