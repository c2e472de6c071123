//! What the tests of live editing stand on: a database, people, and plans that they take part in.

use super::log::Stored;
use super::store;
use crate::access::service::{SignUp, create_account};
use crate::app::{App, SharedApp};
use crate::config::Settings;
use crate::plan::create::{NewPlan, create};
use crate::plan::model::Participant;
use crate::plan::store as plans;
use crate::platform::clock::SystemClock;
use crate::platform::ids::{IdSource, SystemIds};
use sea_orm::ConnectionTrait;
use shared::access::{Actor, Office, Role};
use shared::area::AreaCode;
use shared::plan::{Content, PlanRole, Section, Template};
use shared::value::{AccountId, GrantId, PlanId};
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Sqlite,
    Postgres,
}

pub struct World {
    pub app: SharedApp,
    pub people: Vec<AccountId>,
    folder: PathBuf,
}

impl World {
    pub async fn start(kind: Kind, people: usize) -> Self {
        let name = format!("rembug_live_{}", SystemIds.uuid(&SystemClock).simple());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let database_url = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(create_postgres(&name).await),
        };
        let settings = Settings { data_dir: Some(folder.clone()), database_url, ..Settings::default() };
        let app = App::start(settings.check().unwrap()).await.unwrap();
        // What a crash of the machine does is not tested here, and the disk need not wait.
        app.db.hurry(true).await.unwrap();
        let mut accounts = Vec::new();
        for n in 0..people {
            let form = SignUp {
                contact: format!("orang{n}@contoh.id"),
                password: "mendoan hangat".into(),
                display_name: format!("Orang {n}"),
                ..SignUp::default()
            };
            accounts.push(create_account(&app, form, false).await.unwrap().unwrap());
        }
        Self { app, people: accounts, folder }
    }

    /// A plan that all of them write.
    pub async fn plan(&self, content: &Content) -> PlanId {
        let area: AreaCode = "33.02.17.2019".parse().unwrap();
        let grant = GrantId(Uuid::nil());
        let office = Office { grant, role: Role::CommunityOrganiser, area: Some(area.clone()), agency: None, name: "PKK".into() };
        let actor = Actor::person(self.people[0], vec![office]);
        let wanted = NewPlan {
            client_key: None,
            area: area.to_string(),
            sector: None,
            fiscal_year: None,
            title: "Rencana".into(),
            template: Template::Blank,
            proposals: Vec::new(),
            content: Some(content.clone()),
        };
        let plan = create(&self.app, &actor, wanted).await.unwrap();
        let tx = self.app.db.begin().await.unwrap();
        for account in &self.people[1..] {
            let part = Participant { account: *account, role: PlanRole::Editor, ..plan.participants[0].clone() };
            plans::insert_participant(&tx, plan.id, &part).await.unwrap();
        }
        tx.commit_unrecorded().await.unwrap();
        plan.id
    }

    pub async fn stored(&self, plan: PlanId) -> Stored {
        store::load(&self.app.db, plan).await.unwrap().unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Two sections to write in.
pub fn beginning() -> Content {
    let section = |n| Section { id: Uuid::from_u128(n), heading: format!("Bagian {n}"), body: "Awal. ".into() };
    Content { title: "Rencana".into(), sections: vec![section(1), section(2)], ..Content::default() }
}

async fn create_postgres(name: &str) -> String {
    let base = std::env::var("REMBUG_TEST_POSTGRES").expect("REMBUG_TEST_POSTGRES names a PostgreSQL: cargo xtask test starts one");
    let connection = sea_orm::Database::connect(&base).await.unwrap();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, query) = base.split_once('?').map_or((base.as_str(), None), |(server, query)| (server, Some(query)));
    let root = server.rsplit_once('/').unwrap().0;
    format!("{root}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}

/// What the environment says, for looking closer at what failed.
pub fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
