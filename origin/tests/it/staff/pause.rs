//! Pausing, resuming and capping a sale; the room hears of it with its next sync.

use frontrow_shared::keys::Purpose;
use serde_json::{Value, json};

use crate::harness::{App, Show, Staff};

async fn told_to_the_room(app: &App, show: &Show) -> Value {
    let path = format!("/edge/v1/sales/{}", show.sale);
    app.edge.send_under(Purpose::Sync, "GET", &path, None, &[]).await.expect(200).json
}

#[tokio::test]
async fn a_sale_pauses_and_resumes_in_the_mode_that_it_had() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    for mode in ["scheduled", "always"] {
        let show = Show::open(&app.state.db, 2, 1_000).await;
        let sale = format!("/staff/v1/sales/{}", show.sale);
        staff.patch(&sale, json!({ "mode": mode })).await.expect(200);
        for _ in 0..2 {
            let paused = staff.post(&format!("{sale}/pause"), Value::Null).await.expect(200);
            assert_eq!(paused.json["mode"], "paused");
        }
        assert_eq!(told_to_the_room(&app, &show).await["mode"], "paused");
        for _ in 0..2 {
            let resumed = staff.post(&format!("{sale}/resume"), Value::Null).await.expect(200);
            assert_eq!(resumed.json["mode"], mode);
        }
        assert_eq!(told_to_the_room(&app, &show).await["mode"], mode);
    }
}

#[tokio::test]
async fn a_closed_sale_is_not_paused_and_a_cap_has_limits() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let show = Show::open(&app.state.db, 2, 1_000).await;
    let sale = format!("/staff/v1/sales/{}", show.sale);
    let put = async |body| {
        staff.send(reqwest::Method::PUT, &format!("{sale}/cap"), Some(body), None).await
    };
    assert_eq!(put(json!({"cap": 7})).await.expect(200).json["cap"], 7);
    assert_eq!(told_to_the_room(&app, &show).await["cap"], 7);
    for cap in [-1, 1_000_001] {
        let refused = put(json!({ "cap": cap })).await;
        assert_eq!((refused.status, refused.code()), (422, "catalog_invalid"), "{cap}");
    }
    staff.patch(&sale, json!({"mode": "closed"})).await.expect(200);
    let refused = staff.post(&format!("{sale}/pause"), Value::Null).await;
    assert_eq!((refused.status, refused.code()), (422, "catalog_invalid"));
    assert_eq!(told_to_the_room(&app, &show).await["mode"], "closed");
}
