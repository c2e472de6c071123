//! A text of the plan in a box that grows with it: what is typed goes out letter by letter, what others write comes in
//! without moving the caret.

use super::mark::Mark;
use super::session::Live;
use super::splice::between;
use crate::i18n::t;
use leptos::ev;
use leptos::html::Textarea;
use leptos::prelude::*;
use shared::plan::edit::TextOf;

/// One box and the text behind it.
#[derive(Clone, Copy)]
struct Binding {
    live: Live,
    of: TextOf,
    node: NodeRef<Textarea>,
    text: Memo<String>,
    /// What stands in the box; behind the plan while somebody composes a word.
    shown: RwSignal<String>,
    composing: StoredValue<bool>,
    one_line: bool,
}

impl Binding {
    /// Brings the box to what the plan says, and keeps the selection at its words.
    fn bring(self) {
        let Some(area) = self.node.get_untracked() else { return };
        let now = self.text.get_untracked();
        let Some(change) = self.shown.with_untracked(|shown| between(shown, &now, None)) else { return };
        let selection = (area.selection_start().ok().flatten(), area.selection_end().ok().flatten());
        area.set_value(&now);
        if let (Some(start), Some(end)) = selection {
            // Fails only for a box without a caret.
            let _ = area.set_selection_range(change.shift(start), change.shift(end));
        }
        self.shown.set(now);
    }

    /// Takes what was typed.
    fn take(self) {
        let Some(area) = self.node.get_untracked() else { return };
        let mut value = area.value();
        let caret = area.selection_end().ok().flatten();
        if self.one_line && value.contains('\n') && !self.composing.get_value() {
            value = value.replace('\n', " ");
            area.set_value(&value);
            let _ = area.set_selection_range(caret.unwrap_or_default(), caret.unwrap_or_default());
        }
        let Some(own) = self.shown.with_untracked(|shown| between(shown, &value, caret)) else { return };
        let theirs = self.shown.with_untracked(|shown| between(shown, &self.live.text_now(self.of), None));
        self.shown.set(value);
        let own = match theirs {
            Some(theirs) => own.over(&theirs),
            None => vec![own],
        };
        self.live.splice(self.of, own);
    }

    fn press(self, mark: Mark) {
        let Some(area) = self.node.get_untracked() else { return };
        let (start, end) = (area.selection_start().ok().flatten(), area.selection_end().ok().flatten());
        let (changes, (start, end)) = mark.put(&area.value(), start.unwrap_or_default(), end.unwrap_or_default());
        self.live.end_step();
        self.live.splice(self.of, changes);
        self.bring();
        let _ = area.focus();
        let _ = area.set_selection_range(start, end);
    }

    /// The browser's own undo would take back what others wrote.
    fn before_input(self, event: &web_sys::InputEvent) {
        match event.input_type().as_str() {
            "historyUndo" => self.live.undo(),
            "historyRedo" => self.live.redo(),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Undo and redo by keys, wherever one is in the editor.
pub fn undo_by_key(live: Live, event: &ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => live.undo(),
        ("z", true) | ("y", false) => live.redo(),
        _ => return,
    }
    event.prevent_default();
}

/// A text of the plan, to be written in.
#[component]
pub fn TextField(
    live: Live,
    of: TextOf,
    /// The control's id; its label stands outside.
    #[prop(into)]
    id: String,
    /// What the others are told of where one is.
    #[prop(into)]
    place: String,
    /// No line breaks.
    #[prop(optional)]
    one_line: bool,
    /// Offers a bar of marks for the selection.
    #[prop(optional)]
    marks: bool,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let text = live.text(of);
    let first = text.get_untracked();
    let node = NodeRef::<Textarea>::new();
    let binding =
        Binding { live, of, node, text, shown: RwSignal::new(first.clone()), composing: StoredValue::new(false), one_line };
    node.on_load(move |area| area.set_value(&first));
    Effect::new(move |_| {
        text.track();
        if !binding.composing.get_value() {
            binding.bring();
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        // A key that chooses among an input method's words is none of ours.
        if one_line && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
        }
    };
    let end_composing = move |_| {
        binding.composing.set_value(false);
        binding.take();
        binding.bring();
    };
    view! {
        {marks.then(|| view! { <MarkBar binding/> })}
        <div class="grow" data-text=move || binding.shown.get()>
            <textarea
                id=id
                class=format!("input {class}")
                rows="1"
                node_ref=node
                readonly=move || !live.may_edit.get()
                on:focus=move |_| live.stand_at(&place)
                on:blur=move |_| live.end_step()
                on:input=move |_| binding.take()
                on:beforeinput=move |event| binding.before_input(&event)
                on:compositionstart=move |_| binding.composing.set_value(true)
                on:compositionend=end_composing
                on:keydown=key
            ></textarea>
        </div>
    }
}

/// Large buttons for those who do not know the marks by heart.
#[component]
fn MarkBar(binding: Binding) -> impl IntoView {
    let button = move |mark: Mark| {
        let (sign, name) = match mark {
            Mark::Bold => ("B", "plan.mark_bold"),
            Mark::Italic => ("I", "plan.mark_italic"),
            Mark::Heading => ("H", "plan.mark_heading"),
            Mark::List => ("•", "plan.mark_list"),
            Mark::Numbers => ("1.", "plan.mark_numbers"),
            Mark::Link => ("↗", "plan.mark_link"),
        };
        let class = if mark == Mark::Italic { "btn small italic" } else { "btn small" };
        // Pressing must not take the selection away.
        view! { <button type="button" class=class title=move || t(name) on:mousedown=|event| event.prevent_default() on:click=move |_| binding.press(mark)><span aria-hidden="true">{sign}</span><span class="visually-hidden">{move || t(name)}</span></button> }
    };
    view! {
        <Show when=move || binding.live.may_edit.get()>
            <div class="mark-bar" role="toolbar" aria-label=t!("plan.marks")>{Mark::ALL.map(button).into_iter().collect_view()}</div>
        </Show>
    }
}
