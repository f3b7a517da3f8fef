use super::*;

/// Names and places of the seats of a drawing.
fn seats(inner: &str) -> Vec<(String, (f64, f64))> {
    let text = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inner}</svg>");
    let seats = read(&text).unwrap_or_else(|faults| panic!("{inner}: {faults}"));
    let named = |s: Seat| {
        let (x, y) = s.at.unwrap();
        let rounded = ((x * 1e6).round() / 1e6, (y * 1e6).round() / 1e6);
        (format!("{}-{}-{}", s.section, s.row, s.number), rounded)
    };
    seats.into_iter().map(named).collect()
}

#[test]
fn a_seat_lies_in_the_middle_of_its_shape_after_all_groups() {
    let shapes = [
        ("<circle id='A-1-1' cx='3' cy='4' r='2'/>", (3.0, 4.0)),
        ("<circle id='A-1-1' cx='3px' cy='4' transform='translate(10 20)'/>", (13.0, 24.0)),
        ("<rect id='A-1-1' x='1' y='2' width='4' height='6'/>", (3.0, 5.0)),
        ("<path id='A-1-1' d='M1 1h4v2h-4z'/>", (3.0, 2.0)),
        ("<path id='A-1-1' d='M0 5a5 5 0 0 1 10 0a5 5 0 0 1 -10 0z'/>", (5.0, 5.0)),
        ("<polygon id='A-1-1' points='0,0 4,0 4,8'/>", (2.0, 4.0)),
        ("<text id='A-1-1' x='7 9' y='8'>1</text>", (7.0, 8.0)),
        ("<g transform='scale(2)'><circle id='A-1-1' cx='3' cy='4'/></g>", (6.0, 8.0)),
        (
            "<g transform='matrix(1 0 0 1 5 5)'><g transform='rotate(90)'>\
             <circle id='A-1-1' cx='3' cy='4'/></g></g>",
            (1.0, 8.0),
        ),
        (
            "<g data-section='A' data-row='1'><g data-seat='1' transform='translate(1 1)'>\
             <rect x='0' y='0' width='2' height='2'/><text x='1' y='1'>1</text></g></g>",
            (2.0, 2.0),
        ),
        (
            "<defs><circle id='s' cx='2' cy='2'/></defs><use id='A-1-1' href='#s' x='5'/>",
            (7.0, 2.0),
        ),
    ];
    for (inner, place) in shapes {
        assert_eq!(seats(inner), [("A-1-1".to_owned(), place)], "{inner}");
    }
}

#[test]
fn what_is_no_seat_is_left_alone() {
    let inner = "<style>.a{}</style><title>Hall</title><g id='layer-1-2'><path id='stage' d='M0 0h9'/>\
        <circle id='A-1-x'/><circle id='A--1'/><circle id='A-1-2-3'/><circle id='-1-1'/>\
        <g display='none'><circle id='B-1-1'/></g><g style='display: none'><circle id='B-1-2'/></g>\
        <defs><circle id='B-1-3'/></defs><circle id='가-나-3' cx='1' cy='1'/></g>";
    assert_eq!(seats(inner), [("가-나-3".to_owned(), (1.0, 1.0))]);
    // Once anything has data-seat, ids are only ids.
    let both = "<circle id='A-1-1'/><circle data-section='A' data-row='2' data-seat='1'/>";
    assert_eq!(seats(both), [("A-2-1".to_owned(), (0.0, 0.0))]);
}

#[test]
fn each_fault_names_its_line_and_what_to_do() {
    let deep = format!("{}<circle id='A-1-1'/>{}", "<g>".repeat(70), "</g>".repeat(70));
    let ring = "<use data-section='A' data-row='1' data-seat='1' id='u' href='#u'/>";
    for (inner, says) in [
        ("<circle data-seat='1'/>", "has no data-section"),
        ("<circle data-section='A' data-seat='1'/>", "has no data-row"),
        ("<circle data-section='A' data-row='1' data-seat='one'/>", "seat takes a whole number"),
        ("<circle id='TOO-LONGLONG1-1'/>", "row takes 1 to 8"),
        ("<circle id='A-1-1' cx='5mm'/>", "cx takes a plain number"),
        ("<circle id='A-1-1' cx='50%'/>", "cx takes a plain number"),
        ("<circle id='A-1-1' cx='1e99'/>", "lies further away"),
        ("<g transform='scale(1e300)'><circle id='A-1-1' cx='1e300'/></g>", "lies further away"),
        ("<g transform='spin(3)'/>", "has a transform that cannot be read"),
        ("<g style='transform: rotate(3deg)'/>", "is moved by its style"),
        ("<path id='A-1-1'/>", "has no place"),
        ("<svg><circle id='A-1-1'/></svg>", "is a drawing in the drawing"),
        (&deep, "lies in more than 64 groups"),
        (ring, "uses a group or another use"),
        ("<circle", "is not well formed"),
        ("&bomb;", "is not well formed"),
    ] {
        let faults = read(&format!("<svg>\n\n{inner}\n</svg>")).unwrap_err().0;
        assert!(faults[0].message.starts_with(says), "{inner:.80}: {faults:?}");
        assert!(
            faults[0].line.is_some_and(|line| (3..=4).contains(&line)),
            "{inner:.80}: {faults:?}"
        );
    }
}

#[test]
fn entities_are_not_expanded_and_other_documents_are_refused() {
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><svg>&b;</svg>";
    assert!(read(bomb).unwrap_err().0[0].message.starts_with("has a <!DOCTYPE"));
    for (text, says) in [
        ("<html/>", "is no drawing"),
        ("", "is not well formed"),
        ("\u{feff}{}", "is not well formed"),
    ] {
        assert!(read(text).unwrap_err().0[0].message.starts_with(says), "{text}");
    }
    let bom = "\u{feff}<?xml version='1.0'?>\r\n<svg><circle id='A-1-1'/></svg>";
    assert_eq!(read(bom).unwrap()[0].line, 2);
}

#[test]
fn a_shape_that_is_used_often_is_measured_once() {
    let path = format!("M0 0{}", "h1h-1".repeat(80_000));
    let uses: String =
        (1..=12_000).map(|n| format!("<use id='A-{}-{n}' href='#p'/>", n / 400)).collect();
    let text = format!("<svg><defs><path id='p' d='{path}'/></defs>{uses}</svg>");
    assert!(text.len() < super::super::SOURCE_BYTES_MAX);
    // Measured anew for every seat, it would be two thousand million segments.
    assert_eq!(read(&text).unwrap().len(), 12_000);
}
