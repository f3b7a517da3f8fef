//! What the sale's own rows say: pure rules over [`SaleFacts`].

use frontrow_shared::id::{PerformanceId, SaleId};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::point::{Item, Point};
use crate::orders::pricing::MINIMUM_CHARGE;

/// How far an alarm may be from its boundary.
const ALARM_SLACK: Duration = Duration::seconds(1);
/// How long after its time an alarm counts as missed.
const ALARM_OVERDUE: Duration = Duration::seconds(5);
/// How old the last sync of a room may be once it lets people in.
const SYNC_AGE: Duration = Duration::seconds(60);

/// A sale as PostgreSQL has it, at one moment.
#[derive(Debug, Clone)]
pub(super) struct SaleFacts {
    pub(super) sale: SaleId,
    pub(super) performance: PerformanceId,
    /// scheduled, always, paused or closed.
    pub(super) mode: String,
    pub(super) cap: i32,
    pub(super) now: OffsetDateTime,
    pub(super) lobby_opens_at: OffsetDateTime,
    pub(super) opens_at: OffsetDateTime,
    pub(super) closes_at: OffsetDateTime,
    pub(super) starts_at: OffsetDateTime,
    pub(super) published: bool,
    /// Seats that the performance was laid out with.
    pub(super) seats: i32,
    /// Rows of `performance_seats`.
    pub(super) entered: i64,
    /// Those that can be sold.
    pub(super) free: i64,
    /// The largest seat number.
    pub(super) last_seat: Option<i32>,
    pub(super) grades: Vec<GradeFacts>,
    pub(super) room: Option<RoomWord>,
    pub(super) warmed_at: Option<OffsetDateTime>,
}

/// A grade with its price in minor units and how many seats it has.
#[derive(Debug, Clone)]
pub(super) struct GradeFacts {
    pub(super) code: String,
    pub(super) price: i64,
    pub(super) seats: i64,
}

/// The last word of a room.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoomWord {
    pub(super) synced_at: OffsetDateTime,
    pub(super) wakes_at: Option<OffsetDateTime>,
}

/// Everything that the rows alone can say.
pub(super) fn items(facts: &SaleFacts) -> [Item; 4] {
    [schedule(facts), published(facts), seats(facts), prices(facts)]
}

fn schedule(facts: &SaleFacts) -> Item {
    let point = Point::Schedule;
    let change = format!("Change it: PATCH /staff/v1/sales/{}.", facts.sale);
    match facts.mode.as_str() {
        "paused" => {
            let how = format!("Resume it: POST /staff/v1/sales/{}/resume.", facts.sale);
            return point.bad("The sale is paused: nobody will be called.", how);
        }
        "closed" => return point.bad("The sale is closed by its mode.", change),
        _ => {}
    }
    if facts.now >= facts.closes_at {
        return point.bad(format!("Selling ended at {}.", text(facts.closes_at)), change);
    }
    if facts.starts_at <= facts.opens_at {
        let starts = text(facts.starts_at);
        return point.bad(format!("The show starts at {starts}, before its sale opens."), change);
    }
    if facts.cap == 0 {
        return point.bad("The cap is 0: nobody will be let in.", change);
    }
    let (lobby, opens) = (text(facts.lobby_opens_at), text(facts.opens_at));
    let cap = facts.cap;
    point.ok(if facts.mode == "always" {
        format!("Open at all times until {}; {cap} inside at once.", text(facts.closes_at))
    } else {
        format!("Lobby from {lobby}, open from {opens}; {cap} inside at once.")
    })
}

fn published(facts: &SaleFacts) -> Item {
    if facts.published {
        return Point::Published.ok("Buyers see it.");
    }
    let how = format!("Publish it: POST /staff/v1/performances/{}/publish.", facts.performance);
    Point::Published.bad("It is a draft: no buyer sees it, and its room does not exist.", how)
}

fn seats(facts: &SaleFacts) -> Item {
    let (point, entered) = (Point::Seats, facts.entered);
    let dense = facts.last_seat.map_or(0, |last| i64::from(last) + 1) == entered;
    if entered == 0 || !dense || entered != i64::from(facts.seats) {
        return point.bad(
            format!("{} seats were laid out, {entered} are there.", facts.seats),
            "The rows of performance_seats are damaged: restore them from a backup, or enter the \
             performance anew.",
        );
    }
    if facts.free == 0 {
        return point.bad(
            format!("None of {entered} seats is free: the sale would open sold out."),
            "Return blocked seats to sale, or close the sale.",
        );
    }
    point.ok(format!("{} of {entered} seats are free.", facts.free))
}

fn prices(facts: &SaleFacts) -> Item {
    let point = Point::Prices;
    let sold = || facts.grades.iter().filter(|grade| grade.seats > 0);
    let all_free = sold().all(|grade| grade.price == 0);
    let wrong: Vec<&str> = sold()
        .filter(|grade| grade.price < MINIMUM_CHARGE && !(all_free && grade.price == 0))
        .map(|grade| grade.code.as_str())
        .collect();
    if wrong.is_empty() {
        let empty = facts.grades.iter().filter(|grade| grade.seats == 0);
        let empty: Vec<&str> = empty.map(|grade| grade.code.as_str()).collect();
        let unseen = match empty.as_slice() {
            [] => String::new(),
            codes => format!(" No seat has grade {}: it is not offered.", codes.join(", ")),
        };
        return point.ok(format!("{} grades are priced.{unseen}", sold().count()));
    }
    point.bad(
        format!(
            "Grade {} costs less than {MINIMUM_CHARGE}, the least that can be charged.",
            wrong.join(", ")
        ),
        format!(
            "Price it at that or more, or every grade at 0: PATCH /staff/v1/performances/{}/grades/{}.",
            facts.performance,
            wrong.join(" or ")
        ),
    )
}

/// Whether the room will wake for what comes next. What it said before `since` does not count.
pub(super) fn room(facts: &SaleFacts, since: Option<OffsetDateTime>) -> Item {
    let point = Point::Room;
    let wake = format!(
        "Run `frontrow sale warm {}`. If that does not help: the edge's log says why its syncs \
         fail; CORE_URL must reach the core's public listener, and the sync keys must be of one \
         root secret.",
        facts.sale
    );
    let Some(word) = facts.room.filter(|word| since.is_none_or(|since| word.synced_at >= since))
    else {
        let detail = match facts.room {
            None => "The room has never synced with the core.".to_owned(),
            Some(word) => {
                format!("The room was woken and did not sync; last at {}.", text(word.synced_at))
            }
        };
        return point.wait(detail, wake);
    };
    match (boundary(facts), word.wakes_at) {
        (None, _) if facts.now - word.synced_at <= SYNC_AGE => {
            point.ok(format!("It synced at {}.", text(word.synced_at)))
        }
        (None, _) => point.wait(format!("It last synced at {}.", text(word.synced_at)), wake),
        (Some(next), None) => {
            point.wait(format!("It sleeps and would not wake at {}.", text(next)), wake)
        }
        (Some(_), Some(wakes)) if wakes < facts.now - ALARM_OVERDUE => {
            point.wait(format!("Its alarm was set to {} and did not ring.", text(wakes)), wake)
        }
        (Some(next), Some(wakes)) if wakes > next + ALARM_SLACK => {
            let (wakes, next) = (text(wakes), text(next));
            point.wait(format!("It would wake at {wakes}, too late for {next}."), wake)
        }
        (Some(_), Some(wakes)) => point.ok(format!("Its alarm is set to {}.", text(wakes))),
    }
}

/// When the room next has to do something by itself.
fn boundary(facts: &SaleFacts) -> Option<OffsetDateTime> {
    let ahead = [facts.lobby_opens_at, facts.opens_at].into_iter().find(|at| facts.now < *at);
    ahead.filter(|_| facts.mode == "scheduled")
}

fn text(at: OffsetDateTime) -> String {
    let whole = at.replace_nanosecond(0).unwrap_or(at);
    whole.format(&Rfc3339).unwrap_or_else(|_| at.to_string())
}
