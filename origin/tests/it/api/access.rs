//! Who is refused, at every operation.

use frontrow_shared::access::Door;

use super::digest;
use super::document::{Asks, Operation, document, operations};
use super::log::Log;
use super::refusal::problem_fault;
use super::samples::sample;
use super::world::{Call, World};
use crate::harness::{Answer, Show, Staff};

/// Headers by which other systems tell who somebody is: read by nobody.
const CLAIMS: &[(&str, &str)] = &[
    ("x-user-id", "acc_00000000000000000000000000000001"),
    ("x-user-roles", "admin"),
    ("x-forwarded-user", "admin"),
];
/// Headers by which the edge says it, written by somebody else.
const EDGE_CLAIMS: &[(&str, &str)] =
    &[("x-frontrow-account", "acc_00000000000000000000000000000001")];

/// What was not refused as it should be.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    /// Notes an answer that is not the expected refusal.
    fn expect(&mut self, operation: &Operation, who: &str, answer: &Answer, codes: &[&str]) {
        if !codes.contains(&answer.code()) {
            let told = format!("{} {}", answer.status, answer.code());
            self.0.push(format!("{operation} for {who}: {told}, not {codes:?}"));
        } else if !["not_found", "method_not_allowed", "hop_forged"].contains(&answer.code())
            && let Some(fault) = problem_fault(operation, answer)
        {
            self.0.push(format!("{operation} for {who}: {fault}"));
        }
    }
}

#[tokio::test]
async fn whoever_may_not_is_refused_and_nothing_changes() {
    let log = Log::keep();
    let world = World::open().await;
    let document = document();
    let elsewhere = Show::open(&world.shop.app.state.db, 4, 50_000).await;
    let nobody = world.shop.app.edge.clone();
    let (outside, _) = world.owner.edge.clone().with_new_pass(elsewhere.sale);
    let passless = world.owner.edge.clone().with_pass_text("");
    let (unsigned, _) = nobody.clone().with_new_pass(world.sale());
    let forged = world.owner.edge.clone().with_pass_text(&tampered(world.owner.edge.pass()));
    let plain = Staff::with_role(&world.shop.app, "buyer").await.token;
    let staff = world.staff.token.clone();
    let now = frontrow::clock::wall();
    let signer = &world.shop.app.state.signer;
    let at_work = signer.verify(&staff, Door::Staff, now).expect("it is good");
    let site = signer.access(Door::Site, at_work.sub, at_work.sid, 0, now);
    let before = digest::of(&world.shop.app).await;
    let mut faults = Faults::default();
    for operation in operations(&document) {
        let body = operation.body().map(|schema| sample(&document, schema).to_string());
        let body = body.unwrap_or_default().into_bytes();
        let call = || Call::new(&operation, world.address(&operation)).body(body.clone());
        if operation.is_staff() {
            let answers = [
                (
                    "a buyer at the public listener",
                    world.through(call(), &world.owner.edge).await,
                    &["not_found"][..],
                ),
                ("nobody", world.inside(call(), "").await, &["sign_in_required"]),
                (
                    "nobody who says to be admin",
                    world.inside(call().claims(CLAIMS), "").await,
                    &["sign_in_required"],
                ),
                ("words for a token", world.inside(call(), "words").await, &["access_malformed"]),
                (
                    "a forged token",
                    world.inside(call(), &tampered(&staff)).await,
                    &["access_forged"],
                ),
                ("a buyer's token", world.inside(call(), &plain).await, &["forbidden"]),
                ("a token of the site", world.inside(call(), &site).await, &["access_other_door"]),
            ];
            let asked = if operation.asks() == Asks::Nothing { 1 } else { answers.len() };
            for (who, answer, codes) in &answers[..asked] {
                faults.expect(&operation, who, answer, codes);
            }
            continue;
        }
        let inside = world.inside(call(), &staff).await;
        faults.expect(&operation, "staff inside", &inside, &["not_found"]);
        let claimed = world.through(call().claims(EDGE_CLAIMS), &nobody).await;
        let codes = ["hop_forged", "hop_malformed"];
        faults.expect(&operation, "somebody who says it as the edge", &claimed, &codes);
        match operation.asks() {
            Asks::Pass { signed_in } => {
                for (who, edge, code) in [
                    ("somebody without a pass", &passless, "pass_missing"),
                    ("somebody with another sale's pass", &outside, "pass_wrong_sale"),
                    ("somebody with a forged pass", &forged, "pass_forged"),
                ] {
                    let answer = world.through(call(), edge).await;
                    faults.expect(&operation, who, &answer, &[code]);
                }
                if signed_in {
                    let answer = world.through(call(), &unsigned).await;
                    faults.expect(&operation, "nobody", &answer, &["sign_in_required"]);
                }
            }
            Asks::Account => {
                for claims in [&[], CLAIMS] {
                    let answer = world.through(call().claims(claims), &nobody).await;
                    faults.expect(&operation, "nobody", &answer, &["sign_in_required"]);
                }
            }
            Asks::Nothing | Asks::Role => {}
        }
        // Giving back a hold that one has not says what was wanted: it is not there.
        if operation.path.contains("{order}")
            || operation.path.contains("{ticket}")
            || operation.path.contains("{session}")
            || (operation.path.contains("{hold}") && operation.method != "DELETE")
        {
            let answer = world.through(call(), &world.stranger.edge).await;
            let codes = [
                "order_not_found",
                "ticket_not_found",
                "hold_lost",
                "hold_not_found",
                "session_not_found",
            ];
            faults.expect(&operation, "another person", &answer, &codes);
        }
    }
    let after = digest::of(&world.shop.app).await;
    let changed: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(faults.0.is_empty(), "{}:\n{}", faults.0.len(), faults.0.join("\n"));
    assert!(changed.is_empty(), "{changed:?}");
    let secrets = [staff.as_str(), plain.as_str(), world.owner.edge.pass()];
    assert!(log.lines_with(&secrets).is_empty(), "{:#?}", log.lines_with(&secrets));
}

/// A token with another signature.
fn tampered(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').expect("a compact token");
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    format!("{signed}.{first}{}", &signature[1..])
}
