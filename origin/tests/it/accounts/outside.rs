//! Signing in through an outside issuer.

use frontrow::config::SecretText;
use serde_json::json;

use super::{PASSWORD, cookie, move_clock, refresh, sign_up, signed};
use crate::harness::outside::{come_back, location};
use crate::harness::{App, Outside, Outsider, books};

const YUNA: Outsider = Outsider { email: "yuna@example.com", verified: true };

async fn start() -> (App, Outside) {
    let outside = Outside::start().await;
    let setting = outside.setting();
    let app = App::start_as("http://127.0.0.1:9", |config| {
        config.oidc = SecretText::from(setting.as_str());
    });
    (app.await, outside)
}

async fn accounts(app: &App) -> i64 {
    sqlx::query_scalar("select count(*) from accounts").fetch_one(&app.state.db).await.unwrap()
}

#[tokio::test]
async fn a_stranger_gets_an_account_and_finds_it_again() {
    let (app, outside) = start().await;
    let providers = app.edge.get("/api/v1/auth/providers").await.expect(200).json;
    assert_eq!(providers, json!({"items": [{"id": "sim", "name": "Sim"}]}));

    let first = outside.sign_in(&app, YUNA).await;
    assert_eq!(location(&first), "/orders/", "where the person wanted to go");
    assert_eq!(cookie(&first, "__Host-fr_flow"), "", "the flow's cookie is taken away");
    let me = signed(&app, &first).get("/api/v1/me").await.expect(200).json;
    assert_eq!(me["email"], "yuna@example.com");
    assert_eq!((&me["name"], &me["email_verified"]), (&json!("Outside Person"), &json!(true)));
    assert_eq!(me["sign_in"], json!({"password": false, "providers": ["sim"]}));
    refresh(&app, &cookie(&first, "__Host-fr_refresh")).await.expect(200);

    // The issuer's key may change, and the person's address there, too.
    outside.rotate().await;
    let again = outside.sign_in(&app, Outsider { verified: false, ..YUNA }).await;
    let same = signed(&app, &again).get("/api/v1/me").await.expect(200).json;
    assert_eq!(same["id"], me["id"]);
    assert_eq!(accounts(&app).await, 1);

    let body = json!({"current_password": "", "password": "quite another battery"});
    let none = signed(&app, &again).post("/api/v1/me/password", body).await.expect(409);
    assert_eq!(none.code(), "password_not_set");
}

#[tokio::test]
async fn an_account_is_linked_only_once_its_own_address_is_proved() {
    let (app, outside) = start().await;
    // Somebody signed up with an address that they may not own.
    let person = signed(&app, &sign_up(&app, "Yuna@example.com").await.expect(201));
    let refused = "/sign-in/?problem=outside_link_unproved";
    assert_eq!(location(&outside.sign_in(&app, YUNA).await), refused);
    let token = app.mail().await[0].token("verify");
    app.edge.post("/api/v1/auth/email/verify", json!({"token": token})).await.expect(204);
    // The issuer's word about an address that it has not verified is worth nothing.
    let unverified = outside.sign_in(&app, Outsider { verified: false, ..YUNA }).await;
    assert_eq!(location(&unverified), "/sign-in/?problem=outside_email_unverified");

    let linked = outside.sign_in(&app, YUNA).await;
    assert_eq!(location(&linked), "/orders/");
    let me = person.get("/api/v1/me").await.expect(200).json;
    assert_eq!(me["sign_in"], json!({"password": true, "providers": ["sim"]}));
    assert_eq!(signed(&app, &linked).get("/api/v1/me").await.expect(200).json["id"], me["id"]);
    assert_eq!(app.mail().await.len(), 1, "the owner is told");
    assert_eq!(accounts(&app).await, 1);
}

#[tokio::test]
async fn a_reset_takes_every_link_away_and_the_owner_links_anew() {
    let (app, outside) = start().await;
    outside.sign_in(&app, YUNA).await;
    let body = json!({"email": YUNA.email});
    app.edge.post("/api/v1/auth/password/forgot", body).await.expect(202);
    let token = app.mail().await[0].token("reset");
    let body = json!({"token": token, "password": PASSWORD});
    app.edge.post("/api/v1/auth/password/reset", body).await.expect(204);

    // Who was linked, but does not have the address, was let in until now.
    let other = outside.sign_in(&app, Outsider { verified: false, ..YUNA }).await;
    assert_eq!(location(&other), "/sign-in/?problem=outside_email_unverified");
    let owner = outside.sign_in(&app, YUNA).await;
    assert_eq!(location(&owner), "/orders/");
    let me = signed(&app, &owner).get("/api/v1/me").await.expect(200).json;
    assert_eq!(me["sign_in"], json!({"password": true, "providers": ["sim"]}));
    assert_eq!(accounts(&app).await, 1);
}

#[tokio::test]
async fn whoever_was_linked_does_not_outrun_a_reset() {
    let (app, outside) = start().await;
    outside.sign_in(&app, YUNA).await;
    // The owner's reset, stopped before its end.
    let mut reset = app.state.db.begin().await.unwrap();
    let unlink = "delete from account_outside_sign_ins";
    sqlx::query(unlink).execute(&mut *reset).await.unwrap();
    let (answer, ()) =
        tokio::join!(outside.sign_in(&app, Outsider { verified: false, ..YUNA }), async {
            books::waiting_for_locks(&app.state.db, 1).await;
            reset.commit().await.unwrap();
        });
    assert_eq!(location(&answer), "/sign-in/?problem=outside_email_unverified");
}

#[tokio::test]
async fn staff_are_not_linked_by_an_issuers_word() {
    let (app, outside) = start().await;
    sign_up(&app, "yuna@example.com").await.expect(201);
    sqlx::query("update accounts set roles = '{buyer,staff}', email_verified_at = now()")
        .execute(&app.state.db)
        .await
        .unwrap();
    let answer = outside.sign_in(&app, YUNA).await;
    assert_eq!(location(&answer), "/sign-in/?problem=outside_link_unproved");
    assert_eq!(cookie(&answer, "__Host-fr_access"), "");
}

#[tokio::test]
async fn an_id_token_that_does_not_hold_signs_nobody_in() {
    let (app, outside) = start().await;
    for fault in [
        "wrong_nonce",
        "wrong_audience",
        "wrong_issuer",
        "expired",
        "foreign_key",
        "unsigned",
        "no_id_token",
        "server_error",
    ] {
        outside.fault(fault).await;
        let answer = outside.sign_in(&app, YUNA).await;
        let problem = if fault == "server_error" { "unavailable" } else { "refused" };
        assert_eq!(location(&answer), format!("/sign-in/?problem=outside_{problem}"), "{fault}");
        assert_eq!(cookie(&answer, "__Host-fr_access"), "", "{fault}");
    }
    assert_eq!(accounts(&app).await, 0);
    outside.sign_in(&app, YUNA).await;
    assert_eq!(accounts(&app).await, 1);
}

#[tokio::test]
async fn only_the_browser_that_began_finishes_once_and_in_time() {
    let (app, outside) = start().await;
    let lost = "/sign-in/?problem=outside_flow_lost";
    let (page, state) = outside.begin(&app, "/orders/").await;
    let callback = outside.decide(&page, "sign-in", YUNA).await;
    let (_, other) = outside.begin(&app, "/").await;
    // A link with somebody else's answer, in a browser without a cookie or with one of its own.
    for cookie in ["", other.as_str(), "nonsense"] {
        assert_eq!(location(&come_back(&app.edge, &callback, cookie).await), lost, "{cookie}");
    }
    let forged = callback.replace(&state, &other);
    let guessed = come_back(&app.edge, &forged, &other).await;
    assert_eq!(location(&guessed), "/sign-in/?problem=outside_refused", "another's code");
    assert_eq!(accounts(&app).await, 0);

    let (page, state) = outside.begin(&app, "/orders/").await;
    let callback = outside.decide(&page, "sign-in", YUNA).await;
    assert_eq!(location(&come_back(&app.edge, &callback, &state).await), "/orders/");
    assert_eq!(location(&come_back(&app.edge, &callback, &state).await), lost, "a second time");

    let (page, state) = outside.begin(&app, "/orders/").await;
    let callback = outside.decide(&page, "sign-in", YUNA).await;
    let mixed = callback.replace("iss=http", "iss=https");
    assert_ne!(mixed, callback);
    assert_eq!(location(&come_back(&app.edge, &mixed, &state).await), lost, "another issuer's");

    let (page, state) = outside.begin(&app, "/orders/").await;
    let no = outside.decide(&page, "refuse", YUNA).await;
    let declined = come_back(&app.edge, &no, &state).await;
    assert_eq!(location(&declined), "/sign-in/?problem=outside_refused");

    let (page, state) = outside.begin(&app, "/orders/").await;
    let callback = outside.decide(&page, "sign-in", YUNA).await;
    move_clock(&app, 10 * 60_000 + 1_000).await;
    assert_eq!(location(&come_back(&app.edge, &callback, &state).await), lost, "too late");
}

#[tokio::test]
async fn nobody_is_led_off_the_site_and_unknown_issuers_are_not_found() {
    let (app, outside) = start().await;
    for bad in ["//evil.example", "https://evil.example", "%2F%5Cevil.example", ""] {
        let (page, state) = outside.begin(&app, bad).await;
        let callback = outside.decide(&page, "sign-in", YUNA).await;
        assert_eq!(location(&come_back(&app.edge, &callback, &state).await), "/", "{bad}");
    }
    for path in ["start", "callback?code=x&state=y"] {
        let answer = app.edge.get(&format!("/api/v1/auth/oidc/none/{path}")).await.expect(404);
        assert_eq!(answer.code(), "outside_unknown");
    }
    // An address is no password: who only ever came from outside has none to try.
    let body = json!({"email": YUNA.email, "password": PASSWORD});
    app.edge.post("/api/v1/auth/sign-in", body).await.expect(401);
}

#[tokio::test]
async fn who_has_no_password_closes_the_account_with_a_fresh_sign_in() {
    let (app, outside) = start().await;
    let person = signed(&app, &outside.sign_in(&app, YUNA).await);
    move_clock(&app, 16 * 60_000).await;
    let old = person.post("/api/v1/me/withdraw", json!({})).await.expect(403);
    assert_eq!(old.code(), "sign_in_too_old");
    let person = signed(&app, &outside.sign_in(&app, YUNA).await);
    person.post("/api/v1/me/withdraw", json!({})).await.expect(204);
    let again = signed(&app, &outside.sign_in(&app, YUNA).await);
    again.get("/api/v1/me").await.expect(200);
    assert_eq!(accounts(&app).await, 2, "a new account, not the closed one");
}
