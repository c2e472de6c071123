use crate::i18n::{fill, name_of, t};
use shared::operations::plan_comment::PlanCommentItem;
use shared::plan::schema::Table;
use shared::plan::{Content, PlanAnchor, RowId};
use shared::value::SuggestionId;

/// What in a plan is talked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    pub kind: PlanAnchor,
    /// None of the whole plan.
    pub id: Option<RowId>,
}

impl Anchor {
    pub const PLAN: Self = Self { kind: PlanAnchor::Plan, id: None };

    pub const fn section(id: RowId) -> Self {
        Self { kind: PlanAnchor::Section, id: Some(id) }
    }

    pub const fn feature(id: RowId) -> Self {
        Self { kind: PlanAnchor::Feature, id: Some(id) }
    }

    pub const fn suggestion(id: SuggestionId) -> Self {
        Self { kind: PlanAnchor::Suggestion, id: Some(id.0) }
    }

    pub const fn of(comment: &PlanCommentItem) -> Self {
        Self { kind: comment.anchor_kind, id: comment.anchor_id }
    }

    /// What it is called, in the language of the screen; of what has left the plan, that it has.
    pub fn name(self, content: &Content) -> String {
        let (table, named, untitled, gone) = match self.kind {
            PlanAnchor::Plan | PlanAnchor::Suggestion => return name_of(self.kind).to_owned(),
            PlanAnchor::Section => (Table::Sections, "comments.section", "plan.section_untitled", "comments.section_gone"),
            PlanAnchor::Feature => (Table::Features, "comments.feature", "comments.feature_untitled", "comments.feature_gone"),
        };
        match self.id.and_then(|id| content.name_of(table, id)) {
            None => t(gone).to_owned(),
            Some("") => t(untitled).to_owned(),
            Some(name) => fill(t(named), &[("name", name.to_owned())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::plan::Section;

    #[test]
    fn what_is_talked_about_is_named_and_so_is_what_is_gone() {
        let section = |n: u128, heading: &str| Section { id: RowId::from_u128(n), heading: heading.into(), body: String::new() };
        let content = Content { sections: vec![section(1, "Latar"), section(2, "")], ..Content::default() };
        let name = |n| Anchor::section(RowId::from_u128(n)).name(&content);
        assert_eq!([name(1), name(2), name(3)], ["Bagian “Latar”", "Bagian tanpa judul", "Bagian yang sudah dihapus"]);
        assert_eq!(Anchor::PLAN.name(&content), "Seluruh rencana");
    }
}
