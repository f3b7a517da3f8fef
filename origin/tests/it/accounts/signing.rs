//! Signing up, in and out; refreshing; what staff may do.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{PASSWORD, cookie, move_clock, refresh, sign_in, sign_up};
use crate::harness::{Answer, App, Staff};

#[tokio::test]
async fn a_new_account_is_signed_in_and_knows_itself() {
    let app = App::start().await;
    let answer = sign_up(&app, " Minji@example.com ").await.expect(201);
    let account = &answer.json["account"];
    assert_eq!(account["email"], "Minji@example.com");
    assert_eq!(account["roles"], json!(["buyer"]));
    assert!(!String::from_utf8_lossy(&answer.body).contains("token"), "tokens stay in cookies");
    assert_eq!(answer.headers["cache-control"], "no-store");

    let access = cookie(&answer, "__Host-fr_access");
    let claims = app
        .state
        .signer
        .verify(&access, frontrow_shared::access::Door::Site, frontrow::clock::wall())
        .unwrap();
    assert_eq!(claims.sub.to_string(), account["id"]);
    let me = app.edge.clone().for_account(claims.sub).get("/api/v1/me").await.expect(200);
    assert_eq!(&me.json, account);
    assert_eq!(app.edge.get("/api/v1/me").await.expect(401).code(), "sign_in_required");

    // What verifies access tokens at the edge is what the core publishes.
    let jwks = app.edge.get("/api/v1/auth/jwks.json").await.expect(200);
    assert_eq!(jwks.json, serde_json::to_value(&app.state.signer.jwks).unwrap());
}

#[tokio::test]
async fn one_person_has_one_account_however_the_address_is_spelt() {
    let app = App::start().await;
    let decomposed = "minji@\u{110b}\u{1168}\u{1109}\u{1175}.한국";
    let account = sign_up(&app, decomposed).await.expect(201);
    assert_eq!(account.json["account"]["email"], "minji@예시.한국");
    for same in ["minji@예시.한국", "MINJI@XN--VV4B11D.xn--3e0b707e", decomposed] {
        assert_eq!(sign_up(&app, same).await.expect(409).code(), "email_taken", "{same}");
        sign_in(&app, same, PASSWORD).await.expect(200);
    }
    // Sent to the domain's ASCII form, so that no mail server needs to know of others.
    let mail = app.mail().await;
    assert_eq!(mail[0].to, "minji@xn--vv4b11d.xn--3e0b707e");

    // An address from before there was one spelling is put into it.
    let kept = "update accounts set email = 'minji@예시.한국' where email like 'minji@%'";
    sqlx::query(kept).execute(&app.state.db).await.unwrap();
    sign_in(&app, "minji@예시.한국", PASSWORD).await.expect(401);
    frontrow::accounts::respelling::respell(&app.state.db).await.unwrap();
    sign_in(&app, "minji@예시.한국", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn sign_up_refuses_what_it_cannot_take() {
    let app = App::start().await;
    sign_up(&app, "taken@example.com").await.expect(201);
    assert_eq!(sign_up(&app, "TAKEN@example.com").await.expect(409).code(), "email_taken");
    let with = |field: &str, value: &str| {
        let mut body = json!({"email": "new@example.com", "password": PASSWORD, "name": "N"});
        body[field] = value.into();
        body
    };
    for (field, value, code) in [
        ("email", "new.example.com", "email_invalid"),
        ("email", "a..b@example.com", "email_invalid"),
        ("email", "a\u{200b}@example.com", "email_invalid"),
        ("name", "\u{200b}\u{3164}", "name_invalid"),
        ("name", "a\u{202e}b", "name_invalid"),
        ("password", "too short", "password_weak"),
        ("password", "new@example.com", "password_weak"),
        ("name", "  ", "name_invalid"),
        ("roles", "admin", "body_invalid"),
    ] {
        let answer = app.edge.post("/api/v1/auth/sign-up", with(field, value)).await;
        assert_eq!(answer.code(), code, "{field}");
    }
}

#[tokio::test]
async fn wrong_passwords_and_unknown_addresses_look_and_last_alike() {
    let app = App::start().await;
    sign_up(&app, "known@example.com").await.expect(201);
    sign_in(&app, "KNOWN@example.com", PASSWORD).await.expect(200);
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..4 {
        for (who, email) in ["known@example.com", "unknown@example.com"].into_iter().enumerate() {
            let started = Instant::now();
            let answer = sign_in(&app, email, "wrong horse battery").await.expect(401);
            fastest[who] = fastest[who].min(started.elapsed());
            assert_eq!(answer.code(), "credentials_wrong");
        }
    }
    // Without the decoy hash an unknown address takes a sixth of the time.
    assert!(fastest[1] > fastest[0] / 3, "{fastest:?}");
}

#[tokio::test]
async fn a_crowd_that_signs_in_is_told_to_come_back() {
    let app = App::start().await;
    // Each core works on one and lets sixteen wait; a busy machine brings a crowd in slowly, so
    // that it has to be far larger.
    let crowd = 4 * 17 * std::thread::available_parallelism().unwrap().get();
    // Each at an address of their own: what is guessed of one alone ends much sooner.
    let app = &app;
    let tries = (0..crowd)
        .map(|n| async move { sign_in(app, &format!("nobody{n}@example.com"), PASSWORD).await });
    let answers = join_all(tries).await;
    let busy: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!busy.is_empty(), "nobody was turned away");
    for answer in &busy {
        assert_eq!(answer.code(), "rate_limited");
        assert_eq!(answer.headers["retry-after"], "1");
    }
    let heard = answers.iter().filter(|answer| answer.code() == "credentials_wrong").count();
    assert!(heard > 0 && heard + busy.len() == answers.len());
}

async fn join_all<F: Future<Output = Answer>>(tries: impl Iterator<Item = F>) -> Vec<Answer> {
    let mut running: Vec<_> = tries.map(Box::pin).collect();
    let mut answers = Vec::new();
    std::future::poll_fn(|cx| {
        running.retain_mut(|one| match one.as_mut().poll(cx) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers
}

#[tokio::test]
async fn a_refresh_token_changes_and_the_one_before_lives_ten_seconds_longer() {
    let app = App::start().await;
    let first = cookie(&sign_up(&app, "a@example.com").await.expect(201), "__Host-fr_refresh");
    let second = cookie(&refresh(&app, &first).await.expect(200), "__Host-fr_refresh");
    assert_ne!(first, second);
    // A lost answer, or a second tab: the same next token again.
    let again = refresh(&app, &first).await.expect(200);
    assert_eq!(cookie(&again, "__Host-fr_refresh"), second);
    assert!(!cookie(&again, "__Host-fr_access").is_empty());

    move_clock(&app, 11_000).await;
    let stolen = refresh(&app, &first).await.expect(401);
    assert_eq!(stolen.code(), "refresh_invalid");
    assert_eq!(cookie(&stolen, "__Host-fr_refresh"), "", "the dead cookie is taken away");
    assert_eq!(refresh(&app, &second).await.expect(401).code(), "refresh_invalid");
}

#[tokio::test]
async fn a_token_two_generations_old_ends_the_session_at_once() {
    let app = App::start().await;
    let first = cookie(&sign_up(&app, "a@example.com").await.expect(201), "__Host-fr_refresh");
    let second = cookie(&refresh(&app, &first).await.expect(200), "__Host-fr_refresh");
    let third = cookie(&refresh(&app, &second).await.expect(200), "__Host-fr_refresh");
    refresh(&app, &first).await.expect(401);
    refresh(&app, &third).await.expect(401);
}

#[tokio::test]
async fn two_tabs_that_refresh_at_once_get_the_same_token() {
    let app = App::start().await;
    let first = cookie(&sign_up(&app, "a@example.com").await.expect(201), "__Host-fr_refresh");
    let answers = join_all((0..8).map(|_| refresh(&app, &first))).await;
    let next: std::collections::HashSet<String> = answers
        .into_iter()
        .map(|answer| cookie(&answer.expect(200), "__Host-fr_refresh"))
        .collect();
    assert_eq!(next.len(), 1);
}

#[tokio::test]
async fn a_session_ends_by_sign_out_or_after_thirty_days_and_not_by_a_forgery() {
    let app = App::start().await;
    let token = cookie(&sign_up(&app, "a@example.com").await.expect(201), "__Host-fr_refresh");
    let mut forged = token.clone().into_bytes();
    forged[40] ^= 1;
    let forged = String::from_utf8(forged).unwrap();
    for bad in [forged.as_str(), "nonsense", ""] {
        assert_eq!(refresh(&app, bad).await.expect(401).code(), "refresh_invalid");
        let edge = app.edge.clone().with_refresh(bad);
        edge.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
    }
    let token = cookie(&refresh(&app, &token).await.expect(200), "__Host-fr_refresh");

    move_clock(&app, 30 * 86_400_000 + 1_000).await;
    refresh(&app, &token).await.expect(401);
    move_clock(&app, 0).await;
    let token = cookie(&refresh(&app, &token).await.expect(200), "__Host-fr_refresh");

    let edge = app.edge.clone().with_refresh(&token);
    let out = edge.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
    assert_eq!(cookie(&out, "__Host-fr_here"), "");
    refresh(&app, &token).await.expect(401);
}

/// Every staff route with its parts filled in.
fn staff_routes() -> Vec<(reqwest::Method, String)> {
    let document = serde_json::to_value(frontrow::router::staff_routes().into_openapi()).unwrap();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let path = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            found.push((method.to_uppercase().parse().unwrap(), path));
        }
    }
    // Open by design: the way in, and the document that says all this.
    found.retain(|(_, path)| {
        !["/staff/v1/sign-in", "/staff/v1/openapi.json"].contains(&path.as_str())
    });
    found
}

#[tokio::test]
async fn every_staff_route_refuses_nobody_strangers_and_buyers() {
    let app = App::start().await;
    // Even an admin, when they have signed in on the site alone.
    let signed_up = sign_up(&app, "admin@example.com").await.expect(201);
    let on_the_site = cookie(&signed_up, "__Host-fr_access");
    sqlx::query("update accounts set roles = '{admin}'").execute(&app.state.db).await.unwrap();
    let buyer = Staff::with_role(&app, "buyer").await.token;
    let routes = staff_routes();
    assert!(routes.len() >= 18, "{}", routes.len());
    for (token, status, code) in [
        ("", 401, "sign_in_required"),
        ("nonsense", 401, "access_malformed"),
        (on_the_site.as_str(), 401, "access_other_door"),
        (buyer.as_str(), 403, "forbidden"),
    ] {
        let mut staff = Staff::nobody(&app);
        token.clone_into(&mut staff.token);
        for (method, path) in &routes {
            let body = (method != reqwest::Method::GET).then(|| json!({}));
            let answer = staff.send(method.clone(), path, body, Some("a-key-of-mine")).await;
            assert_eq!((answer.status, answer.code()), (status, code), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_role_is_read_at_every_use_and_signing_out_takes_it_at_once() {
    let app = App::start().await;
    sign_up(&app, "s@example.com").await.expect(201);
    let mut staff = Staff::nobody(&app);
    let roles = async |roles: &str| {
        sqlx::query("update accounts set roles = $1::text[]")
            .bind(roles)
            .execute(&app.state.db)
            .await
            .unwrap();
    };
    let credentials = json!({"email": "s@example.com", "password": PASSWORD});
    let scripted = staff.post("/staff/v1/sign-in", credentials.clone()).await.expect(403);
    assert_eq!(scripted.code(), "forbidden");
    roles("{buyer,staff}").await;
    let scripted = staff.post("/staff/v1/sign-in", credentials).await.expect(200);
    scripted.json["access_token"].as_str().unwrap().clone_into(&mut staff.token);
    staff.get("/staff/v1/venues").await.expect(200);
    roles("{buyer,seller}").await;
    staff.get("/staff/v1/venues").await.expect(403);
    roles("{admin}").await;
    staff.get("/staff/v1/venues").await.expect(200);

    staff.post("/staff/v1/sign-out", json!({})).await.expect(204);
    assert_eq!(staff.get("/staff/v1/venues").await.expect(401).code(), "sign_in_required");
}
