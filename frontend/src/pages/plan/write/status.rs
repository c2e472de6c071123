use crate::i18n::{fill, name_of, t};
use crate::plan::Live;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::replica::Status;

/// Where the writing is: always one of four.
#[component]
pub fn StatusLine(live: Live) -> impl IntoView {
    // What was refused waits for its author: as long as it does, not all that was written is safe.
    let status =
        Memo::new(move |_| match (live.status.get(), live.draft.with(|draft| draft.as_ref().map(crate::plan::Draft::code))) {
            (Status::Saved, Some(code)) => Status::Rejected(code),
            (status, _) => status,
        });
    let words = move || match status.get() {
        Status::Saved => t("plan.saved").to_owned(),
        Status::Saving => t("plan.saving").to_owned(),
        Status::Offline(0) => t("plan.offline_nothing").to_owned(),
        Status::Offline(waiting) => fill(t("plan.offline"), &[("count", waiting.to_string())]),
        Status::Rejected(code) => fill(t("plan.rejected"), &[("reason", name_of(code).to_owned())]),
    };
    let icon = move || match status.get() {
        Status::Saved => "cloud-check",
        Status::Saving => "clock",
        Status::Offline(_) => "offline",
        Status::Rejected(_) => "warning",
    };
    let class = move || match status.get() {
        Status::Saved => "plan-status ok",
        Status::Saving => "plan-status",
        Status::Offline(_) => "plan-status wait",
        Status::Rejected(_) => "plan-status no",
    };
    let name = move || match status.get() {
        Status::Saved => "saved",
        Status::Saving => "saving",
        Status::Offline(_) => "offline",
        Status::Rejected(_) => "rejected",
    };
    view! { <p class=class role="status" data-status=name><Icon name=Signal::derive(icon)/><span>{words}</span></p> }
}
