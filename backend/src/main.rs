//! `rembug`: see `rembug --help`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match backend::cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rembug: {}", backend::cli::explain(&error));
            ExitCode::FAILURE
        }
    }
}
