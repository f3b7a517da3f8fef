//! What staff did: one record an act, written in the transaction of the act, so that there is
//! neither an act without a record nor a record of what did not happen. Nothing changes or
//! removes a record: the table refuses.
//!
//! Records hold ids, never secrets, and no names: an e-mail address is shown from the account
//! as long as there is one.

mod act;
mod change;
mod service;
pub mod staff_routes;
mod store;
mod view;

pub use act::{Act, Action, Subject};
pub use service::record;
pub use view::{Actor, AuditEntry, AuditPage};
