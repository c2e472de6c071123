//! People: accounts, the roles granted to them, and their sessions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Accounts {
    Table,
    Id,
    DisplayName,
    Email,
    Phone,
    PasswordHash,
    Language,
    HomeArea,
    CreatedAt,
    Sample,
}

#[derive(DeriveIden)]
enum Grants {
    Table,
    Id,
    AccountId,
    Role,
    Area,
    Agency,
    Office,
    GrantedBy,
    GrantedAt,
    RevokedAt,
}

#[derive(DeriveIden)]
enum Sessions {
    Table,
    TokenHash,
    AccountId,
    CreatedAt,
    LastSeenAt,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let accounts = Table::create()
            .table(Accounts::Table)
            .col(uuid(Accounts::Id).primary_key())
            .col(string(Accounts::DisplayName))
            .col(string_null(Accounts::Email).unique_key())
            .col(string_null(Accounts::Phone).unique_key())
            .col(string(Accounts::PasswordHash))
            .col(string(Accounts::Language))
            .col(string_null(Accounts::HomeArea))
            .col(big_integer(Accounts::CreatedAt))
            .col(boolean(Accounts::Sample))
            .to_owned();
        manager.create_table(accounts).await?;

        let grants = Table::create()
            .table(Grants::Table)
            .col(uuid(Grants::Id).primary_key())
            .col(uuid(Grants::AccountId))
            .col(string(Grants::Role))
            .col(string_null(Grants::Area))
            .col(string_null(Grants::Agency))
            .col(string(Grants::Office))
            .col(uuid_null(Grants::GrantedBy))
            .col(big_integer(Grants::GrantedAt))
            .col(big_integer_null(Grants::RevokedAt))
            .foreign_key(ForeignKey::create().from(Grants::Table, Grants::AccountId).to(Accounts::Table, Accounts::Id))
            .to_owned();
        manager.create_table(grants).await?;
        let by_account = Index::create().name("grants_by_account").table(Grants::Table).col(Grants::AccountId).to_owned();
        manager.create_index(by_account).await?;

        let sessions = Table::create()
            .table(Sessions::Table)
            .col(binary(Sessions::TokenHash).primary_key())
            .col(uuid(Sessions::AccountId))
            .col(big_integer(Sessions::CreatedAt))
            .col(big_integer(Sessions::LastSeenAt))
            .col(big_integer(Sessions::ExpiresAt))
            .foreign_key(ForeignKey::create().from(Sessions::Table, Sessions::AccountId).to(Accounts::Table, Accounts::Id))
            .to_owned();
        manager.create_table(sessions).await?;
        let by_account = Index::create().name("sessions_by_account").table(Sessions::Table).col(Sessions::AccountId).to_owned();
        manager.create_index(by_account).await
    }
}
