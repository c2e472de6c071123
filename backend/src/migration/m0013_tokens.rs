//! What programs and agencies come in with: tokens, and the identities that a provider vouches for.

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
enum Tokens {
    Table,
    Id,
    TokenHash,
    AccountId,
    Name,
    Scopes,
    CreatedAt,
    ExpiresAt,
    LastUsedAt,
    RevokedAt,
}

#[derive(DeriveIden)]
enum Identities {
    Table,
    Issuer,
    Subject,
    AccountId,
    CreatedAt,
}

#[derive(DeriveIden)]
enum Visits {
    Table,
    SecretHash,
    Next,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tokens = Table::create()
            .table(Tokens::Table)
            .col(uuid(Tokens::Id).primary_key())
            .col(binary(Tokens::TokenHash).unique_key())
            .col(uuid(Tokens::AccountId))
            .col(string(Tokens::Name))
            .col(string(Tokens::Scopes))
            .col(big_integer(Tokens::CreatedAt))
            .col(big_integer(Tokens::ExpiresAt))
            .col(big_integer_null(Tokens::LastUsedAt))
            .col(big_integer_null(Tokens::RevokedAt))
            .foreign_key(ForeignKey::create().from(Tokens::Table, Tokens::AccountId).to(Accounts::Table, Accounts::Id))
            .to_owned();
        manager.create_table(tokens).await?;
        let by_account = Index::create().name("tokens_by_account").table(Tokens::Table).col(Tokens::AccountId).to_owned();
        manager.create_index(by_account).await?;

        let identities = Table::create()
            .table(Identities::Table)
            .col(string(Identities::Issuer))
            .col(string(Identities::Subject))
            .col(uuid(Identities::AccountId))
            .col(big_integer(Identities::CreatedAt))
            .primary_key(Index::create().col(Identities::Issuer).col(Identities::Subject))
            .foreign_key(ForeignKey::create().from(Identities::Table, Identities::AccountId).to(Accounts::Table, Accounts::Id))
            .to_owned();
        manager.create_table(identities).await?;

        let visits = Table::create()
            .table(Visits::Table)
            .col(binary(Visits::SecretHash).primary_key())
            .col(string(Visits::Next))
            .col(big_integer(Visits::ExpiresAt))
            .to_owned();
        manager.create_table(visits).await
    }
}
