//! A line around the seats of a section: their convex hull, half a seat wider.

/// Longest path data; what is longer becomes a rectangle.
const BYTES_MAX: usize = 2_000;

/// The outline of seats at `points`, `half` a seat around them, as SVG path data.
pub(super) fn around(points: &[(i32, i32)], half: i32) -> String {
    let corners = |&(x, y): &(i32, i32)| {
        [(-half, -half), (-half, half), (half, -half), (half, half)]
            .map(|(dx, dy)| (i64::from((x + dx).max(0)), i64::from((y + dy).max(0))))
    };
    let mut corners: Vec<(i64, i64)> = points.iter().flat_map(corners).collect();
    corners.sort_unstable();
    corners.dedup();
    let path = path_of(&hull(&corners));
    if path.len() <= BYTES_MAX {
        return path;
    }
    let (xs, ys) = (corners.iter().map(|c| c.0), corners.iter().map(|c| c.1));
    let (left, right) = (xs.clone().min().unwrap_or(0), xs.max().unwrap_or(0));
    let (top, bottom) = (ys.clone().min().unwrap_or(0), ys.max().unwrap_or(0));
    path_of(&[(left, top), (right, top), (right, bottom), (left, bottom)])
}

/// The convex hull of sorted points, by Andrew's monotone chain.
fn hull(sorted: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut lower = chain(sorted.iter());
    let mut upper = chain(sorted.iter().rev());
    // Each begins where the other ends.
    lower.pop();
    upper.pop();
    lower.extend(upper);
    lower
}

fn chain<'a>(points: impl Iterator<Item = &'a (i64, i64)>) -> Vec<(i64, i64)> {
    let mut chain: Vec<(i64, i64)> = Vec::new();
    for &point in points {
        while let [.., a, b] = chain.as_slice()
            && (b.0 - a.0) * (point.1 - a.1) <= (b.1 - a.1) * (point.0 - a.0)
        {
            chain.pop();
        }
        chain.push(point);
    }
    chain
}

fn path_of(points: &[(i64, i64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    format!("M{} Z", points.join(" L"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_around_all_seats() {
        assert_eq!(around(&[(10, 10)], 5), "M5,5 L15,5 L15,15 L5,15 Z");
        let bent = around(&[(10, 10), (20, 20), (30, 10), (20, 12)], 2);
        assert_eq!(bent, "M8,8 L32,8 L32,12 L22,22 L18,22 L8,12 Z");
        assert_eq!(around(&[(0, 0)], 5), "M0,0 L5,0 L5,5 L0,5 Z", "never beyond the paper");
    }
}
