//! A sale as entered: the windows of a performance and the settings of its room.

use frontrow_shared::id::PerformanceId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::present;
use crate::catalog::entry::{self, EntryError};

/// Longest lobby in seconds: a day.
const LOBBY_MAX: i32 = 86_400;
/// Longest claim window in seconds.
const CLAIM_WINDOW_MAX: i32 = 3_600;
/// Longest life of a pass in seconds, between renewals or in all.
const PASS_MAX: i32 = 14_400;
/// Most passes alive at once.
const CAP_MAX: i32 = 1_000_000;

/// How the room of a sale works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaleMode {
    /// A line from the lobby on.
    Scheduled,
    /// A line at all times.
    Always,
    /// Nobody is called for now.
    Paused,
    /// Nobody gets in.
    Closed,
}

impl SaleMode {
    /// The word in the database and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Always => "always",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }

    /// Reads the word; the database holds no other, by its constraint.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Scheduled, Self::Always, Self::Paused, Self::Closed]
            .into_iter()
            .find(|mode| mode.as_str() == word)
    }
}

/// The on-sale of a performance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaleForm {
    /// What is sold.
    pub performance: PerformanceId,
    /// For members, before everybody else.
    #[serde(default)]
    pub presale: Option<PresaleForm>,
    /// When everybody may buy.
    #[serde(with = "time::serde::rfc3339")]
    pub general_opens_at: OffsetDateTime,
    /// When selling ends.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: OffsetDateTime,
    /// How the room works.
    #[serde(default = "scheduled")]
    pub mode: SaleMode,
    /// How long before the first opening the room takes visitors, in seconds.
    #[serde(default = "lobby_default")]
    pub lobby_seconds: i32,
    /// How many passes may be alive at once.
    #[serde(default = "cap_default")]
    pub cap: i32,
    /// How long a called visitor has to claim, in seconds.
    #[serde(default = "claim_window_default")]
    pub claim_window_seconds: i32,
    /// Life of a pass between renewals, in seconds.
    #[serde(default = "pass_default")]
    pub pass_seconds: i32,
    /// Longest life of a pass with all renewals, in seconds.
    #[serde(default = "pass_hard_default")]
    pub pass_hard_seconds: i32,
}

/// The window of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresaleForm {
    /// When members may buy.
    #[serde(with = "time::serde::rfc3339")]
    pub opens_at: OffsetDateTime,
    /// Lowest membership grade, 1 to 9.
    pub grade: i16,
}

/// What may change about a sale.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SalePatch {
    /// For members; null takes the presale away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<PresaleForm>)]
    pub presale: Option<Option<PresaleForm>>,
    /// When everybody may buy.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub general_opens_at: Option<OffsetDateTime>,
    /// When selling ends.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub closes_at: Option<OffsetDateTime>,
    /// How the room works.
    #[serde(default)]
    pub mode: Option<SaleMode>,
    /// How long before the first opening the room takes visitors, in seconds.
    #[serde(default)]
    pub lobby_seconds: Option<i32>,
    /// How many passes may be alive at once.
    #[serde(default)]
    pub cap: Option<i32>,
    /// How long a called visitor has to claim, in seconds.
    #[serde(default)]
    pub claim_window_seconds: Option<i32>,
    /// Life of a pass between renewals, in seconds.
    #[serde(default)]
    pub pass_seconds: Option<i32>,
    /// Longest life of a pass with all renewals, in seconds.
    #[serde(default)]
    pub pass_hard_seconds: Option<i32>,
}

fn scheduled() -> SaleMode {
    SaleMode::Scheduled
}

fn lobby_default() -> i32 {
    1_800
}

fn cap_default() -> i32 {
    100
}

/// A minute, and the longest poll of a waiting page.
fn claim_window_default() -> i32 {
    75
}

fn pass_default() -> i32 {
    300
}

fn pass_hard_default() -> i32 {
    1_800
}

impl SaleForm {
    /// Whether everything entered can be taken.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), EntryError> {
        if let Some(presale) = self.presale {
            entry::number("presale.grade", presale.grade, 1, 9)?;
            if presale.opens_at > self.general_opens_at {
                return Err(EntryError::new("presale.opens_at", "is after the general opening"));
            }
        }
        if self.closes_at <= self.general_opens_at {
            return Err(EntryError::new("closes_at", "is not after the general opening"));
        }
        entry::number("lobby_seconds", self.lobby_seconds, 0, LOBBY_MAX)?;
        entry::number("cap", self.cap, 0, CAP_MAX)?;
        entry::number("claim_window_seconds", self.claim_window_seconds, 5, CLAIM_WINDOW_MAX)?;
        entry::number("pass_seconds", self.pass_seconds, 5, PASS_MAX)?;
        entry::number("pass_hard_seconds", self.pass_hard_seconds, self.pass_seconds, PASS_MAX)
    }
}

impl SalePatch {
    /// The sale with the changes made.
    #[must_use]
    pub fn apply(self, sale: &SaleForm) -> SaleForm {
        SaleForm {
            performance: sale.performance,
            presale: self.presale.unwrap_or(sale.presale),
            general_opens_at: self.general_opens_at.unwrap_or(sale.general_opens_at),
            closes_at: self.closes_at.unwrap_or(sale.closes_at),
            mode: self.mode.unwrap_or(sale.mode),
            lobby_seconds: self.lobby_seconds.unwrap_or(sale.lobby_seconds),
            cap: self.cap.unwrap_or(sale.cap),
            claim_window_seconds: self.claim_window_seconds.unwrap_or(sale.claim_window_seconds),
            pass_seconds: self.pass_seconds.unwrap_or(sale.pass_seconds),
            pass_hard_seconds: self.pass_hard_seconds.unwrap_or(sale.pass_hard_seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sale() -> serde_json::Value {
        serde_json::json!({
            "performance": "prf_00000000000000000000000000000001",
            "presale": {"opens_at": "2026-12-01T01:00:00Z", "grade": 2},
            "general_opens_at": "2026-12-01T02:00:00Z",
            "closes_at": "2026-12-02T00:00:00Z",
        })
    }

    fn refused(field: &str, value: serde_json::Value) -> String {
        let mut json = sale();
        json[field] = value;
        let form: SaleForm = serde_json::from_value(json).unwrap();
        form.check().unwrap_err().field
    }

    #[test]
    fn windows_must_follow_each_other_and_numbers_have_limits() {
        let form: SaleForm = serde_json::from_value(sale()).unwrap();
        assert_eq!(form.check(), Ok(()));
        assert_eq!(refused("closes_at", "2026-12-01T02:00:00Z".into()), "closes_at");
        assert_eq!(refused("general_opens_at", "2026-12-01T00:00:00Z".into()), "presale.opens_at");
        assert_eq!(refused("cap", 1_000_001.into()), "cap");
        assert_eq!(refused("pass_hard_seconds", 299.into()), "pass_hard_seconds");
    }

    #[test]
    fn a_patch_tells_null_from_absent() {
        let form: SaleForm = serde_json::from_value(sale()).unwrap();
        let patch = |json| serde_json::from_value::<SalePatch>(json).unwrap().apply(&form);
        assert_eq!(patch(serde_json::json!({"cap": 2})).presale, form.presale);
        assert_eq!(patch(serde_json::json!({"cap": 2})).cap, 2);
        assert_eq!(patch(serde_json::json!({"presale": null})).presale, None);
    }
}
