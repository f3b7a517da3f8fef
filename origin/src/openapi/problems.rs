//! The problems that an operation answers with. A route names its own codes, as the
//! description of the status that they go with (`(status = 409, description = "hold_lost,
//! seat_taken")`); what follows from its caller, body and parameters is added here.

use std::collections::{BTreeMap, BTreeSet};

use frontrow_shared::problem::{CONTENT_TYPE, Code};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use super::access::Needs;

/// Gives each refused status of the operation its codes and the problem's schema.
pub(super) fn complete(method: &str, operation: &mut Operation, needs: Needs) {
    let mut codes = of_caller(needs);
    codes.extend(of_shape(method, operation, needs));
    for (status, response) in &operation.responses.responses {
        if let RefOr::T(response) = response
            && status.as_str() >= "400"
        {
            codes.extend(named(&response.description));
        }
    }
    let mut by_status: BTreeMap<u16, BTreeSet<&'static str>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status()).or_default().insert(code.as_str());
    }
    for (status, codes) in by_status {
        let refused = refused(status, &codes.into_iter().collect::<Vec<_>>());
        operation.responses.responses.insert(status.to_string(), RefOr::T(refused));
    }
}

/// The codes in a description; words that are none are left alone.
fn named(description: &str) -> impl Iterator<Item = Code> {
    let words = description.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
    words.filter_map(|word| Code::ALL.iter().copied().find(|code| code.as_str() == word))
}

/// What the gate and the doors may say.
fn of_caller(needs: Needs) -> Vec<Code> {
    let mut codes = vec![Code::Internal, Code::Unavailable, Code::Overloaded];
    let access = [
        Code::SignInRequired,
        Code::AccessMalformed,
        Code::AccessForged,
        Code::AccessOtherDoor,
        Code::AccessExpired,
        Code::AccessForeignKey,
    ];
    let pass = [
        Code::PassMissing,
        Code::PassMalformed,
        Code::PassForged,
        Code::PassWrongSale,
        Code::PassExpired,
        Code::PassNotYetValid,
        Code::PassForeignKey,
        Code::PassEnded,
        Code::PassOtherAccount,
        Code::SaleNotFound,
    ];
    match needs {
        Needs::Nothing | Needs::NothingFromAnywhere => codes.push(Code::RateLimited),
        Needs::NothingInside => {}
        Needs::Account => codes.extend(access),
        Needs::Pass { signed_in } => {
            codes.extend(pass);
            codes.extend(access.into_iter().filter(|_| signed_in));
        }
        Needs::Role => {
            codes.extend(access);
            codes.push(Code::Forbidden);
        }
    }
    if !matches!(needs, Needs::Role | Needs::NothingInside) {
        codes.push(Code::CoreUnreachable);
    }
    codes
}

/// What reading the request may find.
fn of_shape(method: &str, operation: &Operation, needs: Needs) -> Vec<Code> {
    let mut codes = Vec::new();
    let parameters =
        operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        });
    for parameter in parameters {
        match parameter.parameter_in {
            ParameterIn::Path => codes.extend([Code::PathInvalid, Code::NotFound]),
            ParameterIn::Query => codes.push(Code::QueryInvalid),
            ParameterIn::Header => codes.extend([
                Code::IdempotencyKeyMissing,
                Code::HeaderInvalid,
                Code::IdempotencyKeyReused,
            ]),
            _ => {}
        }
    }
    if operation.request_body.is_some() && needs != Needs::NothingFromAnywhere {
        codes.extend([Code::BodyInvalid, Code::BodyTooLarge, Code::MediaTypeUnsupported]);
    }
    if method != "GET" && matches!(needs, Needs::Nothing | Needs::Account | Needs::Pass { .. }) {
        codes.extend([Code::OriginMismatch, Code::BodyTooLarge]);
    }
    codes
}

fn refused(status: u16, codes: &[&'static str]) -> Response {
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.to_vec()));
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name("Problem"))
        .item(ObjectBuilder::new().property("code", code));
    let refused = ResponseBuilder::new()
        .description(codes.join(", "))
        .content(CONTENT_TYPE, ContentBuilder::new().schema(Some(schema)).build());
    if ![429, 503].contains(&status) {
        return refused.build();
    }
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
    let wait = HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait."));
    refused.header("retry-after", wait.build()).build()
}
