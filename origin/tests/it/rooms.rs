//! The sync between rooms and the core.

use frontrow::rooms::{EndReason, service};
use frontrow_shared::id::{PassId, SaleId, VisitorId};
use frontrow_shared::keys::Purpose;
use frontrow_shared::sync::{GrantedPass, Heights, RoomEnd, RoomEnded, SyncAnswer, SyncReport};
use uuid::Uuid;

use crate::harness::{Answer, App, Show};

fn report(epoch: u32, cursor: &str) -> SyncReport {
    SyncReport {
        epoch,
        granted: Vec::new(),
        ended: Vec::new(),
        expiring: Vec::new(),
        cursor: cursor.to_owned(),
        active: 0,
        waiting: 0,
        called: 0,
        wakes_at_ms: None,
        heights: Heights::default(),
    }
}

fn granted() -> GrantedPass {
    let now = frontrow::clock::wall();
    GrantedPass {
        jti: PassId(Uuid::now_v7()),
        visitor: VisitorId(Uuid::now_v7()),
        account: None,
        place: 3,
        exp_ms: now.plus(300_000),
        hard_end_ms: now.plus(1_800_000),
    }
}

async fn send(app: &App, sale: SaleId, report: &SyncReport) -> Answer {
    let body = serde_json::to_value(report).expect("a report is JSON");
    let path = format!("/edge/v1/rooms/{sale}/sync");
    app.edge.send_under(Purpose::Sync, "POST", &path, Some(body), &[]).await
}

async fn sync(app: &App, sale: SaleId, report: &SyncReport) -> SyncAnswer {
    serde_json::from_value(send(app, sale, report).await.expect(200).json).expect("an answer")
}

#[tokio::test]
async fn a_repeated_report_changes_nothing_and_an_ended_pass_stays_ended() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 10, 1_000).await;
    let first = sync(&app, show.sale, &report(1, "")).await;
    assert_eq!((first.stock.free, first.cap, first.health), (10, 100, 100));

    let pass = granted();
    let living = SyncReport { granted: vec![pass.clone()], ..report(1, &first.cursor) };
    for _ in 0..2 {
        assert_eq!(sync(&app, show.sale, &living).await.acked, [pass.jti]);
    }
    let over = RoomEnded { jti: pass.jti, reason: RoomEnd::Left };
    let ended = SyncReport { ended: vec![over], ..report(1, &first.cursor) };
    sync(&app, show.sale, &ended).await;
    sync(&app, show.sale, &living).await; // late
    let refused = service::refuse_ended(&app.state, pass.jti).await.expect_err("it has ended");
    assert_eq!(refused.code(), "pass_ended");
}

#[tokio::test]
async fn an_end_in_a_slow_transaction_is_not_skipped() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 1, 1_000).await;
    let [slow, quick] = [granted(), granted()];
    let both = SyncReport { granted: vec![slow.clone(), quick.clone()], ..report(1, "") };
    let cursor = sync(&app, show.sale, &both).await.cursor;

    let mut open = app.state.db.begin().await.unwrap();
    service::end_pass(&mut open, show.sale, slow.jti, EndReason::Paid).await.unwrap();
    let mut other = app.state.db.begin().await.unwrap();
    service::end_pass(&mut other, show.sale, quick.jti, EndReason::HoldLapsed).await.unwrap();
    other.commit().await.unwrap();

    let meanwhile = sync(&app, show.sale, &report(1, &cursor)).await;
    assert_eq!(meanwhile.ended, [], "nothing at or above an open transaction is listed");
    open.commit().await.unwrap();
    // Transactions of other tests on the same server hold the horizon back for a moment.
    let mut cursor = meanwhile.cursor;
    let mut seen = Vec::new();
    for _ in 0..200 {
        let answer = sync(&app, show.sale, &report(1, &cursor)).await;
        seen.extend(answer.ended.into_iter().map(|end| (end.jti, end.reason)));
        cursor = answer.cursor;
        if seen.len() >= 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(seen, [(slow.jti, "paid".to_owned()), (quick.jti, "hold_lapsed".to_owned())]);
}

#[tokio::test]
async fn no_end_is_skipped_while_many_commit_between_syncs() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 1, 1_000).await;
    let passes: Vec<PassId> = (0..300).map(|_| PassId(Uuid::now_v7())).collect();
    let mut cursor = sync(&app, show.sale, &report(1, "")).await.cursor;
    let (state, ending) = (app.state.clone(), passes.clone());
    let ends = tokio::spawn(async move {
        for pass in ending {
            let mut tx = state.db.begin().await.unwrap();
            service::end_pass(&mut tx, show.sale, pass, EndReason::Paid).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    let mut seen = std::collections::HashSet::new();
    let mut idle = 0;
    while seen.len() < passes.len() && idle < 200 {
        let answer = sync(&app, show.sale, &report(1, &cursor)).await;
        let more = answer.ended.iter().filter(|end| seen.insert(end.jti)).count();
        idle = if more == 0 && ends.is_finished() { idle + 1 } else { 0 };
        cursor = answer.cursor;
    }
    ends.await.unwrap();
    assert_eq!(seen.len(), passes.len(), "an end was skipped; its slot would not come back");
}

#[tokio::test]
async fn passes_of_a_room_that_lost_its_memory_are_counted() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 1, 1_000).await;
    let heights =
        Heights { epoch: 1, joined: 9, called: 4, late: 2, gone: 1, granted: 2, general_from: 3 };
    let old = SyncReport { granted: vec![granted(), granted()], heights, ..report(1, "") };
    let answer = sync(&app, show.sale, &old).await;
    assert_eq!((answer.foreign_active, answer.known), (0, Some(heights)));
    let answer = sync(&app, show.sale, &report(2, "")).await;
    assert_eq!((answer.foreign_active, answer.living.len()), (2, 2));
    let known = Heights { epoch: 2, ..heights };
    assert_eq!(answer.known, Some(known), "nothing that it was told is forgotten");

    // Told back they are the new room's, and one that has ended meanwhile is told to be over.
    let over = answer.living[0].jti;
    let mut conn = app.state.db.acquire().await.unwrap();
    service::end_pass(&mut conn, show.sale, over, EndReason::Paid).await.unwrap();
    let cursor = answer.cursor;
    let back = SyncReport { granted: answer.living, ..report(2, &cursor) };
    for _ in 0..2 {
        let answer = sync(&app, show.sale, &back).await;
        assert_eq!((answer.foreign_active, answer.living.len()), (0, 0));
        assert!(answer.ended.iter().any(|ended| ended.jti == over));
    }
}

#[tokio::test]
async fn an_unknown_sale_and_a_bad_cursor_are_refused() {
    let app = App::start().await;
    let nobody = SaleId(Uuid::now_v7());
    assert_eq!(send(&app, nobody, &report(1, "")).await.expect(404).code(), "sale_not_found");
    let show = Show::open(&app.state.db, 1, 1_000).await;
    assert_eq!(send(&app, show.sale, &report(1, "x")).await.expect(400).code(), "body_invalid");
}
