//! Documents: what passes as one, how it is handed out, and who has it.

use super::{draft, draft_with_documents, file, get, header, send_to, upload, upload_document};
use crate::harness::{PDF, Person, Server, fields};
use image::ImageFormat;
use serde_json::{Value, json};

on_both_databases! {
    a_document_is_kept_as_it_came_and_only_ever_downloaded,
    what_is_no_document_is_refused_in_words,
    a_document_becomes_public_with_its_proposal,
    a_proposal_has_one_of_ones_own_documents_of_each_kind,
    an_edit_says_in_the_record_that_documents_changed_but_not_what_they_are_called,
    not_without_end,
}

async fn a_document_is_kept_as_it_came_and_only_ever_downloaded(server: Server) {
    let siti = server.person("siti", None).await;
    let name = "C%3A%5CBerkas%5Cs%C3%A9ndang%20%22RAB%22%0D%0AX%3A%201.PDF";
    let path = format!("/media?kind=COST_ESTIMATE&name={name}");
    let (status, document) = send_to(&siti, &path, "application/pdf", PDF.to_vec()).await;
    assert_eq!((status, &document["kind"], &document["bytes"]), (201, &json!("COST_ESTIMATE"), &json!(PDF.len())), "{document}");
    assert_eq!(document["name"], "séndang RAB X 1.pdf");
    let response = get(&siti, &document["url"]).await;
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"s_ndang RAB X 1.pdf\"; filename*=UTF-8''s%C3%A9ndang%20RAB%20X%201.pdf"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(header(&response, name), value, "{name}");
    }
    assert_eq!(response.bytes().await.unwrap(), PDF);
}

async fn what_is_no_document_is_refused_in_words(server: Server) {
    let siti = server.person("siti", None).await;
    let locked = [&PDF[..PDF.len() - 6], b"/Encrypt 5 0 R\nstartxref\n9\n%%EOF\n"].concat();
    let large = [PDF, &vec![b' '; 5 * 1024 * 1024], PDF].concat();
    let letter = "/media?kind=COVER_LETTER";
    for (what, path, content_type, body, status, code) in [
        ("a photo", letter, "application/pdf", file(ImageFormat::Jpeg), 422, "NOT_A_PDF"),
        (
            "a page",
            letter,
            "application/pdf",
            b"<html><script>alert(1)</script>%PDF-1.4 startxref %%EOF".to_vec(),
            422,
            "NOT_A_PDF",
        ),
        ("half of one", letter, "application/pdf", PDF[..40].to_vec(), 422, "NOT_A_PDF"),
        ("nothing", letter, "application/pdf", Vec::new(), 422, "NOT_A_PDF"),
        ("behind a password", letter, "application/pdf", locked, 422, "PDF_LOCKED"),
        ("too large", letter, "application/pdf", large, 413, "FILE_TOO_LARGE"),
        ("of no kind", "/media", "application/pdf", PDF.to_vec(), 422, "REQUIRED"),
        ("of an unknown kind", "/media?kind=KTP", "application/pdf", PDF.to_vec(), 422, "UNKNOWN_VALUE"),
        ("passing as a photo", "/media", "image/jpeg", PDF.to_vec(), 422, "NOT_AN_IMAGE"),
    ] {
        let (answered, error) = send_to(&siti, path, content_type, body).await;
        assert_eq!((answered, &error["code"]), (status, &json!(code)), "{what}: {error}");
        assert!(!error["message"].as_str().unwrap().contains('{'), "{error}");
    }
    let (status, _) = send_to(&server.anonymous(), letter, "application/pdf", PDF.to_vec()).await;
    assert_eq!(status, 401);
}

async fn a_document_becomes_public_with_its_proposal(server: Server) {
    let (siti, stranger, anyone) = (server.person("siti", None).await, server.person("budi", None).await, server.anonymous());
    let document = upload_document(&siti, "COST_ESTIMATE").await;
    let private = async |state: &str| {
        for other in [&stranger, &anyone] {
            assert_eq!(get(other, &document["url"]).await.status(), 404, "{state}");
        }
        assert_eq!(header(&get(&siti, &document["url"]).await, "cache-control"), "private, no-store", "{state}");
    };
    private("unattached").await;
    let draft = draft_with_documents(&siti, &[&document["id"]]).await["proposal"].clone();
    private("draft").await;
    let query = "query($id: ID!) { proposal(id: $id) { documents { id kind name bytes url } } }";
    assert_eq!(stranger.get(query, json!({ "id": draft["id"] })).await["proposal"], Value::Null);
    siti.mutate("submitProposal", "ProposalVersionInput", json!({ "id": draft["id"], "version": draft["version"] })).await;
    let shown = get(&anyone, &document["url"]).await;
    assert_eq!((shown.status().as_u16(), header(&shown, "cache-control").as_str()), (200, "public, max-age=31536000, immutable"));
    let read = anyone.get(query, json!({ "id": draft["id"] })).await;
    assert_eq!(read["proposal"]["documents"], json!([document]));
}

async fn a_proposal_has_one_of_ones_own_documents_of_each_kind(server: Server) {
    let (siti, stranger) = (server.person("siti", None).await, server.person("budi", None).await);
    let photo = upload(&siti).await["id"].clone();
    let letter = upload_document(&siti, "COVER_LETTER").await["id"].clone();
    let [first, second] =
        [upload_document(&siti, "PROPOSAL").await["id"].clone(), upload_document(&siti, "PROPOSAL").await["id"].clone()];
    let refused = async |person: &Person, documents: &[&Value], code: &str| {
        let answer = draft_with_documents(person, documents).await;
        let error = &answer["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("documents"), &json!(code)), "{answer}");
    };
    refused(&stranger, &[&letter], "UNKNOWN_DOCUMENT").await;
    refused(&siti, &[&photo], "UNKNOWN_DOCUMENT").await;
    refused(&siti, &[&first, &second], "DOCUMENT_TWICE").await;
    refused(&siti, &[&first, &second, &letter, &first], "TOO_MANY_DOCUMENTS").await;
    let as_photo = draft(&siti, &[&letter]).await;
    assert_eq!(as_photo["errors"][0]["code"], "UNKNOWN_PHOTO", "{as_photo}");
    let made = draft_with_documents(&siti, &[&letter, &first]).await;
    assert_eq!(made["errors"], json!([]), "{made}");
    refused(&siti, &[&first], "UNKNOWN_DOCUMENT").await;
    // One may take the place of another of its kind.
    let mut proposal = made["proposal"].clone();
    for (documents, kept) in [
        (json!([second, letter]), vec!["PROPOSAL", "COVER_LETTER"]),
        (Value::Null, vec!["PROPOSAL", "COVER_LETTER"]),
        (json!([]), vec![]),
    ] {
        let mut form = fields();
        form["documents"] = documents;
        let input = json!({ "id": proposal["id"], "version": proposal["version"], "fields": form });
        proposal = siti.mutate("updateProposal", "UpdateProposalInput", input).await["proposal"].clone();
        let query = "query($id: ID!) { proposal(id: $id) { documents { kind } } }";
        let read = siti.get(query, json!({ "id": proposal["id"] })).await["proposal"]["documents"].clone();
        let kinds: Vec<_> = read.as_array().unwrap().iter().map(|document| document["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, kept);
    }
}

async fn an_edit_says_in_the_record_that_documents_changed_but_not_what_they_are_called(server: Server) {
    let siti = server.person("siti", None).await;
    let document = upload_document(&siti, "COST_ESTIMATE").await;
    let proposal = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() })).await["proposal"].clone();
    let mut form = fields();
    form["documents"] = json!([document["id"]]);
    let input = json!({ "id": proposal["id"], "version": proposal["version"], "fields": form });
    siti.mutate("updateProposal", "UpdateProposalInput", input).await;
    let events = backend::journal::entries_after(&server.app.db, 0, 100, false).await.unwrap();
    let details: Vec<_> = events.iter().map(|event| event.details.as_str()).collect();
    assert!(details.iter().any(|text| text.contains(r#""changed":["documents"]"#)), "{details:?}");
    assert!(details.iter().any(|text| text.contains("COST_ESTIMATE")) && !details.iter().any(|text| text.contains("RAB Jalan")));
}

async fn not_without_end(server: Server) {
    let siti = server.person("siti", None).await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(send_to(&siti, "/media?kind=PROPOSAL", "application/pdf", b"x".to_vec()).await.0);
    }
    assert_eq!((answers[0], answers[39]), (422, 429), "{answers:?}");
    assert_eq!(send_to(&siti, "/media", "image/png", file(ImageFormat::Png)).await.0, 201, "photos have a measure of their own");
}
