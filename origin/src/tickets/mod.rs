//! Tickets: the right to one seat, proved by an unguessable code in a QR.
//!
//! Issued, suspended while a refund is under way, and voided in the transactions of the order.
//! The partial unique index on (performance, seat) is the last guard against selling a seat
//! twice.

pub mod code;
mod error;
mod qr;
pub mod routes;
pub mod service;
mod store;

pub use error::TicketError;
pub use store::{
    PrintedSeat, TicketRow, is_any_ahead, issue, of_order, order_of, order_of_code, orders_of_seat,
    restore, suspend, void,
};
