//! A plan as a row, and back.

use super::participants::of_plans;
use crate::error::AppError;
use crate::plan::entity::plans;
use crate::plan::model::{Participant, Plan};
use crate::platform::database::{from_millis, from_word, to_millis};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, IdenStatic, Iterable, QuerySelect, Select};
use shared::value::{AccountId, PlanId};
use std::collections::HashMap;
use uuid::Uuid;

/// Nothing is projected yet: what the plan says comes with its first projection.
pub(super) fn new_row(plan: &Plan, client_key: Option<String>) -> plans::ActiveModel {
    plans::ActiveModel {
        id: Set(plan.id.0),
        area_code: Set(plan.area.to_string()),
        sector: Set(plan.sector.map(|sector| sector.to_string())),
        fiscal_year: Set(plan.fiscal_year),
        stage: Set(plan.stage.to_string()),
        created_by: Set(plan.created_by.0),
        created_at: Set(to_millis(plan.created_at)),
        changed_at: Set(to_millis(plan.changed_at)),
        head: Set(0),
        projected_seq: Set(0),
        projected_at: Set(to_millis(plan.created_at)),
        told_seq: Set(0),
        title: Set(String::new()),
        summary: Set(String::new()),
        budget_total: Set(0),
        content: Set("{}".into()),
        search: Set(String::new()),
        west_e7: Set(None),
        south_e7: Set(None),
        east_e7: Set(None),
        north_e7: Set(None),
        superseded_by: Set(None),
        client_key: Set(client_key),
    }
}

/// The rows with nothing in the place of the content, which may be long.
pub(in crate::plan) fn without_content() -> Select<plans::Entity> {
    let others = plans::Column::iter().filter(|column| !matches!(column, plans::Column::Content));
    let nothing = Expr::val("").cast_as("text");
    plans::Entity::find().select_only().columns(others).column_as(nothing, plans::Column::Content.as_str())
}

/// The plans of these rows, in their order, each with its participants: one query more for all of them.
pub(in crate::plan) async fn to_plans(connection: &impl ConnectionTrait, rows: Vec<plans::Model>) -> Result<Vec<Plan>, AppError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut by_plan: HashMap<Uuid, Vec<Participant>> = HashMap::new();
    for (plan, participant) in of_plans(connection, &ids).await? {
        by_plan.entry(plan).or_default().push(participant);
    }
    rows.into_iter()
        .map(|row| {
            let participants = by_plan.remove(&row.id).unwrap_or_default();
            to_plan(row, participants)
        })
        .collect()
}

fn to_plan(row: plans::Model, participants: Vec<Participant>) -> Result<Plan, AppError> {
    Ok(Plan {
        id: PlanId(row.id),
        area: from_word(&row.area_code)?,
        sector: row.sector.as_deref().map(from_word).transpose()?,
        fiscal_year: row.fiscal_year,
        stage: from_word(&row.stage)?,
        created_by: AccountId(row.created_by),
        created_at: from_millis(row.created_at)?,
        changed_at: from_millis(row.changed_at)?,
        head: row.head,
        projected_seq: row.projected_seq,
        projected_at: from_millis(row.projected_at)?,
        title: row.title,
        summary: row.summary,
        budget_total: row.budget_total,
        content: if row.content.is_empty() { None } else { Some(serde_json::from_str(&row.content)?) },
        superseded_by: row.superseded_by.map(PlanId),
        participants,
    })
}
