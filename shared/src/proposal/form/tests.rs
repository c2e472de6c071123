use super::*;
use serde_json::json;

const YEARS: RangeInclusive<i32> = 2027..=2030;

fn complete() -> ProposalForm {
    serde_json::from_value(json!({
        "title": "Rabat beton jalan Grumbul Karanggude", "problem": "Licin saat hujan.", "address": "Dari mushala ke balai RT 03",
        "villageCode": "33.02.17.2019", "kind": "PHYSICAL", "sector": "INFRASTRUCTURE", "quantity": 120.5, "unit": "METER",
        "estimatedCost": 185_000_000, "beneficiaries": 240, "urgency": 4, "fiscalYear": 2028, "proposerType": "RESIDENT",
        "geometry": {"type": "Point", "coordinates": [109.14, -7.37]},
    }))
    .unwrap()
}

fn codes(form: &ProposalForm) -> Vec<(String, ErrorCode)> {
    form.parse(&YEARS)
        .err()
        .map(FieldErrors::into_vec)
        .unwrap_or_default()
        .into_iter()
        .map(|e| (e.field.unwrap(), e.code))
        .collect()
}

#[test]
fn a_complete_form_gives_fields_that_give_the_form_again() {
    let fields = complete().parse(&YEARS).unwrap();
    assert_eq!(fields.estimated_cost.get(), 185_000_000);
    let again = ProposalForm::from(&fields);
    assert_eq!(again.parse(&YEARS).unwrap(), fields);
    assert_eq!(again, complete());
}

#[test]
fn an_empty_form_names_every_required_field_at_once() {
    let fields: Vec<_> = codes(&ProposalForm::default())
        .into_iter()
        .map(|(field, code)| {
            assert_eq!(code, ErrorCode::Required);
            field
        })
        .collect();
    assert_eq!(
        fields,
        [
            "title",
            "problem",
            "address",
            "villageCode",
            "kind",
            "sector",
            "quantity",
            "unit",
            "estimatedCost",
            "beneficiaries",
            "urgency",
            "fiscalYear",
            "proposerType"
        ]
    );
}

#[test]
fn each_bad_field_is_named_with_its_reason() {
    let with = |change: fn(&mut ProposalForm)| {
        let mut form = complete();
        change(&mut form);
        codes(&form)
    };
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(with(|f| f.estimated_cost = Some(-1)), one("estimatedCost", ErrorCode::Negative));
    let amounts: [fn(&mut ProposalForm) -> &mut Option<i64>; 3] =
        [|f| &mut f.estimated_cost, |f| &mut f.unit_price, |f| &mut f.self_help_amount];
    for field in amounts {
        let filled = |amount| {
            let mut form = complete();
            *field(&mut form) = Some(amount);
            form.parse(&YEARS).map(drop).map_err(FieldErrors::into_vec)
        };
        assert_eq!(filled(Rupiah::MOST), Ok(()));
        let errors = filled(Rupiah::MOST + 1).unwrap_err();
        assert_eq!((errors.len(), errors[0].code, errors[0].limit), (1, ErrorCode::OutOfRange, Some(Rupiah::MOST)));
        assert!(errors[0].message(crate::i18n::Lang::Id).contains("10.000.000.000.000"), "{errors:?}");
    }
    assert_eq!(with(|f| f.village_code = Some("33.02.17".into())), one("villageCode", ErrorCode::NotAVillage));
    assert_eq!(with(|f| f.village_code = Some("desa".into())), one("villageCode", ErrorCode::UnknownArea));
    assert_eq!(with(|f| f.quantity = Some(0.0)), one("quantity", ErrorCode::OutOfRange));
    assert_eq!(with(|f| f.beneficiaries = Some(0)), one("beneficiaries", ErrorCode::OutOfRange));
    assert_eq!(with(|f| f.urgency = Some(6)), one("urgency", ErrorCode::OutOfRange));
    assert_eq!(with(|f| f.fiscal_year = Some(2020)), one("fiscalYear", ErrorCode::OutOfRange));
    assert_eq!(with(|f| f.damage_level = Some(5)), one("damageLevel", ErrorCode::OutOfRange));
    type Count = fn(&mut ProposalForm) -> &mut Option<i32>;
    let counts: [(&str, Count); 6] = [
        ("women", |f| &mut f.women),
        ("men", |f| &mut f.men),
        ("poorHouseholds", |f| &mut f.poor_households),
        ("disabled", |f| &mut f.disabled),
        ("elderly", |f| &mut f.elderly),
        ("children", |f| &mut f.children),
    ];
    for (field, of) in counts {
        for (count, code) in [(-2, ErrorCode::Negative), (MAX_PEOPLE + 1, ErrorCode::OutOfRange)] {
            let mut form = complete();
            *of(&mut form) = Some(count);
            assert_eq!(codes(&form), one(field, code));
        }
    }
    assert_eq!(with(|f| f.geometry = None), one("geometry", ErrorCode::LocationRequired));
    assert_eq!(with(|f| f.title = Some("x".repeat(256))), one("title", ErrorCode::TooLong));
    assert_eq!(with(|f| f.photos = Some(vec!["a".into()])), one("photos", ErrorCode::UnknownPhoto));
    assert_eq!(with(|f| f.photos = Some(vec![String::new(); 4])), one("photos", ErrorCode::TooManyPhotos));
    assert_eq!(with(|f| f.documents = Some(vec!["a".into()])), one("documents", ErrorCode::UnknownDocument));
    assert_eq!(with(|f| f.documents = Some(vec![String::new(); 4])), one("documents", ErrorCode::TooManyDocuments));
}

#[test]
fn uploads_left_out_none_at_all_and_named_twice_differ() {
    let id = "med_01980000000070008000000000000001".to_owned();
    let named = |documents: Option<Vec<String>>| ProposalForm { documents, ..complete() }.parse(&YEARS).unwrap();
    assert_eq!(named(None).documents, None);
    assert_eq!(named(Some(vec![])).documents, Some(vec![]));
    let twice = named(Some(vec![id.clone(), id.clone()]));
    assert_eq!(twice.documents, Some(vec![id.parse().unwrap()]));
    assert_eq!(ProposalForm::from(&twice).documents, Some(vec![id]));
}

#[test]
fn a_programme_needs_no_place_on_the_map() {
    let form = ProposalForm { kind: Some(Kind::NonPhysical), geometry: None, ..complete() };
    assert_eq!(form.parse(&YEARS).unwrap().shape, None);
}

#[test]
fn few_people_are_left_out_in_public_and_nobody_can_reckon_them_back() {
    let said = BeneficiaryDetail {
        women: Some(237),
        men: Some(3),
        poor_households: Some(1),
        disabled: Some(4),
        elderly: Some(5),
        children: Some(0),
    };
    let public = BeneficiaryDetail { women: None, men: None, poor_households: None, disabled: None, ..said };
    assert_eq!(said.in_public(240), public);
    let many = BeneficiaryDetail { women: Some(0), men: Some(5), ..public };
    assert_eq!(many.in_public(5), many);
    // Who was not counted is the rest of all.
    for (women, men) in [(Some(237), None), (None, Some(236)), (Some(239), Some(0)), (Some(0), Some(237))] {
        let said = BeneficiaryDetail { women, men, ..public };
        assert_eq!(said.in_public(240), public, "{said:?}");
    }
    for (women, men) in [(Some(240), None), (None, Some(235)), (Some(300), None)] {
        let said = BeneficiaryDetail { women, men, ..public };
        assert_eq!(said.in_public(240), said);
    }
}
