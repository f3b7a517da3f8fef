//! Staff signing in, staying signed in, and out; what the log keeps of it.

use frontrow_shared::access::Door;
use serde_json::{Value, json};

use super::acts::log;
use crate::harness::{Answer, App, Staff, books};

const PASSWORD: &str = "correct horse battery";

/// Somebody who has signed up on the site, with these roles.
async fn person(app: &App, email: &str, roles: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD, "name": "N" });
    let answer = app.edge.post("/api/v1/auth/sign-up", body).await.expect(201);
    sqlx::query("update accounts set roles = $1::text[] where email = $2")
        .bind(roles)
        .bind(email)
        .execute(&app.state.db)
        .await
        .unwrap();
    answer.json["account"]["id"].as_str().unwrap().to_owned()
}

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

#[tokio::test]
async fn sign_ins_are_recorded_and_failed_ones_too_without_what_was_typed() {
    let app = App::start().await;
    let admin = Staff::with_role(&app, "admin").await;
    let account = person(&app, "staff@example.com", "{staff}").await;
    let other = person(&app, "buyer@example.com", "{buyer}").await;
    let door = "/staff/v1/sign-in";
    let mut staff = Staff::nobody(&app);
    for (email, password, status) in [
        ("STAFF@example.com", PASSWORD, 200),
        ("staff@example.com", "wrong horse", 401),
        ("buyer@example.com", PASSWORD, 403),
        ("Nobody@example.com", PASSWORD, 401),
        (PASSWORD, "staff@example.com", 401),
    ] {
        let answer = staff.post(door, credentials(email, password)).await.expect(status);
        if status == 200 {
            answer.json["access_token"].as_str().unwrap().clone_into(&mut staff.token);
        }
    }
    let of = |kind: &str, id: &str| json!({ "kind": kind, "id": id });
    let reason = |code: &str| json!({ "reason": code });
    let failed = "staff.sign_in_failed";
    let found = log(&admin, "").await;
    let found: Vec<Value> = found
        .iter()
        .rev()
        .map(|act| json!([act["action"], act["actor"]["id"], act["subject"], act["after"]]))
        .collect();
    assert_eq!(
        found,
        [
            json!(["staff.signed_in", account, of("account", &account), null]),
            json!([failed, null, of("account", &account), reason("credentials_wrong")]),
            json!([failed, null, of("account", &other), reason("forbidden")]),
            json!([failed, null, of("address", "nobody@example.com"), reason("credentials_wrong")]),
            json!([failed, null, of("address", "no address"), reason("credentials_wrong")]),
        ]
    );
    // Who was refused for want of a role has no session either.
    let sessions: i64 = sqlx::query_scalar("select count(*) from sessions where account_id = $1")
        .bind(uuid::Uuid::parse_str(&other[4..]).unwrap())
        .fetch_one(&app.state.db)
        .await
        .unwrap();
    assert_eq!(sessions, 1, "the one of signing up");
    // An address is found whether or not an account has it.
    assert_eq!(log(&admin, "?subject=nobody@example.com").await.len(), 1);
    assert_eq!(log(&admin, "?subject=buyer@example.com").await.len(), 1);

    staff.post("/staff/v1/sign-out", Value::Null).await.expect(204);
    let newest = log(&admin, "").await.remove(0);
    assert_eq!(
        (&newest["action"], &newest["actor"]["id"]),
        (&json!("staff.signed_out"), &json!(account))
    );
    for path in ["/staff/v1/sign-out", "/staff/v1/sign-in/renew"] {
        let over = staff.post(path, Value::Null).await.expect(401);
        assert_eq!(over.code(), "sign_in_required", "{path}");
    }
    assert_eq!(log(&admin, "").await.remove(0), newest, "nobody signed out twice");
}

#[tokio::test]
async fn a_good_token_gets_a_fresh_one_of_the_same_session_for_twelve_hours() {
    let app = App::start().await;
    person(&app, "staff@example.com", "{staff}").await;
    let mut staff = Staff::nobody(&app);
    let told = |answer: &Answer| answer.json["access_token"].as_str().unwrap().to_owned();
    let door = credentials("staff@example.com", PASSWORD);
    staff.token = told(&staff.post("/staff/v1/sign-in", door).await.expect(200));
    let session =
        |token: &str| app.state.signer.verify(token, Door::Staff, frontrow::clock::wall()).unwrap();
    let old = session(&staff.token);
    let renew = "/staff/v1/sign-in/renew";
    let renewed = staff.post(renew, Value::Null).await.expect(200);
    assert_eq!(renewed.headers["cache-control"], "no-store");
    assert_eq!(renewed.json["expires_in_s"], 600);
    staff.token = told(&renewed);
    let fresh = session(&staff.token);
    assert_eq!((fresh.sub, fresh.sid), (old.sub, old.sid));
    assert!(fresh.exp >= old.exp);
    staff.get("/staff/v1/venues").await.expect(200);

    books::shift_clock(&app.state.db, 12 * 3_600_000).await;
    for path in [renew, "/staff/v1/sign-out"] {
        let over = staff.post(path, Value::Null).await.expect(401);
        assert_eq!(over.code(), "sign_in_required", "{path}");
    }
}
