//! A plan as a document for office programs: what its page says, in the same order.

use super::Export;
use super::word::{About, Column, Word};
use crate::error::AppError;
use shared::i18n::{self, Lang};
use shared::plan::markdown::{self, Inline};
use shared::plan::{Activity, BudgetLine, Feature, Indicator, Stage, words};
use shared::value::Rupiah;
use shared::value::time::format_date;

/// # Errors
/// `INTERNAL`; writing into memory does not fail.
pub fn document(export: &Export, lang: Lang) -> Result<Vec<u8>, AppError> {
    let mut page = Page { word: Word::default(), export, lang };
    page.opening();
    page.text();
    page.indicators();
    page.budget();
    page.schedule();
    page.map();
    page.proposals();
    page.people();
    let (title, changed) = (export.title(lang), export.plan.changed_at);
    let source = page.say("plan.file_source").replace("{address}", &export.address).replace("{at}", &format_date(changed, lang));
    page.word.paragraph("Subtitle", &source);
    page.word.pack(&About { title, lang, changed, foot: &format!("{title} · {}", format_date(changed, lang)) })
}

struct Page<'a> {
    word: Word,
    export: &'a Export,
    lang: Lang,
}

impl Page<'_> {
    fn say(&self, key: &'static str) -> &'static str {
        i18n::text(self.lang, key)
    }

    fn column(&self, key: &'static str, share: u32, is_number: bool) -> Column {
        Column { name: self.say(key), share, is_number }
    }

    fn heading(&mut self, key: &'static str) {
        self.word.paragraph("Heading1", self.say(key));
    }

    fn opening(&mut self) {
        let (plan, content) = (&self.export.plan, &self.export.content);
        self.word.paragraph("Title", self.export.title(self.lang));
        let changed = format!("{} {}", self.say("plan.changed"), format_date(plan.changed_at, self.lang));
        self.word.paragraph("Subtitle", &format!("{} · {} · {changed}", self.say(plan.stage.message_key()), self.export.area));
        if plan.stage == Stage::Draft {
            self.word
                .blocks(&[markdown::Block::Paragraph(vec![Inline::Bold(vec![Inline::Text(self.say("plan.file_draft").into())])])]);
        }
        if !content.summary.is_empty() {
            self.word.paragraph("Normal", &content.summary);
        }
    }

    fn text(&mut self) {
        let content = &self.export.content;
        for section in &content.sections {
            let untitled = self.say("plan.section_untitled");
            self.word.paragraph("Heading1", if section.heading.is_empty() { untitled } else { &section.heading });
            self.word.blocks(&markdown::parse(&section.body));
        }
        let objectives = content.objectives.iter().filter(|it| !it.text.is_empty());
        let items: Vec<_> = objectives.map(|it| vec![Inline::Text(it.text.clone())]).collect();
        if !items.is_empty() {
            self.heading("plan.objectives");
            self.word.list(true, &items);
        }
    }

    fn indicators(&mut self) {
        let row = |it: &Indicator| {
            let with_unit = |value: &str| if value.is_empty() { String::new() } else { format!("{value} {}", it.unit) };
            vec![it.name.clone(), with_unit(&it.baseline), with_unit(&it.target), it.source.clone()]
        };
        let rows: Vec<_> = self.export.content.indicators.iter().map(row).collect();
        let columns = [
            self.column("plan.indicator", 4, false),
            self.column("plan.baseline", 2, false),
            self.column("plan.target", 2, false),
            self.column("plan.data_source", 3, false),
        ];
        self.table("plan.indicators", &columns, &rows, false);
    }

    fn budget(&mut self) {
        let (lang, content) = (self.lang, &self.export.content);
        let row = |line: &BudgetLine| {
            let volume = line.quantity().map(|quantity| format!("{} {}", quantity.format(lang), line.unit));
            let price = line.price.map(money);
            let source = words::source(line.source, lang).to_owned();
            vec![line.item.clone(), volume.unwrap_or_default(), price.unwrap_or_default(), source, money(line.total())]
        };
        let mut rows: Vec<_> = content.budget.iter().map(row).collect();
        if rows.is_empty() {
            return;
        }
        let nothing = String::new;
        rows.push(vec![self.say("plan.total").into(), nothing(), nothing(), nothing(), money(content.budget_total())]);
        let columns = [
            self.column("plan.item", 7, false),
            self.column("plan.volume", 3, true),
            self.column("plan.price", 4, true),
            self.column("plan.source", 4, false),
            self.column("plan.line_total", 4, true),
        ];
        self.table("plan.budget", &columns, &rows, true);
        let shares: Vec<_> = content
            .budget_by_source()
            .into_iter()
            .map(|(source, sum)| vec![words::source(source, lang).into(), money(sum)])
            .collect();
        let columns = [self.column("plan.by_source", 3, false), self.column("plan.line_total", 1, true)];
        self.word.table(&columns, &shares, false);
    }

    fn schedule(&mut self) {
        let all = &self.export.content.activities;
        let row = |it: &Activity| {
            let before = it.after.iter().filter_map(|id| all.iter().find(|other| other.id == *id));
            let names: Vec<_> = before.map(|other| other.name.as_str()).collect();
            vec![it.name.clone(), words::days(it, self.lang), it.partner.clone(), names.join(", ")]
        };
        let rows: Vec<_> = all.iter().map(row).collect();
        let columns = [
            self.column("plan.activity", 4, false),
            self.column("plan.days", 3, false),
            self.column("plan.partner", 3, false),
            self.column("plan.after", 3, false),
        ];
        self.table("plan.schedule", &columns, &rows, false);
    }

    fn map(&mut self) {
        let row = |it: &Feature| {
            let place = it.shape().map(|shape| words::place(&shape, self.lang)).unwrap_or_default();
            vec![it.label.clone(), self.say(it.kind.message_key()).into(), place, it.note.clone()]
        };
        let rows: Vec<_> = self.export.content.features.iter().map(row).collect();
        let columns = [
            self.column("plan.label", 3, false),
            self.column("plan.kind", 2, false),
            self.column("plan.where", 3, false),
            self.column("plan.note", 4, false),
        ];
        self.table("plan.map", &columns, &rows, false);
    }

    fn proposals(&mut self) {
        let titles: Vec<_> = self.export.proposals.iter().map(|(_, title)| vec![Inline::Text(title.clone())]).collect();
        if !titles.is_empty() {
            self.heading("plan.proposals");
            self.word.list(false, &titles);
        }
    }

    fn people(&mut self) {
        let head = self.export.plan.head;
        let row = |each: &crate::plan::Participant| {
            let side = self.say(each.side.message_key());
            let office = each.office.as_ref().map_or_else(|| side.to_owned(), |office| format!("{side} · {office}"));
            let signed = each.signed_at.filter(|_| each.part(head).signed);
            let signature = signed.map(|at| format!("{} {}", self.say("plan.signed"), format_date(at, self.lang)));
            let name = self.export.name(each.account).to_owned();
            vec![name, office, self.say(each.role.message_key()).into(), signature.unwrap_or_else(|| "–".into())]
        };
        let rows: Vec<_> = self.export.plan.participants.iter().map(row).collect();
        let columns = [
            self.column("plan.name", 3, false),
            self.column("plan.speaks_for", 4, false),
            self.column("plan.role", 2, false),
            self.column("plan.signature", 3, false),
        ];
        self.table("plan.participants", &columns, &rows, false);
    }

    /// A part that nobody has filled in is left out.
    fn table(&mut self, heading: &'static str, columns: &[Column], rows: &[Vec<String>], sum: bool) {
        if !rows.is_empty() {
            self.heading(heading);
            self.word.table(columns, rows, sum);
        }
    }
}

fn money(amount: i64) -> String {
    Rupiah::new(amount).map(Rupiah::format).unwrap_or_default()
}
