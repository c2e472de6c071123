//! `cargo xtask`: everything between a fresh machine and a running, tested Rembug.

mod app;
mod bench;
mod browser;
mod bundle;
mod check;
mod clients;
mod compress;
mod dev;
mod npm;
mod postgres;
mod precache;
mod process;
mod server;
mod split;
mod stamp;
mod step;
mod system;
mod tally;
mod test;
mod toolchain;
mod workspace;

use anyhow::Result;
use app::Mode;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set up, build, run, test and measure Rembug")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what is missing, build, load the demo into an empty ./data, serve
    Run {
        /// Build the server with optimisations, as it is deployed
        #[arg(long)]
        release: bool,
    },
    /// Like run, then rebuild and restart whenever a source file changes
    Dev,
    /// Every gate and every test, the browser included
    Test {
        /// Only one part, for daily work
        #[arg(long, value_enum)]
        only: Option<test::Part>,
    },
    /// The gates without the tests: format, lints, dependencies, spelling
    Check,
    /// Measure against the budgets
    Bench {
        /// Only these parts
        #[arg(value_enum)]
        only: Vec<bench::Part>,
    },
    /// Build the app for the browser into frontend/dist
    App {
        /// Quicker to build, larger to load
        #[arg(long)]
        dev: bool,
    },
    /// Make the schema the promise that later ones are held to
    ReleaseSchema,
    /// Make sure that Rust can compile for wasm32
    Toolchain,
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<tally::Failed>() => ExitCode::FAILURE,
        Err(error) => {
            // Causes without the stack: which step and which program say enough.
            eprintln!("✘ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    let workspace = Workspace::locate()?;
    match task {
        Task::Run { release } => server::run(&workspace, release),
        Task::Dev => dev::watch(&workspace),
        Task::Test { only } => test::run(&workspace, only),
        Task::Check => check::run(&workspace),
        Task::Bench { only } => bench::run(&workspace, &only),
        Task::App { dev } => app::build(&workspace, if dev { Mode::Dev } else { Mode::Small }),
        Task::ReleaseSchema => clients::keep_promises(&workspace, true),
        Task::Toolchain => toolchain::ensure(&workspace).map(drop),
    }
}
