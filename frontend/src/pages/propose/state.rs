use super::documents::Document;
use super::draft::{self, Beside, Draft, Intent, Target};
use super::photos::Photo;
use super::question::{QUESTIONS, step_of};
use super::step::Step;
use super::typed::{Typed, read};
use super::uploads::Uploads;
use crate::i18n::{language_now, t};
use crate::session::Session;
use crate::ui::FormError;
use leptos::prelude::*;
use serde_json::{Map, Value};
use shared::area::AreaCode;
use shared::error::{ErrorCode, FieldError};
use shared::operations::UserError;
use shared::proposal::{CatalogItem, DocumentKind, ProposalForm};
use shared::value::ProposalId;

const VILLAGE: &str = "villageCode";
const SHAPE: &str = "geometry";

/// The form on the screen: what each control holds, and the draft that it is kept in.
#[derive(Clone, Copy)]
pub struct FormState {
    /// In the order of the questions; the two that follow have controls of their own kind.
    texts: StoredValue<Vec<RwSignal<String>>>,
    pub village: RwSignal<Option<AreaCode>>,
    pub geometry: RwSignal<Option<Value>>,
    pub photos: RwSignal<Vec<Photo>>,
    /// By kind.
    pub documents: RwSignal<Vec<Document>>,
    /// The document on its way, and how much of it has gone, from 0 to 1.
    pub sending: RwSignal<Option<(DocumentKind, f64)>>,
    /// The regency's catalogue of proposals; empty until it is heard of.
    pub catalog: RwSignal<Vec<CatalogItem>>,
    /// Whether photos and documents are kept on this device as they are now.
    uploads_kept: StoredValue<bool>,
    draft: StoredValue<Draft>,
    session: Session,
}

impl FormState {
    pub fn new(draft: Draft, uploads: Uploads) -> Self {
        let state = Self {
            texts: StoredValue::new(QUESTIONS.iter().map(|_| RwSignal::new(String::new())).collect()),
            village: RwSignal::new(None),
            geometry: RwSignal::new(None),
            photos: RwSignal::new(uploads.photos),
            documents: RwSignal::new(uploads.documents),
            sending: RwSignal::new(None),
            catalog: RwSignal::new(Vec::new()),
            uploads_kept: StoredValue::new(false),
            draft: StoredValue::new(Draft::default()),
            session: Session::get(),
        };
        state.fill(&draft.typed);
        state.draft.set_value(draft);
        state
    }

    /// What the control of a question holds.
    pub fn text(self, name: &str) -> RwSignal<String> {
        let index = QUESTIONS.iter().position(|question| question.name == name);
        let signal = self.texts.with_value(|texts| index.and_then(|index| texts.get(index).copied()));
        signal.unwrap_or_else(|| RwSignal::new(String::new()))
    }

    /// Everything as it is typed now; followed where it is read reactively.
    pub fn typed(self) -> Typed {
        let texts = self.texts.get_value();
        let mut typed = Typed::new();
        for (question, text) in QUESTIONS.iter().zip(texts) {
            let text = match question.name {
                VILLAGE => self.village.get().map(|code| code.to_string()).unwrap_or_default(),
                SHAPE => self.geometry.get().map(|shape| shape.to_string()).unwrap_or_default(),
                _ => text.get(),
            };
            if !text.is_empty() {
                typed.insert(question.name.to_owned(), text);
            }
        }
        typed
    }

    /// Puts answers into their controls; what is not among them becomes empty.
    pub fn fill(self, typed: &Typed) {
        let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
        for question in &QUESTIONS {
            self.text(question.name).set(get(question.name));
        }
        self.village.set(get(VILLAGE).parse().ok());
        self.geometry.set(serde_json::from_str(&get(SHAPE)).ok());
    }

    /// Puts one answer into its control.
    pub fn put(self, name: &str, text: String) {
        match name {
            VILLAGE => self.village.set(text.parse().ok()),
            SHAPE => self.geometry.set(serde_json::from_str(&text).ok()),
            _ => self.text(name).set(text),
        }
    }

    /// The form, and all that the shared rules find wrong with it, in words.
    pub fn examine(self) -> (ProposalForm, Vec<FormError>) {
        let years = self.session.region.with(|region| {
            let years = region.as_ref().map(|region| region.fiscal_years.as_slice()).unwrap_or_default();
            // Without the server nobody knows the years; it will say.
            years.iter().min().copied().unwrap_or(1)..=years.iter().max().copied().unwrap_or(9999)
        });
        let typed = self.typed();
        let (mut form, errors) = self.draft.with_value(|draft| read(&typed, &draft.base, &years));
        form.photos = Some(self.photos.with(|photos| photos.iter().filter_map(|photo| photo.id.clone()).collect()));
        form.documents =
            Some(self.documents.with(|documents| documents.iter().filter_map(|document| document.id.clone()).collect()));
        let item = self.item().map(|item| item.contradictions(form.kind, form.unit)).unwrap_or_default();
        (form, errors.iter().chain(&item).map(describe).collect())
    }

    /// The item of the catalogue that is chosen.
    pub fn item(self) -> Option<CatalogItem> {
        let code = self.text("catalogCode").get();
        self.catalog.with(|catalog| catalog.iter().find(|item| item.code == code).cloned())
    }

    /// Whether nothing of the person's own is in it.
    pub fn is_untouched(self) -> bool {
        let has_uploads = !(self.photos.with(Vec::is_empty) && self.documents.with(Vec::is_empty));
        !has_uploads && self.typed().keys().all(|name| matches!(name.as_str(), "proposerType" | "fiscalYear"))
    }

    /// Keeps the answers on this device; whether that worked.
    pub fn keep(self) -> bool {
        let typed = self.typed();
        self.draft.update_value(|draft| draft.typed = typed);
        // A draft found here is taken for the whole: what came with the proposal has to be beside it.
        let uploads = self.uploads_kept.get_value() || untrack(|| self.keep_uploads());
        self.draft.with_value(Draft::keep) && uploads
    }

    /// Keeps the photos and the documents' names, as they are now; whether that worked. They change seldom.
    pub fn keep_uploads(self) -> bool {
        // What is handed in keeps nothing, least of all in the place of the next one.
        if !self.draft.with_value(Draft::is_open) {
            return true;
        }
        let place = self.place();
        let photos = self.photos.with(|photos| draft::keep_beside(place, Beside::Photos, photos));
        let documents = self.documents.with(|documents| draft::keep_beside(place, Beside::Documents, documents));
        self.uploads_kept.set_value(photos && documents);
        photos && documents
    }

    /// Whose place it has on this device.
    pub fn place(self) -> Option<ProposalId> {
        self.draft.try_with_value(Draft::place).flatten()
    }

    /// Whether the screen has gone.
    pub fn is_gone(self) -> bool {
        self.draft.is_disposed()
    }

    /// The draft as it is to be sent.
    pub fn draft(self) -> Draft {
        self.draft.get_value()
    }

    pub fn target(self) -> Option<Target> {
        self.draft.with_value(|draft| draft.target)
    }

    pub fn base(self) -> Map<String, Value> {
        self.draft.with_value(|draft| draft.base.clone())
    }

    /// Notes how far sending came, on this device too; nothing once the screen has gone.
    pub fn note(self, change: impl FnOnce(&mut Draft)) {
        if self.is_gone() {
            return;
        }
        if !self.uploads_kept.get_value() {
            untrack(|| self.keep_uploads());
        }
        self.draft.update_value(|draft| {
            change(draft);
            draft.keep();
        });
    }

    pub fn set_waiting(self, waiting: Option<Intent>) {
        self.note(|draft| draft.waiting = waiting);
    }

    /// Nothing stays on this device, and nothing more is kept.
    pub fn finish(self) {
        draft::forget(self.draft.with_value(Draft::place));
        self.draft.set_value(Draft::default());
    }

    /// Takes up the server's version, over which the answers are saved next.
    pub fn rebase(self, version: i64, fields: Map<String, Value>) {
        self.note(|draft| {
            draft.base = fields;
            draft.target = draft.target.map(|target| Target { version, ..target });
        });
    }

    /// Removes what is kept on this device and begins anew.
    pub fn restart(self, draft: Draft) {
        self.finish();
        self.photos.set(Vec::new());
        self.documents.set(Vec::new());
        self.fill(&draft.typed);
        self.draft.set_value(draft);
    }
}

/// A finding of the rules in the words of its question.
fn describe(error: &FieldError) -> FormError {
    let message = in_question(error.field.as_deref(), error.code == ErrorCode::Required, error.message(language_now()));
    FormError { field: error.field.clone(), message }
}

/// A finding of the server likewise.
pub fn describe_answer(error: UserError) -> FormError {
    let is_missing = error.is(ErrorCode::Required);
    FormError { message: in_question(error.field.as_deref(), is_missing, error.message), field: error.field }
}

/// The message with the name of its question, since the summary shows it away from there.
fn in_question(field: Option<&str>, is_missing: bool, message: String) -> String {
    let Some(question) = QUESTIONS.iter().find(|question| Some(question.name) == field) else { return message };
    match question.missing.filter(|_| is_missing) {
        Some(key) => t(key).to_owned(),
        None => format!("{}: {message}", t(question.label)),
    }
}

/// The first step with something to mend.
pub fn first_step(errors: &[FormError]) -> Option<Step> {
    errors.iter().map(|error| step_of(error.field.as_deref())).min_by_key(|step| step.number())
}

/// What is to be mended on one step.
pub fn of_step(errors: &[FormError], step: Step) -> Vec<FormError> {
    errors.iter().filter(|error| step_of(error.field.as_deref()) == step).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(field: Option<&str>) -> FormError {
        FormError { field: field.map(str::to_owned), message: "…".into() }
    }

    #[test]
    fn errors_lead_to_the_first_step_that_has_one() {
        let errors = [error(Some("urgency")), error(Some("title")), error(None)];
        assert_eq!(first_step(&errors), Some(Step::What));
        assert_eq!(of_step(&errors, Step::ForWhom), [error(Some("urgency"))]);
        assert_eq!(of_step(&errors, Step::Check), [error(None)]);
        assert_eq!(first_step(&[]), None);
    }

    #[test]
    fn every_finding_names_its_question() {
        let named = describe(&FieldError::new("title", ErrorCode::Required));
        assert_eq!(named.message, t("missing.title"));
        let other = describe(&FieldError::new("title", ErrorCode::InvalidText));
        let message = shared::i18n::text(language_now(), "error.INVALID_TEXT");
        assert_eq!(other.message, format!("{}: {message}", t("answer.title")));
        assert_eq!(describe(&FieldError::whole(ErrorCode::InvalidText)).message, message);
    }
}
