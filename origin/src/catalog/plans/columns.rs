//! Which column of a table is which: its head in English or as Korean box offices write it.

use frontrow_shared::spelling;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The section.
    Section,
    /// The storey, which becomes part of the section.
    Floor,
    /// The row.
    Row,
    /// The number in the row.
    Seat,
    /// The price class.
    Grade,
    /// Where it lies, from the left.
    X,
    /// Where it lies, from the stage.
    Y,
}

const NAMES: [(Column, &[&str]); 7] = [
    (
        Column::Section,
        &["section", "block", "zone", "구역", "구역명", "블록", "블럭", "존", "섹션"],
    ),
    (Column::Floor, &["floor", "level", "층", "층수"]),
    (Column::Row, &["row", "열", "행", "줄", "열번호"]),
    (Column::Seat, &["seat", "seatno", "number", "no", "번호", "좌석번호", "좌석", "번", "좌석번"]),
    (Column::Grade, &["grade", "등급", "좌석등급", "석종"]),
    (Column::X, &["x", "x좌표"]),
    (Column::Y, &["y", "y좌표"]),
];

impl Column {
    /// The column of a head's cell, without regard to case and blanks.
    pub(super) fn named(cell: &str) -> Option<Self> {
        let plain: String =
            spelling::sought(cell).chars().filter(|c| !matches!(c, ' ' | '_' | '.')).collect();
        NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
    }

    /// Its name in English.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }
}
