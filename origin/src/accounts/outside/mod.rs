//! Signing in through an outside issuer (OpenID Connect): authorization code with PKCE, state
//! and nonce.
//!
//! `start` sends the browser to the issuer, `callback` takes it back. In between stand one row
//! and one cookie: only the browser that began a sign-in can finish it, once, within ten
//! minutes. Whose account it is, is decided in [`linking`].

mod callback;
pub mod issuer;
pub mod linking;
pub mod return_to;
pub mod routes;
pub mod settings;
mod start;
mod store;

pub(super) use store::unlink_all;

pub use issuer::{Issuer, Issuers};
