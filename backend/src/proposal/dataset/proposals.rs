//! Proposals. Who made one is told by what they are, not by name.

use super::filter;
use crate::access::ProposalScope;
use crate::opendata::unit::{DEGREES, PEOPLE, RUPIAH};
use crate::opendata::{About, Cell, Column, Dataset, Listing, Reading, Type, Words, codes};
use crate::platform::database::Seen;
use crate::proposal::Proposal;
use crate::proposal::list::ProposalFilter;
use shared::proposal::form::BeneficiaryDetail;
use shared::proposal::{FundingSource, Kind, Order, ProposerType, Sector, SpendingType, Status, Unit};

const METERS: Words = ["meter", "metres"];

type Of = Column<Proposal>;

pub struct Proposals;

/// Who benefits, without the few.
fn public(it: &Proposal) -> BeneficiaryDetail {
    it.fields.beneficiary_detail.in_public(it.fields.beneficiaries)
}

impl Dataset for Proposals {
    type Source = Listing<Seen<ProposalScope, ProposalFilter>>;

    const ABOUT: About = About {
        name: "proposals",
        title: ["Usulan", "Proposals"],
        definition: [
            "Usulan pembangunan dan kegiatan yang sudah diajukan, sejauh mana dibahas, dan apa yang diterima; tanpa draf.",
            "Proposals for works and activities that were handed in, how far they have come, and what was accepted; no drafts.",
        ],
        row: ["usulan", "proposal"],
        source: [
            "Diisi pengusul lewat formulir Rembug; jumlah dan status dari keputusan setiap jenjang.",
            "Filled in by proposers in Rembug's form; amounts and statuses follow from the decisions of each level.",
        ],
        method: [
            "Pendataan lengkap semua usulan yang pernah diajukan; bukan sampel.",
            "A complete count of every proposal ever handed in; not a sample.",
        ],
        field: "proposals",
        is_own: true,
    };

    const SHAPE: Option<fn(&Proposal) -> Option<String>> =
        Some(|it| it.fields.shape.as_ref().map(|shape| shape.to_geojson().to_string()));

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal usulan; halamannya /usulan/{id}.",
            "The proposal's identifier; its page is /usulan/{id}."], |it, _| it.id.to_string().into()),
        Of::new("number", Type::Whole, ["Usulan ke", "Number"],
            ["Urutan usulan dari pengusul yang sama dalam tahun anggaran itu.",
            "Which one it is of the same proposer in that fiscal year."], |it, _| it.number.into()),
        Of::new("title", Type::Text, ["Judul", "Title"], ["Apa yang diusulkan, dalam satu baris.",
            "What is proposed, in one line."], |it, _| it.fields.title.clone().into()),
        Of::new("problem", Type::Text, ["Permasalahan", "Problem"], ["Mengapa diusulkan, dalam kata pengusul.",
            "Why it is proposed, in the proposer's words."], |it, _| it.fields.problem.clone().into()),
        Of::new("objective", Type::Text, ["Tujuan", "Objective"], ["Apa yang hendak dicapai.", "What is to be achieved."],
            |it, _| it.fields.objective.clone().into()),
        Of::new("status", Type::Code, ["Status", "Status"], ["Sejauh mana usulan dibahas.", "How far the proposal has come."],
            |it, _| it.status.as_str().into()).codes(codes!(Status)),
        Of::new("status_since", Type::Instant, ["Status sejak", "Status since"], ["Kapan status itu mulai berlaku.",
            "When it came into this status."], |it, _| it.status_since.into()),
        Of::new("level", Type::Text, ["Kode jenjang", "Level code"],
            ["Jenjang tempat usulan berada, atau terakhir berada; lihat dataset review_levels.",
            "The level that it lies with, or lay with last; see the dataset review_levels."], |it, _| it.level.clone().into()),
        Of::new("level_since", Type::Instant, ["Di jenjang sejak", "Level since"], ["Kapan tiba di jenjang itu.",
            "When it came to that level."], |it, _| it.level_since.into()),
        Of::new("fiscal_year", Type::Whole, ["Tahun anggaran", "Fiscal year"], ["Tahun anggaran yang dituju.",
            "The fiscal year it is meant for."], |it, _| it.fields.fiscal_year.into()),
        Of::new("kind", Type::Code, ["Klasifikasi", "Kind"], ["Dibangun atau dilaksanakan sebagai kegiatan.",
            "Something built or something done."], |it, _| it.fields.kind.as_str().into()).codes(codes!(Kind)),
        Of::new("sector", Type::Code, ["Bidang", "Sector"], ["Bidang pembangunan.", "Field of development."],
            |it, _| it.fields.sector.as_str().into()).codes(codes!(Sector)),
        Of::new("village_code", Type::Text, ["Kode desa/kelurahan", "Village code"], ["Kode wilayah Kemendagri.",
            "Code of the Ministry of Home Affairs."], |it, _| it.fields.village.as_str().into()),
        Of::new("village", Type::Text, ["Desa/kelurahan", "Village"], ["Nama desa atau kelurahan.", "Name of the village."],
            |it, areas| areas.area(&it.fields.village).map(|area| area.name.clone()).into()),
        Of::new("district_code", Type::Text, ["Kode kecamatan", "District code"], ["Kode kecamatan menurut Kemendagri.",
            "Code of the district (kecamatan)."], |it, _| it.fields.village.district().map(String::from).into()),
        Of::new("district", Type::Text, ["Kecamatan", "District"], ["Nama kecamatan.", "Name of the district (kecamatan)."],
            |it, areas| it.fields.village.district().and_then(|code| areas.area(&code)).map(|area| area.name.clone()).into()),
        Of::new("address", Type::Text, ["Alamat", "Address"], ["Letaknya dalam kata-kata.", "Where it is, in words."],
            |it, _| it.fields.address.clone().into()),
        Of::new("rt", Type::Text, ["RT", "RT"], ["Rukun tetangga.", "Neighbourhood unit (rukun tetangga)."],
            |it, _| it.fields.rt.clone().into()),
        Of::new("rw", Type::Text, ["RW", "RW"], ["Rukun warga.", "Group of neighbourhood units (rukun warga)."],
            |it, _| it.fields.rw.clone().into()),
        Of::new("hamlet", Type::Text, ["Dusun/grumbul", "Hamlet"], ["Nama dusun atau grumbul.", "Name of the hamlet."],
            |it, _| it.fields.hamlet.clone().into()),
        Of::new("longitude", Type::Decimal, ["Bujur", "Longitude"], ["Titik yang mewakili bentuknya di peta.",
            "Of the point that stands for its shape on the map."],
            |it, _| it.location.map(|place| place.longitude).into()).unit(DEGREES),
        Of::new("latitude", Type::Decimal, ["Lintang", "Latitude"], ["Titik yang mewakili bentuknya di peta; selatan negatif.",
            "Of the same point; south is negative."], |it, _| it.location.map(|place| place.latitude).into()).unit(DEGREES),
        Of::new("outside_village", Type::Flag, ["Di luar desa", "Outside the village"],
            ["Titiknya di luar desa yang dipilih: perlu dilihat.", "Its point lies outside the chosen village: worth a look."],
            |it, _| it.outside_village.into()),
        Of::new("quantity", Type::Decimal, ["Volume", "Quantity"], ["Volume yang diusulkan, dalam satuan kolom unit.",
            "Volume as proposed, in the unit of the column unit."], |it, _| it.fields.quantity.into()),
        Of::new("unit", Type::Code, ["Satuan", "Unit"], ["Satuan volume.", "Unit of the volume."],
            |it, _| it.fields.unit.as_str().into()).codes(codes!(Unit)),
        Of::new("length", Type::Decimal, ["Panjang", "Length"], ["Panjang bangunan.", "Length of what is built."],
            |it, _| it.fields.dimensions.length_meters.into()).unit(METERS),
        Of::new("width", Type::Decimal, ["Lebar", "Width"], ["Lebar bangunan.", "Width of what is built."],
            |it, _| it.fields.dimensions.width_meters.into()).unit(METERS),
        Of::new("height", Type::Decimal, ["Tinggi", "Height"], ["Tinggi bangunan.", "Height of what is built."],
            |it, _| it.fields.dimensions.height_meters.into()).unit(METERS),
        Of::new("unit_price", Type::Whole, ["Harga satuan", "Unit price"], ["Harga untuk satu satuan menurut pengusul.",
            "Price of one unit, as the proposer says."], |it, _| it.fields.unit_price.into()).unit(RUPIAH),
        Of::new("estimated_cost", Type::Whole, ["Perkiraan biaya", "Estimated cost"], ["Biaya menurut pengusul.",
            "Cost as the proposer estimates it."], |it, _| it.fields.estimated_cost.into()).unit(RUPIAH),
        Of::new("accepted_quantity", Type::Decimal, ["Volume diterima", "Accepted quantity"],
            ["Volume menurut keputusan: saat diubah jenjang pembahas, atau saat masuk rencana walau tetap; selain itu kosong.",
            "Volume as decided: as a level changed it, or as it came into a plan, changed or not; otherwise empty."],
            |it, _| it.accepted_quantity.into()),
        Of::new("accepted_cost", Type::Whole, ["Biaya diterima", "Accepted cost"],
            ["Biaya menurut keputusan: saat diubah jenjang pembahas, atau saat masuk rencana walau tetap; selain itu kosong.",
            "Cost as decided: as a level changed it, or as it came into a plan, changed or not; otherwise empty."],
            |it, _| it.accepted_cost.into()).unit(RUPIAH),
        Of::new("funding_sources", Type::Code, ["Sumber dana", "Funding sources"],
            ["Dari mana didanai; beberapa dipisah spasi.", "What pays for it; several are separated by blanks."],
            |it, _| Cell::several(it.funding_sources.iter().map(|source| source.as_str()))).codes(codes!(FundingSource)),
        Of::new("spending_type", Type::Code, ["Jenis belanja", "Spending type"], ["Jenis belanja menurut penganggaran daerah.",
            "Type of spending in the regional budget."],
            |it, _| it.fields.spending_type.map(SpendingType::as_str).into()).codes(codes!(SpendingType)),
        Of::new("subactivity_code", Type::Text, ["Kode subkegiatan", "Subactivity code"],
            ["Kode subkegiatan dalam penganggaran daerah.", "Code of the subactivity in the regional budget."],
            |it, _| it.fields.subactivity_code.clone().into()),
        Of::new("regional_priority", Type::Text, ["Prioritas daerah", "Regional priority"],
            ["Prioritas pembangunan daerah yang didukung.", "The regional priority it serves."],
            |it, _| it.fields.regional_priority.clone().into()),
        Of::new("catalog_code", Type::Text, ["Kode kamus usulan", "Catalogue code"],
            ["Butir kamus usulan daerah; lihat dataset proposal_catalog.",
            "Item of the regency's catalogue of proposals; see the dataset proposal_catalog."],
            |it, _| it.fields.catalog_code.clone().into()),
        Of::new("self_help_amount", Type::Whole, ["Swadaya", "Self-help"], ["Nilai sumbangan warga sendiri.",
            "What residents give themselves."], |it, _| it.fields.self_help_amount.into()).unit(RUPIAH),
        Of::new("self_help_note", Type::Text, ["Keterangan swadaya", "Self-help note"], ["Berupa apa swadayanya.",
            "What the self-help consists of."], |it, _| it.fields.self_help_note.clone().into()),
        Of::new("note", Type::Text, ["Catatan", "Note"], ["Catatan pengusul.", "The proposer's note."],
            |it, _| it.fields.note.clone().into()),
        Of::new("beneficiaries", Type::Whole, ["Penerima manfaat", "Beneficiaries"],
            ["Berapa orang yang mendapat manfaat, menurut pengusul.", "How many people benefit, as the proposer says."],
            |it, _| it.fields.beneficiaries.into()).unit(PEOPLE),
        Of::new("women", Type::Whole, ["Perempuan", "Women"],
            ["Penerima manfaat perempuan; kosong juga bila perempuan, laki-laki, atau sisa selain salah satunya satu sampai empat.",
            "Women among the beneficiaries; empty too where women, men, or all but either of them are one to four."],
            |it, _| public(it).women.into()).unit(PEOPLE),
        Of::new("men", Type::Whole, ["Laki-laki", "Men"],
            ["Penerima manfaat laki-laki; kosong juga bila perempuan, laki-laki, atau sisa selain salah satunya satu sampai empat.",
            "Men among the beneficiaries; empty too where women, men, or all but either of them are one to four."],
            |it, _| public(it).men.into()).unit(PEOPLE),
        Of::new("poor_households", Type::Whole, ["Keluarga miskin", "Poor households"],
            ["Keluarga miskin yang mendapat manfaat; kosong juga bila satu sampai empat.",
            "Poor households among the beneficiaries; empty too for one to four."],
            |it, _| public(it).poor_households.into()).unit(["keluarga", "households"]),
        Of::new("disabled", Type::Whole, ["Penyandang disabilitas", "Disabled people"],
            ["Penyandang disabilitas yang mendapat manfaat; kosong juga bila satu sampai empat.",
            "Disabled people among the beneficiaries; empty too for one to four."],
            |it, _| public(it).disabled.into()).unit(PEOPLE),
        Of::new("elderly", Type::Whole, ["Lanjut usia", "Elderly"],
            ["Lanjut usia yang mendapat manfaat; kosong juga bila satu sampai empat.",
            "Elderly people among the beneficiaries; empty too for one to four."], |it, _| public(it).elderly.into()).unit(PEOPLE),
        Of::new("children", Type::Whole, ["Anak", "Children"], ["Anak yang mendapat manfaat; kosong juga bila satu sampai empat.",
            "Children among the beneficiaries; empty too for one to four."], |it, _| public(it).children.into()).unit(PEOPLE),
        Of::new("urgency", Type::Whole, ["Urgensi", "Urgency"], ["Dari 1 (dapat menunggu) sampai 5 (segera), menurut pengusul.",
            "From 1 (can wait) to 5 (now), as the proposer says."], |it, _| it.fields.urgency.into()),
        Of::new("damage_level", Type::Whole, ["Tingkat kerusakan", "Damage level"],
            ["Dari 0 (tidak rusak) sampai 4 (tidak dapat dipakai).", "From 0 (none) to 4 (unusable)."],
            |it, _| it.fields.damage_level.into()),
        Of::new("proposer_type", Type::Code, ["Jenis pengusul", "Proposer type"], ["Atas nama siapa diusulkan.",
            "On whose behalf it is proposed."], |it, _| it.fields.proposer_type.as_str().into()).codes(codes!(ProposerType)),
        Of::new("initial_agency", Type::Text, ["Perangkat daerah tujuan", "Initial agency"],
            ["Kode perangkat daerah yang dituju pengusul; lihat dataset agencies.",
            "Code of the agency the proposer had in mind; see the dataset agencies."],
            |it, _| it.fields.initial_agency.clone().into()),
        Of::new("final_agency", Type::Text, ["Perangkat daerah pelaksana", "Final agency"],
            ["Kode perangkat daerah yang melaksanakan; lihat dataset agencies.",
            "Code of the agency that carries it out; see the dataset agencies."],
            |it, _| it.final_agency.clone().into()),
        Of::new("merged_into", Type::Text, ["Digabung ke", "Merged into"], ["ID usulan yang menampungnya.",
            "Id of the proposal that took it in."], |it, _| it.merged_into.map(|id| id.to_string()).into()),
        Of::new("supports", Type::Whole, ["Dukungan", "Supports"], ["Berapa akun yang mendukung sekarang.",
            "How many accounts support it now."], |it, _| it.support_count.into()).unit(["dukungan", "supports"]),
        Of::new("comments", Type::Whole, ["Komentar", "Comments"], ["Komentar yang tidak disembunyikan.",
            "Comments that are not hidden."], |it, _| it.comment_count.into()).unit(["komentar", "comments"]),
        Of::new("created_at", Type::Instant, ["Dibuat", "Created"], ["Kapan drafnya dibuat.", "When the draft was made."],
            |it, _| it.created_at.into()),
        Of::new("submitted_at", Type::Instant, ["Diajukan", "Submitted"], ["Kapan pertama kali diajukan.",
            "When it was first handed in."], |it, _| it.submitted_at.into()),
        Of::new("updated_at", Type::Instant, ["Diubah", "Updated"], ["Kapan terakhir berubah.", "When it last changed."],
            |it, _| it.updated_at.into()),
        Of::new("sample", Type::Flag, ["Contoh", "Sample"], ["Dibuat-buat untuk memperlihatkan Rembug.",
            "Made up to show how Rembug works."], |it, _| it.sample.into()),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(Seen { scope: ProposalScope::PUBLIC, filter: filter(reading) }, Order::Newest)
    }
}
