//! The catalog in PostgreSQL.

pub(super) mod drafts;
pub(super) mod events;
pub(super) mod performances;
pub(super) mod published;
pub(super) mod sales;
pub(super) mod venues;
