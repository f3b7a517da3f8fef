//! Straight runs out of the seats of a row: what [`Row`] can say. A number left out, an aisle or
//! a bend begins a new run under the same label.

use crate::catalog::seating::Row;

/// A seat of the row: its number and its place in plan units.
pub(super) type Spot = (i32, i32, i32);

/// The runs of a row's seats, which are sorted by number. `pitch` is the usual distance from
/// seat to seat; a seat may lie `slack` of it beside its place on the line.
pub(super) fn of_row(label: &str, spots: &[Spot], pitch: i32, slack: f64) -> Vec<Row> {
    let mut runs = Vec::new();
    let mut rest = spots;
    while let Some(first) = rest.first() {
        let mut run = single(label, *first, pitch);
        let mut taken = 1;
        while taken < rest.len()
            && rest[taken].0 == rest[taken - 1].0 + 1
            && let Some(longer) = line(label, &rest[..=taken], pitch, slack)
        {
            run = longer;
            taken += 1;
        }
        runs.push(run);
        rest = &rest[taken..];
    }
    runs
}

fn single(label: &str, (number, x, y): Spot, pitch: i32) -> Row {
    Row { label: label.to_owned(), first_label: number, seats: 1, x0: x, dx: pitch.max(1), y }
}

/// All of the seats as one run, when they lie well enough on a level line.
fn line(label: &str, spots: &[Spot], pitch: i32, slack: f64) -> Option<Row> {
    let (&(first_label, x0, _), &(_, last_x, _)) = (spots.first()?, spots.last()?);
    let seats = i32::try_from(spots.len()).ok()?;
    let dx = (f64::from(last_x - x0) / f64::from(seats - 1)).round();
    let y = spots.iter().map(|spot| f64::from(spot.2)).sum::<f64>() / f64::from(seats);
    let slack = slack * f64::from(pitch);
    let near = |(k, &(_, spot_x, spot_y)): (i32, &Spot)| {
        let x = f64::from(x0) + f64::from(k) * dx;
        (f64::from(spot_x) - x).abs() <= slack && (f64::from(spot_y) - y.round()).abs() <= slack
    };
    let good = dx.abs() * 2.0 >= f64::from(pitch) && (0..).zip(spots).all(near);
    let (dx, y) = (dx as i32, y.round() as i32);
    good.then(|| Row { label: label.to_owned(), first_label, seats, x0, dx, y })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (first number, seats, x0, dx, y) of each run.
    fn runs(spots: &[Spot], slack: f64) -> Vec<(i32, i32, i32, i32, i32)> {
        let rows = of_row("1", spots, 10, slack);
        rows.iter().map(|r| (r.first_label, r.seats, r.x0, r.dx, r.y)).collect()
    }

    #[test]
    fn a_run_ends_where_the_line_does() {
        let level = [(1, 0, 5), (2, 10, 5), (3, 20, 5), (4, 30, 5)];
        assert_eq!(runs(&level, 0.15), [(1, 4, 0, 10, 5)]);
        let turned = [(1, 30, 5), (2, 20, 5), (3, 10, 5)];
        assert_eq!(runs(&turned, 0.15), [(1, 3, 30, -10, 5)], "numbered from the right");
        let gap = [(1, 0, 5), (2, 10, 5), (5, 40, 5), (6, 50, 5)];
        assert_eq!(runs(&gap, 0.15), [(1, 2, 0, 10, 5), (5, 2, 40, 10, 5)]);
        let aisle = [(1, 0, 5), (2, 10, 5), (3, 20, 5), (4, 60, 5), (5, 70, 5)];
        assert_eq!(runs(&aisle, 0.15), [(1, 3, 0, 10, 5), (4, 2, 60, 10, 5)]);
        let uneven = [(1, 0, 5), (2, 11, 6), (3, 20, 5), (4, 29, 4)];
        assert_eq!(runs(&uneven, 0.15), [(1, 4, 0, 10, 5)], "drawn by hand");
        let upright = [(1, 0, 0), (2, 0, 10), (3, 0, 20)];
        assert_eq!(runs(&upright, 0.35), [(1, 1, 0, 10, 0), (2, 1, 0, 10, 10), (3, 1, 0, 10, 20)]);
        let bent = [(1, 0, 0), (2, 10, 2), (3, 20, 4), (4, 30, 6)];
        assert_eq!(runs(&bent, 0.15).len(), 2);
        assert_eq!(runs(&bent, 0.35), [(1, 4, 0, 10, 3)]);
    }
}
