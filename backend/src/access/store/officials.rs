//! Who holds which office, as everybody may know.

use super::grants::{Grant, to_grant};
use crate::access::entity::accounts;
use crate::access::entity::grants::{Column, Entity, Model};
use crate::error::AppError;
use crate::platform::database::{Database, Listed, holds};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};
use shared::access::Role;
use shared::area::AreaCode;
use shared::value::time::Chronology;

/// Which offices. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct OfficialFilter {
    /// Areas of any level: the offices of these and of what lies in them.
    pub areas: Vec<AreaCode>,
    pub roles: Vec<Role>,
    /// Codes of agencies.
    pub agencies: Vec<String>,
    /// Every word must occur in the name of the person or of the office.
    pub text: Option<String>,
}

/// The grants in force that are offices: an organiser's is no office, and residents have none.
impl Listed for OfficialFilter {
    type Entity = Entity;
    type Order = Chronology;
    type Item = Grant;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<Entity> {
        let offices = Role::ALL.iter().filter(|role| role.is_official()).map(|role| role.as_str());
        let of_these = (!self.roles.is_empty()).then(|| Column::Role.is_in(self.roles.iter().map(|role| role.as_str())));
        let agencies = self.agencies.iter().map(String::as_str);
        let of_agencies = (!self.agencies.is_empty()).then(|| Column::Agency.is_in(agencies));
        let of_areas = (!self.areas.is_empty()).then(|| within_any(&self.areas));
        let grants = Condition::all()
            .add(Column::RevokedAt.is_null())
            .add(Column::Role.is_in(offices))
            .add_option(of_these)
            .add_option(of_areas)
            .add_option(of_agencies);
        let words = self.text.as_deref().unwrap_or_default().split_whitespace();
        Entity::find().filter(words.fold(grants, |all, word| all.add(named(word))))
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::GrantedAt, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<Grant>, AppError> {
        rows.into_iter().map(to_grant).collect()
    }
}

fn within_any(areas: &[AreaCode]) -> Condition {
    let within = |area: &AreaCode| Column::Area.eq(area.as_str()).or(Column::Area.starts_with(format!("{area}.")));
    areas.iter().fold(Condition::any(), |any, area| any.add(within(area)))
}

/// That the word occurs in the name of the office, or of who holds it.
fn named(word: &str) -> Condition {
    let people = Query::select()
        .column(accounts::Column::Id)
        .from(accounts::Entity)
        .and_where(holds(accounts::Column::SearchText, word))
        .take();
    Condition::any().add(holds(Column::SearchText, word)).add(Column::AccountId.in_subquery(people))
}
