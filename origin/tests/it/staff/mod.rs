//! What staff and their scripts meet on the internal listener.

mod acts;
mod audit;
mod console;
mod giving;
mod live;
mod orders;
mod pause;
mod plans;
mod signing_in;
