//! Somebody with a pass, as the edge presents them to the core.

use anyhow::Result;
use frontrow::clock;
use frontrow_shared::hop::{self, HopRequest, Identity};
use frontrow_shared::id::{AccountId, PassId, SaleId, VisitorId};
use frontrow_shared::keys::{KeyRing, Purpose};
use frontrow_shared::pass::{self, PassClaims};
use uuid::Uuid;

use crate::http_wire::request;
use crate::keys;

/// The buyer.
pub(crate) struct Buyer {
    pub(crate) account: AccountId,
    visitor: VisitorId,
    /// The compact pass.
    pub(crate) pass: String,
}

/// What the edge signs with.
pub(crate) struct Edge {
    hop: KeyRing,
    pass: KeyRing,
}

impl Edge {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { hop: keys::ring(Purpose::Hop)?, pass: keys::ring(Purpose::Pass)? })
    }

    /// Lets somebody in, for five minutes.
    pub(crate) fn admit(&self, account: AccountId, sale: SaleId) -> Buyer {
        let now = clock::wall().seconds();
        let claims = PassClaims {
            iss: pass::ISSUER.to_owned(),
            aud: sale,
            sub: VisitorId(Uuid::now_v7()),
            acc: Some(account),
            jti: PassId(Uuid::now_v7()),
            iat: now,
            nbf: now - 1,
            exp: now + 300,
            hard: now + 900,
            epo: 1,
        };
        Buyer { account, visitor: claims.sub, pass: pass::sign(&self.pass, &claims) }
    }

    /// A signed request of a buyer, as bytes; the core takes it within 30 s.
    pub(crate) fn request(&self, buyer: &Buyer, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let account = buyer.account.to_string();
        let (visitor, id) = (buyer.visitor.to_string(), Uuid::now_v7().simple().to_string());
        let identity = Identity {
            client_ip: "203.0.113.9",
            visitor: &visitor,
            account: &account,
            pass: &buyer.pass,
            refresh: "",
            request_id: &id,
            session: "",
            flow: "",
        };
        let signed = HopRequest { method, path_and_query: path, body, identity };
        let nonce = *Uuid::new_v4().as_bytes();
        let signature = hop::sign(&self.hop, &signed, clock::wall(), &nonce);
        let mut headers: Vec<_> = identity.headers().collect();
        let key = Uuid::now_v7().to_string();
        headers.push((hop::HEADER, &signature));
        if method != "GET" {
            headers.push(("content-type", "application/json"));
            headers.push(("idempotency-key", &key));
        }
        request(method, path, &headers, body)
    }
}
