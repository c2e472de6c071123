//! The table of photos.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub owner_id: Uuid,
    pub proposal_id: Option<Uuid>,
    /// Order among the photos of one proposal, from 0.
    pub position: i32,
    pub width: i32,
    pub height: i32,
    pub bytes: i32,
    pub created_at: i64,
    pub caption: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
