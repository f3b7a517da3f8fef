//! What the edge is told by its variables and secrets; their names stand here and nowhere else.

use std::cell::RefCell;
use std::rc::Rc;

use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};
use frontrow_shared::pace::{LineRates, Rate};
use worker::Env;

/// The Durable Object that runs a waiting room.
pub(crate) const ROOM: &str = "ROOM";
/// The Durable Object that keeps visitors.
pub(crate) const SHARD: &str = "SHARD";
/// The static files.
pub(crate) const ASSETS: &str = "ASSETS";

/// The edge's settings and keys.
pub(crate) struct Config {
    /// Where the core listens, without a slash at the end.
    pub(crate) core_url: String,
    /// The one origin from which pages may change things; none: that of the request itself.
    pub(crate) site_origin: Option<String>,
    /// Sources of the payment provider's scripts and frames, as CSP writes them.
    pub(crate) pay_sources: String,
    /// Signs requests of people.
    pub(crate) hop: KeyRing,
    /// Signs what rooms and the edge itself ask of the core.
    pub(crate) sync: KeyRing,
    /// Seals queue tokens.
    pub(crate) queue_token: KeyRing,
    /// Seeds of the pass keys.
    pub(crate) pass: KeyRing,
    /// Seals status documents.
    pub(crate) status: KeyRing,
    /// How fast the line may be asked.
    pub(crate) rates: LineRates,
    /// The public half of `pass`.
    pub(crate) pass_jwks: Jwks,
}

thread_local! {
    /// Derived once per isolate: the variables never change within one.
    static READ: RefCell<Option<Rc<Config>>> = const { RefCell::new(None) };
}

impl Config {
    /// The settings of this deployment.
    ///
    /// # Errors
    /// A variable that is missing or wrong, with a sentence that says what to do.
    pub(crate) fn of(env: &Env) -> worker::Result<Rc<Self>> {
        if let Some(config) = READ.with_borrow(Clone::clone) {
            return Ok(config);
        }
        let config = Rc::new(Self::read(env)?);
        READ.with_borrow_mut(|read| *read = Some(config.clone()));
        Ok(config)
    }

    fn read(env: &Env) -> worker::Result<Self> {
        let var = |name: &str| env.var(name).ok().map(|var| var.to_string());
        let wrong = |sentence: String| worker::Error::RustError(sentence);
        let root = var("ROOT_SECRET").ok_or_else(|| {
            wrong("ROOT_SECRET is missing: put 32 random bytes in base64url into .dev.vars, or set it with `wrangler secret put ROOT_SECRET`".to_owned())
        })?;
        let root = Key::parse(&root).map_err(|error| wrong(format!("ROOT_SECRET: {error}")))?;
        let ids = var("KEY_ID").unwrap_or_else(|| "k1".to_owned());
        let ids: Vec<KeyId> = ids
            .split(',')
            .map(|id| KeyId::parse(id.trim()))
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(format!("KEY_ID: {error}; the signing one stands first")))?;
        let ring = |purpose| {
            let keys =
                ids.iter().map(|kid| format!("{kid}:{}", root.derive(purpose, kid).to_text()));
            KeyRing::parse(&keys.collect::<Vec<_>>().join(","))
                .map_err(|error| wrong(format!("KEY_ID: {error}")))
        };
        let core_url = var("CORE_URL")
            .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
            .ok_or_else(|| wrong("CORE_URL has to be the core's http(s) address".to_owned()))?;
        let rate = |name: &str, usual: Rate| match var(name).filter(|text| !text.is_empty()) {
            Some(text) => text.parse().map_err(|error| wrong(format!("{name}: {error}"))),
            None => Ok(usual),
        };
        let usual = LineRates::DEFAULT;
        let rates = LineRates {
            new_anonymous: rate("LINE_NEW_ANONYMOUS", usual.new_anonymous)?,
            new_signed_in: rate("LINE_NEW_SIGNED_IN", usual.new_signed_in)?,
            prefix: rate("LINE_PREFIX", usual.prefix)?,
            person: rate("LINE_PERSON", usual.person)?,
        };
        let pass = ring(Purpose::Pass)?;
        let pass_jwks =
            Jwks { keys: pass.iter().map(|(kid, seed)| Jwk::of_seed(kid, seed)).collect() };
        Ok(Self {
            core_url: core_url.trim_end_matches('/').to_owned(),
            site_origin: var("SITE_ORIGIN").filter(|origin| !origin.is_empty()),
            pay_sources: var("PAY_SOURCES").unwrap_or_default(),
            hop: ring(Purpose::Hop)?,
            sync: ring(Purpose::Sync)?,
            queue_token: ring(Purpose::QueueToken)?,
            status: ring(Purpose::Status)?,
            pass,
            rates,
            pass_jwks,
        })
    }
}
