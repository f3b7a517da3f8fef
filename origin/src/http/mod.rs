//! What every route shares: extractors that refuse bad input with a problem, the problem
//! response, and the layers around the routers.
//!
//! A handler takes extractors, calls one service function and answers; it holds no rule. Who
//! may call a route is said by its extractors: [`extract::Caller`] for sign-in,
//! [`extract::Admission`] for a pass, `accounts::StaffCaller` on the internal listener.

pub mod error;
pub mod etag;
pub mod extract;
pub mod health;
pub mod hop;
pub mod layers;
pub mod tally;

pub use error::{ApiError, ApiResult};
