//! The settings as a table for people; `docs/OPERATIONS.md` keeps it.

use clap::{Arg, Args as _, Command};

use super::{LogConfig, ServeConfig};

/// Every setting of `frontrow serve` as a Markdown table, in the order of declaration: variable,
/// default, meaning. Settings that only tests may use are left out.
#[must_use]
pub fn settings_table() -> String {
    let command = LogConfig::augment_args(ServeConfig::augment_args(Command::new("serve")));
    let rows = command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(row);
    let head = "| variable | default | what it is |\n|---|---|---|\n";
    rows.fold(head.to_owned(), |table, row| table + &row + "\n")
}

fn row(arg: &Arg) -> Option<String> {
    let name = arg.get_env()?.to_string_lossy();
    let default: Vec<_> =
        arg.get_default_values().iter().map(|value| format!("`{}`", value.display())).collect();
    let default = match (default.is_empty(), arg.is_required_set()) {
        (false, _) => default.join(" "),
        (true, true) => "**required**".to_owned(),
        (true, false) => "not set".to_owned(),
    };
    let meaning = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string);
    let meaning = meaning.unwrap_or_default().replace('|', "\\|").replace('\n', " ");
    let stop = if meaning.ends_with('.') { "" } else { "." };
    let choices: Vec<_> =
        arg.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let choices = match choices.len() {
        0 | 1 => String::new(),
        _ => format!(" One of {}.", choices.join(", ")),
    };
    Some(format!("| `{name}` | {default} | {meaning}{stop}{choices} |"))
}

#[cfg(test)]
mod tests {
    use super::settings_table;

    #[test]
    fn names_defaults_and_what_is_required() {
        let table = settings_table();
        let row = |name: &str| table.lines().find(|line| line.contains(name)).unwrap_or_default();
        assert!(row("`DATABASE_URL`").contains("**required**"));
        assert!(row("`FRONTROW_PUBLIC_ADDR`").contains("`127.0.0.1:8080`"));
        assert!(row("`FRONTROW_LOG`").contains("One of `json`, `text`."));
        assert!(!table.contains("CLOCK_OFFSET"), "nobody should find the switch of the tests");
    }
}
