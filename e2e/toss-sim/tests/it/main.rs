//! The simulator over real HTTP, one in-process server a test.

mod cancel;
mod checkout;
mod confirm;
mod control;
mod faults;
mod harness;
mod idempotency;
mod webhooks;
mod windows;
