//! Rows out of a grid: most blocks of seats are one, and nobody wants to type their rows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entry::{self, EntryError};
use super::seating::Row;

/// A rectangular block: rows one behind the other, all with the same seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Plan x of the first seat of each row.
    pub x0: i32,
    /// Plan y of the first row.
    pub y0: i32,
    /// Plan distance from seat to seat.
    pub dx: i32,
    /// Plan distance from row to row.
    pub dy: i32,
    /// How many rows; they are labelled from `first_row` on.
    pub rows: i32,
    /// Seats of each row; they are labelled from `first_seat` on.
    pub seats: i32,
    /// Number of the first row.
    #[serde(default = "one")]
    pub first_row: i32,
    /// Number of the first seat of each row.
    #[serde(default = "one")]
    pub first_seat: i32,
}

fn one() -> i32 {
    1
}

impl Grid {
    /// The rows of the block. Whether they fit the plan is for [`super::seating`] to say.
    ///
    /// # Errors
    /// Numbers so large that there is no such plan.
    pub fn rows(&self) -> Result<Vec<Row>, EntryError> {
        entry::number("rows", self.rows, 1, 200)?;
        entry::number("seats", self.seats, 1, 500)?;
        for (field, value) in [("y0", self.y0), ("dy", self.dy), ("first_row", self.first_row)] {
            entry::number(field, value, 0, 100_000)?;
        }
        let row = |i: i32| Row {
            label: (self.first_row + i).to_string(),
            first_label: self.first_seat,
            seats: self.seats,
            x0: self.x0,
            dx: self.dx,
            y: self.y0 + i * self.dy,
        };
        Ok((0..self.rows).map(row).collect())
    }

    /// A rectangle around the seats, half a seat wider on each side, as SVG path data.
    #[must_use]
    pub fn outline(&self) -> String {
        let (x_pad, y_pad) = (i64::from(self.dx.abs()) / 2, i64::from(self.dy.abs()) / 2);
        let x_end = i64::from(self.x0) + i64::from(self.dx) * i64::from(self.seats - 1);
        let y_end = i64::from(self.y0) + i64::from(self.dy) * i64::from(self.rows - 1);
        let left = (i64::from(self.x0).min(x_end) - x_pad).max(0);
        let right = i64::from(self.x0).max(x_end) + x_pad;
        let top = (i64::from(self.y0) - y_pad).max(0);
        format!("M{left},{top} H{right} V{} H{left} Z", y_end + y_pad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_becomes_labelled_rows() {
        let grid = Grid {
            x0: 10,
            y0: 20,
            dx: 10,
            dy: 12,
            rows: 3,
            seats: 4,
            first_row: 5,
            first_seat: 101,
        };
        let rows = grid.rows().unwrap();
        assert_eq!(rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["5", "6", "7"]);
        assert_eq!(rows[2].y, 44);
        assert!(rows.iter().all(|row| (row.first_label, row.seats, row.x0) == (101, 4, 10)));
        assert_eq!(grid.outline(), "M5,14 H45 V50 H5 Z");
    }

    #[test]
    fn a_grid_beyond_any_plan_is_refused() {
        let grid = Grid {
            x0: 0,
            y0: 0,
            dx: 1,
            dy: i32::MAX,
            rows: 2,
            seats: 1,
            first_row: 1,
            first_seat: 1,
        };
        assert_eq!(grid.rows().unwrap_err().field, "dy");
    }
}
