//! Proposals, what people say about them, and what was decided.

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
enum Proposals {
    Table,
    Id,
    Version,
    ClientKey,
    OwnerId,
    Status,
    StatusSince,
    ProposalNumber,
    Title,
    Problem,
    Objective,
    Address,
    Rt,
    Rw,
    Hamlet,
    Village,
    District,
    Kind,
    Sector,
    QuantityMilli,
    Unit,
    LengthMilli,
    WidthMilli,
    HeightMilli,
    UnitPrice,
    EstimatedCost,
    AcceptedQuantityMilli,
    AcceptedCost,
    FundingSources,
    SpendingType,
    SubactivityCode,
    RegionalPriority,
    Note,
    SelfHelpAmount,
    SelfHelpNote,
    Beneficiaries,
    Women,
    Men,
    PoorHouseholds,
    Disabled,
    Elderly,
    Children,
    Urgency,
    DamageLevel,
    FiscalYear,
    Geometry,
    LonE7,
    LatE7,
    Cell,
    OutsideVillage,
    ProposerType,
    InitialAgency,
    FinalAgency,
    MergedInto,
    SupportCount,
    CommentCount,
    SearchText,
    CreatedAt,
    /// When it was submitted, or begun while it is a draft: what "newest" means.
    ListedAt,
    SubmittedAt,
    UpdatedAt,
    Sample,
}

#[derive(DeriveIden)]
enum Decisions {
    Table,
    Id,
    ProposalId,
    Level,
    Decision,
    FromStatus,
    ToStatus,
    ReasonCode,
    ReasonText,
    QuantityMilli,
    Cost,
    FundingSources,
    MinutesNumber,
    Office,
    DecidedBy,
    DecidedAt,
}

#[derive(DeriveIden)]
enum Supports {
    Table,
    ProposalId,
    AccountId,
    SupportedAt,
}

#[derive(DeriveIden)]
enum Comments {
    Table,
    Id,
    ProposalId,
    ParentId,
    Depth,
    /// Ids from the thread's root down, so that one index gives the thread in reading order.
    Path,
    AuthorId,
    Office,
    Body,
    CreatedAt,
    HiddenAt,
    HiddenReason,
    HiddenBy,
}

#[derive(DeriveIden)]
enum Media {
    Table,
    Id,
    OwnerId,
    ProposalId,
    Position,
    Width,
    Height,
    Bytes,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(proposals()).await?;
        for (name, columns) in [
            ("proposals_by_status", vec![Proposals::Status, Proposals::StatusSince]),
            ("proposals_by_village", vec![Proposals::Village, Proposals::Status]),
            ("proposals_by_district", vec![Proposals::District, Proposals::Status]),
            ("proposals_by_listed", vec![Proposals::ListedAt, Proposals::Id]),
            ("proposals_by_updated", vec![Proposals::UpdatedAt, Proposals::Id]),
            ("proposals_by_support", vec![Proposals::SupportCount, Proposals::Id]),
            ("proposals_by_cost", vec![Proposals::EstimatedCost, Proposals::Id]),
            ("proposals_by_waiting", vec![Proposals::StatusSince, Proposals::Id]),
            ("proposals_by_cell", vec![Proposals::Cell]),
            ("proposals_by_merge", vec![Proposals::MergedInto]),
        ] {
            let mut index = Index::create();
            index.name(name).table(Proposals::Table);
            for column in columns {
                index.col(column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        // A lost answer makes a form send twice; the key it made itself keeps that one proposal.
        let once = Index::create()
            .name("proposals_once")
            .table(Proposals::Table)
            .col(Proposals::OwnerId)
            .col(Proposals::ClientKey)
            .unique()
            .to_owned();
        manager.create_index(once).await?;

        manager.create_table(decisions()).await?;
        let decided = Index::create()
            .name("decisions_by_proposal")
            .table(Decisions::Table)
            .col(Decisions::ProposalId)
            .col(Decisions::DecidedAt)
            .to_owned();
        manager.create_index(decided).await?;

        manager.create_table(supports()).await?;
        let by_account = Index::create().name("supports_by_account").table(Supports::Table).col(Supports::AccountId).to_owned();
        manager.create_index(by_account).await?;

        manager.create_table(comments()).await?;
        let thread = Index::create()
            .name("comments_by_thread")
            .table(Comments::Table)
            .col(Comments::ProposalId)
            .col(Comments::Path)
            .unique()
            .to_owned();
        manager.create_index(thread).await?;

        manager.create_table(media()).await?;
        let photos =
            Index::create().name("media_by_proposal").table(Media::Table).col(Media::ProposalId).col(Media::Position).to_owned();
        manager.create_index(photos).await
    }
}

fn proposals() -> TableCreateStatement {
    Table::create()
        .table(Proposals::Table)
        .col(uuid(Proposals::Id).primary_key())
        .col(integer(Proposals::Version))
        .col(string_null(Proposals::ClientKey))
        .col(uuid(Proposals::OwnerId))
        .col(string(Proposals::Status))
        .col(big_integer(Proposals::StatusSince))
        .col(integer(Proposals::ProposalNumber))
        .col(string(Proposals::Title))
        .col(text(Proposals::Problem))
        .col(text_null(Proposals::Objective))
        .col(text(Proposals::Address))
        .col(string_null(Proposals::Rt))
        .col(string_null(Proposals::Rw))
        .col(string_null(Proposals::Hamlet))
        .col(string(Proposals::Village))
        .col(string(Proposals::District))
        .col(string(Proposals::Kind))
        .col(string(Proposals::Sector))
        .col(big_integer(Proposals::QuantityMilli))
        .col(string(Proposals::Unit))
        .col(big_integer_null(Proposals::LengthMilli))
        .col(big_integer_null(Proposals::WidthMilli))
        .col(big_integer_null(Proposals::HeightMilli))
        .col(big_integer_null(Proposals::UnitPrice))
        .col(big_integer(Proposals::EstimatedCost))
        .col(big_integer_null(Proposals::AcceptedQuantityMilli))
        .col(big_integer_null(Proposals::AcceptedCost))
        .col(string(Proposals::FundingSources))
        .col(string_null(Proposals::SpendingType))
        .col(string_null(Proposals::SubactivityCode))
        .col(string_null(Proposals::RegionalPriority))
        .col(text_null(Proposals::Note))
        .col(big_integer_null(Proposals::SelfHelpAmount))
        .col(text_null(Proposals::SelfHelpNote))
        .col(integer(Proposals::Beneficiaries))
        .col(integer_null(Proposals::Women))
        .col(integer_null(Proposals::Men))
        .col(integer_null(Proposals::PoorHouseholds))
        .col(integer_null(Proposals::Disabled))
        .col(integer_null(Proposals::Elderly))
        .col(integer_null(Proposals::Children))
        .col(integer(Proposals::Urgency))
        .col(integer_null(Proposals::DamageLevel))
        .col(integer(Proposals::FiscalYear))
        .col(text_null(Proposals::Geometry))
        .col(integer_null(Proposals::LonE7))
        .col(integer_null(Proposals::LatE7))
        .col(big_integer_null(Proposals::Cell))
        .col(boolean(Proposals::OutsideVillage))
        .col(string(Proposals::ProposerType))
        .col(string_null(Proposals::InitialAgency))
        .col(string_null(Proposals::FinalAgency))
        .col(uuid_null(Proposals::MergedInto))
        .col(integer(Proposals::SupportCount))
        .col(integer(Proposals::CommentCount))
        .col(text(Proposals::SearchText))
        .col(big_integer(Proposals::CreatedAt))
        .col(big_integer(Proposals::ListedAt))
        .col(big_integer_null(Proposals::SubmittedAt))
        .col(big_integer(Proposals::UpdatedAt))
        .col(boolean(Proposals::Sample))
        .foreign_key(ForeignKey::create().from(Proposals::Table, Proposals::OwnerId).to(Accounts::Table, Accounts::Id))
        .foreign_key(ForeignKey::create().from(Proposals::Table, Proposals::MergedInto).to(Proposals::Table, Proposals::Id))
        .to_owned()
}

fn decisions() -> TableCreateStatement {
    Table::create()
        .table(Decisions::Table)
        .col(uuid(Decisions::Id).primary_key())
        .col(uuid(Decisions::ProposalId))
        .col(string(Decisions::Level))
        .col(string(Decisions::Decision))
        .col(string(Decisions::FromStatus))
        .col(string(Decisions::ToStatus))
        .col(string_null(Decisions::ReasonCode))
        .col(text_null(Decisions::ReasonText))
        .col(big_integer_null(Decisions::QuantityMilli))
        .col(big_integer_null(Decisions::Cost))
        .col(string(Decisions::FundingSources))
        .col(string_null(Decisions::MinutesNumber))
        .col(string(Decisions::Office))
        .col(uuid(Decisions::DecidedBy))
        .col(big_integer(Decisions::DecidedAt))
        .foreign_key(ForeignKey::create().from(Decisions::Table, Decisions::ProposalId).to(Proposals::Table, Proposals::Id))
        .to_owned()
}

fn supports() -> TableCreateStatement {
    Table::create()
        .table(Supports::Table)
        .col(uuid(Supports::ProposalId))
        .col(uuid(Supports::AccountId))
        .col(big_integer(Supports::SupportedAt))
        .primary_key(Index::create().col(Supports::ProposalId).col(Supports::AccountId))
        .foreign_key(ForeignKey::create().from(Supports::Table, Supports::ProposalId).to(Proposals::Table, Proposals::Id))
        .foreign_key(ForeignKey::create().from(Supports::Table, Supports::AccountId).to(Accounts::Table, Accounts::Id))
        .to_owned()
}

fn comments() -> TableCreateStatement {
    Table::create()
        .table(Comments::Table)
        .col(uuid(Comments::Id).primary_key())
        .col(uuid(Comments::ProposalId))
        .col(uuid_null(Comments::ParentId))
        .col(integer(Comments::Depth))
        .col(string(Comments::Path))
        .col(uuid(Comments::AuthorId))
        .col(string_null(Comments::Office))
        .col(text(Comments::Body))
        .col(big_integer(Comments::CreatedAt))
        .col(big_integer_null(Comments::HiddenAt))
        .col(text_null(Comments::HiddenReason))
        .col(string_null(Comments::HiddenBy))
        .foreign_key(ForeignKey::create().from(Comments::Table, Comments::ProposalId).to(Proposals::Table, Proposals::Id))
        .foreign_key(ForeignKey::create().from(Comments::Table, Comments::AuthorId).to(Accounts::Table, Accounts::Id))
        .to_owned()
}

fn media() -> TableCreateStatement {
    Table::create()
        .table(Media::Table)
        .col(uuid(Media::Id).primary_key())
        .col(uuid(Media::OwnerId))
        .col(uuid_null(Media::ProposalId))
        .col(integer(Media::Position))
        .col(integer(Media::Width))
        .col(integer(Media::Height))
        .col(integer(Media::Bytes))
        .col(big_integer(Media::CreatedAt))
        .foreign_key(ForeignKey::create().from(Media::Table, Media::OwnerId).to(Accounts::Table, Accounts::Id))
        .foreign_key(ForeignKey::create().from(Media::Table, Media::ProposalId).to(Proposals::Table, Proposals::Id))
        .to_owned()
}
