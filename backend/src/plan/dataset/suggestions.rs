//! Suggestions for plans. Who made one is told by the office they spoke for.

use super::{OF_PLANS, PLAN_ID, plans, public};
use crate::access::PlanScope;
use crate::opendata::{About, Column, Dataset, Listing, Reading, Type, codes};
use crate::plan::list::PlanSuggestionFilter;
use crate::plan::suggestions::{Settled, Suggestion, Words};
use crate::platform::database::Seen;
use shared::plan::SuggestionStatus;
use shared::value::time::Chronology;

type Of = Column<Suggestion>;

pub struct PlanSuggestions;

impl Dataset for PlanSuggestions {
    type Source = Listing<Seen<PlanScope, PlanSuggestionFilter>>;

    const ABOUT: About = About {
        name: "plan_suggestions",
        title: ["Saran rencana", "Suggestions for plans"],
        definition: [
            "Saran bagaimana suatu bagian rencana sebaiknya berbunyi, dan apa keputusannya; yang disembunyikan tampil tanpa isi.",
            "How sections of plans should read in somebody's eyes, and what became of that; hidden ones appear without their text.",
        ],
        row: ["saran", "suggestion"],
        source: ["Ditulis warga dan pejabat di halaman rencana.", "Written by residents and officials on the plans' pages."],
        method: ["Pendataan lengkap semua saran.", "A complete count of all suggestions."],
        field: "planSuggestions",
        is_own: true,
    };

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal saran.", "The suggestion's identifier."],
            |it, _| it.id.to_string().into()),
        Of::new("plan_id", Type::Text, PLAN_ID, OF_PLANS, |it, _| it.plan.to_string().into()),
        Of::new("section_id", Type::Text, ["ID bagian", "Section id"], ["Bagian rencana yang disarankan berubah.",
            "The plan's section that is to change."], |it, _| it.section.to_string().into()),
        Of::new("base_seq", Type::Whole, ["Nomor urut awal", "Base entry"],
            ["Entri log rencana yang menjadi dasarnya.", "The entry of the plan's log that it started from."],
            |it, _| it.base.into()),
        Of::new("office", Type::Text, ["Jabatan", "Office"], ["Jabatan yang diwakili penulisnya; kosong bila warga.",
            "The office its author spoke for; empty for residents."], |it, _| it.office.clone().into()),
        Of::new("created_at", Type::Instant, ["Waktu", "Time"], ["Kapan disarankan.", "When it was made."],
            |it, _| it.created_at.into()),
        Of::new("before", Type::Text, ["Isi semula", "Before"], ["Bunyi bagian waktu itu; kosong bila disembunyikan.",
            "What the section said then; empty where hidden."], |it, _| words(it, |words| Some(&words.before)).into()),
        Of::new("after", Type::Text, ["Usulan isi", "After"], ["Bunyi yang disarankan; kosong bila disembunyikan.",
            "What it is to say; empty where hidden."], |it, _| words(it, |words| Some(&words.after)).into()),
        Of::new("note", Type::Text, ["Alasan", "Note"], ["Mengapa disarankan.", "Why it was suggested."],
            |it, _| words(it, |words| words.note.as_ref()).into()),
        Of::new("status", Type::Code, ["Status", "Status"], ["Apa keputusannya.", "What became of it."],
            |it, _| it.status.as_str().into()).codes(codes!(SuggestionStatus)),
        Of::new("settled_at", Type::Instant, ["Waktu keputusan", "Settled"],
            ["Kapan diterima, ditolak, ditarik atau disembunyikan.", "When it was accepted, declined, withdrawn or hidden."],
            |it, _| it.settled.as_ref().map(|settled| settled.at).into()),
        Of::new("settled_office", Type::Text, ["Jabatan pemutus", "Settled by office"], ["Jabatan yang memutuskannya.",
            "The office that settled it."], |it, _| settled(it, |settled| settled.office.as_ref()).into()),
        Of::new("settled_note", Type::Text, ["Alasan keputusan", "Reason"], ["Mengapa ditolak atau disembunyikan.",
            "Why it was declined or hidden."], |it, _| settled(it, |settled| settled.note.as_ref()).into()),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(public(PlanSuggestionFilter { plans: plans(reading), ..Default::default() }), Chronology::Newest)
    }
}

fn words(it: &Suggestion, part: fn(&Words) -> Option<&String>) -> Option<String> {
    it.words.as_ref().and_then(part).cloned()
}

fn settled(it: &Suggestion, part: fn(&Settled) -> Option<&String>) -> Option<String> {
    it.settled.as_ref().and_then(part).cloned()
}
