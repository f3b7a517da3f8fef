//! The folder into which a test's core writes its mail.

use std::fs;
use std::path::PathBuf;

/// A mailbox; its folder is gone when it is dropped.
pub(crate) struct Mailbox {
    /// Where the core writes.
    pub(crate) folder: PathBuf,
}

/// A mail as its reader sees it.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// To whom.
    pub(crate) to: String,
    /// The text.
    pub(crate) text: String,
}

impl Mailbox {
    pub(crate) fn new() -> Self {
        let name = format!("frontrow-test-mail-{}", uuid::Uuid::now_v7().simple());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).expect("a folder can be made");
        Self { folder }
    }

    /// Takes out what came, oldest first.
    pub(crate) fn take(&self) -> Vec<Mail> {
        let entries = fs::read_dir(&self.folder).expect("the folder is there");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
        files.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        files.sort();
        let read = |path: &PathBuf| {
            let raw = fs::read_to_string(path).expect("a mail is text");
            fs::remove_file(path).expect("a mail can be taken out");
            Mail::parse(&raw)
        };
        files.iter().map(read).collect()
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Mail {
    /// Reads an eight-bit message of one part.
    pub(crate) fn parse(raw: &str) -> Self {
        let raw = raw.replace("\r\n", "\n");
        let (head, text) = raw.split_once("\n\n").expect("a head and a text");
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).expect("a recipient");
        Self { to: to.to_owned(), text: text.to_owned() }
    }

    /// The token of the link to `page` in it.
    #[track_caller]
    pub(crate) fn token(&self, page: &str) -> String {
        let start = format!("http://localhost:8787/{page}/#");
        let link = self.text.lines().find_map(|line| line.strip_prefix(&start));
        link.unwrap_or_else(|| panic!("no link to {page}: {}", self.text)).to_owned()
    }
}
