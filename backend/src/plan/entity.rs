//! The tables of plans.

pub mod plans {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plans")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub area_code: String,
        pub sector: Option<String>,
        pub fiscal_year: Option<i32>,
        pub stage: String,
        pub created_by: Uuid,
        pub created_at: i64,
        pub changed_at: i64,
        pub head: i64,
        pub projected_seq: i64,
        pub projected_at: i64,
        pub told_seq: i64,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub summary: String,
        pub budget_total: i64,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        #[sea_orm(column_type = "Text")]
        pub search: String,
        pub west_e7: Option<i32>,
        pub south_e7: Option<i32>,
        pub east_e7: Option<i32>,
        pub north_e7: Option<i32>,
        pub superseded_by: Option<Uuid>,
        pub client_key: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod participants {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_participants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub role: String,
        pub side: String,
        pub office: Option<String>,
        pub added_by: Uuid,
        pub added_at: i64,
        pub signed_at: Option<i64>,
        pub signed_seq: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod updates {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_updates")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub account_id: Option<Uuid>,
        pub office: Option<String>,
        pub token_id: Option<Uuid>,
        pub at: i64,
        #[sea_orm(column_type = "Text")]
        pub touched: String,
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod clients {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_clients")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub client_id: i64,
        pub account_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod versions {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub plan_id: Uuid,
        pub seq: i64,
        /// Empty where the stage or the entry it went back to says it.
        pub name: String,
        /// The name in lower case.
        #[sea_orm(column_type = "Text")]
        pub search_text: String,
        pub stage: Option<String>,
        pub restored_from: Option<i64>,
        pub at: i64,
        pub account_id: Uuid,
        pub office: Option<String>,
        /// Whether it was made before the plan was opened.
        pub of_draft: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod budget_lines {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_budget_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub ordinal: i32,
        #[sea_orm(column_type = "Text")]
        pub item: String,
        pub volume: Option<i64>,
        pub unit: String,
        pub price: Option<i64>,
        pub total: i64,
        pub source: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod features {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_features")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub ordinal: i32,
        #[sea_orm(column_type = "Text")]
        pub label: String,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        #[sea_orm(column_type = "Text")]
        pub geometry: String,
        pub west_e7: i32,
        pub south_e7: i32,
        pub east_e7: i32,
        pub north_e7: i32,
        pub lon_e7: i32,
        pub lat_e7: i32,
        pub cell: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod plan_proposals {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_proposals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub proposal_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod comments {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_comments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub plan_id: Uuid,
        pub anchor_kind: String,
        pub anchor_id: Option<Uuid>,
        pub parent_id: Option<Uuid>,
        pub depth: i32,
        pub path: String,
        pub author_id: Uuid,
        pub office: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub body: String,
        /// The same in lower case.
        #[sea_orm(column_type = "Text")]
        pub search_text: String,
        pub created_at: i64,
        pub hidden_at: Option<i64>,
        #[sea_orm(column_type = "Text", nullable)]
        pub hidden_reason: Option<String>,
        pub hidden_by: Option<String>,
        pub resolved_at: Option<i64>,
        pub resolved_by: Option<Uuid>,
        /// Whether its thread was begun before the plan was opened.
        pub of_draft: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod suggestions {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_suggestions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub plan_id: Uuid,
        pub section_id: Uuid,
        pub base_seq: i64,
        pub author: Uuid,
        pub office: Option<String>,
        pub created_at: i64,
        #[sea_orm(column_type = "Text", nullable)]
        pub note: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub base_text: String,
        #[sea_orm(column_type = "Text")]
        pub proposed_text: String,
        /// What is proposed and why, in lower case.
        #[sea_orm(column_type = "Text")]
        pub search_text: String,
        pub update_bytes: Vec<u8>,
        pub status: String,
        pub decided_at: Option<i64>,
        pub decided_by: Option<Uuid>,
        pub decided_office: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub decision_note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
