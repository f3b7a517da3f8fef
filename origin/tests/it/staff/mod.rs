//! What staff and their scripts meet on the internal listener.

mod console;
mod live;
mod orders;
mod pause;
