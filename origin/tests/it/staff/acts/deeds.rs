//! What staff can do, each deed with one that is refused.

use serde_json::{Value, json};

use crate::catalog::{at, event, performance, sale, venue};
use crate::harness::{Shop, Staff, buyer};

/// Something that staff do.
pub(super) struct Deed {
    pub(super) path: String,
    pub(super) body: Value,
    /// The same, so that it is refused by what it finds and not by its form.
    pub(super) refused: (String, Value),
    pub(super) action: &'static str,
    /// The subject, where it is known beforehand.
    pub(super) subject: Option<String>,
}

/// What there is to do something to.
pub(super) struct World {
    venue: String,
    event: String,
    /// With a sale.
    performance: String,
    /// Without one.
    bare: String,
    sale: String,
    /// Published, by the shop.
    on_sale: String,
    /// Venues that nothing is performed in.
    spare_venues: [String; 2],
    spare_event: String,
    /// Drafts: one to repaint, one to delete.
    drafts: [String; 2],
    coupon: String,
    buyer: String,
    /// Paid.
    order: String,
    /// Not paid.
    unpaid: String,
    /// Paid, and under review.
    kept: String,
    /// Its money went back at the provider; under review.
    gone: String,
}

impl World {
    pub(super) async fn made(shop: &Shop, staff: &Staff) -> Self {
        let made = async |path: &str, body: Value| {
            let answer = staff.post(&format!("/staff/v1/{path}"), body).await.expect(201);
            text(&answer.json["id"])
        };
        let venue = made("venues", venue()).await;
        let event = made("events", event()).await;
        let form = performance(&json!(event), &json!(venue));
        let performance = made("performances", form.clone()).await;
        let bare = made("performances", form.clone()).await;
        let drafts = [made("performances", form.clone()).await, made("performances", form).await];
        let spare_venues =
            [made("venues", self::venue()).await, made("venues", self::venue()).await];
        let spare_event = made("events", self::event()).await;
        Self {
            sale: made("sales", sale(&json!(performance))).await,
            coupon: made("coupons", coupon("FIRST-COUPON")).await,
            buyer: buyer(&shop.app.state.db).await.to_string(),
            order: text(&shop.buyer().await.buy(&shop.toss, &[0]).await["id"]),
            unpaid: text(&shop.buyer().await.order(&[1]).await["id"]),
            kept: under_review(shop, 2, false).await,
            gone: under_review(shop, 3, true).await,
            on_sale: shop.show.performance.to_string(),
            spare_venues,
            spare_event,
            drafts,
            venue,
            event,
            performance,
            bare,
        }
    }

    /// What the operation does here; nothing when nobody has said it yet.
    pub(super) fn deed(&self, operation: &str) -> Option<Deed> {
        let missing = "00000000000000000000000000000000";
        let with = |mut body: Value, field: &str, value: Value| {
            body[field] = value;
            body
        };
        let of = |path: String| move |rest: &str| format!("/staff/v1/{path}{rest}");
        let (venues, events, performances, sales) = (
            of(format!("venues/{}", self.venue)),
            of(format!("events/{}", self.event)),
            of(format!("performances/{}", self.performance)),
            of(format!("sales/{}", self.sale)),
        );
        let lost = |kind: &str, rest: &str| format!("/staff/v1/{kind}_{missing}{rest}");
        let subject = |id: &String| Some(id.clone());
        let entered = |path: &str, body: Value, wrong: Value, action| Deed {
            path: format!("/staff/v1/{path}"),
            body,
            refused: (format!("/staff/v1/{path}"), wrong),
            action,
            subject: None,
        };
        let performance_form = performance(&json!(self.event), &json!(self.venue));
        Some(match operation {
            "POST /staff/v1/venues" => {
                let wrong = with(venue(), "timezone", json!("Moon/Crater"));
                entered("venues", venue(), wrong, "venue.entered")
            }
            "PATCH /staff/v1/venues/{venue}" => Deed {
                path: venues(""),
                body: json!({ "name": "새 이름" }),
                refused: (lost("venues/ven", ""), json!({ "name": "새 이름" })),
                action: "venue.changed",
                subject: subject(&self.venue),
            },
            "POST /staff/v1/events" => {
                let wrong = with(event(), "seller", json!(format!("acc_{missing}")));
                entered("events", event(), wrong, "event.entered")
            }
            "PATCH /staff/v1/events/{event}" => Deed {
                path: events(""),
                body: json!({ "title_en": "Another" }),
                refused: (events(""), json!({ "title_en": "" })),
                action: "event.changed",
                subject: subject(&self.event),
            },
            "POST /staff/v1/performances" => {
                let wrong = performance(&json!(format!("evt_{missing}")), &json!(self.venue));
                entered("performances", performance_form, wrong, "performance.entered")
            }
            "PATCH /staff/v1/performances/{performance}" => Deed {
                path: performances(""),
                body: json!({ "starts_at": at(41) }),
                refused: (performances(""), json!({ "duration_min": -1 })),
                action: "performance.changed",
                subject: subject(&self.performance),
            },
            "PATCH /staff/v1/performances/{performance}/grades/{grade}" => Deed {
                path: performances("/grades/R"),
                body: json!({ "price": { "minor": 80_000, "currency": "KRW" } }),
                refused: (performances("/grades/NONE"), json!({ "name": "R" })),
                action: "performance.grade_changed",
                subject: subject(&self.performance),
            },
            "POST /staff/v1/performances/{performance}/publish" => Deed {
                path: performances("/publish"),
                body: Value::Null,
                refused: (format!("/staff/v1/performances/{}/publish", self.bare), Value::Null),
                action: "performance.published",
                subject: subject(&self.performance),
            },
            "POST /staff/v1/performances/{performance}/off-sale" => Deed {
                path: format!("/staff/v1/performances/{}/off-sale", self.on_sale),
                body: json!({ "reason": "Wrong prices" }),
                refused: (
                    format!("/staff/v1/performances/{}/off-sale", self.bare),
                    json!({ "reason": "Wrong prices" }),
                ),
                action: "performance.taken_off_sale",
                subject: subject(&self.on_sale),
            },
            "PUT /staff/v1/performances/{performance}/seating" => {
                let painting =
                    |form: &Value| json!({ "grades": form["grades"], "seating": form["seating"] });
                Deed {
                    path: format!("/staff/v1/performances/{}/seating", self.drafts[0]),
                    body: painting(&performance_form),
                    refused: (
                        format!("/staff/v1/performances/{}/seating", self.on_sale),
                        painting(&performance_form),
                    ),
                    action: "performance.repainted",
                    subject: subject(&self.drafts[0]),
                }
            }
            "POST /staff/v1/performances/{performance}/duplicate" => Deed {
                path: performances("/duplicate"),
                body: json!({ "starts_at": at(50) }),
                refused: (lost("performances/prf", "/duplicate"), json!({ "starts_at": at(50) })),
                action: "performance.entered",
                subject: None,
            },
            "DELETE /staff/v1/performances/{performance}" => Deed {
                path: format!("/staff/v1/performances/{}", self.drafts[1]),
                body: Value::Null,
                refused: (format!("/staff/v1/performances/{}", self.on_sale), Value::Null),
                action: "performance.deleted",
                subject: subject(&self.drafts[1]),
            },
            "POST /staff/v1/events/{event}/duplicate" => {
                let name = json!({ "name": "사본", "name_en": "Copy" });
                Deed {
                    path: events("/duplicate"),
                    body: name,
                    refused: (events("/duplicate"), json!({ "name": "", "name_en": "Copy" })),
                    action: "event.entered",
                    subject: None,
                }
            }
            "DELETE /staff/v1/events/{event}" => Deed {
                path: format!("/staff/v1/events/{}", self.spare_event),
                body: Value::Null,
                refused: (events(""), Value::Null),
                action: "event.deleted",
                subject: subject(&self.spare_event),
            },
            "POST /staff/v1/venues/{venue}/duplicate" => Deed {
                path: venues("/duplicate"),
                body: json!({ "name": "사본", "name_en": "Copy" }),
                refused: (venues("/duplicate"), json!({ "name": "", "name_en": "Copy" })),
                action: "venue.entered",
                subject: None,
            },
            "PUT /staff/v1/venues/{venue}/plan" => {
                let plan = json!({ "format": "csv", "text": "section,row,seat\nA,1,1\n" });
                Deed {
                    path: format!("/staff/v1/venues/{}/plan", self.spare_venues[0]),
                    body: plan.clone(),
                    refused: (venues("/plan"), plan),
                    action: "venue.plan_changed",
                    subject: subject(&self.spare_venues[0]),
                }
            }
            "DELETE /staff/v1/venues/{venue}" => Deed {
                path: format!("/staff/v1/venues/{}", self.spare_venues[1]),
                body: Value::Null,
                refused: (venues(""), Value::Null),
                action: "venue.deleted",
                subject: subject(&self.spare_venues[1]),
            },
            "POST /staff/v1/sales" => {
                let (good, wrong) = (sale(&json!(self.bare)), sale(&json!(self.performance)));
                entered("sales", good, wrong, "sale.entered")
            }
            "PATCH /staff/v1/sales/{sale}" => Deed {
                path: sales(""),
                body: json!({ "lobby_seconds": 60 }),
                refused: (sales(""), json!({ "pass_seconds": 1 })),
                action: "sale.changed",
                subject: subject(&self.sale),
            },
            "PUT /staff/v1/sales/{sale}/cap" => Deed {
                path: sales("/cap"),
                body: json!({ "cap": 250 }),
                refused: (sales("/cap"), json!({ "cap": -1 })),
                action: "sale.capped",
                subject: subject(&self.sale),
            },
            "POST /staff/v1/sales/{sale}/pause" => Deed {
                path: sales("/pause"),
                body: Value::Null,
                refused: (lost("sales/sal", "/pause"), Value::Null),
                action: "sale.paused",
                subject: subject(&self.sale),
            },
            "POST /staff/v1/sales/{sale}/resume" => Deed {
                path: sales("/resume"),
                body: Value::Null,
                refused: (lost("sales/sal", "/resume"), Value::Null),
                action: "sale.resumed",
                subject: subject(&self.sale),
            },
            "POST /staff/v1/sales/{sale}/warm" => Deed {
                path: sales("/warm"),
                body: Value::Null,
                refused: (lost("sales/sal", "/warm"), Value::Null),
                action: "sale.warmed",
                subject: subject(&self.sale),
            },
            "POST /staff/v1/coupons" => {
                let (good, taken) = (coupon("SECOND-COUPON"), coupon("FIRST-COUPON"));
                entered("coupons", good, taken, "coupon.entered")
            }
            "POST /staff/v1/grants" => {
                let nobody = json!({ "coupon": self.coupon, "email": "nobody@example.com" });
                let good = json!({ "coupon": self.coupon, "account": self.buyer });
                entered("grants", good, nobody, "grant.given")
            }
            "POST /staff/v1/orders/{order}/refund" => Deed {
                path: format!("/staff/v1/orders/{}/refund", self.order),
                body: json!({ "reason": "좌석 시야 문제" }),
                refused: (
                    format!("/staff/v1/orders/{}/refund", self.unpaid),
                    json!({ "reason": "좌석 시야 문제" }),
                ),
                action: "order.refund_requested",
                subject: subject(&self.order),
            },
            "POST /staff/v1/orders/{order}/confirm" => Deed {
                path: format!("/staff/v1/orders/{}/confirm", self.kept),
                body: json!({ "reason": "좌석 그대로" }),
                refused: (
                    format!("/staff/v1/orders/{}/confirm", self.unpaid),
                    json!({ "reason": "좌석 그대로" }),
                ),
                action: "order.review_confirmed",
                subject: subject(&self.kept),
            },
            "POST /staff/v1/orders/{order}/release" => Deed {
                path: format!("/staff/v1/orders/{}/release", self.gone),
                body: json!({ "reason": "환불 확인" }),
                refused: (
                    format!("/staff/v1/orders/{}/release", self.unpaid),
                    json!({ "reason": "환불 확인" }),
                ),
                action: "order.review_released",
                subject: subject(&self.gone),
            },
            _ => return None,
        })
    }
}

/// A paid order that a person has to look at.
async fn under_review(shop: &Shop, seat: i32, gone: bool) -> String {
    let buyer = shop.buyer().await;
    let order = buyer.order(&[seat]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    if gone {
        shop.toss.give_back_behind_our_back(&text(&back["payment_key"]), None).await;
    }
    sqlx::query(
        "update orders set state = 'needs_review', review_reason = 'x'
         where id = (select order_id from payment_attempts where payment_key = $1)",
    )
    .bind(text(&back["payment_key"]))
    .execute(&shop.app.state.db)
    .await
    .unwrap();
    text(&order["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn coupon(code: &str) -> Value {
    json!({
        "code": code, "name": "할인", "name_en": "Discount", "kind": "fixed", "amount": 1_000,
        "valid_from": at(-1), "valid_until": at(30),
    })
}
