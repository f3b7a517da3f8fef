//! The Durable Object of a waiting room: it reads the clock, storage and the network for
//! `frontrow_shared::room`, and writes what that decides before anybody hears of it.

mod memory;
mod store;
mod sync;

use std::cell::{Cell, RefCell};

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::Code;
use frontrow_shared::room::Room;
use frontrow_shared::status;
use frontrow_shared::time::UnixMillis;
use serde::Serialize;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::client::read;
use crate::clock;
use crate::config::Config;
use crate::reply::{self, Answer, Failure};
use crate::upstream::{self, Sale};

/// An alarm that is overdue by so much is set anew.
const OVERDUE_MS: i64 = 2_000;

/// The object.
#[durable_object]
pub struct RoomObject {
    state: State,
    env: Env,
    /// Loaded at the first request after a start; dropped when it may differ from storage.
    room: RefCell<Option<Room>>,
    /// When the alarm is set to, as far as this life of the object knows.
    alarm_at: Cell<Option<UnixMillis>>,
}

impl DurableObject for RoomObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, room: RefCell::new(None), alarm_at: Cell::new(None) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(failure) => reply::failure(failure, "of a room"),
        }
    }

    /// The once-a-second sync. It never fails: an alarm that did would be repeated with a
    /// growing delay, and the line would stand still.
    async fn alarm(&self) -> worker::Result<Response> {
        // Armed again first, so that nothing below can stop the next one.
        let next = clock::now().plus(sync::EVERY_MS);
        self.set_alarm(next).await;
        if let Err(failure) = self.look_about().await {
            worker::console_warn!("a sync of a room came to nothing: {failure:?}");
        }
        // From here on what the room wants is what counts, be it later.
        match self.wanted() {
            Some(at) => self.set_alarm(at).await,
            None => self.drop_alarm().await,
        }
        Response::empty()
    }
}

impl RoomObject {
    async fn answer(&self, mut request: Request) -> Answer {
        let path = request.path();
        let (sale, verb) = path.trim_start_matches('/').split_once('/').ok_or(Code::NotFound)?;
        let sale: SaleId = sale.parse().map_err(|_| Code::SaleNotFound)?;
        self.know_settings(sale).await?;
        self.become_whole(sale).await?;
        let body = request.bytes().await?;
        let response = match verb {
            "number" => {
                let request = read(&body)?;
                let numbered = self.run(|room, _| room.number(&request))?;
                let answer =
                    numbered.map_err(|error| Failure::because(Code::BodyInvalid, &error))?;
                message(&answer)
            }
            "claim" => {
                let request = read(&body)?;
                message(&self.run(|room, now| room.claim(&request, now))?)
            }
            "me" => {
                let request = read(&body)?;
                message(&self.run(|room, now| room.me(&request, now))?)
            }
            "epoch" => message(&self.run(|room, _| room.epoch())?),
            "leave" => {
                let request = read(&body)?;
                message(&self.run(|room, now| room.leave(&request, now))?)
            }
            "status" => {
                let config = Config::of(&self.env)?;
                let status = self.run(Room::status)?.ok_or(Code::Unavailable)?;
                message(&status::seal(&config.status, &status))
            }
            _ => return Err(Code::NotFound.into()),
        }?;
        self.arm().await;
        Ok(response)
    }

    /// Fetches the settings for a room that has none: its first request, or the first after
    /// its storage was lost.
    async fn know_settings(&self, sale: SaleId) -> Result<(), Failure> {
        if self.run(|room, _| room.settings().is_some())? {
            return Ok(());
        }
        let config = Config::of(&self.env)?;
        match upstream::settings(sale, &config).await? {
            Sale::Known(settings) => Ok(self.run(|room, _| room.learn(settings))?),
            Sale::Unknown => Err(Code::SaleNotFound.into()),
        }
    }

    /// Runs a command: its rows are written before its answer is given away. When they cannot
    /// be, the room in memory is dropped and read anew next time.
    fn run<T>(&self, command: impl FnOnce(&mut Room, UnixMillis) -> T) -> worker::Result<T> {
        let now = clock::now();
        let mut slot = self.room.borrow_mut();
        let room = match &mut *slot {
            Some(room) => room,
            empty => empty.insert(Room::load(store::load(&self.state)?, now)),
        };
        let answer = command(room, now);
        let written = store::write(&self.state, room.take_writes());
        if let Err(error) = written {
            *slot = None;
            return Err(error);
        }
        Ok(answer)
    }

    /// Sets the alarm for when the room next has something to do, if it is not set so or
    /// sooner. A missing or overdue one is set by whatever request comes first.
    async fn arm(&self) {
        let now = clock::now();
        let set = self.alarm_at.get().filter(|at| now.since(*at) < OVERDUE_MS);
        match (self.wanted(), set) {
            (Some(wanted), set) if set.is_none_or(|set| wanted < set) => {
                self.set_alarm(wanted).await;
            }
            (None, Some(_)) => self.drop_alarm().await,
            _ => {}
        }
    }

    /// When the room next has something to do. One that cannot be read tries again soon.
    fn wanted(&self) -> Option<UnixMillis> {
        self.run(|room, now| room.next_wake(now)).unwrap_or_else(|error| {
            worker::console_error!("a room cannot be read: {error}");
            Some(clock::now().plus(sync::EVERY_MS))
        })
    }

    async fn set_alarm(&self, at: UnixMillis) {
        self.alarm_at.set(Some(at));
        let offset_ms = at.since(clock::now()).max(0);
        if let Err(error) = self.state.storage().set_alarm(offset_ms).await {
            self.alarm_at.set(None);
            worker::console_error!("an alarm cannot be set: {error}");
        }
    }

    async fn drop_alarm(&self) {
        self.alarm_at.set(None);
        self.state.storage().delete_alarm().await.ok();
    }
}

fn message(value: &impl Serialize) -> Answer {
    Ok(reply::json(200, value)?)
}
