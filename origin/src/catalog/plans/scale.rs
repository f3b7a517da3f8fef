//! From a drawing's own units to plan units: whole numbers, nothing below zero.

use crate::catalog::seating::SIDE_MAX;

/// Distance from seat to seat that is aimed at: fine enough for whole numbers.
const PITCH: f64 = 100.0;
/// Least distance at which whole numbers still tell seats apart.
const PITCH_MIN: f64 = 4.0;

/// How a drawing comes onto the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    factor: f64,
    least: (f64, f64),
    margin: f64,
    /// Width of the plan.
    pub(super) width: i32,
    /// Height of the plan.
    pub(super) height: i32,
    /// Usual distance from seat to seat, in plan units.
    pub(super) pitch: i32,
}

impl Scale {
    /// The scale for seats at `points` that usually lie `pitch` apart. Whole numbers that fit
    /// stay as far apart as they are.
    ///
    /// # Errors
    /// A sentence when the plan would be too wide for its seats.
    pub(super) fn of(points: &[(f64, f64)], pitch: f64) -> Result<Self, String> {
        let fold = |start: f64, pick: fn(f64, f64) -> f64| {
            let start = (start, start);
            points.iter().fold(start, |at, p| (pick(at.0, p.0), pick(at.1, p.1)))
        };
        let (least, most) = (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max));
        let (across, down) = (most.0 - least.0, most.1 - least.1);
        let side = across.max(down);
        let room = f64::from(SIDE_MAX);
        let whole = points.iter().all(|p| p.0.fract() == 0.0 && p.1.fract() == 0.0);
        let as_is = whole && pitch >= PITCH_MIN && side + 2.0 * pitch + 2.0 <= room;
        let factor =
            if as_is { 1.0 } else { (PITCH / pitch).min((room - 2.0 * PITCH - 2.0) / side) };
        if !(factor.is_finite() && pitch * factor >= PITCH_MIN) {
            let most = room / PITCH_MIN;
            return Err(format!(
                "the plan is too large for its seats: it takes at most {most} seats side by side; \
                 look for a seat that lies far outside"
            ));
        }
        let margin = (pitch * factor).ceil();
        let reach = |length: f64| (length * factor + 2.0 * margin).ceil() as i32;
        let (width, height) = (reach(across), reach(down));
        Ok(Self { factor, least, margin, width, height, pitch: (pitch * factor).round() as i32 })
    }

    /// Where a point lies on the plan.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let on = |at: f64, least: f64| ((at - least) * self.factor + self.margin).round() as i32;
        (on(x, self.least.0), on(y, self.least.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_stay_and_others_become_fine_enough() {
        let scale = Scale::of(&[(100.0, 50.0), (110.0, 50.0), (200.0, 80.0)], 10.0).unwrap();
        assert_eq!((scale.width, scale.height, scale.pitch), (120, 50, 10));
        assert_eq!(scale.place((110.0, 50.0)), (20, 10));
        let scale = Scale::of(&[(-0.5, 0.0), (0.0, 0.0), (0.5, 1.0)], 0.5).unwrap();
        assert_eq!((scale.width, scale.height, scale.pitch), (400, 400, 100));
        assert_eq!(scale.place((0.5, 1.0)), (300, 300));
        let wide = Scale::of(&[(0.5, 0.0), (1_000_000.0, 0.0)], 100.0).unwrap();
        assert!(wide.width <= SIDE_MAX && wide.pitch >= 4, "{wide:?}");
        assert!(Scale::of(&[(0.0, 0.0), (10_000_000.0, 0.0)], 1.0).is_err());
        assert!(Scale::of(&[(0.0, 0.0)], 10.0).is_ok(), "a single seat");
    }
}
