//! From a hold to tickets and back, against real stores and toss-sim. Every scenario ends with
//! the same question to all books: is what must be true still true?

mod amounts;
mod comeback;
mod coupons;
mod deadline;
mod doubt;
mod elsewhere;
mod killed;
mod refunds;
mod reviews;
mod webhooks;
mod wiped;
