//! An outside issuer in this process: the simulator over real HTTP, and a person's hands on its
//! page.

use tokio::net::TcpListener;

use super::{Answer, App, Edge};

const SITE: &str = "http://localhost:8787";

/// An issuer of its own, known to the core as `sim`.
pub(crate) struct Outside {
    base: String,
    client: reqwest::Client,
}

/// Who somebody is at the issuer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outsider {
    pub(crate) email: &'static str,
    pub(crate) verified: bool,
}

impl Outside {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has an address"));
        let config = oidc_sim::Config {
            client_id: "frontrow".to_owned(),
            client_secret: "oidc-sim-secret".to_owned(),
            redirect_uri: format!("{SITE}/api/v1/auth/oidc/sim/callback"),
        };
        tokio::spawn(oidc_sim::serve(listener, config));
        let policy = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().redirect(policy).build().expect("a client");
        Self { base, client }
    }

    /// The core's setting that names it.
    pub(crate) fn setting(&self) -> String {
        serde_json::json!([{
            "id": "sim", "name": "Sim", "issuer": self.base,
            "client_id": "frontrow", "client_secret": "oidc-sim-secret",
        }])
        .to_string()
    }

    /// Begins a sign-in: the issuer's page, and the state that the browser keeps.
    pub(crate) async fn begin(&self, app: &App, return_to: &str) -> (String, String) {
        let path = format!("/api/v1/auth/oidc/sim/start?return_to={return_to}");
        let answer = app.edge.get(&path).await.expect(303);
        let state = super::super::accounts::cookie(&answer, "__Host-fr_flow");
        (location(&answer), state)
    }

    /// What somebody does on the issuer's page; where the issuer sends the browser, as the
    /// core sees it.
    pub(crate) async fn decide(&self, page: &str, act: &str, who: Outsider) -> String {
        let html = self.client.get(page).send().await.expect("the issuer answers");
        let html = html.text().await.expect("a page");
        let (_, rest) = html.split_once(r#"name="request" value=""#).expect("the page asks");
        let (request, _) = rest.split_once('"').expect("the page asks");
        let mut form = vec![("request", request), ("act", act), ("email", who.email)];
        form.push(("name", "Outside Person"));
        if who.verified {
            form.push(("email_verified", "on"));
        }
        let url = format!("{}/authorize/decide", self.base);
        let answer = self.client.post(url).form(&form).send().await.expect("the issuer answers");
        let to = answer.headers()["location"].to_str().expect("an address");
        to.strip_prefix(SITE).expect("back to the site").to_owned()
    }

    /// The whole way of one person; the core's last answer.
    pub(crate) async fn sign_in(&self, app: &App, who: Outsider) -> Answer {
        let (page, state) = self.begin(app, "/orders/").await;
        let callback = self.decide(&page, "sign-in", who).await;
        come_back(&app.edge, &callback, &state).await
    }

    /// The next code that is redeemed runs into `kind`.
    pub(crate) async fn fault(&self, kind: &str) {
        let url = format!("{}/_sim/faults", self.base);
        let order = serde_json::json!({ "kind": kind });
        let answer = self.client.post(url).json(&order).send().await.expect("the issuer answers");
        assert_eq!(answer.status(), 204, "{kind}");
    }

    /// From now on the issuer signs with another key.
    pub(crate) async fn rotate(&self) {
        let url = format!("{}/_sim/rotate", self.base);
        let answer = self.client.post(url).send().await.expect("the issuer answers");
        assert_eq!(answer.status(), 204);
    }
}

/// The browser comes back from the issuer, with the state that it kept.
pub(crate) async fn come_back(edge: &Edge, callback: &str, state: &str) -> Answer {
    edge.clone().with_flow(state).get(callback).await.expect(303)
}

/// Where a redirect leads.
#[track_caller]
pub(crate) fn location(answer: &Answer) -> String {
    answer.headers["location"].to_str().expect("an address").to_owned()
}
