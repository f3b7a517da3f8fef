//! A concert hall of 480 seats: small enough to read its whole plan.

use crate::catalog::entries::{SectionForm, VenueForm};
use crate::catalog::grid::Grid;

/// The hall, as staff would enter it.
pub(super) fn venue() -> VenueForm {
    let section = |code: &str, name: &str, name_en: &str, x0, seats| SectionForm {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        outline: None,
        rows: None,
        grid: Some(Grid {
            x0,
            y0: 140,
            dx: 12,
            dy: 16,
            rows: 15,
            seats,
            first_row: 1,
            first_seat: 1,
        }),
    };
    VenueForm {
        name: "등대홀".to_owned(),
        name_en: "Lighthouse Hall".to_owned(),
        city: "부산".to_owned(),
        city_en: "Busan".to_owned(),
        timezone: "Asia/Seoul".to_owned(),
        width: Some(520),
        height: Some(420),
        sections: Some(vec![
            section("L", "왼쪽", "Left", 40, 10),
            section("C", "가운데", "Centre", 190, 12),
            section("R", "오른쪽", "Right", 364, 10),
        ]),
        plan: None,
    }
}
