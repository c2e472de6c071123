//! What is said about plans, and what is suggested for them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Accounts {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum Plans {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum PlanSuggestions {
    Table,
    Id,
    PlanId,
    SectionId,
    BaseSeq,
    Author,
    Office,
    CreatedAt,
    Note,
    BaseText,
    ProposedText,
    UpdateBytes,
    Status,
    DecidedAt,
    DecidedBy,
    DecidedOffice,
    DecisionNote,
}

#[derive(DeriveIden)]
enum PlanComments {
    Table,
    Id,
    PlanId,
    AnchorKind,
    AnchorId,
    ParentId,
    Depth,
    /// As in `comments`.
    Path,
    AuthorId,
    Office,
    Body,
    CreatedAt,
    HiddenAt,
    HiddenReason,
    HiddenBy,
    ResolvedAt,
    ResolvedBy,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(suggestions()).await?;
        manager.create_table(comments()).await?;
        let suggested = Index::create()
            .name("plan_suggestions_by_plan")
            .table(PlanSuggestions::Table)
            .col(PlanSuggestions::PlanId)
            .col(PlanSuggestions::CreatedAt)
            .to_owned();
        manager.create_index(suggested).await?;
        let thread = Index::create()
            .name("plan_comments_by_thread")
            .table(PlanComments::Table)
            .col(PlanComments::PlanId)
            .col(PlanComments::Path)
            .unique()
            .to_owned();
        manager.create_index(thread).await
    }
}

fn suggestions() -> TableCreateStatement {
    Table::create()
        .table(PlanSuggestions::Table)
        .col(uuid(PlanSuggestions::Id).primary_key())
        .col(uuid(PlanSuggestions::PlanId))
        .col(uuid(PlanSuggestions::SectionId))
        .col(big_integer(PlanSuggestions::BaseSeq))
        .col(uuid(PlanSuggestions::Author))
        .col(string_null(PlanSuggestions::Office))
        .col(big_integer(PlanSuggestions::CreatedAt))
        .col(text_null(PlanSuggestions::Note))
        .col(text(PlanSuggestions::BaseText))
        .col(text(PlanSuggestions::ProposedText))
        .col(blob(PlanSuggestions::UpdateBytes))
        .col(string(PlanSuggestions::Status))
        .col(big_integer_null(PlanSuggestions::DecidedAt))
        .col(uuid_null(PlanSuggestions::DecidedBy))
        .col(string_null(PlanSuggestions::DecidedOffice))
        .col(text_null(PlanSuggestions::DecisionNote))
        .foreign_key(ForeignKey::create().from(PlanSuggestions::Table, PlanSuggestions::PlanId).to(Plans::Table, Plans::Id))
        .foreign_key(ForeignKey::create().from(PlanSuggestions::Table, PlanSuggestions::Author).to(Accounts::Table, Accounts::Id))
        .to_owned()
}

fn comments() -> TableCreateStatement {
    Table::create()
        .table(PlanComments::Table)
        .col(uuid(PlanComments::Id).primary_key())
        .col(uuid(PlanComments::PlanId))
        .col(string(PlanComments::AnchorKind))
        .col(uuid_null(PlanComments::AnchorId))
        .col(uuid_null(PlanComments::ParentId))
        .col(integer(PlanComments::Depth))
        .col(string(PlanComments::Path))
        .col(uuid(PlanComments::AuthorId))
        .col(string_null(PlanComments::Office))
        .col(text(PlanComments::Body))
        .col(big_integer(PlanComments::CreatedAt))
        .col(big_integer_null(PlanComments::HiddenAt))
        .col(text_null(PlanComments::HiddenReason))
        .col(string_null(PlanComments::HiddenBy))
        .col(big_integer_null(PlanComments::ResolvedAt))
        .col(uuid_null(PlanComments::ResolvedBy))
        .foreign_key(ForeignKey::create().from(PlanComments::Table, PlanComments::PlanId).to(Plans::Table, Plans::Id))
        .foreign_key(ForeignKey::create().from(PlanComments::Table, PlanComments::AuthorId).to(Accounts::Table, Accounts::Id))
        .to_owned()
}
