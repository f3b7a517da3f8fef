//! A script's header is what its wrapper does.

use frontrow::seats::scripts::ALL;

#[test]
fn every_file_is_a_script_with_a_short_text_and_a_full_header() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../lua");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut known: Vec<String> = ALL.iter().map(|script| format!("{}.lua", script.name)).collect();
    known.sort();
    assert_eq!(files, known);
    for script in ALL {
        let lines: Vec<&str> = script.source.lines().collect();
        assert!(lines.len() <= 60, "{} has {} lines", script.name, lines.len());
        assert!(lines[0].starts_with("#!lua"), "{}", script.name);
        assert!(lines[1].starts_with("-- "), "{} says what it is for", script.name);
        assert!(script.source.contains("\n-- Returns: "), "{}", script.name);
    }
}

#[test]
fn keys_and_arguments_stand_in_the_header_as_the_wrapper_sends_them() {
    for script in ALL {
        let keys: Vec<&str> = script.keys.iter().map(|key| key.word()).collect();
        assert_eq!(named(script.source, "-- KEYS: "), keys.join(" "), "{}", script.name);
        let args = named(script.source, "-- ARGV: ");
        let words: Vec<&str> = args.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let sent: Vec<&str> = script.args.iter().flat_map(|arg| arg.split(' ')).collect();
        assert_eq!(words.get(..sent.len()), Some(&sent[..]), "{}", script.name);
        let highest = (1..=9).rev().find(|n| script.source.contains(&format!("KEYS[{n}]")));
        assert_eq!(highest, Some(script.keys.len()), "{}: every key is declared", script.name);
    }
}

/// What a header says after `mark`, up to the next part of the header.
fn named(source: &str, mark: &str) -> String {
    let rest = &source[source.find(mark).expect("the header has it") + mark.len()..];
    let lines =
        rest.lines().enumerate().take_while(|(n, line)| *n == 0 || line.starts_with("--  "));
    lines.map(|(_, line)| line.trim_start_matches("--").trim()).collect::<Vec<_>>().join(" ")
}
