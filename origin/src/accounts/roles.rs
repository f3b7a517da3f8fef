//! What an account may do. Roles are read from the database at every use: a token that still
//! runs must not keep a right that was taken away.

use serde::Serialize;
use utoipa::ToSchema;

/// A role of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys tickets; every account.
    Buyer,
    /// Is owed the money of its events.
    Seller,
    /// Enters and changes the catalog, coupons and grants, and looks orders up.
    Staff,
    /// All of staff, and: reads the audit log and gives orders back.
    Admin,
}

impl Role {
    /// The word in the database and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Seller => "seller",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }

    /// Reads a role that somebody typed.
    ///
    /// # Errors
    /// A sentence with the words that there are.
    pub fn from_arg(word: &str) -> Result<Self, String> {
        Self::parse(word).ok_or_else(|| "a role is buyer, seller, staff or admin".to_owned())
    }

    /// Reads the word; the database holds no other, by its constraint.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Buyer, Self::Seller, Self::Staff, Self::Admin]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}

/// Whether somebody with these roles may use the staff API.
#[must_use]
pub fn may_use_staff_api(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Staff | Role::Admin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_staff_and_admins_use_the_staff_api() {
        assert!(!may_use_staff_api(&[]));
        assert!(!may_use_staff_api(&[Role::Buyer, Role::Seller]));
        assert!(may_use_staff_api(&[Role::Buyer, Role::Staff]));
        assert!(may_use_staff_api(&[Role::Admin]));
    }
}
