//! The form of a proposal.

use crate::api::enums::*;
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::media::graphql::ids;
use async_graphql::{ID, InputObject};
use shared::proposal::ProposalForm;

/// The form as filled in (isian usulan); the server says what is missing or wrong, field by field.
#[derive(InputObject)]
pub struct ProposalFieldsInput {
    /// What to call it (judul).
    title: Option<String>,
    /// What is wrong today (permasalahan).
    problem: Option<String>,
    /// What is to be better afterwards (tujuan).
    objective: Option<String>,
    /// Where it is, in words (alamat).
    address: Option<String>,
    /// The neighbourhood's number (RT).
    rt: Option<String>,
    /// The ward's number (RW).
    rw: Option<String>,
    /// The part of the village (dusun or grumbul).
    hamlet: Option<String>,
    /// Code of the village where it is (desa or kelurahan).
    village_code: Option<String>,
    /// Built or done (klasifikasi).
    kind: Option<ProposalKind>,
    /// What it belongs to (bidang).
    sector: Option<Sector>,
    /// How much of it (volume), in `unit`.
    quantity: Option<Quantity>,
    /// What the volume is measured in (satuan).
    unit: Option<Unit>,
    /// In metres (panjang).
    length_meters: Option<Quantity>,
    /// In metres (lebar).
    width_meters: Option<Quantity>,
    /// In metres (tinggi).
    height_meters: Option<Quantity>,
    /// For one unit (harga satuan), in rupiah.
    unit_price: Option<Rupiah>,
    /// What is asked for (perkiraan biaya), in rupiah.
    estimated_cost: Option<Rupiah>,
    /// Of the budget (jenis belanja).
    spending_type: Option<SpendingType>,
    /// Of the national nomenclature (kode subkegiatan).
    subactivity_code: Option<String>,
    /// The priority of the regency that it serves (prioritas daerah).
    regional_priority: Option<String>,
    /// What else there is to say (catatan).
    note: Option<String>,
    /// What residents give themselves (swadaya), in rupiah.
    self_help_amount: Option<Rupiah>,
    /// What they give, in words (keterangan swadaya).
    self_help_note: Option<String>,
    /// How many people benefit (penerima manfaat).
    beneficiaries: Option<i32>,
    /// How many of them are women (perempuan).
    women: Option<i32>,
    /// How many of them are men (laki-laki).
    men: Option<i32>,
    /// How many poor households benefit (rumah tangga miskin).
    poor_households: Option<i32>,
    /// How many of them have a disability (penyandang disabilitas).
    disabled: Option<i32>,
    /// How many of them are elderly (lansia).
    elderly: Option<i32>,
    /// How many of them are children (anak).
    children: Option<i32>,
    /// From 1, can wait, to 5, now (tingkat urgensi).
    urgency: Option<i32>,
    /// From 0, none, to 4, unusable (tingkat kerusakan).
    damage_level: Option<i32>,
    /// For which year (tahun anggaran), one of `region { fiscalYears }`.
    fiscal_year: Option<i32>,
    /// Where it is: point, line or polygon within the regency (geometri).
    geometry: Option<GeoJson>,
    /// For whom one speaks (jenis profil pengusul).
    proposer_type: Option<ProposerType>,
    /// Code of the office that should carry it out (perangkat daerah tujuan).
    initial_agency: Option<String>,
    /// The item of the regency's catalogue (kamus usulan).
    catalog_code: Option<String>,
    /// Own uploads, at most three, in the order to show them (foto). Left out, they stay as they are; an empty list removes
    /// them.
    photos: Option<Vec<ID>>,
    /// Own uploads, at most one of each kind (dokumen pendukung). Left out, they stay as they are; an empty list removes them.
    documents: Option<Vec<ID>>,
}

impl From<ProposalFieldsInput> for ProposalForm {
    fn from(input: ProposalFieldsInput) -> Self {
        let number = |value: Option<Quantity>| value.map(|value| value.0);
        let amount = |value: Option<Rupiah>| value.map(|value| value.0);
        Self {
            title: input.title,
            problem: input.problem,
            objective: input.objective,
            address: input.address,
            rt: input.rt,
            rw: input.rw,
            hamlet: input.hamlet,
            village_code: input.village_code,
            kind: input.kind.map(Into::into),
            sector: input.sector.map(Into::into),
            quantity: number(input.quantity),
            unit: input.unit.map(Into::into),
            length_meters: number(input.length_meters),
            width_meters: number(input.width_meters),
            height_meters: number(input.height_meters),
            unit_price: amount(input.unit_price),
            estimated_cost: amount(input.estimated_cost),
            spending_type: input.spending_type.map(Into::into),
            subactivity_code: input.subactivity_code,
            regional_priority: input.regional_priority,
            note: input.note,
            self_help_amount: amount(input.self_help_amount),
            self_help_note: input.self_help_note,
            beneficiaries: input.beneficiaries,
            women: input.women,
            men: input.men,
            poor_households: input.poor_households,
            disabled: input.disabled,
            elderly: input.elderly,
            children: input.children,
            urgency: input.urgency,
            damage_level: input.damage_level,
            fiscal_year: input.fiscal_year,
            geometry: input.geometry.map(|geometry| geometry.0),
            proposer_type: input.proposer_type.map(Into::into),
            initial_agency: input.initial_agency,
            catalog_code: input.catalog_code,
            photos: ids(input.photos),
            documents: ids(input.documents),
        }
    }
}
