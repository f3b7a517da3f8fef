//! A faithful Toss.
fn main() {}
