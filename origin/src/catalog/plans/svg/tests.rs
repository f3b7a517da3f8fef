use super::*;

/// Names and places of the seats of a drawing.
fn seats(inner: &str) -> Vec<(String, (f64, f64))> {
    let text = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inner}</svg>");
    let seats = read(&text).unwrap_or_else(|faults| panic!("{inner}: {faults}")).seats;
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
    assert!(read(bomb).unwrap_err().0[0].message.starts_with("has an entity"));
    for entity in ["a SYSTEM 'file:///etc/passwd'", "% a 'b'", "a '&#38;a;'", "a '<g/>'"] {
        let text = format!("<!DOCTYPE svg [\n<!ENTITY {entity}>]><svg>&a;</svg>");
        assert_eq!(read(&text).unwrap_err().0[0].line, Some(2), "{entity}");
    }
    let many = format!(
        "<!DOCTYPE svg [<!ENTITY a '{}'>]><svg>{}</svg>",
        "b".repeat(256),
        "&a;".repeat(10_001)
    );
    assert!(read(&many).unwrap_err().0[0].message.starts_with("uses entities too often"));
    for (text, says) in [
        ("<html/>", "is no drawing"),
        ("", "is not well formed"),
        ("\u{feff}{}", "is not well formed"),
    ] {
        assert!(read(text).unwrap_err().0[0].message.starts_with(says), "{text}");
    }
    let bom = "\u{feff}<?xml version='1.0'?>\r\n<svg><circle id='A-1-1'/></svg>";
    assert_eq!(read(bom).unwrap().seats[0].line, 2);
}

#[test]
fn a_shape_that_is_used_often_is_measured_once() {
    let path = format!("M0 0{}", "h1h-1".repeat(80_000));
    let uses: String =
        (1..=12_000).map(|n| format!("<use id='A-{}-{n}' href='#p'/>", n / 400)).collect();
    let text = format!("<svg><defs><path id='p' d='{path}'/></defs>{uses}</svg>");
    assert!(text.len() < super::super::SOURCE_BYTES_MAX);
    // Measured anew for every seat, it would be two thousand million segments.
    assert_eq!(read(&text).unwrap().seats.len(), 12_000);
}

/// What the preview tells beside the seats.
fn notes(inner: &str) -> Vec<String> {
    let text =
        format!("<svg xmlns:i='http://www.inkscape.org/namespaces/inkscape'>\n{inner}</svg>");
    read(&text)
        .unwrap_or_else(|faults| panic!("{inner}: {faults}"))
        .notes
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn what_illustrator_and_inkscape_write_is_understood() {
    let illustrator = "<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
        'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' [\n\
        <!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]>\n<svg xmlns='&ns_svg;'>\
        <style type='text/css'>/* as exported */ .st0{display:none;} .st1,.st2{fill:#FFF;}</style>\
        <g id='old' class='st0'><circle id='A-9-1'/><circle id='A-9-2'/></g>\
        <rect id='_x31_01-1-1' class='st1' width='4' height='6'/></svg>";
    let drawn = read(illustrator).unwrap();
    assert_eq!(drawn.seats.len(), 1);
    assert_eq!((drawn.seats[0].section.as_str(), drawn.seats[0].at), ("101", Some((2.0, 3.0))));
    assert_eq!(
        drawn.notes[0].to_string(),
        "line 4: “old” is hidden, and so 2 seats in it are none"
    );

    let group = "<g id='A-2-1'><rect width='4' height='4'/><text x='9' y='9'>1</text></g>";
    assert_eq!(seats(group), [("A-2-1".to_owned(), (2.0, 2.0))]);
    let label = "<g xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'>\
        <circle id='circle7' inkscape:label='A-3-1' cx='1' cy='1'/></g>";
    assert_eq!(seats(label), [("A-3-1".to_owned(), (1.0, 1.0))]);
}

#[test]
fn hidden_is_what_nobody_sees_however_it_is_hidden() {
    for hidden in [
        "<circle id='B-1-1' visibility='hidden'/>",
        "<circle id='B-1-1' style='fill:red; VISIBILITY : hidden'/>".to_lowercase().as_str(),
        "<g visibility='hidden'><circle id='B-1-1'/></g>",
        "<style>circle.x{fill:red} #B-1-1{display:none}</style><circle id='B-1-1'/>",
    ] {
        let inner = format!("<circle id='A-1-1'/>{hidden}");
        let told = notes(&inner);
        assert_eq!(told.len(), 1, "{hidden}: {told:?}");
        assert!(told[0].contains("hidden"), "{told:?}");
    }
    let shown =
        "<g visibility='hidden'><circle id='A-1-1' visibility='visible' cx='0' cy='0'/></g>";
    assert_eq!(seats(shown).len(), 1);
}

#[test]
fn whatever_is_nearly_a_seat_is_told_with_its_line() {
    let told = notes(
        "<circle id='A-1-1'/>\n<circle id='A-1-1_2'/>\n<circle id='A-1-2b'/><path id='stage'/>",
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("line 3: “A-1-1_2” is a copy of A-1-1"), "{told:?}");
    assert!(told[1].starts_with("line 4: “A-1-2b” is nearly a seat"), "{told:?}");
    let data = "<circle data-section='A' data-row='1' data-seat='1'/><circle id='A-1-2'/>";
    assert!(notes(data)[0].contains("has no data-seat"));
    let faults = read("<svg><circle id='A-1-1_2'/></svg>").unwrap_err().0;
    assert!(faults[0].message.contains("is a copy"), "with no seat at all they are the reason");
}
