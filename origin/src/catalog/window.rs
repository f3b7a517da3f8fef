//! Who may buy when: the presale for members, then everybody, then nobody.

use frontrow_shared::time::UnixMillis;
use serde::Serialize;
use utoipa::ToSchema;

/// The selling windows of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaleWindow {
    /// For members, before everybody else.
    pub presale: Option<Presale>,
    /// From when on everybody may buy.
    pub general_opens_at: UnixMillis,
    /// From when on nobody may, exclusive.
    pub closes_at: UnixMillis,
}

/// The window of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presale {
    /// From when on.
    pub opens_at: UnixMillis,
    /// Lowest membership grade that may buy.
    pub grade: i16,
}

/// Why somebody may not buy now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Not open for this person, but it will be.
    #[error("the sale has not opened yet")]
    NotOpen {
        /// When it opens for this person.
        opens_at: UnixMillis,
    },
    /// Open for members of a higher grade; for everybody later.
    #[error("the presale is for members; the general sale opens later")]
    MembersOnly {
        /// The grade that may buy now.
        grade: i16,
        /// When everybody may.
        general_opens_at: UnixMillis,
    },
    /// After the end.
    #[error("the sale has ended")]
    Over,
}

/// What a list of shows says about a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaleStatus {
    /// Nobody may buy yet.
    Upcoming,
    /// Somebody may buy: members in a presale, or everybody.
    OnSale,
    /// Over.
    Closed,
}

impl SaleWindow {
    /// Whether a person of membership grade `membership` may buy at `now`.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, membership: i16, now: UnixMillis) -> Result<(), WindowError> {
        if now >= self.closes_at {
            return Err(WindowError::Over);
        }
        if now >= self.general_opens_at {
            return Ok(());
        }
        match self.presale {
            Some(presale) if membership >= presale.grade => {
                if now >= presale.opens_at {
                    Ok(())
                } else {
                    Err(WindowError::NotOpen { opens_at: presale.opens_at })
                }
            }
            Some(presale) if now >= presale.opens_at => Err(WindowError::MembersOnly {
                grade: presale.grade,
                general_opens_at: self.general_opens_at,
            }),
            _ => Err(WindowError::NotOpen { opens_at: self.general_opens_at }),
        }
    }

    /// When the first person may buy: what the room opens for.
    #[must_use]
    pub fn first_opens_at(&self) -> UnixMillis {
        self.presale.map_or(self.general_opens_at, |presale| presale.opens_at)
    }

    /// What to tell everybody at `now`.
    #[must_use]
    pub fn status(&self, now: UnixMillis) -> SaleStatus {
        if now >= self.closes_at {
            SaleStatus::Closed
        } else if now >= self.first_opens_at() {
            SaleStatus::OnSale
        } else {
            SaleStatus::Upcoming
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESALE: SaleWindow = SaleWindow {
        presale: Some(Presale { opens_at: UnixMillis(100), grade: 2 }),
        general_opens_at: UnixMillis(200),
        closes_at: UnixMillis(300),
    };

    #[test]
    fn members_first_then_everybody_then_nobody() {
        let not_open = |at| Err(WindowError::NotOpen { opens_at: UnixMillis(at) });
        let members = Err(WindowError::MembersOnly { grade: 2, general_opens_at: UnixMillis(200) });
        for (now, membership, verdict) in [
            (99, 2, not_open(100)),
            (99, 1, not_open(200)),
            (100, 2, Ok(())),
            (100, 3, Ok(())),
            (100, 1, members),
            (199, 1, members),
            (200, 0, Ok(())),
            (299, 0, Ok(())),
            (300, 9, Err(WindowError::Over)),
        ] {
            assert_eq!(PRESALE.admits(membership, UnixMillis(now)), verdict, "{now} {membership}");
        }
    }

    #[test]
    fn without_presale_nobody_is_first() {
        let window = SaleWindow { presale: None, ..PRESALE };
        assert!(window.admits(9, UnixMillis(199)).is_err());
        assert_eq!(window.first_opens_at(), UnixMillis(200));
        assert_eq!(PRESALE.first_opens_at(), UnixMillis(100));
    }

    #[test]
    fn the_status_follows_the_first_window() {
        for (now, status) in [
            (99, SaleStatus::Upcoming),
            (100, SaleStatus::OnSale),
            (299, SaleStatus::OnSale),
            (300, SaleStatus::Closed),
        ] {
            assert_eq!(PRESALE.status(UnixMillis(now)), status, "{now}");
        }
    }
}
