//! One visitor on a socket, and each subscription they begin: measured first, as a request over HTTP is.

use crate::access::caller;
use crate::api::context::RequestContext;
use crate::api::failure::translate;
use crate::api::schema::Schema;
use crate::api::{limits, loaders};
use crate::app::SharedApp;
use crate::error::AppError;
use crate::journal::{Entry, latest_seq, tail};
use async_graphql::parser::{parse_query, types::OperationType};
use async_graphql::{Context, Data, Error, Executor, Request, Response, Result, ServerError};
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde_json::Value;
use shared::ErrorCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// On one socket at a time.
const MAX_SUBSCRIPTIONS: usize = 20;

/// Who is on the other end, as long as their session or token stays as it was when the socket opened.
#[derive(Clone)]
pub struct Visitor {
    app: SharedApp,
    schema: Schema,
    at_the_door: Arc<RequestContext>,
    /// Who they say they are since then, by a token in `connection_init`.
    introduced: Arc<OnceLock<Arc<RequestContext>>>,
    refused: Arc<AtomicBool>,
    places: Arc<Semaphore>,
    ended: CancellationToken,
}

impl Visitor {
    pub fn new(app: SharedApp, schema: Schema, context: RequestContext) -> Self {
        let places = Arc::new(Semaphore::new(MAX_SUBSCRIPTIONS));
        let (at_the_door, ended) = (Arc::new(context), CancellationToken::new());
        Self { app, schema, at_the_door, introduced: Arc::default(), refused: Arc::default(), places, ended }
    }

    fn context(&self) -> &Arc<RequestContext> {
        self.introduced.get().unwrap_or(&self.at_the_door)
    }

    /// Takes the token that the payload of `connection_init` may name, where a browser cannot send headers.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` when it is not good.
    pub async fn introduce(&self, said: &Value) -> Result<()> {
        let Some(authorization) = said.get("authorization").or_else(|| said.get("Authorization")) else { return Ok(()) };
        match caller::bearer(&self.app, authorization.as_str().unwrap_or_default()).await {
            Ok(caller) => {
                let RequestContext { from, lang, request_id, .. } = self.at_the_door.as_ref();
                let context = RequestContext::new(caller, *from, *lang, request_id.clone());
                let _ = self.introduced.set(Arc::new(context));
                Ok(())
            }
            Err(error) => {
                self.refused.store(true, Ordering::Relaxed);
                Err(error.into())
            }
        }
    }

    pub fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Completes once the session has ended or its rights have changed: the client may come back with those it has now.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }

    pub async fn stopping(&self) {
        self.app.lifecycle.stopping().await;
    }

    /// Looks at the session again; when it is not what it was, the socket ends.
    pub async fn is_unchanged(&self) -> bool {
        let context = self.context();
        if context.actor.account.is_none() {
            return true;
        }
        let unchanged = match caller::actor(&self.app, context.credential).await {
            Ok(actor) => actor == context.actor,
            Err(error) => {
                tracing::error!(request_id = context.request_id, %error, "cannot read who asks");
                false
            }
        };
        if !unchanged {
            self.ended.cancel();
        }
        unchanged
    }

    /// # Errors
    /// `BAD_INPUT` for what is no subscription, `TOO_COMPLEX` for what costs too much.
    fn admit(&self, request: Request) -> Result<Request, AppError> {
        let document = parse_query(&request.query).map_err(|_| ErrorCode::BadInput)?;
        if document.operations.iter().any(|(_, operation)| operation.node.ty != OperationType::Subscription) {
            return Err(ErrorCode::BadInput.into());
        }
        if limits::admit(&document, &request.variables).is_none() {
            return Err(ErrorCode::TooComplex.into());
        }
        let mut admitted = Request::new("").variables(request.variables);
        admitted.operation_name = request.operation_name;
        admitted.set_parsed_query(document);
        let context = Arc::clone(self.context());
        Ok(admitted.data(context).data(loaders::for_subscription(&self.app)).data(self.clone()))
    }

    fn refuse(&self, error: AppError) -> Response {
        let error = Error::new_with_source(error).into_server_error(Default::default());
        Response::from_errors(vec![self.explain(error)])
    }

    fn explain(&self, error: ServerError) -> ServerError {
        translate(error, self.context(), &mut None)
    }
}

impl Executor for Visitor {
    async fn execute(&self, _: Request) -> Response {
        self.refuse(ErrorCode::BadInput.into())
    }

    fn execute_stream(&self, request: Request, _: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let admitted = self.admit(request).and_then(|request| {
            let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| ErrorCode::RateLimited)?;
            Ok((request, place))
        });
        let (request, place) = match admitted {
            Ok(admitted) => admitted,
            Err(error) => return stream::once(std::future::ready(self.refuse(error))).boxed(),
        };
        let visitor = self.clone();
        let responses = self.schema.execute_stream(request).map(move |mut response| {
            // The place is taken until the stream is dropped.
            let _ = &place;
            response.errors = response.errors.into_iter().map(|error| visitor.explain(error)).collect();
            response
        });
        responses.boxed()
    }
}

/// The journal after `seq`, or from now on, for as long as the visitor's session stays as it is.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn follow(ctx: &Context<'_>, seq: Option<i64>) -> Result<impl Stream<Item = Result<Arc<Entry>>> + use<>> {
    let visitor = ctx.data::<Visitor>()?.clone();
    let seq = match seq {
        Some(seq) => seq,
        None => latest_seq(&visitor.app.db).await?,
    };
    let batches = tail::follow(SharedApp::clone(&visitor.app), seq).and_then(move |batch| {
        let visitor = visitor.clone();
        async move {
            // Looked at before anything is told, not after.
            if !visitor.is_unchanged().await {
                return Err(AppError::Refused(ErrorCode::Unauthenticated));
            }
            Ok(stream::iter(batch.into_iter().map(Ok::<_, AppError>)))
        }
    });
    Ok(batches.try_flatten().map_err(Error::from))
}
