//! A show on sale, a Toss to pay at, and buyers that hold, order and pay.

use frontrow::orders;
use frontrow_shared::id::PassId;
use frontrow_shared::keys::Purpose;
use serde_json::{Value, json};

use super::{Answer, App, CoreProcess, Edge, Show, Toss, books, buyer};

/// A core with one show and a Toss.
pub(crate) struct Shop {
    pub(crate) app: App,
    pub(crate) toss: Toss,
    pub(crate) show: Show,
}

impl Shop {
    /// Forty seats at 50,000 won, four a buyer.
    pub(crate) async fn open() -> Self {
        Self::at_price(50_000).await
    }

    pub(crate) async fn at_price(price: i64) -> Self {
        Self::paying_at(Toss::start().await, price).await
    }

    pub(crate) async fn paying_at(toss: Toss, price: i64) -> Self {
        let app = App::start_with(&toss.base).await;
        let show = Show::open(&app.state.db, 40, price).await;
        Self { app, toss, show }
    }

    /// A new buyer with a pass.
    pub(crate) async fn buyer(&self) -> Buyer {
        let account = buyer(&self.app.state.db).await;
        self.with_pass(self.app.edge.clone().for_account(account))
    }

    /// Gives somebody a pass.
    pub(crate) fn with_pass(&self, person: Edge) -> Buyer {
        let (edge, pass) = person.with_new_pass(self.show.sale);
        Buyer { pass, edge, sale: self.show.sale.to_string() }
    }

    /// Moves the clock of deadlines.
    pub(crate) async fn shift_clock(&self, ms: i64) {
        books::shift_clock(&self.app.state.db, ms).await;
    }

    /// Everything that is due now: expired orders, open payments and refunds, webhooks.
    pub(crate) async fn run_jobs(&self) {
        books::rolled_back(&self.app.state.db).await;
        orders::sweeper::round(&self.app.state).await.expect("the sweeper runs");
        orders::reconciler::round(&self.app.state).await.expect("the reconciler runs");
    }

    /// Asserts everything that must be true of the books, here and at Toss.
    #[track_caller]
    pub(crate) fn check(&self) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let wrong = books::violations(&self.app.state.db, Some(&self.toss)).await;
            assert!(wrong.is_empty(), "at {caller}: {wrong:#?}");
        }
    }
}

/// A signed-in person with a pass.
#[derive(Clone)]
pub(crate) struct Buyer {
    pub(crate) pass: PassId,
    pub(crate) edge: Edge,
    pub(crate) sale: String,
}

impl Buyer {
    /// Holds seats; the hold's id.
    pub(crate) async fn hold(&self, seats: &[i32]) -> String {
        let path = format!("/api/v1/sales/{}/holds", self.sale);
        let hold = self.edge.post(&path, json!({ "seats": seats })).await.expect(201);
        hold.json["id"].as_str().expect("an id").to_owned()
    }

    /// Prices a hold.
    pub(crate) async fn quote(&self, hold: &str, coupon: &str) -> Answer {
        let path = format!("/api/v1/sales/{}/holds/{hold}/quote", self.sale);
        self.edge.post(&path, json!({ "coupon": coupon })).await
    }

    /// Orders a hold under `key`.
    pub(crate) async fn place(&self, hold: &str, coupon: &str, key: &str) -> Answer {
        let path = format!("/api/v1/sales/{}/orders", self.sale);
        self.edge.post_with_key(&path, json!({ "hold": hold, "coupon": coupon }), key).await
    }

    /// Holds and orders seats; the order.
    pub(crate) async fn order(&self, seats: &[i32]) -> Value {
        let hold = self.hold(seats).await;
        self.place(&hold, "best", &format!("order-{hold}")).await.expect(201).json
    }

    /// Starts a try at paying.
    pub(crate) async fn attempt(&self, order: &Value) -> Value {
        self.edge.post(&path_of(order, "attempts"), Value::Null).await.expect(201).json
    }

    /// Starts a try and authorises it; what the return page gets.
    pub(crate) async fn authorise(&self, toss: &Toss, order: &Value) -> Value {
        toss.authorise(&self.attempt(order).await).await
    }

    /// Comes back from Toss.
    pub(crate) async fn come_back(&self, order: &Value, back: &Value) -> Answer {
        self.edge.post(&path_of(order, "pay-return"), back.clone()).await
    }

    /// The same person by way of another core.
    pub(crate) fn through(&self, core: &CoreProcess) -> Self {
        Self { edge: self.edge.clone().at(core.public.clone()), ..self.clone() }
    }

    /// POST to a core that may be killed meanwhile.
    pub(crate) async fn try_post(
        &self,
        order: &Value,
        what: &str,
        body: Value,
    ) -> reqwest::Result<Answer> {
        let nonce = *uuid::Uuid::new_v4().as_bytes();
        let bytes = body.to_string().into_bytes();
        let request = self.edge.request(Purpose::Hop, "POST", &path_of(order, what), bytes, &nonce);
        Edge::try_answer(request.header("idempotency-key", "the-only-try")).await
    }

    pub(crate) async fn cancel(&self, order: &Value) -> Answer {
        self.edge.post(&path_of(order, "cancel"), Value::Null).await
    }

    /// The order as it is now.
    pub(crate) async fn look(&self, order: &Value) -> Value {
        let path = format!("/api/v1/orders/{}", order["id"].as_str().expect("an id"));
        self.edge.get(&path).await.expect(200).json
    }

    /// Waits until the order is in `state`; the order.
    pub(crate) async fn until(&self, order: &Value, state: &str) -> Value {
        let seen = async {
            loop {
                let order = self.look(order).await;
                if order["state"] == state {
                    return order;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        match tokio::time::timeout(std::time::Duration::from_secs(20), seen).await {
            Ok(order) => order,
            Err(_) => panic!("not {state} after 20 s: {}", self.look(order).await),
        }
    }

    /// Holds, orders and pays; the order.
    pub(crate) async fn buy(&self, toss: &Toss, seats: &[i32]) -> Value {
        let order = self.order(seats).await;
        let back = self.authorise(toss, &order).await;
        let paid = self.come_back(&order, &back).await.expect(200);
        assert_eq!(paid.json["state"], "confirmed");
        paid.json
    }
}

/// The address of something that is done with an order.
fn path_of(order: &Value, what: &str) -> String {
    format!("/api/v1/orders/{}/{what}", order["id"].as_str().expect("an id"))
}
