//! The tables of proposals.

pub mod proposals {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "proposals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i32,
        pub client_key: Option<String>,
        pub owner_id: Uuid,
        pub status: String,
        pub status_since: i64,
        pub proposal_number: i32,
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub problem: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub objective: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub address: String,
        pub rt: Option<String>,
        pub rw: Option<String>,
        pub hamlet: Option<String>,
        pub village: String,
        pub district: String,
        pub kind: String,
        pub sector: String,
        pub quantity_milli: i64,
        pub unit: String,
        pub length_milli: Option<i64>,
        pub width_milli: Option<i64>,
        pub height_milli: Option<i64>,
        pub unit_price: Option<i64>,
        pub estimated_cost: i64,
        pub accepted_quantity_milli: Option<i64>,
        pub accepted_cost: Option<i64>,
        pub funding_sources: String,
        pub spending_type: Option<String>,
        pub subactivity_code: Option<String>,
        pub regional_priority: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub note: Option<String>,
        pub self_help_amount: Option<i64>,
        #[sea_orm(column_type = "Text", nullable)]
        pub self_help_note: Option<String>,
        pub beneficiaries: i32,
        pub women: Option<i32>,
        pub men: Option<i32>,
        pub poor_households: Option<i32>,
        pub disabled: Option<i32>,
        pub elderly: Option<i32>,
        pub children: Option<i32>,
        pub urgency: i32,
        pub damage_level: Option<i32>,
        pub fiscal_year: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub geometry: Option<String>,
        pub lon_e7: Option<i32>,
        pub lat_e7: Option<i32>,
        pub cell: Option<i64>,
        pub outside_village: bool,
        pub proposer_type: String,
        pub initial_agency: Option<String>,
        pub catalog_code: Option<String>,
        pub final_agency: Option<String>,
        pub merged_into: Option<Uuid>,
        pub support_count: i32,
        pub comment_count: i32,
        #[sea_orm(column_type = "Text")]
        pub search_text: String,
        pub created_at: i64,
        pub listed_at: i64,
        pub submitted_at: Option<i64>,
        pub level: Option<String>,
        pub level_since: Option<i64>,
        pub updated_at: i64,
        pub sample: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod numbers {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "proposal_numbers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub owner_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub fiscal_year: i32,
        pub last_number: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod decisions {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "decisions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub proposal_id: Uuid,
        pub level: String,
        pub decision: String,
        pub from_status: String,
        pub to_status: String,
        pub reason_code: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub reason_text: Option<String>,
        pub quantity_milli: Option<i64>,
        pub cost: Option<i64>,
        pub funding_sources: String,
        pub minutes_number: Option<String>,
        pub office: String,
        pub decided_by: Uuid,
        pub decided_at: i64,
        pub arrived_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod supports {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "supports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub proposal_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub supported_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
