//! The shows of the demo: one on sale in the arena, one coming up in the hall.

use frontrow_shared::id::{EventId, PerformanceId, SaleId, VenueId};
use frontrow_shared::money::{Currency, Money};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime, Time};

use super::{arena, hall, id};
use crate::catalog::entries::{
    EventForm, GradeForm, PerformanceForm, PresaleForm, SaleForm, SaleMode, VenueForm,
};
use crate::catalog::grading::GradeRule;
use crate::catalog::{staff_sales_service, staff_service};

/// The fixed ids of a show.
pub(super) struct ShowIds {
    pub(super) venue: VenueId,
    pub(super) event: EventId,
    pub(super) performance: PerformanceId,
    pub(super) sale: SaleId,
}

/// The show on sale.
pub(super) const ARENA: ShowIds = show_ids(0x200);
/// The show that comes up.
pub(super) const HALL: ShowIds = show_ids(0x300);

const fn show_ids(base: u128) -> ShowIds {
    ShowIds {
        venue: VenueId(id(base + 1)),
        event: EventId(id(base + 2)),
        performance: PerformanceId(id(base + 3)),
        sale: SaleId(id(base + 4)),
    }
}

/// What belongs to a show.
struct Show {
    ids: ShowIds,
    venue: VenueForm,
    event: EventForm,
    performance: PerformanceForm,
    sale: SaleForm,
}

/// Adds the shows that are missing.
pub(super) async fn add(conn: &mut PgConnection, now: OffsetDateTime) -> anyhow::Result<()> {
    for show in [lanterns(now), strings(now)] {
        let known = sqlx::query_scalar!(
            r#"select exists (select from performances where id = $1) as "known!""#,
            show.ids.performance.0
        );
        if known.fetch_one(&mut *conn).await? {
            continue;
        }
        staff_service::add_venue(conn, show.ids.venue, &show.venue).await?;
        staff_service::add_event(conn, show.ids.event, &show.event).await?;
        staff_service::add_performance(conn, show.ids.performance, &show.performance).await?;
        staff_sales_service::add_sale(conn, show.ids.sale, &show.sale).await?;
        staff_service::make_visible(conn, show.ids.performance).await?;
    }
    Ok(())
}

/// In the arena, on sale now.
fn lanterns(now: OffsetDateTime) -> Show {
    let ids = ARENA;
    let starts_at = evening(now, 45);
    let mut seating = vec![rule(None, None, "A")];
    for (sections, last_row, grade) in [
        (["F1", "F2", "F3"].as_slice(), None, "VIP"),
        (&["F4", "F5", "F6", "103", "104", "105", "106"], None, "R"),
        (&["101", "102", "107", "108"], None, "S"),
        (&["204", "205", "206", "207"], Some("8"), "S"),
    ] {
        seating.extend(sections.iter().map(|section| rule(Some(section), last_row, grade)));
    }
    Show {
        venue: arena::venue(),
        event: EventForm {
            seller: None,
            title: "한밤의 등불: 서울 라이브".to_owned(),
            title_en: "Lanterns at Midnight: Live in Seoul".to_owned(),
            summary: "데뷔 10주년, 단 하루의 밤".to_owned(),
            summary_en: "Ten years on stage, one night only".to_owned(),
            description: "데뷔 10주년을 맞은 밴드 한밤의 등불이 별빛 아레나에서 단 하루 \
                          무대에 오릅니다.\n전 회차 수록곡과 새 앨범을 150분 동안 들려드립니다.\n\n\
                          · 만 8세 이상 관람 가능\n· 1인 최대 4매"
                .to_owned(),
            description_en: "Lanterns at Midnight return to Starlight Arena for one night, ten \
                             years after their first record.\n150 minutes of songs old and new.\n\n\
                             · Ages 8 and over\n· Up to 4 tickets per person"
                .to_owned(),
            poster_url: None,
        },
        performance: PerformanceForm {
            event: ids.event,
            venue: ids.venue,
            starts_at,
            doors_at: Some(starts_at - Duration::minutes(90)),
            duration_min: Some(150),
            currency: Currency::Krw,
            max_seats_per_hold: 4,
            max_seats_per_buyer: 4,
            grades: vec![
                grade("VIP", "VIP석", "VIP", 198_000, "#7a3cff"),
                grade("R", "R석", "R", 165_000, "#d6336c"),
                grade("S", "S석", "S", 132_000, "#1c7ed6"),
                grade("A", "A석", "A", 99_000, "#2b8a3e"),
            ],
            seating,
        },
        sale: SaleForm {
            performance: ids.performance,
            presale: None,
            general_opens_at: now,
            closes_at: starts_at - Duration::hours(2),
            mode: SaleMode::Scheduled,
            lobby_seconds: 1_800,
            cap: 100,
            claim_window_seconds: 75,
            pass_seconds: 300,
            pass_hard_seconds: 1_800,
        },
        ids,
    }
}

/// In the hall: a presale for members in two days, everybody in three.
fn strings(now: OffsetDateTime) -> Show {
    let ids = HALL;
    let starts_at = evening(now, 60);
    Show {
        venue: hall::venue(),
        event: EventForm {
            seller: None,
            title: "겨울 현악의 밤".to_owned(),
            title_en: "Winter Strings".to_owned(),
            summary: "바다를 보며 듣는 현악 사중주".to_owned(),
            summary_en: "String quartets by the sea".to_owned(),
            description: "등대홀 상주 사중주단의 겨울 정기 연주회입니다.\n\n\
                          · 만 7세 이상 관람 가능"
                .to_owned(),
            description_en: "The winter recital of Lighthouse Hall's resident quartet.\n\n\
                             · Ages 7 and over"
                .to_owned(),
            poster_url: None,
        },
        performance: PerformanceForm {
            event: ids.event,
            venue: ids.venue,
            starts_at,
            doors_at: Some(starts_at - Duration::minutes(40)),
            duration_min: Some(100),
            currency: Currency::Krw,
            max_seats_per_hold: 4,
            max_seats_per_buyer: 6,
            grades: vec![
                grade("R", "R석", "R", 70_000, "#d6336c"),
                grade("S", "S석", "S", 50_000, "#1c7ed6"),
            ],
            seating: vec![rule(None, None, "S"), rule(Some("C"), Some("10"), "R")],
        },
        sale: SaleForm {
            performance: ids.performance,
            presale: Some(PresaleForm { opens_at: now + Duration::days(2), grade: 2 }),
            general_opens_at: now + Duration::days(3),
            closes_at: starts_at - Duration::hours(1),
            mode: SaleMode::Scheduled,
            lobby_seconds: 1_800,
            cap: 50,
            claim_window_seconds: 75,
            pass_seconds: 300,
            pass_hard_seconds: 1_800,
        },
        ids,
    }
}

/// Seven in the evening in Korea, `days` from now.
fn evening(now: OffsetDateTime, days: i64) -> OffsetDateTime {
    let seven_in_seoul = Time::from_hms(10, 0, 0).unwrap_or(Time::MIDNIGHT); // UTC
    (now + Duration::days(days)).replace_time(seven_in_seoul)
}

fn grade(code: &str, name: &str, name_en: &str, price: i64, color: &str) -> GradeForm {
    GradeForm {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        price: Money::krw(price),
        color: color.to_owned(),
    }
}

fn rule(section: Option<&str>, last_row: Option<&str>, grade: &str) -> GradeRule {
    GradeRule {
        section: section.map(str::to_owned),
        first_row: None,
        last_row: last_row.map(str::to_owned),
        grade: grade.to_owned(),
    }
}
