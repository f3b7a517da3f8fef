//! The core binary.
fn main() {}
