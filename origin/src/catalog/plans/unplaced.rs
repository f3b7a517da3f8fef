//! Places for seats of a plan that has none: sections side by side, then one tier behind the
//! other; in a section, seats of one number stand behind each other.

use super::blocks::Block;

/// From seat to seat.
const SEAT: f64 = 10.0;
/// From row to row.
const ROW: f64 = 12.0;
/// Between sections.
const AISLE: f64 = 30.0;
/// Where a tier ends, unless a single section is wider.
const TIER: f64 = 1_200.0;

/// Gives every seat a place.
pub(super) fn lay_out(blocks: &mut [Block]) {
    let (mut x0, mut y0, mut deepest) = (0.0_f64, 0.0_f64, 0.0_f64);
    for block in blocks {
        let numbers = block.rows.iter().flat_map(|row| &row.seats).map(|seat| seat.number);
        let least = numbers.clone().min().unwrap_or(0);
        let width = f64::from(numbers.max().unwrap_or(0) - least) * SEAT;
        if x0 > 0.0 && x0 + width > TIER {
            (x0, y0, deepest) = (0.0, y0 + deepest + AISLE, 0.0);
        }
        let mut y = y0;
        for row in &mut block.rows {
            for seat in &mut row.seats {
                seat.at = Some((x0 + f64::from(seat.number - least) * SEAT, y));
            }
            deepest = deepest.max(y - y0);
            y += ROW;
        }
        x0 += width + AISLE;
    }
}
