//! People: signing up and in, sessions, and what each may do.
//!
//! An access token says who somebody is for ten minutes; the refresh token, which changes at
//! every use, keeps the session for thirty days. What a person may do is never in a token:
//! roles and membership grade are read from the database at every use.

pub mod appoint;
pub mod cookies;
pub mod email;
pub mod error;
pub mod hashing;
pub mod password;
pub mod person;
pub mod person_name;
pub mod refresh;
pub mod roles;
pub mod routes;
pub mod service;
pub mod signer;
mod staff;
pub mod staff_routes;
mod staff_service;
mod store;

pub use email::Email;
pub use error::AccountError;
pub use person::{Person, named, people};
pub use roles::Role;
pub use service::membership;
pub use signer::Signer;
pub use staff::{AdminCaller, StaffCaller};
