//! Closing an account: what goes, what stays, what stands in the way.

use serde_json::{Value, json};

use super::{PASSWORD, cookie, move_clock, refresh, sign_in, sign_up, signed};
use crate::harness::{Answer, Buyer, Edge, Shop};

async fn withdraw(person: &Edge, password: &str) -> Answer {
    person.post("/api/v1/me/withdraw", json!({"password": password})).await
}

/// Somebody who signed up and has a pass.
async fn buyer(shop: &Shop) -> (Edge, Buyer, Answer) {
    let answer = sign_up(&shop.app, "minji@example.com").await.expect(201);
    let edge = signed(&shop.app, &answer);
    (edge.clone(), shop.with_pass(edge), answer)
}

fn reasons(answer: &Answer) -> &Value {
    assert_eq!(answer.code(), "withdrawal_blocked");
    &answer.json["reasons"]
}

#[tokio::test]
async fn open_orders_and_tickets_ahead_stand_in_the_way_and_a_refunded_order_does_not() {
    let shop = Shop::open().await;
    let (person, buyer, _) = buyer(&shop).await;
    let order = buyer.order(&[1, 2]).await;
    let answer = withdraw(&person, PASSWORD).await.expect(409);
    assert_eq!(reasons(&answer), &json!(["order_open"]));
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    let answer = withdraw(&person, PASSWORD).await.expect(409);
    assert_eq!(reasons(&answer), &json!(["ticket_ahead"]));
    buyer.cancel(&order).await;
    shop.run_jobs().await;
    buyer.until(&order, "refunded").await;
    withdraw(&person, PASSWORD).await.expect(204);
    shop.check().await;
}

#[tokio::test]
async fn who_somebody_was_is_erased_and_the_books_stay() {
    let shop = Shop::open().await;
    let app = &shop.app;
    let (_, buyer, answer) = buyer(&shop).await;
    let order = buyer.buy(&shop.toss, &[1]).await;
    app.mail().await;
    // The show is over; the ticket is history.
    move_clock(app, 31 * 86_400_000).await;
    let session = cookie(&sign_in(app, "minji@example.com", PASSWORD).await, "__Host-fr_refresh");
    let person = signed(app, &sign_in(app, "minji@example.com", PASSWORD).await.expect(200));
    assert_eq!(withdraw(&person, "wrong").await.expect(403).code(), "password_wrong");
    let gone = withdraw(&person, PASSWORD).await.expect(204);
    for name in ["__Host-fr_access", "__Host-fr_refresh", "__Host-fr_here"] {
        assert_eq!(cookie(&gone, name), "");
        assert!(gone.headers.get_all("set-cookie").iter().any(|one| {
            one.to_str().unwrap().starts_with(&format!("{name}=; ")) // taken away, not only unset
        }));
    }
    let mails = app.mail().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "minji@example.com", "a last word");

    sign_in(app, "minji@example.com", PASSWORD).await.expect(401);
    refresh(app, &session).await.expect(401);
    person.get("/api/v1/me").await.expect(401);
    withdraw(&person, PASSWORD).await.expect(401);
    // Nothing anywhere in the database names the person any more.
    let dump: Vec<String> = sqlx::query_scalar(
        "select row_to_json(t)::text from accounts t union all
         select row_to_json(t)::text from sessions t union all
         select row_to_json(t)::text from mails t union all
         select row_to_json(t)::text from orders t union all
         select row_to_json(t)::text from tickets t union all
         select row_to_json(t)::text from outbox t union all
         select row_to_json(t)::text from payment_attempts t",
    )
    .fetch_all(&app.state.db)
    .await
    .unwrap();
    for word in ["minji", "Minji", "김민지", "argon2"] {
        assert!(dump.iter().all(|row| !row.contains(word)), "{word} in {dump:#?}");
    }
    let id = order["id"].as_str().unwrap().trim_start_matches("ord_");
    let kept: (String, i64) = sqlx::query_as(
        "select o.state, (select count(*) from tickets t where t.order_id = o.id)
         from orders o where id = $1::uuid",
    )
    .bind(id)
    .fetch_one(&app.state.db)
    .await
    .unwrap();
    assert_eq!(kept, ("confirmed".to_owned(), 1));
    // The address is free again, for a new account.
    let new = sign_up(app, "minji@example.com").await.expect(201);
    assert_ne!(new.json["account"]["id"], answer.json["account"]["id"]);
}

#[tokio::test]
async fn unused_coupons_go_and_roles_stand_in_the_way() {
    let shop = Shop::open().await;
    let db = &shop.app.state.db;
    let (person, ..) = buyer(&shop).await;
    sqlx::raw_sql(
        "insert into coupons (id, code, name, name_en, kind, amount, valid_from, valid_until)
           values (gen_random_uuid(), 'X', 'x', 'x', 'fixed', 1, now(), now() + interval '1 day');
         insert into coupon_grants (id, coupon_id, account_id)
           select gen_random_uuid(), c.id, a.id from coupons c, accounts a;
         update accounts set roles = '{buyer,seller}'",
    )
    .execute(db)
    .await
    .unwrap();
    assert_eq!(reasons(&withdraw(&person, PASSWORD).await.expect(409)), &json!(["role"]));
    sqlx::query("update accounts set roles = '{buyer}'").execute(db).await.unwrap();
    withdraw(&person, PASSWORD).await.expect(204);
    let states: Vec<String> =
        sqlx::query_scalar("select state from coupon_grants").fetch_all(db).await.unwrap();
    assert_eq!(states, ["revoked"]);
}

#[tokio::test]
async fn an_order_that_comes_while_the_account_is_being_closed_is_refused() {
    let shop = Shop::open().await;
    let db = &shop.app.state.db;
    let (_, buyer, _) = buyer(&shop).await;
    let hold = buyer.hold(&[1]).await;
    // The withdrawal, stopped between its lock and its end.
    let mut closing = db.begin().await.unwrap();
    sqlx::query("select 1 from accounts for update").execute(&mut *closing).await.unwrap();
    let placing = async { buyer.place(&hold, "none", "the-only-order").await };
    let closed = async {
        let waits = "select exists (select from pg_stat_activity
                                    where wait_event_type = 'Lock' and datname = current_database())";
        while !sqlx::query_scalar::<_, bool>(waits).fetch_one(db).await.unwrap() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        sqlx::query(
            "update accounts set withdrawn_at = now(), password_hash = null, name = '', roles = '{}'",
        )
        .execute(&mut *closing)
        .await
        .unwrap();
        closing.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(placing, closed);
    assert_eq!(answer.expect(401).code(), "sign_in_required");
    let orders: i64 =
        sqlx::query_scalar("select count(*) from orders").fetch_one(db).await.unwrap();
    assert_eq!(orders, 0);
    shop.check().await;
}
