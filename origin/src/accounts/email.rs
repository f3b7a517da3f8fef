//! What counts as an e-mail address.
//!
//! Only the shape is looked at, so that a slip of the finger is caught; whether anybody reads
//! the address is for a confirmation mail to find out.

use std::fmt;

/// Longest address in bytes (RFC 5321, 4.5.3.1.3, less the angle brackets).
const BYTES_MAX: usize = 254;
/// Longest part before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Longest label of a domain (RFC 1035, 2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// A text that is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address looks like name@example.com and has at most 254 bytes")]
pub struct EmailError;

/// An e-mail address as its owner writes it; two that differ in case alone are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address, without the blanks around it.
    ///
    /// # Errors
    /// Anything that no mail server would take: see [`EmailError`].
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError)?;
        let good = text.len() <= BYTES_MAX
            && (1..=LOCAL_BYTES_MAX).contains(&local.len())
            && !local.contains('@')
            && !text.chars().any(|c| c.is_whitespace() || c.is_control())
            && domain.contains('.')
            && domain.split('.').all(label_is_good);
        if good { Ok(Self(text.to_owned())) } else { Err(EmailError) }
    }

    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Letters of any alphabet, digits and inner hyphens: names outside ASCII are real domains.
fn label_is_good(label: &str) -> bool {
    (1..=LABEL_BYTES_MAX).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_pass_and_slips_do_not() {
        for good in ["a@example.com", " Min.Ji+tickets@mail.example.co.kr ", "김@예시.한국"] {
            assert_eq!(Email::parse(good).unwrap().as_str(), good.trim());
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "a",
            "@example.com",
            "a@",
            "a@localhost",
            "a b@example.com",
            "a@@example.com",
            "a@example..com",
            "a@-example.com",
            "a@exa_mple.com",
            "a@example.com\n.x",
            &long,
        ] {
            assert_eq!(Email::parse(bad), Err(EmailError), "{bad}");
        }
    }
}
