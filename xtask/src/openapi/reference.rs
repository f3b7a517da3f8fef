//! The reference for people: operations by subject, then the shapes that they speak of.

use super::page::{Place, page, sentence, text};
use super::schema::{block, field, inline, referred};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// One operation with its address.
struct Operation<'a> {
    method: String,
    path: &'a str,
    says: &'a Value,
}

impl Operation<'_> {
    fn id(&self) -> &str {
        self.says["operationId"].as_str().unwrap_or_default()
    }
}

/// The page of the operations whose address passes `is_here`.
pub(super) fn html(
    place: &Place,
    title: &str,
    introduction: &str,
    document: &Value,
    is_here: fn(&str) -> bool,
) -> String {
    let subjects = by_subject(document, is_here);
    let mut main = String::new();
    for paragraph in introduction.split("\n\n") {
        let _ = writeln!(main, "<p>{}</p>", sentence(paragraph));
    }
    let _ = writeln!(
        main,
        "<p><a href=\"{}\">Problems</a>: every error code and what to do about it.</p>",
        place.problems
    );
    main.push_str("<nav aria-label=\"Operations\">\n");
    for (subject, operations) in &subjects {
        let _ = writeln!(main, "<h2>{}</h2>\n<ul>", text(subject));
        for operation in operations {
            let _ = writeln!(
                main,
                "<li><a href=\"#{}\">{} <code>{}</code></a></li>",
                operation.id(),
                operation.method,
                text(operation.path)
            );
        }
        main.push_str("</ul>\n");
    }
    main.push_str("</nav>\n");
    main.push_str(&credentials(&subjects, document));
    let mut named = BTreeSet::new();
    for (subject, operations) in &subjects {
        let _ = writeln!(main, "<section>\n<h2>{}</h2>", text(subject));
        for operation in operations {
            collect(operation.says, document, &mut named);
            main.push_str(&article(place, operation, document));
        }
        main.push_str("</section>\n");
    }
    main.push_str("<section>\n<h2>Shapes</h2>\n");
    for name in named {
        main.push_str(&block(name, &document["components"]["schemas"][name]));
    }
    main.push_str("</section>\n");
    page(place, title, &main)
}

fn by_subject(document: &Value, is_here: fn(&str) -> bool) -> BTreeMap<&str, Vec<Operation<'_>>> {
    let mut subjects: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, methods) in paths.filter(|(path, _)| is_here(path)) {
        for (method, says) in methods.as_object().into_iter().flatten() {
            let subject = says["tags"][0].as_str().unwrap_or("more");
            let method = method.to_uppercase();
            subjects.entry(subject).or_default().push(Operation { method, path, says });
        }
    }
    subjects
}

/// The names of all shapes that a part of the document speaks of, and of those in them.
fn collect<'a>(part: &'a Value, document: &'a Value, named: &mut BTreeSet<&'a str>) {
    match part {
        Value::Object(members) => {
            if let Some(name) = referred(part).filter(|name| *name != "Problem")
                && named.insert(name)
            {
                collect(&document["components"]["schemas"][name], document, named);
            }
            members.values().for_each(|member| collect(member, document, named));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, document, named)),
        _ => {}
    }
}

fn article(place: &Place, operation: &Operation<'_>, document: &Value) -> String {
    let says = operation.says;
    let mut out = format!(
        "<article id=\"{}\">\n<h3><span class=\"method\">{}</span> <code>{}</code></h3>\n",
        operation.id(),
        operation.method,
        text(operation.path)
    );
    for words in ["summary", "description"].iter().filter_map(|key| says[*key].as_str()) {
        let _ = writeln!(out, "<p>{}</p>", sentence(words));
    }
    let _ = writeln!(out, "<dl>\n<dt>Who</dt><dd>{}</dd>", who(&says["security"], document));
    let parameters = says["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        out.push_str("<dt>Parameters</dt><dd><ul class=\"fields\">\n");
        for parameter in parameters {
            let name = parameter["name"].as_str().unwrap_or_default();
            let needed = parameter["required"] == true;
            let words = parameter["description"].as_str();
            let line = field(name, &parameter["schema"], needed, words);
            let _ = writeln!(out, "<li>{line}</li>");
        }
        out.push_str("</ul></dd>\n");
    }
    if let Some((kind, body)) = content(&says["requestBody"]) {
        let _ = writeln!(
            out,
            "<dt>Body</dt><dd>{} <span class=\"muted\">{kind}</span></dd>",
            inline(body)
        );
    }
    out.push_str("<dt>Answers</dt><dd><ul class=\"answers\">\n");
    for (status, answer) in says["responses"].as_object().into_iter().flatten() {
        let _ = writeln!(out, "<li>{}</li>", self::answer(place, status, answer));
    }
    out.push_str("</ul></dd>\n</dl>\n</article>\n");
    out
}

fn content(holder: &Value) -> Option<(&String, &Value)> {
    let (kind, content) = holder["content"].as_object()?.iter().next()?;
    Some((kind, &content["schema"]))
}

fn answer(place: &Place, status: &str, answer: &Value) -> String {
    let codes = &answer["content"]["application/problem+json"]["schema"]["allOf"][1];
    if let Some(codes) = codes["properties"]["code"]["enum"].as_array() {
        let links = codes
            .iter()
            .filter_map(Value::as_str)
            .map(|code| format!("<a href=\"{}#{code}\"><code>{code}</code></a>", place.problems));
        return format!("<b>{status}</b> {}", links.collect::<Vec<_>>().join(" "));
    }
    match content(answer) {
        Some((_, body)) if !body.is_null() => format!("<b>{status}</b> {}", inline(body)),
        _ => format!("<b>{status}</b> nothing more"),
    }
}

/// Who may call it, in words.
fn who(security: &Value, document: &Value) -> String {
    let schemes = &document["components"]["securitySchemes"];
    let sets = security.as_array().map(Vec::as_slice).unwrap_or_default();
    let ways: Vec<String> = sets
        .iter()
        .map(|set| {
            let names = set.as_object().into_iter().flat_map(serde_json::Map::keys);
            let shown = names.map(|name| {
                format!("<a href=\"#by-{name}\">{}</a>", carrier(&schemes[name.as_str()]))
            });
            let all = shown.collect::<Vec<_>>().join(" and ");
            if all.is_empty() { "nothing".to_owned() } else { all }
        })
        .collect();
    if ways.is_empty() { "anybody".to_owned() } else { ways.join("; or ") }
}

/// Where a credential travels.
fn carrier(scheme: &Value) -> String {
    match scheme["type"].as_str() {
        Some("http") => "header <code>Authorization: Bearer</code>".to_owned(),
        _ => format!(
            "{} <code>{}</code>",
            text(scheme["in"].as_str().unwrap_or_default()),
            text(scheme["name"].as_str().unwrap_or_default())
        ),
    }
}

/// The credentials that these operations ask for.
fn credentials(subjects: &BTreeMap<&str, Vec<Operation<'_>>>, document: &Value) -> String {
    let operations = subjects.values().flatten();
    let sets = operations.filter_map(|operation| operation.says["security"].as_array()).flatten();
    let names: BTreeSet<&String> =
        sets.filter_map(Value::as_object).flat_map(serde_json::Map::keys).collect();
    let mut out = "<h2>Credentials</h2>\n<dl>\n".to_owned();
    for name in names {
        let scheme = &document["components"]["securitySchemes"][name];
        let words = sentence(scheme["description"].as_str().unwrap_or_default());
        let carrier = carrier(scheme);
        let _ = writeln!(out, "<dt id=\"by-{name}\">{carrier}</dt><dd>{words}</dd>");
    }
    out.push_str("</dl>\n");
    out
}
