//! Seats out of a drawing: every shape that says which seat it is.
//!
//! A seat is a shape (or a group) with `data-seat`, whose `data-section` and `data-row` stand on
//! it or on a group around it; or, when nothing has `data-seat`, a shape with an id such as
//! `A-1-12`. It lies where the middle of its shape lies, after the transforms of all groups.
//! Entities and document types are not read at all.

mod crowded;
mod geometry;

use roxmltree::{Document, Error, Node, ParsingOptions};

use self::geometry::Targets;
use super::affine::Affine;
use super::fault::{FAULTS_MAX, Fault, Faults};
use super::seat::Seat;

/// Most elements, attributes' owners and texts of a drawing.
const NODES_MAX: u32 = 500_000;
/// Most groups in groups.
const DEPTH_MAX: usize = 64;
/// Furthest position that is taken, in the drawing's own units.
const FAR: f64 = 10_000_000.0;
/// What is kept for use elsewhere, or is no drawing.
const UNSEEN: [&str; 12] = [
    "defs", "symbol", "clipPath", "mask", "pattern", "marker", "metadata", "style", "script",
    "title", "desc", "filter",
];

/// Reads the seats of a drawing.
///
/// # Errors
/// The first elements that cannot be read, each with its line and what to do.
pub(super) fn read(text: &str) -> Result<Vec<Seat>, Faults> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    crowded::refuse(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|e| unreadable(&e))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(Fault::at(1, "is no drawing; its outermost element is to be <svg>").into());
    }
    let mut walk = Walk {
        text,
        by_data: root.descendants().any(|node| node.has_attribute("data-seat")),
        targets: Targets::of(root),
        seats: Vec::new(),
        faults: Vec::new(),
        passed: (0, 1),
    };
    walk.visit(root, &Around { affine: Affine::identity(), section: None, row: None, depth: 0 });
    Faults::none_in(walk.faults).map(|()| walk.seats)
}

fn unreadable(error: &Error) -> Fault {
    match error {
        Error::DtdDetected => {
            Fault::at(1, "has a <!DOCTYPE …>; take it away, or save the drawing as plain SVG")
        }
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
    depth: usize,
}

struct Walk<'a, 'i> {
    text: &'a str,
    by_data: bool,
    targets: Targets<'a, 'i>,
    seats: Vec<Seat>,
    faults: Vec<Fault>,
    /// Bytes that were passed, and the line there.
    passed: (usize, usize),
}

impl<'a, 'i> Walk<'a, 'i> {
    fn visit(&mut self, node: Node<'a, 'i>, around: &Around<'a>) {
        let name = node.tag_name().name();
        if self.faults.len() == FAULTS_MAX || UNSEEN.contains(&name) || is_hidden(node) {
            return;
        }
        let line = self.line_of(node);
        match self.step(node, around, line) {
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
        line: usize,
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
            depth: around.depth + 1,
        };
        let Some((section, row, number)) = self.names(node, &inside)? else {
            return Ok(Some(inside));
        };
        let mut seat = Seat::read(section, row, number, line)?;
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
        &self,
        node: Node<'a, 'i>,
        around: &Around<'a>,
    ) -> Result<Option<(&'a str, &'a str, &'a str)>, String> {
        if !self.by_data {
            let id = node.attribute("id").filter(|_| geometry::is_shape(node));
            return Ok(id.and_then(names_of_id));
        }
        let Some(number) = node.attribute("data-seat") else { return Ok(None) };
        let missing = |name: &str| format!("has no {name}; give it one, or the group around it");
        let section = around.section.ok_or_else(|| missing("data-section"))?;
        let row = around.row.ok_or_else(|| missing("data-row"))?;
        Ok(Some((section, row, number)))
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

/// `A-1-12`: section, row and number.
fn names_of_id(id: &str) -> Option<(&str, &str, &str)> {
    let mut parts = id.split('-');
    let names = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && !names.0.is_empty() && !names.1.is_empty();
    let number = !names.2.is_empty() && names.2.bytes().all(|b| b.is_ascii_digit());
    (whole && number).then_some(names)
}

fn is_hidden(node: Node<'_, '_>) -> bool {
    let style: String = node.attribute("style").unwrap_or_default().split_whitespace().collect();
    node.attribute("display") == Some("none") || style.contains("display:none")
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
