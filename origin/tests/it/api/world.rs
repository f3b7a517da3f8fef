//! A shop with one of everything, and its callers.

use frontrow_shared::id::{EventId, SaleId, VenueId};
use frontrow_shared::keys::Purpose;
use serde_json::Value;
use uuid::Uuid;

use super::document::{Asks, Operation};
use super::samples::CANARY;
use crate::accounts::{claims, sign_up, signed};
use crate::harness::{Answer, Buyer, Edge, Shop, Staff};

/// Everything that an address can speak of exists and belongs to `owner`.
pub(super) struct World {
    pub(super) shop: Shop,
    pub(super) owner: Buyer,
    pub(super) stranger: Buyer,
    pub(super) staff: Staff,
    order: Value,
    hold: String,
    session: String,
    client: reqwest::Client,
}

impl World {
    pub(super) async fn open() -> Self {
        let shop = Shop::open().await;
        let app = &shop.app;
        let owner = sign_up(app, "owner@example.com").await.expect(201);
        let stranger = sign_up(app, "stranger@example.com").await.expect(201);
        let session = claims(app, &owner).sid.to_string();
        let [owner, stranger] = [owner, stranger].map(|up| shop.with_pass(signed(app, &up)));
        let order = owner.buy(&shop.toss, &[0]).await;
        let order = owner.look(&order).await;
        // The pass ended with the order: another one for the hold.
        let (edge, pass) = owner.edge.clone().with_new_pass(shop.show.sale);
        let owner = Buyer { edge, pass, ..owner };
        let hold = owner.hold(&[1]).await;
        let staff = Staff::with_role(&shop.app, "admin").await;
        let client = reqwest::Client::new();
        Self { shop, owner, stranger, staff, order, hold, session, client }
    }

    pub(super) fn sale(&self) -> SaleId {
        self.shop.show.sale
    }

    /// The address of an operation about what `owner` has.
    pub(super) fn address(&self, operation: &Operation) -> String {
        let some = |prefix: &str| format!("{prefix}_{}", Uuid::now_v7().simple());
        operation.address(self.sale(), |name| match name {
            "order" => self.order["id"].as_str().expect("an id").to_owned(),
            "ticket" => self.order["tickets"][0]["id"].as_str().expect("an id").to_owned(),
            "hold" => self.hold.clone(),
            "performance" => self.shop.show.performance.to_string(),
            "venue" => some("ven"),
            "event" => some("evt"),
            "grade" => "R".to_owned(),
            "provider" => "nobody".to_owned(),
            "session" => self.session.clone(),
            _ => some("xxx"),
        })
    }

    /// One id of each kind that exists.
    pub(super) async fn things(&self) -> Vec<String> {
        let performance = self.shop.show.performance;
        let (venue, event): (Uuid, Uuid) =
            sqlx::query_as("select venue_id, event_id from performances where id = $1")
                .bind(performance.0)
                .fetch_one(&self.shop.app.state.db)
                .await
                .expect("the performance is there");
        let of_order = ["order", "ticket", "hold"].map(|name| match name {
            "order" => self.order["id"].as_str().expect("an id").to_owned(),
            "ticket" => self.order["tickets"][0]["id"].as_str().expect("an id").to_owned(),
            _ => self.hold.clone(),
        });
        let mut things = vec![
            self.sale().to_string(),
            performance.to_string(),
            VenueId(venue).to_string(),
            EventId(event).to_string(),
        ];
        things.extend(of_order);
        things
    }

    /// Calls as somebody who may.
    pub(super) async fn call(&self, call: Call<'_>) -> Answer {
        let operation = call.operation;
        match operation.asks() {
            _ if operation.is_staff() => self.inside(call, &self.staff.token).await,
            Asks::Nothing => self.through(call, &self.shop.app.edge).await,
            _ => self.through(call, &self.owner.edge).await,
        }
    }

    /// Calls the public listener as the edge does for `edge`'s person.
    pub(super) async fn through(&self, call: Call<'_>, edge: &Edge) -> Answer {
        let nonce = *Uuid::new_v4().as_bytes();
        let method = call.operation.method.as_str();
        let request = edge.request(Purpose::Hop, method, &call.address, call.body.clone(), &nonce);
        Edge::answer(call.finish(request)).await
    }

    /// Calls the internal listener with a bearer token; none when empty.
    pub(super) async fn inside(&self, call: Call<'_>, token: &str) -> Answer {
        let method = call.operation.method.parse().expect("a method");
        let address = format!("{}{}", self.shop.app.internal, call.address);
        let mut request = self.client.request(method, address).body(call.body.clone());
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !call.body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        Edge::answer(call.finish(request)).await
    }
}

/// A request about to be sent.
#[derive(Clone)]
pub(super) struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) address: String,
    pub(super) body: Vec<u8>,
    pub(super) kind: Option<&'static str>,
    /// The Idempotency-Key; none when empty.
    pub(super) key: Vec<u8>,
    /// Headers that no edge has written.
    pub(super) claims: &'static [(&'static str, &'static str)],
}

impl<'a> Call<'a> {
    pub(super) fn new(operation: &'a Operation, address: String) -> Self {
        let key = format!("{CANARY}-{}", Uuid::now_v7()).into_bytes();
        Self { operation, address, body: Vec::new(), kind: None, key, claims: &[] }
    }

    pub(super) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub(super) fn claims(mut self, claims: &'static [(&'static str, &'static str)]) -> Self {
        self.claims = claims;
        self
    }

    fn finish(self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let (client, request) = request.build_split();
        let mut request = request.expect("a request");
        if let Some(kind) = self.kind {
            request.headers_mut().insert("content-type", kind.parse().expect("a media type"));
        }
        if !self.key.is_empty() {
            let key = reqwest::header::HeaderValue::from_bytes(&self.key).expect("a header");
            request.headers_mut().insert("idempotency-key", key);
        }
        let request = reqwest::RequestBuilder::from_parts(client, request);
        self.claims.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }
}
