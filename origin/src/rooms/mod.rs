//! What the edge's waiting rooms ask of the core: the settings of a sale, and once a second
//! the sync by which both sides learn which passes live and which have ended.
//!
//! Stands apart from selling: other capabilities only say that a pass has ended
//! ([`service::end_pass`]), inside their own transaction.

mod edge_keys;
pub mod health;
mod live;
mod pass_store;
mod report_store;
pub mod routes;
pub mod service;
mod sync_store;

pub use edge_keys::EdgeKeys;
pub use live::LivePasses;
pub use pass_store::EndReason;
pub use report_store::RoomReport;
