//! The web server: API, map layers, health and the app behind one set of headers.

pub(crate) mod assets;
mod headers;
pub(crate) mod html;
pub mod preview;

use crate::api;
use crate::app::SharedApp;
use crate::error::AppError;
use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::serve::ListenerExt;
use http::StatusCode;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// How long open connections may take to end when the server stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// Spreadsheets and documents are archives already: packing them again costs time and saves nothing.
const UNPACKED: NotForContentType = NotForContentType::const_new("application/vnd.openxmlformats-officedocument");

/// Everything the server answers.
pub fn router(app: SharedApp) -> Router {
    let schema = api::schema::build(SharedApp::clone(&app));
    Router::new()
        .merge(api::http::routes(schema.clone()))
        .merge(api::socket::routes(schema))
        .merge(crate::access::oidc::http::routes())
        .merge(crate::live::http::routes())
        .merge(crate::map::routes())
        .merge(crate::media::http::routes())
        .merge(crate::opendata::http::routes())
        .merge(crate::plan::export::http::routes())
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/graphql/explorer", get(assets::explorer))
        .fallback(assets::answer)
        .layer(from_fn_with_state(SharedApp::clone(&app), api::trace::number))
        .layer(from_fn_with_state(SharedApp::clone(&app), headers::protect))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(UNPACKED)))
        .with_state(app)
}

async fn ready(State(app): State<SharedApp>) -> StatusCode {
    match crate::journal::latest_seq(&app.db).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Serves until the process is told to stop.
///
/// # Errors
/// `REMBUG_LISTEN` when the address cannot be taken.
pub async fn serve(app: SharedApp) -> Result<(), AppError> {
    let address = app.config.listen;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| AppError::setting("REMBUG_LISTEN", format!("{address}: {error}")))?;
    println!("Rembug: http://{}", listener.local_addr()?);
    // Live editing sends small frames: none waits until the one before it was acknowledged.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection sends with delay");
        }
    });
    let followed = SharedApp::clone(&app);
    tokio::spawn(async move { crate::area::service::follow(&followed).await });
    let throttle = Arc::clone(&app.throttle);
    tokio::spawn(async move { throttle.forget().await });
    let swept = SharedApp::clone(&app);
    tokio::spawn(async move { crate::media::service::sweep_daily(&swept).await });
    tokio::spawn(crate::live::follow(SharedApp::clone(&app)));
    tokio::spawn(app.lifecycle.track(crate::webhook::sender::run(SharedApp::clone(&app))));
    let lifecycle = app.lifecycle.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let told = async move {
        stop().await;
        lifecycle.stop(PATIENCE).await;
    };
    Ok(axum::serve(listener, service).with_graceful_shutdown(told).await?)
}

async fn stop() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
