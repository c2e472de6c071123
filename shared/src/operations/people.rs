//! People and their roles, for the admin.

use super::account::Account;
use super::{Answer, Input, Page, Payload};
use crate::access::Role;
use crate::area::AreaCode;
use crate::value::{AccountId, GrantId};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PersonFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeopleVariables {
    pub filter: PersonFilter,
    pub first: i32,
    pub after: Option<String>,
}

operation! {
    People(PeopleVariables) -> Answer<Page<Account>> {
        "query People($filter: PersonFilter, $first: Int, $after: String) {
  answer: people(filter: $filter, first: $first, after: $after) { nodes { ...AccountParts } pageInfo { hasNextPage endCursor } totalCount }
}", "account"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantRoleInput {
    pub account_id: AccountId,
    pub role: Role,
    pub area: Option<AreaCode>,
    /// Code of the agency.
    pub agency: Option<String>,
    /// The name of office; the server writes one from role and place when left out.
    pub office_title: Option<String>,
}

operation! {
    GrantRole(Input<GrantRoleInput>) -> Answer<Payload<Account>> {
        "mutation GrantRole($input: GrantRoleInput!) {
  answer: grantRole(input: $input) { object: account { ...AccountParts } errors { code field message } }
}", "account"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RevokeRoleInput {
    pub grant_id: GrantId,
}

operation! {
    RevokeRole(Input<RevokeRoleInput>) -> Answer<Payload<Account>> {
        "mutation RevokeRole($input: RevokeRoleInput!) {
  answer: revokeRole(input: $input) { object: account { ...AccountParts } errors { code field message } }
}", "account"
    }
}
