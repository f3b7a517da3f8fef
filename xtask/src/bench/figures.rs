//! What was measured, as a table for people and one line a bench for programs.

use crate::step::Step;
use anyhow::{Context, Result};

/// One bench's figure.
struct Figure {
    name: String,
    unit: String,
    /// Medians, a second.
    limit: f64,
    ours: f64,
    /// Median, lowest and highest over the pairs of rounds.
    ratio: f64,
    low: f64,
    high: f64,
    aim: f64,
}

/// A figure without a limit, in the sentence's own unit.
struct Plain {
    name: String,
    value: String,
    aim: String,
    holds: bool,
}

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Figures {
    figures: Vec<Figure>,
    plain: Vec<Plain>,
    notes: Vec<String>,
}

impl Figures {
    /// Takes in a line of a bench; what is no figure and no note is progress.
    pub(crate) fn take(&mut self, line: &str, aim: f64, step: &Step) -> Result<()> {
        let mut fields = line.split('\t');
        match fields.next() {
            Some("figure") => {
                let mut text = || fields.next().map(str::to_owned).context("a figure is cut off");
                let (name, unit) = (text()?, text()?);
                let mut number = || -> Result<f64> { Ok(text()?.parse()?) };
                let (limit, ours) = (number()?, number()?);
                let (ratio, low, high) = (number()?, number()?, number()?);
                self.figures.push(Figure { name, unit, limit, ours, ratio, low, high, aim });
            }
            Some("note") => {
                let words: Vec<_> = fields.collect();
                self.notes.push(words.join(": "));
            }
            _ => step.progress(line),
        }
        Ok(())
    }

    /// Adds a figure that has no limit.
    pub(crate) fn plain(&mut self, name: &str, value: String, aim: String, holds: bool) {
        self.plain.push(Plain { name: name.to_owned(), value, aim, holds });
    }

    /// The ratio of a bench that has run.
    pub(crate) fn ratio_of(&self, name: &str) -> Result<f64> {
        let found = self.figures.iter().find(|figure| figure.name == name);
        found.map(|figure| figure.ratio).context("no such figure")
    }

    /// The table on a terminal.
    pub(crate) fn table(&self) -> String {
        let mut lines = vec![format!(
            "{:<12} {:>9} {:>9}  {:>5} {:>11}  {:>4}",
            "", "limit/s", "ours/s", "ratio", "(from-to)", "aim"
        )];
        for Figure { name, unit, limit, ours, ratio, low, high, aim } in &self.figures {
            let range = format!("{low:.2}-{high:.2}");
            let verdict = verdict(ratio >= aim);
            lines.push(format!(
                "{name:<12} {limit:>9.0} {ours:>9.0}  {ratio:>5.2} {range:>11}  {aim:>4} {verdict}  {unit}"
            ));
        }
        for Plain { name, value, aim, holds } in &self.plain {
            lines.push(format!("{name:<12} {value}, {aim} {}", verdict(*holds)));
        }
        lines.extend(self.notes.iter().map(|note| format!("  {note}")));
        lines.join("\n")
    }

    /// The same as Markdown.
    pub(crate) fn markdown(&self) -> String {
        let head = "| bench | limit, a second | ours, a second | ratio (lowest–highest pair) | aim | |\n|---|--:|--:|---|--:|---|";
        let mut lines = vec![head.to_owned()];
        for Figure { name, unit, limit, ours, ratio, low, high, aim } in &self.figures {
            let verdict = verdict(ratio >= aim);
            lines.push(format!(
                "| {name} | {limit:.0} | {ours:.0} {unit} | **{ratio:.2}** ({low:.2}–{high:.2}) | {aim} | {verdict} |"
            ));
        }
        lines.push(String::new());
        for Plain { name, value, aim, holds } in &self.plain {
            lines.push(format!("- {name}: {value}, {aim}: {}", verdict(*holds)));
        }
        lines.extend(self.notes.iter().map(|note| format!("- {note}")));
        lines.join("\n")
    }

    /// One line a bench: its name and its ratio.
    pub(crate) fn ratios(&self) -> String {
        let lines =
            self.figures.iter().map(|figure| format!("{} {:.3}", figure.name, figure.ratio));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}
