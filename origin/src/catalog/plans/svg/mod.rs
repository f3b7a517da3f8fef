//! Seats out of a drawing: every shape that says which seat it is.
//!
//! A seat is a shape (or a group) with `data-seat`, whose `data-section` and `data-row` stand on
//! it or on a group around it; or, when nothing has `data-seat`, a shape, or a group of shapes,
//! with an id or an Inkscape label such as `A-1-12`. It lies where the middle of its shape lies,
//! after the transforms of all groups. What nobody sees is no seat; whatever comes near to being
//! one is told.

mod crowded;
mod doctype;
mod geometry;
mod names;
mod style;

use roxmltree::{Document, Error, Node, ParsingOptions};

use self::geometry::Targets;
use self::names::{Names, Said};
use self::style::{Seen, Sheet};
use super::affine::Affine;
use super::fault::{FAULTS_MAX, Fault, Faults};
use super::seat::Seat;

/// Most elements, attributes' owners and texts of a drawing.
const NODES_MAX: u32 = 500_000;
/// Most groups in groups.
const DEPTH_MAX: usize = 64;
/// Furthest position that is taken, in the drawing's own units.
const FAR: f64 = 10_000_000.0;
/// Most notes about what is nearly a seat.
const NOTES_MAX: usize = 50;
/// Most elements of a group that is a seat.
const SEAT_ELEMENTS_MAX: usize = 12;
const INKSCAPE: &str = "http://www.inkscape.org/namespaces/inkscape";
/// What is kept for use elsewhere, or is no drawing.
const UNSEEN: [&str; 12] = [
    "defs", "symbol", "clipPath", "mask", "pattern", "marker", "metadata", "style", "script",
    "title", "desc", "filter",
];

/// What was understood of a drawing.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) seats: Vec<Seat>,
    /// What is nearly a seat, by line.
    pub(super) notes: Vec<Fault>,
}

/// Reads the seats of a drawing.
///
/// # Errors
/// The first elements that cannot be read, each with its line and what to do.
pub(super) fn read(text: &str) -> Result<Drawn, Faults> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    crowded::refuse(text)?;
    doctype::refuse(text)?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES_MAX, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|e| unreadable(&e))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(Fault::at(1, "is no drawing; its outermost element is to be <svg>").into());
    }
    let mut walk = Walk {
        text,
        by_data: root.descendants().any(|node| node.has_attribute("data-seat")),
        targets: Targets::of(root),
        sheet: Sheet::of(root),
        notes: Vec::new(),
        seats: Vec::new(),
        faults: Vec::new(),
        passed: (0, 1),
    };
    let outside =
        Around { affine: Affine::identity(), section: None, row: None, visible: true, depth: 0 };
    walk.visit(root, &outside);
    Faults::none_in(walk.faults)?;
    if walk.seats.is_empty() && !walk.notes.is_empty() {
        // Nothing is a seat: what came near says why.
        walk.notes.truncate(FAULTS_MAX);
        return Err(Faults(walk.notes));
    }
    Ok(Drawn { seats: walk.seats, notes: walk.notes })
}

fn unreadable(error: &Error) -> Fault {
    match error {
        Error::NodesLimitReached => {
            Fault::of_all("has too many elements; take away what is not a seat")
        }
        error => {
            let line = usize::try_from(error.pos().row).unwrap_or(1);
            Fault::at(line, format!("is not well formed; save it as SVG anew ({error})"))
        }
    }
}

/// What the groups around an element say.
#[derive(Clone, Copy)]
struct Around<'a> {
    affine: Affine,
    section: Option<&'a str>,
    row: Option<&'a str>,
    visible: bool,
    depth: usize,
}

struct Walk<'a, 'i> {
    text: &'a str,
    by_data: bool,
    targets: Targets<'a, 'i>,
    sheet: Sheet,
    notes: Vec<Fault>,
    seats: Vec<Seat>,
    faults: Vec<Fault>,
    /// Bytes that were passed, and the line there.
    passed: (usize, usize),
}

impl<'a, 'i> Walk<'a, 'i> {
    fn visit(&mut self, node: Node<'a, 'i>, around: &Around<'a>) {
        let name = node.tag_name().name();
        if self.faults.len() == FAULTS_MAX || UNSEEN.contains(&name) {
            return;
        }
        let line = self.line_of(node);
        let seen = self.sheet.seen(node, around.visible);
        if seen == Seen::Gone {
            return self.note_hidden(node, line);
        }
        match self.step(node, around, (line, seen)) {
            Ok(Some(inside)) => {
                for child in node.children().filter(Node::is_element) {
                    self.visit(child, &inside);
                }
            }
            Ok(None) => {}
            Err(message) => self.faults.push(Fault::at(line, message)),
        }
    }

    /// Takes an element as a seat, or says how to go on inside of it.
    fn step(
        &mut self,
        node: Node<'a, 'i>,
        around: &Around<'a>,
        (line, seen): (usize, Seen),
    ) -> Result<Option<Around<'a>>, String> {
        if around.depth > DEPTH_MAX {
            return Err(format!("lies in more than {DEPTH_MAX} groups; ungroup it"));
        }
        if around.depth > 0 && node.tag_name().name() == "svg" {
            return Err("is a drawing in the drawing, which is not read; ungroup it".to_owned());
        }
        let inside = Around {
            affine: around.affine.of(own_affine(node)?),
            section: node.attribute("data-section").or(around.section),
            row: node.attribute("data-row").or(around.row),
            visible: seen == Seen::Shown,
            depth: around.depth + 1,
        };
        let Some((section, row, number)) = self.names(node, &inside, line)? else {
            return Ok(Some(inside));
        };
        if seen != Seen::Shown {
            self.note(line, format!("{section}-{row}-{number} is hidden, and so is no seat"));
            return Ok(None);
        }
        let mut seat = Seat::read(&section, &row, &number, line)?;
        let (x, y) = inside.affine.place(geometry::middle(node, &mut self.targets)?);
        // NaN is in no range either.
        if !((-FAR..=FAR).contains(&x) && (-FAR..=FAR).contains(&y)) {
            return Err(format!("lies further away than {FAR}; move or scale it"));
        }
        seat.at = Some((x, y));
        self.seats.push(seat);
        Ok(None)
    }

    /// Section, row and number of a seat; none for what is no seat.
    fn names(
        &mut self,
        node: Node<'a, 'i>,
        around: &Around<'a>,
        line: usize,
    ) -> Result<Option<Names>, String> {
        let shape = geometry::is_shape(node) || is_group_of_a_seat(node);
        if !self.by_data {
            return Ok(match said_of(node) {
                Said::Seat(names) if shape => Some(names),
                Said::Nearly(why) if shape => {
                    self.note(line, why);
                    None
                }
                _ => None,
            });
        }
        let Some(number) = node.attribute("data-seat") else {
            if shape && matches!(said_of(node), Said::Seat(_)) {
                let id = node.attribute("id").unwrap_or_default();
                self.note(line, format!("“{id}” has no data-seat, which others have; give it one"));
            }
            return Ok(None);
        };
        let missing = |name: &str| format!("has no {name}; give it one, or the group around it");
        let section = around.section.ok_or_else(|| missing("data-section"))?;
        let row = around.row.ok_or_else(|| missing("data-row"))?;
        Ok(Some((section.to_owned(), row.to_owned(), number.to_owned())))
    }

    fn note(&mut self, line: usize, message: String) {
        match self.notes.len() {
            found if found < NOTES_MAX => self.notes.push(Fault::at(line, message)),
            NOTES_MAX => self.notes.push(Fault::at(line, "and below it are more such things")),
            _ => {}
        }
    }

    /// Tells how many seats a hidden group has.
    fn note_hidden(&mut self, node: Node<'a, 'i>, line: usize) {
        let by_data = self.by_data;
        let is_seat = |node: &Node<'_, '_>| match by_data {
            true => node.has_attribute("data-seat"),
            false => matches!(said_of(*node), Said::Seat(_)),
        };
        let seats = node.descendants().filter(is_seat).count();
        if seats > 0 {
            let name = node.attribute("id").map_or_else(String::new, |id| format!("“{id}” "));
            let message = format!("{name}is hidden, and so {seats} seats in it are none");
            self.note(line, message);
        }
    }

    fn line_of(&mut self, node: Node<'a, 'i>) -> usize {
        let start = node.range().start;
        let (from, line) = self.passed;
        let passed = self.text.as_bytes().get(from..start).unwrap_or_default();
        let line = line + passed.iter().filter(|b| **b == b'\n').count();
        self.passed = (start.max(from), line);
        line
    }
}

/// What the id or else the Inkscape label of an element says.
fn said_of(node: Node<'_, '_>) -> Said {
    let label = node.attribute((INKSCAPE, "label")).map_or(Said::Nothing, names::read);
    let id = node.attribute("id").map_or(Said::Nothing, names::read);
    match (id, label) {
        (Said::Seat(names), _) | (_, Said::Seat(names)) => Said::Seat(names),
        (Said::Nothing, label) => label,
        (id, _) => id,
    }
}

/// Whether a group is one seat, such as its shape and its number: few elements, none of them a
/// seat of its own.
fn is_group_of_a_seat(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "g"
        && node.attribute("id").is_some_and(|id| id.contains('-') || id.contains("_x"))
        && (1..=SEAT_ELEMENTS_MAX)
            .contains(&node.descendants().filter(Node::is_element).take(99).skip(1).count())
        && node.descendants().skip(1).any(geometry::is_shape)
        && !node.descendants().skip(1).any(|inner| matches!(said_of(inner), Said::Seat(_)))
}

/// The element's own transform.
fn own_affine(node: Node<'_, '_>) -> Result<Affine, String> {
    let in_style = node.attribute("style").is_some_and(|style| style.contains("transform"));
    if in_style || node.has_attribute("transform-origin") {
        return Err("is moved by its style, which is not read; use the transform attribute alone"
            .to_owned());
    }
    let Some(text) = node.attribute("transform") else { return Ok(Affine::identity()) };
    Affine::parse(text).map_err(|error| {
        format!("has a transform that cannot be read ({error}); write it as translate(10 20)")
    })
}

#[cfg(test)]
mod tests;
