//! People's public side: who holds which office.

use super::{Person, agency_of, area_of};
use crate::access::store::{Grant, OfficialFilter as Filter};
use crate::api::connection::{Page, Slice, Totals, asks, list_field};
use crate::api::context::app;
use crate::api::enums::{Chronology, Role};
use crate::api::filter::{each, known_areas, words};
use crate::api::loaders::{Loaders, PersonKey};
use crate::area::graphql::{Agency, Area};
use crate::error::AppError;
use async_graphql::{Context, Description, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::PageRequest;
use shared::value::time::Chronology as Order;

/// Somebody in an office (pejabat): what everybody may know of it.
#[derive(Description)]
pub struct Official(Grant);

#[Object(use_type_description)]
impl Official {
    /// Of the grant (nomor peran).
    async fn id(&self) -> ID {
        ID(self.0.office.grant.to_string())
    }

    /// Who holds it (orang).
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.0.account, "an office held by nobody").await
    }

    /// What they are in it (peran).
    async fn role(&self) -> Role {
        self.0.office.role.into()
    }

    /// The area that it answers for (wilayah), with what lies in it; null when it is none's.
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        area_of(ctx, &self.0.office)
    }

    /// The agency that it belongs to (perangkat daerah); null when it is none's.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        agency_of(ctx, &self.0.office)
    }

    /// What it is called (jabatan), as decisions show it.
    async fn office(&self) -> &str {
        &self.0.office.name
    }

    /// Since when they hold it (sejak).
    async fn since(&self) -> DateTime<Utc> {
        self.0.granted_at
    }
}

/// Which offices (jabatan); each field narrows further.
#[derive(InputObject, Default)]
pub struct OfficialFilter {
    /// Codes of any level (wilayah): the offices of these and of what lies in them.
    areas: Option<Vec<String>>,
    /// Any of these (peran); residents and organisers hold no office.
    roles: Option<Vec<Role>>,
    /// Codes of agencies (perangkat daerah), any of these.
    agencies: Option<Vec<String>>,
    /// Every word must occur in the name of who holds it, or of the office (pencarian).
    text: Option<String>,
}

list_field! {
    /// Who holds which office now (pejabat), a page at a time, newest first; residents are not listed. `first` or `last` from 1
    /// to 100 is required.
    OfficialList::officials(OfficialFilter, Chronology) -> Official, list
}

async fn list(ctx: &Context<'_>, input: OfficialFilter, order: Option<Chronology>, page: PageRequest) -> Result<Page<Official>> {
    const AGENCIES: &str = "filter.agencies";
    let areas = app(ctx)?.areas.current();
    let agencies: Vec<String> = each(AGENCIES, input.agencies)?;
    if agencies.iter().any(|code| areas.agency(code).is_none()) {
        return Err(AppError::field(AGENCIES, ErrorCode::UnknownAgency).into());
    }
    let list = Filter {
        areas: known_areas(&areas, input.areas)?,
        roles: each("filter.roles", input.roles)?,
        agencies,
        text: words(input.text.as_deref())?,
    };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    if asks(ctx, "person") {
        ctx.data::<Loaders>()?.load_many(found.items().into_iter().map(|grant| PersonKey(grant.account.0))).await?;
    }
    Ok(found.connect(Totals::of(list), Official))
}
