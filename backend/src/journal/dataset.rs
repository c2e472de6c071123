//! The public record as open data: the chain itself, whose hashes anybody can follow. Who did something is told by their
//! office; people's names stay where people can change them.

use super::event::{Entry, JournalFilter};
use super::{store, verify};
use crate::error::AppError;
use crate::opendata::{About, Column, Dataset, PORTION, Portion, Reading, Source, Type};
use chrono::{DateTime, Utc};

type Of = Column<Entry>;

pub struct Journal;

impl Dataset for Journal {
    type Source = JournalFilter;

    const ABOUT: About = About {
        name: "journal",
        title: ["Jurnal", "Journal"],
        definition: [
            "Catatan semua kejadian yang terbuka: pengajuan, keputusan, perubahan rencana, dukungan, komentar, pemberian peran; \
             hanya bertambah, tidak pernah diubah, dan setiap kejadian dirantai dengan kejadian sebelumnya.",
            "The record of every public event: submissions, decisions, changes of plans, supports, comments, roles granted; it \
             only grows, is never changed, and each event is chained to the one before.",
        ],
        row: ["kejadian", "event"],
        source: ["Dicatat Rembug bersama perubahannya sendiri.", "Written by Rembug together with the change itself."],
        method: [
            "Pencatatan otomatis dalam transaksi yang sama; kejadian yang tidak terbuka dilewati, sehingga nomornya meloncat.",
            "Automatic, in the same transaction; events that are not public are left out, so numbers have gaps.",
        ],
        field: "journal",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new("seq", Type::Whole, ["Nomor", "Number"], ["Urutan dalam jurnal.", "Place in the journal."], |it, _| it.seq.into()),
        Of::new("at", Type::Instant, ["Waktu", "Time"], ["Kapan terjadi.", "When it happened."], |it, _| it.at.into()),
        Of::new(
            "kind",
            Type::Text,
            ["Jenis kejadian", "Kind of event"],
            ["Benda dan kejadiannya, misalnya proposal.decided.", "The thing and what happened to it, such as proposal.decided."],
            |it, _| it.kind.as_str().into(),
        ),
        Of::new(
            "subject",
            Type::Text,
            ["Pokok", "Subject"],
            ["ID atau kode hal yang mengalaminya.", "Id or code of what it happened to."],
            |it, _| it.subject.clone().into(),
        ),
        Of::new(
            "area_code",
            Type::Text,
            ["Kode wilayah", "Area code"],
            ["Wilayah yang terkait, kode Kemendagri.", "The area concerned, by the Ministry of Home Affairs' code."],
            |it, _| it.area.as_ref().map(|area| area.as_str()).into(),
        ),
        Of::new(
            "area",
            Type::Text,
            ["Wilayah", "Area"],
            ["Nama wilayah yang terkait.", "Name of the area concerned."],
            |it, areas| it.area.as_ref().and_then(|code| areas.area(code)).map(|area| area.full_name()).into(),
        ),
        Of::new(
            "office",
            Type::Text,
            ["Jabatan", "Office"],
            [
                "Jabatan pelakunya waktu itu; kosong bila bertindak sebagai warga.",
                "The office in which somebody acted, as it was called then; empty where they acted as a resident.",
            ],
            |it, _| it.office.clone().into(),
        ),
        Of::new(
            "details",
            Type::Text,
            ["Rincian", "Details"],
            ["Isi kejadian dalam JSON.", "What the event says, as JSON."],
            |it, _| it.details.clone().into(),
        ),
        Of::new(
            "commitment",
            Type::Text,
            ["Ikatan", "Commitment"],
            [
                "SHA-256 bergaram atas yang hanya disimpan di samping jurnal, misalnya isi komentar; kosong bila tidak ada.",
                "Salted SHA-256 of what is kept only beside the journal, such as the text of a comment; empty where there is nothing.",
            ],
            |it, _| it.commitment.as_ref().map(|commitment| verify::hex(commitment)).into(),
        ),
        Of::new(
            "hash",
            Type::Text,
            ["Sidik", "Hash"],
            [
                "SHA-256 kejadian ini beserta sidik sebelumnya; cara menghitungnya ada di docs/api.md.",
                "SHA-256 of this event together with the hash before it; docs/api.md says how to reckon it.",
            ],
            |it, _| verify::hex(&it.hash).into(),
        ),
        Of::new(
            "previous_hash",
            Type::Text,
            ["Sidik sebelumnya", "Previous hash"],
            ["Sidik kejadian tepat sebelumnya, terbuka atau tidak.", "Hash of the event just before, public or not."],
            |it, _| verify::hex(&it.previous).into(),
        ),
    ];

    fn source(reading: &Reading) -> Self::Source {
        JournalFilter { areas: reading.areas.clone(), ..Default::default() }
    }
}

impl Source for JournalFilter {
    type Row = Entry;
    /// The number of the event before.
    type Place = i64;

    async fn portion(&self, reading: &Reading, from: Option<i64>) -> Result<Portion<Entry, i64>, AppError> {
        let rows = store::page(&reading.db, self, from.unwrap_or_default(), PORTION).await?;
        Ok(Portion::by_key(rows, |entry| entry.seq))
    }

    async fn since(&self, reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        Ok(store::ends_of_public(&reading.db).await?.map(|(first, _)| first.at))
    }

    async fn count(&self, reading: &Reading) -> Result<Option<u64>, AppError> {
        store::count(&reading.db, self).await.map(Some)
    }
}
