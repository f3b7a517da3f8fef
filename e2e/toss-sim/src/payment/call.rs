//! How a call runs, in this order:
//!
//! 1. the rate limit, if one is set;
//! 2. its Idempotency-Key: a stored answer is replayed, a running one gives 409;
//! 3. the payment must not be busy with another call (500 `[S008]`);
//! 4. the next fault that applies is taken;
//! 5. execution, or the refusal that a fault or a test code puts in its place;
//! 6. the answer is bound to the key, in the same lock as the execution;
//! 7. the answer is sent, or lost on the way.
//!
//! A call runs to its end whether or not the caller still listens: that is what makes a
//! timeout unknown rather than failed.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::ids::new_trace_id;
use crate::auth::Caller;
use crate::clock::UnixMillis;
use crate::errors::{Code, TossError};
use crate::faults::{Endpoint, Fault, Kind};
use crate::idempotency::Seen;
use crate::server::hang_up;
use crate::state::{Sim, World};

/// An answer, as sent and as kept under a key.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    body: Vec<u8>,
    trace_id: String,
}

impl Reply {
    fn new(outcome: Result<Value, TossError>) -> Self {
        let (status, body) = match outcome {
            Ok(body) => (200, body),
            Err(refusal) => (refusal.status().as_u16(), refusal.body()),
        };
        Self { status, body: body.to_string().into_bytes(), trace_id: new_trace_id() }
    }

    fn refuse(refusal: impl Into<TossError>) -> Self {
        Self::new(Err(refusal.into()))
    }
}

/// One call, authenticated and parsed.
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) endpoint: Endpoint,
    /// The payment that no other writing call may touch meanwhile; `None` for reads.
    pub(crate) payment_key: Option<String>,
}

/// What steps 1 to 4 decide.
enum Entry {
    Refused(Reply),
    Replay(Reply, Option<Fault>),
    Run(Option<Fault>),
}

/// Runs `call`; `execute` gets the code of the decline that a fault ordered, if any.
pub(crate) async fn answer<E>(sim: Sim, call: Call, execute: E) -> Response
where
    E: FnOnce(&mut World, Option<Code>, UnixMillis) -> Result<Value, TossError> + Send + 'static,
{
    tokio::spawn(run(sim, call, execute)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a call broke off");
        hang_up()
    })
}

async fn run<E>(sim: Sim, call: Call, execute: E) -> Response
where
    E: FnOnce(&mut World, Option<Code>, UnixMillis) -> Result<Value, TossError> + Send + 'static,
{
    let (stored, fault) = match sim.with(|world, now| enter(world, &call, now)) {
        Entry::Refused(reply) => return respond(&call, &reply, None),
        Entry::Replay(reply, fault) => (Some(reply), fault),
        Entry::Run(fault) => (None, fault),
    };
    let kind = fault.map(|fault| fault.kind);
    if let Some(fault) = fault.filter(|fault| fault.kind == Kind::Delay) {
        tokio::time::sleep(fault.delay()).await;
    }
    if kind == Some(Kind::DropBefore) {
        if stored.is_none() {
            sim.with(|world, _| leave(world, &call, None));
        }
        return hang_up();
    }
    let (reply, replayed) = match stored {
        Some(reply) => match fault.and_then(Fault::instead) {
            Some(refusal) => (Reply::refuse(refusal), None),
            None => (reply, Some(new_trace_id())),
        },
        None => (sim.with(|world, now| perform(world, &call, fault, execute, now)), None),
    };
    match fault {
        Some(Fault { kind: Kind::DropAfterApproval, .. }) => hang_up(),
        Some(fault) if fault.kind == Kind::Hang => {
            tokio::time::sleep(fault.delay()).await;
            hang_up()
        }
        Some(Fault { kind: Kind::TruncatedJson, .. }) => {
            let half = reply.body.len() / 2;
            let cut = Reply { body: reply.body[..half].to_vec(), ..reply };
            respond(&call, &cut, replayed)
        }
        _ => respond(&call, &reply, replayed),
    }
}

/// Steps 1 to 4.
fn enter(world: &mut World, call: &Call, now: UnixMillis) -> Entry {
    if let Some(limit) = world.switches.requests_per_minute
        && !world.rate.admit(call.endpoint, limit, now)
    {
        return Entry::Refused(Reply::refuse(Code::TooManyRequests));
    }
    let identity = call.caller.identity.as_ref();
    match identity.map_or(Seen::First, |identity| world.keys.begin(identity, now)) {
        Seen::Running => Entry::Refused(Reply::refuse(Code::IdempotentRequestProcessing)),
        Seen::Full => Entry::Refused(Reply::refuse(Code::FailedInternal)),
        Seen::Answered(reply) => Entry::Replay(reply, world.faults.take(call.endpoint, true)),
        Seen::First => {
            if let Some(key) = &call.payment_key
                && !world.processing.insert(key.clone())
            {
                let reply = Reply::refuse(TossError::STILL_PROCESSING);
                bind(world, call, Some(&reply));
                return Entry::Refused(reply);
            }
            Entry::Run(world.faults.take(call.endpoint, false))
        }
    }
}

/// Steps 5 and 6.
fn perform<E>(
    world: &mut World,
    call: &Call,
    fault: Option<Fault>,
    execute: E,
    now: UnixMillis,
) -> Reply
where
    E: FnOnce(&mut World, Option<Code>, UnixMillis) -> Result<Value, TossError>,
{
    let instead = call.caller.test_code.or(fault.and_then(Fault::instead));
    let decline = fault.filter(|fault| fault.kind == Kind::Decline).map(|fault| fault.decline);
    let outcome = match instead {
        Some(refusal) => Err(refusal),
        None => execute(world, decline, now),
    };
    let outcome = match (fault.map(|fault| fault.kind), outcome) {
        (Some(Kind::Error500AfterApproval), _) => Err(Code::FailedInternal.into()),
        (Some(Kind::ExtraFields), Ok(body)) => Ok(with_extra_fields(body)),
        (_, outcome) => outcome,
    };
    let reply = Reply::new(outcome);
    leave(world, call, Some(&reply));
    reply
}

/// Ends the call's hold on its payment and on its key.
fn leave(world: &mut World, call: &Call, reply: Option<&Reply>) {
    if let Some(key) = &call.payment_key {
        world.processing.remove(key);
    }
    bind(world, call, reply);
}

fn bind(world: &mut World, call: &Call, reply: Option<&Reply>) {
    let Some(identity) = &call.caller.identity else { return };
    match reply {
        Some(reply) => world.keys.end(identity, reply, world.switches.bind_server_errors),
        None => world.keys.forget(identity),
    }
}

fn with_extra_fields(mut body: Value) -> Value {
    body["futureField"] = json!({ "nested": [1, "two", null] });
    if body["card"].is_object() {
        body["card"]["futureFlag"] = json!(true);
    }
    body
}

/// Writes an answer. A replay carries the trace ids of the first answer and its own.
fn respond(call: &Call, reply: &Reply, replayed: Option<String>) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let trace = match replayed {
        Some(own) => format!("{}, {own}", reply.trace_id),
        None => reply.trace_id.clone(),
    };
    let mut response = (status, reply.body.clone()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(trace) = HeaderValue::try_from(trace) {
        headers.insert("x-tosspayments-trace-id", trace);
    }
    let key = call.caller.identity.as_ref().and_then(|i| HeaderValue::try_from(&i.key).ok());
    if let Some(key) = key {
        headers.insert("idempotency-key", key);
    }
    response
}
