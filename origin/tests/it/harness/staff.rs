//! A client of the internal listener.

use frontrow_shared::access::Door;
use frontrow_shared::id::{AccountId, SessionId};
use reqwest::{Client, Method};
use serde_json::Value;
use uuid::Uuid;

use super::{Answer, App, Edge, buyer};

/// Somebody who calls the staff API, signed in or not.
#[derive(Clone)]
pub(crate) struct Staff {
    base: String,
    client: Client,
    /// The bearer token; none when empty.
    pub(crate) token: String,
    /// Who it is; nobody when they signed in by themselves.
    pub(crate) account: Option<AccountId>,
}

impl Staff {
    /// Nobody yet.
    pub(crate) fn nobody(app: &App) -> Self {
        Self {
            base: app.internal.clone(),
            client: Client::new(),
            token: String::new(),
            account: None,
        }
    }

    /// A member of staff with a session of their own.
    pub(crate) async fn signed_in(app: &App) -> Self {
        Self::with_role(app, "staff").await
    }

    /// Somebody with a session who has this role.
    pub(crate) async fn with_role(app: &App, role: &str) -> Self {
        let account = buyer(&app.state.db).await;
        let session = SessionId(Uuid::now_v7());
        sqlx::query(
            "with staff as (update accounts set roles = array[$3] where id = $1 returning id)
             insert into sessions (id, account_id, refresh_salt, expires_at, staff)
             select $2, id, '\\x00', now() + interval '1 day', true from staff",
        )
        .bind(account.0)
        .bind(session.0)
        .bind(role)
        .execute(&app.state.db)
        .await
        .expect("the session is stored");
        let token =
            app.state.signer.access(Door::Staff, account, session, 0, frontrow::clock::wall());
        Self { token, account: Some(account), ..Self::nobody(app) }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    /// POST with a fresh Idempotency-Key.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_with_key(path, body, &Uuid::now_v7().to_string()).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, body: Value, key: &str) -> Answer {
        self.send(Method::POST, path, Some(body), Some(key)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body), None).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Edge::answer(request).await
    }
}
