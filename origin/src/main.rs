//! The core's one binary.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use frontrow::accounts::Role;
use frontrow::config::{DatabaseConfig, LogConfig, ServeConfig};
use frontrow::demo::DemoConfig;
use frontrow::warmup::command::SaleCommand;

/// Of what a hold costs the core, the system's allocator took a quarter (docs/BENCHMARKS.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Sells seats for shows that everybody wants at the same second.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(flatten)]
    log: LogConfig,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the core: public listener for the edge, internal listener for staff.
    Serve(Box<ServeConfig>),
    /// Bring the database's schema up to date.
    Migrate(DatabaseConfig),
    /// Give somebody who has signed up roles, such as the first member of staff.
    Appoint {
        /// Where the accounts are.
        #[command(flatten)]
        database: DatabaseConfig,
        /// The e-mail address of the account.
        email: String,
        /// seller, staff or admin; buyer alone takes the others away.
        #[arg(required = true, value_parser = Role::from_arg)]
        roles: Vec<Role>,
    },
    /// Make a demo: two shows, people to sign in as, coupons. The passwords are public; never
    /// do this where money is real.
    SeedDemo(DemoConfig),
    /// Look whether a sale is ready to open, or make it ready. Ends with 1 when it is not.
    Sale {
        #[command(subcommand)]
        command: Box<SaleCommand>,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print every setting of `serve` as a Markdown table.
    Settings,
    /// Read the edge's root secret from standard input and print the keys that the core needs.
    DeriveKeys {
        /// The edge's KEY_ID; during a rotation "k2,k1".
        #[arg(long, default_value = "k1")]
        kid: String,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(config) => {
            frontrow::telemetry::start_logging(&cli.log)?;
            frontrow::serve::run(*config).await
        }
        Command::Migrate(database) => {
            frontrow::telemetry::start_logging(&cli.log)?;
            frontrow::db::migrate(&database).await?;
            let db = frontrow::db::connect_once(&database)?;
            frontrow::accounts::respelling::respell(&db).await
        }
        Command::Appoint { database, email, roles } => {
            let db = frontrow::db::connect_once(&database)?;
            frontrow::accounts::appoint::appoint(&db, &email, &roles).await
        }
        Command::SeedDemo(config) => {
            let report = frontrow::demo::seed(&config).await?;
            let json = || serde_json::to_string_pretty(&report);
            print(&if config.json { json()? } else { report.to_string() })
        }
        Command::Sale { command } => {
            let (text, ready) = frontrow::warmup::command::run(*command).await?;
            print(&text)?;
            return Ok(if ready { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Openapi => print(&frontrow::openapi::document().to_pretty_json()?),
        Command::Settings => print(&frontrow::config::settings_table()),
        Command::DeriveKeys { kid } => {
            print(&frontrow::config::derive_keys(std::io::stdin().lock(), &kid)?)
        }
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    Ok(writeln!(std::io::stdout().lock(), "{}", text.trim_end())?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
