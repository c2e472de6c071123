//! The tables of webhooks.

pub mod webhooks {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhooks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub name: String,
        pub url: String,
        /// Words with spaces between, as `proposal.*`; empty for every kind.
        pub kinds: String,
        /// Codes with spaces between; empty for everywhere.
        pub areas: String,
        pub secret: Vec<u8>,
        /// Signs as well until then.
        pub old_secret: Option<Vec<u8>>,
        pub old_secret_until: Option<i64>,
        pub state: String,
        /// The last event of the journal that it is done with.
        pub cursor: i64,
        /// How often the event after the cursor has failed.
        pub attempts: i32,
        /// When it is tried next.
        pub due_at: i64,
        /// Since when nothing has arrived, while it is failing.
        pub failing_since: Option<i64>,
        pub last_at: Option<i64>,
        pub last_problem: Option<String>,
        pub last_status: Option<i32>,
        /// Names the server, and the turn, that sends at present.
        pub lease: Option<Uuid>,
        pub leased_until: i64,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod deliveries {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_deliveries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub webhook_id: Uuid,
        /// The event of the journal.
        pub seq: i64,
        pub state: String,
        pub problem: String,
        pub status: Option<i32>,
        /// When it was last tried.
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
