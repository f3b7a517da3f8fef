//! One bench a run: `frontrow-bench NAME` measures its limit and ours in turns, checks what it
//! did, and prints figures, one a line, for `cargo xtask bench`, which starts what is around it.

mod bare_hold;
mod buyer;
mod crowd;
mod edge_gate;
mod edge_join;
mod edge_status;
mod hold_lua;
mod http_wire;
mod keys;
mod paid_order;
mod post_hold;
mod redis_wire;
mod report;
mod rounds;
mod show;
mod stub_core;
mod surroundings;

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What can be run.
#[derive(Subcommand)]
#[command(rename_all = "snake_case")]
enum Command {
    /// Print the variables of a core that believes the benches
    CoreKeys,
    /// Serve the limit of post_hold until the end
    BareHold,
    /// hold.lua for one seat against a script that does nothing
    #[command(name = "hold_lua_1")]
    HoldLua1,
    /// hold.lua for four seats against a script that does nothing
    #[command(name = "hold_lua_4")]
    HoldLua4,
    /// A hold at the core against a bare handler
    PostHold,
    /// Orders paid, against the same SQL under pgbench
    PaidOrder,
    /// The status document against a hello-world Worker
    EdgeStatus,
    /// A hold through the gate against a Worker that hands everything on
    EdgeGate,
    /// A join against the round trip to a Durable Object that does nothing
    EdgeJoin,
}

fn main() -> anyhow::Result<()> {
    let command = Cli::parse().command;
    // Servers use every core; a client uses one, and leaves the others to what it measures.
    let mut runtime = match command {
        Command::BareHold => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    runtime.enable_all().build()?.block_on(run(command))
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::CoreKeys => keys::print_core_variables(),
        Command::BareHold => bare_hold::serve().await,
        Command::HoldLua1 => hold_lua::run("hold_lua_1", 1).await,
        Command::HoldLua4 => hold_lua::run("hold_lua_4", 4).await,
        Command::PostHold => post_hold::run().await,
        Command::PaidOrder => paid_order::run().await,
        Command::EdgeStatus => edge_status::run().await,
        Command::EdgeGate => edge_gate::run().await,
        Command::EdgeJoin => edge_join::run().await,
    }
}
