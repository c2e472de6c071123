//! What was said and named in a draft stays its participants' own; who renames themselves is looked for where they appear.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum PlanComments {
    Table,
    OfDraft,
}

#[derive(DeriveIden)]
enum PlanVersions {
    Table,
    OfDraft,
}

/// The version that a plan got when it was opened is of the open plan, as is what came later.
pub const EARLIER_VERSIONS: &str = "UPDATE plan_versions SET of_draft = TRUE WHERE NOT EXISTS (
    SELECT 1 FROM plan_versions AS opened
    WHERE opened.plan_id = plan_versions.plan_id AND opened.stage = 'OPEN'
    AND (opened.id = plan_versions.id OR opened.at < plan_versions.at))";

/// A thread is of the draft when its first comment is, with which the path of every answer begins.
pub const EARLIER_COMMENTS: &str = "UPDATE plan_comments SET of_draft = TRUE WHERE NOT EXISTS (
    SELECT 1 FROM plan_comments AS root
    JOIN plan_versions AS opened ON opened.plan_id = root.plan_id AND opened.stage = 'OPEN' AND opened.at < root.created_at
    WHERE root.plan_id = plan_comments.plan_id AND root.depth = 0
    AND root.path = substr(plan_comments.path, 1, length(root.path)))";

const BY_AUTHOR: &str = "CREATE INDEX comments_by_author ON comments (author_id)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let comments =
            Table::alter().table(PlanComments::Table).add_column(boolean(PlanComments::OfDraft).default(false)).to_owned();
        manager.alter_table(comments).await?;
        let versions =
            Table::alter().table(PlanVersions::Table).add_column(boolean(PlanVersions::OfDraft).default(false)).to_owned();
        manager.alter_table(versions).await?;
        for statement in [EARLIER_VERSIONS, EARLIER_COMMENTS, BY_AUTHOR] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
