use super::actions::Draft;
use crate::ui::Toasts;
use leptos::prelude::*;
use shared::operations::desk::Level;
use shared::operations::proposal::ProposalDetail;
use shared::value::ProposalId;

/// One proposal on the screen, and what its reader is doing with it.
#[derive(Clone, Copy)]
pub struct Case {
    pub id: ProposalId,
    /// As it is shown.
    pub proposal: RwSignal<ProposalDetail>,
    /// A newer version, held back while something is being filled in.
    pub newer: RwSignal<Option<ProposalDetail>>,
    /// Told when something happened, so that history and conversation look again.
    pub stir: Trigger,
    /// The regency's review levels, once they are here.
    pub levels: Signal<Vec<Level>>,
    pub draft: Draft,
    toasts: Toasts,
}

impl Case {
    pub fn new(proposal: ProposalDetail, levels: Signal<Vec<Level>>) -> Self {
        Self {
            id: proposal.id,
            draft: Draft::of(proposal.id),
            proposal: RwSignal::new(proposal),
            newer: RwSignal::new(None),
            stir: Trigger::new(),
            levels,
            toasts: Toasts::get(),
        }
    }

    /// Takes up what the server says now: at once, unless a form is open that another version would confuse.
    pub fn offer(self, answer: ProposalDetail) {
        let (is_same, is_same_version) =
            self.proposal.with_untracked(|seen| (*seen == answer, seen.version == answer.version && seen.status == answer.status));
        if is_same {
            return;
        }
        if is_same_version || self.draft.action.with_untracked(String::is_empty) {
            self.show(answer);
        } else {
            self.newer.set(Some(answer));
        }
    }

    /// Shows this version.
    pub fn show(self, answer: ProposalDetail) {
        self.newer.set(None);
        self.proposal.set(answer);
        self.stir.notify();
    }

    /// A step was taken: what was filled in is done with.
    pub fn took_step(self, answer: ProposalDetail) {
        self.draft.clear();
        self.toasts.say(crate::i18n::t("actions.done"));
        self.show(answer);
    }
}
