//! The console's files as a browser gets them.

use reqwest::{Client, Response, header, redirect};

use crate::harness::App;

async fn get(app: &App, path: &str, etag: Option<&str>) -> Response {
    let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let mut request = client.get(format!("{}{path}", app.internal));
    if let Some(etag) = etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    request.send().await.unwrap()
}

fn told<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_console_is_served_strictly_and_again_by_etag() {
    let app = App::start().await;
    for path in ["/", "/console"] {
        let home = get(&app, path, None).await;
        assert_eq!((home.status().as_u16(), told(&home, "location")), (303, "/console/"));
    }
    let page = get(&app, "/console/", None).await;
    assert_eq!(page.status(), 200);
    assert_eq!(told(&page, "content-type"), "text/html; charset=utf-8");
    assert!(told(&page, "content-security-policy").starts_with("default-src 'self';"));
    assert_eq!(told(&page, "x-content-type-options"), "nosniff");
    assert_eq!(told(&page, "cache-control"), "no-store");
    let etag = told(&page, "etag").to_owned();
    assert!(page.text().await.unwrap().contains("Frontrow"));
    assert_eq!(get(&app, "/console/index.html", Some(&etag)).await.status(), 304);
    assert_eq!(get(&app, "/console/index.html", Some("\"other\"")).await.status(), 200);
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_served() {
    let app = App::start().await;
    for path in ["/console/none.js", "/console/..%2f..%2fCargo.toml", "/console/%2e%2e/Cargo.toml"]
    {
        let response = get(&app, path, None).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(told(&response, "content-type"), "application/problem+json", "{path}");
    }
}
