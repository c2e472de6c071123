//! What the pages and the catalogue say in both languages, beside what the datasets say of themselves.

use super::dataset::{Type, Words};
use shared::i18n::Lang;

pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
pub const LICENCE_NAME: &str = "CC BY 4.0";

pub const TITLE: Words = ["Data terbuka", "Open data"];
pub const LEAD: Words = [
    "Semua yang terbuka di Rembug sebagai berkas: unduh, olah, dan terbitkan lagi dengan menyebut sumbernya. Tanpa akun.",
    "Everything public in Rembug as files: download it, work with it, publish it again and name the source. No account needed.",
];
/// What all datasets are about.
pub const KEYWORDS: [Words; 3] = [
    ["musrenbang", "participatory budgeting"],
    ["perencanaan pembangunan", "development planning"],
    ["partisipasi warga", "citizen participation"],
];
pub const SAMPLE: Words =
    ["Data contoh: dibuat untuk memperlihatkan cara kerja Rembug.", "Sample data: made up to show how Rembug works."];
pub const NOTICE: Words = ["Pemberitahuan", "Notices"];
pub const SKIP: Words = ["Langsung ke isi", "Skip to content"];
pub const MAIN: Words = ["Utama", "Main"];
pub const HOME: Words = ["Peta", "Map"];
pub const ABOUT: Words = ["Tentang", "About"];
pub const DOWNLOAD: Words = ["Unduh", "Download"];
pub const ROW: Words = ["baris", "row"];
pub const ROWS: Words = ["baris", "rows"];
pub const METADATA: Words = ["Metadata", "Metadata"];
pub const DICTIONARY: Words = ["Kamus kolom", "Columns"];
pub const COLUMN: Words = ["Kolom", "Column"];
pub const TYPE: Words = ["Jenis", "Type"];
pub const UNIT: Words = ["Satuan", "Unit"];
pub const MEANING: Words = ["Arti", "Meaning"];
pub const CODES: Words = ["Daftar kode", "Codes"];

pub const DEFINITION: Words = ["Definisi", "Definition"];
pub const ONE_ROW: Words = ["Satu baris", "One row"];
pub const SOURCE: Words = ["Sumber", "Source"];
pub const METHOD: Words = ["Metode", "Method"];
pub const PERIOD: Words = ["Periode", "Period"];
pub const UPDATE: Words = ["Pemutakhiran", "Updates"];
pub const CONTINUOUS: Words = ["Terus-menerus: berkas dibuat saat diunduh.", "Continuous: a file is made when it is downloaded."];
pub const CHANGED: Words = ["Perubahan terakhir", "Last change"];
pub const OWNER: Words = ["Pemilik data", "Owner"];
pub const LICENCE_LABEL: Words = ["Lisensi", "Licence"];
pub const OF_SOURCE: Words = ["Menurut sumbernya", "As the source says"];
pub const COUNTED: Words = ["Jumlah", "Size"];
pub const UNCOUNTED: Words = ["Dihitung saat diunduh", "Counted when downloaded"];
pub const UNTIL: Words = ["sampai", "to"];
pub const AS_OF_NOW: Words = ["Keadaan saat diunduh", "As of the download"];

pub const USING: Words = ["Cara memakai", "How to use it"];
pub const NOTES: [Words; 6] = [
    [
        "Untuk Excel dan LibreOffice pilih XLSX. Di CSV, kode seperti 33.02 dapat terbaca sebagai angka, dan tanda = + - @ di awal \
         teks, baris, atau bagian di antara ; , dan tab didahului petik (') agar tidak dijalankan sebagai rumus.",
        "For Excel and LibreOffice choose XLSX. In CSV a code such as 33.02 may be read as a number, and a sign = + - @ where a text \
         begins, a line, or a part between ; , and tabs has an apostrophe (') before it, so that no program runs it as a formula.",
    ],
    [
        "Satu wilayah saja: tambahkan ?area=33.02.17 (kabupaten, kecamatan, atau desa) pada alamat berkas.",
        "For one area only, add ?area=33.02.17 (regency, district or village) to the file's address.",
    ],
    [
        "Nama orang tidak ada dalam berkas: pejabat tampil dengan jabatannya, warga tanpa nama. Draf tidak pernah ikut.",
        "Files hold no names of people: officials appear by their office, residents without a name. Drafts are never in them.",
    ],
    [
        "Waktu ditulis menurut WIB (+07:00); uang dalam rupiah utuh; kosong berarti tidak diketahui atau tidak berlaku.",
        "Times are in western Indonesian time (+07:00), money in whole rupiah; empty means unknown or not applicable.",
    ],
    [
        "Berkas dibaca sebagian demi sebagian: yang berubah selama diunduh dapat tampil sebelum atau sesudah berubah.",
        "A file is read in portions: what changes while it is downloaded may appear as it was before or after.",
    ],
    [
        "Program lain cukup bertanya lagi dengan ETag yang diterimanya: selama tidak ada perubahan, jawabannya 304 tanpa isi.",
        "Programs ask again with the ETag they were given: as long as nothing changed the answer is 304, without the file.",
    ],
];
pub const QUERYING: Words = ["Bertanya lebih tajam", "Asking sharper questions"];
pub const QUERYING_NOTE: Words =
    ["Saring, gabungkan, dan jumlahkan data yang sama lewat GraphQL:", "Filter, join and sum up the same data through GraphQL:"];
pub const EXPLORER: Words = ["penjelajah GraphQL", "GraphQL explorer"];
pub const CATALOG: Words = ["Katalog DCAT (JSON-LD)", "DCAT catalogue (JSON-LD)"];

pub fn say(words: Words, lang: Lang) -> &'static str {
    words[lang as usize]
}

pub const fn type_name(kind: Type) -> Words {
    match kind {
        Type::Text => ["teks", "text"],
        Type::Code => ["kode", "code"],
        Type::Whole => ["bilangan bulat", "whole number"],
        Type::Decimal => ["bilangan desimal", "decimal number"],
        Type::Flag => ["true/false", "true/false"],
        Type::Instant => ["waktu (RFC 3339)", "time (RFC 3339)"],
    }
}
