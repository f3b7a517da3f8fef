//! People: signing up and in, sessions, and what each may do.
//!
//! An access token says who somebody is for ten minutes; the refresh token, which changes at
//! every use, keeps the session for thirty days. What a person may do is never in a token:
//! roles and membership grade are read from the database at every use. Buying takes an access
//! token at its word, also in the minutes after its session was ended; the account's own routes
//! do not ([`session`]).

pub mod appoint;
pub mod closing;
pub mod cookies;
pub mod device;
pub mod error;
pub mod hashing;
mod identify;
pub mod letters;
pub mod mail_token;
pub mod outside;
pub mod own_routes;
pub mod pace;
pub mod password;
pub mod person;
pub mod person_name;
pub mod proof_routes;
mod proof_store;
pub mod proofs;
pub mod refresh;
pub mod respelling;
pub mod roles;
pub mod routes;
pub mod service;
pub mod session;
mod session_store;
pub mod sessions;
pub mod signer;
mod staff;
pub mod staff_routes;
mod staff_service;
mod store;
mod wording;

pub use device::Device;
pub use error::AccountError;
pub use person::{Person, called, named, people};
pub use roles::Role;
pub use service::membership;
pub use session::Session;
pub use session_store::forget as forget_sessions;
pub use signer::Signer;
pub use staff::{AdminCaller, StaffCaller};

pub use crate::mail::Email;
