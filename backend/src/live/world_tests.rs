//! What the tests of live editing stand on: a database, people, and plans that they take part in.

use super::log::Stored;
use super::store;
use crate::access::service::{SignUp, create_account};
use crate::access::{authorize, deed};
use crate::app::{App, SharedApp};
use crate::config::Settings;
use crate::plan::model::{Participant, Plan};
use crate::plan::store as plans;
use crate::platform::clock::SystemClock;
use crate::platform::ids::{IdSource, SystemIds};
use sea_orm::ConnectionTrait;
use shared::access::{Actor, Office, Resource, Role};
use shared::plan::edit::encode;
use shared::plan::{Content, PlanRole, PlanSide, Section, Stage};
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
        let area = "33.02.17.2019".parse().unwrap();
        let office = Office { grant: GrantId(Uuid::nil()), role: Role::CommunityOrganiser, area: Some(area), agency: None, name: "PKK".into() };
        let actor = Actor { account: Some(self.people[0]), offices: vec![office] };
        let (id, now) = (PlanId(self.app.ids.uuid(self.app.clock.as_ref())), self.app.clock.now());
        let area: shared::area::AreaCode = "33.02.17.2019".parse().unwrap();
        let permit = authorize::<deed::CreatePlan>(&actor, Resource::Area(&area)).unwrap();
        let participants = self.people.iter().map(|account| Participant {
            account: *account,
            role: if *account == self.people[0] { PlanRole::Owner } else { PlanRole::Editor },
            side: PlanSide::Community,
            office: None,
            added_by: self.people[0],
            added_at: now,
            signed_at: None,
            signed_seq: None,
        });
        let plan = Plan {
            id,
            area: area.clone(),
            sector: None,
            fiscal_year: None,
            stage: Stage::Draft,
            created_by: self.people[0],
            created_at: now,
            changed_at: now,
            head: 0,
            projected_seq: 0,
            projected_at: now,
            content: Content::default(),
            superseded_by: None,
            participants: participants.collect(),
        };
        let tx = self.app.db.begin().await.unwrap();
        plans::insert(&tx, &permit, &plan, None).await.unwrap();
        for participant in &plan.participants {
            plans::insert_participant(&tx, id, participant).await.unwrap();
        }
        plans::begin_log(&tx, &permit, &plan, "[]".into(), encode(content, 1)).await.unwrap();
        tx.commit_unrecorded().await.unwrap();
        id
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
