//! The real process, killed between Toss's approval and our commit.

use crate::harness::{CoreProcess, Shop};

#[tokio::test]
async fn killed_after_toss_approved_and_before_the_commit_it_is_confirmed_once() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0, 1]).await;
    let back = buyer.authorise(&shop.toss, &order).await;

    let core = CoreProcess::start(&shop.app.state.config).await;
    // Carried out and recorded at Toss; the answer never comes.
    shop.toss.fault("confirm", "hang", 1).await;
    let through_it = buyer.through(&core);
    let (asked, asked_back) = (order.clone(), back.clone());
    let waiting =
        tokio::spawn(async move { through_it.try_post(&asked, "pay-return", asked_back).await });
    let approved = async {
        while shop.toss.payment(&back).await["approvals"] != 1 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), approved)
        .await
        .expect("Toss approves");
    core.kill();
    assert!(waiting.await.unwrap().is_err(), "the buyer got no answer");
    assert_eq!(buyer.look(&order).await["state"], "confirming");
    shop.check().await;

    // The lease of the killed process runs out, and another one finishes at its start.
    shop.shift_clock(21_000).await;
    let core = CoreProcess::start(&shop.app.state.config).await;
    let paid = buyer.until(&order, "confirmed").await;
    assert_eq!(paid["tickets"].as_array().unwrap().len(), 2);
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
    // The page that is loaded again is told the same.
    buyer.through(&core).come_back(&order, &back).await.expect(200);
    shop.check().await;
}

#[tokio::test]
async fn killed_while_a_refund_is_under_way_the_money_goes_back_once() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.buy(&shop.toss, &[0]).await;
    let core = CoreProcess::start(&shop.app.state.config).await;
    shop.toss.fault("cancel", "hang", 1).await;
    let through_it = buyer.through(&core);
    let asked = order.clone();
    let waiting = tokio::spawn(async move {
        through_it.try_post(&asked, "cancel", serde_json::Value::Null).await
    });
    let given_back = async {
        while shop.toss.payments().await[0]["cancels"] != 1 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), given_back)
        .await
        .expect("Toss cancels");
    core.kill();
    // The answer is lost, unless news from Toss has ended the refund before the kill.
    if let Ok(answer) = waiting.await.unwrap() {
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    shop.check().await;

    shop.shift_clock(21_000).await;
    let _core = CoreProcess::start(&shop.app.state.config).await;
    buyer.until(&order, "refunded").await;
    assert_eq!(shop.toss.payments().await[0]["cancels"], 1);
    shop.check().await;
}

#[tokio::test]
async fn killed_while_toss_was_still_working_at_it_the_answer_is_fetched_by_the_same_key() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    let core = CoreProcess::start(&shop.app.state.config).await;
    shop.toss.delay("confirm", 3_000).await;
    let through_it = buyer.through(&core);
    let (asked, asked_back) = (order.clone(), back.clone());
    let waiting =
        tokio::spawn(async move { through_it.try_post(&asked, "pay-return", asked_back).await });
    buyer.until(&order, "confirming").await;
    core.kill();
    assert!(waiting.await.unwrap().is_err(), "the buyer got no answer");
    assert_eq!(shop.toss.payment(&back).await["approvals"], 0);
    shop.check().await;

    shop.shift_clock(21_000).await;
    let _core = CoreProcess::start(&shop.app.state.config).await;
    buyer.until(&order, "confirmed").await;
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
}

#[tokio::test]
async fn a_core_that_waits_long_for_toss_keeps_what_it_asks_about() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    let db = &shop.app.state.db;
    let until = async || -> time::OffsetDateTime {
        sqlx::query_scalar("select lease_until from payment_attempts").fetch_one(db).await.unwrap()
    };
    shop.toss.fault("confirm", "hang", 1).await;
    let (waiting, asked, asked_back) = (buyer.clone(), order.clone(), back.clone());
    let waiting = tokio::spawn(async move { waiting.come_back(&asked, &asked_back).await });
    buyer.until(&order, "confirming").await;
    let first = until().await;
    let prolonged = async {
        while until().await == first {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), prolonged).await.expect("it lives");
    shop.run_jobs().await;
    assert_eq!(buyer.look(&order).await["state"], "confirming", "nobody else took it");
    waiting.abort();
}
