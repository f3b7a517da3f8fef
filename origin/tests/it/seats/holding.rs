//! Holds by HTTP.

use frontrow::seats::service::{self, Buyer};
use frontrow::seats::{SeatsError, sweeper};
use frontrow_shared::id::PassId;
use frontrow_shared::seatmap::SeatState;
use serde_json::json;
use uuid::Uuid;

use super::{newcomer, path, stage, states, until_shown};
use crate::harness::seat_agreement::agreed_state;
use crate::harness::{App, buyer};

#[tokio::test]
async fn a_buyer_holds_extends_once_and_gives_back() {
    let (app, show) = stage(150).await;
    let edge = newcomer(&app, show).await;
    let holds = path(show, "holds");
    let seats = json!({ "seats": [100, 3] });
    let hold = edge.post_with_key(&holds, seats.clone(), "first-try-1").await.expect(201).json;
    assert_eq!(hold["total"], json!({ "minor": 100_000, "currency": "KRW" }));
    assert_eq!(hold["seats"][0]["seat_no"], 100);
    assert_eq!(hold["seats"][0]["row"], "2");
    assert_eq!(hold["seats"][1]["label"], "4");
    assert_eq!(hold["extendable"], true);
    let left = hold["remaining_ms"].as_i64().unwrap();
    assert!((400_000..=420_000).contains(&left), "seven minutes: {left}");

    let again = edge.post_with_key(&holds, seats, "first-try-1").await.expect(201).json;
    assert_eq!((&again["id"], &again["expires_at"]), (&hold["id"], &hold["expires_at"]));
    let other = edge.post_with_key(&holds, json!({ "seats": [4] }), "first-try-1").await;
    assert_eq!(other.code(), "idempotency_key_reused");
    let second = edge.post(&holds, json!({ "seats": [4] })).await.expect(409);
    assert_eq!((second.code(), &second.json["hold"]), ("already_holding", &hold["id"]));
    assert_eq!(edge.get(&path(show, "holds/mine")).await.expect(200).json["id"], hold["id"]);

    let rival = newcomer(&app, show).await;
    let refused = rival.post(&holds, json!({ "seats": [2, 3] })).await.expect(409);
    assert_eq!((refused.code(), &refused.json["seats"]), ("seat_taken", &json!([3])));
    assert_eq!(rival.get(&path(show, "holds/mine")).await.code(), "hold_not_found");

    let one = path(show, &format!("holds/{}", hold["id"].as_str().unwrap()));
    let longer = edge.post(&format!("{one}/extend"), json!({})).await.expect(200).json;
    assert!(longer["remaining_ms"].as_i64().unwrap() > left + 100_000);
    assert_eq!(longer["extendable"], false);
    let twice = edge.post(&format!("{one}/extend"), json!({})).await;
    assert_eq!(twice.code(), "hold_not_extendable");
    assert_eq!(rival.post(&format!("{one}/extend"), json!({})).await.code(), "hold_lost");

    rival.delete(&one).await.expect(204);
    edge.get(&path(show, "holds/mine")).await.expect(200);
    edge.delete(&one).await.expect(204);
    edge.delete(&one).await.expect(204);
    assert_eq!(edge.post(&format!("{one}/extend"), json!({})).await.code(), "hold_lost");
    rival.post(&holds, json!({ "seats": [2, 3] })).await.expect(201);
}

#[tokio::test]
async fn a_choice_that_cannot_be_is_refused_by_name() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    let holds = path(show, "holds");
    for (seats, code) in [
        (json!([]), "no_seats"),
        (json!([0, 1, 2, 3, 4]), "too_many_seats"),
        (json!([1, 2, 1]), "duplicate_seats"),
        (json!([10]), "unknown_seat"),
        (json!([-1]), "unknown_seat"),
    ] {
        assert_eq!(edge.post(&holds, json!({ "seats": seats })).await.expect(422).code(), code);
    }
    let odd = edge.post(&holds, json!({ "seats": [1], "price": 1 })).await.expect(400);
    assert_eq!(odd.code(), "body_invalid");
    let no_pass = app.edge.clone().for_account(buyer(&app.state.db).await);
    assert_eq!(no_pass.get(&path(show, "seats")).await.code(), "pass_missing");
    let nobody = app.edge.clone().with_new_pass(show.sale).0;
    let unsigned = nobody.post(&holds, json!({ "seats": [1] })).await.expect(401);
    assert_eq!(unsigned.code(), "sign_in_required");
    assert!(states(&app, show).await.iter().all(|seat| *seat == SeatState::Free));
}

#[tokio::test]
async fn selling_hours_and_membership_are_kept() {
    let (app, show) = stage(10).await;
    let holds = path(show, "holds");
    let member = buyer(&app.state.db).await;
    let sale = |presale: &str, general: &str, closes: &str| {
        format!(
            "update sales set presale_opens_at = now() + interval '{presale}', presale_grade = 2,
             general_opens_at = now() + interval '{general}',
             closes_at = now() + interval '{closes}' where id = '{}'",
            show.sale.0
        )
    };
    let run = async |sql: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&app.state.db).await.unwrap();
    };
    run(format!("update accounts set membership_grade = 2 where id = '{}'", member.0)).await;
    let member = app.edge.clone().for_account(member).with_new_pass(show.sale).0;
    let guest = newcomer(&app, show).await;
    for (windows, for_guest, for_member) in [
        (sale("1 hour", "2 hours", "3 hours"), "sale_not_open", "sale_not_open"),
        (sale("-1 hour", "2 hours", "3 hours"), "membership_required", ""),
        (sale("-3 hours", "-2 hours", "-1 hour"), "sale_over", "sale_over"),
    ] {
        run(windows).await;
        // The catalog remembers a sale for a second.
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(5);
        while guest.post(&holds, json!({ "seats": [1] })).await.code() != for_guest {
            assert!(tokio::time::Instant::now() < deadline, "{for_guest}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        // The room keeps the same people out.
        let room = frontrow::rooms::service::settings(&app.state, show.sale).await.unwrap();
        let presale = room.presale_at(frontrow::clock::wall()).map(|presale| presale.grade);
        assert_eq!(presale, (for_guest != "sale_over").then_some(2));
        let told = member.post(&holds, json!({ "seats": [2] })).await;
        assert_eq!(told.code(), for_member);
        if let Some(hold) = told.json["id"].as_str().filter(|_| for_member.is_empty()) {
            member.delete(&path(show, &format!("holds/{hold}"))).await.expect(204);
        }
    }
}

#[tokio::test]
async fn the_map_is_told_once_and_then_by_its_name() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    let map = edge.get(&path(show, "seats")).await.expect(200);
    assert_eq!(map.json["remaining"], json!([10]));
    let etag = map.headers["etag"].to_str().unwrap();
    let known = [("if-none-match", etag)];
    edge.send("GET", &path(show, "seats"), None, &known).await.expect(304);
    edge.post(&path(show, "holds"), json!({ "seats": [7] })).await.expect(201);
    until_shown(&app, show, 7, SeatState::Held).await;
    let news = edge.send("GET", &path(show, "seats"), None, &known).await.expect(200);
    assert_eq!(news.json["remaining"], json!([9]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_buyers_of_one_seat_one_holds_it() {
    let (app, show) = stage(10).await;
    let sale = frontrow::catalog::service::sale(&app.state, show.sale).await.unwrap();
    let mut tries = Vec::new();
    for _ in 0..200 {
        let (state, sale) = (app.state.clone(), sale.clone());
        let buyer = Buyer { account: buyer(&app.state.db).await, pass: PassId(Uuid::now_v7()) };
        tries.push(tokio::spawn(async move {
            service::hold(&state, &sale, buyer, &[7], "one-and-only").await
        }));
    }
    let mut held = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(_) => held += 1,
            Err(SeatsError::Taken { seats }) => assert_eq!(seats, [7]),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(held, 1);
    let redis = agreed_state(&mut app.state.redis.clone(), show.performance).await;
    assert_eq!((redis.holds.len(), redis.claims.len()), (1, 1));
}

#[tokio::test]
async fn a_hold_that_runs_out_frees_its_seats_and_ends_the_pass() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    let holds = path(show, "holds");
    let hold = edge.post(&holds, json!({ "seats": [1, 2] })).await.expect(201).json;
    sweeper::round(&app.state).await.unwrap();
    edge.get(&path(show, "holds/mine")).await.expect(200);

    eight_minutes_pass(&app).await;
    let one = path(show, &format!("holds/{}", hold["id"].as_str().unwrap()));
    assert_eq!(edge.post(&format!("{one}/extend"), json!({})).await.code(), "hold_lost");
    let rival = newcomer(&app, show).await;
    rival.post(&holds, json!({ "seats": [2] })).await.expect(201);
    sweeper::round(&app.state).await.unwrap();
    let redis = agreed_state(&mut app.state.redis.clone(), show.performance).await;
    assert_eq!(redis.claims.keys().copied().collect::<Vec<_>>(), [2], "the rival's alone");
    assert_eq!(ends(&app).await, ["hold_lapsed"]);
}

#[tokio::test]
async fn after_a_lapsed_hold_its_own_pass_holds_nothing_more() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    let holds = path(show, "holds");
    edge.post(&holds, json!({ "seats": [1] })).await.expect(201);
    eight_minutes_pass(&app).await;
    // Before the sweeper has been there.
    assert_eq!(edge.post(&holds, json!({ "seats": [2] })).await.code(), "pass_ended");
    let redis = agreed_state(&mut app.state.redis.clone(), show.performance).await;
    assert!(redis.holds.is_empty() && redis.claims.is_empty(), "nothing is blocked");
    // With a new pass the same person chooses again.
    edge.with_new_pass(show.sale).0.post(&holds, json!({ "seats": [2] })).await.expect(201);
}

#[tokio::test]
async fn a_pass_ends_although_postgresql_failed_at_first() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    edge.post(&path(show, "holds"), json!({ "seats": [1] })).await.expect(201);
    eight_minutes_pass(&app).await;
    let rename = async |sql: &'static str| sqlx::query(sql).execute(&app.state.db).await.unwrap();
    rename("alter table passes rename to passes_away").await;
    sweeper::round(&app.state).await.expect_err("PostgreSQL refuses");
    rename("alter table passes_away rename to passes").await;
    sweeper::round(&app.state).await.unwrap();
    assert_eq!(ends(&app).await, ["hold_lapsed"]);
    let redis = agreed_state(&mut app.state.redis.clone(), show.performance).await;
    assert!(redis.holds.is_empty());
}

async fn eight_minutes_pass(app: &App) {
    sqlx::query("insert into frontrow_settings values ('clock_offset_ms', '480000')")
        .execute(&app.state.db)
        .await
        .unwrap();
}

/// Why passes have ended.
async fn ends(app: &App) -> Vec<String> {
    sqlx::query_scalar("select ended_reason from passes where ended_at is not null")
        .fetch_all(&app.state.db)
        .await
        .unwrap()
}
