//! What a drawing hides: by attribute, by style, or by the class of a style sheet, as Illustrator
//! writes it.

use std::collections::HashMap;

use roxmltree::Node;

/// What style sheets say about being seen, by simple selector: `.class`, `#id` or `element`.
#[derive(Debug, Default)]
pub(super) struct Sheet(HashMap<String, Says>);

/// What a rule or an element says; nothing where it is silent.
#[derive(Debug, Clone, Copy, Default)]
struct Says {
    displayed: Option<bool>,
    visible: Option<bool>,
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is drawn.
    Shown,
    /// It is not, but what is in it may be.
    Invisible,
    /// Neither it nor anything in it is.
    Gone,
}

impl Says {
    /// Reads declarations such as `display:none; fill:red`.
    fn read(declarations: &str) -> Self {
        let mut says = Self::default();
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            says.take(name.trim(), value.trim().trim_end_matches("!important").trim());
        }
        says
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "display" => self.displayed = Some(value != "none"),
            "visibility" => self.visible = Some(value == "visible"),
            _ => {}
        }
    }

    /// These words, and where they are silent those of `weaker`.
    fn over(self, weaker: Self) -> Self {
        Self {
            displayed: self.displayed.or(weaker.displayed),
            visible: self.visible.or(weaker.visible),
        }
    }
}

impl Sheet {
    /// All `<style>` elements of a drawing. Rules within `@media` and the like are taken too:
    /// rather a seat too few, which the preview tells, than one that nobody can see.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut sheet = Self::default();
        let styles = root.descendants().filter(|node| node.tag_name().name() == "style");
        for style in styles {
            let text: String =
                style.children().filter_map(|child| child.text()).collect::<Vec<_>>().join("\n");
            for rule in uncommented(&text).split('}') {
                let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
                let selectors = selectors.rsplit_once('{').map_or(selectors, |(_, last)| last);
                let says = Says::read(declarations);
                for selector in selectors.split(',').map(str::trim).filter(|s| is_simple(s)) {
                    let before = sheet.0.get(selector).copied().unwrap_or_default();
                    sheet.0.insert(selector.to_owned(), says.over(before));
                }
            }
        }
        sheet
    }

    /// What becomes of an element whose surroundings are `visible`.
    pub(super) fn seen(&self, node: Node<'_, '_>, visible: bool) -> Seen {
        let mut says = Says::default();
        for name in ["display", "visibility"] {
            if let Some(value) = node.attribute(name) {
                says.take(name, value.trim());
            }
        }
        let rule = |selector: String| self.0.get(&selector).copied().unwrap_or_default();
        says = rule(node.tag_name().name().to_owned()).over(says);
        for class in node.attribute("class").unwrap_or_default().split_whitespace() {
            says = rule(format!(".{class}")).over(says);
        }
        if let Some(id) = node.attribute("id") {
            says = rule(format!("#{id}")).over(says);
        }
        says = Says::read(node.attribute("style").unwrap_or_default()).over(says);
        match (says.displayed, says.visible.unwrap_or(visible)) {
            (Some(false), _) => Seen::Gone,
            (_, false) => Seen::Invisible,
            _ => Seen::Shown,
        }
    }
}

fn is_simple(selector: &str) -> bool {
    let name = selector.strip_prefix(['.', '#']).unwrap_or(selector);
    !name.is_empty() && !name.contains([' ', '>', '+', '~', '[', ':', '.', '#', '*', '\n'])
}

/// The text without what stands within `/* … */`.
fn uncommented(text: &str) -> String {
    let mut pieces = text.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.filter_map(|piece| piece.split_once("*/").map(|(_, rest)| rest));
    first + &rest.collect::<String>()
}
