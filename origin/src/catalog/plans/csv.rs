//! Seats out of a table: a head line, then a line a seat.
//!
//! `section,row,seat` and, if there are any, `floor`, `grade`, `x`, `y`, in any order and as
//! Korean box offices name them, too. Comma, semicolon or tab, or what a line `sep=…` says; quotes
//! as spreadsheets write them; blank lines do not count, nor do empty columns at the end.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::columns::Column;
use super::fault::{FAULTS_MAX, Fault, Faults};
use super::seat::{Seat, code};

/// Furthest position that is taken, in the table's own units.
const FAR: f64 = 10_000_000.0;

/// Where each column stands.
struct Head {
    section: usize,
    floor: Option<usize>,
    row: usize,
    seat: usize,
    grade: Option<usize>,
    position: Option<(usize, usize)>,
    cells: usize,
}

/// Reads the seats of a table.
///
/// # Errors
/// The first lines that cannot be read, each with what to do.
pub(super) fn read(text: &str) -> Result<Vec<Seat>, Faults> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (told, text) = told_delimiter(text);
    let mut reader = ReaderBuilder::new()
        .delimiter(told.unwrap_or_else(|| delimiter(text)))
        .flexible(true)
        .has_headers(false)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut head = None;
    let (mut seats, mut faults) = (Vec::new(), Vec::new());
    let mut lines = Lines { text, byte: 0, line: if told.is_some() { 2 } else { 1 } };
    for record in reader.records() {
        let record = record.map_err(|error| Fault::of_all(format!("is no CSV: {error}")))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = lines.of(&record);
        let Some(head) = &head else {
            head = Some(Head::read(&record).map_err(|message| Fault::at(line, message))?);
            continue;
        };
        match head.seat(&record, line) {
            Ok(seat) => seats.push(seat),
            Err(message) => faults.push(Fault::at(line, message)),
        }
        if faults.len() == FAULTS_MAX {
            break;
        }
    }
    if head.is_none() {
        return Err(Fault::of_all("is empty; begin with the line section,row,seat").into());
    }
    Faults::none_in(faults).map(|()| seats)
}

/// What a first line such as `sep=;`, which Excel reads and writes, says; and what follows it.
fn told_delimiter(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = first.trim_end_matches('\r').trim_matches('"');
    let told = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    match told.and(line.as_bytes().get(4)) {
        Some(mark @ (b',' | b';' | b'\t' | b'|')) => (Some(*mark), rest),
        _ => (None, text),
    }
}

/// What stands between the cells of the first line that is not blank.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let often = |mark: u8| head.bytes().filter(|b| *b == mark).count();
    [b';', b'\t'].into_iter().find(|mark| often(*mark) > often(b',')).unwrap_or(b',')
}

/// Counts the lines up to a record; the reader's own count stops before blank lines.
struct Lines<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> usize {
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let bytes = self.text.as_bytes();
        let blank = bytes.iter().skip(start).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let passed = bytes.get(self.byte..start + blank).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count();
        self.byte = start + blank;
        self.line
    }
}

impl Head {
    fn read(record: &StringRecord) -> Result<Self, String> {
        // Spreadsheets save columns that were once used as empty ones at the end.
        let filled = record.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells = filled.last().map_or(0, |(last, _)| last + 1);
        let mut columns: Vec<Column> = Vec::with_capacity(cells);
        for cell in record.iter().take(cells) {
            let Some(column) = Column::named(cell) else {
                let shown: String =
                    cell.to_lowercase().chars().filter(|c| !c.is_control()).take(40).collect();
                return Err(format!(
                    "there is no column “{shown}”; the first line takes section,row,seat and, if \
                     you have them, floor,grade,x,y, or 구역,열,번호,층,등급"
                ));
            };
            if columns.contains(&column) {
                return Err(format!("the column {} is there twice; keep one", column.name()));
            }
            columns.push(column);
        }
        let find = |column: Column| columns.iter().position(|one| *one == column);
        let need = |column: Column| {
            find(column).ok_or_else(|| {
                let name = column.name();
                format!("the column {name} is missing; the first line takes section,row,seat")
            })
        };
        let position = match (find(Column::X), find(Column::Y)) {
            (Some(x), Some(y)) => Some((x, y)),
            (None, None) => None,
            _ => return Err("x and y go together; give both columns or none".to_owned()),
        };
        Ok(Self {
            section: need(Column::Section)?,
            floor: find(Column::Floor),
            row: need(Column::Row)?,
            seat: need(Column::Seat)?,
            grade: find(Column::Grade),
            position,
            cells,
        })
    }

    fn seat(&self, record: &StringRecord, line: usize) -> Result<Seat, String> {
        let surplus = record.iter().skip(self.cells).any(|cell| !cell.is_empty());
        if surplus || record.len() < self.cells {
            let (found, wanted) = (record.len(), self.cells);
            return Err(format!(
                "has {found} cells where the first line has {wanted}; a cell with a comma in it \
                 needs quotes"
            ));
        }
        let cell = |i: usize| record.get(i).unwrap_or_default();
        let section = section_on(self.floor.map(cell).unwrap_or_default(), cell(self.section));
        let mut seat = Seat::read(&section, cell(self.row), cell(self.seat), line)?;
        let grade = self.grade.map(cell).filter(|text| !text.is_empty());
        seat.grade = grade.map(|text| code("grade", text)).transpose()?;
        if let Some((x, y)) = self.position {
            seat.at = Some((number("x", cell(x))?, number("y", cell(y))?));
        }
        Ok(seat)
    }
}

/// A section of a storey: sections of two storeys often have the same name.
fn section_on(floor: &str, section: &str) -> String {
    match floor {
        "" => section.to_owned(),
        floor if floor.bytes().all(|b| b.is_ascii_digit()) => format!("{floor}층 {section}"),
        floor => format!("{floor} {section}"),
    }
}

fn number(what: &str, text: &str) -> Result<f64, String> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let number = text.parse::<f64>().ok().filter(|n| plain && n.abs() <= FAR);
    number.ok_or_else(|| {
        format!("{what} takes a number such as 120 or 12.5, at most {FAR}, in every line or none")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String, i32, usize)> {
        let seats = read(text).unwrap();
        seats.into_iter().map(|s| (s.section, s.row, s.number, s.line)).collect()
    }

    #[test]
    fn tables_of_all_spreadsheets_are_read_alike() {
        let want = [("A", "1", 1, 2), ("A", "1", 2, 3)]
            .map(|(section, row, number, line)| (section.to_owned(), row.to_owned(), number, line));
        for text in [
            "section,row,seat\nA,1,1\nA,1,2\n",
            "section,row,seat\nA,1,1\nA,1,2",
            "\u{feff}section,row,seat\r\nA,1,1\r\nA,1,2\r\n",
            "Section;ROW;Seat\nA;1;1\nA;1;2\n",
            "section\trow\tseat\nA\t1\t1\nA\t1\t2\n",
            "\"section\",\"row\",\"seat\"\n\"A\",\"1\",\"1\"\n\"A\",\"1\",\"2\"\n",
            " section , row , seat \n A , 1 , 1 \n A , 1 , 2 ,,\n",
            "seat,section,row\n1,A,1\n2,A,1\n,,\n",
            "구역,열,좌석 번호,,\nA,1,1,,\nA,1,2번,,\n",
        ] {
            assert_eq!(names(text), want, "{text:?}");
        }
        let lines: Vec<usize> =
            names("\n\nsection,row,seat\r\n\r\nA,1,1\n,,\n\n\nA,1,2").iter().map(|s| s.3).collect();
        assert_eq!(lines, [5, 9], "blank lines are counted");
    }

    #[test]
    fn what_excel_adds_is_understood() {
        let told = "sep=;\r\n층;구역;열;번호;등급\r\n1;가구역;1;1;VIP\r\n2층;가구역;1;1;\r\n";
        let found = names(told);
        assert_eq!((found[0].0.as_str(), found[0].3), ("1층 가구역", 3));
        assert_eq!(found[1].0, "2층 가구역");
        let twice = read("구역,열,번호\n가,1,1\n\u{fffd},1,2\n").unwrap_err().0;
        assert_eq!(twice[0].line, Some(3), "a character that was lost");
    }

    #[test]
    fn positions_and_grades_are_optional() {
        let seats = read("section,row,seat,x,y,grade\nA,1,1,10.5,-2,VIP\nA,1,2,1e1,0,\n").unwrap();
        assert_eq!(seats[0].at, Some((10.5, -2.0)));
        assert_eq!(seats[0].grade.as_deref(), Some("VIP"));
        assert_eq!((seats[1].at, &seats[1].grade), (Some((10.0, 0.0)), &None));
    }

    #[test]
    fn each_fault_names_its_line_and_what_to_do() {
        for (text, line, says) in [
            ("", None, "is empty"),
            (" \n\n", None, "is empty"),
            ("A,1,1\n", Some(1), "there is no column “a”"),
            ("section,row\nA,1\n", Some(1), "the column seat is missing"),
            ("section,row,seat,row\n", Some(1), "the column row is there twice"),
            ("section,row,seat,x\n", Some(1), "x and y go together"),
            ("section,row,seat\nA,1\n", Some(2), "has 2 cells where the first line has 3"),
            ("section,row,seat\nA,1,1\nA,1,2,3\n", Some(3), "has 4 cells"),
            ("section,row,seat\nA,1,1\n\nA,1,x\n", Some(4), "seat takes a whole number"),
            ("section,row,seat\n\"A,1,1\nA,1,2\n", Some(2), "has 1 cells"),
            ("section,row,seat,x,y\nA,1,1,,\n", Some(2), "x takes a number"),
            ("section,row,seat,x,y\nA,1,1,1,NaN\n", Some(2), "y takes a number"),
            ("section,row,seat,x,y\nA,1,1,inf,1\n", Some(2), "x takes a number"),
            ("section,row,seat,x,y\nA,1,1,1e99,1\n", Some(2), "x takes a number"),
            ("section,row,seat,grade\nA,1,1,ninecodes\n", Some(2), "grade takes 1 to 8"),
        ] {
            let faults = read(text).unwrap_err().0;
            assert_eq!(faults[0].line, line, "{text:?}: {faults:?}");
            assert!(faults[0].message.starts_with(says), "{text:?}: {faults:?}");
        }
    }

    #[test]
    fn many_faults_are_told_at_once_but_not_without_end() {
        let table = |bad: usize| format!("section,row,seat\n{}", "A,1,x\n".repeat(bad));
        assert_eq!(read(&table(3)).unwrap_err().0.len(), 3);
        assert_eq!(read(&table(300)).unwrap_err().0.len(), FAULTS_MAX);
    }
}
