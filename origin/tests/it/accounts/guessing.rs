//! Guessing passwords, and signing up by the hundred: both end soon.

use std::net::IpAddr;

use frontrow::accounts::Email;
use frontrow::accounts::pace::{self, Asked};
use serde_json::json;

use super::{PASSWORD, sign_in, sign_up};
use crate::harness::{Answer, App, Staff};

const WRONG: &str = "wrong horse battery";

#[track_caller]
fn is_paced(answer: Answer) {
    let answer = answer.expect(429);
    assert_eq!(answer.code(), "rate_limited");
    assert_eq!(answer.headers["retry-after"], pace::WINDOW_S.to_string().as_str());
}

/// Uses a whole share up.
async fn use_up(app: &App, asked: &Asked) {
    for _ in 0..asked.most() {
        assert!(pace::take(&app.state.redis, asked).await.unwrap());
    }
}

#[tokio::test]
async fn a_client_guesses_ten_times_whether_or_not_there_is_such_an_account() {
    let app = App::start().await;
    sign_up(&app, "known@example.com").await.expect(201);
    for email in ["known@example.com", "unknown@example.com"] {
        for _ in 0..9 {
            sign_in(&app, email, WRONG).await.expect(401);
        }
        if email == "known@example.com" {
            // Who knows the password does not use the share up.
            sign_in(&app, "KNOWN@example.com", PASSWORD).await.expect(200);
            sign_in(&app, "KNOWN@example.com", PASSWORD).await.expect(200);
        }
        sign_in(&app, email, WRONG).await.expect(401);
        // The right one, too, or the refusal would tell which it is.
        is_paced(sign_in(&app, email, PASSWORD).await);
    }
}

#[tokio::test]
async fn many_clients_together_have_one_share_of_an_address() {
    let app = App::start().await;
    for email in ["a@example.com", "b@example.com"] {
        sign_up(&app, email).await.expect(201);
    }
    use_up(&app, &Asked::GuessFor(Email::parse("A@example.com").unwrap())).await;
    is_paced(sign_in(&app, "a@example.com", PASSWORD).await);
    sign_in(&app, "b@example.com", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn passwords_of_staff_are_guessed_twenty_times() {
    let app = App::start().await;
    sign_up(&app, "staff@example.com").await.expect(201);
    let role = "update accounts set roles = '{staff}'";
    sqlx::query(role).execute(&app.state.db).await.unwrap();
    let staff = Staff::nobody(&app);
    let enter = async |password: &str| {
        let body = json!({"email": "staff@example.com", "password": password});
        staff.post("/staff/v1/sign-in", body).await
    };
    for _ in 0..19 {
        enter(WRONG).await.expect(401);
    }
    enter(PASSWORD).await.expect(200);
    enter(PASSWORD).await.expect(200);
    enter(WRONG).await.expect(401);
    is_paced(enter(PASSWORD).await);
    // Guesses at one door do not close the other.
    sign_in(&app, "staff@example.com", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn staff_come_in_while_redis_is_away_and_can_pause_what_is_sold() {
    let mut app = App::start().await;
    sign_up(&app, "staff@example.com").await.expect(201);
    let role = "update accounts set roles = '{staff}'";
    sqlx::query(role).execute(&app.state.db).await.unwrap();
    app.redis.stop();
    let body = json!({"email": "staff@example.com", "password": PASSWORD});
    Staff::nobody(&app).post("/staff/v1/sign-in", body).await.expect(200);
    assert_eq!(
        sign_in(&app, "staff@example.com", PASSWORD).await.expect(503).code(),
        "unavailable"
    );
}

#[tokio::test]
async fn a_client_makes_only_so_many_accounts() {
    let app = App::start().await;
    sign_up(&app, "first@example.com").await.expect(201);
    // The client that every request of these tests comes from.
    let share = Asked::SignUp("203.0.113.9".parse::<IpAddr>().unwrap());
    for _ in 1..share.most() {
        assert!(pace::take(&app.state.redis, &share).await.unwrap());
    }
    is_paced(sign_up(&app, "one.more@example.com").await);
    assert_eq!(sign_up(&app, "no address").await.expect(422).code(), "email_invalid");
    let accounts: i64 =
        sqlx::query_scalar("select count(*) from accounts").fetch_one(&app.state.db).await.unwrap();
    assert_eq!(accounts, 1);
}
