//! Who is using the app: the first question it asks, signing in and out, one's own account.

use super::area::{AgencyName, AreaName, Region};
use super::{Answer, Input, Nothing, Payload, UserError};
use crate::access::Role;
use crate::area::AreaCode;
use crate::i18n::Lang;
use crate::value::{AccountId, GrantId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The person signed in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Viewer {
    pub account: Account,
    pub may_propose: bool,
    pub is_official: bool,
    pub is_admin: bool,
}

/// An account as its owner and the admin see it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: AccountId,
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Lang,
    pub home_area: Option<AreaName>,
    pub grants: Vec<Grant>,
    pub created_at: DateTime<Utc>,
    /// Devices on which the account is signed in now.
    pub session_count: i32,
}

/// A role that a person holds, and where.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    pub id: GrantId,
    pub role: Role,
    /// The name of office, as the public reads it.
    pub office: String,
    pub area: Option<AreaName>,
    pub agency: Option<AgencyName>,
    pub granted_at: DateTime<Utc>,
}

/// What the public sees of a person: a name, and the offices they speak for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: AccountId,
    pub display_name: String,
    pub offices: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct StartData {
    /// None when nobody is signed in.
    pub viewer: Option<Viewer>,
    pub region: Region,
}

operation! {
    /// What the app needs to know before anything else.
    Start(Nothing) -> StartData {
        "query Start {
  viewer { ...ViewerParts }
  region { code name center { longitude latitude } boundingBox { west south east north } boundariesApproximate boundaryAttribution fiscalYears defaultFiscalYear sampleData }
}", "viewer", "account"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignUpInput {
    /// E-mail address or Indonesian phone number.
    pub contact: String,
    pub password: String,
    pub display_name: String,
    pub language: Option<Lang>,
    pub home_area: Option<AreaCode>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SignUpResult {
    /// True also for a contact already known, so that nobody learns who has an account.
    pub accepted: bool,
    pub errors: Vec<UserError>,
}

operation! {
    /// Makes an account; signing in is a step of its own.
    SignUp(Input<SignUpInput>) -> Answer<SignUpResult> {
        "mutation SignUp($input: SignUpInput!) { answer: signUp(input: $input) { accepted errors { code field message } } }"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SignInInput {
    pub contact: String,
    pub password: String,
}

operation! {
    SignIn(Input<SignInInput>) -> Answer<Payload<Viewer>> {
        "mutation SignIn($input: SignInInput!) {
  answer: signIn(input: $input) { object: viewer { ...ViewerParts } errors { code field message } }
}", "viewer", "account"
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedOut {
    pub signed_out: bool,
}

operation! {
    SignOut(Nothing) -> Answer<SignedOut> {
        "mutation SignOut { answer: signOut { signedOut } }"
    }
}

operation! {
    /// Ends every session of the account, on every device.
    SignOutEverywhere(Nothing) -> Answer<SignedOut> {
        "mutation SignOutEverywhere { answer: signOutEverywhere { signedOut } }"
    }
}

/// What is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateAccountInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_area: Option<AreaCode>,
}

operation! {
    UpdateAccount(Input<UpdateAccountInput>) -> Answer<Payload<Account>> {
        "mutation UpdateAccount($input: UpdateAccountInput!) {
  answer: updateAccount(input: $input) { object: account { ...AccountParts } errors { code field message } }
}", "account"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangePasswordInput {
    pub current_password: String,
    pub new_password: String,
}

operation! {
    ChangePassword(Input<ChangePasswordInput>) -> Answer<Payload<Account>> {
        "mutation ChangePassword($input: ChangePasswordInput!) {
  answer: changePassword(input: $input) { object: account { ...AccountParts } errors { code field message } }
}", "account"
    }
}
