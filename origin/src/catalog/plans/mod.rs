//! Plans of venues out of what people have: a grid, a table of seats (CSV), a drawing (SVG).
//!
//! CSV and SVG are read into single seats, which are then arranged into sections and rows as
//! [`super::seating`] keeps them. Nothing here is stored; every fault names its line and says
//! what to do.

mod affine;
mod arrange;
mod aside;
mod blocks;
mod columns;
mod csv;
mod decoded;
mod fault;
mod naming;
mod outline;
mod runs;
mod scale;
mod seat;
mod source;
mod svg;
mod unplaced;

pub(in crate::catalog) use aside::aside;
pub use aside::read;
pub use fault::{Fault, Faults};
pub(super) use source::grid;
pub use source::{PlanError, PlanFormat, PlanPreview, PlanSource, SOURCE_BYTES_MAX};
