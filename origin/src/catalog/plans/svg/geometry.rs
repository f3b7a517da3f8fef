//! Where the middle of a shape lies, in the units of the group that it is in.

use std::collections::HashMap;
use std::str::FromStr;

use roxmltree::Node;
use svgtypes::{Length, LengthUnit, PointsParser, SimplePathSegment, SimplifyingPathParser};

use super::own_affine;

/// What may be a seat by its id; groups may only by `data-seat`.
const SHAPES: [&str; 10] =
    ["circle", "ellipse", "rect", "path", "polygon", "polyline", "line", "use", "text", "image"];
/// Most groups in a seat.
const DEPTH_MAX: usize = 8;
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// What uses point to, by id; each is measured once, however often it is used.
pub(super) struct Targets<'a, 'i> {
    nodes: HashMap<&'a str, Node<'a, 'i>>,
    middles: HashMap<&'a str, Result<(f64, f64), String>>,
}

impl<'a, 'i> Targets<'a, 'i> {
    /// All elements with an id.
    pub(super) fn of(root: Node<'a, 'i>) -> Self {
        let nodes = root.descendants().filter_map(|node| Some((node.attribute("id")?, node)));
        Self { nodes: nodes.collect(), middles: HashMap::new() }
    }

    /// Where the middle of what is used lies; a symbol counts from its own corner. Uses of groups
    /// and of uses could multiply without end.
    fn middle_of(&mut self, node: Node<'_, '_>) -> Result<(f64, f64), String> {
        let href = node.attribute("href").or_else(|| node.attribute((XLINK, "href")));
        let id = href.and_then(|href| href.strip_prefix('#'));
        let Some((&id, &target)) = id.and_then(|id| self.nodes.get_key_value(id)) else {
            return Ok((0.0, 0.0));
        };
        if let Some(known) = self.middles.get(id) {
            return known.clone();
        }
        let middle = match target.tag_name().name() {
            "symbol" => Ok((0.0, 0.0)),
            name if SHAPES.contains(&name) && name != "use" => {
                let middle = middle_within(target, self, 0);
                middle.and_then(|middle| Ok(own_affine(target)?.place(middle)))
            }
            _ => Err("uses a group or another use; unlink it, so that it is a shape".to_owned()),
        };
        self.middles.insert(id, middle.clone());
        middle
    }
}

/// Whether the element is drawn itself.
pub(super) fn is_shape(node: Node<'_, '_>) -> bool {
    SHAPES.contains(&node.tag_name().name())
}

/// The middle of a shape or group; its own transform is not in it.
///
/// # Errors
/// A sentence about what it lacks.
pub(super) fn middle(
    node: Node<'_, '_>,
    targets: &mut Targets<'_, '_>,
) -> Result<(f64, f64), String> {
    middle_within(node, targets, 0)
}

fn middle_within(
    node: Node<'_, '_>,
    targets: &mut Targets<'_, '_>,
    depth: usize,
) -> Result<(f64, f64), String> {
    let number = |name: &str| length(node, name);
    let mut reach = Reach::none();
    match node.tag_name().name() {
        "circle" | "ellipse" => reach.add((number("cx")?, number("cy")?)),
        "rect" | "image" => {
            let (x, y) = (number("x")?, number("y")?);
            reach.add((x, y));
            reach.add((x + number("width")?, y + number("height")?));
        }
        "line" => {
            reach.add((number("x1")?, number("y1")?));
            reach.add((number("x2")?, number("y2")?));
        }
        "text" => reach.add((number("x")?, number("y")?)),
        "polygon" | "polyline" => {
            PointsParser::from(node.attribute("points").unwrap_or_default())
                .for_each(|point| reach.add(point));
        }
        "path" => {
            let path = node.attribute("d").unwrap_or_default();
            for segment in SimplifyingPathParser::from(path) {
                reach.add_segment(segment.map_err(|error| format!("has no path ({error})"))?);
            }
        }
        "use" => {
            let (x, y) = (number("x")?, number("y")?);
            let (dx, dy) = targets.middle_of(node)?;
            reach.add((x + dx, y + dy));
        }
        _ if depth < DEPTH_MAX => {
            let is_text = |child: &Node<'_, '_>| child.tag_name().name() == "text";
            let drawn = |child: &Node<'_, '_>| is_shape(*child) || child.tag_name().name() == "g";
            // A number lies where its first letter begins, not in the middle of the seat.
            let only_text = node.children().filter(drawn).all(|child| is_text(&child));
            for child in node.children().filter(Node::is_element) {
                if is_text(&child) && !only_text {
                    continue;
                }
                if is_shape(child) || child.tag_name().name() == "g" {
                    let middle = middle_within(child, targets, depth + 1)?;
                    reach.add(own_affine(child)?.place(middle));
                }
            }
        }
        _ => return Err(format!("has more than {DEPTH_MAX} groups in it; ungroup it")),
    }
    reach.middle().ok_or_else(|| "has no place; draw it as a circle, rect or path".to_owned())
}

fn length(node: Node<'_, '_>, name: &str) -> Result<f64, String> {
    let Some(text) = node.attribute(name) else { return Ok(0.0) };
    // The first of several places is that of the first letter.
    let first = text.split([' ', ',']).find(|part| !part.is_empty()).unwrap_or_default();
    let length = Length::from_str(first).ok();
    let plain = length.filter(|l| matches!(l.unit, LengthUnit::None | LengthUnit::Px));
    plain.map(|length| length.number).ok_or_else(|| {
        format!("{name} takes a plain number such as 12.5; set the drawing's units to px")
    })
}

/// The rectangle around points.
struct Reach {
    least: (f64, f64),
    most: (f64, f64),
}

impl Reach {
    fn none() -> Self {
        Self { least: (f64::INFINITY, f64::INFINITY), most: (f64::NEG_INFINITY, f64::NEG_INFINITY) }
    }

    fn add(&mut self, (x, y): (f64, f64)) {
        self.least = (self.least.0.min(x), self.least.1.min(y));
        self.most = (self.most.0.max(x), self.most.1.max(y));
    }

    /// Curves reach a little less far than the points that bend them; evenly so for round seats.
    fn add_segment(&mut self, segment: SimplePathSegment) {
        match segment {
            SimplePathSegment::MoveTo { x, y } | SimplePathSegment::LineTo { x, y } => {
                self.add((x, y));
            }
            SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
                [(x1, y1), (x2, y2), (x, y)].into_iter().for_each(|point| self.add(point));
            }
            SimplePathSegment::Quadratic { x1, y1, x, y } => {
                [(x1, y1), (x, y)].into_iter().for_each(|point| self.add(point));
            }
            SimplePathSegment::ClosePath => {}
        }
    }

    fn middle(&self) -> Option<(f64, f64)> {
        let middle = ((self.least.0 + self.most.0) / 2.0, (self.least.1 + self.most.1) / 2.0);
        (middle.0.is_finite() && middle.1.is_finite()).then_some(middle)
    }
}
