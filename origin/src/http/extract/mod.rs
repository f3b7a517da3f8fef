//! Extractors: everything a handler reads from a request, checked before it sees it.

mod body;
mod idempotency;
mod identity;
mod path;

pub use body::Json;
pub use idempotency::IdempotencyKey;
pub use identity::{Admission, Caller, ClientIp, FlowSecret, RefreshToken, SalePath};
pub use path::{Path, Query};
