//! What people change of accounts and roles.

use super::{Account, Viewer};
use crate::access::service::{self, RoleGrant, SignUp};
use crate::access::{session, store};
use crate::api::context::{app, request};
use crate::api::enums::{Language, Role};
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::ErrorCode;
use shared::access::Actor;

/// Who wants an account (pendaftaran).
#[derive(InputObject)]
pub struct SignUpInput {
    /// An e-mail address or an Indonesian phone number (kontak).
    contact: String,
    /// At least 8 characters (kata sandi).
    password: String,
    /// The name that everyone will see (nama).
    display_name: String,
    /// In which messages shall reach them (bahasa); that of the request when left out.
    language: Option<Language>,
    /// Code of the area where they live (wilayah tempat tinggal); may be left out.
    home_area: Option<String>,
}

/// The same answer whether the contact is new or known (pendaftaran).
#[derive(SimpleObject)]
pub struct SignUpPayload {
    /// Whether the form was taken (diterima).
    accepted: bool,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// Who comes in (masuk).
#[derive(InputObject)]
pub struct SignInInput {
    /// The e-mail address or phone number (kontak).
    contact: String,
    /// The password (kata sandi).
    password: String,
}

/// The session that began (masuk).
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// Who is signed in now (saya); null when there are errors.
    viewer: Option<Viewer>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// The session that ended (keluar).
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Always true (sudah keluar).
    signed_out: bool,
}

/// What one says of oneself (profil); what is left out stays.
#[derive(InputObject)]
pub struct UpdateAccountInput {
    /// The name that everyone sees (nama).
    display_name: Option<String>,
    /// In which messages shall come (bahasa).
    language: Option<Language>,
    /// Code of the area where one lives (wilayah tempat tinggal); empty to say nothing.
    home_area: Option<String>,
}

/// The old password and the new one (kata sandi).
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The one in force (kata sandi sekarang).
    current_password: String,
    /// The one to come (kata sandi baru), at least 8 characters.
    new_password: String,
}

/// The account after the change (akun).
#[derive(SimpleObject)]
pub struct AccountPayload {
    /// The account as it is now (akun); null when there are errors.
    account: Option<Account>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// Whom to give which role, and where (pemberian peran).
#[derive(InputObject)]
pub struct GrantRoleInput {
    /// The person's account (akun).
    account_id: ID,
    /// What the person is to be (peran).
    role: Role,
    /// Code of the area within which it holds (wilayah), for roles that need one.
    area: Option<String>,
    /// Code of the agency within which it holds (perangkat daerah), for roles that need one.
    agency: Option<String>,
    /// The name of office to show (nama jabatan); otherwise it follows from role and place.
    office_title: Option<String>,
}

/// Which role to take away (pencabutan peran).
#[derive(InputObject)]
pub struct RevokeRoleInput {
    /// The grant's id (nomor peran).
    grant_id: ID,
}

#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Makes an account (mendaftar); sign in afterwards.
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who wants an account (pendaftaran).")] input: SignUpInput,
    ) -> Result<SignUpPayload> {
        let request = request(ctx)?;
        let form = SignUp {
            contact: input.contact,
            password: input.password,
            display_name: input.display_name,
            language: input.language.map(Into::into),
            home_area: input.home_area,
        };
        let (done, errors) = split(service::sign_up(app(ctx)?, &request.actor, form, request.from).await, request.lang)?;
        Ok(SignUpPayload { accepted: done.is_some(), errors })
    }

    /// Begins a session in a cookie that scripts cannot read (masuk).
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who comes in (masuk).")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        let signed_in = service::sign_in(app, &request.actor, &input.contact, input.password, request.from).await;
        let (done, errors) = split(signed_in, request.lang)?;
        let Some((account, cookie)) = done else { return Ok(SignInPayload { viewer: None, errors }) };
        request.set_cookie(cookie);
        let offices = store::grants_of(app.db.reader(), &[account.0]).await?.into_iter().map(|grant| grant.office).collect();
        let actor = Actor::person(account, offices);
        let account = service::own(app, &service::own_permit(&actor)?).await?;
        Ok(SignInPayload { viewer: Some(Viewer::new(&actor, account)), errors })
    }

    /// Ends this session (keluar).
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        service::sign_out(app, &request.actor, request.session()).await?;
        request.set_cookie(session::forget(app));
        Ok(SignOutPayload { signed_out: true })
    }

    /// Ends every session of the person, on every device (keluar dari semua perangkat).
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        service::sign_out_everywhere(app, &request.actor).await?;
        request.set_cookie(session::forget(app));
        Ok(SignOutPayload { signed_out: true })
    }

    /// Changes what one says of oneself (profil); what is left out stays.
    async fn update_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What one says of oneself (profil); what is left out stays.")] input: UpdateAccountInput,
    ) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let result =
            service::update_profile(app(ctx)?, &request.actor, input.display_name, input.language.map(Into::into), input.home_area)
                .await;
        account_payload(result, request.lang)
    }

    /// Changes the password and ends every other session (mengganti kata sandi).
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old password and the new one (kata sandi).")] input: ChangePasswordInput,
    ) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let result = service::change_password(
            app(ctx)?,
            &request.actor,
            input.current_password,
            input.new_password,
            request.session(),
            request.from,
        )
        .await;
        account_payload(result, request.lang)
    }

    /// Grants a role within its area or agency (memberi peran); for an admin.
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to give which role, and where (pemberian peran).")] input: GrantRoleInput,
    ) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let account = input.account_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        let form = RoleGrant {
            account,
            role: input.role.into(),
            area: input.area,
            agency: input.agency,
            office_title: input.office_title,
        };
        account_payload(service::grant_role(app(ctx)?, &request.actor, form).await, request.lang)
    }

    /// Takes a role away at once (mencabut peran); for an admin.
    async fn revoke_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role to take away (pencabutan peran).")] input: RevokeRoleInput,
    ) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let grant = input.grant_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        account_payload(service::revoke_role(app(ctx)?, &request.actor, grant).await, request.lang)
    }
}

fn account_payload(result: std::result::Result<store::Account, AppError>, lang: shared::i18n::Lang) -> Result<AccountPayload> {
    let (account, errors) = split(result, lang)?;
    Ok(AccountPayload { account: account.map(Account), errors })
}
