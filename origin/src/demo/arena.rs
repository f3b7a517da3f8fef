//! An arena of exactly 10,000 seats: a floor before the stage and two tiers around it.

use super::shape::{Block, Curve, PITCH, Point};
use crate::catalog::entries::{SectionForm, VenueForm};
use crate::catalog::grid::Grid;
use crate::catalog::seating::Row;

/// How many seats the arena has.
pub(super) const SEATS: i32 = 10_000;
/// Middle of the bowl; the stage is above it.
const CENTRE: Point = (900.0, 320.0);
/// Seats of a row and rows of a block on the floor.
const FLOOR: (i32, i32) = (28, 18);

/// The arena, as staff would enter it.
pub(super) fn venue() -> VenueForm {
    let mut sections = floor();
    sections.extend(tier(1, 8, (520.0, 380.0), (690.0, 552.0), -14.0));
    sections.extend(tier(2, 10, (722.0, 584.0), (892.0, 742.0), -9.0));
    trim(&mut sections);
    VenueForm {
        name: "별빛 아레나".to_owned(),
        name_en: "Starlight Arena".to_owned(),
        city: "서울".to_owned(),
        city_en: "Seoul".to_owned(),
        timezone: "Asia/Seoul".to_owned(),
        width: Some(1_800),
        height: Some(1_090),
        sections: Some(sections),
        plan: None,
    }
}

/// Six blocks, three beside each other, two deep.
fn floor() -> Vec<SectionForm> {
    let (width, depth) = ((FLOOR.0 - 1) * PITCH as i32, (FLOOR.1 - 1) * 11);
    let left = CENTRE.0 as i32 - (3 * width + 2 * 30) / 2;
    let block = |i: i32| {
        let grid = Grid {
            x0: left + (i % 3) * (width + 30),
            y0: 196 + (i / 3) * (depth + 30),
            dx: PITCH as i32,
            dy: 11,
            rows: FLOOR.1,
            seats: FLOOR.0,
            first_row: 1,
            first_seat: 1,
        };
        SectionForm {
            code: format!("F{}", i + 1),
            name: format!("플로어 {}구역", i + 1),
            name_en: format!("Floor {}", i + 1),
            outline: None,
            rows: None,
            grid: Some(grid),
        }
    };
    (0..6).map(block).collect()
}

/// A tier between two curves, cut into blocks and numbered from left to right.
fn tier(level: usize, blocks: usize, inner: Point, outer: Point, lean: f64) -> Vec<SectionForm> {
    let curve = |(a, b): Point| Curve { centre: CENTRE, a, b };
    let (inner_edge, outer_edge) = (curve(inner), curve(outer));
    let middle = curve(((inner.0 + outer.0) / 2.0, (inner.1 + outer.1) / 2.0));
    let cuts = middle.cuts(-lean.to_radians(), blocks);
    let section = |i: usize| {
        let (right, left) = (cuts[blocks - 1 - i], cuts[blocks - i]);
        let block = Block([
            inner_edge.at(left),
            inner_edge.at(right),
            outer_edge.at(right),
            outer_edge.at(left),
        ]);
        let code = format!("{level}{:02}", i + 1);
        SectionForm {
            name: format!("{level}층 {code}구역"),
            name_en: format!("Level {level}, block {code}"),
            code,
            outline: Some(block.outline()),
            rows: Some(block.rows()),
            grid: None,
        }
    };
    (0..blocks).map(section).collect()
}

/// Takes seats off the upper tier, one a block in turn, until [`SEATS`] are left.
fn trim(sections: &mut [SectionForm]) {
    let mut surplus = sections.iter().map(seats).sum::<i32>() - SEATS;
    while surplus > 0 {
        let before = surplus;
        let upper = sections.iter_mut().filter(|section| section.code.starts_with('2'));
        for rows in upper.filter_map(|section| section.rows.as_mut()) {
            if surplus > 0 && shorten(rows) {
                surplus -= 1;
            }
        }
        if surplus == before {
            return;
        }
    }
}

/// Takes a seat off the longest row, where nobody sees it missing; whether there was one.
fn shorten(rows: &mut [Row]) -> bool {
    let longest = rows.iter_mut().max_by_key(|row| row.seats).filter(|row| row.seats > 1);
    longest.is_some_and(|row| {
        row.seats -= 1;
        row.x0 += row.dx / 2;
        true
    })
}

fn seats(section: &SectionForm) -> i32 {
    let grid = section.grid.as_ref().map_or(0, |grid| grid.rows * grid.seats);
    grid + section.rows.iter().flatten().map(|row| row.seats).sum::<i32>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::seating::Seating;
    use std::collections::HashSet;

    fn seating() -> Seating {
        venue().seating().unwrap()
    }

    #[test]
    fn the_arena_has_ten_thousand_seats_in_twenty_four_sections() {
        let seating = seating();
        assert_eq!(seating.seats(), SEATS);
        assert_eq!(seating.sections.len(), 24);
        assert!(seating.sections.iter().all(|section| section.rows.len() >= 10));
    }

    #[test]
    fn no_two_seats_lie_on_each_other_and_both_halves_are_alike() {
        let seating = seating();
        let mut places = HashSet::new();
        for row in seating.sections.iter().flat_map(|section| &section.rows) {
            for k in 0..row.seats {
                assert!(places.insert(((row.x0 + k * row.dx) / 5, row.y / 5)), "{row:?}");
            }
        }
        let rows = |code: &str| {
            let section = seating.sections.iter().find(|section| section.code == code);
            section.unwrap().rows.iter().map(|row| row.y).collect::<Vec<_>>()
        };
        assert_eq!(rows("101"), rows("108"));
        assert_eq!(rows("204"), rows("207"));
    }
}
