//! What the tests of the load stand on: a database, a regency that plans for all the years, and what people did there.

use super::super::content::Content;
use super::super::dice::Dice;
use super::calendar;
use super::later::{Later, Pending};
use super::maker::{Chunk, Maker};
use super::store::Rows;
use super::town::Town;
use crate::access::service::RoleGrant;
use crate::app::{App, SharedApp};
use crate::config::Settings;
use crate::platform::clock::{ManualClock, SystemClock};
use crate::platform::ids::{IdSource, SeededIds, SystemIds};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use shared::area::AreaCode;
use shared::proposal::{DecisionForm, ProposalFields, Step};
use shared::value::{AccountId, CommentId, ProposalId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What somebody did, so that it can be done again.
#[derive(Clone)]
pub enum Told {
    SignUp { account: AccountId, contact: String, name: String, home: Option<AreaCode> },
    Granted(RoleGrant),
    Drafted { proposal: ProposalId, by: AccountId, fields: Box<ProposalFields> },
    Moved { proposal: ProposalId, by: AccountId, step: Step, form: DecisionForm, into: Option<ProposalId> },
    Supported { proposal: ProposalId, by: AccountId },
    Said { comment: CommentId, parent: Option<CommentId>, proposal: ProposalId, by: AccountId, body: String },
}

#[derive(Clone, Copy)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A database of its own, in a regency that plans for all the years of the load.
pub struct World {
    pub app: SharedApp,
    pub clock: Arc<ManualClock>,
    folder: PathBuf,
}

impl World {
    pub async fn start(kind: Kind) -> Self {
        let name = format!("rembug_bulk_{}", SystemIds.uuid(&SystemClock).simple());
        let folder = std::env::temp_dir().join(&name);
        let region = folder.join("region");
        std::fs::create_dir_all(&region).unwrap();
        for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/3302")).unwrap() {
            let file = file.unwrap();
            let text = std::fs::read_to_string(file.path())
                .unwrap()
                .replace("[2027, 2028,", "[2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028,");
            std::fs::write(region.join(file.file_name()), text).unwrap();
        }
        let database_url = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(create_postgres(&name).await),
        };
        let settings = Settings { data_dir: Some(folder.clone()), region_dir: Some(region), database_url, ..Settings::default() };
        let clock = Arc::new(ManualClock::new(now()));
        let app = App::start_with(settings.check().unwrap(), Arc::clone(&clock) as _, Arc::new(SeededIds::new(1))).await.unwrap();
        app.db.hurry(true).await.unwrap();
        Self { app, clock, folder }
    }

    pub fn maker(&self, seed: u64) -> Maker {
        let (content, dice) = (Content::bundled().unwrap(), Dice::new(seed));
        let town = Town::new(self.app.areas.current(), &content, &[], "hash".into(), &dice);
        Maker::new(content, town, !seed, dice, midnight()).unwrap()
    }

    /// Makes so many proposals and gives their rows and events away.
    pub fn make(&self, maker: &mut Maker, count: usize) -> (Vec<Rows>, Vec<Pending>) {
        let (mut rows, mut events) = (Vec::new(), Vec::new());
        let later = Later::within(&self.folder.join("later")).unwrap();
        let give = |chunk| {
            match chunk {
                Chunk::Rows(more) => rows.push(more),
                Chunk::Events(more) => events.extend(more),
            }
            Ok(())
        };
        maker.run(&calendar::windows(count, now()), later, give).unwrap();
        (rows, events)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn now() -> DateTime<Utc> {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

fn midnight() -> DateTime<Utc> {
    "2026-11-24T00:00:00Z".parse().unwrap()
}

async fn create_postgres(name: &str) -> String {
    let base = std::env::var("REMBUG_TEST_POSTGRES").expect("REMBUG_TEST_POSTGRES names a PostgreSQL: cargo xtask test starts one");
    let connection = sea_orm::Database::connect(&base).await.unwrap();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, query) = base.split_once('?').map_or((base.as_str(), None), |(server, query)| (server, Some(query)));
    let root = server.rsplit_once('/').unwrap().0;
    format!("{root}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}
