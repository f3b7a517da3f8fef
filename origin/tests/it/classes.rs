//! The gate's table of route classes and the core's own routes say the same.

use std::collections::BTreeMap;

use frontrow_shared::id::SaleId;
use frontrow_shared::route::{RouteClass, class_of};
use utoipa::openapi::PathItem;
use uuid::Uuid;

use crate::harness::{App, Show, buyer};

fn operations() -> Vec<(&'static str, String)> {
    let paths: BTreeMap<String, PathItem> = frontrow::openapi::document().paths.paths;
    let buyers = paths.into_iter().filter(|(path, _)| !path.starts_with("/staff"));
    buyers
        .flat_map(|(path, item)| {
            let has = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            has.into_iter()
                .filter_map(|(method, there)| there.then_some(method))
                .map(move |method| (method, path.clone()))
        })
        .collect()
}

fn filled(path: &str, sale: SaleId) -> String {
    let some = |prefix: &str| format!("{prefix}_{}", Uuid::now_v7().simple());
    path.replace("{sale}", &sale.to_string())
        .replace("{hold}", &some("hld"))
        .replace("{order}", &some("ord"))
        .replace("{ticket}", &some("tkt"))
        .replace("{session}", &some("ses"))
        .replace("{provider}", "none")
        .replace("{performance}", &some("prf"))
}

#[tokio::test]
async fn every_route_asks_for_what_its_class_says() {
    let app = App::start().await;
    let show = Show::open(&app.state.db, 1, 1_000).await;
    let nobody = &app.edge;
    let (inside, _) = nobody.clone().with_new_pass(show.sale);
    let person = nobody.clone().for_account(buyer(&app.state.db).await);
    let operations = operations();
    assert!(operations.len() >= 25, "the walk has routes: {}", operations.len());
    for (method, path) in operations {
        let path = filled(&path, show.sale);
        let class = class_of(method, &path);
        let class = class.unwrap_or_else(|| panic!("the gate does not know {method} {path}"));
        let stranger = nobody.send(method, &path, None, &[]).await;
        let stranger = (stranger.status, stranger.code().to_owned());
        match class {
            RouteClass::Admission { signed_in, .. } => {
                assert_eq!(stranger, (401, "pass_missing".to_owned()), "{method} {path}");
                let signed = person.send(method, &path, None, &[]).await;
                assert_eq!(signed.code(), "pass_missing", "{method} {path}");
                let unsigned = inside.send(method, &path, None, &[]).await;
                assert_eq!(unsigned.code() == "sign_in_required", signed_in, "{method} {path}");
            }
            RouteClass::Account => {
                assert_eq!(stranger, (401, "sign_in_required".to_owned()), "{method} {path}");
            }
            RouteClass::Open { .. } | RouteClass::SignIn { .. } | RouteClass::Webhook => {
                let asked = ["pass_missing", "sign_in_required"].contains(&stranger.1.as_str());
                assert!(!asked, "{method} {path} asks for more than its class: {stranger:?}");
            }
        }
    }
}
