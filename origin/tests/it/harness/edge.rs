//! The edge as the core sees it: signs hops and passes with the keys of the test.

use frontrow_shared::access::AccessClaims;
use frontrow_shared::hop::{self, HopRequest, Identity};
use frontrow_shared::id::{AccountId, PassId, SaleId, VisitorId};
use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};
use frontrow_shared::pass::{self, PassClaims};
use serde_json::Value;
use uuid::Uuid;

/// A client with the edge's keys. Cloned and narrowed for one person by the methods below.
#[derive(Clone)]
pub(crate) struct Edge {
    base: String,
    client: reqwest::Client,
    kid: KeyId,
    root: Key,
    account: String,
    visitor: String,
    pass: String,
    refresh: String,
    session: String,
    flow: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers.
    pub(crate) headers: reqwest::header::HeaderMap,
    /// The body as JSON, `Null` when it is none.
    pub(crate) json: Value,
    /// The body as it came.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The problem code, or an empty text.
    pub(crate) fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The answer, asserted to have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

impl Edge {
    pub(crate) fn new() -> Self {
        Self {
            base: String::new(),
            // Like the edge: a redirect is the browser's to follow.
            client: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            kid: KeyId::parse("k1").expect("a key id"),
            root: Key::new([7; 32]),
            account: String::new(),
            visitor: String::new(),
            pass: String::new(),
            refresh: String::new(),
            session: String::new(),
            flow: String::new(),
        }
    }

    /// Points the client at a core's public listener.
    pub(crate) fn at(mut self, base: String) -> Self {
        self.base = base;
        self
    }

    pub(crate) fn ring(&self, purpose: Purpose) -> KeyRing {
        KeyRing::of(self.kid.clone(), self.root.derive(purpose, &self.kid))
    }

    /// The public keys of passes, as the core's setting.
    pub(crate) fn jwks(&self) -> String {
        let key = self.root.derive(Purpose::Pass, &self.kid);
        let jwks = Jwks { keys: vec![Jwk::of_seed(&self.kid, &key)] };
        serde_json::to_string(&jwks).expect("a JWKS is JSON")
    }

    pub(crate) fn for_account(mut self, account: AccountId) -> Self {
        self.account = account.to_string();
        self
    }

    pub(crate) fn with_refresh(mut self, token: &str) -> Self {
        self.refresh = token.to_owned();
        self
    }

    /// Sends what an access token says, as the gate does once it has verified it.
    pub(crate) fn with_access(mut self, claims: &AccessClaims) -> Self {
        self.account = claims.sub.to_string();
        self.session = claims.sid.to_string();
        self
    }

    /// Sends the cookie of a sign-in through an outside issuer.
    pub(crate) fn with_flow(mut self, state: &str) -> Self {
        self.flow = state.to_owned();
        self
    }

    /// Gives the client a pass for `sale` that lives five minutes; answers with its id.
    pub(crate) fn with_new_pass(self, sale: SaleId) -> (Self, PassId) {
        let holder = self.account.parse().unwrap_or_else(|_| AccountId(Uuid::now_v7()));
        self.with_pass_of(sale, Some(holder))
    }

    fn with_pass_of(mut self, sale: SaleId, holder: Option<AccountId>) -> (Self, PassId) {
        let now = frontrow::clock::wall().seconds();
        let claims = PassClaims {
            iss: pass::ISSUER.to_owned(),
            aud: sale,
            sub: VisitorId(Uuid::now_v7()),
            acc: holder,
            jti: PassId(Uuid::now_v7()),
            iat: now,
            nbf: now - 1,
            exp: now + 300,
            hard: now + 1800,
            epo: 1,
        };
        self.visitor = claims.sub.to_string();
        self.pass = pass::sign(&self.ring(Purpose::Pass), &claims);
        (self, claims.jti)
    }

    /// Gives the client a pass that names no account.
    pub(crate) fn with_unbound_pass(self, sale: SaleId) -> Self {
        self.with_pass_of(sale, None).0
    }

    /// The pass that it sends.
    pub(crate) fn pass(&self) -> &str {
        &self.pass
    }

    /// Uses a token as it is, good or bad.
    pub(crate) fn with_pass_text(mut self, token: &str) -> Self {
        self.pass = token.to_owned();
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[]).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None, &[]).await
    }

    /// POST with a fresh Idempotency-Key.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        let key = Uuid::now_v7().to_string();
        self.send("POST", path, Some(body), &[("idempotency-key", &key)]).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, body: Value, key: &str) -> Answer {
        self.send("POST", path, Some(body), &[("idempotency-key", key)]).await
    }

    /// Signs and sends under the gate's key.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.send_under(Purpose::Hop, method, path, body, headers).await
    }

    /// Signs and sends under the key of `purpose`.
    pub(crate) async fn send_under(
        &self,
        purpose: Purpose,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let bytes = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let nonce = *Uuid::new_v4().as_bytes();
        let request = self.request(purpose, method, path, bytes, &nonce);
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Self::answer(request).await
    }

    /// A signed request that a test may still spoil or send twice.
    pub(crate) fn request(
        &self,
        purpose: Purpose,
        method: &str,
        path: &str,
        body: Vec<u8>,
        nonce: &[u8; 16],
    ) -> reqwest::RequestBuilder {
        let id = Uuid::now_v7().simple().to_string();
        let identity = Identity {
            client_ip: "203.0.113.9",
            visitor: &self.visitor,
            account: &self.account,
            pass: &self.pass,
            refresh: &self.refresh,
            request_id: &id,
            session: &self.session,
            flow: &self.flow,
        };
        let signed = HopRequest { method, path_and_query: path, body: &body, identity };
        let header = hop::sign(&self.ring(purpose), &signed, frontrow::clock::wall(), nonce);
        let method = method.parse().expect("a method");
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in identity.headers() {
            request = request.header(name, value);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        request.header(hop::HEADER, header).body(body)
    }

    pub(crate) async fn answer(request: reqwest::RequestBuilder) -> Answer {
        Self::try_answer(request).await.expect("the core answers")
    }

    /// The answer, if there is one: a core may be killed meanwhile.
    pub(crate) async fn try_answer(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await?.to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer { status, headers, json, body })
    }
}
