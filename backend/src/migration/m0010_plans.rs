//! Plans: what they say now, the log of how they came to say it, and who takes part.

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
    AreaCode,
    Sector,
    FiscalYear,
    Stage,
    CreatedBy,
    CreatedAt,
    ChangedAt,
    /// Another epoch is another document under the same name, as after a backup was restored.
    Epoch,
    /// The last entry of the log; 0 while it is empty.
    Head,
    /// The entry of the log up to which the row says what the document says.
    ProjectedSeq,
    ProjectedAt,
    Title,
    Summary,
    BudgetTotal,
    /// The whole typed view as JSON; the tables below hold what is searched and summed.
    Content,
    Search,
    WestE7,
    SouthE7,
    EastE7,
    NorthE7,
    SupersededBy,
    ClientKey,
}

#[derive(DeriveIden)]
enum PlanParticipants {
    Table,
    PlanId,
    AccountId,
    Role,
    Side,
    Office,
    AddedBy,
    AddedAt,
    SignedAt,
    SignedSeq,
}

#[derive(DeriveIden)]
enum PlanUpdates {
    Table,
    PlanId,
    Seq,
    AccountId,
    Office,
    At,
    /// What it changed, as JSON: history is read without opening the document.
    Touched,
    Bytes,
}

#[derive(DeriveIden)]
enum PlanSnapshots {
    Table,
    PlanId,
    Seq,
    At,
    Bytes,
}

#[derive(DeriveIden)]
enum PlanClients {
    Table,
    PlanId,
    ClientId,
    AccountId,
}

#[derive(DeriveIden)]
enum PlanVersions {
    Table,
    Id,
    PlanId,
    Seq,
    Name,
    /// The stage that began with it; none for one that somebody named.
    Stage,
    At,
    AccountId,
    Office,
}

#[derive(DeriveIden)]
enum PlanBudgetLines {
    Table,
    PlanId,
    Id,
    Ordinal,
    Item,
    Volume,
    Unit,
    Price,
    Total,
    Source,
}

#[derive(DeriveIden)]
enum PlanFeatures {
    Table,
    PlanId,
    Id,
    Ordinal,
    Label,
    Kind,
    Note,
    Geometry,
    WestE7,
    SouthE7,
    EastE7,
    NorthE7,
    LonE7,
    LatE7,
    Cell,
}

#[derive(DeriveIden)]
enum PlanProposals {
    Table,
    PlanId,
    /// No foreign key: a document written by many may name what is not there.
    ProposalId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [plans(), participants(), updates(), snapshots(), clients(), versions(), budget_lines(), features(), proposals()]
        {
            manager.create_table(table).await?;
        }
        for index in plan_indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn plan_indexes() -> [IndexCreateStatement; 9] {
    let on = |name: &str| Index::create().name(name).table(Plans::Table).take();
    [
        on("plans_by_changed").col(Plans::ChangedAt).col(Plans::Id).take(),
        on("plans_by_created").col(Plans::CreatedAt).col(Plans::Id).take(),
        on("plans_by_budget").col(Plans::BudgetTotal).col(Plans::Id).take(),
        on("plans_by_area").col(Plans::AreaCode).col(Plans::Stage).take(),
        // A lost answer makes a form send twice; the key it made itself keeps that one plan.
        on("plans_once").col(Plans::CreatedBy).col(Plans::ClientKey).unique().take(),
        Index::create().name("plan_participants_by_account").table(PlanParticipants::Table).col(PlanParticipants::AccountId).take(),
        Index::create()
            .name("plan_versions_by_plan")
            .table(PlanVersions::Table)
            .col(PlanVersions::PlanId)
            .col(PlanVersions::Seq)
            .take(),
        Index::create().name("plan_features_by_cell").table(PlanFeatures::Table).col(PlanFeatures::Cell).take(),
        Index::create().name("plan_proposals_by_proposal").table(PlanProposals::Table).col(PlanProposals::ProposalId).take(),
    ]
}

fn plans() -> TableCreateStatement {
    Table::create()
        .table(Plans::Table)
        .col(uuid(Plans::Id).primary_key())
        .col(string(Plans::AreaCode))
        .col(string_null(Plans::Sector))
        .col(integer_null(Plans::FiscalYear))
        .col(string(Plans::Stage))
        .col(uuid(Plans::CreatedBy))
        .col(big_integer(Plans::CreatedAt))
        .col(big_integer(Plans::ChangedAt))
        .col(big_integer(Plans::Epoch).default(1))
        .col(big_integer(Plans::Head))
        .col(big_integer(Plans::ProjectedSeq))
        .col(big_integer(Plans::ProjectedAt))
        .col(text(Plans::Title))
        .col(text(Plans::Summary))
        .col(big_integer(Plans::BudgetTotal))
        .col(text(Plans::Content))
        .col(text(Plans::Search))
        .col(integer_null(Plans::WestE7))
        .col(integer_null(Plans::SouthE7))
        .col(integer_null(Plans::EastE7))
        .col(integer_null(Plans::NorthE7))
        .col(uuid_null(Plans::SupersededBy))
        .col(string_null(Plans::ClientKey))
        .foreign_key(ForeignKey::create().from(Plans::Table, Plans::CreatedBy).to(Accounts::Table, Accounts::Id))
        .foreign_key(ForeignKey::create().from(Plans::Table, Plans::SupersededBy).to(Plans::Table, Plans::Id))
        .to_owned()
}

fn participants() -> TableCreateStatement {
    Table::create()
        .table(PlanParticipants::Table)
        .col(uuid(PlanParticipants::PlanId))
        .col(uuid(PlanParticipants::AccountId))
        .col(string(PlanParticipants::Role))
        .col(string(PlanParticipants::Side))
        .col(string_null(PlanParticipants::Office))
        .col(uuid(PlanParticipants::AddedBy))
        .col(big_integer(PlanParticipants::AddedAt))
        .col(big_integer_null(PlanParticipants::SignedAt))
        .col(big_integer_null(PlanParticipants::SignedSeq))
        .primary_key(Index::create().col(PlanParticipants::PlanId).col(PlanParticipants::AccountId))
        .foreign_key(ForeignKey::create().from(PlanParticipants::Table, PlanParticipants::PlanId).to(Plans::Table, Plans::Id))
        .foreign_key(
            ForeignKey::create().from(PlanParticipants::Table, PlanParticipants::AccountId).to(Accounts::Table, Accounts::Id),
        )
        .to_owned()
}

fn updates() -> TableCreateStatement {
    Table::create()
        .table(PlanUpdates::Table)
        .col(uuid(PlanUpdates::PlanId))
        .col(big_integer(PlanUpdates::Seq))
        .col(uuid_null(PlanUpdates::AccountId))
        .col(string_null(PlanUpdates::Office))
        .col(big_integer(PlanUpdates::At))
        .col(text(PlanUpdates::Touched))
        .col(blob(PlanUpdates::Bytes))
        .primary_key(Index::create().col(PlanUpdates::PlanId).col(PlanUpdates::Seq))
        .foreign_key(ForeignKey::create().from(PlanUpdates::Table, PlanUpdates::PlanId).to(Plans::Table, Plans::Id))
        .to_owned()
}

fn snapshots() -> TableCreateStatement {
    Table::create()
        .table(PlanSnapshots::Table)
        .col(uuid(PlanSnapshots::PlanId))
        .col(big_integer(PlanSnapshots::Seq))
        .col(big_integer(PlanSnapshots::At))
        .col(blob(PlanSnapshots::Bytes))
        .primary_key(Index::create().col(PlanSnapshots::PlanId).col(PlanSnapshots::Seq))
        .foreign_key(ForeignKey::create().from(PlanSnapshots::Table, PlanSnapshots::PlanId).to(Plans::Table, Plans::Id))
        .to_owned()
}

fn clients() -> TableCreateStatement {
    Table::create()
        .table(PlanClients::Table)
        .col(uuid(PlanClients::PlanId))
        .col(big_integer(PlanClients::ClientId))
        .col(uuid(PlanClients::AccountId))
        .primary_key(Index::create().col(PlanClients::PlanId).col(PlanClients::ClientId))
        .foreign_key(ForeignKey::create().from(PlanClients::Table, PlanClients::PlanId).to(Plans::Table, Plans::Id))
        .foreign_key(ForeignKey::create().from(PlanClients::Table, PlanClients::AccountId).to(Accounts::Table, Accounts::Id))
        .to_owned()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table(PlanVersions::Table)
        .col(uuid(PlanVersions::Id).primary_key())
        .col(uuid(PlanVersions::PlanId))
        .col(big_integer(PlanVersions::Seq))
        .col(string(PlanVersions::Name))
        .col(string_null(PlanVersions::Stage))
        .col(big_integer(PlanVersions::At))
        .col(uuid(PlanVersions::AccountId))
        .col(string_null(PlanVersions::Office))
        .foreign_key(ForeignKey::create().from(PlanVersions::Table, PlanVersions::PlanId).to(Plans::Table, Plans::Id))
        .foreign_key(ForeignKey::create().from(PlanVersions::Table, PlanVersions::AccountId).to(Accounts::Table, Accounts::Id))
        .to_owned()
}

fn budget_lines() -> TableCreateStatement {
    Table::create()
        .table(PlanBudgetLines::Table)
        .col(uuid(PlanBudgetLines::PlanId))
        .col(uuid(PlanBudgetLines::Id))
        .col(integer(PlanBudgetLines::Ordinal))
        .col(text(PlanBudgetLines::Item))
        .col(big_integer_null(PlanBudgetLines::Volume))
        .col(string(PlanBudgetLines::Unit))
        .col(big_integer_null(PlanBudgetLines::Price))
        .col(big_integer(PlanBudgetLines::Total))
        .col(string_null(PlanBudgetLines::Source))
        .primary_key(Index::create().col(PlanBudgetLines::PlanId).col(PlanBudgetLines::Id))
        .foreign_key(ForeignKey::create().from(PlanBudgetLines::Table, PlanBudgetLines::PlanId).to(Plans::Table, Plans::Id))
        .to_owned()
}

fn features() -> TableCreateStatement {
    Table::create()
        .table(PlanFeatures::Table)
        .col(uuid(PlanFeatures::PlanId))
        .col(uuid(PlanFeatures::Id))
        .col(integer(PlanFeatures::Ordinal))
        .col(text(PlanFeatures::Label))
        .col(string(PlanFeatures::Kind))
        .col(text(PlanFeatures::Note))
        .col(text(PlanFeatures::Geometry))
        .col(integer(PlanFeatures::WestE7))
        .col(integer(PlanFeatures::SouthE7))
        .col(integer(PlanFeatures::EastE7))
        .col(integer(PlanFeatures::NorthE7))
        .col(integer(PlanFeatures::LonE7))
        .col(integer(PlanFeatures::LatE7))
        .col(big_integer(PlanFeatures::Cell))
        .primary_key(Index::create().col(PlanFeatures::PlanId).col(PlanFeatures::Id))
        .foreign_key(ForeignKey::create().from(PlanFeatures::Table, PlanFeatures::PlanId).to(Plans::Table, Plans::Id))
        .to_owned()
}

fn proposals() -> TableCreateStatement {
    Table::create()
        .table(PlanProposals::Table)
        .col(uuid(PlanProposals::PlanId))
        .col(uuid(PlanProposals::ProposalId))
        .primary_key(Index::create().col(PlanProposals::PlanId).col(PlanProposals::ProposalId))
        .foreign_key(ForeignKey::create().from(PlanProposals::Table, PlanProposals::PlanId).to(Plans::Table, Plans::Id))
        .to_owned()
}
