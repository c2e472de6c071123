//! The parts of the app that come over the network when first needed. What the front page shows is not among them:
//! it is there at once, and the rest is fetched by the page that needs it, or by the service worker in its own time.
//!
//! The build cuts the wasm at these functions; all that only they reach goes into the file named by their attribute.

use crate::api::ApiError;
use crate::pages::{about, account, area, data, desk, people, plan, proposal, propose, sign_in, sign_up};
use crate::ui::{Failure, Heading};
use leptos::prelude::*;
use leptos_router::ChooseView;
use std::pin::Pin;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Shown = Result<AnyView, SplitLoaderError>;

/// A page that may have to be fetched before it can be shown.
#[derive(Clone, Copy)]
pub struct Part(fn() -> Pin<Box<dyn Future<Output = Shown>>>);

impl ChooseView for Part {
    async fn choose(self) -> AnyView {
        (self.0)().await.unwrap_or_else(|_| view! { <Missing/> }.into_any())
    }

    async fn preload(&self) {}
}

/// The part could not be fetched: the page as a whole is asked for again, at the same address.
#[component]
fn Missing() -> impl IntoView {
    let again = |()| {
        if let Some(window) = web_sys::window() {
            // Refused only while the page is being left anyway.
            let _ = window.location().reload();
        }
    };
    view! {
        <div class="page">
            <Heading text=t!("frame.missing")/>
            <Failure error=Some(ApiError::Offline) retry=Callback::new(again)/>
        </div>
    }
}

/// `part!(NAME, file, page)`: a page, and the file that it comes with.
macro_rules! part {
    ($name:ident, $file:ident, $page:path) => {
        pub const $name: Part = {
            #[wasm_split($file, fallible)]
            fn show() -> Shown {
                Ok($page().into_any())
            }
            Part(|| Box::pin(show()))
        };
    };
}

part!(PROPOSAL, proposal, proposal::ProposalPage);
part!(PROPOSE, propose, propose::ProposePage);
part!(EDIT, propose, propose::EditPage);
part!(PLANS, plan, plan::PlansPage);
part!(PLAN, plan, plan::PlanPage);
part!(NEW_PLAN, plan, plan::NewPlanPage);
part!(WRITE_PLAN, write_plan, plan::WritePage);
part!(PLAN_HISTORY, plan, plan::HistoryPage);
part!(PLAN_SUGGESTIONS, plan, plan::SuggestionsPage);
part!(AREA, rest, area::AreaPage);
part!(DATA, data, data::DataPage);
part!(DESK, office, desk::DeskPage);
part!(PEOPLE, office, people::PeoplePage);
part!(SIGN_IN, rest, sign_in::SignInPage);
part!(SIGN_UP, rest, sign_up::SignUpPage);
part!(ACCOUNT, rest, account::AccountPage);
part!(ABOUT, rest, about::AboutPage);
