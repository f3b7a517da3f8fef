//! A faithful Toss Payments on loopback: what Frontrow's payment adapter, its tests and the
//! development system talk to instead of the real provider.
//!
//! Faithful means at the protocol: the same paths, fields, codes, statuses, windows, idempotency
//! rules and webhooks. Points that Toss does not document are [`Switches`]. What the real one
//! does only by bad luck (lost answers, 500 after an approval …) can be ordered through
//! `POST /_sim/faults`, and time is moved through `POST /_sim/clock`.
//!
//! | part | decides |
//! |---|---|
//! | `payment` | the payment's life, and the four `/v1/payments` calls |
//! | `checkout` | the browser's way: SDK stand-in, checkout page, redirects |
//! | `webhook` | what is sent to the merchant, when, and again |
//! | `idempotency`, `auth`, `faults`, `rate`, `errors` | how a call is let in, spoiled or refused |
//! | `control` | `/_sim/*`: sessions without a browser, clock, faults, ledger |
//! | `state`, `clock`, `server` | the world in memory, its time, its sockets |
//!
//! Everything is in memory; one lock, never held across an await.

mod auth;
mod checkout;
mod clock;
mod config;
mod control;
mod errors;
mod faults;
mod idempotency;
mod ledger;
mod payment;
mod rate;
mod server;
mod state;
mod webhook;

pub use config::{AmountMismatch, Config, DOCS_CLIENT_KEY, DOCS_SECRET_KEY, Switches};
pub use server::serve;
