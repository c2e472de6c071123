//! The command line.

pub mod query;
mod token;
mod webhook;

use crate::access::service::{self, RoleGrant, SignUp};
use crate::access::store;
use crate::app::App;
use crate::area::boundary::PropertyMap;
use crate::area::service::{Imported, import_boundaries, import_population};
use crate::config::Settings;
use crate::demo;
use crate::error::AppError;
use crate::journal::verify::{Verdict, verify};
use clap::{Parser, Subcommand};
use shared::ErrorCode;
use shared::access::Role;
use shared::i18n::{self, Lang};
use shared::value::Contact;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a regency and its people plan together.
#[derive(Parser)]
#[command(name = "rembug", version)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app and its API
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Load sample data: made up, marked as such everywhere, and the same for the same seed
    Demo {
        /// How many proposals; beyond the usual 60, of villages all over the regency and over seven years
        #[arg(long, default_value_t = demo::DEFAULT_COUNT as u32, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
        scale: u32,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only where nobody has an account yet
        #[arg(long)]
        if_empty: bool,
    },
    /// Areas and their boundaries
    #[command(subcommand)]
    Areas(Areas),
    /// People and their roles
    #[command(subcommand)]
    User(User),
    /// Tokens of programs
    #[command(subcommand)]
    Token(token::Token),
    /// Webhooks: where other systems are told of what happens
    #[command(subcommand)]
    Webhook(webhook::Webhook),
    /// The append-only journal
    #[command(subcommand)]
    Journal(Journal),
    /// Ask a running server and print the list in its answer as CSV
    Query(query::Query),
    /// Print the GraphQL schema
    Schema,
    /// Print the questions of the app itself, by name, as JSON
    Documents,
}

#[derive(Subcommand)]
enum Areas {
    /// Import village boundaries, all or none
    Import {
        file: PathBuf,
        /// Names of the file's properties, as in code=kode,name=nama
        #[arg(long)]
        map: Option<String>,
    },
    /// Import how many people live where, all or none, from a CSV file with the columns code,people,year,source
    Population { file: PathBuf },
}

#[derive(Subcommand)]
enum User {
    /// Make an account; the password is read from standard input
    Create { contact: String, name: String },
    /// Grant a role, bound to an area or an agency
    Grant {
        contact: String,
        role: String,
        #[arg(long)]
        area: Option<String>,
        #[arg(long)]
        agency: Option<String>,
        #[arg(long)]
        office: Option<String>,
    },
    /// Set a new password, read from standard input, and end every session and token
    Reset { contact: String },
}

#[derive(Subcommand)]
enum Journal {
    /// Walk the chain and say whether it is intact
    Verify,
}

/// Runs the command that the arguments name.
///
/// # Errors
/// One line for the operator.
pub async fn run() -> Result<(), AppError> {
    let cli = Cli::parse();
    // These need no database.
    let command = match cli.command {
        Command::Query(query) => return query::run(query, std::io::stdout().lock()).await,
        Command::Schema => {
            println!("{}", crate::api::schema::sdl().trim_end());
            return Ok(());
        }
        Command::Documents => {
            let documents: BTreeMap<_, _> = shared::operations::ALL.iter().copied().collect();
            println!("{}", serde_json::to_string_pretty(&documents).map_err(AppError::internal)?);
            return Ok(());
        }
        other => other,
    };
    let config = cli.settings.or_file(Path::new("rembug.toml"))?.check()?;
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let app = App::start(config).await?;
    match command {
        Command::Serve => crate::web::serve(app).await,
        Command::Migrate | Command::Query(_) | Command::Schema | Command::Documents => Ok(()),
        Command::Demo { scale, seed, if_empty } => load_demo(&app, scale as usize, seed, if_empty).await,
        Command::Areas(Areas::Import { file, map }) => {
            let map =
                map.as_deref().unwrap_or_default().parse::<PropertyMap>().map_err(|problem| AppError::setting("--map", problem))?;
            match import_boundaries(&app, &file, &map, None).await? {
                Imported::Taken(count) => println!("{count} boundaries imported"),
                Imported::Known => println!("these boundaries were imported before; nothing changed"),
            }
            Ok(())
        }
        Command::Areas(Areas::Population { file }) => {
            match import_population(&app, &file, None).await? {
                Imported::Taken(count) => println!("population of {count} areas imported"),
                Imported::Known => println!("these figures were imported before; nothing changed"),
            }
            Ok(())
        }
        Command::User(command) => manage_user(&app, command).await,
        Command::Token(command) => token::manage(&app, command).await,
        Command::Webhook(command) => webhook::manage(&app, command).await,
        Command::Journal(Journal::Verify) => match verify(&app.db).await? {
            Verdict::Intact { entries, head } => {
                println!("intact: {entries} entries, head {head}");
                Ok(())
            }
            Verdict::Broken { seq, problem } => Err(AppError::setting("journal", format!("broken at entry {seq}: {problem}"))),
        },
    }
}

async fn load_demo(app: &App, scale: usize, seed: u64, if_empty: bool) -> Result<(), AppError> {
    if if_empty && demo::is_in_use(app).await? && !demo::is_loaded(app).await? {
        println!("There are accounts already; no sample data loaded.");
        return Ok(());
    }
    let loaded = demo::load(app, seed, scale).await?;
    if loaded == demo::Loaded::default() {
        println!("The sample data were loaded before; nothing changed.");
    } else {
        println!("Sample data loaded from seed {seed}: {} proposals by {} people, all made up.", loaded.proposals, loaded.accounts);
    }
    println!("\nDemo accounts, all with the password {}:", demo::PASSWORD);
    for guest in demo::guests()? {
        let roles: Vec<_> = guest.roles.iter().map(|role| i18n::text(Lang::En, role.message_key())).collect();
        println!("  {:24} {:22} {}", guest.contact, guest.name, roles.join(", "));
    }
    Ok(())
}

async fn manage_user(app: &App, command: User) -> Result<(), AppError> {
    match command {
        User::Create { contact, name } => {
            let form = SignUp { contact, password: read_password()?, display_name: name, language: None, home_area: None };
            let made = service::create_account(app, form, false).await?;
            let id = made.ok_or_else(|| AppError::setting("contact", "there is an account with it already"))?;
            println!("{id}");
            Ok(())
        }
        User::Grant { contact, role, area, agency, office } => {
            let contact = Contact::parse(&contact).map_err(|code| AppError::setting("contact", code))?;
            let role: Role =
                role.to_uppercase().parse().map_err(|_| AppError::setting("role", format!("one of {}", words(Role::ALL))))?;
            let (account, _) = store::credentials(&app.db, &contact).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
            service::grant_as_operator(app, RoleGrant { account, role, area, agency, office_title: office }).await
        }
        User::Reset { contact } => {
            let contact = Contact::parse(&contact).map_err(|code| AppError::setting("contact", code))?;
            service::reset_password(app, &contact, read_password()?).await
        }
    }
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
}

/// A password on the command line would stay in the shell's history.
fn read_password() -> Result<String, AppError> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The one line that tells an operator what to mend.
pub fn explain(error: &AppError) -> String {
    match error {
        AppError::Invalid(errors) => errors
            .iter()
            .map(|error| format!("{}: {}", error.field.as_deref().unwrap_or("input"), error.message(shared::i18n::Lang::En)))
            .collect::<Vec<_>>()
            .join("; "),
        other => other.to_string(),
    }
}
