//! The real binary as a process of its own, to be killed.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use frontrow::config::ServeConfig;

/// A running `frontrow serve`; killed when dropped.
pub(crate) struct CoreProcess {
    child: Child,
    /// Its public listener.
    pub(crate) public: String,
    /// Its internal listener.
    pub(crate) internal: String,
}

impl CoreProcess {
    /// Starts the binary with the stores and keys of `config` on free ports.
    pub(crate) async fn start(config: &ServeConfig) -> Self {
        let [public, internal] = [(); 2].map(|()| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
            listener.local_addr().expect("it has an address")
        });
        let child = Command::new(env!("CARGO_BIN_EXE_frontrow"))
            .arg("serve")
            .env("FRONTROW_PUBLIC_ADDR", public.to_string())
            .env("FRONTROW_INTERNAL_ADDR", internal.to_string())
            .env("DATABASE_URL", config.stores.database_url.expose())
            .env("REDIS_URL", config.stores.redis_url.expose())
            .env("FRONTROW_HOP_KEYS", config.hop_keys.expose())
            .env("FRONTROW_SYNC_KEYS", config.sync_keys.expose())
            .env("FRONTROW_EDGE_JWKS", &config.edge_jwks)
            .env("FRONTROW_ACCESS_SEED", config.access_seed.expose())
            .env("FRONTROW_CLOCK_OFFSET_TESTS", "1")
            .env("TOSS_BASE_URL", &config.toss.toss_base_url)
            .env("TOSS_SECRET_KEY", config.toss.toss_secret_key.expose())
            .env("TOSS_CLIENT_KEY", &config.toss.toss_client_key)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let (public, internal) = (format!("http://{public}"), format!("http://{internal}"));
        let core = Self { child, public, internal };
        let deadline = Instant::now() + Duration::from_secs(20);
        let ready = format!("{}/readyz", core.internal);
        while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200) {
            assert!(Instant::now() < deadline, "the core is not ready after 20 s");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        core
    }

    /// Tells it to stop, as an operator does.
    pub(crate) fn terminate(&self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(told.expect("kill is there").success());
    }

    /// Waits until it has ended; whether it says that all went well.
    pub(crate) async fn ended(mut self) -> bool {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(status) = self.child.try_wait().expect("it is ours") {
                return status.success();
            }
            assert!(Instant::now() < deadline, "the core has not ended after 60 s");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for CoreProcess {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
