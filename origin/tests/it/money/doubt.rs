//! Confirms whose outcome is in doubt: one charge, and never a failure out of ignorance.

use serde_json::{Value, json};
use toss_sim::Switches;

use super::webhooks::{changed, send};
use crate::harness::{Shop, Staff, Toss};

#[tokio::test]
async fn whatever_becomes_of_the_answer_the_buyer_is_charged_once_and_has_the_ticket() {
    let shop = Shop::open().await;
    for (seat, fault) in [
        "drop_before",
        "drop_after_approval",
        "error_500_before",
        "error_500_after_approval",
        "provider_error",
        "status_429",
        "s008",
        "truncated_json",
        "extra_fields",
    ]
    .into_iter()
    .enumerate()
    {
        let buyer = shop.buyer().await;
        let order = buyer.order(&[i32::try_from(seat).unwrap()]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        shop.toss.fault("confirm", fault, 1).await;
        let answer = buyer.come_back(&order, &back).await;
        assert!(matches!(answer.status, 200 | 202), "{fault}: {}", answer.status);
        buyer.until(&order, "confirmed").await;
        assert_eq!(shop.toss.payment(&back).await["approvals"], 1, "{fault}");
    }
    shop.check().await;
}

#[tokio::test]
async fn a_read_that_fails_too_leaves_it_open_and_not_failed() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.fault("confirm", "error_500_after_approval", 1).await;
    shop.toss.fault("read", "drop_before", 1).await;
    buyer.come_back(&order, &back).await;
    buyer.until(&order, "confirmed").await;
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
}

#[tokio::test]
async fn nobody_cancels_or_pays_an_order_whose_payment_is_in_doubt() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 3_000).await;
    let (paid, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        shop.check().await;
        let cancelled = buyer.cancel(&order).await;
        assert_eq!((cancelled.status, cancelled.code()), (409, "payment_in_progress"));
        let path = format!("/api/v1/orders/{}/attempts", order["id"].as_str().unwrap());
        let another = buyer.edge.post(&path, serde_json::Value::Null).await;
        assert_eq!((another.status, another.code()), (409, "payment_in_progress"));
        // Not even the deadline ends it.
        shop.shift_clock(3_600_000).await;
        shop.run_jobs().await;
    });
    assert_eq!(paid.expect(200).json["state"], "confirmed");
    shop.check().await;
}

#[tokio::test]
async fn a_session_that_ran_out_at_toss_is_told_and_the_order_can_be_paid_again() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.advance(11 * 60_000).await;
    let gone = buyer.come_back(&order, &back).await;
    assert_eq!((gone.status, gone.code()), (409, "payment_session_gone"));
    let again = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &again).await.expect(200);
    shop.check().await;
}

#[tokio::test]
async fn whichever_guess_about_toss_is_right_it_is_charged_once() {
    let hiding = Switches { hide_unapproved: true, ..Switches::default() };
    let binding = Switches { bind_server_errors: true, ..Switches::default() };
    for switches in [hiding, binding] {
        let shop = Shop::paying_at(Toss::start_with(switches).await, 50_000).await;
        let faults = ["error_500_before", "error_500_after_approval", "provider_error", "s008"];
        for (seat, fault) in (0..).zip(faults) {
            let buyer = shop.buyer().await;
            let order = buyer.order(&[seat]).await;
            let back = buyer.authorise(&shop.toss, &order).await;
            shop.toss.fault("confirm", fault, 1).await;
            buyer.come_back(&order, &back).await;
            buyer.until(&order, "confirmed").await;
            assert_eq!(shop.toss.payment(&back).await["approvals"], 1, "{fault} {switches:?}");
        }
        shop.check().await;
    }
}

#[tokio::test]
async fn what_a_buyer_brings_that_pays_nothing_is_told_at_once_and_the_order_can_be_paid() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let (order, other) = (buyer.order(&[0]).await, buyer.order(&[1]).await);
    let others = buyer.authorise(&shop.toss, &other).await;
    let attempt = async || buyer.attempt(&order).await;
    let (made_up, foreign, window) = (attempt().await, attempt().await, attempt().await);
    let cheap = shop.toss.authorise_by("CARD", 100, &window).await;
    let brought = |attempt: &Value, key: &Value| {
        json!({
            "payment_key": key, "amount": 50_000,
            "provider_order_id": attempt["provider_order_id"],
        })
    };
    for (back, code) in [
        (brought(&made_up, &json!("tgen_made_up")), "payment_session_gone"),
        (brought(&foreign, &others["payment_key"]), "payment_mismatch"),
        (brought(&window, &cheap["payment_key"]), "payment_mismatch"),
    ] {
        let answer = buyer.come_back(&order, &back).await;
        assert_eq!((answer.status, answer.code()), (409, code), "{back}");
        assert_eq!(buyer.look(&order).await["state"], "awaiting_payment", "{back}");
        shop.check().await;
    }
    for payment in shop.toss.payments().await {
        assert_eq!(payment["approvals"], 0);
    }
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    buyer.come_back(&other, &others).await.expect(200);
    shop.check().await;
}

#[tokio::test]
async fn an_account_to_pay_into_is_called_off_and_locks_no_seats() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let issue = async || {
        shop.toss.authorise_by("VIRTUAL_ACCOUNT", 50_000, &buyer.attempt(&order).await).await
    };
    let back = issue().await;
    let refused = buyer.come_back(&order, &back).await;
    assert_eq!((refused.status, refused.code()), (402, "payment_declined"));
    assert_eq!(refused.json["provider_code"], "method_not_offered");
    assert_eq!(buyer.look(&order).await["state"], "awaiting_payment");
    assert_eq!(shop.toss.payment(&back).await["status"], "CANCELED");
    shop.check().await;
    // Calling off fails: nothing is let go, and a deposit that came meanwhile pays the order.
    let back = issue().await;
    shop.toss.fault("cancel", "drop_before", 1).await;
    shop.toss.fault("read", "drop_before", 1).await;
    let (answer, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        let waits = async {
            while shop.toss.payment(&back).await["status"] != "WAITING_FOR_DEPOSIT" {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), waits).await.expect("it waits");
        shop.toss.bank(&back, "deposit").await;
    });
    assert!(matches!(answer.status, 200 | 202), "{}", answer.status);
    buyer.until(&order, "confirmed").await;
    shop.check().await;
    // The bank takes it back: a person decides, and the account is called off before the seats go.
    let admin = Staff::with_role(&shop.app, "admin").await;
    shop.toss.bank(&back, "deposit-error").await;
    send(&shop, &changed(&back, "WAITING_FOR_DEPOSIT")).await;
    buyer.until(&order, "needs_review").await;
    let path = |way: &str| format!("/staff/v1/orders/{}/{way}", order["id"].as_str().unwrap());
    let reason = json!({ "reason": "the bank took it back" });
    let untrue = admin.post(&path("confirm"), reason.clone()).await;
    assert_eq!((untrue.status, untrue.code()), (409, "review_untrue"));
    admin.post(&path("release"), reason).await.expect(200);
    assert_eq!(shop.toss.payment(&back).await["status"], "CANCELED");
    assert_eq!(buyer.look(&order).await["state"], "refunded");
    shop.check().await;
}

#[tokio::test]
async fn a_refusal_that_follows_a_try_which_was_carried_out_is_not_believed() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.fault("confirm", "drop_after_approval", 1).await;
    shop.toss.fault_with("confirm", "refuse", "REJECT_CARD_PAYMENT", 1).await;
    let answer = buyer.come_back(&order, &back).await;
    assert!(matches!(answer.status, 200 | 202), "{}", answer.json);
    buyer.until(&order, "confirmed").await;
    shop.toss.fault("cancel", "error_500_after_approval", 1).await;
    shop.toss.fault("read", "drop_before", 1).await;
    shop.toss.fault_with("cancel", "refuse", "EXCEED_MAX_REFUND_DUE", 1).await;
    buyer.cancel(&order).await;
    let order = buyer.until(&order, "refunded").await;
    assert_eq!(order["refund"]["state"], "done");
    assert_eq!(shop.toss.payment(&back).await["cancels"], 1);
    shop.check().await;
}

#[tokio::test]
async fn money_whose_attempt_was_ended_meanwhile_goes_back() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 3_000).await;
    let (_, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        // As a worker does that was told the opposite.
        for sql in [
            "update payment_attempts set state = 'declined', failure_code = 'X', failure_message = ''",
            "update performance_seats set state = 'reserved', version = version + 1
             where state = 'claimed'",
            "update orders set state = 'awaiting_payment'",
        ] {
            sqlx::query(sql).execute(&shop.app.state.db).await.expect("it is ended");
        }
    });
    let returned = async {
        while shop.toss.payment(&back).await["balance_amount"] != 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), returned).await.expect("it goes back");
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.run_jobs().await;
    shop.check().await;
}

#[tokio::test]
async fn money_for_seats_that_were_lost_while_it_was_taken_goes_back_by_itself() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 3_000).await;
    let (_, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        // Nothing in the core does this; a restored backup or a hand in the database might.
        sqlx::query(
            "update performance_seats set state = 'free', order_id = null, version = version + 1
             where order_id is not null",
        )
        .execute(&shop.app.state.db)
        .await
        .expect("the seats are taken away");
    });
    let order = buyer.until(&order, "refunded").await;
    assert_eq!(order["refund"]["state"], "done");
    let payment = shop.toss.payment(&back).await;
    assert_eq!((&payment["approvals"], &payment["balance_amount"]), (&json!(1), &json!(0)));
    shop.check().await;
}
