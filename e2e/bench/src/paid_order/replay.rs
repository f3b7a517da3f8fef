//! From two recorded orders to a script for pgbench that does the same for a new order each time.
//!
//! What is equal in both orders stays as it is; what differs is an order's own and is made anew:
//! its seats, its buyer, ids (wherever they stand, within other texts too), and words that have
//! to be unique. Instants stay: they lie ahead of every run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Result, ensure};
use uuid::Uuid;

use super::recording::{About, Recorded};

/// A script, ready to run.
pub(super) struct Script {
    text: String,
}

impl Script {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// SQL for the id of person number `n`.
    pub(super) fn person(&self, n: &str) -> String {
        person(n)
    }
}

fn person(n: &str) -> String {
    format!("('00000000-0000-4000-8000-' || lpad(to_hex(({n})::int), 12, '0'))::uuid")
}

/// What an order has of its own: SQL that makes each, by the name of its variable.
struct Own {
    /// Values and the variables in which they stand.
    names: BTreeMap<String, String>,
    /// Definitions, in order: variable and SQL.
    made: Vec<(String, String)>,
    /// Ids, by what they were in the first order.
    ids: BTreeMap<Uuid, String>,
    about: About,
}

/// Writes the script.
pub(super) fn script(recorded: &Recorded) -> Result<Script> {
    let mut own = Own {
        names: BTreeMap::new(),
        made: Vec::new(),
        ids: BTreeMap::new(),
        about: recorded.first.clone(),
    };
    let mut body = String::new();
    for (first, second) in &recorded.statements {
        ensure!(first.parameters.len() == second.parameters.len(), "different parameters");
        let values = first.parameters.iter().zip(&second.parameters);
        let values: Vec<String> = values
            .map(|(one, other)| match one {
                None => "null".to_owned(),
                Some(one) => own.value(one, other.as_deref().unwrap_or_default()),
            })
            .collect();
        writeln!(body, "{};", filled(&first.text, &values))?;
    }
    let mut text = String::from(
        "-- One paid order; made out of the statement log of the core by this run.\n\
         \\set n :n + 1\n\
         \\set person :client_id * :people + :before + :n\n\
         \\set seat (:client_id * :each + :n) * 2\n\
         \\set seat2 :seat + 1\n",
    );
    // One statement more than an order has; it makes what the core makes in its own memory.
    let columns: Vec<_> = own.made.iter().map(|(name, sql)| format!("  {sql} as {name}")).collect();
    let ids: Vec<_> = own.ids.values().filter(|name| name.starts_with('u')).collect();
    let fresh: Vec<_> = ids.iter().map(|name| format!("gen_random_uuid() as {name}")).collect();
    let told: Vec<_> = ids.iter().map(|name| format!("  {name}")).collect();
    let columns = [told, vec![format!("  {} as person_id", person(":person"))], columns].concat();
    writeln!(
        text,
        "with ids as materialized (select {})\nselect\n{}\nfrom ids \\gset",
        fresh.join(", "),
        columns.join(",\n")
    )?;
    Ok(Script { text: text + &body })
}

impl Own {
    /// How a parameter is written in the script.
    fn value(&mut self, one: &str, other: &str) -> String {
        let [seat, seat2] = self.about.seats.map(|seat| seat.to_string());
        let shows = [(&self.about.performance, ":performance"), (&self.about.sale, ":sale")];
        if let Some((_, name)) = shows.into_iter().find(|(id, _)| *id == one) {
            return name.to_owned();
        }
        if one == seat && one != other {
            return ":seat".to_owned();
        }
        if one == seat2 && one != other {
            return ":seat2".to_owned();
        }
        let both = format!("{{{seat},{seat2}}}");
        if one == both && one != other {
            return self.named(one, "'{' || :seat || ',' || :seat2 || '}'".to_owned());
        }
        if one == other || is_instant(one) || one.parse::<i64>().is_ok() {
            return quoted(one);
        }
        // Cut at the ids within it otherwise: a list of one id is no id.
        if let Some((id, _)) = id_at(one, 0).filter(|(_, length)| *length == one.len()) {
            return format!(":{}", self.id(id));
        }
        let pieces = self.pieces(one);
        if pieces.len() > 1 {
            return self.named(one, pieces.join(" || "));
        }
        // A document without ids names seats and amounts: nothing that has to be its own.
        if one.contains('"') { quoted(one) } else { self.named(one, unique_words(one)) }
    }

    fn named(&mut self, value: &str, sql: String) -> String {
        let next = format!("v{}", self.made.len() + 1);
        let name = self.names.entry(value.to_owned()).or_insert_with(|| next.clone());
        if *name == next {
            self.made.push((next, sql));
        }
        format!(":{name}")
    }

    fn id(&mut self, id: Uuid) -> String {
        if id.to_string() == self.about.account {
            return "person_id".to_owned();
        }
        let next = format!("u{}", self.ids.len() + 1);
        self.ids.entry(id).or_insert(next).clone()
    }

    /// The text cut at the ids within it, as SQL.
    fn pieces(&mut self, text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        let (mut from, mut at) = (0, 0);
        while at < text.len() {
            let Some((id, length)) = id_at(text, at) else {
                at += 1;
                continue;
            };
            pieces.push(quoted(&text[from..at]));
            pieces.push(self.id_within(id, length));
            at += length;
            from = at;
        }
        pieces.push(quoted(&text[from..]));
        pieces
    }

    fn id_within(&mut self, id: Uuid, length: usize) -> String {
        let text = id.to_string();
        let sql = if text == self.about.performance {
            "(:performance)::text".to_owned()
        } else if text == self.about.sale {
            "(:sale)::text".to_owned()
        } else if text == self.about.account {
            format!("{}::text", person(":person"))
        } else {
            format!("{}::text", self.id(id))
        };
        if length == 32 { format!("replace({sql}, '-', '')") } else { sql }
    }
}

/// An id that begins there, with its length, with hyphens or without.
fn id_at(text: &str, at: usize) -> Option<(Uuid, usize)> {
    [36, 32].into_iter().find_map(|length| {
        let id = Uuid::try_parse(text.get(at..at + length)?).ok()?;
        Some((id, length))
    })
}

fn is_instant(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 18 && bytes[4] == b'-' && bytes[10] == b' ' && bytes[13] == b':'
}

/// [`unique_like`], for each element when it is a list.
fn unique_words(text: &str) -> String {
    match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        Some(words) => {
            let words: Vec<_> = words.split(',').map(unique_like).collect();
            format!("'{{' || {} || '}}'", words.join(" || ',' || "))
        }
        None => unique_like(text),
    }
}

/// SQL for a text of the same length and letters that no other order has.
fn unique_like(text: &str) -> String {
    let random = "md5(random()::text)";
    match text.strip_prefix("\\x") {
        Some(hex) => {
            let many = hex.len().div_ceil(32);
            format!("'\\x' || left({}, {})", vec![random; many].join(" || "), hex.len())
        }
        // Base32 has no 0, 1, 8 and 9.
        None => {
            let many = vec![random; text.len().div_ceil(32)].join(" || ");
            format!("translate(upper(left({many}, {})), '0189', 'GHIJ')", text.len())
        }
    }
}

/// A literal of no type yet. pgbench takes a colon before a letter for a variable of its own, also
/// within quotes: then the colon is written as an escape.
fn quoted(text: &str) -> String {
    let text = text.replace('\'', "''");
    let is_name = |next: char| next.is_alphabetic() || next == '_';
    if text.split(':').skip(1).any(|after| after.starts_with(is_name)) {
        return format!("E'{}'", text.replace('\\', "\\\\").replace(':', "\\u003A"));
    }
    format!("'{text}'")
}

/// The statement with its parameters in place, and without colons that pgbench would take for
/// variables: it leaves `::` alone.
fn filled(text: &str, values: &[String]) -> String {
    let mut filled = text.to_owned();
    for (n, value) in values.iter().enumerate().rev() {
        filled = filled.replace(&format!("${}", n + 1), value);
    }
    filled.trim().trim_end_matches(';').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{filled, id_at, quoted, unique_like};

    #[test]
    fn parameters_go_where_they_belong() {
        let values: Vec<String> = (1..=10).map(|n| format!("'{n}'")).collect();
        assert_eq!(filled("select $1, $10;", &values), "select '1', '10'");
    }

    #[test]
    fn ids_are_found_within_texts() {
        let text = "fr-01a1fe1463e1760dac1f6793860f9632";
        assert_eq!(id_at(text, 3).map(|(_, length)| length), Some(32));
        assert!(id_at(text, 4).is_none());
        assert_eq!(unique_like("\\x00ff"), "'\\x' || left(md5(random()::text), 4)");
        assert_eq!(quoted(r#"{"a":null}"#), r#"E'{"a"\u003Anull}'"#);
    }
}
