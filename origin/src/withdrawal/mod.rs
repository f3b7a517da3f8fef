//! Withdrawal: closing one's account.
//!
//! | erased | kept | why kept |
//! |---|---|---|
//! | address, name, password, language, roles, grade | the account's row, without any of them | orders and books refer to it |
//! | sessions, mailed links, outside sign-ins, mails | orders, payments, refunds, ledger | the law asks for records of sales and payments for five years |
//! | unused coupons (revoked) | tickets | a seat's history; they name no person |
//!
//! Refused while something is open that would be lost or could not be told to anybody any more:
//! see [`reasons`]. It stands above all other capabilities: nothing calls it but its route.

pub mod reasons;
pub mod routes;
mod service;

pub use service::{WithdrawalError, withdraw};
