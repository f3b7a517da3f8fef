//! Mailed links: the address proved, a forgotten password set anew.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{PASSWORD, claims, cookie, move_clock, refresh, sign_in, sign_up, signed};
use crate::harness::{Answer, App, Edge, Mail, books};

const NEW_PASSWORD: &str = "quite another battery";

async fn verify(app: &App, token: &str) -> Answer {
    app.edge.post("/api/v1/auth/email/verify", json!({"token": token})).await
}

async fn forgot(app: &App, email: &str) -> Answer {
    app.edge.post("/api/v1/auth/password/forgot", json!({"email": email})).await
}

async fn reset(app: &App, token: &str, password: &str) -> Answer {
    let body = json!({"token": token, "password": password});
    app.edge.post("/api/v1/auth/password/reset", body).await
}

/// The one mail that came.
#[track_caller]
fn only(mails: Vec<Mail>) -> Mail {
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.into_iter().next().unwrap()
}

async fn is_verified(person: &Edge) -> Value {
    person.get("/api/v1/me").await.expect(200).json["email_verified"].clone()
}

#[tokio::test]
async fn the_mailed_link_proves_the_address_once() {
    let app = App::start().await;
    let person = signed(&app, &sign_up(&app, "minji@example.com").await.expect(201));
    assert_eq!(is_verified(&person).await, false);
    let mail = only(app.mail().await);
    assert_eq!(mail.to, "minji@example.com");
    assert!(mail.text.contains("안녕하세요"), "without a word about the language it is Korean");
    assert!(!mail.text.contains("김민지"), "a stranger may have typed it");
    let token = mail.token("verify");

    for bad in ["", "nonsense", &token[1..], &"A".repeat(43), &mail.text] {
        assert_eq!(verify(&app, bad).await.expect(410).code(), "mail_link_invalid", "{bad}");
    }
    // A link for one purpose is none for another.
    reset(&app, &token, NEW_PASSWORD).await.expect(410);
    verify(&app, &token).await.expect(204);
    assert_eq!(is_verified(&person).await, true);
    assert_eq!(verify(&app, &token).await.expect(410).code(), "mail_link_invalid");

    person.post("/api/v1/me/email/verification", json!({})).await.expect(202);
    assert!(app.mail().await.is_empty(), "nothing is left to prove");
}

#[tokio::test]
async fn a_newer_link_voids_the_older_and_each_runs_out() {
    let app = App::start().await;
    let person = signed(&app, &sign_up(&app, "minji@example.com").await.expect(201));
    let older = only(app.mail().await).token("verify");
    let again = async || {
        let headers = [("accept-language", "en-GB,en;q=0.9")];
        person.send("POST", "/api/v1/me/email/verification", Some(json!({})), &headers).await
    };
    again().await.expect(202);
    let newer = only(app.mail().await).token("verify");
    verify(&app, &older).await.expect(410);
    move_clock(&app, 24 * 3_600_000 + 1_000).await;
    verify(&app, &newer).await.expect(410);
    again().await.expect(202);
    verify(&app, &only(app.mail().await).token("verify")).await.expect(204);
    again().await.expect(202);
    let refused = again().await.expect(429);
    assert_eq!(refused.code(), "rate_limited");
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_and_every_session_ends() {
    let app = App::start().await;
    let body = json!({"email": "Minji@example.com", "password": PASSWORD, "name": "Minji"});
    let headers = [("accept-language", "en")];
    let answer = app.edge.send("POST", "/api/v1/auth/sign-up", Some(body), &headers).await;
    let session = cookie(&answer.expect(201), "__Host-fr_refresh");
    app.mail().await;

    let known = forgot(&app, "MINJI@example.com").await.expect(202);
    let unknown = forgot(&app, "nobody@example.com").await.expect(202);
    assert_eq!(known.body, unknown.body);
    let names = |answer: &Answer| {
        let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(names(&known), names(&unknown));
    let mail = only(app.mail().await);
    assert_eq!(mail.to, "Minji@example.com", "to the address of the account, not as typed");
    let waiting: i64 =
        sqlx::query_scalar("select count(*) from mails where state = 'waiting' or recipient <> ''")
            .fetch_one(&app.state.db)
            .await
            .unwrap();
    assert_eq!(waiting, 0, "an unknown address is not kept");

    let token = mail.token("reset");
    assert_eq!(reset(&app, &token, "too short").await.expect(422).code(), "password_weak");
    refresh(&app, &session).await.expect(200);
    reset(&app, &token, NEW_PASSWORD).await.expect(204);
    assert_eq!(refresh(&app, &session).await.expect(401).code(), "refresh_invalid");
    sign_in(&app, "minji@example.com", PASSWORD).await.expect(401);
    let answer = sign_in(&app, "minji@example.com", NEW_PASSWORD).await.expect(200);
    assert_eq!(answer.json["account"]["email_verified"], true, "who reads the mail has proved it");
    assert!(only(app.mail().await).text.contains("your password was changed"));
    assert_eq!(reset(&app, &token, NEW_PASSWORD).await.expect(410).code(), "mail_link_invalid");
}

#[tokio::test]
async fn of_two_that_use_one_link_at_once_one_sets_the_password() {
    let app = App::start().await;
    sign_up(&app, "minji@example.com").await.expect(201);
    app.mail().await;
    forgot(&app, "minji@example.com").await.expect(202);
    let token = only(app.mail().await).token("reset");
    let (one, other) =
        tokio::join!(reset(&app, &token, NEW_PASSWORD), reset(&app, &token, "a third battery"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 410]);
    let password = if one.status == 204 { NEW_PASSWORD } else { "a third battery" };
    sign_in(&app, "minji@example.com", password).await.expect(200);
}

#[tokio::test]
async fn a_reset_link_is_good_for_half_an_hour_and_until_the_next() {
    let app = App::start().await;
    sign_up(&app, "minji@example.com").await.expect(201);
    app.mail().await;
    forgot(&app, "minji@example.com").await.expect(202);
    let first = only(app.mail().await).token("reset");
    forgot(&app, "minji@example.com").await.expect(202);
    let second = only(app.mail().await).token("reset");
    reset(&app, &first, NEW_PASSWORD).await.expect(410);
    move_clock(&app, 30 * 60_000 + 1_000).await;
    reset(&app, &second, NEW_PASSWORD).await.expect(410);
    sign_in(&app, "minji@example.com", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn nobody_floods_a_mailbox_or_asks_for_everybody() {
    let app = App::start().await;
    sign_up(&app, "minji@example.com").await.expect(201);
    app.mail().await;
    for _ in 0..5 {
        forgot(&app, "minji@EXAMPLE.com").await.expect(202);
    }
    let mails = app.mail().await;
    assert_eq!(mails.len(), 3);
    // The newest of those that came is good.
    let tries = mails.iter().map(|mail| mail.token("reset"));
    let mut good = 0;
    for token in tries {
        good += i32::from(reset(&app, &token, NEW_PASSWORD).await.status == 204);
    }
    assert_eq!(good, 1);
    for _ in 0..5 {
        forgot(&app, &format!("{}@example.com", uuid::Uuid::now_v7())).await.expect(202);
    }
    assert_eq!(forgot(&app, "one.more@example.com").await.expect(429).code(), "rate_limited");
    assert_eq!(forgot(&app, "no address").await.expect(422).code(), "email_invalid");
}

#[tokio::test]
async fn the_tables_hold_no_token_that_would_open_anything() {
    let app = App::start().await;
    let answer = sign_up(&app, "minji@example.com").await.expect(201);
    let account = claims(&app, &answer).sub;
    forgot(&app, "minji@example.com").await.expect(202);
    let tokens: Vec<String> = app
        .mail()
        .await
        .iter()
        .zip(["verify", "reset"])
        .map(|(mail, page)| mail.token(page))
        .collect();
    let mails: Vec<String> = sqlx::query_scalar("select row_to_json(m)::text from mails m")
        .fetch_all(&app.state.db)
        .await
        .unwrap();
    assert_eq!((tokens.len(), mails.len()), (2, 2));
    for (token, kind) in tokens.iter().zip(["verify", "reset"]) {
        let of_link =
            "select token_hash from account_mail_tokens where account_id = $1 and kind = $2";
        let kept: Vec<u8> = sqlx::query_scalar(of_link)
            .bind(account.0)
            .bind(kind)
            .fetch_one(&app.state.db)
            .await
            .unwrap();
        let secret = BASE64_URL_SAFE_NO_PAD.decode(token).unwrap();
        assert_eq!(kept, Sha256::digest(&secret).to_vec(), "{kind}");
        assert!(kept != secret && kept != token.as_bytes(), "{kind}");
        assert!(mails.iter().all(|row| !row.contains(token)), "{kind}");
    }
}

#[tokio::test]
async fn whoever_knew_the_old_password_does_not_outrun_a_reset() {
    let app = App::start().await;
    let thief = signed(&app, &sign_up(&app, "minji@example.com").await.expect(201));
    let change = json!({"current_password": PASSWORD, "password": "the password of a thief"});
    // The owner's reset, stopped before its end.
    let mut reset = app.state.db.begin().await.unwrap();
    let anew = "update accounts set password_hash = 'anew'";
    sqlx::query(anew).execute(&mut *reset).await.unwrap();
    let (signing_in, changing, ()) = tokio::join!(
        sign_in(&app, "minji@example.com", PASSWORD),
        thief.post("/api/v1/me/password", change),
        async {
            books::waiting_for_locks(&app.state.db, 2).await;
            reset.commit().await.unwrap();
        }
    );
    assert_eq!(signing_in.expect(401).code(), "credentials_wrong");
    assert_eq!(changing.expect(403).code(), "password_wrong");
    let hash: String = sqlx::query_scalar("select password_hash from accounts")
        .fetch_one(&app.state.db)
        .await
        .unwrap();
    assert_eq!(hash, "anew");
}
