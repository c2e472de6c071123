//! Where other systems are told of what happens, and what they did not take.

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
enum Webhooks {
    Table,
    Id,
    AccountId,
    Name,
    Url,
    Kinds,
    Areas,
    Secret,
    OldSecret,
    OldSecretUntil,
    State,
    Cursor,
    Attempts,
    DueAt,
    FailingSince,
    LastAt,
    LastProblem,
    LastStatus,
    Lease,
    LeasedUntil,
    CreatedAt,
}

#[derive(DeriveIden)]
enum WebhookDeliveries {
    Table,
    Id,
    WebhookId,
    Seq,
    State,
    Problem,
    Status,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let webhooks = Table::create()
            .table(Webhooks::Table)
            .col(uuid(Webhooks::Id).primary_key())
            .col(uuid(Webhooks::AccountId))
            .col(string(Webhooks::Name))
            .col(string(Webhooks::Url))
            .col(text(Webhooks::Kinds))
            .col(text(Webhooks::Areas))
            .col(binary(Webhooks::Secret))
            .col(binary_null(Webhooks::OldSecret))
            .col(big_integer_null(Webhooks::OldSecretUntil))
            .col(string(Webhooks::State))
            .col(big_integer(Webhooks::Cursor))
            .col(integer(Webhooks::Attempts))
            .col(big_integer(Webhooks::DueAt))
            .col(big_integer_null(Webhooks::FailingSince))
            .col(big_integer_null(Webhooks::LastAt))
            .col(string_null(Webhooks::LastProblem))
            .col(integer_null(Webhooks::LastStatus))
            .col(uuid_null(Webhooks::Lease))
            .col(big_integer(Webhooks::LeasedUntil))
            .col(big_integer(Webhooks::CreatedAt))
            .foreign_key(ForeignKey::create().from(Webhooks::Table, Webhooks::AccountId).to(Accounts::Table, Accounts::Id))
            .to_owned();
        manager.create_table(webhooks).await?;
        let by_account = Index::create().name("webhooks_by_account").table(Webhooks::Table).col(Webhooks::AccountId).to_owned();
        manager.create_index(by_account).await?;

        let webhook = ForeignKey::create()
            .from(WebhookDeliveries::Table, WebhookDeliveries::WebhookId)
            .to(Webhooks::Table, Webhooks::Id)
            .on_delete(ForeignKeyAction::Cascade)
            .to_owned();
        let deliveries = Table::create()
            .table(WebhookDeliveries::Table)
            .col(uuid(WebhookDeliveries::Id).primary_key())
            .col(uuid(WebhookDeliveries::WebhookId))
            .col(big_integer(WebhookDeliveries::Seq))
            .col(string(WebhookDeliveries::State))
            .col(string(WebhookDeliveries::Problem))
            .col(integer_null(WebhookDeliveries::Status))
            .col(big_integer(WebhookDeliveries::At))
            .foreign_key(&mut webhook.clone())
            .to_owned();
        manager.create_table(deliveries).await?;
        let by_webhook = Index::create()
            .name("webhook_deliveries_by_webhook")
            .table(WebhookDeliveries::Table)
            .col(WebhookDeliveries::WebhookId)
            .col(WebhookDeliveries::Id)
            .to_owned();
        manager.create_index(by_webhook).await?;
        // Looked for at every turn, and nearly always empty.
        let waiting = "CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, id) WHERE state = 'WAITING'";
        manager.get_connection().execute_unprepared(waiting).await?;
        Ok(())
    }
}
