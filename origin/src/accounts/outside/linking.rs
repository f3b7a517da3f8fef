//! Whose account an outside sign-in is.
//!
//! The issuer's word about an address counts only if it has verified it. An account here with
//! that address is linked only if it was proved here, too: anybody can sign up with the address
//! of somebody else, and would be let into what that person does later. What proves it is the
//! press on the mailed link, and the mail tells who did not sign up not to press; who does so all
//! the same shares the account with whoever made it, until a new password is set by mail. Staff
//! are never linked by an issuer's word alone.

use frontrow_shared::id::AccountId;

use crate::accounts::Email;

/// What an issuer says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The issuer's lasting name of the person.
    pub subject: String,
    /// The address.
    pub email: Option<Email>,
    /// Whether the issuer has verified it.
    pub email_verified: bool,
    /// What the person is called.
    pub name: Option<String>,
}

/// The account here that has the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The account.
    pub account: AccountId,
    /// Whether its owner has proved the address here.
    pub verified: bool,
    /// Whether it may do more than buy.
    pub has_power: bool,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Known from before.
    SignIn(AccountId),
    /// The account with the same address gets one more way of signing in.
    Link(AccountId),
    /// A new account.
    SignUp(Email),
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No address, or one that the issuer has not verified.
    #[error("the other service has not verified the e-mail address")]
    EmailUnverified,
    /// The account here was never proved to be of whom has the address.
    #[error(
        "an account has this address without having proved it; set a new password by mail first"
    )]
    LinkUnproved,
}

/// Decides; `linked` is the account that the subject was linked with before, `local` the one
/// that has the address.
///
/// # Errors
/// See [`Refusal`].
pub fn decide(
    said: &Said,
    linked: Option<AccountId>,
    local: Option<Local>,
) -> Result<Step, Refusal> {
    if let Some(account) = linked {
        return Ok(Step::SignIn(account));
    }
    let email = said.email.as_ref().filter(|_| said.email_verified);
    let email = email.ok_or(Refusal::EmailUnverified)?;
    match local {
        None => Ok(Step::SignUp(email.clone())),
        Some(local) if local.verified && !local.has_power => Ok(Step::Link(local.account)),
        Some(_) => Err(Refusal::LinkUnproved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn nobody_gets_an_account_on_an_unproved_word() {
        let account = AccountId(Uuid::from_u128(1));
        let email = Email::parse("a@example.com").unwrap();
        let said = |email_verified, email: Option<&Email>| Said {
            subject: "s".to_owned(),
            email: email.cloned(),
            email_verified,
            name: None,
        };
        let local = |verified, has_power| Some(Local { account, verified, has_power });
        let yes = said(true, Some(&email));
        assert_eq!(decide(&yes, None, None), Ok(Step::SignUp(email.clone())));
        assert_eq!(decide(&yes, None, local(true, false)), Ok(Step::Link(account)));
        assert_eq!(decide(&yes, None, local(false, false)), Err(Refusal::LinkUnproved));
        assert_eq!(decide(&yes, None, local(true, true)), Err(Refusal::LinkUnproved));
        for no in [said(false, Some(&email)), said(true, None)] {
            assert_eq!(decide(&no, None, None), Err(Refusal::EmailUnverified));
            assert_eq!(decide(&no, None, local(true, false)), Err(Refusal::EmailUnverified));
            // The subject is what was linked; the address may change or go.
            assert_eq!(decide(&no, Some(account), None), Ok(Step::SignIn(account)));
        }
    }
}
