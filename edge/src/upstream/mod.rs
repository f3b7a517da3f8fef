//! The core as the edge sees it: signed requests, and what may be remembered of its answers.

mod call;
mod jwks;
mod sales;
mod turn;

pub(crate) use call::{Call, Signer, call, call_whole};
pub(crate) use jwks::verify_access;
pub(crate) use sales::{Sale, sale, settings};
pub(crate) use turn::{is_taken, turn};
