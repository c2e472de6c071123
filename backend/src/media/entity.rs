//! The table of photos and documents.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub owner_id: Uuid,
    pub proposal_id: Option<Uuid>,
    /// Order among the photos, or the documents, of one proposal, from 0.
    pub position: i32,
    /// 0 of a document.
    pub width: i32,
    /// 0 of a document.
    pub height: i32,
    pub bytes: i32,
    pub created_at: i64,
    pub caption: Option<String>,
    /// None of a photo.
    pub document_kind: Option<String>,
    /// None of a photo.
    pub file_name: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
