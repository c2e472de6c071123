//! A plan for programs. The shape of the JSON is described in docs/api.md; a change that breaks readers raises [`FORMAT`].

use super::Export;
use serde_json::{Value, json};
use shared::plan::Feature;

const FORMAT: u8 = 1;

/// All of it.
pub fn whole(export: &Export) -> Value {
    let (plan, content) = (&export.plan, &export.content);
    let budget = content.budget.iter().map(|line| {
        json!({
            "id": line.id, "item": line.item, "volume": line.quantity(), "unit": line.unit, "price": line.price,
            "total": line.total(), "source": line.source,
        })
    });
    let shares = content.budget_by_source().into_iter().map(|(source, total)| json!({ "source": source, "total": total }));
    let proposals = export.proposals.iter().map(|(id, title)| json!({ "id": id, "title": title }));
    let participants = plan.participants.iter().map(|each| {
        json!({
            "name": export.name(each.account), "role": each.role, "side": each.side, "office": each.office,
            "signed": each.part(plan.head).signed, "signedAt": each.signed_at,
        })
    });
    let versions = export.versions.iter().map(|version| {
        json!({
            "name": version.name.given(), "stage": version.name.stage(), "restoredFrom": version.name.restored_from(),
            "seq": version.seq, "at": version.at,
            "person": export.name(version.account), "office": version.office,
        })
    });
    json!({
        "format": FORMAT,
        "id": plan.id,
        "address": export.address,
        "seq": plan.projected_seq,
        "stage": plan.stage,
        "title": content.title,
        "summary": content.summary,
        "area": { "code": plan.area, "name": export.area },
        "sector": plan.sector,
        "fiscalYear": plan.fiscal_year,
        "createdAt": plan.created_at,
        "changedAt": plan.changed_at,
        "supersededBy": plan.superseded_by,
        "sections": content.sections,
        "objectives": content.objectives,
        "indicators": content.indicators,
        "budget": budget.collect::<Vec<_>>(),
        "budgetTotal": content.budget_total(),
        "budgetBySource": shares.collect::<Vec<_>>(),
        "activities": content.activities,
        "features": content.features,
        "proposals": proposals.collect::<Vec<_>>(),
        "participants": participants.collect::<Vec<_>>(),
        "versions": versions.collect::<Vec<_>>(),
    })
}

/// What it draws, as a `FeatureCollection` (RFC 7946). What has no shape yet is left out.
pub fn map(export: &Export) -> Value {
    let feature = |it: &Feature| {
        let geometry = it.shape()?.to_geojson();
        let properties = json!({ "label": it.label, "kind": it.kind, "note": it.note });
        Some(json!({ "type": "Feature", "id": it.id, "geometry": geometry, "properties": properties }))
    };
    let features: Vec<_> = export.content.features.iter().filter_map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}
