//! Drawing a block of seats: a four-sided outline, filled with rows.

use crate::catalog::seating::Row;

/// Plan distance from seat to seat.
pub(super) const PITCH: f64 = 10.0;
/// Plan distance from row to row.
const ROW_PITCH: f64 = 11.0;
/// Plan distance that seats keep from the outline.
const MARGIN: f64 = 9.0;
/// Fewest seats of a row; shorter ones would look like leftovers.
const ROW_SEATS_MIN: i32 = 5;
/// Half the height of a seat: all of it must lie inside the outline.
const SEAT_HALF: f64 = 4.0;

/// A point on the plan.
pub(super) type Point = (f64, f64);

/// A block with corners in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block(pub(super) [Point; 4]);

impl Block {
    /// SVG path data.
    pub(super) fn outline(&self) -> String {
        let corners: Vec<String> = self.0.iter().map(|(x, y)| format!("{x:.0},{y:.0}")).collect();
        format!("M{} Z", corners.join(" L"))
    }

    /// As many rows of seats as fit, each in the middle of the block at its height.
    pub(super) fn rows(&self) -> Vec<Row> {
        let top = self.0.iter().map(|corner| corner.1).fold(f64::INFINITY, f64::min);
        let bottom = self.0.iter().map(|corner| corner.1).fold(f64::NEG_INFINITY, f64::max);
        let mut rows = Vec::new();
        let mut y = (top + MARGIN).ceil();
        while y <= bottom - MARGIN {
            if let Some((left, right)) = self.room(y) {
                let seats = ((right - left) / PITCH).floor() as i32 + 1;
                if right >= left && seats >= ROW_SEATS_MIN {
                    let first = (left + right - f64::from(seats - 1) * PITCH) / 2.0;
                    rows.push(Row {
                        label: (rows.len() + 1).to_string(),
                        first_label: 1,
                        seats,
                        x0: first.round() as i32,
                        dx: PITCH as i32,
                        y: y as i32,
                    });
                }
            }
            y += ROW_PITCH;
        }
        rows
    }

    /// From where to where seats may lie at the height `y`.
    fn room(&self, y: f64) -> Option<(f64, f64)> {
        let mut room = (f64::NEG_INFINITY, f64::INFINITY);
        for at in [y - SEAT_HALF, y, y + SEAT_HALF] {
            let (left, right) = self.span(at)?;
            room = (room.0.max(left + MARGIN), room.1.min(right - MARGIN));
        }
        Some(room)
    }

    /// From where to where the outline reaches at the height `y`.
    fn span(&self, y: f64) -> Option<(f64, f64)> {
        let mut crossings = Vec::new();
        for i in 0..4 {
            let ((x1, y1), (x2, y2)) = (self.0[i], self.0[(i + 1) % 4]);
            if (y1 <= y) != (y2 <= y) {
                crossings.push(x1 + (y - y1) * (x2 - x1) / (y2 - y1));
            }
        }
        let left = crossings.iter().copied().reduce(f64::min)?;
        let right = crossings.iter().copied().reduce(f64::max)?;
        Some((left, right))
    }
}

/// A rounded rectangle around a centre (a superellipse): the shape of a tier's edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    /// Centre.
    pub(super) centre: Point,
    /// Half the width.
    pub(super) a: f64,
    /// Half the height.
    pub(super) b: f64,
}

impl Curve {
    /// Exponent: 2 is an ellipse, more is nearer to a rectangle.
    const SQUARENESS: f64 = 3.4;

    /// The point at the angle `t` (radians, 0 to the right, clockwise as y points down).
    pub(super) fn at(&self, t: f64) -> Point {
        let along = |v: f64| v.abs().powf(2.0 / Self::SQUARENESS).copysign(v);
        (self.centre.0 + self.a * along(t.cos()), self.centre.1 + self.b * along(t.sin()))
    }

    /// Cuts the curve from `-lean` round the bottom to `π + lean` into `pieces` of equal
    /// length: the angles of the cuts, from right to left.
    pub(super) fn cuts(&self, lean: f64, pieces: usize) -> Vec<f64> {
        const STEPS: usize = 2_000;
        let angle =
            |i: usize| -lean + (std::f64::consts::PI + 2.0 * lean) * i as f64 / STEPS as f64;
        let mut lengths = vec![0.0];
        for i in 0..STEPS {
            let (p, q) = (self.at(angle(i)), self.at(angle(i + 1)));
            lengths.push(lengths[i] + (p.0 - q.0).hypot(p.1 - q.1));
        }
        let whole = lengths[STEPS];
        let cut = |piece: usize| {
            let wanted = whole * piece as f64 / pieces as f64;
            let off = |i: &usize| (lengths[*i] - wanted).abs();
            angle((0..=STEPS).min_by(|i, j| off(i).total_cmp(&off(j))).unwrap_or(0))
        };
        (0..=pieces).map(cut).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_lie_inside_their_block() {
        let block = Block([(100.0, 0.0), (300.0, 40.0), (260.0, 200.0), (60.0, 160.0)]);
        let rows = block.rows();
        assert!(rows.len() > 10, "{}", rows.len());
        for row in rows {
            let (left, right) = block.span(f64::from(row.y)).unwrap();
            assert!(f64::from(row.x0) - left >= MARGIN - 1.0, "{row:?}");
            assert!(right - f64::from(row.x0 + row.dx * (row.seats - 1)) >= MARGIN - 1.0);
        }
    }
}
