//! Photos and documents from outside: what is taken in, what is made of it, and who sees it.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod documents;

use backend::app::App;
use backend::media::service::sweep;
use backend::platform::clock::ManualClock;
use harness::{PDF, Person, Server, fields};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    a_photo_loses_its_metadata_and_stands_upright,
    a_photo_is_there_in_a_size_for_lists_too,
    what_is_no_photo_is_refused_in_the_language_of_the_request,
    only_someone_signed_in_here_uploads_and_not_without_end,
    a_photo_becomes_public_with_its_proposal,
    only_ones_own_free_photos_can_be_attached,
    photos_keep_their_order_and_stay_until_the_form_says_otherwise,
    what_nobody_used_is_swept_after_a_day,
    a_list_with_photos_and_documents_costs_one_query_more,
}

/// Red on the left, blue on the right.
fn scene(width: u32, height: u32) -> DynamicImage {
    let half = |x| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| half(x)))
}

fn file(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    scene(64, 32).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A camera's note: turned a quarter to the right, and where it was taken.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    const TURNED_RIGHT: u8 = 6;
    let mut note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    note.extend([TURNED_RIGHT, 0, 0, 0, 0, 0, 0, 0]);
    note.extend(b"RUMAH BU SITI");
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &note, &jpeg[2..]].concat()
}

/// A small PNG that claims to be `side` pixels wide and high.
fn bomb(side: u32) -> Vec<u8> {
    let mut png = file(ImageFormat::Png);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

async fn send(person: &Person, content_type: &str, body: Vec<u8>) -> (u16, Value) {
    send_to(person, "/media", content_type, body).await
}

async fn send_to(person: &Person, path: &str, content_type: &str, body: Vec<u8>) -> (u16, Value) {
    let request = person.request(Method::POST, path).header("content-type", content_type).header("accept-language", "en");
    let response = request.body(body).send().await.unwrap();
    let status = response.status().as_u16();
    let told: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    match told["errors"].get(0) {
        Some(error) => (status, json!({ "code": error["extensions"]["code"], "message": error["message"] })),
        None => (status, told),
    }
}

async fn upload(person: &Person) -> Value {
    let (status, photo) = send(person, "image/jpeg", file(ImageFormat::Jpeg)).await;
    assert_eq!(status, 201, "{photo}");
    photo
}

async fn upload_document(person: &Person, kind: &str) -> Value {
    let (status, document) =
        send_to(person, &format!("/media?kind={kind}&name=RAB%20Jalan.pdf"), "application/pdf", PDF.to_vec()).await;
    assert_eq!(status, 201, "{document}");
    document
}

async fn get(person: &Person, path: &Value) -> Response {
    person.request(Method::GET, path.as_str().unwrap()).send().await.unwrap()
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn with_photos(photos: &[&Value]) -> Value {
    let mut all = fields();
    all["photos"] = json!(photos);
    all
}

async fn draft(person: &Person, photos: &[&Value]) -> Value {
    person.mutate("createProposal", "CreateProposalInput", json!({ "fields": with_photos(photos) })).await
}

async fn draft_with_documents(person: &Person, documents: &[&Value]) -> Value {
    let mut all = fields();
    all["documents"] = json!(documents);
    person.mutate("createProposal", "CreateProposalInput", json!({ "fields": all })).await
}

async fn photos_of(person: &Person, proposal: &Value) -> Vec<Value> {
    let query = "query($id: ID!) { proposal(id: $id) { photos { id } } }";
    let read = person.get(query, json!({ "id": proposal["id"] })).await;
    read["proposal"]["photos"].as_array().unwrap().iter().map(|photo| photo["id"].clone()).collect()
}

async fn a_photo_loses_its_metadata_and_stands_upright(server: Server) {
    let siti = server.person("siti", None).await;
    let (status, photo) = send(&siti, "image/jpeg", with_exif(&file(ImageFormat::Jpeg))).await;
    assert_eq!((status, &photo["width"], &photo["height"]), (201, &json!(32), &json!(64)), "{photo}");
    for path in [&photo["url"], &photo["smallUrl"]] {
        let response = get(&siti, path).await;
        assert_eq!(header(&response, "content-type"), "image/jpeg");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert!(header(&response, "content-security-policy").contains("sandbox"));
        let bytes = response.bytes().await.unwrap();
        let says = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(!says(b"Exif") && !says(b"SITI"));
        let shown = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
        let (top, bottom) = (shown.get_pixel(16, 8), shown.get_pixel(16, 56));
        assert!(top.0[0] > 150 && bottom.0[2] > 150, "{top:?} {bottom:?}");
    }
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        assert_eq!(send(&siti, "image/*", file(format)).await.0, 201, "{format:?}");
    }
}

async fn a_photo_is_there_in_a_size_for_lists_too(server: Server) {
    let siti = server.person("siti", None).await;
    let mut wide = Cursor::new(Vec::new());
    scene(1_000, 500).write_to(&mut wide, ImageFormat::Jpeg).unwrap();
    let (status, photo) = send(&siti, "image/jpeg", wide.into_inner()).await;
    assert_eq!(status, 201, "{photo}");
    for (path, width) in [(&photo["url"], 1_000), (&photo["smallUrl"], 480)] {
        let shown = get(&siti, path).await.bytes().await.unwrap();
        assert_eq!(image::load_from_memory(&shown).unwrap().width(), width, "{path}");
    }
}

async fn what_is_no_photo_is_refused_in_the_language_of_the_request(server: Server) {
    let siti = server.person("siti", None).await;
    let whole = with_exif(&file(ImageFormat::Jpeg));
    let half = whole[..whole.len() / 2].to_vec();
    for (what, content_type, body, status, code) in [
        ("another type", "text/plain", whole.clone(), 422, "NOT_AN_IMAGE"),
        ("a script", "image/jpeg", b"<script>alert(1)</script>".to_vec(), 422, "NOT_AN_IMAGE"),
        ("nothing", "image/jpeg", Vec::new(), 422, "NOT_AN_IMAGE"),
        ("half a photo", "image/jpeg", half, 422, "NOT_AN_IMAGE"),
        ("a claim beyond any memory", "image/png", bomb(60_000), 422, "TOO_MANY_PIXELS"),
        ("a claim beyond ours", "image/png", bomb(19_000), 422, "TOO_MANY_PIXELS"),
        ("a huge file", "image/jpeg", vec![0xff; 11 * 1024 * 1024], 413, "FILE_TOO_LARGE"),
    ] {
        let (answered, error) = send(&siti, content_type, body).await;
        assert_eq!((answered, &error["code"]), (status, &json!(code)), "{what}: {error}");
        assert!(!error["message"].as_str().unwrap().contains('{'), "{error}");
    }
    let indonesian = siti.request(Method::POST, "/media").header("content-type", "image/jpeg").body("x").send().await.unwrap();
    assert!(indonesian.text().await.unwrap().contains("Berkas bukan foto"));
}

async fn only_someone_signed_in_here_uploads_and_not_without_end(server: Server) {
    let (status, error) = send(&server.anonymous(), "image/jpeg", file(ImageFormat::Jpeg)).await;
    assert_eq!((status, &error["code"]), (401, &json!("UNAUTHENTICATED")));
    let siti = server.person("siti", None).await;
    let elsewhere =
        siti.request(Method::POST, "/media").header("content-type", "image/jpeg").header("origin", "https://jahat.example");
    assert_eq!(elsewhere.body(file(ImageFormat::Jpeg)).send().await.unwrap().status(), 403);
    let mut refused = None;
    for _ in 0..40 {
        let request = siti.request(Method::POST, "/media").header("content-type", "image/jpeg").body("x");
        let response = request.send().await.unwrap();
        if response.status() == 429 {
            refused = Some(header(&response, "retry-after"));
            break;
        }
    }
    assert!(refused.unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(send(&server.person("budi", None).await, "image/jpeg", file(ImageFormat::Jpeg)).await.0, 201);
}

async fn a_photo_becomes_public_with_its_proposal(server: Server) {
    let (siti, stranger, anyone) = (server.person("siti", None).await, server.person("budi", None).await, server.anonymous());
    let photo = upload(&siti).await;
    let private = async |state: &str| {
        for other in [&stranger, &anyone] {
            assert_eq!(get(other, &photo["url"]).await.status(), 404, "{state}");
        }
        let own = get(&siti, &photo["url"]).await;
        assert_eq!((own.status().as_u16(), header(&own, "cache-control").as_str()), (200, "private, no-store"), "{state}");
    };
    private("unattached").await;
    let draft = draft(&siti, &[&photo["id"]]).await["proposal"].clone();
    private("draft").await;
    let version = json!({ "id": draft["id"], "version": draft["version"] });
    siti.mutate("submitProposal", "ProposalVersionInput", version).await;
    let shown = get(&anyone, &photo["smallUrl"]).await;
    assert_eq!(shown.status(), 200);
    assert_eq!(header(&shown, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(photos_of(&anyone, &draft).await, [photo["id"].clone()]);
    for path in ["/media/med_zz", "/media/..%2f..%2frembug.db", "/media/med_00000000000070008000000000000001"] {
        let missing = anyone.request(Method::GET, path).send().await.unwrap();
        assert_eq!(missing.status(), 404, "{path}");
    }
}

async fn only_ones_own_free_photos_can_be_attached(server: Server) {
    let (siti, stranger) = (server.person("siti", None).await, server.person("budi", None).await);
    let (photo, second) = (upload(&siti).await["id"].clone(), upload(&siti).await["id"].clone());
    let refused = async |person: &Person, photos: &[&Value], code: &str| {
        let answer = draft(person, photos).await;
        let error = &answer["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("photos"), &json!(code)), "{answer}");
    };
    refused(&stranger, &[&photo], "UNKNOWN_PHOTO").await;
    refused(&siti, &[&photo, &json!("med_00000000000070008000000000000001")], "UNKNOWN_PHOTO").await;
    refused(&siti, &[&json!("../../etc/passwd")], "UNKNOWN_PHOTO").await;
    refused(&siti, &[&photo, &second, &photo, &second], "TOO_MANY_PHOTOS").await;
    assert_eq!(draft(&siti, &[&photo]).await["errors"], json!([]));
    refused(&siti, &[&photo], "UNKNOWN_PHOTO").await;
    let count = siti.get("{ proposals(first: 10, filter: {mine: true}) { totalCount } }", json!({})).await;
    assert_eq!(count["proposals"]["totalCount"], 1, "a refused photo leaves no proposal behind");
}

async fn photos_keep_their_order_and_stay_until_the_form_says_otherwise(server: Server) {
    let siti = server.person("siti", None).await;
    let [a, b, c] = [upload(&siti).await["id"].clone(), upload(&siti).await["id"].clone(), upload(&siti).await["id"].clone()];
    let mut proposal = draft(&siti, &[&c, &a]).await["proposal"].clone();
    let mut save = async |fields: Value| {
        let input = json!({ "id": proposal["id"], "version": proposal["version"], "fields": fields });
        let answer = siti.mutate("updateProposal", "UpdateProposalInput", input).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        proposal = answer["proposal"].clone();
        photos_of(&siti, &proposal).await
    };
    assert_eq!(save(fields()).await, [c.clone(), a.clone()]);
    assert_eq!(save(with_photos(&[&b, &a, &c])).await, [b.clone(), a.clone(), c.clone()]);
    assert_eq!(save(with_photos(&[&a])).await, std::slice::from_ref(&a));
    assert_eq!(save(with_photos(&[])).await, [] as [Value; 0]);
    assert_eq!(save(with_photos(&[&b])).await, std::slice::from_ref(&b), "what was taken off can be put back");
}

async fn what_nobody_used_is_swept_after_a_day(server: Server) {
    let siti = server.person("siti", None).await;
    let (used, unused) = (upload(&siti).await, upload(&siti).await);
    let (kept, forgotten) = (upload_document(&siti, "PROPOSAL").await, upload_document(&siti, "PROPOSAL").await);
    draft(&siti, &[&used["id"]]).await;
    draft_with_documents(&siti, &[&kept["id"]]).await;
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let app = App { clock: clock.clone(), ..(*server.app).clone() };
    clock.advance(Duration::from_secs(23 * 3600));
    assert_eq!(sweep(&app).await.unwrap(), 0);
    clock.advance(Duration::from_secs(2 * 3600));
    assert_eq!(sweep(&app).await.unwrap(), 2);
    for (media, status) in [(&unused, 404), (&forgotten, 404), (&used, 200), (&kept, 200)] {
        assert_eq!(get(&siti, &media["url"]).await.status(), status, "{media}");
    }
    let pdfs = walk(&app.config.data_dir).into_iter().filter(|path| path.ends_with(".pdf")).count();
    assert_eq!(pdfs, 1, "the file goes with its row");
    assert_eq!(sweep(&app).await.unwrap(), 0);
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path.to_string_lossy().into_owned()) }
    }
    found
}

async fn a_list_with_photos_and_documents_costs_one_query_more(server: Server) {
    let siti = server.person("siti", None).await;
    for _ in 0..3 {
        let photo = upload(&siti).await;
        draft(&siti, &[&photo["id"]]).await;
    }
    let cost = async |query: &str| {
        let before = server.app.db.queries().count();
        let list = siti.get(query, json!({})).await;
        assert_eq!(list["proposals"]["nodes"].as_array().unwrap().len(), 3);
        server.app.db.queries().count() - before
    };
    let without = cost("{ proposals(first: 50, filter: {mine: true}) { nodes { id } } }").await;
    let with = cost(
        "{ proposals(first: 50, filter: {mine: true}) { nodes { id photos { smallUrl } documents { kind name bytes url } } } }",
    )
    .await;
    assert_eq!(with, without + 1);
}
