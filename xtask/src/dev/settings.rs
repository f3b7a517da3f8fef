//! Ports, addresses and secrets of one run, and the variables that carry them to the parts.

use super::build::Binaries;
use crate::checkout::{dev_folder, root};
use crate::command::command;
use crate::process::port;
use crate::secrets::{secret, write_private};
use crate::stores::Stores;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// A key pair that only the simulated Toss knows.
pub(crate) const TOSS_SECRET_KEY: &str = "test_gsk_frontrow_demo";
/// The public half of [`TOSS_SECRET_KEY`].
pub(crate) const TOSS_CLIENT_KEY: &str = "test_gck_frontrow_demo";
/// Our id at the simulated issuer.
pub(crate) const OIDC_CLIENT_ID: &str = "frontrow";
/// Our secret there, which only the simulated issuer knows.
pub(crate) const OIDC_CLIENT_SECRET: &str = "oidc-sim-demo";
/// The simulated issuer's id at the core.
const OIDC_ID: &str = "sim";
/// The id of the only root secret.
const KEY_ID: &str = "k1";

/// Where the core's variables are written down.
const CORE_ENV: &str = ".dev/core.env";

/// One run's settings.
pub(crate) struct Settings {
    pub(crate) site_port: u16,
    pub(crate) core_port: u16,
    pub(crate) internal_port: u16,
    pub(crate) toss_port: u16,
    pub(crate) oidc_port: u16,
    database_url: String,
    redis_url: String,
    /// The core's variables.
    pub(crate) core: Vec<(String, String)>,
}

impl Settings {
    /// Chooses ports, derives keys, and writes `.dev.vars` for wrangler.
    pub(crate) fn new(site_port: u16, stores: &Stores, binaries: &Binaries) -> Result<Self> {
        let root_secret = secret("root_secret")?;
        let mut settings = Self {
            site_port,
            core_port: port::free_or(8080)?,
            internal_port: port::free_or(8081)?,
            toss_port: port::free_or(8082)?,
            oidc_port: port::free_or(8083)?,
            database_url: stores.database_url.clone(),
            redis_url: stores.redis_url.clone(),
            core: derived_keys(binaries, &root_secret)?,
        };
        let own = settings.core_variables(&secret("access_seed")?, &dev_folder()?.join("mail"));
        settings.core.extend(own);
        settings.write_dev_vars(&root_secret)?;
        settings.write_core_env()?;
        Ok(settings)
    }

    pub(crate) fn site(&self) -> String {
        format!("http://localhost:{}", self.site_port)
    }

    /// On another host name than the site, so that going there and back is truly cross-site.
    pub(crate) fn toss(&self) -> String {
        format!("http://127.0.0.1:{}", self.toss_port)
    }

    pub(crate) fn oidc(&self) -> String {
        format!("http://127.0.0.1:{}", self.oidc_port)
    }

    /// Where the simulated issuer sends people back to.
    pub(crate) fn oidc_redirect(&self) -> String {
        format!("{}/api/v1/auth/oidc/{OIDC_ID}/callback", self.site())
    }

    pub(crate) fn internal(&self) -> String {
        format!("http://127.0.0.1:{}", self.internal_port)
    }

    /// What is where, for people.
    pub(crate) fn addresses(&self) -> String {
        let lines = [
            ("site", self.site()),
            ("console", format!("{}/console/", self.internal())),
            ("toss-sim", self.toss()),
            ("oidc-sim", self.oidc()),
            ("mail", ".dev/mail/".to_owned()),
            ("staff API", format!("{}/staff/v1", self.internal())),
            ("metrics", format!("{}/metrics", self.internal())),
            ("Redis", self.redis_url.clone()),
            ("PostgreSQL", self.database_url.clone()),
            ("logs", ".dev/log/".to_owned()),
            ("settings", format!("{CORE_ENV}, for `frontrow sale check` and the like")),
        ];
        let lines = lines.map(|(name, address)| format!("  {name:<11} {address}"));
        lines.join("\n")
    }

    fn core_variables(&self, access_seed: &str, mail: &Path) -> Vec<(String, String)> {
        let oidc = format!(
            r#"[{{"id":"{OIDC_ID}","name":"oidc-sim","issuer":"{}","client_id":"{OIDC_CLIENT_ID}","client_secret":"{OIDC_CLIENT_SECRET}"}}]"#,
            self.oidc()
        );
        [
            ("DATABASE_URL", self.database_url.clone()),
            ("REDIS_URL", self.redis_url.clone()),
            ("FRONTROW_PUBLIC_ADDR", format!("127.0.0.1:{}", self.core_port)),
            ("FRONTROW_INTERNAL_ADDR", format!("127.0.0.1:{}", self.internal_port)),
            ("FRONTROW_EDGE_JWKS", format!("{}/.well-known/jwks.json", self.site())),
            ("FRONTROW_ACCESS_SEED", access_seed.to_owned()),
            ("FRONTROW_SITE_URL", self.site()),
            ("FRONTROW_LOG", "text".to_owned()),
            ("FRONTROW_MAIL_DIR", mail.display().to_string()),
            ("FRONTROW_OIDC", oidc),
            ("TOSS_BASE_URL", self.toss()),
            ("TOSS_SDK_URL", format!("{}/v2/standard", self.toss())),
            ("TOSS_SECRET_KEY", TOSS_SECRET_KEY.to_owned()),
            ("TOSS_CLIENT_KEY", TOSS_CLIENT_KEY.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The core's variables for commands that are started by hand.
    fn write_core_env(&self) -> Result<()> {
        let mut text = String::from("# Written by `cargo xtask dev`; read it with `.`\n");
        for (name, value) in &self.core {
            text.push_str(&format!("export {name}='{value}'\n"));
        }
        write_private(&root().join(CORE_ENV), &text)
    }

    /// The file that wrangler reads its secrets from, also when it is started by hand.
    fn write_dev_vars(&self, root_secret: &str) -> Result<()> {
        let text = format!(
            "# Written by `cargo xtask dev`.\nROOT_SECRET={root_secret}\nKEY_ID={KEY_ID}\n\
             CORE_URL=http://127.0.0.1:{}\nSITE_ORIGIN={}\nPAY_SOURCES={}\n",
            self.core_port,
            self.site(),
            self.toss()
        );
        let path = root().join(".dev.vars");
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        write_private(&path, &text)
    }
}

/// The keys that the core gets; the root secret goes in by a pipe, where nobody else can read it.
fn derived_keys(binaries: &Binaries, root_secret: &str) -> Result<Vec<(String, String)>> {
    let mut child = command(&binaries.frontrow)
        .args(["derive-keys", "--kid", KEY_ID])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the core")?;
    let mut stdin = child.stdin.take().context("the core has no standard input")?;
    writeln!(stdin, "{root_secret}")?;
    drop(stdin);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("`frontrow derive-keys` refused the root secret: delete .dev/secrets and try again");
    }
    let text = String::from_utf8(output.stdout)?;
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
