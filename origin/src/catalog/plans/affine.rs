//! Where a point of a drawing's group lies on the paper (SVG 2, 8.3): groups in groups.

use std::str::FromStr;

use svgtypes::Transform;

/// x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Affine(Transform);

impl Affine {
    /// Everything stays where it is.
    pub(super) fn identity() -> Self {
        Self(Transform::default())
    }

    /// Reads a `transform` attribute.
    ///
    /// # Errors
    /// What it cannot be.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Transform::from_str(text).map(Self).map_err(|error| error.to_string())
    }

    /// `inner` first, then this.
    pub(super) fn of(self, inner: Self) -> Self {
        let (m, n) = (self.0, inner.0);
        Self(Transform::new(
            m.a * n.a + m.c * n.b,
            m.b * n.a + m.d * n.b,
            m.a * n.c + m.c * n.d,
            m.b * n.c + m.d * n.d,
            m.a * n.e + m.c * n.f + m.e,
            m.b * n.e + m.d * n.f + m.f,
        ))
    }

    /// Where a point goes.
    pub(super) fn place(self, (x, y): (f64, f64)) -> (f64, f64) {
        let m = self.0;
        (m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_follow_each_other_from_the_inside() {
        for (outer, inner, want) in [
            ("translate(10)", "", (13.0, 4.0)),
            ("translate(10 20)", "scale(2)", (16.0, 28.0)),
            ("scale(2)", "translate(10,20)", (26.0, 48.0)),
            ("rotate(90)", "", (-4.0, 3.0)),
            ("rotate(180 10 10)", "", (17.0, 16.0)),
            ("matrix(0 1 -1 0 5 6)", "", (1.0, 9.0)),
            ("translate(1 1) scale(2 3)", "", (7.0, 13.0)),
        ] {
            let affine = Affine::parse(outer).unwrap().of(Affine::parse(inner).unwrap());
            let (x, y) = affine.place((3.0, 4.0));
            assert!((x - want.0).abs() < 1e-9 && (y - want.1).abs() < 1e-9, "{outer} {inner}");
        }
        assert!(Affine::parse("translate(10").is_err() && Affine::parse("spin(3)").is_err());
    }
}
