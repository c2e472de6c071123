//! The table of comments.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: Uuid,
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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
