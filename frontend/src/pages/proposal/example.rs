//! A proposal, levels and decisions for the tests of this page.

use serde_json::{Value, json};
use shared::operations::desk::Level;
use shared::operations::proposal::{DecisionItem, ProposalDetail};
use shared::proposal::Status;

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub fn proposal(status: Status) -> ProposalDetail {
    read(json!({
        "id": "prp_01980000000070008000000000000001", "version": 3, "status": status, "statusSince": "2027-01-05T03:00:00Z",
        "proposalNumber": 1, "title": "Rabat beton jalan", "problem": "Licin saat hujan.", "address": "RT 02",
        "village": { "code": "33.02.17.2019", "name": "Gununglurah", "kind": "DESA" },
        "district": { "code": "33.02.17", "name": "Cilongok", "kind": "KECAMATAN" },
        "kind": "PHYSICAL", "sector": "INFRASTRUCTURE", "quantity": 420, "unit": "METER", "estimatedCost": 210_000_000,
        "fundingSources": [], "beneficiaries": 312, "beneficiaryBand": "OVER_80", "urgency": 4, "fiscalYear": 2028,
        "outsideVillage": false, "proposer": { "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] },
        "proposerType": "RESIDENT", "supportCount": 0, "viewerHasSupported": false, "commentCount": 0, "decisions": [],
        "mergedFrom": [], "photos": [], "documents": [], "overCatalogCap": false, "availableActions": [], "createdAt": "2027-01-01T03:00:00Z",
        "submittedAt": "2027-01-03T03:00:00Z", "updatedAt": "2027-01-05T03:00:00Z", "sample": false
    }))
}

pub fn levels() -> Vec<Level> {
    let level = |code, ordinal, status, role| json!({ "code": code, "name": code, "ordinal": ordinal, "status": status, "role": role, "expectedDays": 14 });
    read(json!([
        level("DESA", 1, "DESA_REVIEW", "VILLAGE_OPERATOR"),
        level("KECAMATAN", 2, "KEC_REVIEW", "DISTRICT_OFFICER"),
        level("KABUPATEN", 3, "KAB_REVIEW", "BUDGET_TEAM"),
    ]))
}

pub fn accepted(level: &str) -> DecisionItem {
    read(json!({
        "id": "dec_01980000000070008000000000000003", "level": { "code": level, "name": level, "ordinal": 1 },
        "decision": "ACCEPTED", "from": "DESA_REVIEW", "to": "FORWARDED_KEC", "fundingSources": [],
        "office": "Operator Desa Gununglurah", "decidedAt": "2027-01-12T03:00:00Z"
    }))
}
