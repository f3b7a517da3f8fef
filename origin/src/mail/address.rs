//! What counts as an e-mail address: one rule for whoever takes one down and for the mailer, so
//! that whatever is taken can be written to.
//!
//! RFC 5321 and 5322, with the letters of all alphabets (RFC 6531, 6532). An address is kept in
//! one spelling: composed (NFC), the domain in lower case and as its ASCII form (`xn--…`), quotes
//! only where they are needed. Whether anybody reads it is for a confirmation mail to find out.

use std::fmt;

use frontrow_shared::spelling;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use lettre::Address;

/// Longest address in bytes (RFC 5321, 4.5.3.1.3, less the angle brackets).
const BYTES_MAX: usize = 254;
/// Longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Not even that.
    #[error("an e-mail address looks like name@example.com and has at most {BYTES_MAX} bytes")]
    Form,
    /// A character that no address has.
    #[error("an e-mail address has no {0:?} in it; look whether it was typed by mistake")]
    Character(char),
    /// A character that nobody sees.
    #[error("the e-mail address has the invisible character U+{0:04X} in it; type it anew")]
    Invisible(u32),
    /// A dot where none may be.
    #[error(
        "before the @ no dot may stand first, last or beside another; look at it again, or, if \
         your provider really gave it to you, write that part in quotes"
    )]
    Dots,
    /// Too much before the `@`.
    #[error("what stands before the @ has at most {LOCAL_BYTES_MAX} bytes")]
    Long,
    /// No such domain can be.
    #[error("what follows the @ is no domain, such as example.com")]
    Domain,
}

/// An e-mail address in its one spelling; two that differ in case alone are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(Address);

impl Email {
    /// Reads an address, without the blanks around it.
    ///
    /// # Errors
    /// Anything that no mail server would take: see [`EmailError`].
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        // What an address may have, and as much again for letters that are typed in pieces.
        if text.len() > 2 * BYTES_MAX {
            return Err(EmailError::Form);
        }
        if let Some(odd) = text.chars().find(|c| spelling::is_invisible(*c)) {
            return Err(EmailError::Invisible(odd.into()));
        }
        let text = spelling::composed(text);
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Form)?;
        let (local, domain) = (local_part(local)?, domain_in_ascii(domain)?);
        if local.len() + 1 + domain.len() > BYTES_MAX {
            return Err(EmailError::Form);
        }
        Address::new(local, domain).map(Self).map_err(|_| EmailError::Form)
    }

    /// The address in its one spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.user()
    }

    /// The address as people read it: its domain in its own letters.
    #[must_use]
    pub fn shown(&self) -> String {
        let (domain, read) = Uts46::new().to_unicode(
            self.0.domain().as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
        );
        if read.is_ok() { format!("{}@{domain}", self.0.user()) } else { self.to_string() }
    }

    /// The address as the mailer takes it.
    pub(super) fn address(self) -> Address {
        self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A kept address as people read it; one from before there was one rule, as it is.
#[must_use]
pub fn shown(kept: &str) -> String {
    Email::parse(kept).map_or_else(|_| kept.to_owned(), |email| email.shown())
}

/// The one spelling of what stands before the `@`: quoted only where it must be.
fn local_part(text: &str) -> Result<String, EmailError> {
    let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let (name, quoted) = match quoted.filter(|_| text.len() > 1) {
        // What a `\` kept apart may go together now.
        Some(inner) => (spelling::composed(&unescaped(inner)?), true),
        None => (text.to_owned(), false),
    };
    if name.is_empty() {
        return Err(EmailError::Form);
    }
    let plain = |c: char| c != '.' && !is_atom(c);
    let taken = |c: char| is_letter(c) || (quoted && c.is_ascii_graphic());
    if let Some(odd) = name.chars().find(|c| plain(*c) && !taken(*c)) {
        return Err(EmailError::Character(odd));
    }
    let atoms = name.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom));
    let local = match (atoms, quoted) {
        (true, _) => name,
        (false, true) => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
        (false, false) => return Err(EmailError::Dots),
    };
    if local.len() > LOCAL_BYTES_MAX { Err(EmailError::Long) } else { Ok(local) }
}

/// What stands within quotes, each `\` taken for what follows it (RFC 5322, 3.2.4).
fn unescaped(inner: &str) -> Result<String, EmailError> {
    let mut name = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Err(EmailError::Character('"')),
            '\\' => name.push(chars.next().ok_or(EmailError::Form)?),
            c => name.push(c),
        }
    }
    Ok(name)
}

/// What a part between dots is made of (RFC 5322, 3.2.3; RFC 6532, 3.2).
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(c)
        || (!c.is_ascii() && is_letter(c))
}

/// A letter, digit or mark of any alphabet, in its usual width and form.
fn is_letter(c: char) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    let usual = std::iter::once(c).nfkc().eq(std::iter::once(c).nfc());
    (c.is_alphanumeric() || is_combining_mark(c)) && usual
}

/// A domain in lower case and ASCII (UTS 46, as browsers do it): at least two labels, none of them
/// with signs that no domain has, the last one no number.
fn domain_in_ascii(text: &str) -> Result<String, EmailError> {
    let ascii = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| EmailError::Domain)?;
    let last = ascii.rsplit_once('.').map(|(_, last)| last).ok_or(EmailError::Domain)?;
    let (own, read) =
        Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    let odd = own.chars().find(|c| !matches!(c, '.' | '-') && !is_letter(*c) && !c.is_ascii());
    match odd {
        Some(odd) => Err(EmailError::Character(odd)),
        None if read.is_err() || last.bytes().all(|b| b.is_ascii_digit()) => {
            Err(EmailError::Domain)
        }
        None => Ok(ascii.into_owned()),
    }
}

#[cfg(test)]
mod tests;
