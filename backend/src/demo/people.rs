//! The people of the sample data.

use super::content::Account;
use crate::access::service::{self, RoleGrant, SignUp};
use crate::access::store;
use crate::app::App;
use crate::error::AppError;
use shared::access::{Actor, Deed, ProposalFacts, Resource, Role, Verdict, can};
use shared::area::AreaCode;
use shared::proposal::Step;

/// Public on purpose: sample data are refused where people reach Rembug over TLS.
pub const PASSWORD: &str = "rembug-demo";

pub struct Member {
    contact: String,
    pub actor: Actor,
    pub home: Option<AreaCode>,
}

pub struct People(Vec<Member>);

impl People {
    /// Makes the accounts and grants their roles.
    ///
    /// # Errors
    /// A sentence for the operator when a contact is taken; a role without its area or agency; `INTERNAL`.
    pub async fn settle(app: &App, accounts: &[Account]) -> Result<Self, AppError> {
        let mut members = Vec::with_capacity(accounts.len());
        for account in accounts {
            members.push(settle(app, account).await?);
        }
        Ok(Self(members))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.0.iter().map(|member| &member.actor)
    }

    /// Who signs in with this contact.
    pub fn named(&self, contact: &str) -> Option<&Actor> {
        self.0.iter().find(|member| member.contact == contact).map(|member| &member.actor)
    }

    /// As [`People::named`], for who must be there.
    ///
    /// # Errors
    /// `INTERNAL` when nobody has this contact, which a test rules out.
    pub fn find(&self, contact: &str) -> Result<&Actor, AppError> {
        self.named(contact).ok_or_else(|| AppError::damaged(format!("{contact} has no account")))
    }

    /// Those who speak for no office.
    pub fn residents(&self) -> impl Iterator<Item = &Member> {
        self.0.iter().filter(|member| !member.actor.is_official())
    }

    /// Residents of the village; of its district where it has none.
    pub fn neighbours(&self, village: &AreaCode) -> Vec<&Member> {
        let of = |area: &AreaCode| {
            self.residents().filter(|member| member.home.as_ref().is_some_and(|home| area.contains(home))).collect::<Vec<_>>()
        };
        let own = of(village);
        match village.parent() {
            Some(district) if own.is_empty() => of(&district),
            _ => own,
        }
    }

    /// Who may take the step: the proposer, otherwise the first official with leave.
    pub fn who_may(&self, facts: &ProposalFacts, step: &Step) -> Option<&Actor> {
        let mut actors = self.0.iter().map(|member| &member.actor);
        actors.find(|actor| matches!(can(actor, Deed::MoveProposal, Resource::Step(facts, step)), Verdict::Allowed(_)))
    }

    /// Who answers comments for the village.
    pub fn operator(&self, village: &AreaCode) -> Option<&Actor> {
        let operates =
            |actor: &&Actor| actor.offices.iter().any(|office| office.role == Role::VillageOperator && office.covers(village));
        self.0.iter().map(|member| &member.actor).find(operates)
    }
}

async fn settle(app: &App, account: &Account) -> Result<Member, AppError> {
    let form = SignUp {
        contact: account.contact.clone(),
        password: PASSWORD.to_owned(),
        display_name: account.name.clone(),
        language: None,
        home_area: account.home.clone(),
    };
    let taken = || {
        AppError::setting(
            "REMBUG_DATA_DIR",
            format!("{} exists already, but the sample data are not complete; use an empty folder", account.contact),
        )
    };
    let id = service::create_account(app, form, true).await?.ok_or_else(taken)?;
    for held in &account.grants {
        let grant = RoleGrant {
            account: id,
            role: held.role,
            area: held.area.clone(),
            agency: held.agency.clone(),
            office_title: held.title.clone(),
        };
        service::grant_as_operator(app, grant).await?;
    }
    let offices = store::grants_of(app.db.reader(), &[id.0]).await?.into_iter().map(|grant| grant.office).collect();
    let home = account.home.as_deref().and_then(|code| code.parse().ok());
    Ok(Member { contact: account.contact.clone(), actor: Actor::person(id, offices), home })
}
