//! The order of a conversation: each answer after what it answers.

use shared::operations::comment::CommentItem;
use shared::operations::plan_comment::PlanCommentItem;

/// Something that was said, wherever that was.
pub trait Said {
    fn comment(&self) -> &CommentItem;
}

impl Said for CommentItem {
    fn comment(&self) -> &CommentItem {
        self
    }
}

impl Said for PlanCommentItem {
    fn comment(&self) -> &CommentItem {
        &self.comment
    }
}

/// Puts a new comment where a reader expects it: after the last answer below its parent, otherwise at the end.
pub fn place<T: Said>(comments: &mut Vec<T>, new: T) {
    let find = |id| comments.iter().position(|known| known.comment().id == id);
    if find(new.comment().id).is_some() {
        return;
    }
    let parent = new.comment().parent.and_then(find);
    let at = parent.map_or(comments.len(), |parent| {
        let depth = comments[parent].comment().depth;
        let below = comments[parent + 1..].iter().take_while(|known| known.comment().depth > depth).count();
        parent + 1 + below
    });
    comments.insert(at, new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn comment(number: u8, parent: Option<u8>, depth: i32) -> CommentItem {
        let id = |number: u8| format!("cmt_0198000000007000800000000000000{number}");
        serde_json::from_value(json!({
            "id": id(number), "body": "Setuju", "parent": parent.map(id), "depth": depth, "createdAt": "2027-01-12T03:20:00Z",
            "author": { "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] },
            "hidden": false, "canHide": false
        }))
        .unwrap()
    }

    fn order(comments: &[CommentItem]) -> Vec<char> {
        comments.iter().filter_map(|comment| comment.id.to_string().chars().last()).collect()
    }

    #[test]
    fn an_answer_follows_the_answers_before_it() {
        let mut thread = vec![comment(1, None, 0), comment(2, Some(1), 1), comment(3, Some(2), 2), comment(4, None, 0)];
        place(&mut thread, comment(5, Some(1), 1));
        assert_eq!(order(&thread), ['1', '2', '3', '5', '4']);
        place(&mut thread, comment(6, None, 0));
        assert_eq!(order(&thread), ['1', '2', '3', '5', '4', '6']);
    }

    #[test]
    fn a_comment_stands_once() {
        let mut thread = vec![comment(1, None, 0)];
        place(&mut thread, comment(1, None, 0));
        assert_eq!(thread.len(), 1);
    }
}
