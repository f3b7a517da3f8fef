//! The deadline of an order and the return from Toss at the same moment.

use std::time::Duration;

use frontrow::orders::sweeper;

use crate::harness::{Shop, books};

/// Puts every open deadline `ms` from now.
async fn deadline_in(shop: &Shop, ms: i32) {
    sqlx::query(
        "update orders set deadline_at = frontrow_now() + make_interval(secs => $1 / 1000.0)
         where state = 'awaiting_payment'",
    )
    .bind(ms)
    .execute(&shop.app.state.db)
    .await
    .unwrap();
}

#[tokio::test]
async fn sold_once_or_not_charged() {
    let shop = Shop::open().await;
    let (mut sold, mut not_charged) = (0, 0);
    for round in 0..5 {
        let mut waiting = Vec::new();
        for n in 0..8 {
            let buyer = shop.buyer().await;
            let order = buyer.order(&[round * 8 + n]).await;
            let back = buyer.authorise(&shop.toss, &order).await;
            waiting.push((u64::try_from(n).unwrap(), buyer, order, back));
        }
        deadline_in(&shop, 60).await;
        let sweeping = {
            let state = shop.app.state.clone();
            tokio::spawn(async move {
                loop {
                    sweeper::round(&state).await.expect("the sweeper runs");
                    tokio::task::yield_now().await;
                }
            })
        };
        let returns = waiting.into_iter().map(|(n, buyer, order, back)| {
            let toss = shop.toss.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(10 + n * 12)).await;
                let answer = buyer.come_back(&order, &back).await;
                let approvals = toss.payment(&back).await["approvals"].as_i64().unwrap();
                match answer.status {
                    200 => {
                        assert_eq!(answer.json["state"], "confirmed");
                        assert_eq!(approvals, 1);
                        true
                    }
                    _ => {
                        assert_eq!(answer.code(), "order_expired");
                        assert_eq!(approvals, 0);
                        false
                    }
                }
            })
        });
        for ended in returns.collect::<Vec<_>>() {
            if ended.await.expect("the return ends") { sold += 1 } else { not_charged += 1 }
        }
        sweeping.abort();
        sweeper::round(&shop.app.state).await.unwrap();
        shop.check().await;
    }
    assert!(sold > 0 && not_charged > 0, "the moment was missed: {sold} sold, {not_charged} not");
}

/// The control: the same two steps with the guard off, that is with the deadline compared before
/// the order is locked and the state not looked at again. The money would be asked for seats that
/// are free, and the books say so.
#[tokio::test]
async fn with_the_guard_off_the_books_show_the_race() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    buyer.order(&[0]).await;
    let db = &shop.app.state.db;
    let in_time: bool = sqlx::query_scalar("select deadline_at > frontrow_now() from orders")
        .fetch_one(db)
        .await
        .unwrap();
    assert!(in_time, "compared, not locked");
    deadline_in(&shop, 0).await;
    sweeper::round(&shop.app.state).await.unwrap();
    sqlx::query("update orders set state = 'confirming'").execute(db).await.unwrap();
    let wrong = books::violations(db, None).await;
    assert!(
        wrong.iter().any(|one| one.starts_with("a living order has all its seats")),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn an_expired_order_frees_its_seats_and_says_so() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let order = anna.order(&[0, 1]).await;
    let back = anna.authorise(&shop.toss, &order).await;
    shop.shift_clock(15 * 60_000 + 1_000).await;
    // Before the sweeper has been there the clock alone refuses.
    let late = anna.come_back(&order, &back).await;
    assert_eq!((late.status, late.code()), (409, "order_expired"));
    shop.run_jobs().await;
    assert_eq!(anna.look(&order).await["state"], "expired");
    assert_eq!(anna.come_back(&order, &back).await.code(), "order_expired");
    ben.buy(&shop.toss, &[0, 1]).await;
    shop.check().await;
}

#[tokio::test]
async fn a_second_hold_that_runs_out_leaves_the_pass_to_the_order_that_awaits_payment() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    buyer.order(&[0]).await;
    buyer.hold(&[1]).await;
    shop.shift_clock(8 * 60_000).await;
    frontrow::seats::sweeper::round(&shop.app.state).await.unwrap();
    let ended: Option<bool> =
        sqlx::query_scalar("select ended_at is not null from passes where id = $1")
            .bind(buyer.pass.0)
            .fetch_optional(&shop.app.state.db)
            .await
            .unwrap();
    assert_ne!(ended, Some(true));
    // The second hold is gone all the same.
    buyer.hold(&[2]).await;
}
