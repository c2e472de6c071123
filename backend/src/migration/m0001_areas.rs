//! Places: the region, its areas and their outlines, its agencies and its levels of review.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Regions {
    Table,
    Code,
    Name,
    FiscalYears,
    DefaultFiscalYear,
    BoundaryAttribution,
    ApproximateAttribution,
    PackDigest,
    BoundariesDigest,
    NeighboursDigest,
}

#[derive(DeriveIden)]
enum Areas {
    Table,
    Code,
    Level,
    Kind,
    Name,
    ParentCode,
    PostalCode,
    SquareMeters,
    LonE7,
    LatE7,
}

#[derive(DeriveIden)]
enum AreaBoundaries {
    Table,
    AreaCode,
    Geojson,
    Simplified,
    WestE7,
    SouthE7,
    EastE7,
    NorthE7,
    Approximate,
    Source,
    Attribution,
    ImportedAt,
}

#[derive(DeriveIden)]
enum Neighbours {
    Table,
    Code,
    Name,
    Geojson,
}

#[derive(DeriveIden)]
enum Agencies {
    Table,
    Code,
    Ordinal,
    Name,
    Sectors,
}

#[derive(DeriveIden)]
enum ReviewLevels {
    Table,
    Code,
    Ordinal,
    Entry,
    Status,
    AcceptsInto,
    MayReturn,
    MayDefer,
    MayReassign,
    Evidence,
    Role,
    NameId,
    NameEn,
    ExpectedDays,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let regions = Table::create()
            .table(Regions::Table)
            .col(string(Regions::Code).primary_key())
            .col(string(Regions::Name))
            .col(string(Regions::FiscalYears))
            .col(integer(Regions::DefaultFiscalYear))
            .col(text(Regions::BoundaryAttribution))
            .col(text(Regions::ApproximateAttribution))
            .col(string(Regions::PackDigest))
            .col(string_null(Regions::BoundariesDigest))
            .col(string_null(Regions::NeighboursDigest))
            .to_owned();
        manager.create_table(regions).await?;

        let areas = Table::create()
            .table(Areas::Table)
            .col(string(Areas::Code).primary_key())
            .col(string(Areas::Level))
            .col(string(Areas::Kind))
            .col(string(Areas::Name))
            .col(string_null(Areas::ParentCode))
            .col(string_null(Areas::PostalCode))
            .col(big_integer(Areas::SquareMeters))
            .col(integer(Areas::LonE7))
            .col(integer(Areas::LatE7))
            .to_owned();
        manager.create_table(areas).await?;

        let boundaries = Table::create()
            .table(AreaBoundaries::Table)
            .col(string(AreaBoundaries::AreaCode).primary_key())
            .col(text(AreaBoundaries::Geojson))
            .col(text(AreaBoundaries::Simplified))
            .col(integer(AreaBoundaries::WestE7))
            .col(integer(AreaBoundaries::SouthE7))
            .col(integer(AreaBoundaries::EastE7))
            .col(integer(AreaBoundaries::NorthE7))
            .col(boolean(AreaBoundaries::Approximate))
            .col(text(AreaBoundaries::Source))
            .col(text(AreaBoundaries::Attribution))
            .col(big_integer(AreaBoundaries::ImportedAt))
            .foreign_key(ForeignKey::create().from(AreaBoundaries::Table, AreaBoundaries::AreaCode).to(Areas::Table, Areas::Code))
            .to_owned();
        manager.create_table(boundaries).await?;

        let neighbours = Table::create()
            .table(Neighbours::Table)
            .col(string(Neighbours::Code).primary_key())
            .col(string(Neighbours::Name))
            .col(text(Neighbours::Geojson))
            .to_owned();
        manager.create_table(neighbours).await?;

        let agencies = Table::create()
            .table(Agencies::Table)
            .col(string(Agencies::Code).primary_key())
            .col(integer(Agencies::Ordinal))
            .col(string(Agencies::Name))
            .col(string(Agencies::Sectors))
            .to_owned();
        manager.create_table(agencies).await?;

        let levels = Table::create()
            .table(ReviewLevels::Table)
            .col(string(ReviewLevels::Code).primary_key())
            .col(integer(ReviewLevels::Ordinal))
            .col(string(ReviewLevels::Entry))
            .col(string(ReviewLevels::Status))
            .col(string_null(ReviewLevels::AcceptsInto))
            .col(boolean(ReviewLevels::MayReturn))
            .col(boolean(ReviewLevels::MayDefer))
            .col(boolean(ReviewLevels::MayReassign))
            .col(string(ReviewLevels::Evidence))
            .col(string(ReviewLevels::Role))
            .col(string(ReviewLevels::NameId))
            .col(string(ReviewLevels::NameEn))
            .col(integer(ReviewLevels::ExpectedDays))
            .to_owned();
        manager.create_table(levels).await
    }
}
