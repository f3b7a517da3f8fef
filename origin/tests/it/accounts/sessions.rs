//! The owner's hand on the account: password and sessions.

use serde_json::json;

use super::{PASSWORD, claims, cookie, move_clock, refresh, sign_in, sign_up, signed};
use crate::harness::{Answer, App, Edge};

const NEW_PASSWORD: &str = "quite another battery";

async fn change(person: &Edge, current: &str, new: &str) -> Answer {
    let body = json!({"current_password": current, "password": new});
    person.post("/api/v1/me/password", body).await
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let app = App::start().await;
    let body = json!({"email": "a@example.com", "password": PASSWORD, "name": "A"});
    let firefox = [("user-agent", "Mozilla/5.0 (Windows NT 10.0; rv:150.0) Firefox/150.0")];
    let first = app.edge.send("POST", "/api/v1/auth/sign-up", Some(body), &firefox).await;
    let first = first.expect(201);
    move_clock(&app, 60_000).await;
    let second = sign_in(&app, "a@example.com", PASSWORD).await.expect(200);
    let third = sign_in(&app, "a@example.com", PASSWORD).await.expect(200);
    let person = signed(&app, &second);

    let list = person.get("/api/v1/me/sessions").await.expect(200).json;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let current: Vec<bool> = items.iter().map(|item| item["current"] == true).collect();
    assert_eq!(current.iter().filter(|current| **current).count(), 1);
    let last = &items[2];
    assert_eq!((&last["device"], &last["current"]), (&json!("Firefox · Windows"), &json!(false)));
    assert_eq!(last["id"], claims(&app, &first).sid.to_string());

    let path = format!("/api/v1/me/sessions/{}", claims(&app, &first).sid);
    person.delete(&path).await.expect(204);
    assert_eq!(person.delete(&path).await.expect(404).code(), "session_not_found");
    refresh(&app, &cookie(&first, "__Host-fr_refresh")).await.expect(401);

    person.post("/api/v1/me/sessions/end-others", json!({})).await.expect(204);
    refresh(&app, &cookie(&third, "__Host-fr_refresh")).await.expect(401);
    refresh(&app, &cookie(&second, "__Host-fr_refresh")).await.expect(200);

    // What the access token of an ended session still buys, it cannot change.
    let ended = signed(&app, &third);
    ended.get("/api/v1/me").await.expect(200);
    for (method, path) in
        [("GET", "/api/v1/me/sessions"), ("POST", "/api/v1/me/sessions/end-others")]
    {
        let answer = ended.send(method, path, None, &[]).await.expect(401);
        assert_eq!(answer.code(), "refresh_invalid", "{method} {path}");
    }
    assert_eq!(change(&ended, PASSWORD, NEW_PASSWORD).await.expect(401).code(), "refresh_invalid");
}

#[tokio::test]
async fn nobody_sees_or_ends_the_sessions_of_others() {
    let app = App::start().await;
    let (mine, theirs) =
        (sign_up(&app, "a@example.com").await, sign_up(&app, "b@example.com").await);
    let person = signed(&app, &mine);
    let path = format!("/api/v1/me/sessions/{}", claims(&app, &theirs).sid);
    assert_eq!(person.delete(&path).await.expect(404).code(), "session_not_found");
    let list = person.get("/api/v1/me/sessions").await.expect(200).json;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    // An account beside a session that is not its own is no session.
    let mut mixed = claims(&app, &mine);
    mixed.sid = claims(&app, &theirs).sid;
    app.edge.clone().with_access(&mixed).get("/api/v1/me/sessions").await.expect(401);
    refresh(&app, &cookie(&theirs, "__Host-fr_refresh")).await.expect(200);
}

#[tokio::test]
async fn a_changed_password_needs_the_old_one_and_ends_the_other_sessions() {
    let app = App::start().await;
    let other = sign_up(&app, "a@example.com").await.expect(201);
    let answer = sign_in(&app, "a@example.com", PASSWORD).await.expect(200);
    let person = signed(&app, &answer);
    assert_eq!(change(&person, "wrong", NEW_PASSWORD).await.expect(403).code(), "password_wrong");
    let long = "x".repeat(200);
    assert_eq!(change(&person, &long, NEW_PASSWORD).await.expect(403).code(), "password_wrong");
    assert_eq!(change(&person, PASSWORD, "short").await.expect(422).code(), "password_weak");
    change(&person, PASSWORD, NEW_PASSWORD).await.expect(204);
    refresh(&app, &cookie(&other, "__Host-fr_refresh")).await.expect(401);
    refresh(&app, &cookie(&answer, "__Host-fr_refresh")).await.expect(200);
    sign_in(&app, "a@example.com", PASSWORD).await.expect(401);
    sign_in(&app, "a@example.com", NEW_PASSWORD).await.expect(200);
    // Guessing at the password of an open session is limited.
    for _ in 0..6 {
        change(&person, "wrong", NEW_PASSWORD).await.expect(403);
    }
    assert_eq!(change(&person, "wrong", NEW_PASSWORD).await.expect(429).code(), "rate_limited");
}
