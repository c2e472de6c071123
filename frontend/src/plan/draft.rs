//! What somebody wrote that the server would not take: kept on the device until they have used it or let it go.

use crate::device;
use serde::{Deserialize, Serialize};
use shared::ErrorCode;
use shared::plan::Content;

/// The whole plan as it stood here, and why it was not taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    code: String,
    pub content: Content,
}

impl Draft {
    pub fn new(code: ErrorCode, content: Content) -> Self {
        Self { code: code.as_str().to_owned(), content }
    }

    pub fn code(&self) -> ErrorCode {
        self.code.parse().unwrap_or(ErrorCode::Internal)
    }

    pub async fn keep(&self, name: &str) {
        if let Ok(text) = serde_json::to_vec(self) {
            device::keep_bytes(&place(name), &text).await;
        }
    }

    pub async fn find(name: &str) -> Option<Self> {
        serde_json::from_slice(&device::find_bytes(&place(name)).await?).ok()
    }

    pub async fn drop(name: &str) {
        device::drop_bytes(&place(name)).await;
    }
}

fn place(name: &str) -> String {
    format!("{name}/draft")
}

/// A text that the draft has, and the plan has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The key of what kind of text it is.
    pub kind: &'static str,
    /// In which row; empty for what there is only one of.
    pub row: String,
    pub text: String,
}

/// Everything written in the draft that does not stand in the plan.
pub fn lost_texts(draft: &Content, plan: &Content) -> Vec<Lost> {
    let there = texts(plan);
    texts(draft).into_iter().filter(|own| !own.text.trim().is_empty() && !there.iter().any(|other| other == own)).collect()
}

fn texts(content: &Content) -> Vec<Lost> {
    let lost = |kind, row: &str, text: String| Lost { kind, row: row.to_owned(), text };
    let joined = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ");
    let mut all = vec![lost("plan.title", "", content.title.clone()), lost("plan.summary", "", content.summary.clone())];
    all.extend(content.sections.iter().map(|it| lost("plan.sections", &it.heading, it.body.clone())));
    all.extend(content.objectives.iter().map(|it| lost("plan.objectives", "", it.text.clone())));
    all.extend(
        content
            .indicators
            .iter()
            .map(|it| lost("plan.indicators", &it.name, joined(&[&it.name, &it.baseline, &it.target, &it.unit, &it.source]))),
    );
    all.extend(content.budget.iter().map(|it| {
        let volume = it.quantity().map(|quantity| quantity.format(shared::i18n::Lang::Id)).unwrap_or_default();
        let price = it.price.map(|price| price.to_string()).unwrap_or_default();
        lost("plan.budget", &it.item, joined(&[&it.item, &volume, &it.unit, &price]))
    }));
    all.extend(content.activities.iter().map(|it| {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        lost("plan.schedule", &it.name, joined(&[&it.name, &day(it.start), &day(it.end), &it.partner]))
    }));
    all.extend(content.features.iter().map(|it| lost("plan.map", &it.label, joined(&[&it.label, &it.note]))));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::plan::{Objective, Section};

    #[test]
    fn only_what_would_be_lost_is_shown() {
        let section = |body: &str| Section { id: uuid::Uuid::nil(), heading: "Latar".into(), body: body.into() };
        let plan = Content { title: "Jalan".into(), sections: vec![section("Sawah.")], ..Content::default() };
        let mut mine = plan.clone();
        assert!(lost_texts(&mine, &plan).is_empty());
        mine.sections[0].body = "Sawah basah.".into();
        mine.objectives.push(Objective { id: uuid::Uuid::nil(), text: "  ".into() });
        let lost = lost_texts(&mine, &plan);
        assert_eq!(lost, [Lost { kind: "plan.sections", row: "Latar".into(), text: "Sawah basah.".into() }]);
    }

    #[test]
    fn a_draft_survives_being_kept() {
        let draft = Draft::new(ErrorCode::PlanFull, Content::default());
        let again: Draft = serde_json::from_slice(&serde_json::to_vec(&draft).unwrap()).unwrap();
        assert_eq!((again.code(), again), (ErrorCode::PlanFull, draft));
    }
}
