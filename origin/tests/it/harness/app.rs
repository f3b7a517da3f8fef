//! The real routers on free ports, in this process.

use frontrow::config::{MailConfig, SecretText, ServeConfig, StoreConfig, TossConfig};
use frontrow::router;
use frontrow::state::AppState;
use frontrow_shared::keys::Purpose;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;

use super::{Edge, Mail, Mailbox, RedisServer, TestDatabase};

/// A core with stores of its own; gone when dropped.
pub(crate) struct App {
    /// The state, for calling services directly and looking into the stores.
    pub(crate) state: AppState,
    /// A client with the edge's keys.
    pub(crate) edge: Edge,
    /// The internal listener's address.
    pub(crate) internal: String,
    /// Its Redis.
    pub(crate) redis: RedisServer,
    /// Where its mail goes, once a round of the job has sent it.
    pub(crate) mailbox: Mailbox,
}

impl App {
    /// A core without a payment provider and without repeating jobs: tests call the rounds
    /// of jobs themselves.
    pub(crate) async fn start() -> Self {
        Self::start_with("http://127.0.0.1:9").await
    }

    /// A core that pays at `toss`.
    pub(crate) async fn start_with(toss: &str) -> Self {
        Self::start_as(toss, |_| {}).await
    }

    /// A core with some settings of a test's own.
    pub(crate) async fn start_as(toss: &str, set: impl FnOnce(&mut ServeConfig)) -> Self {
        let database = TestDatabase::create().await;
        let redis = RedisServer::start().await;
        let edge = Edge::new();
        let mailbox = Mailbox::new();
        let mut config = Self::config(&edge, &database, &redis, toss);
        config.mail.mail_dir = Some(mailbox.folder.clone());
        set(&mut config);
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let state = AppState::build(config, metrics).await.expect("the settings are right");
        let public = serve(router::public(state.clone())).await;
        let internal = serve(router::internal(state.clone())).await;
        Self { state, edge: edge.at(public), internal, redis, mailbox }
    }

    /// Sends what waits and answers with all mail that came since the last look, oldest first.
    pub(crate) async fn mail(&self) -> Vec<Mail> {
        let sent = frontrow::mail::sender::round(&self.state, frontrow::serve::MAIL_WRITERS).await;
        sent.expect("PostgreSQL answers");
        self.mailbox.take()
    }

    /// The settings of such a core.
    pub(crate) fn config(
        edge: &Edge,
        database: &TestDatabase,
        redis: &RedisServer,
        toss: &str,
    ) -> ServeConfig {
        let free = "127.0.0.1:0".parse().expect("an address");
        ServeConfig {
            public_addr: free,
            internal_addr: free,
            stores: StoreConfig {
                database_url: database.url.clone(),
                db_connections: 20,
                redis_url: SecretText::from(redis.url().as_str()),
                redis_cluster: 0,
            },
            hop_keys: SecretText::from(edge.ring(Purpose::Hop).to_text().as_str()),
            sync_keys: SecretText::from(edge.ring(Purpose::Sync).to_text().as_str()),
            edge_jwks: edge.jwks(),
            access_seed: SecretText::from("CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk"),
            site_url: "http://localhost:8787".to_owned(),
            toss: TossConfig {
                toss_base_url: toss.to_owned(),
                toss_secret_key: SecretText::from("test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6"),
                toss_client_key: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm".to_owned(),
                toss_sdk_url: format!("{toss}/v2/standard"),
            },
            mail: MailConfig {
                smtp_url: None,
                mail_dir: None,
                mail_from: "Frontrow <tickets@example.com>".to_owned(),
            },
            oidc: SecretText::from("[]"),
            order_minutes: 15,
            warmup_minutes: 10,
            clock_offset_tests: Some("1".to_owned()),
        }
    }
}

async fn serve(app: axum::Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let addr = listener.local_addr().expect("it has an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{addr}")
}
