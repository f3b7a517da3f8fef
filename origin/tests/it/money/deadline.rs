//! The deadline of an order and the return from Toss at the same moment. Who waits for whose lock
//! is arranged and looked at in PostgreSQL, so that each order of events happens every time.

use frontrow::orders::sweeper;
use serde_json::Value;
use sqlx::{Postgres, Transaction};
use tokio::task::JoinHandle;

use crate::harness::{Answer, Buyer, Shop, books};

/// More than an order's time to be paid.
const PAST_DEADLINE_MS: i64 = 16 * 60_000;

/// One order, authorised at Toss and in time, whose buyer is about to come back.
struct Moment {
    shop: Shop,
    buyer: Buyer,
    order: Value,
    back: Value,
}

impl Moment {
    async fn set() -> Self {
        let shop = Shop::open().await;
        let buyer = shop.buyer().await;
        let order = buyer.order(&[0]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        Self { shop, buyer, order, back }
    }

    /// Keeps a table's rows locked until the transaction ends.
    async fn keep(&self, table: &str) -> Transaction<'static, Postgres> {
        let mut tx = self.shop.app.state.db.begin().await.unwrap();
        let only = if table == "performance_seats" { "where seat_no = 0" } else { "" };
        let sql = sqlx::AssertSqlSafe(format!("select 1 from {table} {only} for update"));
        sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
        tx
    }

    /// The buyer comes back, in a task.
    fn comes_back(&self) -> JoinHandle<Answer> {
        let (buyer, order, back) = (self.buyer.clone(), self.order.clone(), self.back.clone());
        tokio::spawn(async move { buyer.come_back(&order, &back).await })
    }

    /// A round of the sweeper, in a task.
    fn sweeps(&self) -> JoinHandle<()> {
        let state = self.shop.app.state.clone();
        tokio::spawn(async move { sweeper::round(&state).await.expect("the sweeper runs") })
    }

    async fn waiting(&self, sessions: i64) {
        books::waiting_for_locks(&self.shop.app.state.db, sessions).await;
    }

    async fn passes(&self) {
        self.shop.shift_clock(PAST_DEADLINE_MS).await;
    }

    /// Nobody was charged, the order has expired, and all books agree.
    async fn not_charged(&self, answer: &Answer) {
        assert_eq!((answer.status, answer.code()), (409, "order_expired"));
        assert_eq!(self.shop.toss.payment(&self.back).await["approvals"], 0);
        books::rolled_back(&self.shop.app.state.db).await;
        self.sweeps().await.unwrap();
        assert_eq!(self.buyer.look(&self.order).await["state"], "expired");
        self.shop.check().await;
    }
}

/// The deadline passes while the return waits for one of its locks: the time at which it has
/// them counts.
#[tokio::test]
async fn a_return_that_waited_past_the_deadline_is_not_charged() {
    for table in ["orders", "payment_attempts"] {
        let moment = Moment::set().await;
        let kept = moment.keep(table).await;
        let back = moment.comes_back();
        moment.waiting(1).await;
        moment.passes().await;
        // The order is in somebody's hands: the sweeper goes on without it.
        moment.sweeps().await.unwrap();
        kept.rollback().await.unwrap();
        moment.not_charged(&back.await.unwrap()).await;
    }
}

#[tokio::test]
async fn a_return_that_finds_the_order_expiring_is_not_charged() {
    let moment = Moment::set().await;
    let kept = moment.keep("performance_seats").await;
    moment.passes().await;
    let sweeping = moment.sweeps();
    moment.waiting(1).await;
    let back = moment.comes_back();
    moment.waiting(2).await;
    kept.rollback().await.unwrap();
    sweeping.await.unwrap();
    moment.not_charged(&back.await.unwrap()).await;
}

/// The deadline passes after the return has compared it, while it still waits for the seats: they
/// stay with the order.
#[tokio::test]
async fn a_return_that_was_in_time_is_sold_whatever_the_clock_says_next() {
    let moment = Moment::set().await;
    let kept = moment.keep("performance_seats").await;
    let back = moment.comes_back();
    moment.waiting(1).await;
    moment.passes().await;
    moment.sweeps().await.unwrap();
    kept.rollback().await.unwrap();
    let paid = back.await.unwrap().expect(200);
    assert_eq!(paid.json["state"], "confirmed");
    assert_eq!(moment.shop.toss.payment(&moment.back).await["approvals"], 1);
    moment.sweeps().await.unwrap();
    moment.shop.check().await;
}

/// The control: the sweeper has the order as above, but the return compares the deadline before
/// it locks, and does not look again. The money would be asked for seats that are free, and the
/// books say so.
#[tokio::test]
async fn with_the_guard_off_the_books_show_the_race() {
    let moment = Moment::set().await;
    let db = moment.shop.app.state.db.clone();
    let in_time: bool = sqlx::query_scalar("select deadline_at > frontrow_now() from orders")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(in_time, "compared, not locked");
    let kept = moment.keep("performance_seats").await;
    moment.passes().await;
    let sweeping = moment.sweeps();
    moment.waiting(1).await;
    let unguarded = sqlx::query("update orders set state = 'confirming'");
    let unguarded = tokio::spawn({
        let db = db.clone();
        async move { unguarded.execute(&db).await }
    });
    moment.waiting(2).await;
    kept.rollback().await.unwrap();
    sweeping.await.unwrap();
    unguarded.await.unwrap().unwrap();
    let wrong = books::violations(&db, None).await;
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
