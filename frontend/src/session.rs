//! Who is signed in, and what the app knows of the regency: asked once at the start, kept for every screen.

use crate::api::{ApiError, send};
use crate::{i18n, storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::Nothing;
use shared::operations::account::{SignOut, SignOutEverywhere, Start, Viewer};
use shared::operations::area::Region;

/// Where the regency is kept for a start without a connection.
const REGION: &str = "rembug.region";

/// What the app knows of its user and its place.
#[derive(Clone, Copy)]
pub struct Session {
    /// None when nobody is signed in, or it is not known yet.
    pub viewer: RwSignal<Option<Viewer>>,
    pub region: RwSignal<Option<Region>>,
    /// Whether the server has said who is signed in.
    pub known: RwSignal<bool>,
    /// Why the start failed, until it succeeds.
    pub failure: RwSignal<Option<ApiError>>,
}

impl Session {
    /// Makes the session, gives it to every screen below and asks the server.
    pub fn provide() -> Self {
        let session = Self {
            viewer: RwSignal::new(None),
            region: RwSignal::new(None),
            known: RwSignal::new(false),
            failure: RwSignal::new(None),
        };
        provide_context(session);
        session.refresh();
        session
    }

    /// The session of this app; an unknown one outside of it.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self {
            viewer: RwSignal::new(None),
            region: RwSignal::new(None),
            known: RwSignal::new(false),
            failure: RwSignal::new(None),
        })
    }

    /// Asks again who is signed in.
    pub fn refresh(self) {
        spawn_local(async move {
            match send::<Start>(&Nothing {}).await {
                Ok(start) => {
                    storage::keep(REGION, &start.region);
                    self.region.set(Some(start.region));
                    self.enter(start.viewer);
                    self.failure.set(None);
                }
                Err(error) => {
                    if self.region.with_untracked(Option::is_none) {
                        self.region.set(storage::recall(REGION));
                    }
                    self.failure.set(Some(error));
                }
            }
        });
    }

    /// Takes up who is signed in now.
    pub fn enter(self, viewer: Option<Viewer>) {
        if let Some(viewer) = &viewer {
            i18n::follow_account(viewer.account.language);
        }
        self.viewer.set(viewer);
        self.known.set(true);
    }

    /// A refused request may tell that the session is over.
    pub fn notice(self, error: &ApiError) {
        if *error == ApiError::Unauthenticated {
            self.viewer.set(None);
            self.known.set(true);
        }
    }

    /// Ends the session here, or on every device; `then` runs once the server has done so.
    pub fn sign_out(self, everywhere: bool, then: impl FnOnce(Result<(), ApiError>) + 'static) {
        spawn_local(async move {
            let done = if everywhere { send::<SignOutEverywhere>(&Nothing {}).await } else { send::<SignOut>(&Nothing {}).await };
            match done {
                Ok(_) => {
                    self.viewer.set(None);
                    then(Ok(()));
                }
                Err(error) => {
                    self.notice(&error);
                    then(Err(error));
                }
            }
        });
    }

    pub fn is_signed_in(self) -> bool {
        self.viewer.with(Option::is_some)
    }

    pub fn is_official(self) -> bool {
        self.viewer.with(|viewer| viewer.as_ref().is_some_and(|viewer| viewer.is_official))
    }

    pub fn is_admin(self) -> bool {
        self.viewer.with(|viewer| viewer.as_ref().is_some_and(|viewer| viewer.is_admin))
    }
}
