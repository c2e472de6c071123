//! The running application: everything a use case may reach for.

use crate::access::oidc::Provider;
use crate::access::password::Passwords;
use crate::access::throttle::Throttle;
use crate::api::budget::Budget;
use crate::api::socket;
use crate::api::turns::Turns;
use crate::area::catalogue::Areas;
use crate::config::Config;
use crate::error::AppError;
use crate::journal::tail::Tail;
use crate::live::Rooms;
use crate::media::Shelf;
use crate::plan::comparing::Comparing;
use crate::platform::clock::{Clock, SystemClock};
use crate::platform::database::Database;
use crate::platform::ids::{IdSource, SystemIds};
use crate::platform::lifecycle::Lifecycle;
use crate::webhook::post::Post;
use std::sync::Arc;
use std::time::Duration;

pub type SharedApp = Arc<App>;

/// Cheap to clone: a clone shares the database, the areas and the limits, and may have another clock.
#[derive(Clone)]
pub struct App {
    pub config: Config,
    pub db: Database,
    /// The provider through which people may sign in, if there is one.
    pub oidc: Option<Arc<Provider>>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdSource>,
    pub areas: Arc<Areas>,
    pub passwords: Passwords,
    pub throttle: Arc<Throttle>,
    pub budget: Arc<Budget>,
    pub turns: Turns,
    /// Of statistics.
    pub statistics: Turns,
    pub comparing: Comparing,
    pub tail: Arc<Tail>,
    pub lifecycle: Lifecycle,
    pub shelf: Arc<Shelf>,
    pub rooms: Arc<Rooms>,
    /// Takes messages to webhooks.
    pub post: Arc<Post>,
    /// How often a socket of subscriptions looks at its session again, and asks its client whether it is still there.
    pub beat: Duration,
}

impl App {
    /// Opens the database, migrates it, and loads the region.
    ///
    /// # Errors
    /// A sentence for the operator naming the setting, or `INTERNAL`.
    pub async fn start(config: Config) -> Result<SharedApp, AppError> {
        Self::start_with(config, Arc::new(SystemClock), Arc::new(SystemIds)).await
    }

    /// As [`App::start`], with another clock and another source of identifiers.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn start_with(config: Config, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Result<SharedApp, AppError> {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| AppError::setting("REMBUG_DATA_DIR", format!("'{}': {error}", config.data_dir.display())))?;
        let db = Database::connect(&config.database_url).await?;
        crate::migration::migrate(&db).await?;
        db.announcer().announce(crate::journal::latest_seq(&db).await?);
        let oidc = config.oidc.clone().map(Provider::new).transpose()?.map(Arc::new);
        let shelf = Arc::new(Shelf::new(&config.data_dir));
        let budget = Arc::new(Budget::new(config.budget_times));
        let post = Arc::new(Post::new(config.webhook_private)?);
        let app = Arc::new(Self {
            config,
            db,
            oidc,
            clock,
            ids,
            areas: Arc::default(),
            passwords: Passwords::default(),
            throttle: Arc::default(),
            budget,
            turns: Turns::of_questions(),
            statistics: Turns::of_statistics(),
            comparing: Comparing::default(),
            tail: Arc::default(),
            lifecycle: Lifecycle::default(),
            shelf,
            rooms: Arc::default(),
            post,
            beat: socket::BEAT,
        });
        crate::area::service::load(&app).await?;
        Ok(app)
    }
}
